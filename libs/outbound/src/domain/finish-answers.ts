import type { OutboundItemId, Reaction, RequestId } from '#kernel';
import type { OutboundEvent } from './events.ts';

/** What a request says of the text that was to answer it: its event, as far as it is told here. */
type LeftByRequest = {
  type: 'AnswerDraftDropped';
  data: { item: OutboundItemId; backTo: string };
};

/** What must be true of an item and the requests that it answers. */
export type FinishAnswer =
  | { type: 'TELL_DRAFTED' | 'TELL_RELEASED' | 'TELL_DROPPED'; item: OutboundItemId }
  | { type: 'TELL_LEFT_OUT'; item: OutboundItemId; requests: readonly RequestId[] }
  | { type: 'TELL_LEFT'; item: OutboundItemId; request: RequestId };

/** Longer than a live call may take, so that the net never overtakes it. */
const GRACE_MS = 15_000;

const of = (type: 'TELL_DRAFTED' | 'TELL_RELEASED' | 'TELL_DROPPED', item: string) => [
  { type, item: item as OutboundItemId },
];

/** The net under answers: what a crash left between an item and its requests is finished. */
export const finishAnswers: Reaction<OutboundEvent | LeftByRequest, FinishAnswer> = {
  name: 'finish-answers',
  graceMs: GRACE_MS,
  on: {
    OutboundItemDrafted: ({ entityId, data }) =>
      data.answer === undefined ? [] : of('TELL_DRAFTED', entityId),
    OutboundItemRevised: ({ entityId, data: { answer, left = [] } }) => [
      ...(answer === undefined ? [] : of('TELL_DRAFTED', entityId)),
      ...(left.length === 0
        ? []
        : [{ type: 'TELL_LEFT_OUT', item: entityId as OutboundItemId, requests: left } as const]),
    ],
    OutboundItemReleased: ({ entityId }) => of('TELL_RELEASED', entityId),
    OutboundItemReleasedInEmergency: ({ entityId }) => of('TELL_RELEASED', entityId),
    OutboundItemRejected: ({ entityId }) => of('TELL_DROPPED', entityId),
    OutboundItemDropped: ({ entityId }) => of('TELL_DROPPED', entityId),
    AnswerDraftDropped: ({ entityId, data: { item } }) => [
      { type: 'TELL_LEFT', item, request: entityId as RequestId },
    ],
  },
};
