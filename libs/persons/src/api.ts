export { PersonHandler, Persons, personKind } from './person.handler.ts';
export { PersonInput } from './person.inputs.ts';
export { isKnown, knownIn, requesterOf } from './requester.ts';
export type { Requester } from './requester.ts';
export { AppointmentPersonResolver, PersonResolver } from './person.resolver.ts';
export { Actor, Person, personOf, staffOf } from './person.types.ts';
