import { goldenSpecs } from '#event-store/testing';
import { limitDefinitions } from '#limits';
import { registerCodec, requestCodec } from './codecs.ts';

describe('the stored format of requests and registers', () => {
  const elsewhere = Object.keys(limitDefinitions);
  goldenSpecs(new URL('./golden/', import.meta.url), [registerCodec, requestCodec], elsewhere);
});
