import { z } from 'zod';
import { RULE_IDS } from '#calendar';
import { daySchema, instantSchema } from '#event-store';
import { EXTENSION_GROUNDS } from './domain/events.ts';
import { assignmentId, clock, pause, reason } from './schema-parts.ts';
import type { Of } from './schema-parts.ts';

const ofClock = { rule: z.enum(RULE_IDS), assignmentId: assignmentId.exactOptional() };
const moved = {
  ...ofClock,
  clock,
  dueFrom: daySchema.exactOptional(),
  dueTo: daySchema.exactOptional(),
};

/** Stored formats of the events about limits. */
export const deadlines: Of<
  | 'DeadlineExtended'
  | 'DeadlinePaused'
  | 'DeadlineResumed'
  | 'DeadlineComputed'
  | 'DeadlineRecomputed'
  | 'DeadlineMissed'
> = {
  DeadlineExtended: {
    version: 1,
    tells: 'The statutory limit was extended, once and before it lapsed.',
    schema: (texts) =>
      z.strictObject({
        ...moved,
        workingDays: z.int().min(1).max(7),
        ground: z.enum(EXTENSION_GROUNDS),
        reason: reason(texts),
      }),
  },
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
