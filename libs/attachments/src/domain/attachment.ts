import { isBlank, reject, rejectField } from '#kernel';
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
export type AttachmentEvent =
  | { type: 'AttachmentUploaded'; data: Uploaded }
  /** It belongs to this case, and to no other one ever. */
  | { type: 'AttachmentPlaced'; data: { case: string } };

export type UploadCommand = { type: 'UploadAttachment' } & Uploaded<string>;
export type AttachmentCommand = UploadCommand | { type: 'PlaceAttachment'; case: string };

export type AttachmentRejection = 'INVALID_STATE' | 'INVALID_INPUT';

/** `case`: to which it belongs, once an event of one is to name it. */
export type Attachment = { status: 'ABSENT' } | { status: 'UPLOADED'; case?: string };

type AttachmentDecision = Decision<AttachmentEvent, AttachmentRejection>;

/** One upload is one attachment of one case; what it holds never changes. */
export const attachment: Decider<
  AttachmentCommand,
  AttachmentEvent,
  Attachment,
  AttachmentRejection
> = {
  initialState: { status: 'ABSENT' },

  decide: (command, state) =>
    command.type === 'UploadAttachment' ? upload(command, state) : place(command, state),

  evolve: (_, event) =>
    event.type === 'AttachmentUploaded'
      ? { status: 'UPLOADED' }
      : { status: 'UPLOADED', case: event.data.case },
};

function upload({ type: _, ...data }: UploadCommand, state: Attachment): AttachmentDecision {
  if (state.status === 'UPLOADED') return reject('INVALID_STATE');
  if (isBlank(data.name)) return rejectField('INVALID_INPUT', 'name');
  if (data.bytes === 0) return rejectField('INVALID_INPUT', 'bytes');
  return [{ type: 'AttachmentUploaded', data }];
}

function place(
  command: Exclude<AttachmentCommand, UploadCommand>,
  state: Attachment,
): AttachmentDecision {
  if (state.status === 'ABSENT') return reject('INVALID_STATE');
  if (state.case === command.case) return [];
  if (state.case !== undefined) return reject('INVALID_STATE');
  return [{ type: 'AttachmentPlaced', data: { case: command.case } }];
}
