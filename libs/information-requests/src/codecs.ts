import { z } from 'zod';
import { CORRESPONDENCE_KINDS, DELIVERY_WAYS } from '#kernel';
import type {
  ConsequenceTestId,
  EventId,
  ObjectionId,
  OutboundItemId,
  PersonId,
  RequestId,
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
import { clock, limitDefinitions, moved } from '#limits';
import { coordination } from './coordination-codec.ts';
import * as words from './domain/events.ts';
import type { InformationRequestEvent } from './domain/events.ts';
import { REGISTERS } from './domain/register.ts';
import type { RegisterEvent } from './domain/register.ts';
import {
  LIMITS,
  attachments,
  changeOf,
  code,
  handover,
  label,
  missing,
  reason,
  references,
} from './schema-parts.ts';
import type { Definitions, Of } from './schema-parts.ts';

const item = idOf<OutboundItemId>();
const withoutDraft = z.strictObject({ item, backTo: z.enum(['REGISTERED', 'IN_COORDINATION']) });
const answeredPart: z.ZodType<words.AnsweredPart> = z.strictObject({
  decision: codeSchema(/^[A-Z_]{1,40}$/),
  consequenceTest: idOf<ConsequenceTestId>().exactOptional(),
  exemption: codeSchema(/^[A-J]$/).exactOptional(),
});

const intake: Of<
  | 'InformationRequestReceived'
  | 'InformationRequestFoundIncomplete'
  | 'InformationRequestCompleted'
  | 'InformationRequestLapsed'
  | 'InformationRequestVoided'
  | 'InformationRequestRegistered'
  | 'InformationRequestConverted'
> = {
  InformationRequestReceived: {
    version: 1,
    tells: 'A question that the city owes an answer to arrived; its first limits run.',
    schema: (texts) =>
      z.strictObject({
        track: z.enum(words.TRACKS),
        channel: z.enum(words.CHANNELS),
        subject: texts.sealed('case', LIMITS.subject),
        details: texts.sealed('words', LIMITS.text),
        purpose: texts.sealed('words', LIMITS.text).exactOptional(),
        requester: idOf<PersonId>().exactOptional(),
        requestingOffice: officeCodeSchema.exactOptional(),
        receivingOffice: officeCodeSchema,
        wantedForm: z.enum(words.WANTED_FORMS).exactOptional(),
        delivery: z.enum(DELIVERY_WAYS).exactOptional(),
        references: references(texts).exactOptional(),
        relatedTo: z
          .array(z.strictObject({ request: idOf<RequestId>(), relation: z.enum(words.RELATIONS) }))
          .max(LIMITS.items)
          .exactOptional(),
        answerNeededBy: instantSchema.exactOptional(),
        attachments,
        keys: z.strictObject({ case: keyIdSchema, words: keyIdSchema.exactOptional() }),
        clocks: z.array(clock).max(4),
        historic: z.literal(true).exactOptional(),
      }),
  },
  InformationRequestFoundIncomplete: {
    version: 1,
    tells: 'Something is missing before the request can be registered.',
    schema: (texts) => z.strictObject({ missing: missing(texts) }),
  },
  InformationRequestCompleted: {
    version: 1,
    tells: 'What was missing came in.',
    schema: (texts) => z.strictObject({ note: reason(texts).exactOptional() }),
  },
  InformationRequestLapsed: {
    version: 1,
    tells: 'The request was never completed in the days the requester had.',
    schema: (texts) => z.strictObject({ reason: reason(texts) }),
  },
  InformationRequestVoided: {
    version: 1,
    tells: 'The entry should not exist; another one may replace it.',
    schema: (texts) =>
      z.strictObject({
        reason: z.enum(words.VOID_REASONS),
        note: reason(texts).exactOptional(),
        replacedBy: idOf<RequestId>().exactOptional(),
      }),
  },
  InformationRequestRegistered: {
    version: 1,
    tells: "The request has its number in the year's register.",
    schema: () => z.strictObject({ number: label, clocks: z.array(clock).max(4).exactOptional() }),
  },
  InformationRequestConverted: {
    version: 1,
    tells: 'A media request became a statutory one, with a second number and the legal limit.',
    schema: (texts) =>
      z.strictObject({
        number: label,
        requestedOn: daySchema,
        clocks: z.array(clock).max(4),
        reason: reason(texts),
      }),
  },
};

const outcome: Of<
  Exclude<
    keyof Definitions,
    keyof typeof intake | keyof typeof coordination | keyof typeof limitDefinitions
  >
> = {
  DeadlineExtended: {
    version: 1,
    tells: 'The statutory limit was extended, once and before it lapsed.',
    schema: (texts) =>
      z.strictObject({
        ...moved,
        workingDays: z.int().min(1).max(7),
        ground: z.enum(words.EXTENSION_GROUNDS),
        reason: reason(texts),
      }),
  },
  InformationRequestAnswered: {
    version: 1,
    tells: 'The request has its outcome.',
    schema: (texts) =>
      z.strictObject({
        outcome: z.enum(words.OUTCOMES),
        told: z.boolean(),
        spokesperson: idOf<PersonId>().exactOptional(),
        gist: texts.sealed('case', LIMITS.text).exactOptional(),
        attachments,
        item: item.exactOptional(),
        parts: z.array(answeredPart).max(LIMITS.items).exactOptional(),
      }),
  },
  AnswerDrafted: {
    version: 1,
    tells: 'A text is to answer the request; it goes through its approval.',
    schema: () => z.strictObject({ item }),
  },
  AnswerDraftDropped: {
    version: 1,
    tells: 'The text that was to answer was given up; the request is where it was before.',
    schema: () => withoutDraft,
  },
  InterimAnswerReleased: {
    version: 1,
    tells: 'A part was answered, the rest is to follow; the request goes on.',
    schema: () => withoutDraft,
  },
  AnswerReplaced: {
    version: 1,
    tells: 'A corrected or later text stands in place of the one that answered.',
    schema: () =>
      z.strictObject({
        item,
        replaces: item,
        outcome: z.enum(words.OUTCOMES).exactOptional(),
        parts: z.array(answeredPart).max(LIMITS.items).exactOptional(),
      }),
  },
  CorrespondenceRecorded: {
    version: 1,
    tells: 'Something was sent to the requester or came from them.',
    schema: (texts) =>
      z.strictObject({
        kind: z.enum(CORRESPONDENCE_KINDS),
        way: z.enum(DELIVERY_WAYS),
        note: reason(texts).exactOptional(),
        costPaidIdr: z.int().min(0).exactOptional(),
        proofs: attachments,
        activity: texts.reference(LIMITS.short).exactOptional(),
        office: officeCodeSchema.exactOptional(),
        handler: texts.sealed('case', LIMITS.short).exactOptional(),
        handover: handover.exactOptional(),
      }),
  },
  InformationRequestWithdrawn: {
    version: 1,
    tells: 'The requester withdrew the request.',
    schema: (texts) => z.strictObject({ reason: reason(texts) }),
  },
  InformationRequestTransferred: {
    version: 1,
    tells: 'Another public body answers the request.',
    schema: (texts) =>
      z.strictObject({
        publicBody: texts.sealed('case', LIMITS.short),
        reason: reason(texts),
      }),
  },
  InformationRequestClosed: {
    version: 1,
    tells: 'The case is closed.',
    schema: (texts) =>
      z.strictObject({
        note: reason(texts).exactOptional(),
        activity: texts.reference(LIMITS.short).exactOptional(),
        office: officeCodeSchema.exactOptional(),
        handler: texts.sealed('case', LIMITS.short).exactOptional(),
      }),
  },
  InformationRequestReopened: {
    version: 1,
    tells: 'An answered, closed or lapsed request goes on, under a new limit.',
    schema: (texts) =>
      z.strictObject({
        cause: z.enum(words.REOPEN_CAUSES),
        objection: idOf<ObjectionId>().exactOptional(),
        clocks: z.array(clock).max(4),
        reason: reason(texts),
      }),
  },
  InformationRequestEntryCorrected: {
    version: 1,
    tells: 'An entry was wrong: old value, new value and reason.',
    schema: (texts) =>
      z.strictObject({
        field: z.enum(words.CORRECTABLE_FIELDS),
        subject: changeOf(texts, 'case').exactOptional(),
        words: changeOf(texts, 'words').exactOptional(),
        code: z.strictObject({ from: code.nullable(), to: code.nullable() }).exactOptional(),
        missing: z.strictObject({ from: missing(texts), to: missing(texts) }).exactOptional(),
        references: z
          .strictObject({ from: references(texts), to: references(texts) })
          .exactOptional(),
        ofEvent: idOf<EventId>().exactOptional(),
        reason: reason(texts),
      }),
  },
  HistoricActivityRecorded: {
    version: 1,
    tells: 'A row of an imported register that has no domain event of its own.',
    schema: (texts) =>
      z.strictObject({
        activity: texts.reference(LIMITS.short),
        office: officeCodeSchema.exactOptional(),
        handler: texts.sealed('case', LIMITS.short).exactOptional(),
        handover: handover.exactOptional(),
      }),
  },
};

export const requestCodec = defineCodec<InformationRequestEvent>({
  ...intake,
  ...coordination,
  ...limitDefinitions,
  ...outcome,
});

export const registerCodec = defineCodec<RegisterEvent>({
  RegisterOpened: {
    version: 1,
    tells: "A year's register begins after a number, which is 0 unless the city starts mid-year.",
    schema: () =>
      z.strictObject({
        register: z.enum(REGISTERS),
        year: z.int().min(1900).max(9999),
        lastNumber: z.int().min(0),
      }),
  },
  RegisterEntryMade: {
    version: 1,
    tells: 'The next number of the register was given to a request or an objection.',
    schema: () => z.strictObject({ number: z.int().min(1), label, entity: idOf() }),
  },
  RegisterEntryVoided: {
    version: 1,
    tells: 'Whoever it was for refused the number; the gap is explained.',
    schema: () =>
      z.strictObject({
        number: z.int().min(1),
        entity: idOf(),
        refusal: codeSchema(/^[A-Z_]{1,60}$/),
      }),
  },
});
