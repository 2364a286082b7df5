import { goldenSpecs } from '#event-store/testing';
import { personCodec } from './codec.ts';

describe('the stored format of persons', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [personCodec]);
});
