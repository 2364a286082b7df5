import { setTimeout as pause } from 'node:timers/promises';
import { getChannelzHandlers } from '@grpc/grpc-js';
import { EventStoreDbEventStore, freshId } from '#event-store';
import type { NewEvent, StoredEvent } from '#event-store';
import { ProtocolServer } from './server.ts';

const PREFIX = 'kota_';
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

const newEvent = (note = 'ditutup'): NewEvent => ({
  id: freshId(),
  type: 'ContractNoted',
  data: JSON.stringify({ note }),
  metadata: '{}',
});

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

describe('a process that runs for long', () => {
  it('leaves no connection open that it gave up', async () => {
    const before = await openChannels();
    store.subscribe(undefined, () => undefined);
    for (let i = 0; i < 6; i += 1) {
      while (server.subscriptions === 0) await pause(5);
      server.drop(i % 2 === 0 ? 'INTERNAL' : 'END');
      server.next('INTERNAL_AFTER');
      await store.append(`uji-${i}`, 'no-stream', [newEvent()]);
    }
    while (server.subscriptions === 0) await pause(5);
    expect(await openChannels()).toBe(before + 2);
    await store.close();
    expect(await openChannels()).toBe(before);
  });

  it('does not read through what others wrote to see that nothing was missed', async () => {
    const seen: StoredEvent[] = [];
    await store.append('uji-a', 'no-stream', [newEvent()]);
    store.subscribe(undefined, (events) => void seen.push(...events));
    while (seen.length < 1) await pause(5);
    for (let i = 0; i < 10; i += 1) await server.log.foreign(`toko2-${i}`, 'Terjual', 1_000);
    await pause(2 * SILENCE_MS);
    const before = server.reads.all;
    await pause(6 * SILENCE_MS);
    expect(server.reads.all - before).toBeLessThan(10);
    expect(server.subscribed).toBe(1);
  });
});
