import type { AttachmentId, KeyId, PersonId } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { attachment } from './attachment.ts';
import type { UploadCommand, AttachmentEvent } from './attachment.ts';

const { given } = scenariosFor(attachment);
const file = {
  sha256: 'a'.repeat(64),
  mediaType: 'application/pdf',
  bytes: 1_024,
  name: 'Rincian anggaran.pdf',
  keys: { case: 'k-1' as KeyId },
};
type File = Omit<UploadCommand, 'type'>;
const upload = (fields: Partial<File> = {}): UploadCommand => ({
  type: 'UploadAttachment',
  ...file,
  ...fields,
});
const uploaded = (fields: Partial<File> = {}): AttachmentEvent => ({
  type: 'AttachmentUploaded',
  data: { ...file, ...fields },
});

describe('an attachment', () => {
  it('is one upload, with whom it is about and what it is a version or copy of', () => {
    given().when(upload()).then(uploaded());
    const more = {
      persons: ['p-1' as PersonId],
      redactedVersionOf: 'a-1' as AttachmentId,
      copyOf: 'a-2' as AttachmentId,
    };
    given().when(upload(more)).then(uploaded(more));
  });

  it('is never uploaded a second time', () => {
    given(uploaded()).when(upload()).thenRejected('INVALID_STATE');
    given(uploaded())
      .when(upload({ name: 'lain.pdf' }))
      .thenRejected('INVALID_STATE');
  });

  it('has a name and a content', () => {
    given()
      .when(upload({ name: ' ' }))
      .thenField('INVALID_INPUT', 'name');
    given()
      .when(upload({ bytes: 0 }))
      .thenField('INVALID_INPUT', 'bytes');
  });
});
