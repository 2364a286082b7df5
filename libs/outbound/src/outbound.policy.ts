import type { OfficeCode, OutboundKind, PersonId } from '#kernel';
import type { Permits } from '#access';
import { STEP_ROLES } from '#offices';
import type { OutboundCommand } from './domain/commands.ts';
import type { RoutedStep } from './domain/events.ts';

/** What decides who may act on an item. */
export type PolicyFacts = {
  kind: OutboundKind;
  originOffice: OfficeCode | undefined;
  author: PersonId | undefined;
  /** SetSensitive. */
  sensitive?: boolean;
  steps: readonly RoutedStep[];
};

const approver: Permits = ({ role }) => role === 'APPROVER';
const communication: Permits = ({ role }) => role === 'COORDINATOR' || role === 'APPROVER';

/** Does the post fit the step? */
export const fitsStep =
  ({ role, office }: RoutedStep): Permits =>
  (held) =>
    held.role === role && (office === undefined || held.office === office);

/** An office writes what is its own; answers are written by who coordinates them. */
export const mayDraft = (kind: OutboundKind, originOffice: OfficeCode | undefined): Permits => {
  return (held) =>
    communication(held) ||
    (kind !== 'ANSWER' &&
      held.office === originOffice &&
      (held.role === 'OFFICE_OFFICER' || held.role === 'OFFICE_LEAD'));
};

/** Who may send which command, domain §6; visibility is asked before, turns by the rules. */
export function permits(type: OutboundCommand['type'], facts: PolicyFacts): Permits {
  const { kind, originOffice, author, steps } = facts;
  const isAuthor: Permits = ({ person, role }) => person === author && STEP_ROLES.includes(role);
  switch (type) {
    case 'DraftOutboundItem':
    case 'ReviseOutboundItem':
    case 'SubmitForApproval':
      return mayDraft(kind, originOffice);
    case 'DropOutboundItem':
      return (held) => communication(held) || isAuthor(held);
    case 'ApproveOutboundItem':
    case 'ReturnOutboundItem':
    case 'RejectOutboundItem':
      return ({ role }) => STEP_ROLES.includes(role);
    case 'SetSensitive':
      if (facts.sensitive === false) return approver;
      return (held) =>
        communication(held) || isAuthor(held) || steps.some((step) => fitsStep(step)(held));
    case 'ScheduleRelease':
    case 'CancelSchedule':
    case 'ReleaseOutboundItem':
    case 'EmergencyRelease':
    case 'ReviewRelease':
    case 'ReplaceOutboundItem':
      return communication;
    case 'WithdrawRelease':
      return approver;
    case 'PauseDeadline':
    case 'ResumeDeadline':
      return ({ role }) => role === 'COORDINATOR';
    case 'LeaveRequest':
    case 'JudgeStep':
    case 'ReleaseScheduled':
    case 'RefuseScheduledRelease':
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return () => false;
  }
}
