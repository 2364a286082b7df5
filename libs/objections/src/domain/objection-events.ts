import type {
  AttachmentId,
  CorrespondenceKind,
  Day,
  DeliveryWay,
  KeyId,
  PersonId,
  RequestId,
  Text,
} from '#kernel';
import type { LimitEvent, StartedClock } from '#calendar';

/** Letters of KIP 35(1). */
export const OBJECTION_GROUNDS = [
  'A_EXEMPTION',
  'B_PERIODIC_NOT_PROVIDED',
  'C_NOT_ANSWERED',
  'D_NOT_AS_REQUESTED',
  'E_NOT_FULFILLED',
  'F_UNREASONABLE_COST',
  'G_TOO_LATE',
] as const;
export type ObjectionGround = (typeof OBJECTION_GROUNDS)[number];

export const OBJECTION_DECISIONS = [
  'UPHELD',
  'UPHELD_IN_PART',
  'REJECTED',
  'NOT_ADMITTED',
  'SETTLED_AMICABLY',
  'WITHDRAWN',
] as const;
export type ObjectionDecision = (typeof OBJECTION_DECISIONS)[number];

/** Where a dispute before the Information Commission stands, in order. */
export const DISPUTE_STAGES = ['FILED', 'MEDIATION', 'ADJUDICATION', 'DECIDED', 'COURT'] as const;
export type DisputeStage = (typeof DISPUTE_STAGES)[number];

export type Lodged<T extends Text = Text> = {
  request?: RequestId;
  requester?: PersonId;
  grounds: ObjectionGround[];
  /** In the requester's own words. */
  statement: T;
  groundFoundOn: Day;
  keys: { case: KeyId; words?: KeyId };
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type ObjectionEvent =
  | {
      type: 'ObjectionLodged';
      /** `clocks`: that of the lodging, which ends with it, and that of the reply. */
      data: Lodged & { lodgedLate?: true; clocks: StartedClock[] };
    }
  | { type: 'ObjectionRegistered'; data: { number: string } }
  | {
      type: 'ObjectionDecided';
      /** `request`: the one that an upheld objection reopens. */
      data: { decision: ObjectionDecision; request?: RequestId; text: Text };
    }
  /** The limit of the reply passed: from then on the requester may go to the commission. */
  | { type: 'ObjectionLeftUnanswered'; data: { clocks: StartedClock[] } }
  | {
      type: 'DisputeRecorded';
      data: {
        stage: DisputeStage;
        on: Day;
        number?: Text;
        note?: Text;
        documents?: AttachmentId[];
        clocks?: StartedClock[];
      };
    }
  | { type: 'DisputeSettled'; data: { on: Day; outcome: Text } }
  | {
      type: 'ObjectionCorrespondenceRecorded';
      data: {
        kind: CorrespondenceKind;
        way: DeliveryWay;
        note?: Text;
        costPaidIdr?: number;
        proofs?: AttachmentId[];
        /** The reply was received: the limit to go to the commission runs. */
        clocks?: StartedClock[];
      };
    }
  | LimitEvent;
