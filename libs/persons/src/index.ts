export { personCodec } from './codec.ts';
export type { ErasureEvent } from './domain/erasure.ts';
export type { LegalHoldEvent } from './domain/legal-hold.ts';
export type { PersonEvent } from './domain/person.ts';
export { erasureCodec, legalHoldCodec } from './erasure-codecs.ts';
export { ErasureList, readErasureList } from './erasure-list.ts';
export { erasuresProjection } from './erasures.projection.ts';
export { personsProjection } from './persons.projection.ts';
export { SAME_OR_REPRESENTED, findPerson, sameHumanAs } from './persons.queries.ts';
