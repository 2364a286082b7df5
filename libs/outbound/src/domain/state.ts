import type {
  Instant,
  OfficeCode,
  OutboundItemId,
  OutboundKind,
  PersonId,
  RequestId,
} from '#kernel';
import type { RunningClock } from '#calendar';
import type { AnswerPart, Replaces, RoutedStep } from './events.ts';

/** It has not left the house and still may. */
const LIVE_STATES = ['DRAFT', 'IN_APPROVAL', 'RETURNED', 'APPROVED', 'SCHEDULED'] as const;

export type OutboundState =
  | (typeof LIVE_STATES)[number]
  | 'RELEASED'
  | 'EMERGENCY_RELEASED'
  | 'CORRECTED'
  | 'WITHDRAWN'
  | 'SUPERSEDED'
  | 'REJECTED'
  | 'DROPPED';

/** Outside, and standing as it went. */
export const STANDING_STATES: readonly OutboundState[] = ['RELEASED', 'EMERGENCY_RELEASED'];

export type ApprovalDecision =
  | 'WAITING'
  | 'PENDING'
  | 'APPROVED'
  | 'RETURNED'
  | 'REJECTED'
  | 'SKIPPED_NO_HOLDER'
  | 'SKIPPED_BY_EMERGENCY';

export type Step = RoutedStep & { decision: ApprovalDecision; by?: PersonId };

/** As much of a part as a rule hangs on. */
export type PartFact = Pick<AnswerPart, 'decision' | 'consequenceTest' | 'exemption'>;

export type OutboundItem = {
  kind: OutboundKind;
  state: OutboundState;
  /** Of the current version: who wrote it, its number and hash. */
  author: PersonId | undefined;
  contentVersion: number;
  contentHash: string;
  originOffice?: OfficeCode;
  sensitive: boolean;
  /** ANSWER: what it answers. */
  requests: readonly RequestId[];
  track?: string;
  outcome?: string;
  interim: boolean;
  parts: readonly PartFact[];
  replaces?: Replaces;
  /** Of the current version, in order; none before it was submitted. */
  steps: readonly Step[];
  /** Of the step whose turn it is. */
  clock?: RunningClock;
  releaseAt?: Instant;
  /** Who let it out, or put it on the schedule. */
  releasedBy?: PersonId;
  /** What stands in its place. */
  replacedBy?: OutboundItemId;
  /** A step was skipped or the release was an emergency, and nobody has looked at it since. */
  reviewDebt: boolean;
};

/** Null before it is drafted. */
export type ItemOrNone = OutboundItem | null;

export const isLive = ({ state }: { state: OutboundState }): boolean =>
  LIVE_STATES.some((live) => live === state);

/** It went out and stands, was replaced, or was taken back: nothing of it is edited. */
export const hasLeft = ({ state }: { state: OutboundState }): boolean =>
  !isLive({ state }) && state !== 'REJECTED' && state !== 'DROPPED';

export const pendingStep = ({ steps }: OutboundItem): number =>
  steps.findIndex(({ decision }) => decision === 'PENDING');

/** Decided for good: no turn of it is left. */
export const isDone = ({ decision }: Step): boolean =>
  decision !== 'WAITING' && decision !== 'PENDING';
