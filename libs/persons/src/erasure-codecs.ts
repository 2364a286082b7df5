import { z } from 'zod';
import type { KeyId, PersonId } from '#kernel';
import { codeSchema, daySchema, defineCodec, idOf, instantSchema, keyIdSchema } from '#event-store';
import { ERASURE_REQUESTERS } from './domain/erasure.ts';
import type { ErasureEvent } from './domain/erasure.ts';
import type { LegalHoldEvent } from './domain/legal-hold.ts';
import { TARGET_KINDS } from './domain/target.ts';
import type { Target } from './domain/target.ts';

/** Longest texts, in characters; the API's inputs use them too. */
export const ERASURE_LIMITS = { ground: 2_000, reason: 2_000, retentionCode: 100 } as const;

/** More than any person has in a city. */
const MOST = 100_000;

const target: z.ZodType<Target> = z.strictObject({
  kind: z.enum(TARGET_KINDS),
  id: idOf<string>(),
});
const streams: z.ZodType<string[]> = z
  .array(codeSchema(/^[a-zA-Z]{1,40}-[0-9a-f-]{36}$/))
  .max(MOST);
const keyIds: z.ZodType<KeyId[]> = z.array(keyIdSchema).max(MOST);

export const legalHoldCodec = defineCodec<LegalHoldEvent>({
  LegalHoldPlaced: {
    version: 1,
    tells: 'Nothing of the target is erased, until that day or until it is lifted.',
    schema: (texts) =>
      z.strictObject({
        target,
        until: daySchema.exactOptional(),
        reason: texts.sealed('log', ERASURE_LIMITS.reason),
      }),
  },
  LegalHoldLifted: {
    version: 1,
    tells: 'The hold ended.',
    schema: (texts) => z.strictObject({ reason: texts.sealed('log', ERASURE_LIMITS.reason) }),
  },
});

export const erasureCodec = defineCodec<ErasureEvent>({
  ErasureOrdered: {
    version: 1,
    tells: 'The approver ordered to destroy the keys of a person or of a case.',
    schema: (texts) =>
      z.strictObject({
        target,
        withCases: z.boolean(),
        by: idOf<PersonId>(),
        askedBy: z.enum(ERASURE_REQUESTERS),
        ground: texts.sealed('log', ERASURE_LIMITS.ground),
        retentionCode: texts.sealed('log', ERASURE_LIMITS.retentionCode).exactOptional(),
        reason: texts.sealed('log', ERASURE_LIMITS.reason),
      }),
  },
  ErasureRefused: {
    version: 1,
    tells: 'Another person refused it; nothing is destroyed.',
    schema: (texts) =>
      z.strictObject({
        by: idOf<PersonId>(),
        reason: texts.sealed('log', ERASURE_LIMITS.reason),
      }),
  },
  ErasureConfirmed: {
    version: 1,
    tells: 'Another person confirmed it: these keys are destroyed, these streams lose their texts.',
    schema: () =>
      z.strictObject({
        by: idOf<PersonId>(),
        destroys: keyIds,
        streams,
        wordsOf: streams,
      }),
  },
  ErasureCompleted: {
    version: 1,
    tells: 'The keys are gone: the certificate of the erasure.',
    schema: () => z.strictObject({ keyDestroyedAt: instantSchema }),
  },
});
