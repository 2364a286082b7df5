import { defineCodec } from '#event-store';
import { goldenSpecs } from '#event-store/testing';
import { limitDefinitions } from './limit-codec.ts';

describe('the stored format of what happens to limits', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [defineCodec(limitDefinitions)]);
});
