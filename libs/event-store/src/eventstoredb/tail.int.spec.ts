import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../../test/eventstoredb/noted.ts';
import { ProtocolServer } from '../../../../test/eventstoredb/server.ts';
import { freshId } from '../command-id.ts';
import type { StoredEvent } from '../event-store.ts';
import { Connection } from './connection.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { Reads } from './reads.ts';
import { Tail } from './tail.ts';

const prefix = 'kota_';

let server: ProtocolServer;
let store: EventStoreDbEventStore;
let connection: Connection;
let tail: Tail;
beforeEach(async () => {
  server = await ProtocolServer.started();
  const { url } = server;
  store = new EventStoreDbEventStore({ url, prefix });
  connection = new Connection(url);
  const reads = new Reads(connection, prefix);
  tail = new Tail({ url, prefix, silenceMs: 5_000, reads, advanced: () => undefined });
  tail.start();
  await until(() => server.subscriptions > 0);
});
afterEach(async () => {
  await tail.close();
  await connection.close();
  await store.close();
  await server.close();
});

/** Appends so many, each of so many characters, and waits until the tail has the last. */
async function written(appends: number, each: number, characters: number): Promise<StoredEvent[]> {
  const data = JSON.stringify({ note: 'x'.repeat(characters) });
  for (let i = 0; i < appends; i += 1) {
    const events = Array.from({ length: each }, () => {
      return { id: freshId<StoredEvent['id']>(), type: 'ContractNoted', data, metadata: '{}' };
    });
    await store.append(`uji-${i}`, 'no-stream', events);
  }
  const all = [...(await store.readAll({ limit: appends * each }))];
  expect(all).toHaveLength(appends * each);
  await until(() => (tail.after(all.at(-2)?.position, 1) ?? []).length > 0);
  return all;
}

/** How many of the newest events are answered from memory. */
const kept = (all: readonly StoredEvent[]): number =>
  all.filter(({ position }) => tail.after(position, 1) !== undefined).length - 1;

describe('what a process keeps of the end of the log', () => {
  it('is two thousand events, the newest, and no more is sent than is taken', async () => {
    const all = await written(30, 100, 5);
    expect(kept(all)).toBe(2_000);
    expect(tail.after(all.at(-2_001)?.position, 3_000)).toEqual(all.slice(-2_000));
    expect(server.held).toBeGreaterThan(0);
  });

  it('is fewer where they are large', async () => {
    // 36 MB, which a slow disk takes its time for.
    const all = await written(40, 1, 900_000);
    expect(kept(all)).toBe(Math.floor(32_000_000 / (all[0]?.data.length ?? 0)));
  }, 180_000);
});

it('asks a server that refuses it less and less often', async () => {
  server.readsMeet = 'EXHAUSTED';
  server.drop('END');
  await pause(3_000);
  expect(server.refused).toBeGreaterThan(1);
  expect(server.refused).toBeLessThan(10);
});
