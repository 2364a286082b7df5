import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client';
import type { Position } from '#kernel';
import type { ExpectedRevision, ReadAllOptions, StoredEvent } from '../event-store.ts';
import { CALL_DEADLINE_MS } from './connection.ts';
import type { Connection } from './connection.ts';
import { compared, placeOf, positionOf, readFrom } from './stored-form.ts';

/** The last event that is ours of all up to a position; undefined: there is none. */
export type Known = { upTo: Position; last: Position | undefined };

export const PAGE = 500;
/** Of other streams' events that may lie between ours. */
const FEW = 32;

/** Of one log: what carries its prefix. Every page is all of it or a StoreUnavailable. */
export class Reads {
  readonly #connection: Connection;
  readonly #prefix: string;

  constructor(connection: Connection, prefix: string) {
    this.#connection = connection;
    this.#prefix = prefix;
  }

  async all({ from, direction, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    for await (const page of this.#pages(from, direction === 'backwards', limit + FEW)) {
      found.push(...page);
      if (found.length >= limit) break;
    }
    return found.slice(0, limit);
  }

  /** Looks back no further than to what is known: in a busy neighbourhood that would be far. */
  async head(known?: Known): Promise<Position | undefined> {
    for await (const [last] of this.#pages(undefined, true, 1 + FEW, known?.upTo)) {
      if (last !== undefined) return last.position;
    }
    return known?.last;
  }

  /** Whoever wrote it. */
  async end(): Promise<void> {
    const { credentials } = this.#connection;
    await this.#connection.page((client) =>
      client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1, credentials }),
    );
  }

  async at(position: Position): Promise<StoredEvent | undefined> {
    const fromPosition = placeOf(position);
    const { credentials } = this.#connection;
    const [found] = await this.#connection.page((client) =>
      client.readAll({ direction: FORWARDS, fromPosition, maxCount: 1, credentials }),
    );
    const event = found && readFrom(found, this.#prefix);
    return event?.position === position ? event : undefined;
  }

  /** Of a stream, answered before an instant of the process's clock. */
  async ofStream(
    stream: string,
    from: number,
    maxCount: number,
    until = performance.now() + CALL_DEADLINE_MS,
  ): Promise<StoredEvent[]> {
    const { credentials } = this.#connection;
    const page = await this.#connection.page(
      (client) =>
        client.readStream(this.#prefix + stream, {
          direction: FORWARDS,
          fromRevision: BigInt(from),
          maxCount,
          credentials,
        }),
      until - performance.now(),
    );
    return page.flatMap((resolved) => readFrom(resolved, this.#prefix) ?? []);
  }

  async lastRevision(stream: string, until: number): Promise<ExpectedRevision> {
    const { credentials } = this.#connection;
    const [last] = await this.#connection.page(
      (client) =>
        client.readStream(this.#prefix + stream, {
          direction: BACKWARDS,
          fromRevision: END,
          maxCount: 1,
          credentials,
        }),
      until - performance.now(),
    );
    return last?.event === undefined ? 'no-stream' : Number(last.event.revision);
  }

  /** Of all that the server has, beyond a position; of each page what is ours. */
  async *#pages(
    from: Position | undefined,
    backwards: boolean,
    first: number,
    until?: Position,
  ): AsyncIterable<StoredEvent[]> {
    const { credentials } = this.#connection;
    const [direction, end] = backwards ? ([BACKWARDS, END] as const) : ([FORWARDS, START] as const);
    // Where the first page did not do, many of others' may lie in between.
    for (let last = from, maxCount = Math.min(PAGE, first); ; maxCount = PAGE) {
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
      if (until !== undefined && compared(positionOf(place), until) <= 0) return;
      last = positionOf(place);
      if (last === before) return;
    }
  }
}
