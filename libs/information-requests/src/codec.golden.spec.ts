import { goldenSpecs } from '#event-store/testing';
import { registerCodec, requestCodec } from './codecs.ts';

describe('the stored format of requests and registers', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [registerCodec, requestCodec]);
});
