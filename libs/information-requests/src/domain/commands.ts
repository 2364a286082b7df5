import type {
  AssignmentId,
  AttachmentId,
  ContributionId,
  CorrespondenceKind,
  Day,
  Decision,
  DeliveryWay,
  EventId,
  Instant,
  KeyId,
  ObjectionId,
  OfficeCode,
  OutboundItemId,
  PersonId,
  RequestId,
} from '#kernel';
import type { LimitCommand, LimitRejection, Reckoning } from '#calendar';
import type {
  AnsweredPart,
  Change,
  ExtensionGround,
  InformationRequestEvent,
  Outcome,
  Received,
  Reference,
  ReopenCause,
  Track,
  VOID_REASONS,
} from './events.ts';

/** When it happened, and now: what comes with every command. */
export type Times = { at: Instant; now: Instant };

/** What an on-the-spot answer says. */
export type Spoken = {
  outcome: Outcome;
  spokesperson?: PersonId;
  gist?: string;
  attachments?: AttachmentId[];
};

/** The value of a corrected entry, with the old one opened by whoever sends the command. */
export type Correction =
  | { field: 'SUBJECT' | 'DETAILS' | 'PURPOSE'; text: Change<string> }
  | { field: 'CHANNEL' | 'WANTED_FORM' | 'DELIVERY'; code: Change<string> }
  | { field: 'ANSWER_NEEDED_BY'; code: Change<Instant> }
  | { field: 'OCCURRED_AT'; to: Instant; ofEvent?: EventId }
  | { field: 'MISSING'; missing: { from: string[]; to: string[] } }
  | { field: 'REFERENCE'; references: { from: Reference<string>[]; to: Reference<string>[] } };

type Assigning = {
  /** Of the assignment that it makes. */
  newAssignmentId: AssignmentId;
  office: OfficeCode;
  /** The office exists and has not ended on the day of the assignment. */
  officeActive: boolean;
  reckoning: Reckoning;
};

type Contributing = {
  assignmentId: AssignmentId;
  contributionId: ContributionId;
  text: string;
  informationHeld: boolean;
  attachments?: AttachmentId[];
  key: KeyId;
};

/** The text that answers. */
type OfItem = { item: OutboundItemId };
type OfAssignment = { assignmentId: AssignmentId };

export type RequestCommand =
  | LimitCommand
  | (Times &
      (
        | ({ type: 'ReceiveInformationRequest'; reckoning: Reckoning } & Received<string>)
        | { type: 'MarkInformationRequestIncomplete'; missing: string[] }
        | { type: 'CompleteInformationRequest'; note?: string; reckoning: Reckoning }
        | { type: 'LapseInformationRequest'; reason: string; reckoning: Reckoning }
        | {
            type: 'VoidInformationRequest';
            reason: (typeof VOID_REASONS)[number];
            note?: string;
            replacedBy?: RequestId;
            /** Of the replacing entry: it keeps the day of receipt. */
            replacementReceivedOn?: Day;
          }
        | {
            type: 'RegisterInformationRequest';
            number: string;
            track: Track;
            reckoning: Reckoning;
          }
        | {
            type: 'ConvertToStatutory';
            number: string;
            /** When the requester asked under the law; default the day of receipt. */
            requestedOn?: Day;
            reason: string;
            reckoning: Reckoning;
          }
        | ({ type: 'AssignOffice'; lead: boolean; instructions?: string } & Assigning)
        | ({ type: 'SetLeadOffice' } & OfAssignment)
        | ({ type: 'AcceptAssignment' } & OfAssignment)
        | ({ type: 'DeclineAssignment'; reason: string; heldBy?: OfficeCode } & OfAssignment)
        | ({ type: 'ReassignOffice'; reason: string } & OfAssignment & Assigning)
        | ({ type: 'TakeOverAssignment'; reason: string } & OfAssignment)
        | ({ type: 'PrepareContribution' } & Contributing)
        | ({ type: 'SubmitContribution' } & Contributing)
        | ({ type: 'ReturnContribution'; reason: string; reckoning: Reckoning } & OfAssignment)
        | ({ type: 'AcceptContribution' } & OfAssignment)
        | ({ type: 'RecordOutcome' } & Spoken)
        | ({ type: 'DraftAnswer'; outcome: Outcome } & OfItem)
        | ({ type: 'DropAnswerDraft' } & OfItem)
        /** By the release of the text. */
        | ({
            type: 'RecordAnswer';
            outcome: Outcome;
            parts: AnsweredPart[];
            /** Not while an office has the ball; an emergency, or what is out, does not wait. */
            waits: boolean;
          } & OfItem)
        | ({ type: 'RecordInterimAnswer' } & OfItem)
        | ({
            type: 'ReplaceAnswer';
            replaces: OutboundItemId;
            outcome: Outcome;
            parts: AnsweredPart[];
          } & OfItem)
        | {
            type: 'RecordCorrespondence';
            kind: CorrespondenceKind;
            way: DeliveryWay;
            note?: string;
            costPaidIdr?: number;
            proofs?: AttachmentId[];
          }
        | {
            type: 'ExtendDeadline';
            workingDays: number;
            ground: ExtensionGround;
            reason: string;
            reckoning: Reckoning;
          }
        | { type: 'WithdrawInformationRequest'; reason: string }
        | { type: 'TransferInformationRequest'; publicBody: string; reason: string }
        | { type: 'CloseInformationRequest'; note?: string }
        | {
            type: 'ReopenInformationRequest';
            cause: ReopenCause;
            /** OBJECTION_UPHELD. */
            objection?: ObjectionId;
            reason: string;
            reckoning: Reckoning;
          }
        | {
            type: 'CorrectInformationRequestEntry';
            correction: Correction;
            reason: string;
            reckoning: Reckoning;
          }
      ));

export type Command<T extends RequestCommand['type']> = Extract<RequestCommand, { type: T }>;

export type RequestRejection =
  | LimitRejection
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'OFFICE_NOT_ACTIVE'
  | 'OFFICE_ALREADY_ASSIGNED'
  | 'ASSIGNMENTS_OPEN'
  | 'NOT_TOLD'
  | 'ALREADY_EXTENDED'
  | 'EXTENSION_TOO_LONG';

export type RequestDecision = Decision<InformationRequestEvent, RequestRejection>;
