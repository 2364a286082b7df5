import type { Happened } from '#kernel';
import { limited } from '#calendar';
import type { Answering, OutboundEvent } from './events.ts';
import { isDone } from './state.ts';
import type { ItemOrNone, OutboundItem, OutboundState, Step } from './state.ts';

type Event = Happened<OutboundEvent>;
type Later = Exclude<Event, { type: 'OutboundItemDrafted' }>;
type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

export function evolve(state: ItemOrNone, event: Event): ItemOrNone {
  if (event.type === 'OutboundItemDrafted') return drafted(event);
  return state === null ? null : later(state, event);
}

function drafted({ data }: EventOf<'OutboundItemDrafted'>): OutboundItem {
  const { kind, author, contentVersion, contentHash, originOffice, sensitive, replaces } = data;
  return {
    kind,
    state: 'DRAFT',
    author,
    contentVersion,
    contentHash,
    sensitive,
    ...answering(data.answer),
    steps: [],
    reviewDebt: false,
    ...(originOffice === undefined ? {} : { originOffice }),
    ...(replaces === undefined ? {} : { replaces }),
  };
}

type Answered = Pick<OutboundItem, 'requests' | 'track' | 'outcome' | 'interim' | 'parts'>;

function answering(answer: Answering | undefined): Answered {
  if (answer === undefined) return { requests: [], interim: false, parts: [] };
  const { requests, track, outcome, interim } = answer;
  const parts = answer.parts.map(({ decision, consequenceTest, exemption }) => ({
    decision,
    ...(consequenceTest === undefined ? {} : { consequenceTest }),
    ...(exemption === undefined ? {} : { exemption }),
  }));
  return { requests, track, outcome, interim, parts };
}

function later(item: OutboundItem, event: Later): OutboundItem {
  switch (event.type) {
    case 'OutboundItemRevised': {
      const { author, contentVersion, contentHash, answer } = event.data;
      const version = { author, contentVersion, contentHash };
      return { ...unapproved(item, 'DRAFT'), ...version, ...answering(answer) };
    }
    case 'OutboundItemLeftByRequest': {
      const { request, contentVersion, contentHash } = event.data;
      const requests = item.requests.filter((id) => id !== request);
      return { ...unapproved(item, 'DRAFT'), contentVersion, contentHash, requests };
    }
    case 'OutboundItemSubmitted': {
      const steps = event.data.steps.map((step) => ({ ...step, decision: 'WAITING' as const }));
      return { ...item, state: 'IN_APPROVAL', steps };
    }
    case 'ApprovalStepOpened':
    case 'ApprovalStepSkipped':
    case 'ApprovalGiven':
    case 'OutboundItemReturned':
    case 'OutboundItemRejected':
      return judged(item, event);
    case 'OutboundItemSensitivitySet':
      return sensitivitySet(item, event.data.sensitive);
    case 'ApprovalRefusedToAuthor':
    case 'ReleaseRefusedUnapproved':
      return item;
    case 'DeadlinePaused':
    case 'DeadlineResumed':
    case 'DeadlineComputed':
    case 'DeadlineRecomputed':
    case 'DeadlineMissed':
      return item.clock === undefined ? item : { ...item, clock: limited(item.clock, event) };
    case 'ReleaseScheduled':
    case 'ReleaseScheduleCancelled':
    case 'ScheduledReleaseRefused':
    case 'OutboundItemReleased':
    case 'OutboundItemReleasedInEmergency':
    case 'ReleaseReviewed':
    case 'OutboundItemDropped':
    case 'OutboundItemCorrected':
    case 'OutboundItemSuperseded':
    case 'OutboundItemWithdrawn':
      return leaving(item, event);
  }
}

type Judged = EventOf<
  | 'ApprovalStepOpened'
  | 'ApprovalStepSkipped'
  | 'ApprovalGiven'
  | 'OutboundItemReturned'
  | 'OutboundItemRejected'
>;

function judged(item: OutboundItem, event: Judged): OutboundItem {
  switch (event.type) {
    case 'ApprovalStepOpened':
      return {
        ...decided(item, event.data.step, { decision: 'PENDING' }),
        clock: event.data.clock,
      };
    case 'ApprovalStepSkipped': {
      const skipped = decided(item, event.data.step, { decision: 'SKIPPED_NO_HOLDER' });
      return passed({ ...skipped, reviewDebt: true });
    }
    case 'ApprovalGiven': {
      const { step, by } = event.data;
      return passed(decided(item, step, { decision: 'APPROVED', by }));
    }
    case 'OutboundItemReturned': {
      const { step, by } = event.data;
      return { ...decided(item, step, { decision: 'RETURNED', by }), state: 'RETURNED' };
    }
    case 'OutboundItemRejected': {
      const { step, by } = event.data;
      const rejected = decided(item, step, { decision: 'REJECTED', by });
      return { ...rejected, state: 'REJECTED', reviewDebt: false };
    }
  }
}

type Leaving = EventOf<
  | 'ReleaseScheduled'
  | 'ReleaseScheduleCancelled'
  | 'ScheduledReleaseRefused'
  | 'OutboundItemReleased'
  | 'OutboundItemReleasedInEmergency'
  | 'ReleaseReviewed'
  | 'OutboundItemDropped'
  | 'OutboundItemCorrected'
  | 'OutboundItemSuperseded'
  | 'OutboundItemWithdrawn'
>;

function leaving(item: OutboundItem, event: Leaving): OutboundItem {
  switch (event.type) {
    case 'ReleaseScheduled': {
      const { releaseAt, by } = event.data;
      const who = by === undefined ? {} : { releasedBy: by };
      return { ...item, state: 'SCHEDULED', releaseAt, ...who };
    }
    case 'ReleaseScheduleCancelled':
    case 'ScheduledReleaseRefused':
      return { ...unscheduled(item), state: 'APPROVED' };
    case 'OutboundItemReleased': {
      const { by } = event.data;
      return { ...item, state: 'RELEASED', ...(by === undefined ? {} : { releasedBy: by }) };
    }
    case 'OutboundItemReleasedInEmergency': {
      const steps = item.steps.map((step): Step =>
        isDone(step) ? step : { ...step, decision: 'SKIPPED_BY_EMERGENCY' },
      );
      const out = { state: 'EMERGENCY_RELEASED', releasedBy: event.data.by } as const;
      return { ...unscheduled(withoutClock(item)), steps, ...out, reviewDebt: true };
    }
    case 'ReleaseReviewed':
      return { ...item, reviewDebt: false };
    case 'OutboundItemDropped':
      return { ...withoutClock(item), state: 'DROPPED', reviewDebt: false };
    case 'OutboundItemCorrected':
      return { ...item, state: 'CORRECTED', replacedBy: event.data.by };
    case 'OutboundItemSuperseded':
      return { ...item, state: 'SUPERSEDED', replacedBy: event.data.by };
    case 'OutboundItemWithdrawn':
      return { ...item, state: 'WITHDRAWN' };
  }
}

/** An edit voids the approvals given, and what was skipped for them. */
const unapproved = (item: OutboundItem, state: OutboundState): OutboundItem => ({
  ...unscheduled(withoutClock(item)),
  state,
  steps: [],
  reviewDebt: false,
});

const unscheduled = ({ releaseAt: _, releasedBy: __, ...item }: OutboundItem): OutboundItem => item;
const withoutClock = ({ clock: _, ...item }: OutboundItem): OutboundItem => item;

function decided(item: OutboundItem, index: number, decision: Partial<Step>): OutboundItem {
  const steps = item.steps.map((step, i) => (i === index ? { ...step, ...decision } : step));
  return { ...withoutClock(item), steps };
}

/** Approved when no step is left. */
const passed = (item: OutboundItem): OutboundItem =>
  item.steps.every(isDone) ? { ...item, state: 'APPROVED' } : item;

/** The leadership decides a sensitive text after the others; what it has decided stays. */
function sensitivitySet(item: OutboundItem, sensitive: boolean): OutboundItem {
  const { steps } = item;
  if (steps.length === 0) return { ...item, sensitive };
  if (sensitive) {
    if (steps.at(-1)?.role === 'LEADERSHIP') return { ...item, sensitive };
    const leadership: Step = { role: 'LEADERSHIP', sensitive: true, decision: 'WAITING' };
    const back = unscheduled({ ...item, sensitive, steps: [...steps, leadership] });
    const wasThrough = item.state === 'APPROVED' || item.state === 'SCHEDULED';
    return wasThrough ? { ...back, state: 'IN_APPROVAL' } : back;
  }
  const kept = steps.filter((step) => step.sensitive !== true || isDone(step));
  const turned = kept.some(({ decision }) => decision === 'PENDING');
  const less = { ...(turned ? item : withoutClock(item)), sensitive, steps: kept };
  return item.state === 'IN_APPROVAL' ? passed(less) : less;
}
