import { setTimeout as pause } from 'node:timers/promises';
import { getChannelzHandlers } from '@grpc/grpc-js';
import { EventStoreDbEventStore } from '#event-store';
import type { StoredEvent } from '#event-store';
import { STEP } from './messages.ts';
import { PREFIX, newEvent, until } from './noted.ts';
import { ProtocolServer } from './server.ts';

const SILENCE_MS = 200;

let server: ProtocolServer;
let store: EventStoreDbEventStore;
beforeEach(async () => {
  server = await ProtocolServer.started();
  store = new EventStoreDbEventStore({ url: server.url, prefix: PREFIX, silenceMs: SILENCE_MS });
});
afterEach(async () => {
  await store.close();
  await server.close();
});

/** As this server tells the place of an event that it keeps. */
const serverPosition = (kept: string): string => {
  const place = String(BigInt(kept) * STEP);
  return `${place}/${place}`;
};

type Channels = { channel: unknown[] };
const CHANNELS = { request: { start_channel_id: 0, max_results: 1_000 } };

/** Channels of this process that nobody closed, as the library counts them. */
const openChannels = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const ask = getChannelzHandlers()['GetTopChannels'] as unknown as (
      call: typeof CHANNELS,
      answer: (error: Error | null, found: Channels) => void,
    ) => void;
    ask(CHANNELS, (error, { channel }) => {
      if (error === null) resolve(channel.length);
      else reject(error);
    });
  });

async function untilOpen(channels: number): Promise<void> {
  const end = Date.now() + 10_000;
  while ((await openChannels()) !== channels && Date.now() < end) await pause(20);
  expect(await openChannels()).toBe(channels);
}

describe('a process that runs for long', () => {
  it('leaves no connection open that it gave up', async () => {
    await untilOpen(0);
    store.subscribe(undefined, () => undefined);
    for (let i = 0; i < 6; i += 1) {
      await until(() => server.subscriptions > 0);
      server.drop(i % 2 === 0 ? 'INTERNAL' : 'END');
      server.next('INTERNAL_AFTER');
      await store.append(`uji-${i}`, 'no-stream', [newEvent()]);
    }
    await until(() => server.subscriptions > 0);
    await untilOpen(2);
    await store.close();
    await untilOpen(0);
  });

  it('does not read through what others wrote to see that nothing was missed', async () => {
    const seen: StoredEvent[] = [];
    await store.append('uji-a', 'no-stream', [newEvent()]);
    store.subscribe(undefined, (events) => void seen.push(...events));
    await until(() => seen.length === 1);
    for (let i = 0; i < 10; i += 1) await server.log.foreign(`toko2-${i}`, 'Terjual', 1_000);
    await pause(2 * SILENCE_MS);
    const before = server.reads.all;
    await pause(6 * SILENCE_MS);
    expect(server.reads.all - before).toBeLessThan(10);
    expect(server.subscribed).toBe(1);
  });
});

describe('the last event of a quiet log', () => {
  it('is known beside busy neighbours, and what comes after it is seen', async () => {
    const seen: StoredEvent[] = [];
    await store.append('uji-a', 'no-stream', [newEvent()]);
    const first = await store.head();
    store.subscribe(undefined, (events) => void seen.push(...events));
    await until(() => seen.length === 1);
    for (let i = 0; i < 5; i += 1) await server.log.foreign(`warung-${i}`, 'Terjual', 1_000);
    await pause(2 * SILENCE_MS);
    const before = server.reads.all;
    expect(await store.head()).toBe(first);
    expect(server.reads.all - before).toBeLessThan(3);
    // Of another process, and whether or not the subscription has told it.
    const other = new EventStoreDbEventStore({ url: server.url, prefix: PREFIX });
    for (let i = 0; i < 20; i += 1) {
      const done = await other.append(`uji-b${i}`, 'no-stream', [newEvent()]);
      expect(await store.head()).toBe('position' in done ? done.position : undefined);
      await server.log.foreign(`kios-${i}`, 'Terjual', 40);
    }
    server.muted = true;
    const last = await other.append('uji-c', 'no-stream', [newEvent()]);
    await server.log.foreign('kios-akhir', 'Terjual', 100);
    expect(await store.head()).toBe('position' in last ? last.position : undefined);
    await other.close();
  });
});

describe('the position of what was appended', () => {
  const APPENDS = 12;
  const appended = async (): Promise<void> => {
    await Promise.all(
      Array.from({ length: APPENDS }, async (_, i) => {
        const done = await store.append(`uji-${i}`, 'no-stream', [newEvent(), newEvent()]);
        const [, { position }] = (await server.events(`${PREFIX}uji-${i}`)) as [
          unknown,
          StoredEvent,
        ];
        expect(done).toMatchObject({ outcome: 'appended', revision: 1 });
        const told = done.outcome === 'appended' ? done.position : undefined;
        expect(told && (await store.eventAt(told))?.stream).toBe(`uji-${i}`);
        expect(told).toBe(serverPosition(position));
      }),
    );
  };

  it('is what the subscription tells, and nothing more is asked', async () => {
    store.subscribe(undefined, () => undefined);
    await store.append('uji-begun', 'no-stream', [newEvent()]);
    await until(() => server.subscriptions > 0);
    await pause(100);
    server.reads.stream = 0;
    await appended();
    expect(server.reads.stream).toBe(0);
  });

  it('is asked for where no subscription runs, or it tells nothing', async () => {
    await appended();
    expect(server.reads.stream).toBe(APPENDS);
    server.reads.stream = 0;
    store.subscribe(undefined, () => undefined);
    await until(() => server.subscriptions > 0);
    server.muted = true;
    const done = await store.append('uji-muted', 'no-stream', [newEvent()]);
    expect(done).toMatchObject({ outcome: 'appended', revision: 0 });
    expect(server.reads.stream).toBe(1);
  });

  it('is told to whoever appends while the log is closed', async () => {
    store.subscribe(undefined, () => undefined);
    await until(() => server.subscriptions > 0);
    server.muted = true;
    server.next('LATE');
    const appending = store.append('uji-a', 'no-stream', [newEvent()]);
    await store.close();
    expect(await appending).toMatchObject({ outcome: 'appended', revision: 0 });
    await untilOpen(0);
  });
});

describe('a slow consumer', () => {
  const EVENTS = 5_000;
  const AT_ONCE = 100;

  it('sees every event once, in order, and holds nobody up', async () => {
    const slow: StoredEvent[] = [];
    const quick: StoredEvent[] = [];
    const gate = Promise.withResolvers<undefined>();
    store.subscribe(undefined, async (events) => {
      await gate.promise;
      await pause(20);
      slow.push(...events);
    });
    store.subscribe(undefined, (events) => void quick.push(...events));
    for (let i = 0; i < EVENTS / AT_ONCE; i += 1) {
      const events = Array.from({ length: AT_ONCE }, () => newEvent());
      await store.append(`uji-${i}`, 'no-stream', events);
    }
    await until(() => quick.length >= EVENTS);
    expect(slow).toEqual([]);
    gate.resolve(undefined);
    await until(() => slow.length >= EVENTS);
    const all = await store.readAll({ limit: 2 * EVENTS });
    expect(all).toHaveLength(EVENTS);
    expect(quick).toEqual(all);
    expect(slow).toEqual(all);
    expect(server.subscribed).toBe(1);
  });
});
