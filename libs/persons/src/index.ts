export { personCodec } from './codec.ts';
export type { PersonEvent } from './domain/person.ts';
export { personsProjection } from './persons.projection.ts';
export { findPerson } from './persons.queries.ts';
