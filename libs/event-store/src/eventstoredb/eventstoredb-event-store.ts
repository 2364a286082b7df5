import { setTimeout as pause } from 'node:timers/promises';
import { NO_STREAM } from '@eventstore/db-client';
import type { EventData } from '@eventstore/db-client';
import type { Position } from '#kernel';
import { CatchUpSubscription } from '../catch-up-subscription.ts';
import { AppendUnknown, StoreUnavailable } from '../event-store.ts';
import type {
  Appended,
  EventStore,
  ExpectedRevision,
  NewEvent,
  ReadAllOptions,
  StoredEvent,
  Subscription,
} from '../event-store.ts';
import { CALL_DEADLINE_MS, Connection, NO_ANSWER, reasonOf, typeOf } from './connection.ts';
import { PAGE, Reads } from './reads.ts';
import { compared, written } from './stored-form.ts';
import { Tail } from './tail.ts';

const BACK_OFF_MS = 50;
const SILENCE_MS = 5_000;

export type ServerSettings = {
  /** `esdb://…`, as the client reads it. */
  url: string;
  /** Of the names of this log's streams, so that several cities share a server. */
  prefix: string;
  /** Called when it is closed. */
  closed?: () => void;
  /** How long a subscription may be silent before the server is asked; default 5 s. */
  silenceMs?: number;
};

/** What an error of the client means for what was to be appended. */
type Meaning = 'CONFLICT' | 'NOT_STORED' | 'REFUSED' | 'UNKNOWN';

const MEANINGS: Readonly<Record<string, Meaning>> = {
  'wrong-expected-version': 'CONFLICT',
  'not-leader': 'NOT_STORED',
  // Of a server that does not say who leads.
  'not-found': 'NOT_STORED',
  'access-denied': 'REFUSED',
  'maximum-append-size-exceeded': 'REFUSED',
  'stream-deleted': 'REFUSED',
  'invalid-argument': 'REFUSED',
  'missing-required-metadata-property': 'REFUSED',
};

/** The log on an EventStoreDB or KurrentDB server or cluster: for several machines. */
export class EventStoreDbEventStore implements EventStore {
  readonly #prefix: string;
  readonly #connection: Connection;
  readonly #reads: Reads;
  readonly #tail: Tail;
  readonly #subscriptions = new Set<CatchUpSubscription>();
  readonly #appends = new Set<Promise<Appended>>();
  readonly #whenClosed: (() => void) | undefined;
  #closed = false;

  /** @throws StoreUnavailable for an address that is none. */
  constructor({ url, prefix, closed, silenceMs = SILENCE_MS }: ServerSettings) {
    this.#whenClosed = closed;
    this.#prefix = prefix;
    this.#connection = new Connection(url);
    this.#reads = new Reads(this.#connection, prefix);
    this.#tail = new Tail({
      url,
      prefix,
      silenceMs,
      reads: this.#reads,
      advanced: () => {
        for (const subscription of this.#subscriptions) subscription.wake();
      },
    });
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    if (this.#closed) throw new StoreUnavailable('the log is closed for appends');
    if (events.length === 0) throw new RangeError('no events to append');
    const done = this.#send(stream, expected, events.map(written));
    this.#appends.add(done);
    return done.finally(() => this.#appends.delete(done));
  }

  async *readStream(stream: string, fromRevision = 0): AsyncIterable<StoredEvent> {
    for (let from = fromRevision; ; from += PAGE) {
      const page = await this.#reads.ofStream(stream, from, PAGE);
      yield* page;
      if (page.length < PAGE) return;
    }
  }

  readAll(options: ReadAllOptions): Promise<readonly StoredEvent[]> {
    return this.#reads.all(options);
  }

  subscribe(
    after: Position | undefined,
    handler: (events: readonly StoredEvent[]) => Promise<void> | void,
  ): Subscription {
    const read = async (from: Position | undefined): Promise<readonly StoredEvent[]> =>
      this.#tail.after(from, PAGE) ??
      this.readAll(from === undefined ? { limit: PAGE } : { from, limit: PAGE });
    const ended = (one: CatchUpSubscription): boolean => this.#subscriptions.delete(one);
    const subscription = new CatchUpSubscription({ after, read, handler, ended });
    this.#subscriptions.add(subscription);
    this.#tail.start();
    subscription.wake();
    return subscription;
  }

  eventAt(position: Position): Promise<StoredEvent | undefined> {
    return this.#reads.at(position);
  }

  head(): Promise<Position | undefined> {
    return this.#reads.head(this.#tail.known);
  }

  compare(a: Position, b: Position): number {
    return compared(a, b);
  }

  async health(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the log is closed');
    await this.#reads.end();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    // Each has its deadline.
    await Promise.allSettled(this.#appends);
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.#tail.close();
    await this.#connection.close();
    this.#whenClosed?.();
  }

  /** Again and again the same events, within the deadline, as long as it is safe. */
  async #send(stream: string, expected: ExpectedRevision, events: EventData[]): Promise<Appended> {
    const end = performance.now() + CALL_DEADLINE_MS;
    let maybeStored = false;
    for (let backOff = BACK_OFF_MS; ; backOff *= 2) {
      try {
        return await this.#attempt(stream, expected, events, end);
      } catch (error) {
        const meaning = meaningOf(error);
        maybeStored ||= meaning === 'UNKNOWN';
        const waits = backOff * (0.5 + Math.random());
        if (meaning === 'REFUSED' || performance.now() + waits >= end) {
          const reason = `the log took no events: ${reasonOf(error)}`;
          throw maybeStored ? new AppendUnknown(reason) : new StoreUnavailable(reason);
        }
        await pause(waits);
      }
    }
  }

  /** Once: what was stored, or is there already, or why not. */
  async #attempt(
    stream: string,
    expected: ExpectedRevision,
    events: EventData[],
    end: number,
  ): Promise<Appended> {
    let revision: number;
    try {
      revision = await this.#append(stream, expected, events, end - performance.now());
    } catch (error) {
      if (meaningOf(error) !== 'CONFLICT') throw error;
      return this.#conflict(stream, expected, events, end);
    }
    const id = String(events.at(-1)?.id);
    const position =
      (await this.#tail.whereIs(id, end - performance.now())) ??
      (await this.#position(stream, revision, end));
    return { outcome: 'appended', revision, position };
  }

  /** The revision of the last of them. */
  async #append(
    stream: string,
    expected: ExpectedRevision,
    events: EventData[],
    deadline: number,
  ): Promise<number> {
    const { client, credentials } = this.#connection;
    const expectedRevision = expected === 'no-stream' ? NO_STREAM : BigInt(expected);
    const late = new AbortController();
    const answer = client.appendToStream(this.#prefix + stream, events, {
      expectedRevision,
      credentials,
      deadline,
    });
    // Its own deadline begins when it is connected.
    const tooLate = pause(deadline, undefined, { signal: late.signal }).then(() => {
      throw new Error(NO_ANSWER);
    });
    try {
      return Number((await Promise.race([answer, tooLate])).nextExpectedRevision);
    } catch (error) {
      this.#connection.failed(client, error);
      throw error;
    } finally {
      late.abort();
      tooLate.catch(() => undefined);
      answer.catch(() => undefined);
    }
  }

  /** The same events may be what is there. */
  async #conflict(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventData[],
    end: number,
  ): Promise<Appended> {
    const first = expected === 'no-stream' ? 0 : expected + 1;
    const found = await this.#reads.ofStream(stream, first, events.length, end);
    const last = found.at(-1);
    const same = found.length === events.length && found.every(({ id }, i) => id === events[i]?.id);
    if (same && last !== undefined) {
      return { outcome: 'appended', revision: last.revision, position: last.position };
    }
    return { outcome: 'conflict', actual: await this.#reads.lastRevision(stream, end) };
  }

  /** As reads tell it: what an append answers is not said to be the same. */
  async #position(stream: string, revision: number, end: number): Promise<Position> {
    const [event] = await this.#reads.ofStream(stream, revision, 1, end);
    if (event === undefined) throw new AppendUnknown(`${stream} does not hold what was appended`);
    return event.position;
  }
}

function meaningOf(error: unknown): Meaning {
  return MEANINGS[typeOf(error) ?? ''] ?? 'UNKNOWN';
}
