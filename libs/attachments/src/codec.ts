import { z } from 'zod';
import type { AttachmentId, PersonId } from '#kernel';
import { codeSchema, defineCodec, idOf, keyIdSchema } from '#event-store';
import type { AttachmentEvent } from './domain/attachment.ts';

/** Longest name in characters, most persons, largest file in bytes. */
export const ATTACHMENT_LIMITS = {
  name: 200,
  persons: 20,
  bytes: 25 * 1024 * 1024,
  /** Named by one command. */
  ofCommand: 20,
} as const;

export const attachmentCodec = defineCodec<AttachmentEvent>({
  AttachmentUploaded: {
    version: 1,
    tells: 'A file arrived and lies in the object store, sealed with a key of its own.',
    schema: (texts) =>
      z.strictObject({
        sha256: codeSchema(/^[0-9a-f]{64}$/),
        mediaType: codeSchema(/^[a-z]+\/[a-z0-9.+-]{1,100}$/),
        bytes: z.int().min(1),
        name: texts.sealed('case', ATTACHMENT_LIMITS.name),
        persons: z.array(idOf<PersonId>()).max(ATTACHMENT_LIMITS.persons).exactOptional(),
        redactedVersionOf: idOf<AttachmentId>().exactOptional(),
        copyOf: idOf<AttachmentId>().exactOptional(),
        keys: z.strictObject({ case: keyIdSchema }),
      }),
  },
  AttachmentPlaced: {
    version: 1,
    tells: 'The attachment belongs to this case; another case gets a copy.',
    schema: () => z.strictObject({ case: idOf<string>() }),
  },
});
