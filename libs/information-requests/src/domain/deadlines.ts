import { isBlank, reject, rejectField } from '#kernel';
import { decideLimit, extendClock, hasPassed, moveOf, startedOf } from '#calendar';
import type { LimitCommand, OfClock, RunningClock } from '#calendar';
import type { Command, RequestDecision } from './commands.ts';
import { fits } from './permitted.ts';
import { assignmentOf } from './state.ts';
import type { InformationRequest } from './state.ts';

/** Longest extension, in working days, KIP 22(8). */
const LONGEST_EXTENSION = 7;

function clockOf(
  request: InformationRequest,
  { rule, assignmentId }: OfClock,
): RunningClock | undefined {
  if (assignmentId === undefined) return request.clocks.find((clock) => clock.rule === rule);
  const clock = assignmentOf(request, assignmentId)?.clock;
  return clock?.rule === rule ? clock : undefined;
}

/** A limit of the request, or of an office's part in it. */
export function decideLimitOf(command: LimitCommand, request: InformationRequest): RequestDecision {
  if (!fits(command.type, request)) return reject('INVALID_STATE');
  return decideLimit(command, clockOf(request, command));
}

/** Once, before the first limit lapses, with ground and written reason, KIP 22(8). */
export function extend(
  command: Command<'ExtendDeadline'>,
  request: InformationRequest,
): RequestDecision {
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
