import { z } from 'zod';
import type { AssignmentId, ContributionId, Text } from '#kernel';
import { CALENDAR_DAY_KINDS, CLOCK_STARTS, RULE_IDS } from '#calendar';
import type { Pause, StartedClock } from '#calendar';
import {
  codeSchema,
  daySchema,
  idOf,
  instantSchema,
  keyIdSchema,
  officeCodeSchema,
} from '#event-store';
import type { EventDefinitions, KeyRole, Texts } from '#event-store';
import type { Change, Contributed, Handover, InformationRequestEvent } from './domain/events.ts';

/** Longest texts of a request, in characters; the API's inputs use them too. */
export const LIMITS = {
  subject: 300,
  text: 20_000,
  reason: 2_000,
  short: 200,
  items: 50,
} as const;

export const label = codeSchema(/^\d{4,}\/[A-Z]{3}\/\d{4}$/);
export const assignmentId = idOf<AssignmentId>();
/** Codes and instants, the values of corrected fields that are not sealed. */
export const code = codeSchema(/^[A-Z0-9_]{1,40}$|^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);

/** Minutes since midnight. */
const minutes = z.int().min(0).max(1_440);
const opening = z.strictObject({ opens: minutes, closes: minutes });

export const pause: z.ZodType<Pause> = z.strictObject({ from: daySchema, to: daySchema });

export const clock: z.ZodType<StartedClock> = z.strictObject({
  rule: z.enum(RULE_IDS),
  startedAt: instantSchema,
  startOn: daySchema,
  dueOn: daySchema.exactOptional(),
  dueAt: instantSchema.exactOptional(),
  waitsFor: z.int().min(1900).max(9999).exactOptional(),
  calendars: z.array(codeSchema(/^[\w./-]{1,60}$/)).max(10),
  terms: z
    .strictObject({
      length: z.int().min(0).max(1_000),
      skips: z.array(z.enum(CALENDAR_DAY_KINDS)).max(CALENDAR_DAY_KINDS.length),
      pausable: z.boolean(),
      startsAt: z.enum(CLOCK_STARTS),
      hours: z.strictObject({ otherDays: opening, friday: opening }),
    })
    .exactOptional(),
  noLaterThan: instantSchema.exactOptional(),
  extendedBy: z.int().min(1).max(7).exactOptional(),
  pauses: z.array(pause).max(200).exactOptional(),
});

export const handover: z.ZodType<Handover> = z.strictObject({
  office: officeCodeSchema.exactOptional(),
  assignmentId: assignmentId.exactOptional(),
});

export const reason = (texts: Texts): z.ZodType<Text> => texts.sealed('case', LIMITS.reason);

export const references = (texts: Texts) =>
  z
    .array(
      z.strictObject({
        system: texts.sealed('case', LIMITS.short),
        number: texts.sealed('case', LIMITS.short),
        date: daySchema.exactOptional(),
      }),
    )
    .max(LIMITS.items);

export const missing = (texts: Texts): z.ZodType<Text[]> =>
  z.array(texts.sealed('case', LIMITS.reason)).max(LIMITS.items);

export const contribution = (texts: Texts): z.ZodType<Contributed> =>
  z.strictObject({
    assignmentId,
    contributionId: idOf<ContributionId>(),
    text: texts.sealed('contribution', LIMITS.text),
    informationHeld: z.boolean(),
    keys: z.strictObject({ contribution: keyIdSchema }),
  });

export const changeOf = (texts: Texts, role: KeyRole): z.ZodType<Change<Text>> => {
  const text = texts.sealed(role, LIMITS.text);
  return z.strictObject({ from: text.nullable(), to: text.nullable() });
};

export type Definitions = EventDefinitions<InformationRequestEvent>;
export type Of<T extends keyof Definitions> = Pick<Definitions, T>;
