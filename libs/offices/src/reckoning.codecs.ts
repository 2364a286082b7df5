import { z } from 'zod';
import { CALENDAR_DAY_KINDS, CLOCK_STARTS, RULE_IDS } from '#calendar';
import { codeSchema, daySchema, defineCodec } from '#event-store';
import type { Texts } from '#event-store';
import type { ClockRuleEvent } from './domain/clock-rule.ts';
import { POLICY_KEYS } from './domain/policy.ts';
import type { PolicyEvent } from './domain/policy.ts';
import type { WorkingCalendarEvent } from './domain/working-calendar.ts';

/** Longest decree or decision named, and longest name of a day, in characters. */
export const REFERENCE = 300;
/** Days off in a calendar: every day of a leap year. */
export const MOST_DAYS = 366;

const year = z.int().min(1900).max(9999);
const version = codeSchema(/^\d{4}\/\d{1,4}$/);
const days = (texts: Texts) =>
  z
    .array(
      z.strictObject({
        date: daySchema,
        kind: z.enum(CALENDAR_DAY_KINDS),
        name: texts.reference(REFERENCE),
      }),
    )
    .max(MOST_DAYS);

export const workingCalendarCodec = defineCodec<WorkingCalendarEvent>({
  WorkingCalendarDeclared: {
    version: 1,
    tells: 'The days off of a year were declared, with the decree they rest on.',
    schema: (texts) =>
      z.strictObject({ year, version, source: texts.reference(REFERENCE), days: days(texts) }),
  },
  WorkingCalendarAmended: {
    version: 1,
    tells: 'Days off of a year were added or taken away, and so many running limits move.',
    schema: (texts) =>
      z.strictObject({
        year,
        version,
        source: texts.reference(REFERENCE),
        add: days(texts),
        remove: z.array(daySchema).max(MOST_DAYS),
        moves: z.int().min(0),
      }),
  },
});

export const clockRuleCodec = defineCodec<ClockRuleEvent>({
  ClockRuleSet: {
    version: 1,
    tells: 'The city changed a rule of time limits, by a decision; running limits keep theirs.',
    schema: (texts) =>
      z.strictObject({
        rule: z.enum(RULE_IDS),
        length: z.int().min(1).max(365).exactOptional(),
        pausable: z.boolean().exactOptional(),
        startsAt: z.enum(CLOCK_STARTS).exactOptional(),
        skips: z.array(z.enum(CALENDAR_DAY_KINDS)).max(4).exactOptional(),
        basis: texts.reference(REFERENCE),
        reason: texts.sealed('log', 2_000),
      }),
  },
});

export const policyCodec = defineCodec<PolicyEvent>({
  PolicySet: {
    version: 1,
    tells: 'The city changed one of its policies, by a decision.',
    schema: (texts) =>
      z.strictObject({
        key: z.enum(POLICY_KEYS),
        value: texts.reference(REFERENCE),
        basis: texts.reference(REFERENCE),
        reason: texts.sealed('log', 2_000),
      }),
  },
});
