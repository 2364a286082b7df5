import type { Day, Happened, Instant, RequestId } from '#kernel';
import { limited } from '#calendar';
import type { RuleId, RunningClock } from '#calendar';
import type { DisputeStage, ObjectionDecision, ObjectionEvent } from './objection-events.ts';

export const OBJECTION_STATES = ['LODGED', 'REGISTERED', 'DECIDED', 'DISPUTED', 'SETTLED'] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];

export type Objection = {
  state: ObjectionState;
  request?: RequestId;
  lodgedAt: Instant;
  /** The last step of the objection itself; the dispute goes its own way. */
  changedAt: Instant;
  number?: string;
  decision?: ObjectionDecision;
  decidedAt?: Instant;
  /** The requester has the reply. */
  replied: boolean;
  dispute?: { stage: DisputeStage; on: Day };
  clocks: readonly RunningClock[];
};
/** Null before it was lodged. */
export type ObjectionOrNone = Objection | null;

type Event = Happened<ObjectionEvent>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export function evolve(state: ObjectionOrNone, event: Event): ObjectionOrNone {
  if (event.type === 'ObjectionLodged') return lodged(event);
  return state === null ? null : followed(state, event);
}

/** What the requester had 30 days for ends here, KIP 36(1). */
function lodged({ data, occurredAt: at }: EventOf<'ObjectionLodged'>): Objection {
  const { request, clocks } = data;
  return {
    state: 'LODGED',
    ...(request === undefined ? {} : { request }),
    lodgedAt: at,
    changedAt: at,
    replied: false,
    clocks: clocks.filter(({ rule }) => rule !== 'KIP-36-1'),
  };
}

function followed(
  objection: Objection,
  event: Exclude<Event, { type: 'ObjectionLodged' }>,
): Objection {
  const { occurredAt: changedAt } = event;
  switch (event.type) {
    case 'ObjectionRegistered':
      return { ...moved(objection, 'REGISTERED'), number: event.data.number, changedAt };
    case 'ObjectionDecided': {
      const { decision } = event.data;
      const decided = { ...moved(objection, 'DECIDED'), decision, decidedAt: changedAt, changedAt };
      return { ...decided, clocks: without(clocksDecided(objection, changedAt), 'KIP-36-2') };
    }
    case 'ObjectionLeftUnanswered':
      return { ...objection, clocks: [...objection.clocks, ...event.data.clocks] };
    case 'ObjectionCorrespondenceRecorded': {
      const { kind, clocks = [] } = event.data;
      const replied = objection.replied || kind === 'OBJECTION_REPLY';
      const kept = clocks.length === 0 ? objection.clocks : without(objection.clocks, 'KIP-37');
      return { ...objection, replied, clocks: [...kept, ...clocks] };
    }
    case 'DisputeRecorded': {
      const { stage, on, clocks = [] } = event.data;
      const over: RuleId[] = stage === 'COURT' ? ['KIP-37', 'KIP-48'] : ['KIP-37'];
      const kept = without(objection.clocks, ...over);
      return {
        ...objection,
        state: 'DISPUTED',
        dispute: { stage, on },
        clocks: [...kept, ...clocks],
      };
    }
    case 'DisputeSettled':
      return { ...objection, state: 'SETTLED', clocks: [] };
    case 'DeadlinePaused':
    case 'DeadlineResumed':
    case 'DeadlineComputed':
    case 'DeadlineRecomputed':
    case 'DeadlineMissed':
      return withLimit(objection, event);
  }
}

/** A dispute that runs already is where the case stands. */
const moved = (objection: Objection, state: ObjectionState): Objection =>
  objection.state === 'DISPUTED' ? objection : { ...objection, state };

const without = (clocks: readonly RunningClock[], ...rules: RuleId[]): RunningClock[] =>
  clocks.filter(({ rule }) => !rules.includes(rule));

/** Decided in time after all, and entered later: there was no silence. */
function clocksDecided({ clocks }: Objection, at: Instant): readonly RunningClock[] {
  const reply = clocks.find(({ rule }) => rule === 'KIP-36-2');
  const inTime = reply?.dueAt !== undefined && at < reply.dueAt;
  return inTime ? without(clocks, 'KIP-37') : clocks;
}

type OfLimit = EventOf<
  | 'DeadlinePaused'
  | 'DeadlineResumed'
  | 'DeadlineComputed'
  | 'DeadlineRecomputed'
  | 'DeadlineMissed'
>;

function withLimit(objection: Objection, event: OfLimit): Objection {
  const { rule } = event.data;
  const clocks = objection.clocks.map((one) => (one.rule === rule ? limited(one, event) : one));
  return { ...objection, clocks };
}
