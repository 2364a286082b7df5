import { reject, rejectField } from '#kernel';
import type { AttachmentId, Decider, Decision, KeyId, PersonId, Text } from '#kernel';

type Uploaded<T extends Text = Text> = {
  /** Of the file, in lower-case hexadecimal. */
  sha256: string;
  mediaType: string;
  bytes: number;
  name: T;
  /** Whose personal data it carries. */
  persons?: PersonId[];
  redactedVersionOf?: AttachmentId;
  /** Of which attachment of another case it is a copy. */
  copyOf?: AttachmentId;
  keys: { case: KeyId };
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type AttachmentEvent = { type: 'AttachmentUploaded'; data: Uploaded };

export type AttachmentCommand = { type: 'UploadAttachment' } & Uploaded<string>;

export type AttachmentRejection = 'INVALID_STATE' | 'INVALID_INPUT';

export type Attachment = { status: 'ABSENT' } | { status: 'UPLOADED' };

type AttachmentDecision = Decision<AttachmentEvent, AttachmentRejection>;

/** One upload is one attachment; what it holds never changes. */
export const attachment: Decider<
  AttachmentCommand,
  AttachmentEvent,
  Attachment,
  AttachmentRejection
> = {
  initialState: { status: 'ABSENT' },

  decide: upload,

  evolve: () => ({ status: 'UPLOADED' }),
};

function upload({ type: _, ...data }: AttachmentCommand, state: Attachment): AttachmentDecision {
  if (state.status === 'UPLOADED') return reject('INVALID_STATE');
  if (data.name.trim() === '') return rejectField('INVALID_INPUT', 'name');
  if (data.bytes === 0) return rejectField('INVALID_INPUT', 'bytes');
  return [{ type: 'AttachmentUploaded', data }];
}
