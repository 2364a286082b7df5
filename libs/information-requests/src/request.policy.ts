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

const ofOffice =
  (office: OfficeCode | undefined, ...roles: string[]): Permits =>
  (held) =>
    held.office === office && roles.includes(held.role);

const whoever = (permits: Permits) => () => permits;
const byCoordinator = whoever(coordinator);
const byTheSystem = whoever(() => false);
const byTheOffice = ({ assignedOffice }: PolicyFacts): Permits =>
  ofOffice(assignedOffice, 'OFFICE_OFFICER', 'OFFICE_LEAD');

/** Who may send which command, domain §3; visibility is asked before. */
const PERMITS: Readonly<Record<RequestCommand['type'], (facts: PolicyFacts) => Permits>> = {
  ReceiveInformationRequest: ({ receivingOffice }) => {
    const own = ofOffice(receivingOffice, 'OFFICE_OFFICER', 'OFFICE_LEAD');
    return (held) => coordinator(held) || held.role === 'INTAKE_SERVICE' || own(held);
  },
  AcceptAssignment: byTheOffice,
  DeclineAssignment: byTheOffice,
  PrepareContribution: byTheOffice,
  SubmitContribution: ({ assignedOffice }) => ofOffice(assignedOffice, 'OFFICE_LEAD'),
  RecordOutcome: ({ track, receivingOffice }) => {
    const own = ofOffice(receivingOffice, 'OFFICE_OFFICER', 'OFFICE_LEAD');
    return (held) => coordinator(held) || (track === 'MEDIA' && own(held));
  },
  ExtendDeadline: whoever(({ role }) => role === 'APPROVER'),
  DraftAnswer: whoever(({ role }) => role === 'COORDINATOR' || role === 'APPROVER'),
  DropAnswerDraft: byTheSystem,
  RecordAnswer: byTheSystem,
  RecordInterimAnswer: byTheSystem,
  ReplaceAnswer: byTheSystem,
  RecomputeDeadline: byTheSystem,
  RecordMissedDeadline: byTheSystem,
  ReopenInformationRequest: byCoordinator,
  PauseDeadline: byCoordinator,
  ResumeDeadline: byCoordinator,
  MarkInformationRequestIncomplete: byCoordinator,
  CompleteInformationRequest: byCoordinator,
  LapseInformationRequest: byCoordinator,
  VoidInformationRequest: byCoordinator,
  RegisterInformationRequest: byCoordinator,
  ConvertToStatutory: byCoordinator,
  AssignOffice: byCoordinator,
  SetLeadOffice: byCoordinator,
  ReassignOffice: byCoordinator,
  TakeOverAssignment: byCoordinator,
  ReturnContribution: byCoordinator,
  AcceptContribution: byCoordinator,
  RecordCorrespondence: byCoordinator,
  WithdrawInformationRequest: byCoordinator,
  TransferInformationRequest: byCoordinator,
  CloseInformationRequest: byCoordinator,
  CorrectInformationRequestEntry: byCoordinator,
};

export const permits = (type: RequestCommand['type'], facts: PolicyFacts): Permits =>
  PERMITS[type](facts);

/** `AssignOffice` is called by the mutation `assignOffice`. */
export const mutationOf = (type: RequestCommand['type']): string =>
  type.charAt(0).toLowerCase() + type.slice(1);
