import { isBlank, reject } from '#kernel';
import type { AssignmentId, Day, Decision, Instant, Text } from '#kernel';
import { isOutdated, moveOf, recount, resumeClock } from './clock.ts';
import type { Pause, StartedClock } from './clock.ts';
import { cityDay } from './days.ts';
import type { Reckoning } from './reckoning.ts';
import { CLOCK_RULES } from './rules.ts';
import type { RuleId } from './rules.ts';

/** A limit that runs, pauses, or waits for a calendar. */
export type RunningClock = StartedClock & { pausedOn?: Day; missed?: true };

/** Which limit of a case; of an office's part in a request with its assignment. */
export type OfClock = { rule: RuleId; assignmentId?: AssignmentId };
/** The limit as it is now; a date is absent while a calendar is missing. */
export type Moved = OfClock & { clock: StartedClock; dueFrom?: Day; dueTo?: Day };

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
/** Of every kind of case that has limits. */
export type LimitEvent =
  | { type: 'DeadlinePaused'; data: OfClock & { from: Day; reason: Text } }
  | { type: 'DeadlineResumed'; data: Moved & { pause: Pause; note?: Text } }
  /** The calendar that it waited for was declared. */
  | { type: 'DeadlineComputed'; data: OfClock & { clock: StartedClock } }
  /** A calendar was amended, or the start was corrected. */
  | { type: 'DeadlineRecomputed'; data: Moved }
  | { type: 'DeadlineMissed'; data: OfClock & { dueAt: Instant } };

export type LimitCommand = { at: Instant; now: Instant } & (
  | ({ type: 'PauseDeadline'; reason: string } & OfClock)
  | ({ type: 'ResumeDeadline'; note?: string; reckoning: Reckoning } & OfClock)
  | ({ type: 'RecomputeDeadline'; reckoning: Reckoning } & OfClock)
  | ({ type: 'RecordMissedDeadline'; reckoning: Reckoning } & OfClock)
);

export type LimitRejection =
  'INVALID_STATE' | 'REASON_REQUIRED' | 'DEADLINE_PASSED' | 'CLOCK_NOT_PAUSABLE';

type LimitDecision = Decision<LimitEvent, LimitRejection>;
type Command<T extends LimitCommand['type']> = Extract<LimitCommand, { type: T }>;

/** What becomes of one limit of a case; undefined when it runs no more. */
export function decideLimit(command: LimitCommand, clock: RunningClock | undefined): LimitDecision {
  switch (command.type) {
    case 'PauseDeadline':
      return clock === undefined ? reject('INVALID_STATE') : pause(command, clock);
    case 'ResumeDeadline':
      return clock === undefined ? reject('INVALID_STATE') : resume(command, clock);
    case 'RecomputeDeadline':
      return clock === undefined ? [] : recompute(command, clock);
    case 'RecordMissedDeadline':
      return clock === undefined ? [] : recordMissed(command, clock);
  }
}

/** Only where the rule allows it; a limit that has passed, or was agreed, goes on. */
function pause(command: Command<'PauseDeadline'>, clock: RunningClock): LimitDecision {
  const { reason, at, now } = command;
  if (clock.pausedOn !== undefined) return [];
  if (!isPausable(clock)) return reject('CLOCK_NOT_PAUSABLE');
  if (hasPassed(clock, now)) return reject('DEADLINE_PASSED');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'DeadlinePaused', data: { ...ofClock(command), from: cityDay(at), reason } }];
}

/** By its rule, unless it ends at the journalist's own deadline. */
function isPausable({ terms, noLaterThan, dueAt }: RunningClock): boolean {
  const atTheirOwn = noLaterThan !== undefined && dueAt === noLaterThan;
  return terms?.pausable === true && !atTheirOwn;
}

/** Commands that would fit a limit now, but for what they say. */
export function fitsLimit(
  type: 'PauseDeadline' | 'ResumeDeadline' | 'ExtendDeadline',
  clock: RunningClock,
  now: Instant,
): boolean {
  switch (type) {
    case 'PauseDeadline':
      return clock.pausedOn === undefined && isPausable(clock) && !hasPassed(clock, now);
    case 'ResumeDeadline':
      return clock.pausedOn !== undefined;
    case 'ExtendDeadline':
      return clock.rule === 'KIP-22-7' && clock.extendedBy === undefined && !hasPassed(clock, now);
  }
}

/** The limit moves by the working days from the pause up to, and without, today. */
function resume(command: Command<'ResumeDeadline'>, clock: RunningClock): LimitDecision {
  const { note, at, reckoning } = command;
  if (clock.pausedOn === undefined) return [];
  const days = { from: clock.pausedOn, to: cityDay(at) };
  const resumed = resumeClock(startedOf(clock), days, reckoning);
  const noted = note === undefined ? {} : { note };
  const moved = { clock: resumed, ...moveOf(clock, resumed) };
  return [
    { type: 'DeadlineResumed', data: { ...ofClock(command), pause: days, ...moved, ...noted } },
  ];
}

/** By the calendars as they stand; a recorded miss stays recorded. */
function recompute(command: Command<'RecomputeDeadline'>, old: RunningClock): LimitDecision {
  const of = ofClock(command);
  // Sent by who had not read yet what this limit was counted by.
  if (old.missed === true || isOutdated(old, command.reckoning)) return [];
  const clock = recount(startedOf(old), command.reckoning);
  if (clock.dueAt === old.dueAt && clock.waitsFor === old.waitsFor) return [];
  const computed = old.dueAt === undefined && clock.dueAt !== undefined;
  if (computed) return [{ type: 'DeadlineComputed', data: { ...of, clock } }];
  return [{ type: 'DeadlineRecomputed', data: { ...of, clock, ...moveOf(old, clock) } }];
}

/** By the timer; only the city's limits can be missed, and one from a file is not acted on. */
function recordMissed(
  command: Command<'RecordMissedDeadline'>,
  clock: RunningClock,
): LimitDecision {
  if (clock.missed === true || clock.pausedOn !== undefined) return [];
  const { dueAt, rule } = clock;
  if (rule === 'IMPORTED' || CLOCK_RULES[rule].whose !== 'CITY') return [];
  if (dueAt === undefined || command.now < dueAt) return [];
  return [{ type: 'DeadlineMissed', data: { ...ofClock(command), dueAt } }];
}

/** The limit after what happened to it; a pause ends only when it is resumed. */
export function limited(clock: RunningClock, event: LimitEvent): RunningClock {
  switch (event.type) {
    case 'DeadlinePaused':
      return { ...clock, pausedOn: event.data.from };
    case 'DeadlineMissed':
      return { ...clock, missed: true };
    case 'DeadlineResumed': {
      const { pausedOn: _, ...counts } = clock;
      return movedTo(event.data.clock, counts);
    }
    case 'DeadlineComputed':
    case 'DeadlineRecomputed':
      return movedTo(event.data.clock, clock);
  }
}

/** What starts anew has not been missed. */
export function movedTo(clock: StartedClock, old: RunningClock): RunningClock {
  const { pausedOn, missed } = old;
  return {
    ...clock,
    ...(pausedOn === undefined ? {} : { pausedOn }),
    ...(missed === undefined || clock.startedAt !== old.startedAt ? {} : { missed }),
  };
}

export const hasPassed = ({ dueAt, pausedOn }: RunningClock, now: string): boolean =>
  pausedOn === undefined && dueAt !== undefined && now >= dueAt;

/** As an event carries it. */
export function startedOf({ pausedOn: _, missed: __, ...clock }: RunningClock): StartedClock {
  return clock;
}

const ofClock = ({ rule, assignmentId }: OfClock): OfClock =>
  assignmentId === undefined ? { rule } : { rule, assignmentId };
