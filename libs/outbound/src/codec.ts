import { z } from 'zod';
import { OUTBOUND_KINDS, ROLES } from '#kernel';
import type {
  AttachmentId,
  ConsequenceTestId,
  ContributionId,
  OutboundItemId,
  PersonId,
  RequestId,
  Text,
} from '#kernel';
import {
  codeSchema,
  daySchema,
  defineCodec,
  idOf,
  instantSchema,
  keyIdSchema,
  officeCodeSchema,
} from '#event-store';
import type { EventDefinitions, Texts } from '#event-store';
import { OUTCOMES, TRACKS, WANTED_FORMS } from '#information-requests';
import { clock, limitDefinitions } from '#limits';
import { EMERGENCY_GROUNDS, PART_DECISIONS, ROUTE_NOTES } from './domain/events.ts';
import type { Answering, OutboundEvent } from './domain/events.ts';

/** Longest texts of an item, in characters; the API's inputs use them too. */
export const OUTBOUND_LIMITS = {
  title: 300,
  body: 50_000,
  reason: 2_000,
  passage: 2_000,
  short: 500,
  items: 50,
  attachments: 20,
} as const;

/** Language of a text, e.g. id, su or en. */
export const LANGUAGE = /^[a-z]{2,3}$/;

const personId = idOf<PersonId>();
const version = {
  contentVersion: z.int().min(1),
  contentHash: codeSchema(/^[0-9a-f]{64}$/),
};
const step = z.int().min(0).max(20);
const refusal = codeSchema(/^[A-Z_]{1,60}$/);
const reason = (texts: Texts): z.ZodType<Text> => texts.sealed('case', OUTBOUND_LIMITS.reason);
const short = (texts: Texts): z.ZodType<Text> => texts.sealed('case', OUTBOUND_LIMITS.short);

const answering = (texts: Texts): z.ZodType<Answering> =>
  z.strictObject({
    requests: z.array(idOf<RequestId>()).min(1).max(OUTBOUND_LIMITS.items),
    track: z.enum(TRACKS),
    interim: z.boolean(),
    outcome: z.enum(OUTCOMES),
    parts: z
      .array(
        z.strictObject({
          part: reason(texts),
          decision: z.enum(PART_DECISIONS),
          reason: reason(texts).exactOptional(),
          consequenceTest: idOf<ConsequenceTestId>().exactOptional(),
          exemption: codeSchema(/^[A-J]$/).exactOptional(),
          legalBasis: short(texts).exactOptional(),
          followsBy: daySchema.exactOptional(),
        }),
      )
      .max(OUTBOUND_LIMITS.items),
    notice: z
      .strictObject({
        heldByPublicBody: short(texts).exactOptional(),
        documented: z.boolean().exactOptional(),
        form: z.enum(WANTED_FORMS).exactOptional(),
        blackedOut: reason(texts).exactOptional(),
        costIdr: z.int().min(0).exactOptional(),
        howToPay: short(texts).exactOptional(),
      })
      .exactOptional(),
  });

const content = (texts: Texts) => ({
  title: texts.sealed('case', OUTBOUND_LIMITS.title),
  body: texts.sealed('case', OUTBOUND_LIMITS.body),
  language: codeSchema(LANGUAGE),
  attachments: z.array(idOf<AttachmentId>()).max(OUTBOUND_LIMITS.attachments),
  audience: z.array(officeCodeSchema).max(OUTBOUND_LIMITS.items),
  citations: z
    .array(
      z.strictObject({
        contribution: idOf<ContributionId>(),
        passage: texts.sealed('case', OUTBOUND_LIMITS.passage),
      }),
    )
    .max(OUTBOUND_LIMITS.items),
  answer: answering(texts).exactOptional(),
});

type Definitions = EventDefinitions<OutboundEvent>;
type Of<T extends keyof Definitions> = Pick<Definitions, T>;

const drafting: Of<
  | 'OutboundItemDrafted'
  | 'OutboundItemRevised'
  | 'OutboundItemLeftByRequest'
  | 'OutboundItemSubmitted'
> = {
  OutboundItemDrafted: {
    version: 1,
    tells: 'A text that is to leave the house was written: its first version.',
    schema: (texts) =>
      z.strictObject({
        kind: z.enum(OUTBOUND_KINDS),
        author: personId,
        ...version,
        ...content(texts),
        originOffice: officeCodeSchema.exactOptional(),
        sensitive: z.boolean(),
        replaces: z
          .strictObject({ item: idOf<OutboundItemId>(), as: z.enum(['CORRECTED', 'SUPERSEDED']) })
          .exactOptional(),
        reason: reason(texts).exactOptional(),
        keys: z.strictObject({ case: keyIdSchema }),
      }),
  },
  OutboundItemRevised: {
    version: 1,
    tells: 'The text was edited: a new version, and no approval of an earlier one counts.',
    schema: (texts) =>
      z.strictObject({
        author: personId,
        ...version,
        ...content(texts),
        left: z.array(idOf<RequestId>()).max(OUTBOUND_LIMITS.items).exactOptional(),
      }),
  },
  OutboundItemLeftByRequest: {
    version: 1,
    tells: 'A request that the text answered ended otherwise: a new version without it.',
    schema: () => z.strictObject({ request: idOf<RequestId>(), ...version }),
  },
  OutboundItemSubmitted: {
    version: 1,
    tells: 'The version goes along these steps, whatever becomes of the rule.',
    schema: () =>
      z.strictObject({
        ...version,
        steps: z
          .array(
            z.strictObject({
              role: z.enum(ROLES),
              office: officeCodeSchema.exactOptional(),
              sensitive: z.literal(true).exactOptional(),
            }),
          )
          .max(20),
        routeSince: instantSchema,
        notes: z.array(z.enum(ROUTE_NOTES)).max(ROUTE_NOTES.length),
      }),
  },
};

const approval: Of<
  | 'ApprovalStepOpened'
  | 'ApprovalStepSkipped'
  | 'ApprovalGiven'
  | 'ApprovalRefusedToAuthor'
  | 'OutboundItemReturned'
  | 'OutboundItemRejected'
  | 'OutboundItemSensitivitySet'
> = {
  ApprovalStepOpened: {
    version: 1,
    tells: 'It is the turn of this step; its limit runs.',
    schema: () => z.strictObject({ step, clock }),
  },
  ApprovalStepSkipped: {
    version: 1,
    tells: 'Nobody was left who may take this step; a review is owed.',
    schema: () => z.strictObject({ step }),
  },
  ApprovalGiven: {
    version: 1,
    tells: 'Somebody approved this version, by its hash.',
    schema: (texts) =>
      z.strictObject({ ...version, step, by: personId, note: reason(texts).exactOptional() }),
  },
  ApprovalRefusedToAuthor: {
    version: 1,
    tells: 'The author of this version tried to approve it, and was refused.',
    schema: () => z.strictObject({ ...version, step: z.int().min(-1).max(20), by: personId }),
  },
  OutboundItemReturned: {
    version: 1,
    tells: 'The text went back to its author with a reason.',
    schema: (texts) => z.strictObject({ ...version, step, by: personId, reason: reason(texts) }),
  },
  OutboundItemRejected: {
    version: 1,
    tells: 'The text does not leave the house.',
    schema: (texts) => z.strictObject({ ...version, step, by: personId, reason: reason(texts) }),
  },
  OutboundItemSensitivitySet: {
    version: 1,
    tells: 'The text is sensitive, or is no more: the leadership decides after the others.',
    schema: (texts) => z.strictObject({ sensitive: z.boolean(), reason: reason(texts) }),
  },
};

const release: Of<
  Exclude<
    keyof Definitions,
    keyof typeof drafting | keyof typeof approval | keyof typeof limitDefinitions
  >
> = {
  ReleaseScheduled: {
    version: 1,
    tells: 'The approved text goes out at this instant.',
    schema: () =>
      z.strictObject({ ...version, releaseAt: instantSchema, by: personId.exactOptional() }),
  },
  ReleaseScheduleCancelled: {
    version: 1,
    tells: 'The text was taken off the schedule.',
    schema: (texts) => z.strictObject({ reason: reason(texts) }),
  },
  ScheduledReleaseRefused: {
    version: 1,
    tells: 'The text could not go out at its instant; somebody must look at it.',
    schema: () => z.strictObject({ refusal }),
  },
  ReleaseRefusedUnapproved: {
    version: 1,
    tells: 'Somebody tried to release what was not approved, and was refused.',
    schema: () => z.strictObject(version),
  },
  OutboundItemReleased: {
    version: 1,
    tells: 'The text left the house as it was approved.',
    schema: () => z.strictObject({ ...version, by: personId.exactOptional() }),
  },
  OutboundItemReleasedInEmergency: {
    version: 1,
    tells: 'The text left the house at once; a review is owed.',
    schema: (texts) =>
      z.strictObject({
        ...version,
        by: personId,
        ground: z.enum(EMERGENCY_GROUNDS),
        reason: reason(texts),
      }),
  },
  ReleaseReviewed: {
    version: 1,
    tells: 'Somebody else looked at an emergency release or a skipped step.',
    schema: (texts) => z.strictObject({ ...version, by: personId, finding: reason(texts) }),
  },
  OutboundItemDropped: {
    version: 1,
    tells: 'The text was given up; without a reason, because what it answered ended otherwise.',
    schema: (texts) => z.strictObject({ reason: reason(texts).exactOptional() }),
  },
  OutboundItemCorrected: {
    version: 1,
    tells: 'A corrected text stands in its place.',
    schema: () => z.strictObject({ by: idOf<OutboundItemId>() }),
  },
  OutboundItemSuperseded: {
    version: 1,
    tells: 'A later text stands in its place.',
    schema: () => z.strictObject({ by: idOf<OutboundItemId>() }),
  },
  OutboundItemWithdrawn: {
    version: 1,
    tells: 'The city took the text back.',
    schema: (texts) => z.strictObject({ reason: reason(texts) }),
  },
};

export const outboundCodec = defineCodec<OutboundEvent>({
  ...drafting,
  ...approval,
  ...release,
  ...limitDefinitions,
});
