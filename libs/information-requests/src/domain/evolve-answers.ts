import type { Happened, OutboundItemId } from '#kernel';
import type { InformationRequestEvent } from './events.ts';
import type { InformationRequest } from './state.ts';

type Event = Happened<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export type OfAnswer = EventOf<
  'AnswerDrafted' | 'AnswerDraftDropped' | 'InterimAnswerReleased' | 'AnswerReplaced'
>;

/** What becomes of the text that is to answer. */
export function answering(request: InformationRequest, event: OfAnswer): InformationRequest {
  const { occurredAt: changedAt, data } = event;
  const { item } = data;
  switch (event.type) {
    case 'AnswerDrafted': {
      const before = request.state === 'REGISTERED' ? 'REGISTERED' : 'IN_COORDINATION';
      return { ...request, state: 'IN_REVIEW', changedAt, draft: { item, before } };
    }
    case 'AnswerDraftDropped':
      return { ...withoutDraft(request), state: event.data.backTo, changedAt };
    case 'InterimAnswerReleased': {
      const interim = [...request.interim, item];
      const back = { state: event.data.backTo, changedAt, interim };
      return { ...withoutDraft(withAnswer(request, item)), ...back };
    }
    case 'AnswerReplaced': {
      const { replaces } = event.data;
      const interim = request.interim.map((id) => (id === replaces ? item : id));
      const known = withAnswer(request, item);
      return known.answer === replaces ? { ...known, answer: item } : { ...known, interim };
    }
  }
}

export const withAnswer = (
  request: InformationRequest,
  item: OutboundItemId,
): InformationRequest => ({ ...request, answers: [...request.answers, item] });

export const withoutDraft = ({ draft: _, ...request }: InformationRequest): InformationRequest =>
  request;
