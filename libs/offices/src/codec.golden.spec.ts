import { goldenSpecs } from '#event-store/testing';
import { appointmentCodec, officeCodec } from './codecs.ts';

describe('the stored format of offices and appointments', () => {
  goldenSpecs(new URL('./golden/', import.meta.url), [appointmentCodec, officeCodec]);
});
