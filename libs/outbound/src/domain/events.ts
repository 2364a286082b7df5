import type {
  AttachmentId,
  ConsequenceTestId,
  ContributionId,
  Day,
  Instant,
  KeyId,
  OfficeCode,
  OutboundItemId,
  OutboundKind,
  PersonId,
  RequestId,
  Role,
  Text,
} from '#kernel';
import type { LimitEvent, StartedClock } from '#calendar';

export const EMERGENCY_GROUNDS = [
  'LIFE_AND_SAFETY',
  'DISASTER',
  'PUBLIC_ORDER',
  'FALSE_NEWS_SPREADING',
  'OTHER',
] as const;
export type EmergencyGround = (typeof EMERGENCY_GROUNDS)[number];

export const PART_DECISIONS = [
  'GRANTED',
  'GRANTED_REDACTED',
  'REFUSED_EXEMPT',
  'REFUSED_OTHER',
  'NOT_HELD',
  'NOT_YET_DOCUMENTED',
  'TO_FOLLOW',
] as const;
export type PartDecision = (typeof PART_DECISIONS)[number];

/** Why the steps of an item are not those of the rule. */
export const ROUTE_NOTES = ['NO_LEAD_OFFICE', 'NO_ORIGIN_OFFICE', 'NO_STEP_LEFT'] as const;
export type RouteNote = (typeof ROUTE_NOTES)[number];

/** One requested part and what became of it. */
export type AnswerPart<T extends Text = Text> = {
  part: T;
  decision: PartDecision;
  reason?: T;
  /** GRANTED_REDACTED and REFUSED_EXEMPT, with the letter of KIP article 17. */
  consequenceTest?: ConsequenceTestId;
  exemption?: string;
  /** REFUSED_OTHER. */
  legalBasis?: T;
  /** TO_FOLLOW. */
  followsBy?: Day;
};

/** What the written notice must say beside the parts, KIP 22(7). */
export type AnswerNotice<T extends Text = Text> = {
  heldByPublicBody?: T;
  documented?: boolean;
  /** In which form: a code of the requests'. */
  form?: string;
  blackedOut?: T;
  costIdr?: number;
  howToPay?: T;
};

/** What an answer says to the requests that it answers. */
export type Answering<T extends Text = Text> = {
  requests: RequestId[];
  /** Of all of them; a code of the requests', as is the outcome. */
  track: string;
  /** Part now, the rest to follow. */
  interim: boolean;
  outcome: string;
  parts: AnswerPart<T>[];
  notice?: AnswerNotice<T>;
};

/** Everything that a content hash covers beside the kind. */
export type Content<T extends Text = Text> = {
  title: T;
  body: T;
  language: string;
  attachments: AttachmentId[];
  /** Who sees it before an embargo ends. */
  audience: OfficeCode[];
  /** Passages and the contributions they rest on. */
  citations: { contribution: ContributionId; passage: T }[];
  answer?: Answering<T>;
};

/** The item that takes the full route to stand in place of a released one. */
export type Replaces = { item: OutboundItemId; as: 'CORRECTED' | 'SUPERSEDED' };

/** A version of the content, by which approvals are bound. */
type Version = { contentVersion: number; contentHash: string };

export type RoutedStep = {
  role: Role;
  office?: OfficeCode;
  /** Because the text is sensitive, not by the route. */
  sensitive?: true;
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type OutboundEvent =
  | {
      type: 'OutboundItemDrafted';
      data: Content &
        Version & {
          author: PersonId;
          kind: OutboundKind;
          originOffice?: OfficeCode;
          sensitive: boolean;
          replaces?: Replaces;
          reason?: Text;
          keys: { case: KeyId };
        };
    }
  /** `left`: requests that it no longer answers. */
  | {
      type: 'OutboundItemRevised';
      data: Content & Version & { author: PersonId; left?: RequestId[] };
    }
  /** A request that it answered ended otherwise: a new version without it. */
  | { type: 'OutboundItemLeftByRequest'; data: Version & { request: RequestId } }
  | {
      type: 'OutboundItemSubmitted';
      /** `routeSince`: of the rule that the steps follow, which may change meanwhile. */
      data: Version & { steps: RoutedStep[]; routeSince: Instant; notes: RouteNote[] };
    }
  /** `step`: its place in the route, from 0. */
  | { type: 'ApprovalStepOpened'; data: { step: number; clock: StartedClock } }
  /** Nobody was left who may take it. */
  | { type: 'ApprovalStepSkipped'; data: { step: number } }
  | { type: 'ApprovalGiven'; data: Version & { step: number; by: PersonId; note?: Text } }
  | { type: 'ApprovalRefusedToAuthor'; data: Version & { step: number; by: PersonId } }
  | { type: 'OutboundItemReturned'; data: Version & { step: number; by: PersonId; reason: Text } }
  | { type: 'OutboundItemRejected'; data: Version & { step: number; by: PersonId; reason: Text } }
  | { type: 'OutboundItemSensitivitySet'; data: { sensitive: boolean; reason: Text } }
  | { type: 'ReleaseScheduled'; data: Version & { releaseAt: Instant; by?: PersonId } }
  | { type: 'ReleaseScheduleCancelled'; data: { reason: Text } }
  /** `refusal`: why it could not be released at its instant. */
  | { type: 'ScheduledReleaseRefused'; data: { refusal: string } }
  | { type: 'ReleaseRefusedUnapproved'; data: Version }
  /** Without a person: as it was scheduled. */
  | { type: 'OutboundItemReleased'; data: Version & { by?: PersonId } }
  | {
      type: 'OutboundItemReleasedInEmergency';
      data: Version & { by: PersonId; ground: EmergencyGround; reason: Text };
    }
  | { type: 'ReleaseReviewed'; data: Version & { by: PersonId; finding: Text } }
  /** Without a reason: the only request that it answered ended otherwise. */
  | { type: 'OutboundItemDropped'; data: { reason?: Text } }
  | { type: 'OutboundItemCorrected'; data: { by: OutboundItemId } }
  | { type: 'OutboundItemSuperseded'; data: { by: OutboundItemId } }
  | { type: 'OutboundItemWithdrawn'; data: { reason: Text } }
  | LimitEvent;
