import { reject, rejectField } from '#kernel';
import type { AssignmentId } from '#kernel';
import {
  CLOCK_RULES,
  cityDay,
  extendClock,
  isOutdated,
  moveOf,
  recount,
  resumeClock,
} from '#calendar';
import type { RuleId } from '#calendar';
import type { Command, RequestRejection } from './commands.ts';
import { isBlank } from './intake.ts';
import type { RequestDecision } from './intake.ts';
import { fits } from './permitted.ts';
import { assignmentOf, startedOf } from './state.ts';
import type { InformationRequest, RunningClock } from './state.ts';

/** One limit of a request, or of an office's part in it. */
type OfClock = { rule: RuleId; assignmentId?: AssignmentId };

/** Longest extension, in working days, KIP 22(8). */
const LONGEST_EXTENSION = 7;

type LimitCommand = Command<
  | 'ExtendDeadline'
  | 'PauseDeadline'
  | 'ResumeDeadline'
  | 'RecomputeDeadline'
  | 'RecordMissedDeadline'
>;

export function decideLimit(command: LimitCommand, request: InformationRequest): RequestDecision {
  switch (command.type) {
    case 'ExtendDeadline':
      return extend(command, request);
    case 'PauseDeadline':
      return pause(command, request);
    case 'ResumeDeadline':
      return resume(command, request);
    case 'RecomputeDeadline':
      return recompute(command, request);
    case 'RecordMissedDeadline':
      return recordMissed(command, request);
  }
}

function clockOf(
  request: InformationRequest,
  { rule, assignmentId }: OfClock,
): RunningClock | undefined {
  if (assignmentId === undefined) return request.clocks.find((clock) => clock.rule === rule);
  const clock = assignmentOf(request, assignmentId)?.clock;
  return clock?.rule === rule ? clock : undefined;
}

/** Once, before the first limit lapses, with ground and written reason, KIP 22(8). */
function extend(command: Command<'ExtendDeadline'>, request: InformationRequest): RequestDecision {
  const { type, workingDays, ground, reason, now, reckoning } = command;
  const rule = 'KIP-22-7' as const;
  const clock = clockOf(request, { rule });
  if (!fits(type, request) || clock === undefined) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (workingDays < 1) return rejectField('INVALID_INPUT', 'workingDays');
  if (workingDays > LONGEST_EXTENSION) return reject('EXTENSION_TOO_LONG');
  if (clock.extendedBy !== undefined) return reject('ALREADY_EXTENDED');
  if (hasPassed(clock, now)) return reject('DEADLINE_PASSED');
  const extended = extendClock(startedOf(clock), workingDays, reckoning);
  const data = { rule, workingDays, ground, reason, clock: extended, ...moveOf(clock, extended) };
  return [{ type: 'DeadlineExtended', data }];
}

/** Only where the rule allows it; a limit that has passed, or was agreed, goes on. */
function pause(command: Command<'PauseDeadline'>, request: InformationRequest): RequestDecision {
  const { type, reason, at, now } = command;
  const of = ofClock(command);
  const clock = clockOf(request, of);
  if (!fits(type, request) || clock === undefined) return reject('INVALID_STATE');
  if (clock.pausedOn !== undefined) return [];
  const refusal = pauseRefusal(clock, now);
  if (refusal !== undefined) return reject(refusal);
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'DeadlinePaused', data: { ...of, from: cityDay(at), reason } }];
}

function pauseRefusal(clock: RunningClock, now: string): RequestRejection | undefined {
  const atTheirOwn = clock.noLaterThan !== undefined && clock.dueAt === clock.noLaterThan;
  if (clock.terms?.pausable !== true || atTheirOwn) return 'CLOCK_NOT_PAUSABLE';
  return hasPassed(clock, now) ? 'DEADLINE_PASSED' : undefined;
}

/** The limit moves by the working days from the pause up to, and without, today. */
function resume(command: Command<'ResumeDeadline'>, request: InformationRequest): RequestDecision {
  const { type, note, at, reckoning } = command;
  const of = ofClock(command);
  const clock = clockOf(request, of);
  if (!fits(type, request) || clock === undefined) return reject('INVALID_STATE');
  if (clock.pausedOn === undefined) return [];
  const days = { from: clock.pausedOn, to: cityDay(at) };
  const resumed = resumeClock(startedOf(clock), days, reckoning);
  const noted = note === undefined ? {} : { note };
  const data = { ...of, pause: days, clock: resumed, ...moveOf(clock, resumed), ...noted };
  return [{ type: 'DeadlineResumed', data }];
}

/** By the calendars as they stand; a recorded miss stays recorded. */
function recompute(
  command: Command<'RecomputeDeadline'>,
  request: InformationRequest,
): RequestDecision {
  const of = ofClock(command);
  const old = clockOf(request, of);
  if (old === undefined || old.missed === true) return [];
  // Sent by who had not read yet what this limit was counted by.
  if (isOutdated(old, command.reckoning)) return [];
  const clock = recount(startedOf(old), command.reckoning);
  if (clock.dueAt === old.dueAt && clock.waitsFor === old.waitsFor) return [];
  const computed = old.dueAt === undefined && clock.dueAt !== undefined;
  if (computed) return [{ type: 'DeadlineComputed', data: { ...of, clock } }];
  return [{ type: 'DeadlineRecomputed', data: { ...of, clock, ...moveOf(old, clock) } }];
}

/** By the timer; only the city's limits can be missed, and one from a file is not acted on. */
function recordMissed(
  command: Command<'RecordMissedDeadline'>,
  request: InformationRequest,
): RequestDecision {
  const of = ofClock(command);
  const clock = clockOf(request, of);
  if (clock === undefined || clock.missed === true || clock.pausedOn !== undefined) return [];
  const { dueAt, rule } = clock;
  if (rule === 'IMPORTED' || CLOCK_RULES[rule].whose !== 'CITY') return [];
  if (dueAt === undefined || command.now < dueAt) return [];
  return [{ type: 'DeadlineMissed', data: { ...of, dueAt } }];
}

const hasPassed = ({ dueAt, pausedOn }: RunningClock, now: string): boolean =>
  pausedOn === undefined && dueAt !== undefined && now >= dueAt;

const ofClock = ({ rule, assignmentId }: OfClock): OfClock =>
  assignmentId === undefined ? { rule } : { rule, assignmentId };
