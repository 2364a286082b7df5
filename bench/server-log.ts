import { EventStoreDBClient, FORWARDS, NO_STREAM, START, jsonEvent } from '@eventstore/db-client';
import type { Credentials } from '@eventstore/db-client';
import { EventStoreDbEventStore } from '#event-store';
import type { NewEvent } from '#event-store';
import { ProtocolServer } from '../test/eventstoredb/server.ts';
import { loadOf, timed } from './append-load.ts';
import { interleaved } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import type { Line } from './report.ts';

const WRITERS = 64;
const EVENTS = 3_200;
const ANYBODY: Credentials = { username: 'none', password: 'none' };

/**
 * The adapter beside the bare client, and the client's two ways to append beside each other, on
 * servers of the tests in this process: what each costs, and nothing of what a real server gives.
 */
export async function serverLog(quick: boolean): Promise<Line[]> {
  // The adapter's subscription is told nothing of what the bare client appends.
  const [server, other] = [await ProtocolServer.started(), await ProtocolServer.started()];
  const store = new EventStoreDbEventStore({ url: server.url, prefix: 'kota_' });
  // As a running city has it.
  store.subscribe(undefined, () => undefined);
  const client = EventStoreDBClient.connectionString(other.url);
  const reader = EventStoreDBClient.connectionString(server.url);
  const each = (quick ? EVENTS / 4 : EVENTS) / WRITERS;
  const rounds = quick ? 3 : 7;
  const ours = appending('adapter', each, async (stream, revision, event) => {
    const expected = revision === 0 ? 'no-stream' : revision - 1;
    const { outcome } = await store.append(stream, expected, [event]);
    if (outcome !== 'appended') throw new Error(`${stream}: ${outcome}`);
  });
  const unary = appending('unary', each, bare(client, { credentials: ANYBODY }));
  const batch = appending('batch', each, bare(client, {}));
  try {
    const appended = await interleaved(ours, unary, rounds);
    const batched = await interleaved(batch, unary, rounds);
    const read = await interleaved(reading(store), readingBare(reader), rounds);
    return [
      { what: `server: appends, ${WRITERS} writers`, unit: 'events/s', compared: appended },
      { what: 'server: client, batch by unary', unit: 'events/s', compared: batched },
      { what: 'server: read all', unit: 'events/s', compared: read },
    ];
  } finally {
    await store.close();
    await Promise.all([client.dispose(), reader.dispose()]);
    await Promise.all([server.close(), other.close()]);
  }
}

type Append = (stream: string, revision: number, event: NewEvent) => Promise<void>;

/** With credentials each append is a call of its own, without them they share a stream. */
const bare =
  (client: EventStoreDBClient, options: { credentials?: Credentials }): Append =>
  async (stream, revision, event) => {
    const expectedRevision = revision === 0 ? NO_STREAM : BigInt(revision - 1);
    const { id, type, data, metadata } = event;
    const sent = jsonEvent({ id, type, data: JSON.parse(data), metadata: JSON.parse(metadata) });
    await client.appendToStream(`bare_${stream}`, sent, { expectedRevision, ...options });
  };

const appending = (name: string, each: number, append: Append): Side => ({
  name,
  run: () => timed(loadOf(WRITERS, each), append),
});

const PAGES = 10;
const PAGE = 500;

function reading(store: EventStoreDbEventStore): Side {
  const run = async (): Promise<number> => {
    const started = performance.now();
    let from: Parameters<typeof store.eventAt>[0] | undefined;
    let count = 0;
    for (let page = 0; page < PAGES; page += 1) {
      const events = await store.readAll(
        from === undefined ? { limit: PAGE } : { from, limit: PAGE },
      );
      count += events.length;
      from = events.at(-1)?.position ?? from;
    }
    return (count * 1_000) / (performance.now() - started);
  };
  return { name: 'adapter', run };
}

function readingBare(client: EventStoreDBClient): Side {
  const run = async (): Promise<number> => {
    const started = performance.now();
    let count = 0;
    const maxCount = PAGES * PAGE;
    const all = client.readAll({ direction: FORWARDS, fromPosition: START, maxCount });
    for await (const { event } of all) if (event !== undefined) count += 1;
    return (count * 1_000) / (performance.now() - started);
  };
  return { name: 'client', run };
}
