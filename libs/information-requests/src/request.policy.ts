import type { OfficeCode } from '#kernel';
import type { Permits } from '#access';
import type { RequestCommand } from './domain/commands.ts';
import type { Track } from './domain/events.ts';

/** What decides who may act on a request. */
export type PolicyFacts = {
  track: Track;
  receivingOffice: OfficeCode;
  /** Of the assignment that the command is about. */
  assignedOffice?: OfficeCode;
};

const coordinator: Permits = ({ role }) => role === 'COORDINATOR';

/** Who may send which command, domain §3; visibility is asked before. */
export function permits(type: RequestCommand['type'], facts: PolicyFacts): Permits {
  const { track, receivingOffice, assignedOffice } = facts;
  const officeOf =
    (office: OfficeCode | undefined, ...roles: string[]): Permits =>
    (held) =>
      held.office === office && roles.includes(held.role);
  switch (type) {
    case 'ReceiveInformationRequest':
      return (held) =>
        coordinator(held) ||
        held.role === 'INTAKE_SERVICE' ||
        officeOf(receivingOffice, 'OFFICE_OFFICER', 'OFFICE_LEAD')(held);
    case 'AcceptAssignment':
    case 'DeclineAssignment':
    case 'PrepareContribution':
      return officeOf(assignedOffice, 'OFFICE_OFFICER', 'OFFICE_LEAD');
    case 'SubmitContribution':
      return officeOf(assignedOffice, 'OFFICE_LEAD');
    case 'RecordOutcome': {
      const own = officeOf(receivingOffice, 'OFFICE_OFFICER', 'OFFICE_LEAD');
      return (held) => coordinator(held) || (track === 'MEDIA' && own(held));
    }
    case 'ExtendDeadline':
      return ({ role }) => role === 'APPROVER';
    case 'DraftAnswer':
      return ({ role }) => role === 'COORDINATOR' || role === 'APPROVER';
    case 'DropAnswerDraft':
    case 'RecordAnswer':
    case 'RecordInterimAnswer':
    case 'ReplaceAnswer':
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return () => false;
    case 'ReopenInformationRequest':
    case 'PauseDeadline':
    case 'ResumeDeadline':
    case 'MarkInformationRequestIncomplete':
    case 'CompleteInformationRequest':
    case 'LapseInformationRequest':
    case 'VoidInformationRequest':
    case 'RegisterInformationRequest':
    case 'ConvertToStatutory':
    case 'AssignOffice':
    case 'SetLeadOffice':
    case 'ReassignOffice':
    case 'TakeOverAssignment':
    case 'ReturnContribution':
    case 'AcceptContribution':
    case 'RecordCorrespondence':
    case 'WithdrawInformationRequest':
    case 'TransferInformationRequest':
    case 'CloseInformationRequest':
    case 'CorrectInformationRequestEntry':
      return coordinator;
  }
}

/** `AssignOffice` is called by the mutation `assignOffice`. */
export const mutationOf = (type: RequestCommand['type']): string =>
  type.charAt(0).toLowerCase() + type.slice(1);
