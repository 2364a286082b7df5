import type { AttachmentId, CorrespondenceKind, DeliveryWay, Instant } from '#kernel';
import type { Call, Handled, Reading } from '#access';

/** Known by who keeps the objections. */
export abstract class UpheldObjections {
  /** Was this objection, wholly or in part, and is it one to this request? */
  abstract upheld(objectionId: string, requestId: string, reading: Reading): boolean;
}

/** A letter or notice as a caller records it. */
export type Letter = {
  kind: CorrespondenceKind;
  way: DeliveryWay;
  at: Instant;
  note?: string;
  costPaidIdr?: number;
  proofs?: AttachmentId[];
};

/** Known by who keeps the objections. */
export abstract class ObjectionCorrespondence {
  /** What came of it; undefined where the viewer sees no such objection. */
  abstract record(call: Call, letter: Letter): Promise<Handled> | undefined;
}
