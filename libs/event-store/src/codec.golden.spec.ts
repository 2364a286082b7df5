import { goldenSpecs } from './testing/golden.ts';
import { logCodec } from './log.ts';

describe('the stored format of the log', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [logCodec]);
});
