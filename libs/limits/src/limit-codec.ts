import { z } from 'zod';
import type { AssignmentId, Text } from '#kernel';
import { CALENDAR_DAY_KINDS, CLOCK_STARTS, RULE_IDS } from '#calendar';
import type { LimitEvent, Pause, StartedClock } from '#calendar';
import { codeSchema, daySchema, idOf, instantSchema } from '#event-store';
import type { EventDefinitions, Texts } from '#event-store';

/** Longest reason or note about a limit, in characters. */
const REASON = 2_000;

/** Minutes since midnight. */
const minutes = z.int().min(0).max(1_440);
const opening = z.strictObject({ opens: minutes, closes: minutes });
const pause: z.ZodType<Pause> = z.strictObject({ from: daySchema, to: daySchema });

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
  before: daySchema.exactOptional(),
  on: daySchema.exactOptional(),
});

const ofClock = {
  rule: z.enum(RULE_IDS),
  assignmentId: idOf<AssignmentId>().exactOptional(),
};
export const moved = {
  ...ofClock,
  clock,
  dueFrom: daySchema.exactOptional(),
  dueTo: daySchema.exactOptional(),
};

const reason = (texts: Texts): z.ZodType<Text> => texts.sealed('case', REASON);

/** Stored formats of what happens to a limit, the same in every stream whose case has limits. */
export const limitDefinitions: EventDefinitions<LimitEvent> = {
  DeadlinePaused: {
    version: 1,
    tells: 'A limit does not count from a day on.',
    schema: (texts) => z.strictObject({ ...ofClock, from: daySchema, reason: reason(texts) }),
  },
  DeadlineResumed: {
    version: 1,
    tells: 'A paused limit counts again, and ends later by the working days of the pause.',
    schema: (texts) => z.strictObject({ ...moved, pause, note: reason(texts).exactOptional() }),
  },
  DeadlineComputed: {
    version: 1,
    tells: 'A limit has its date: the calendar that it waited for was declared.',
    schema: () => z.strictObject({ ...ofClock, clock }),
  },
  DeadlineRecomputed: {
    version: 1,
    tells: 'A running limit moved: a calendar was amended, or its start was corrected.',
    schema: () => z.strictObject(moved),
  },
  DeadlineMissed: {
    version: 1,
    tells: 'A limit passed before what it waits for happened.',
    schema: () => z.strictObject({ ...ofClock, dueAt: instantSchema }),
  },
};
