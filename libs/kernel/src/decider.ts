import type { EventId, Instant } from './ids.ts';

/** A fact as its decider writes it. `type` is a public, stored name. */
export type DomainEvent = { readonly type: string; readonly data: object };

/** A fact as it comes back from the log. */
export type Happened<E extends DomainEvent> = E & {
  readonly id: EventId;
  /** When it happened, which may be long before it was recorded. */
  readonly occurredAt: Instant;
};

/**
 * A refusal by a rule. `events` are facts worth keeping although the command is refused,
 * e.g. an author's attempt to approve their own text. `field` names the command's property
 * that is at fault, where one is.
 */
export type Rejection<Code extends string, E extends DomainEvent = DomainEvent> = {
  readonly rejected: Code;
  readonly field?: string;
  readonly events: readonly E[];
};

/** Events to record; none when the very effect of the command is already in force. */
export type Decision<E extends DomainEvent, Code extends string> =
  readonly E[] | Rejection<Code, E>;

/**
 * The rules of one kind of stream, as values and pure functions: no clock, no ids, no I/O.
 * `decide` never throws; `evolve` is total over the event types.
 */
export interface Decider<C, E extends DomainEvent, S, Code extends string> {
  readonly initialState: S;
  decide(command: C, state: S): Decision<E, Code>;
  evolve(state: S, event: Happened<E>): S;
}

export function reject<Code extends string, E extends DomainEvent = never>(
  code: Code,
  ...events: readonly E[]
): Rejection<Code, E> {
  return { rejected: code, events };
}

/** The command names something wrong in one of its properties. */
export function rejectField<Code extends string>(
  code: Code,
  field: string,
): Rejection<Code, never> {
  return { rejected: code, field, events: [] };
}

export function isRejection<E extends DomainEvent, Code extends string>(
  decision: Decision<E, Code>,
): decision is Rejection<Code, E> {
  return 'rejected' in decision;
}

/** The state after the given events. */
export function fold<C, E extends DomainEvent, S, Code extends string>(
  decider: Decider<C, E, S, Code>,
  events: Iterable<Happened<E>>,
): S {
  let state = decider.initialState;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}
