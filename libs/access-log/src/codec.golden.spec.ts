import { goldenSpecs } from '#event-store/testing';
import { accessCodec } from './codec.ts';

describe('the stored format of access', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [accessCodec]);
});
