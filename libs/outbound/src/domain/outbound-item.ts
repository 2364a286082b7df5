import { reject } from '#kernel';
import type { Decider } from '#kernel';
import { decideLimit } from '#calendar';
import * as approval from './approval.ts';
import type { OutboundCommand, OutboundRejection } from './commands.ts';
import * as drafting from './drafting.ts';
import type { OutboundDecision } from './drafting.ts';
import type { OutboundEvent } from './events.ts';
import { evolve } from './evolve.ts';
import * as release from './release.ts';
import type { ItemOrNone, OutboundItem } from './state.ts';

/**
 * A text that leaves the house. Read on in the order of its life: `events`, `commands`, `state`,
 * then the rules in `drafting`, `approval` and `release`.
 */
export const outboundItem: Decider<OutboundCommand, OutboundEvent, ItemOrNone, OutboundRejection> =
  {
    initialState: null,

    decide(command, state) {
      if (command.type === 'DraftOutboundItem') {
        return state === null ? drafting.draft(command) : reject('INVALID_STATE');
      }
      return state === null ? reject('NOT_FOUND') : decideExisting(command, state);
    },

    evolve,
  };

type Later = Exclude<OutboundCommand, { type: 'DraftOutboundItem' }>;

function decideExisting(command: Later, item: OutboundItem): OutboundDecision {
  switch (command.type) {
    case 'ReviseOutboundItem':
      return drafting.revise(command, item);
    case 'LeaveRequest':
      return drafting.leaveRequest(command, item);
    case 'SubmitForApproval':
      return drafting.submit(command, item);
    case 'DropOutboundItem':
      return drafting.drop(command, item);
    case 'ApproveOutboundItem':
      return approval.approve(command, item);
    case 'ReturnOutboundItem':
    case 'RejectOutboundItem':
      return approval.sendBack(command, item);
    case 'JudgeStep':
      return approval.judgeStep(command, item);
    case 'SetSensitive':
      return approval.setSensitive(command, item);
    case 'ScheduleRelease':
      return release.schedule(command, item);
    case 'CancelSchedule':
      return release.cancelSchedule(command, item);
    case 'ReleaseOutboundItem':
      return release.release(command, item);
    case 'ReleaseScheduled':
      return release.releaseScheduled(command, item);
    case 'RefuseScheduledRelease':
      return release.refuseScheduled(command, item);
    case 'EmergencyRelease':
      return release.emergencyRelease(command, item);
    case 'ReviewRelease':
      return release.review(command, item);
    case 'ReplaceOutboundItem':
      return release.replace(command, item);
    case 'WithdrawRelease':
      return release.withdraw(command, item);
    case 'PauseDeadline':
    case 'ResumeDeadline':
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return decideLimit(command, item.clock);
  }
}
