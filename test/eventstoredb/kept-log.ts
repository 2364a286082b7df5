import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Position } from '#kernel';
import { EmbeddedEventStore } from '#event-store';
import type { StoredEvent, Subscription } from '#event-store';
import { eventMessage, nameOf, positionAt, startOf } from './messages.ts';
import type { Appended, ExpectedRevision, Received } from './messages.ts';
import { streams } from './protocol.ts';

/** What a server, or all members of a cluster, keep: the embedded store in a temporary folder. */
export class KeptLog {
  readonly #folder = mkdtempSync(join(tmpdir(), 'simpul-server-'));
  readonly #store = new EmbeddedEventStore(join(this.#folder, 'log'));
  readonly #contentTypes = new Map<string, string>();

  /** With streams of the server itself and of somebody else, between which ours lie. */
  static async opened(): Promise<KeptLog> {
    const log = new KeptLog();
    await log.foreign('$stats-127.0.0.1', '$statsCollected');
    await log.foreign('toko-1', 'Terjual');
    return log;
  }

  /** Events that no city wrote. */
  async foreign(stream: string, type: string, count = 1): Promise<void> {
    const events = Array.from({ length: count }, () => ({
      id: crypto.randomUUID() as StoredEvent['id'],
      type,
      data: '{"a":1}',
      metadata: '{}',
    }));
    const done = await this.#store.append(stream, 'no-stream', events);
    if (done.outcome === 'conflict') throw new Error(`${stream} is there already`);
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    messages: readonly Received[],
  ): Promise<Appended> {
    for (const { event, contentType } of messages) this.#contentTypes.set(event.id, contentType);
    return this.#store.append(
      stream,
      expected,
      messages.map(({ event }) => event),
    );
  }

  async events(stream: string): Promise<StoredEvent[]> {
    const found: StoredEvent[] = [];
    for await (const event of this.#store.readStream(stream)) found.push(event);
    return found;
  }

  /** Undefined: there is no such stream. */
  async read(options: ReadReq.Options): Promise<readonly StoredEvent[] | undefined> {
    const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;
    const backwards = options.getReadDirection() === BACKWARDS;
    const count = Number(options.getCount());
    const found = options.hasStream()
      ? await this.#ofStream(options, backwards)
      : await this.#ofAll(options, backwards, count);
    return found?.slice(0, count);
  }

  subscribe(
    after: Position | undefined,
    handler: (events: readonly StoredEvent[]) => Promise<void>,
  ): Subscription {
    return this.#store.subscribe(after, handler);
  }

  message(event: StoredEvent): ReadResp {
    return eventMessage(event, this.#contentTypes.get(event.id) ?? 'application/json');
  }

  async close(): Promise<void> {
    await this.#store.close();
    rmSync(this.#folder, { recursive: true });
  }

  async #ofStream(
    options: ReadReq.Options,
    backwards: boolean,
  ): Promise<StoredEvent[] | undefined> {
    const of = options.getStream();
    const events = await this.events(nameOf(of?.getStreamIdentifier()));
    if (events.length === 0) return undefined;
    if (backwards) return events.toReversed();
    return events.slice(of?.hasRevision() === true ? Number(of.getRevision()) : 0);
  }

  /** Forwards with the event at the position, backwards without it. */
  async #ofAll(
    options: ReadReq.Options,
    backwards: boolean,
    limit: number,
  ): Promise<readonly StoredEvent[]> {
    const start = startOf(options.getAll());
    if (start === undefined) {
      return this.#store.readAll({ direction: backwards ? 'backwards' : 'forwards', limit });
    }
    const from = positionAt(start);
    if (backwards) return this.#store.readAll({ from, direction: 'backwards', limit });
    const at = await this.#store.eventAt(from);
    const rest = await this.#store.readAll({ from, limit });
    return at === undefined ? rest : [at, ...rest];
  }
}
