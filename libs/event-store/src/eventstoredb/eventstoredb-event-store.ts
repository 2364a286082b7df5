import { setTimeout as pause } from 'node:timers/promises';
import { BACKWARDS, END, FORWARDS, NO_STREAM, START } from '@eventstore/db-client';
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
import { CALL_DEADLINE_MS, Connection, reasonOf, typeOf } from './connection.ts';
import { compared, placeOf, positionOf, readFrom, written } from './stored-form.ts';
import { Tail } from './tail.ts';

const PAGE = 500;
/** Of other streams' events that may lie between ours. */
const FEW = 32;
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

/** After these the client connects anew by itself. */
const RECONNECTED: ReadonlySet<string> = new Set(['not-leader', 'unavailable', 'cancelled']);

/** The log on an EventStoreDB or KurrentDB server or cluster: for several machines. */
export class EventStoreDbEventStore implements EventStore {
  readonly #prefix: string;
  readonly #connection: Connection;
  readonly #tail: Tail;
  readonly #subscriptions = new Set<CatchUpSubscription>();
  readonly #whenClosed: (() => void) | undefined;
  #closed = false;

  /** @throws StoreUnavailable for an address that is none. */
  constructor({ url, prefix, closed, silenceMs = SILENCE_MS }: ServerSettings) {
    this.#whenClosed = closed;
    this.#prefix = prefix;
    this.#connection = new Connection(url);
    this.#tail = new Tail({
      url,
      prefix,
      silenceMs,
      head: () => this.head(),
      advanced: () => {
        for (const subscription of this.#subscriptions) subscription.wake();
      },
    });
  }

  /** Sends the same events again, within its deadline, as long as it is safe. */
  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    if (this.#closed) throw new StoreUnavailable('the log is closed for appends');
    if (events.length === 0) throw new RangeError('no events to append');
    const sent = events.map(written);
    const end = performance.now() + CALL_DEADLINE_MS;
    let maybeStored = false;
    for (let backOff = BACK_OFF_MS; ; backOff *= 2) {
      try {
        const revision = await this.#append(stream, expected, sent, end - performance.now());
        return { outcome: 'appended', revision, position: await this.#position(stream, revision) };
      } catch (error) {
        const meaning = meaningOf(error);
        if (meaning === 'CONFLICT') return this.#conflict(stream, expected, events);
        maybeStored ||= meaning === 'UNKNOWN';
        const waits = backOff * (0.5 + Math.random());
        if (meaning === 'REFUSED' || performance.now() + waits >= end) {
          const reason = `the log took no events: ${reasonOf(error)}`;
          throw maybeStored ? new AppendUnknown(reason) : new StoreUnavailable(reason);
        }
        if (!RECONNECTED.has(typeOf(error) ?? '')) await this.#connection.renew();
        await pause(waits);
      }
    }
  }

  async *readStream(stream: string, fromRevision = 0): AsyncIterable<StoredEvent> {
    for (let from = fromRevision; ; from += PAGE) {
      const page = await this.#streamPage(stream, from, PAGE);
      yield* page;
      if (page.length < PAGE) return;
    }
  }

  async readAll({ from, direction, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    const maxCount = Math.min(PAGE, limit + FEW);
    const found: StoredEvent[] = [];
    for await (const page of this.#pages(from, direction === 'backwards', maxCount)) {
      found.push(...page);
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
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

  async eventAt(position: Position): Promise<StoredEvent | undefined> {
    const fromPosition = placeOf(position);
    const { credentials } = this.#connection;
    const [found] = await this.#connection.page((client) =>
      client.readAll({ direction: FORWARDS, fromPosition, maxCount: 1, credentials }),
    );
    const event = found && readFrom(found, this.#prefix);
    return event?.position === position ? event : undefined;
  }

  async head(): Promise<Position | undefined> {
    const [last] = await this.readAll({ direction: 'backwards', limit: 1 });
    return last?.position;
  }

  compare(a: Position, b: Position): number {
    return compared(a, b);
  }

  async health(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the log is closed');
    const { credentials } = this.#connection;
    await this.#connection.page((client) =>
      client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, credentials }),
    );
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.#tail.close();
    await this.#connection.renew();
    this.#whenClosed?.();
  }

  /** Of all that the server has, beyond a position; of each page what is ours. */
  async *#pages(
    from: Position | undefined,
    backwards: boolean,
    maxCount: number,
  ): AsyncIterable<StoredEvent[]> {
    const { credentials } = this.#connection;
    const [direction, end] = backwards ? ([BACKWARDS, END] as const) : ([FORWARDS, START] as const);
    for (let last = from; ;) {
      const fromPosition = last === undefined ? end : placeOf(last);
      const page = await this.#connection.page((client) =>
        client.readAll({ direction, fromPosition, maxCount, credentials }),
      );
      const before = last;
      // The server begins with the event at a position, or does not, by the direction.
      yield page
        .flatMap((resolved) => readFrom(resolved, this.#prefix) ?? [])
        .filter(({ position }) => before === undefined || position !== before);
      const place = page.at(-1)?.event?.position;
      if (place === undefined || page.length < maxCount) return;
      last = positionOf(place);
      if (last === before) return;
    }
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
      throw new Error(`no answer within ${CALL_DEADLINE_MS} ms`);
    });
    try {
      return Number((await Promise.race([answer, tooLate])).nextExpectedRevision);
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
    events: readonly NewEvent[],
  ): Promise<Appended> {
    const first = expected === 'no-stream' ? 0 : expected + 1;
    const found = await this.#streamPage(stream, first, events.length);
    const last = found.at(-1);
    const same = found.length === events.length && found.every(({ id }, i) => id === events[i]?.id);
    if (same && last !== undefined) {
      return { outcome: 'appended', revision: last.revision, position: last.position };
    }
    return { outcome: 'conflict', actual: await this.#lastRevision(stream) };
  }

  /** As reads tell it: what an append answers is not said to be the same. */
  async #position(stream: string, revision: number): Promise<Position> {
    const [event] = await this.#streamPage(stream, revision, 1);
    if (event === undefined) throw new AppendUnknown(`${stream} does not hold what was appended`);
    return event.position;
  }

  async #lastRevision(stream: string): Promise<ExpectedRevision> {
    const { credentials } = this.#connection;
    const [last] = await this.#connection.page((client) =>
      client.readStream(this.#prefix + stream, {
        direction: BACKWARDS,
        fromRevision: END,
        maxCount: 1,
        credentials,
      }),
    );
    return last?.event === undefined ? 'no-stream' : Number(last.event.revision);
  }

  async #streamPage(stream: string, from: number, maxCount: number): Promise<StoredEvent[]> {
    const { credentials } = this.#connection;
    const page = await this.#connection.page((client) =>
      client.readStream(this.#prefix + stream, {
        direction: FORWARDS,
        fromRevision: BigInt(from),
        maxCount,
        credentials,
      }),
    );
    return page.flatMap((resolved) => readFrom(resolved, this.#prefix) ?? []);
  }
}

function meaningOf(error: unknown): Meaning {
  return MEANINGS[typeOf(error) ?? ''] ?? 'UNKNOWN';
}
