import type { EventId, Position } from '#kernel';

/** An event on its way into the log; `data` and `metadata` are canonical JSON text. */
export type NewEvent = {
  readonly id: EventId;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
};

export type StoredEvent = NewEvent & {
  readonly stream: string;
  /** From 0, without gaps within its stream. */
  readonly revision: number;
  readonly position: Position;
};

export type ExpectedRevision = 'no-stream' | number;

export type Appended =
  | { readonly outcome: 'appended'; readonly revision: number; readonly position: Position }
  | { readonly outcome: 'conflict'; readonly actual: ExpectedRevision };

export interface Subscription {
  /** Resolves when no handler runs any more. */
  close(): Promise<void>;
}

export type ReadAllOptions = {
  /** Exclusive; absent: from the start (backwards: from the end). */
  readonly from?: Position;
  readonly direction?: 'forwards' | 'backwards';
  readonly limit: number;
};

/**
 * The log, with EventStoreDB's semantics: a revision per stream, appends that are idempotent by
 * event id, one total order. Every adapter passes `testing/contract.ts`.
 */
export abstract class EventStore {
  /**
   * Stores all events or none. Resolves only when they are durable. Sending the same ids with
   * the same expected revision again answers as the first time.
   * @throws AppendUnknown when it cannot be told whether they were stored.
   * @throws StoreUnavailable when nothing was stored.
   */
  abstract append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended>;
  /** Forwards from a revision (inclusive, default 0); empty when there is no such stream. */
  abstract readStream(stream: string, fromRevision?: number): AsyncIterable<StoredEvent>;
  abstract readAll(options: ReadAllOptions): Promise<readonly StoredEvent[]>;
  /**
   * All events after a position, then live ones, in order, in batches; the next batch waits for
   * the handler. A handler that throws is retried with the same batch.
   */
  abstract subscribe(
    after: Position | undefined,
    handler: (events: readonly StoredEvent[]) => Promise<void> | void,
  ): Subscription;
  /** The event at exactly this position; undefined when the log has none there. */
  abstract eventAt(position: Position): Promise<StoredEvent | undefined>;
  /** Position of the last event; undefined while the log is empty. */
  abstract head(): Promise<Position | undefined>;
  /** Negative when `a` is before `b`. @throws RangeError for what is no position of this store. */
  abstract compare(a: Position, b: Position): number;
  /** @throws StoreUnavailable */
  abstract health(): Promise<void>;
  abstract close(): Promise<void>;
}

/** The store cannot be reached or refuses; nothing was stored. */
export class StoreUnavailable extends Error {
  override readonly name: string = 'StoreUnavailable';
}

/** Stored or not, nobody knows yet: send the same events again. */
export class AppendUnknown extends StoreUnavailable {
  override readonly name = 'AppendUnknown';
}
