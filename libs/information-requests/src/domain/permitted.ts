import type { RequestCommand } from './commands.ts';
import type { Track } from './events.ts';
import { hasBall, isOpen } from './state.ts';
import type { AssignmentState, RequestState } from './state.ts';

/** As much of a request as decides which commands fit it. */
export type Shape = { state: RequestState; track: Track };

type Type = RequestCommand['type'];
type AssignmentCommand =
  | 'SetLeadOffice'
  | 'AcceptAssignment'
  | 'DeclineAssignment'
  | 'ReassignOffice'
  | 'TakeOverAssignment'
  | 'PrepareContribution'
  | 'SubmitContribution'
  | 'ReturnContribution'
  | 'AcceptContribution';

const coordinated = ({ state }: Shape): boolean =>
  state === 'IN_COORDINATION' || state === 'IN_REVIEW';
const accepted = ({ state }: Shape): boolean =>
  state === 'REGISTERED' || coordinated({ state } as Shape);

/** Which commands fit the state of the request; for those of an assignment see below too. */
const REQUEST_FITS: Readonly<
  Record<Exclude<Type, 'ReceiveInformationRequest'>, (of: Shape) => boolean>
> = {
  MarkInformationRequestIncomplete: ({ state }) => state === 'RECEIVED',
  CompleteInformationRequest: ({ state }) => state === 'INCOMPLETE',
  LapseInformationRequest: ({ state }) => state === 'INCOMPLETE',
  VoidInformationRequest: isOpen,
  RegisterInformationRequest: ({ state }) => state === 'RECEIVED',
  ConvertToStatutory: ({ state, track }) =>
    track === 'MEDIA' && (state === 'REGISTERED' || state === 'IN_COORDINATION'),
  AssignOffice: accepted,
  SetLeadOffice: coordinated,
  AcceptAssignment: coordinated,
  DeclineAssignment: coordinated,
  ReassignOffice: coordinated,
  TakeOverAssignment: coordinated,
  PrepareContribution: coordinated,
  SubmitContribution: coordinated,
  ReturnContribution: coordinated,
  AcceptContribution: coordinated,
  RecordOutcome: (of) => of.track !== 'STATUTORY' && accepted(of),
  DraftAnswer: ({ state, track }) =>
    track !== 'INTER_OFFICE' && (state === 'REGISTERED' || state === 'IN_COORDINATION'),
  DropAnswerDraft: ({ state }) => state === 'IN_REVIEW',
  RecordAnswer: ({ state }) => state === 'IN_REVIEW',
  RecordInterimAnswer: ({ state }) => state === 'IN_REVIEW',
  ReplaceAnswer: () => true,
  RecordCorrespondence: ({ state }) => state !== 'VOIDED',
  ExtendDeadline: (of) => of.track === 'STATUTORY' && isOpen(of),
  PauseDeadline: isOpen,
  ResumeDeadline: (of) => isOpen(of) || of.state === 'ANSWERED',
  RecomputeDeadline: () => true,
  RecordMissedDeadline: () => true,
  WithdrawInformationRequest: isOpen,
  TransferInformationRequest: (of) => of.track !== 'STATUTORY' && isOpen(of),
  CloseInformationRequest: ({ state }) => state === 'ANSWERED',
  ReopenInformationRequest: ({ state }) =>
    state === 'ANSWERED' || state === 'CLOSED' || state === 'LAPSED',
  CorrectInformationRequestEntry: ({ state }) => state !== 'VOIDED',
};

const RELIEVED: readonly AssignmentState[] = ['DECLINED', 'REASSIGNED', 'TAKEN_OVER', 'CANCELLED'];

const ASSIGNMENT_FITS: Readonly<Record<AssignmentCommand, (state: AssignmentState) => boolean>> = {
  SetLeadOffice: (state) => !RELIEVED.includes(state),
  AcceptAssignment: (state) => state === 'ASSIGNED',
  DeclineAssignment: (state) => hasBall({ state }),
  ReassignOffice: (state) => hasBall({ state }),
  TakeOverAssignment: (state) => hasBall({ state }),
  PrepareContribution: (state) => hasBall({ state }),
  SubmitContribution: (state) => hasBall({ state }),
  ReturnContribution: (state) => state === 'CONTRIBUTED',
  AcceptContribution: (state) => state === 'CONTRIBUTED',
};

export const ASSIGNMENT_COMMANDS = Object.keys(ASSIGNMENT_FITS) as readonly AssignmentCommand[];
export const REQUEST_COMMANDS = (Object.keys(REQUEST_FITS) as (keyof typeof REQUEST_FITS)[]).filter(
  (type) => !(type in ASSIGNMENT_FITS),
);

export function fits(type: keyof typeof REQUEST_FITS, request: Shape): boolean {
  return REQUEST_FITS[type](request);
}

export function fitsAssignment(
  type: AssignmentCommand,
  request: Shape,
  assignment: { state: AssignmentState },
): boolean {
  return REQUEST_FITS[type](request) && ASSIGNMENT_FITS[type](assignment.state);
}
