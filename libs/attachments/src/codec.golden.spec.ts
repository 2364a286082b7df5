import { goldenSpecs } from '#event-store/testing';
import { attachmentCodec } from './codec.ts';

describe('the stored format of attachments', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [attachmentCodec]);
});
