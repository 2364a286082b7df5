import { goldenSpecs } from '#event-store/testing';
import { limitDefinitions } from '#limits';
import { outboundCodec } from './codec.ts';

describe('the stored format of what leaves the house', () => {
  const elsewhere = Object.keys(limitDefinitions);
  goldenSpecs(new URL('./golden/', import.meta.url), [outboundCodec], elsewhere);
});
