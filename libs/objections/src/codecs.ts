import { z } from 'zod';
import { CORRESPONDENCE_KINDS, DELIVERY_WAYS, EXEMPTIONS } from '#kernel';
import type { AttachmentId, ConsequenceTestId, PersonId, RequestId, Text } from '#kernel';
import { codeSchema, daySchema, defineCodec, idOf, keyIdSchema } from '#event-store';
import type { Texts } from '#event-store';
import { clock, limitDefinitions } from '#limits';
import type { ConsequenceTestEvent } from './domain/consequence-test-events.ts';
import {
  DISPUTE_STAGES,
  OBJECTION_DECISIONS,
  OBJECTION_GROUNDS,
} from './domain/objection-events.ts';
import type { ObjectionEvent } from './domain/objection-events.ts';

/** Longest texts, in characters; the API's inputs use them too. */
export const LIMITS = {
  text: 20_000,
  reason: 2_000,
  short: 200,
  items: 50,
  attachments: 20,
} as const;

const sealed = (texts: Texts, max: number): z.ZodType<Text> => texts.sealed('case', max);
const clocks = z.array(clock).max(4);
const files = z.array(idOf<AttachmentId>()).max(LIMITS.attachments).exactOptional();

export const objectionCodec = defineCodec<ObjectionEvent>({
  ...limitDefinitions,
  ObjectionLodged: {
    version: 1,
    tells: 'An objection came in, late or not; the limit of the reply runs.',
    schema: (texts) =>
      z.strictObject({
        request: idOf<RequestId>().exactOptional(),
        requester: idOf<PersonId>().exactOptional(),
        grounds: z.array(z.enum(OBJECTION_GROUNDS)).min(1).max(OBJECTION_GROUNDS.length),
        statement: texts.sealed('words', LIMITS.text),
        groundFoundOn: daySchema,
        lodgedLate: z.literal(true).exactOptional(),
        keys: z.strictObject({ case: keyIdSchema, words: keyIdSchema.exactOptional() }),
        clocks,
      }),
  },
  ObjectionRegistered: {
    version: 1,
    tells: "The objection has its number in the year's register.",
    schema: () => z.strictObject({ number: codeSchema(/^\d{4,}\/KEB\/\d{4}$/) }),
  },
  ObjectionDecided: {
    version: 1,
    tells: 'The superior decided; an upheld objection names the request that it reopens.',
    schema: (texts) =>
      z.strictObject({
        decision: z.enum(OBJECTION_DECISIONS),
        request: idOf<RequestId>().exactOptional(),
        text: sealed(texts, LIMITS.text),
      }),
  },
  ObjectionLeftUnanswered: {
    version: 1,
    tells: 'The limit of the reply passed: the requester may go to the Information Commission.',
    schema: () => z.strictObject({ clocks }),
  },
  DisputeRecorded: {
    version: 1,
    tells: 'A dispute before the Information Commission reached a stage.',
    schema: (texts) =>
      z.strictObject({
        stage: z.enum(DISPUTE_STAGES),
        on: daySchema,
        number: sealed(texts, LIMITS.short).exactOptional(),
        note: sealed(texts, LIMITS.reason).exactOptional(),
        documents: files,
        clocks: clocks.exactOptional(),
      }),
  },
  DisputeSettled: {
    version: 1,
    tells: 'The dispute ended, with this outcome.',
    schema: (texts) => z.strictObject({ on: daySchema, outcome: sealed(texts, LIMITS.reason) }),
  },
  ObjectionCorrespondenceRecorded: {
    version: 1,
    tells: 'Something was sent to who objects or came from them; a reply starts their limit.',
    schema: (texts) =>
      z.strictObject({
        kind: z.enum(CORRESPONDENCE_KINDS),
        way: z.enum(DELIVERY_WAYS),
        note: sealed(texts, LIMITS.reason).exactOptional(),
        costPaidIdr: z.int().min(0).exactOptional(),
        proofs: files,
        clocks: clocks.exactOptional(),
      }),
  },
});

export const consequenceTestCodec = defineCodec<ConsequenceTestEvent>({
  ...limitDefinitions,
  ConsequenceTestOpened: {
    version: 1,
    tells: 'Whether information is exempt is weighed, under a letter of KIP article 17.',
    schema: (texts) =>
      z.strictObject({
        request: idOf<RequestId>().exactOptional(),
        renews: idOf<ConsequenceTestId>().exactOptional(),
        exemption: z.enum(EXEMPTIONS),
        information: sealed(texts, LIMITS.text),
        otherLaw: sealed(texts, LIMITS.reason).exactOptional(),
        harmIfOpened: sealed(texts, LIMITS.text),
        harmIfClosed: sealed(texts, LIMITS.text),
        otherParticipants: z.array(sealed(texts, LIMITS.short)).max(LIMITS.items).exactOptional(),
        keys: z.strictObject({ case: keyIdSchema }),
      }),
  },
  ConsequenceTestOpinionGiven: {
    version: 1,
    tells: 'The legal reviewer gave an opinion.',
    schema: (texts) => z.strictObject({ opinion: sealed(texts, LIMITS.text) }),
  },
  ConsequenceTestAssented: {
    version: 1,
    tells: 'The superior assents.',
    schema: () => z.strictObject({ by: idOf<PersonId>() }),
  },
  ConsequenceTestDecided: {
    version: 1,
    tells: 'The approver decided: exempt for a term, or open; without an opinion where it says so.',
    schema: (texts) =>
      z.strictObject({
        exempt: z.boolean(),
        endsOn: daySchema.exactOptional(),
        endsWhen: sealed(texts, LIMITS.reason).exactOptional(),
        reviewOn: daySchema.exactOptional(),
        decreeNumber: sealed(texts, LIMITS.short).exactOptional(),
        decreePlace: sealed(texts, LIMITS.short).exactOptional(),
        withoutOpinion: z.literal(true).exactOptional(),
        renews: idOf<ConsequenceTestId>().exactOptional(),
        reason: sealed(texts, LIMITS.text),
        clocks,
      }),
  },
  ConsequenceTestEnded: {
    version: 1,
    tells: 'The exemption ended early.',
    schema: (texts) =>
      z.strictObject({
        basis: sealed(texts, LIMITS.reason),
        reason: sealed(texts, LIMITS.reason),
      }),
  },
  ConsequenceTestRenewed: {
    version: 1,
    tells: 'Another test renews this one, or found the information open, so that this one ends.',
    schema: () =>
      z.strictObject({
        by: idOf<ConsequenceTestId>(),
        open: z.literal(true).exactOptional(),
      }),
  },
});
