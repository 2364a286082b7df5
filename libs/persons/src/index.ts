export { PERSON_LIMITS, personCodec } from './codec.ts';
export {
  IDENTITY_KINDS,
  PERSON_CODES,
  PERSON_KINDS,
  PERSON_TEXTS,
  person,
} from './domain/person.ts';
export type { Identity, PersonCommand, PersonEvent, PersonField } from './domain/person.ts';
export { personsProjection } from './persons.projection.ts';
export { findPerson } from './persons.queries.ts';
