import type { AssignmentId, EventId, Happened, Instant } from '#kernel';
import type { RuleId } from '#calendar';
import { coordinated, handedOver } from './evolve-coordination.ts';
import { answering, withAnswer, withoutDraft } from './evolve-answers.ts';
import { timed } from './evolve-deadlines.ts';
import type { Corrected, InformationRequestEvent } from './events.ts';
import { hasBall, relieved } from './state.ts';
import type {
  Assignment,
  AssignmentState,
  InformationRequest,
  Moment,
  RequestOrNone,
  RequestState,
} from './state.ts';

type Event = Happened<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/** Total over the events; a row of a case that was not received yet changes nothing. */
export function evolve(state: RequestOrNone, event: Event): RequestOrNone {
  if (event.type === 'InformationRequestReceived') return received(event);
  return state === null ? null : followed(state, later(state, event), event);
}

function received({
  id,
  data,
  occurredAt,
}: EventOf<'InformationRequestReceived'>): InformationRequest {
  const { track, clocks, answerNeededBy, historic } = data;
  return {
    state: historic === true ? 'REGISTERED' : 'RECEIVED',
    track,
    receivedAt: occurredAt,
    changedAt: occurredAt,
    moments: { [id]: { what: 'RECEIVED', at: occurredAt } },
    numbers: [],
    told: false,
    interim: [],
    answers: [],
    historic: historic === true,
    assignments: {},
    clocks,
    ...(answerNeededBy === undefined ? {} : { answerNeededBy }),
  };
}

/** Tells the last moment when the next thing happened to the request. */
function followed(
  before: InformationRequest,
  after: InformationRequest,
  event: Later,
): InformationRequest {
  if (after === before || NO_FOLLOWERS.includes(event.type)) return after;
  const [id] = (Object.keys(before.moments) as EventId[]).slice(-1);
  const last = id && after.moments[id];
  if (id === undefined || !last || last.next !== undefined) return after;
  return { ...after, moments: { ...after.moments, [id]: { ...last, next: event.occurredAt } } };
}

/** Limits that end with the registration. */
export const UNTIL_REGISTERED: readonly RuleId[] = ['PPID-REGISTER', 'MEDIA-ACK'];

/** They do not keep a moment before them from being corrected to a later one. */
const NO_FOLLOWERS: readonly Event['type'][] = [
  'InformationRequestEntryCorrected',
  'CorrespondenceRecorded',
  'DeadlineExtended',
  'DeadlinePaused',
  'DeadlineResumed',
  'DeadlineComputed',
  'DeadlineRecomputed',
  'DeadlineMissed',
];

type Later = Exclude<Event, { type: 'InformationRequestReceived' }>;

const END = {
  InformationRequestLapsed: 'LAPSED',
  InformationRequestVoided: 'VOIDED',
  InformationRequestWithdrawn: 'WITHDRAWN',
  InformationRequestTransferred: 'TRANSFERRED',
} as const;

function later(request: InformationRequest, event: Later): InformationRequest {
  switch (event.type) {
    case 'InformationRequestFoundIncomplete':
      return moved(request, 'INCOMPLETE', event.occurredAt);
    case 'InformationRequestCompleted':
      return moved(request, 'RECEIVED', event.occurredAt);
    case 'InformationRequestLapsed':
    case 'InformationRequestVoided':
    case 'InformationRequestWithdrawn':
    case 'InformationRequestTransferred':
      return ended(request, END[event.type], event.occurredAt);
    case 'InformationRequestReopened':
      return reopened(request, event);
    case 'InformationRequestRegistered':
    case 'InformationRequestConverted':
    case 'InformationRequestAnswered':
    case 'InformationRequestClosed':
      return milestone(request, event);
    case 'AnswerDrafted':
    case 'AnswerDraftDropped':
    case 'InterimAnswerReleased':
    case 'AnswerReplaced':
      return leftHistory(answering(request, event));
    case 'CorrespondenceRecorded':
      return corresponded(request, event);
    case 'HistoricActivityRecorded':
      return handedOver(request, event.data.handover, event.occurredAt);
    case 'InformationRequestEntryCorrected':
      return leftHistory(corrected(request, event.data));
    case 'DeadlineExtended':
    case 'DeadlinePaused':
    case 'DeadlineResumed':
    case 'DeadlineComputed':
    case 'DeadlineRecomputed':
    case 'DeadlineMissed':
      return timed(request, event);
    case 'OfficeAssigned':
    case 'LeadOfficeSet':
    case 'AssignmentAccepted':
    case 'AssignmentDeclined':
    case 'AssignmentReassigned':
    case 'AssignmentTakenOver':
    case 'ContributionPrepared':
    case 'ContributionSubmitted':
    case 'ContributionReturned':
    case 'ContributionAccepted':
      return leftHistory(coordinated(request, event));
  }
}

/** The case goes on here, with more than imported rows. */
const leftHistory = (request: InformationRequest): InformationRequest =>
  request.historic ? { ...request, historic: false } : request;

type Milestone = EventOf<
  | 'InformationRequestRegistered'
  | 'InformationRequestConverted'
  | 'InformationRequestAnswered'
  | 'InformationRequestClosed'
>;

function milestone(request: InformationRequest, event: Milestone): InformationRequest {
  const { id, occurredAt: at } = event;
  const marked = (what: Moment['what']): Pick<InformationRequest, 'moments'> => ({
    moments: { ...request.moments, [id]: { what, at } },
  });
  switch (event.type) {
    case 'InformationRequestRegistered': {
      const { number, clocks: started = [] } = event.data;
      const clocks = request.clocks.filter(({ rule }) => !UNTIL_REGISTERED.includes(rule));
      return {
        ...moved(request, 'REGISTERED', at),
        ...marked('REGISTERED'),
        number,
        numbers: [...request.numbers, number],
        clocks: [...clocks, ...started],
      };
    }
    case 'InformationRequestConverted': {
      const { number, clocks } = event.data;
      const numbers = [...request.numbers, number];
      const converted = { ...request, historic: false, track: 'STATUTORY' as const };
      return { ...converted, number, numbers, clocks, changedAt: at };
    }
    case 'InformationRequestAnswered': {
      const { told, item } = event.data;
      // To the press the answer itself ends the limit, to others the notice of it.
      const clocks = told || request.track === 'MEDIA' ? [] : request.clocks;
      const known = item === undefined ? request : { ...withAnswer(request, item), answer: item };
      const answered = { ...moved(withoutDraft(known), 'ANSWERED', at), ...marked('ANSWERED') };
      return { ...answered, answeredAt: at, told, clocks };
    }
    case 'InformationRequestClosed': {
      const { historic } = request;
      return { ...ended(request, 'CLOSED', at), ...marked('CLOSED'), historic };
    }
  }
}

/** Not answered now, whatever it was told before. */
function reopened(
  request: InformationRequest,
  { data, occurredAt }: EventOf<'InformationRequestReopened'>,
): InformationRequest {
  const { answeredAt: _, answer: __, ...rest } = moved(request, 'IN_COORDINATION', occurredAt);
  const moments = Object.entries(request.moments).map(([id, moment]) => {
    const over = moment.what === 'ANSWERED' || moment.what === 'CLOSED';
    return [id, over ? { ...moment, what: 'EARLIER' as const } : moment] as const;
  });
  return { ...rest, moments: Object.fromEntries(moments), told: false, clocks: data.clocks };
}

function corresponded(
  request: InformationRequest,
  { data, occurredAt }: EventOf<'CorrespondenceRecorded'>,
): InformationRequest {
  const after = handedOver(request, data.handover, occurredAt);
  if (data.kind !== 'ANSWER_NOTICE' || request.told) return after;
  return { ...after, told: true, clocks: [] };
}

function corrected(
  request: InformationRequest,
  { field, code, ofEvent }: Corrected,
): InformationRequest {
  if (field === 'ANSWER_NEEDED_BY') {
    const { answerNeededBy: _, ...rest } = request;
    return typeof code?.to === 'string' ? { ...rest, answerNeededBy: code.to as Instant } : rest;
  }
  const moment = ofEvent && request.moments[ofEvent];
  if (field !== 'OCCURRED_AT' || !ofEvent || !moment || typeof code?.to !== 'string')
    return request;
  const at = code.to as Instant;
  const moments = { ...request.moments, [ofEvent]: { ...moment, at } };
  const changedAt = moment.next === undefined ? at : request.changedAt;
  switch (moment.what) {
    case 'RECEIVED':
      return { ...request, moments, changedAt, receivedAt: at };
    case 'ANSWERED':
      return { ...request, moments, changedAt, answeredAt: at };
    case 'REGISTERED':
    case 'CLOSED':
    case 'EARLIER':
      return { ...request, moments, changedAt };
  }
}

const moved = (
  request: InformationRequest,
  state: RequestState,
  at: Instant,
): InformationRequest => ({
  ...request,
  historic: false,
  state,
  changedAt: at,
});

/** The end cancels open assignments and clocks; an imported end leaves the case nobody's. */
function ended(request: InformationRequest, state: RequestState, at: Instant): InformationRequest {
  const left: AssignmentState = request.historic ? 'SETTLED' : 'CANCELLED';
  const assignments: Record<AssignmentId, Assignment> = { ...request.assignments };
  for (const [id, one] of Object.entries(request.assignments)) {
    if (hasBall(one)) assignments[id as AssignmentId] = relieved(one, left, at);
  }
  return { ...moved(request, state, at), assignments, clocks: [] };
}
