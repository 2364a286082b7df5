import type { OutboundItemId, RequestId } from '#kernel';
import type { Viewer } from '#access';
import type { Envelope } from '#event-store';
import type { Condition } from './request.visibility.ts';

/** Known by who keeps the texts that answer: who may know on what letter they rest. */
export abstract class AnswerSight {
  /** Over `outbound_items o`, which is null where no text of ours answered. */
  abstract of(viewer: Viewer): Condition;
}

/** Known by who keeps the texts that answer: told when a request ends without its text. */
export abstract class LiveAnswers {
  /** Answers why not; the reaction on the request's event is the net. */
  abstract left(
    item: OutboundItemId,
    request: RequestId,
    envelope: Envelope,
  ): Promise<string | undefined>;

  /** What has become of the text that answered the request; NONE: it was answered without one. */
  abstract standing(request: RequestId): Promise<'NONE' | 'STANDS' | 'WITHDRAWN'>;
}
