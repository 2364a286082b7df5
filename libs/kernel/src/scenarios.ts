import { isDeepStrictEqual } from 'node:util';
import type { Decider, Decision, DomainEvent, Happened } from './decider.ts';
import { fold, isRejection } from './decider.ts';
import type { EventId, Instant } from './ids.ts';

/** An event of a specification; what is left out is filled with the scenario's defaults. */
type Given<E extends DomainEvent> = E & { id?: string; occurredAt?: string };

export interface Outcome<E extends DomainEvent, S, Code extends string> {
  then(...events: E[]): void;
  thenNothing(): void;
  thenRejected(code: Code, ...events: E[]): void;
  thenField(code: Code, field: string): void;
  /** For the steps of a longer story: the recorded events, and the state after them. */
  events(): readonly E[];
  state(): S;
}

/**
 * Given / when / then for one decider: `given(events).when(command).then(events)`.
 * Throws with both sides printed when they differ.
 */
export function scenariosFor<C, E extends DomainEvent, S, Code extends string>(
  decider: Decider<C, E, S, Code>,
  defaults: { occurredAt: string } = { occurredAt: '2026-03-02T02:00:00.000Z' },
): { given(...events: Given<E>[]): { when(command: C): Outcome<E, S, Code>; state(): S } } {
  const happened = (event: Given<E>, index: number): Happened<E> => ({
    ...event,
    id: (event.id ?? `event-${index}`) as EventId,
    occurredAt: (event.occurredAt ?? defaults.occurredAt) as Instant,
  });
  return {
    given(...events) {
      const past = events.map(happened);
      const state = (): S => fold(decider, past);
      return {
        state,
        when(command) {
          const decision = decider.decide(command, state());
          return {
            then: (...expected) => same(decision, expected),
            thenNothing: () => same(decision, []),
            thenRejected: (code, ...kept) =>
              same(isRejection(decision) ? { ...decision, field: undefined } : decision, {
                rejected: code,
                field: undefined,
                events: kept,
              }),
            thenField: (code, field) => same(decision, { rejected: code, field, events: [] }),
            events: () => recordedIn(decision),
            state: () => {
              const events = recordedIn(decision);
              const recorded = events.map((event, i) => happened(event, past.length + i));
              return fold(decider, [...past, ...recorded]);
            },
          };
        },
      };
    },
  };
}

function recordedIn<E extends DomainEvent>(decision: Decision<E, string>): readonly E[] {
  if (isRejection(decision)) throw new Error(`rejected: ${decision.rejected}`);
  return decision;
}

function same(actual: unknown, expected: unknown): void {
  if (isDeepStrictEqual(plain(actual), plain(expected))) return;
  throw new Error(`expected ${pretty(expected)}\nbut was  ${pretty(actual)}`);
}

/** Drops properties that are undefined: absent and undefined are the same to a reader. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
