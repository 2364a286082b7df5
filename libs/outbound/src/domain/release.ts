import { isBlank, reject, rejectField } from '#kernel';
import type { Decision } from '#kernel';
import type { Command, OutboundRejection } from './commands.ts';
import { partsRefusal } from './drafting.ts';
import type { OutboundEvent } from './events.ts';
import { STANDING_STATES, hasLeft, isLive } from './state.ts';
import type { OutboundItem, OutboundState } from './state.ts';

type OutboundDecision = Decision<OutboundEvent, OutboundRejection>;

const stands = ({ state }: OutboundItem): boolean => STANDING_STATES.includes(state);

const UNAPPROVED: readonly OutboundState[] = ['DRAFT', 'IN_APPROVAL', 'RETURNED'];

/** Of the text that was read, the whole route approved; the attempt on another is history. */
function unapproved(
  { contentHash }: { contentHash: string },
  item: OutboundItem,
): OutboundDecision | undefined {
  const { contentVersion } = item;
  if (!isLive(item)) return reject('INVALID_STATE');
  if (contentHash !== item.contentHash) return reject('CONTENT_CHANGED');
  if (!UNAPPROVED.includes(item.state)) return undefined;
  const data = { contentVersion, contentHash };
  return reject('NOT_APPROVED', { type: 'ReleaseRefusedUnapproved', data });
}

/** With an audience it is an embargo. */
export function schedule(
  command: Command<'ScheduleRelease'>,
  item: OutboundItem,
): OutboundDecision {
  const { contentHash, releaseAt, now, by } = command;
  const refusal = unapproved(command, item);
  if (refusal !== undefined) return refusal;
  if (item.state === 'SCHEDULED') return reject('INVALID_STATE');
  if (releaseAt <= now) return reject('EMBARGO_IN_PAST');
  const { contentVersion } = item;
  return [{ type: 'ReleaseScheduled', data: { contentVersion, contentHash, releaseAt, by } }];
}

export function cancelSchedule(
  command: Command<'CancelSchedule'>,
  item: OutboundItem,
): OutboundDecision {
  const { contentHash, reason } = command;
  if (item.state !== 'SCHEDULED') return reject('INVALID_STATE');
  if (contentHash !== item.contentHash) return reject('CONTENT_CHANGED');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'ReleaseScheduleCancelled', data: { reason } }];
}

/** What is scheduled goes at its instant, or is taken off the schedule first. */
export function release(
  command: Command<'ReleaseOutboundItem'>,
  item: OutboundItem,
): OutboundDecision {
  const { by } = command;
  const refusal = unapproved(command, item);
  if (refusal !== undefined) return refusal;
  if (item.state === 'SCHEDULED') return reject('INVALID_STATE');
  return leave(command, item, { by });
}

/** Once, also when the timer of several nodes finds it. */
export function releaseScheduled(
  command: Command<'ReleaseScheduled'>,
  item: OutboundItem,
): OutboundDecision {
  const { releaseAt } = item;
  if (item.state !== 'SCHEDULED' || releaseAt === undefined) return [];
  return command.now < releaseAt ? [] : leave(command, item, {});
}

type Leaving = Command<'ReleaseOutboundItem' | 'ReleaseScheduled'>;

function leave(
  { assignmentsOpen, standingOf }: Leaving,
  item: OutboundItem,
  who: Pick<Extract<OutboundEvent, { type: 'OutboundItemReleased' }>['data'], 'by'>,
): OutboundDecision {
  if (assignmentsOpen) return reject('ASSIGNMENTS_OPEN');
  const refusal = partsRefusal(item.parts, standingOf);
  if (refusal !== undefined) return refusal;
  const { contentVersion, contentHash } = item;
  return [{ type: 'OutboundItemReleased', data: { contentVersion, contentHash, ...who } }];
}

/** It could not go out at its instant; somebody must look at it. */
export function refuseScheduled(
  { refusal }: Command<'RefuseScheduledRelease'>,
  item: OutboundItem,
): OutboundDecision {
  if (item.state !== 'SCHEDULED') return [];
  return [{ type: 'ScheduledReleaseRefused', data: { refusal } }];
}

/** Out at once, and to be reviewed; never an answer under the information law. */
export function emergencyRelease(
  command: Command<'EmergencyRelease'>,
  item: OutboundItem,
): OutboundDecision {
  const { by, contentHash, ground, reason, standingOf } = command;
  if (!isLive(item) || item.track === 'STATUTORY') return reject('INVALID_STATE');
  if (contentHash !== item.contentHash) return reject('CONTENT_CHANGED');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  const refusal = partsRefusal(item.parts, standingOf);
  if (refusal !== undefined) return refusal;
  const data = { contentVersion: item.contentVersion, contentHash, by, ground, reason };
  return [{ type: 'OutboundItemReleasedInEmergency', data }];
}

/** Of an emergency or a skipped step, by who neither wrote nor released it. */
export function review(command: Command<'ReviewRelease'>, item: OutboundItem): OutboundDecision {
  const { by, contentHash, finding } = command;
  if (!hasLeft(item) || !item.reviewDebt) return reject('INVALID_STATE');
  if (contentHash !== item.contentHash) return reject('CONTENT_CHANGED');
  if (by === item.author || by === item.releasedBy) return reject('SAME_PERSON');
  if (isBlank(finding)) return rejectField('INVALID_INPUT', 'finding');
  const data = { contentVersion: item.contentVersion, contentHash, by, finding };
  return [{ type: 'ReleaseReviewed', data }];
}

/** By the release of the item that stands in its place. */
export function replace(
  { replacement, as }: Command<'ReplaceOutboundItem'>,
  item: OutboundItem,
): OutboundDecision {
  if (item.replacedBy === replacement) return [];
  if (!stands(item)) return reject('INVALID_STATE');
  const data = { by: replacement };
  return as === 'CORRECTED'
    ? [{ type: 'OutboundItemCorrected', data }]
    : [{ type: 'OutboundItemSuperseded', data }];
}

export function withdraw(
  command: Command<'WithdrawRelease'>,
  item: OutboundItem,
): OutboundDecision {
  const { reason } = command;
  if (item.state === 'WITHDRAWN') return [];
  if (!stands(item)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'OutboundItemWithdrawn', data: { reason } }];
}
