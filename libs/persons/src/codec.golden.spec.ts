import { goldenSpecs } from '#event-store/testing';
import { personCodec } from './codec.ts';
import { erasureCodec, legalHoldCodec } from './erasure-codecs.ts';

describe('the stored format of persons, holds and erasures', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [personCodec, legalHoldCodec, erasureCodec]);
});
