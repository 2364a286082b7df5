import type {
  AssignmentId,
  ContributionId,
  EventId,
  Instant,
  OfficeCode,
  OutboundItemId,
} from '#kernel';
import type { RunningClock } from '#calendar';
import type { Track } from './events.ts';

export const REQUEST_STATES = [
  'RECEIVED',
  'INCOMPLETE',
  'REGISTERED',
  'IN_COORDINATION',
  'IN_REVIEW',
  'ANSWERED',
  'CLOSED',
  'WITHDRAWN',
  'TRANSFERRED',
  'LAPSED',
  'VOIDED',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];
export const OPEN_STATES: readonly RequestState[] = REQUEST_STATES.slice(0, 5);

export const ASSIGNMENT_STATES = [
  'ASSIGNED',
  'ACCEPTED',
  'CONTRIBUTED',
  'RETURNED',
  'SETTLED',
  'DECLINED',
  'REASSIGNED',
  'TAKEN_OVER',
  'CANCELLED',
] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];
/** The ball is with the office. */
export const OPEN_ASSIGNMENT: readonly AssignmentState[] = ['ASSIGNED', 'ACCEPTED', 'RETURNED'];

export type Assignment = {
  office: OfficeCode;
  state: AssignmentState;
  changedAt: Instant;
  contribution?: ContributionId;
  /** While the office has the ball. */
  clock?: RunningClock;
};

export type BeforeReview = 'REGISTERED' | 'IN_COORDINATION';

/** A moment of the request itself that can be corrected. */
export type Moment = {
  /** EARLIER: an answer or a closing before the request was reopened. */
  what: 'RECEIVED' | 'REGISTERED' | 'ANSWERED' | 'CLOSED' | 'EARLIER';
  at: Instant;
  /** When the next thing happened to the request: a correction stays before it. */
  next?: Instant;
};

export type InformationRequest = {
  state: RequestState;
  track: Track;
  receivedAt: Instant;
  /** The last change of state of the request itself. */
  changedAt: Instant;
  moments: Readonly<Record<EventId, Moment>>;
  number?: string;
  /** All numbers it ever had: two after a conversion. */
  numbers: readonly string[];
  answerNeededBy?: Instant;
  answeredAt?: Instant;
  /** The text that is to answer it, and the state that it goes back to without. */
  draft?: { item: OutboundItemId; before: BeforeReview };
  /** The text that answered it, as it stands. */
  answer?: OutboundItemId;
  /** Texts that answered a part of it, as they stand. */
  interim: readonly OutboundItemId[];
  /** Every text that ever answered it or a part of it: none does so twice. */
  answers: readonly OutboundItemId[];
  told: boolean;
  /** Imported, and nothing but imported rows so far. */
  historic: boolean;
  lead?: AssignmentId;
  assignments: Readonly<Record<AssignmentId, Assignment>>;
  /** Clocks of the request itself that still run. */
  clocks: readonly RunningClock[];
};

/** Null before its receipt. */
export type RequestOrNone = InformationRequest | null;

export const isOpen = ({ state }: { state: RequestState }): boolean => OPEN_STATES.includes(state);

export const hasBall = ({ state }: { state: AssignmentState }): boolean =>
  OPEN_ASSIGNMENT.includes(state);

/** Undefined for an id that the request does not have, whatever it spells. */
export const assignmentOf = (
  { assignments }: InformationRequest,
  id: AssignmentId,
): Assignment | undefined => (Object.hasOwn(assignments, id) ? assignments[id] : undefined);

/** It no longer has the ball, so its clock stops. */
export function relieved(
  { clock: _, ...assignment }: Assignment,
  state: AssignmentState,
  changedAt: Instant,
): Assignment {
  return { ...assignment, state, changedAt };
}

export const anyOpen = (request: InformationRequest): boolean =>
  Object.values(request.assignments).some(hasBall);
