import { reject, rejectField } from '#kernel';
import type { Command, RequestDecision } from './commands.ts';
import type { InformationRequestEvent, Outcome, Track } from './events.ts';
import { fits } from './permitted.ts';
import { anyOpen } from './state.ts';
import type { BeforeReview, InformationRequest } from './state.ts';

/** Outcomes of a text of ours that went through the route, by track. */
const BY_TEXT: Readonly<Record<Track, readonly Outcome[]>> = {
  STATUTORY: [
    'GRANTED',
    'GRANTED_IN_PART',
    'REFUSED_EXEMPT',
    'REFUSED_OTHER',
    'NOT_HELD',
    'NOT_YET_DOCUMENTED',
    'ALREADY_PUBLIC',
  ],
  MEDIA: ['STATEMENT', 'BACKGROUND', 'REFERRED', 'DECLINED_TO_COMMENT'],
  INTER_OFFICE: [],
};

type AnswerCommand = Command<
  'DraftAnswer' | 'DropAnswerDraft' | 'RecordAnswer' | 'RecordInterimAnswer' | 'ReplaceAnswer'
>;

/** What the text that answers does to the request; the text itself is another stream. */
export function decideAnswer(command: AnswerCommand, request: InformationRequest): RequestDecision {
  switch (command.type) {
    case 'DraftAnswer':
      return draft(command, request);
    case 'DropAnswerDraft':
      return request.draft?.item === command.item ? droppedDraft(request) : [];
    case 'RecordAnswer':
      return record(command, request);
    case 'RecordInterimAnswer':
      return recordInterim(command, request);
    case 'ReplaceAnswer':
      return replace(command, request);
  }
}

/** One live answer at a time, and not while an office still has the ball. */
function draft(command: Command<'DraftAnswer'>, request: InformationRequest): RequestDecision {
  const { type, item, outcome } = command;
  const own = request.draft?.item === item;
  if (!own && !fits(type, request)) return reject('INVALID_STATE');
  if (!BY_TEXT[request.track].includes(outcome)) return rejectField('INVALID_INPUT', 'outcome');
  if (own) return [];
  if (anyOpen(request)) return reject('ASSIGNMENTS_OPEN');
  return [{ type: 'AnswerDrafted', data: { item } }];
}

/** Asked before the text goes out; once it is out, it waits for nobody any more. */
function record(command: Command<'RecordAnswer'>, request: InformationRequest): RequestDecision {
  const { type, item, outcome, parts, waits } = command;
  if (request.answers.includes(item)) return [];
  if (!fits(type, request) || request.draft?.item !== item) return reject('INVALID_STATE');
  if (!BY_TEXT[request.track].includes(outcome)) return rejectField('INVALID_INPUT', 'outcome');
  if (waits && anyOpen(request)) return reject('ASSIGNMENTS_OPEN');
  const data = { outcome, told: false, item, ...(parts.length === 0 ? {} : { parts }) };
  return [{ type: 'InformationRequestAnswered', data }];
}

/** Part now, the rest to follow: it ends no limit, and leaves room for the next. */
function recordInterim(
  { type, item }: Command<'RecordInterimAnswer'>,
  request: InformationRequest,
): RequestDecision {
  if (request.answers.includes(item)) return [];
  if (!fits(type, request) || request.draft?.item !== item) return reject('INVALID_STATE');
  return [{ type: 'InterimAnswerReleased', data: { item, backTo: backTo(request) } }];
}

/**
 * A corrected or later text stands in its place, with the outcome that it says; state, time and
 * limits stay. A request that has gone on with another answer is not concerned.
 */
function replace(
  { item, replaces, outcome, parts }: Command<'ReplaceAnswer'>,
  request: InformationRequest,
): RequestDecision {
  if (request.interim.includes(replaces)) {
    return [{ type: 'AnswerReplaced', data: { item, replaces } }];
  }
  if (request.answer !== replaces) return [];
  if (!BY_TEXT[request.track].includes(outcome)) return rejectField('INVALID_INPUT', 'outcome');
  const data = { item, replaces, outcome, ...(parts.length === 0 ? {} : { parts }) };
  return [{ type: 'AnswerReplaced', data }];
}

/** What goes before an end that no text of ours brought: the live answer is given up. */
export function droppedDraft(request: InformationRequest): readonly InformationRequestEvent[] {
  if (request.draft === undefined) return [];
  const { item } = request.draft;
  return [{ type: 'AnswerDraftDropped', data: { item, backTo: backTo(request) } }];
}

/** Where it was before; with an office that got a part meanwhile, into coordination. */
function backTo({ draft, assignments }: InformationRequest): BeforeReview {
  const inHand = Object.keys(assignments).length > 0;
  return inHand ? 'IN_COORDINATION' : (draft?.before ?? 'IN_COORDINATION');
}
