import { setTimeout as pause } from 'node:timers/promises';
import { START, streamNameFilter } from '@eventstore/db-client';
import type { AllStreamSubscription } from '@eventstore/db-client';
import type { Position } from '#kernel';
import type { StoredEvent } from '../event-store.ts';
import { Connection } from './connection.ts';
import type { Known, Reads } from './reads.ts';
import { compared, placeOf, positionOf, readFrom } from './stored-form.ts';

/** The newest events are kept so far; who lags more reads from the server. */
const KEPT = { events: 2_000, characters: 32_000_000 } as const;
/** Where the subscription is slower than this, a read is quicker. */
const SOON_MS = 200;
const BACK_OFF_MS = { first: 100, longest: 5_000 } as const;

type TailOptions = {
  url: string;
  prefix: string;
  /** After so long a silence the server is asked whether it forgot to tell something. */
  silenceMs: number;
  reads: Reads;
  /** Something came, or may have come. */
  advanced(): void;
};

/** An append that wants to know where its last event lies. */
type Awaited = { id: string; given(position: Position | undefined): void };

/**
 * The end of the log, from one subscription for the whole process: filtered by the log's prefix,
 * and begun again from where it was whenever it ends, fails or falls silent.
 */
export class Tail {
  readonly #options: TailOptions;
  readonly #connection: Connection;
  readonly #closed = new AbortController();
  #events: StoredEvent[] = [];
  #characters = 0;
  /** All that lies behind it is in `#events`: a position, the start, or not known yet. */
  #since: Position | 'START' | undefined;
  /** Of all before it that is ours the subscription told, or is about to. */
  #passed: Position | 'START' | undefined;
  /** All before it that is ours is in `#events`, or was. */
  #settled: Position | undefined;
  #heardAt = 0;
  /** A server said that it tells what comes. */
  #isTold = false;
  readonly #awaited = new Set<Awaited>();
  #subscription: AllStreamSubscription | undefined;
  #running: Promise<void> | undefined;

  constructor(options: TailOptions) {
    this.#options = options;
    this.#connection = new Connection(options.url);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** What came after a position; undefined where that lies further back than what is kept. */
  after(position: Position | undefined, limit: number): readonly StoredEvent[] | undefined {
    const since = this.#since;
    if (since === undefined) return undefined;
    if (position === undefined) {
      return since === 'START' ? this.#events.slice(0, limit) : undefined;
    }
    if (since !== 'START' && compared(position, since) < 0) return undefined;
    const known = this.#events.findLastIndex((event) => compared(event.position, position) <= 0);
    return this.#events.slice(known + 1, known + 1 + limit);
  }

  /** Undefined until the server told how far it is. */
  get known(): Known | undefined {
    const since = this.#since === 'START' ? undefined : this.#since;
    const upTo = this.#settled;
    return upTo === undefined ? undefined : { upTo, last: this.#events.at(-1)?.position ?? since };
  }

  /** Where an event lies that was just appended; undefined where it does not come by soon. */
  async whereIs(id: string, withinMs: number): Promise<Position | undefined> {
    if (!this.#isTold) return undefined;
    const known = this.#events.findLast((event) => event.id === id);
    if (known !== undefined) return known.position;
    const { promise, resolve } = Promise.withResolvers<Position | undefined>();
    const awaited: Awaited = { id, given: resolve };
    this.#awaited.add(awaited);
    const timer = setTimeout(() => resolve(undefined), Math.min(SOON_MS, withinMs));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#awaited.delete(awaited);
    }
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#subscription?.destroy();
    await this.#running;
    await this.#connection.close();
  }

  get #isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closed;
    for (let backOff: number = BACK_OFF_MS.first; !signal.aborted;) {
      const begun = performance.now();
      try {
        await this.#follow();
      } catch (error) {
        if (this.#isClosed) return;
        process.emitWarning(`the subscription to the log was dropped: ${String(error)}`);
      }
      const wasWell = this.#heardAt > begun || performance.now() - begun > BACK_OFF_MS.longest;
      if (wasWell) backOff = BACK_OFF_MS.first;
      const waits = backOff * (0.5 + Math.random());
      await pause(waits, undefined, { signal, ref: false }).catch(() => undefined);
      backOff = Math.min(backOff * 2, BACK_OFF_MS.longest);
    }
  }

  /** Until it is dropped, however that shows. */
  async #follow(): Promise<void> {
    this.#since ??= (await this.#options.reads.head()) ?? 'START';
    const last = this.#events.at(-1)?.position ?? this.#since;
    this.#passed = last;
    if (this.#isClosed) return;
    const { client, credentials } = this.#connection;
    const subscription = client.subscribeToAll({
      fromPosition: last === 'START' ? START : placeOf(last),
      filter: streamNameFilter({
        prefixes: [this.#options.prefix],
        checkpointReached: (_, place) => {
          this.#heard(positionOf(place));
          // What came before it may still be on its way to the loop below.
          setImmediate(() => {
            const isTaken =
              this.#subscription === subscription && subscription.readableLength === 0;
            if (isTaken) this.#settle(positionOf(place));
          });
        },
      }),
      credentials,
    });
    this.#subscription = subscription;
    subscription.on('error', () => undefined);
    // What was written between the look at the head and here was told to nobody.
    subscription.on('confirmation', () => {
      this.#isTold = true;
      this.#options.advanced();
    });
    const watch = this.#watch(subscription);
    try {
      for await (const resolved of subscription) {
        const event = readFrom(resolved, this.#options.prefix);
        if (event === undefined) continue;
        this.#heard(event.position);
        if (this.#keep(event)) this.#told(event);
      }
    } finally {
      this.#isTold = false;
      for (const { given } of this.#awaited) given(undefined);
      clearInterval(watch);
      void subscription.unsubscribe().catch(() => undefined);
      this.#connection.failed(client, undefined);
    }
  }

  #heard(position: Position): void {
    this.#heardAt = performance.now();
    const passed = this.#passed;
    const isFurther = passed === undefined || passed === 'START' || compared(position, passed) > 0;
    if (isFurther) this.#passed = position;
  }

  #told({ id, position }: StoredEvent): void {
    for (const awaited of this.#awaited) if (awaited.id === id) awaited.given(position);
    this.#options.advanced();
  }

  #settle(position: Position): void {
    const settled = this.#settled;
    if (settled === undefined || compared(position, settled) > 0) this.#settled = position;
  }

  /** False for what came twice. */
  #keep(event: StoredEvent): boolean {
    const last = this.#events.at(-1)?.position ?? this.#since;
    if (last !== undefined && last !== 'START' && compared(event.position, last) <= 0) return false;
    this.#events.push(event);
    this.#settle(event.position);
    this.#characters += sizeOf(event);
    while (this.#events.length > KEPT.events || this.#characters > KEPT.characters) {
      const oldest = this.#events.shift();
      if (oldest === undefined) break;
      this.#characters -= sizeOf(oldest);
      this.#since = oldest.position;
    }
    return true;
  }

  /** A server may be there and tell nothing: reading on shows it. */
  #watch(subscription: AllStreamSubscription): NodeJS.Timeout {
    const { silenceMs } = this.#options;
    const begun = performance.now();
    let isLooking = false;
    const look = async (): Promise<void> => {
      const silentFor = performance.now() - Math.max(begun, this.#heardAt);
      if (isLooking || silentFor < silenceMs) return;
      isLooking = true;
      const wrong = await this.#missed().catch((error: unknown) => error as Error);
      if (wrong !== undefined) subscription.destroy(wrong);
      isLooking = false;
    };
    return setInterval(() => void look(), silenceMs).unref();
  }

  async #missed(): Promise<Error | undefined> {
    const heardAt = this.#heardAt;
    const from = this.#passed;
    const [missed] = await this.#options.reads.all(
      from === undefined || from === 'START' ? { limit: 1 } : { from, limit: 1 },
    );
    if (missed === undefined || heardAt !== this.#heardAt) return undefined;
    return new Error('it tells nothing of what is in the log');
  }
}

const sizeOf = ({ data, metadata }: StoredEvent): number => data.length + metadata.length;
