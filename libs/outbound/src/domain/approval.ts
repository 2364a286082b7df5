import { isBlank, reject } from '#kernel';
import type { Decision, Instant, PersonId } from '#kernel';
import { startClock } from '#calendar';
import type { Reckoning } from '#calendar';
import type { Command, HoldersOf, OutboundRejection } from './commands.ts';
import type { OutboundEvent } from './events.ts';
import { hasLeft, isLive, pendingStep } from './state.ts';
import type { OutboundItem, Step } from './state.ts';

type OutboundDecision = Decision<OutboundEvent, OutboundRejection>;

/** These wait for an appointment instead. */
const NEVER_SKIPPED: readonly Step['role'][] = ['APPROVER', 'LEADERSHIP'];

/** The one person who holds the approver's role, if it is one. */
export function soleApprover(holdersOf: HoldersOf): PersonId | undefined {
  const [first, ...others] = new Set(holdersOf('APPROVER'));
  return others.length === 0 ? first : undefined;
}

/** They are needed for a later step, so they take none before it. */
function keptForLater(
  item: OutboundItem,
  index: number,
  holdersOf: HoldersOf,
): PersonId | undefined {
  const later = item.steps.slice(index + 1).some(({ role }) => role === 'APPROVER');
  return later ? soleApprover(holdersOf) : undefined;
}

/** Four eyes: neither the author, nor who took a step of this version. A person, not a post. */
function isTaken(item: OutboundItem, by: PersonId): boolean {
  return item.author === by || item.steps.some((step) => step.by === by);
}

type Turn = { at: Instant; holdersOf: HoldersOf; reckoning: Reckoning };

/** Opens the next step for which somebody is left, and says which ones are skipped for nobody. */
export function nextTurn(item: OutboundItem, { at, holdersOf, reckoning }: Turn): OutboundEvent[] {
  const events: OutboundEvent[] = [];
  for (const [step, { role, decision }] of item.steps.entries()) {
    if (decision !== 'WAITING') continue;
    if (NEVER_SKIPPED.includes(role) || isAnyoneLeft(item, step, holdersOf)) {
      const clock = startClock('INT-REVIEW', at, reckoning);
      return [...events, { type: 'ApprovalStepOpened', data: { step, clock } }];
    }
    events.push({ type: 'ApprovalStepSkipped', data: { step } });
  }
  return events;
}

function isAnyoneLeft(item: OutboundItem, index: number, holdersOf: HoldersOf): boolean {
  const step = item.steps[index];
  if (step === undefined) return false;
  return holdersOf(step.role, step.office).some((id) => mayTake(item, index, id, holdersOf));
}

/** Whoever holds its role: have they no other part in the version, and none to come? */
export const mayTake = (
  item: OutboundItem,
  index: number,
  by: PersonId,
  holdersOf: HoldersOf,
): boolean => !isTaken(item, by) && keptForLater(item, index, holdersOf) !== by;

/** An appointment has ended: is anybody left for the step whose turn it is? */
export function judgeStep(command: Command<'JudgeStep'>, item: OutboundItem): OutboundDecision {
  const step = pendingStep(item);
  const pending = item.steps[step];
  if (item.state !== 'IN_APPROVAL' || pending === undefined) return [];
  if (NEVER_SKIPPED.includes(pending.role)) return [];
  if (isAnyoneLeft(item, step, command.holdersOf)) return [];
  return [{ type: 'ApprovalStepSkipped', data: { step } }, ...nextTurn(item, command)];
}

type Deciding = Command<'ApproveOutboundItem' | 'ReturnOutboundItem' | 'RejectOutboundItem'>;

/** An approval is of one item, version and hash, by somebody who has no other part in it. */
function stepRefusal(command: Deciding, item: OutboundItem): OutboundRejection | undefined {
  const { by, contentHash, holds, holdersOf } = command;
  const index = pendingStep(item);
  const pending = item.steps[index];
  if (item.state !== 'IN_APPROVAL' || pending === undefined) return 'INVALID_STATE';
  if (contentHash !== item.contentHash) return 'CONTENT_CHANGED';
  if (item.author === by) return 'SAME_PERSON';
  if (!holds(pending)) return 'NOT_YOUR_STEP';
  return mayTake(item, index, by, holdersOf) ? undefined : 'SAME_PERSON';
}

export function approve(
  command: Command<'ApproveOutboundItem'>,
  item: OutboundItem,
): OutboundDecision {
  const { by, contentHash, note, assignmentsOpen } = command;
  const step = pendingStep(item);
  const { contentVersion } = item;
  const given = item.steps.some((one) => one.by === by && one.decision === 'APPROVED');
  const inForce = (isLive(item) && item.state !== 'RETURNED') || hasLeft(item);
  if (given && inForce && contentHash === item.contentHash) return [];
  const refusal = stepRefusal(command, item);
  const version = { contentVersion, contentHash };
  if (refusal === 'SAME_PERSON' && item.author === by) {
    const data = { ...version, step, by };
    return reject('SAME_PERSON', { type: 'ApprovalRefusedToAuthor', data });
  }
  if (refusal !== undefined) return reject(refusal);
  if (assignmentsOpen) return reject('ASSIGNMENTS_OPEN');
  const data = { ...version, step, by, ...(note === undefined ? {} : { note }) };
  const steps = item.steps.map((one, i) =>
    i === step ? { ...one, by, decision: 'APPROVED' as const } : one,
  );
  return [{ type: 'ApprovalGiven', data }, ...nextTurn({ ...item, steps }, command)];
}

export function sendBack(
  command: Command<'ReturnOutboundItem' | 'RejectOutboundItem'>,
  item: OutboundItem,
): OutboundDecision {
  const { type, by, contentHash, reason } = command;
  const refusal = stepRefusal(command, item);
  if (refusal !== undefined) return reject(refusal);
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  const step = pendingStep(item);
  const data = { contentVersion: item.contentVersion, contentHash, step, by, reason };
  return type === 'ReturnOutboundItem'
    ? [{ type: 'OutboundItemReturned', data }]
    : [{ type: 'OutboundItemRejected', data }];
}

/**
 * The leadership decides a sensitive text after the others. Nothing given is voided, also not what
 * the leadership itself gave to this version before it was cleared.
 */
export function setSensitive(
  command: Command<'SetSensitive'>,
  item: OutboundItem,
): OutboundDecision {
  const { sensitive, reason } = command;
  if (!isLive(item)) return reject('INVALID_STATE');
  if (item.sensitive === sensitive) return [];
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  const set = { type: 'OutboundItemSensitivitySet', data: { sensitive, reason } } as const;
  const through = item.state === 'APPROVED' || item.state === 'SCHEDULED';
  if (!sensitive || !through || item.steps.at(-1)?.role === 'LEADERSHIP') return [set];
  const leadership: Step = { role: 'LEADERSHIP', sensitive: true, decision: 'WAITING' };
  const steps = [...item.steps, leadership];
  return [set, ...nextTurn({ ...item, steps }, command)];
}
