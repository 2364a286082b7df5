import type {
  Instant,
  KeyId,
  OfficeCode,
  OutboundItemId,
  OutboundKind,
  PersonId,
  RequestId,
  Role,
} from '#kernel';
import type { LimitCommand, LimitRejection, Reckoning } from '#calendar';
import type { Content, EmergencyGround, Replaces, RouteNote, RoutedStep } from './events.ts';

/** Who holds a role today, in an office where one is named. */
export type HoldersOf = (role: Role, office?: OfficeCode) => readonly PersonId[];

/** What has become of a consequence test that a part rests on; undefined: there is none. */
export type TestStanding = 'VALID' | 'ENDED' | 'NOT_EXEMPT' | undefined;
export type StandingOf = (test: string) => TestStanding;

type Times = { at: Instant; now: Instant };
/** Somebody does it; what the system does names nobody. */
type By = Times & { by: PersonId };
type Read = { contentHash: string };
/** The number of the version that the command was made from; another one is refused. */
type Based = { base: number };
/** What a decision about a step rests on. */
type Deciding = By & Read & { holds: (step: RoutedStep) => boolean; holdersOf: HoldersOf };
/** What a release rests on beside the approvals. */
type Leaving = { assignmentsOpen: boolean; standingOf: StandingOf };
type Turning = { holdersOf: HoldersOf; reckoning: Reckoning };

export type OutboundCommand =
  | LimitCommand
  | (By & {
      type: 'DraftOutboundItem';
      kind: OutboundKind;
      content: Content<string>;
      contentHash: string;
      originOffice?: OfficeCode;
      sensitive: boolean;
      replaces?: Replaces;
      reason?: string;
      key: KeyId;
      standingOf: StandingOf;
    })
  | (By &
      Based & {
        type: 'ReviseOutboundItem';
        content: Content<string>;
        contentHash: string;
        standingOf: StandingOf;
      })
  /** The hash is that of the content without the request. */
  | (Times & Based & { type: 'LeaveRequest'; request: RequestId; contentHash: string })
  | (By &
      Based &
      Turning & {
        type: 'SubmitForApproval';
        steps: RoutedStep[];
        routeSince: Instant;
        notes: RouteNote[];
        standingOf: StandingOf;
      })
  | (Deciding & {
      type: 'ApproveOutboundItem';
      note?: string;
      /** An office still has the ball of a request that it answers. */
      assignmentsOpen: boolean;
      reckoning: Reckoning;
    })
  | (Deciding & { type: 'ReturnOutboundItem'; reason: string })
  | (Deciding & { type: 'RejectOutboundItem'; reason: string })
  /** Is somebody left who may take the step whose turn it is? */
  | (Times & Turning & { type: 'JudgeStep' })
  | (By & Turning & { type: 'SetSensitive'; sensitive: boolean; reason: string })
  | (By & Read & { type: 'ScheduleRelease'; releaseAt: Instant })
  | (By & Read & { type: 'CancelSchedule'; reason: string })
  | (Times & { type: 'RefuseScheduledRelease'; refusal: string })
  | (By & Read & Leaving & { type: 'ReleaseOutboundItem' })
  /** By the timer, at the instant that it was scheduled for. */
  | (Times & Leaving & { type: 'ReleaseScheduled' })
  | (By &
      Read & {
        type: 'EmergencyRelease';
        ground: EmergencyGround;
        reason: string;
        standingOf: StandingOf;
      })
  | (By & Read & { type: 'ReviewRelease'; finding: string })
  | (By & { type: 'DropOutboundItem'; reason: string })
  | (Times & { type: 'ReplaceOutboundItem'; replacement: OutboundItemId; as: Replaces['as'] })
  | (By & { type: 'WithdrawRelease'; reason: string });

export type Command<T extends OutboundCommand['type']> = Extract<OutboundCommand, { type: T }>;

export type OutboundRejection =
  | LimitRejection
  | 'INVALID_INPUT'
  | 'NOT_FOUND'
  | 'ASSIGNMENTS_OPEN'
  | 'LEGAL_BASIS_REQUIRED'
  | 'CONSEQUENCE_TEST_REQUIRED'
  | 'CONSEQUENCE_TEST_ENDED'
  | 'CONTENT_CHANGED'
  | 'SAME_PERSON'
  | 'NOT_APPROVED'
  | 'NOT_YOUR_STEP'
  | 'EMBARGO_IN_PAST';
