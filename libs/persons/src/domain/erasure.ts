import { isBlank, reject, rejectField } from '#kernel';
import type { Decider, Decision, Instant, KeyId, PersonId, Text } from '#kernel';
import type { Target } from './target.ts';

export const ERASURE_REQUESTERS = [
  'THE_PERSON',
  'HEIR_OR_GUARDIAN',
  'COURT',
  'AUTHORITY',
  'CITY',
] as const;
export type ErasureRequester = (typeof ERASURE_REQUESTERS)[number];

/** Everything that a confirmed erasure takes away. */
export type Scope = {
  destroys: KeyId[];
  /** Streams that lose all their keys; those of attachments also lose their object. */
  streams: string[];
  /** Streams of cases that lose the requester's own words alone. */
  wordsOf: string[];
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type ErasureEvent =
  | {
      type: 'ErasureOrdered';
      data: {
        target: Target;
        /** Of a person: their cases too, not only their own words in them. */
        withCases: boolean;
        by: PersonId;
        askedBy: ErasureRequester;
        ground: Text;
        retentionCode?: Text;
        reason: Text;
      };
    }
  | { type: 'ErasureRefused'; data: { by: PersonId; reason: Text } }
  /** From here on it is carried out, by whoever finds it, from nothing but this. */
  | { type: 'ErasureConfirmed'; data: { by: PersonId } & Scope }
  /** The certificate. */
  | { type: 'ErasureCompleted'; data: { keyDestroyedAt: Instant } };

/** What stands against it now, in the target and in everything that would go with it. */
export type Bars = {
  erased: boolean;
  held: boolean;
  caseOpen: boolean;
  objectionRunning: boolean;
  retentionRunning: boolean;
};

export type ErasureCommand =
  | {
      type: 'OrderErasure';
      target: Target;
      withCases: boolean;
      by: PersonId;
      askedBy: ErasureRequester;
      ground: string;
      retentionCode?: string;
      reason: string;
      bars: Bars;
    }
  | { type: 'RefuseErasure'; by: PersonId; reason: string }
  | { type: 'ConfirmErasure'; by: PersonId; scope: Scope; bars: Bars }
  | { type: 'CompleteErasure'; keyDestroyedAt: Instant };

type Bar =
  'ALREADY_ERASED' | 'LEGAL_HOLD' | 'CASE_OPEN' | 'OBJECTION_RUNNING' | 'RETENTION_RUNNING';
export type ErasureRejection =
  Bar | 'INVALID_INPUT' | 'INVALID_STATE' | 'REASON_REQUIRED' | 'SAME_PERSON';

export type Erasure =
  | { status: 'NONE' }
  | { status: 'ORDERED'; by: PersonId; askedBy: ErasureRequester }
  | { status: 'REFUSED' }
  | { status: 'CONFIRMED'; by: PersonId }
  | { status: 'DONE'; by: PersonId };

type ErasureDecision = Decision<ErasureEvent, ErasureRejection>;
type Command<T extends ErasureCommand['type']> = Extract<ErasureCommand, { type: T }>;

/** Four eyes, and nothing that must be kept: then keys go, and with them what they sealed. */
export const erasure: Decider<ErasureCommand, ErasureEvent, Erasure, ErasureRejection> = {
  initialState: { status: 'NONE' },

  decide(command, state) {
    switch (command.type) {
      case 'OrderErasure':
        return order(command, state);
      case 'RefuseErasure':
        return refuse(command, state);
      case 'ConfirmErasure':
        return confirm(command, state);
      case 'CompleteErasure':
        return complete(command, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'ErasureOrdered':
        return { status: 'ORDERED', by: event.data.by, askedBy: event.data.askedBy };
      case 'ErasureRefused':
        return { status: 'REFUSED' };
      case 'ErasureConfirmed':
        return { status: 'CONFIRMED', by: event.data.by };
      case 'ErasureCompleted':
        return state.status === 'CONFIRMED' ? { ...state, status: 'DONE' } : state;
    }
  },
};

function order(
  { type: _, bars, ...data }: Command<'OrderErasure'>,
  state: Erasure,
): ErasureDecision {
  if (state.status !== 'NONE') return reject('INVALID_STATE');
  if (isBlank(data.ground)) return rejectField('INVALID_INPUT', 'ground');
  if (isBlank(data.reason)) return reject('REASON_REQUIRED');
  if (data.withCases && data.target.kind !== 'PERSON') {
    return rejectField('INVALID_INPUT', 'withCases');
  }
  const bar = barred(bars, data.askedBy);
  return bar === undefined ? [{ type: 'ErasureOrdered', data }] : reject(bar);
}

function refuse({ by, reason }: Command<'RefuseErasure'>, state: Erasure): ErasureDecision {
  if (state.status !== 'ORDERED') return reject('INVALID_STATE');
  if (state.by === by) return reject('SAME_PERSON');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'ErasureRefused', data: { by, reason } }];
}

/** Asked again: a hold may have come, or a case been reopened, since it was ordered. */
function confirm({ by, scope, bars }: Command<'ConfirmErasure'>, state: Erasure): ErasureDecision {
  if (state.status === 'CONFIRMED' || state.status === 'DONE') {
    return state.by === by ? [] : reject('INVALID_STATE');
  }
  if (state.status !== 'ORDERED') return reject('INVALID_STATE');
  if (state.by === by) return reject('SAME_PERSON');
  const bar = barred(bars, state.askedBy);
  return bar === undefined ? [{ type: 'ErasureConfirmed', data: { by, ...scope } }] : reject(bar);
}

function complete({ keyDestroyedAt }: Command<'CompleteErasure'>, state: Erasure): ErasureDecision {
  if (state.status === 'DONE') return [];
  if (state.status !== 'CONFIRMED') return reject('INVALID_STATE');
  return [{ type: 'ErasureCompleted', data: { keyDestroyedAt } }];
}

/** A court's order goes before retention, and before nothing else, domain §10. */
function barred(bars: Bars, askedBy: ErasureRequester): Bar | undefined {
  if (bars.erased) return 'ALREADY_ERASED';
  if (bars.held) return 'LEGAL_HOLD';
  if (bars.caseOpen) return 'CASE_OPEN';
  if (bars.objectionRunning) return 'OBJECTION_RUNNING';
  return bars.retentionRunning && askedBy !== 'COURT' ? 'RETENTION_RUNNING' : undefined;
}
