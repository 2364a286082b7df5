import { goldenSpecs } from '#event-store/testing';
import { limitDefinitions } from '#limits';
import { consequenceTestCodec, objectionCodec } from './codecs.ts';

describe('the stored format of objections and consequence tests', () => {
  const elsewhere = Object.keys(limitDefinitions);
  const codecs = [objectionCodec, consequenceTestCodec];
  goldenSpecs(new URL('./golden/', import.meta.url), codecs, elsewhere);
});
