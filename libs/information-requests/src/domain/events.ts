import type {
  AssignmentId,
  AttachmentId,
  ConsequenceTestId,
  ContributionId,
  CorrespondenceKind,
  Day,
  DeliveryWay,
  EventId,
  Instant,
  KeyId,
  ObjectionId,
  OfficeCode,
  OutboundItemId,
  PersonId,
  RequestId,
  Text,
} from '#kernel';
import type { LimitEvent, Moved, StartedClock } from '#calendar';

export const TRACKS = ['STATUTORY', 'MEDIA', 'INTER_OFFICE'] as const;
export type Track = (typeof TRACKS)[number];
export const CHANNELS = [
  'ONLINE',
  'EMAIL',
  'LETTER',
  'IN_PERSON',
  'PHONE',
  'MESSAGING',
  'SOCIAL_MEDIA',
  'PRESS_EVENT',
  'INTERNAL',
] as const;
export type Channel = (typeof CHANNELS)[number];
export const WANTED_FORMS = ['INSPECT', 'COPY_PAPER', 'COPY_DIGITAL'] as const;
export type WantedForm = (typeof WANTED_FORMS)[number];
export const RELATIONS = ['FOLLOW_UP', 'SAME_SUBJECT', 'SAME_SENDER', 'REPLACES'] as const;
export const VOID_REASONS = ['DUPLICATE', 'WRONG_TRACK', 'NOT_A_REQUEST', 'TEST'] as const;
export const OUTCOMES = [
  'GRANTED',
  'GRANTED_IN_PART',
  'REFUSED_EXEMPT',
  'REFUSED_OTHER',
  'NOT_HELD',
  'NOT_YET_DOCUMENTED',
  'ALREADY_PUBLIC',
  'WITHDRAWN',
  'STATEMENT',
  'BACKGROUND',
  'ANSWERED_DIRECTLY',
  'INTERVIEW',
  'DOORSTOP',
  'PHOTO_OPPORTUNITY',
  'REFERRED',
  'DECLINED_TO_COMMENT',
  'SPOKESPERSON_UNAVAILABLE',
  'CANCELLED_BY_JOURNALIST',
  'PROVIDED',
  'PROVIDED_IN_PART',
  'DECLINED',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export const CORRECTABLE_FIELDS = [
  'SUBJECT',
  'DETAILS',
  'PURPOSE',
  'CHANNEL',
  'OCCURRED_AT',
  'ANSWER_NEEDED_BY',
  'MISSING',
  'WANTED_FORM',
  'DELIVERY',
  'REFERENCE',
] as const;
/** Why the city needs more time, KIP 22(8). */
export const EXTENSION_GROUNDS = ['NOT_YET_HELD', 'EXEMPTION_UNDECIDED', 'OTHER'] as const;
export type ExtensionGround = (typeof EXTENSION_GROUNDS)[number];
export type CorrectableField = (typeof CORRECTABLE_FIELDS)[number];

/** A number that another system or desk gave the request. */
export type Reference<T extends Text = Text> = { system: T; number: T; date?: Day };
export type Related = { request: RequestId; relation: (typeof RELATIONS)[number] };
export type Change<T> = { from: T | null; to: T | null };

/**
 * An imported row hands the request to its office: the assignment it opens or goes on with;
 * without an office it leaves the request nobody's.
 */
export type Handover = { office?: OfficeCode; assignmentId?: AssignmentId };

export type Contributed = {
  assignmentId: AssignmentId;
  contributionId: ContributionId;
  text: Text;
  /** False: we do not hold this. */
  informationHeld: boolean;
  attachments?: AttachmentId[];
  keys: { contribution: KeyId };
};

export type Received<T extends Text = Text> = {
  track: Track;
  channel: Channel;
  /** The clerk's neutral heading. */
  subject: T;
  /** The requester's own words, as is the purpose. */
  details: T;
  purpose?: T;
  requester?: PersonId;
  requestingOffice?: OfficeCode;
  receivingOffice: OfficeCode;
  wantedForm?: WantedForm;
  delivery?: DeliveryWay;
  references?: Reference<T>[];
  relatedTo?: Related[];
  /** The journalist's own deadline. */
  answerNeededBy?: Instant;
  attachments?: AttachmentId[];
  keys: { case: KeyId; words?: KeyId };
};

/** As much of an answered part as lists ask for; its words stand with the text that answers. */
export type AnsweredPart = {
  /** A code of the text's parts. */
  decision: string;
  consequenceTest?: ConsequenceTestId;
  /** Letter of KIP article 17. */
  exemption?: string;
};

/** Why an ended or answered request goes on. */
export const REOPEN_CAUSES = ['OBJECTION_UPHELD', 'COMMISSION_ORDER', 'ANSWER_WITHDRAWN'] as const;
export type ReopenCause = (typeof REOPEN_CAUSES)[number];

/** Old value, new value and reason of a corrected entry; exactly one kind of value is set. */
export type Corrected = {
  field: CorrectableField;
  subject?: Change<Text>;
  words?: Change<Text>;
  /** A code, or an instant. */
  code?: Change<string>;
  missing?: { from: Text[]; to: Text[] };
  references?: { from: Reference[]; to: Reference[] };
  /** OCCURRED_AT: of which event. */
  ofEvent?: EventId;
  reason: Text;
};

/** The request goes on without that text, where it was before. */
type WithoutDraft = { item: OutboundItemId; backTo: 'REGISTERED' | 'IN_COORDINATION' };

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type InformationRequestEvent =
  | {
      type: 'InformationRequestReceived';
      /** `historic`: imported, so registered elsewhere, under a number that is a reference. */
      data: Received & { clocks: StartedClock[]; historic?: true };
    }
  | { type: 'InformationRequestFoundIncomplete'; data: { missing: Text[] } }
  | { type: 'InformationRequestCompleted'; data: { note?: Text } }
  | { type: 'InformationRequestLapsed'; data: { reason: Text } }
  | {
      type: 'InformationRequestVoided';
      data: { reason: (typeof VOID_REASONS)[number]; note?: Text; replacedBy?: RequestId };
    }
  /** `clocks`: limits that run from the registration. */
  | { type: 'InformationRequestRegistered'; data: { number: string; clocks?: StartedClock[] } }
  | {
      type: 'InformationRequestConverted';
      data: { number: string; requestedOn: Day; clocks: StartedClock[]; reason: Text };
    }
  | {
      type: 'OfficeAssigned';
      data: {
        assignmentId: AssignmentId;
        office: OfficeCode;
        lead: boolean;
        instructions?: Text;
        clock: StartedClock;
      };
    }
  | { type: 'LeadOfficeSet'; data: { assignmentId: AssignmentId } }
  | { type: 'AssignmentAccepted'; data: { assignmentId: AssignmentId } }
  | {
      type: 'AssignmentDeclined';
      data: { assignmentId: AssignmentId; reason: Text; heldBy?: OfficeCode };
    }
  | {
      type: 'AssignmentReassigned';
      data: { assignmentId: AssignmentId; successor: AssignmentId; reason: Text };
    }
  | { type: 'AssignmentTakenOver'; data: { assignmentId: AssignmentId; reason: Text } }
  | { type: 'ContributionPrepared'; data: Contributed }
  | { type: 'ContributionSubmitted'; data: Contributed }
  | {
      type: 'ContributionReturned';
      data: {
        assignmentId: AssignmentId;
        contributionId: ContributionId;
        clock: StartedClock;
        reason: Text;
      };
    }
  | { type: 'ContributionAccepted'; data: { assignmentId: AssignmentId } }
  | {
      type: 'InformationRequestAnswered';
      /** `told`: the outcome reached the requester as it happened. `item`: the answering text. */
      data: {
        outcome: Outcome;
        told: boolean;
        spokesperson?: PersonId;
        gist?: Text;
        attachments?: AttachmentId[];
        item?: OutboundItemId;
        parts?: AnsweredPart[];
      };
    }
  /** `item`: a text that is to leave the house. */
  | { type: 'AnswerDrafted'; data: { item: OutboundItemId } }
  | { type: 'AnswerDraftDropped'; data: WithoutDraft }
  | { type: 'InterimAnswerReleased'; data: WithoutDraft }
  | {
      type: 'AnswerReplaced';
      /** Without an outcome: of an interim answer. */
      data: {
        item: OutboundItemId;
        replaces: OutboundItemId;
        outcome?: Outcome;
        parts?: AnsweredPart[];
      };
    }
  | {
      type: 'CorrespondenceRecorded';
      data: {
        kind: CorrespondenceKind;
        way: DeliveryWay;
        note?: Text;
        costPaidIdr?: number;
        proofs?: AttachmentId[];
        activity?: string;
        /** Of the imported row. */
        office?: OfficeCode;
        handler?: Text;
        handover?: Handover;
      };
    }
  | { type: 'InformationRequestWithdrawn'; data: { reason: Text } }
  | { type: 'InformationRequestTransferred'; data: { publicBody: Text; reason: Text } }
  | {
      type: 'InformationRequestClosed';
      /** All but the note: of the imported row that closed it. */
      data: { note?: Text; activity?: string; office?: OfficeCode; handler?: Text };
    }
  | {
      type: 'InformationRequestReopened';
      data: { cause: ReopenCause; objection?: ObjectionId; clocks: StartedClock[]; reason: Text };
    }
  | { type: 'InformationRequestEntryCorrected'; data: Corrected }
  | {
      type: 'DeadlineExtended';
      data: Moved & { workingDays: number; ground: ExtensionGround; reason: Text };
    }
  | LimitEvent
  | {
      type: 'HistoricActivityRecorded';
      /**
       * A row of an imported register that has no domain event of its own. Without `handover` it
       * moves no state.
       */
      data: { activity: string; office?: OfficeCode; handler?: Text; handover?: Handover };
    };
