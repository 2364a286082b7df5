import type { DomainEvent, Happened } from './decider.ts';
import type { Actor } from './actor.ts';
import type { CommandId, Instant, KeyId, Position } from './ids.ts';
import type { Sealed } from './text.ts';

/** Everything a projection may know of one event of the log. */
export type Projected<E extends DomainEvent = DomainEvent> = Happened<E> & {
  /** Id part of the stream's name: of the request, the person, the office, ... */
  readonly entityId: string;
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly commandId: CommandId;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly imported: boolean;
  readonly position: Position;
  /** Place among all events of the log, from 0. */
  readonly sequence: number;
};

export type SqlValue = string | number | null;

/** What a projection may do to its tables. Statements are prepared once and kept. */
export interface Sql {
  run(statement: string, ...values: readonly SqlValue[]): void;
  get<Row>(statement: string, ...values: readonly SqlValue[]): Row | undefined;
}

/** Opens the few texts that a read model keeps in clear; null when the key is gone. */
export interface TextOpener {
  open(sealed: Sealed, eventId: string, pointer: string): string | null;
  /** False once the key was destroyed; opens no text. */
  has(keyId: KeyId): boolean;
}

type Handlers<E extends DomainEvent> = {
  readonly [T in E['type']]?: (
    event: Projected<Extract<E, { type: T }>>,
    sql: Sql,
    texts: TextOpener,
  ) => void;
};

/**
 * A disposable view of the log. Name, version and statements make its fingerprint: whoever
 * changes what a handler writes raises the version.
 */
export interface Projection {
  readonly name: string;
  readonly version: number;
  /** `CREATE` statements of what the handlers write, and find what they change by. */
  readonly tables: readonly string[];
  /**
   * Run when a new model holds every event of its log: the indexes that only readers need, and what
   * is counted from the tables, with the triggers that keep it from then on.
   */
  readonly onceBuilt?: readonly string[];
  /** Event types after which nothing of what their rows held before may be left in the file. */
  readonly wipedBy?: readonly string[];
  /** By event type; the keys are the filter. */
  readonly on: Readonly<Record<string, (event: never, sql: Sql, texts: TextOpener) => void>>;
  /** Called for every event of the log before `on`, e.g. for the audit trail. */
  readonly onEvery?: (event: Projected, sql: Sql) => void;
}

export function defineProjection<E extends DomainEvent>(
  projection: Omit<Projection, 'on'> & { readonly on: Handlers<E> },
): Projection {
  return projection as Projection;
}
