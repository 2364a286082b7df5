import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyLogFromOptions } from '../../apps/operator/src/copy-log.ts';
import { placesIn } from '../../apps/api/src/config.ts';
import { EventStoreDbEventStore, openStore } from '#event-store';
import type { StoredEvent } from '#event-store';
import { TestCity } from '../city.ts';
import { ProtocolServer } from './server.ts';

const PREFIX = 'tasikmalaya_';
const coordinator = 'coordinator.diskominfo';

let server: ProtocolServer;
let city: TestCity;
let original: string[];
const said: string[] = [];

/** What every store must give of an event. */
const textOf = ({ position: _, ...event }: StoredEvent): string =>
  JSON.stringify([event.id, event.stream, event.revision, event.type, event.data, event.metadata]);

async function logIn(place: Parameters<typeof openStore>[0]): Promise<string[]> {
  const store = openStore(place, { readOnly: true });
  const events = await store.readAll({ limit: 100_000 });
  await store.close();
  return events.map(textOf);
}

const folder = (): string => placesIn(city.config.dataDir).log;
const onServer = () => ({ folder: folder(), server: { url: server.url, prefix: PREFIX } });

const env = (more: object = {}): NodeJS.ProcessEnv => ({
  SIMPUL_DATA_DIR: city.config.dataDir,
  EVENTSTORE_URL: server.url,
  SIMPUL_EVENT_STORE_PREFIX: PREFIX,
  ...more,
});
const copy = (from: string, to: string, more: object = {}): Promise<void> =>
  copyLogFromOptions({ from, to }, env(more), (message) => said.push(message));

async function boards(): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const asOf of [null, '2026-11-20T00:00:00Z', '2026-10-20T05:00:00Z']) {
    const query = `query($asOf: DateTime) { coordinationBoard(asOf: $asOf) { requests { open
      overdue byState { state count } } offices { office { code } openAssignments } } }`;
    const { data, errors } = await city.ask(coordinator, query, { asOf });
    expect(errors).toBeUndefined();
    found.push(data);
  }
  return found;
}

let before: unknown[];
beforeAll(async () => {
  server = await ProtocolServer.started();
  city = await TestCity.seeded();
  before = await boards();
  await city.stop();
  original = await logIn({ folder: folder() });
}, 120_000);
afterAll(async () => {
  await city.close();
  await server.close();
});

it('is refused while the API runs, and for what is no pair', async () => {
  await city.start();
  await expect(copy('embedded', 'eventstoredb')).rejects.toThrow('another process is using it');
  await city.stop();
  await expect(copy('embedded', 'embedded')).rejects.toThrow('one of each');
  await expect(copy('embedded', 'kafka')).rejects.toThrow('one of each');
});

it('goes on where it was broken off', async () => {
  const store = new EventStoreDbEventStore({ url: server.url, prefix: PREFIX });
  const source = openStore({ folder: folder() }, { readOnly: true });
  for (const event of await source.readAll({ limit: 40 })) {
    const { stream, revision, id, type, data, metadata } = event;
    const expected = revision === 0 ? 'no-stream' : revision - 1;
    await store.append(stream, expected, [{ id, type, data, metadata }]);
  }
  await Promise.all([store.close(), source.close()]);
  await copy('embedded', 'eventstoredb');
  expect(said).toContain('40 events were copied before');
  expect(said.at(-1)).toContain(`${original.length} events, all compared`);
});

it('has every event there with its text, in the same order, and again back', async () => {
  expect(await logIn(onServer())).toEqual(original);
  const kept = join(city.folder, 'kept');
  cpSync(folder(), kept, { recursive: true });
  rmSync(folder(), { recursive: true });
  await copy('eventstoredb', 'embedded');
  expect(await logIn({ folder: folder() })).toEqual(original);
});

it('shows the same board from either, now and as of any instant', async () => {
  for (const onServerNow of [true, false]) {
    const { server: _, ...config } = city.config;
    Object.assign(city, {
      config: onServerNow ? { ...config, server: onServer().server } : config,
    });
    await city.start();
    expect(await boards()).toEqual(before);
    await city.stop();
  }
});

it('is refused where the target holds another log', async () => {
  const other = new EventStoreDbEventStore({ url: server.url, prefix: 'lain_' });
  const event = { id: crypto.randomUUID(), type: 'LogOpened', data: '{}', metadata: '{}' };
  await other.append('log-opened', 'no-stream', [event as never]);
  await other.close();
  const prefix = { SIMPUL_EVENT_STORE_PREFIX: 'lain_' };
  await expect(copy('embedded', 'eventstoredb', prefix)).rejects.toThrow(
    'no beginning of this log',
  );
  expect(await server.events('lain_log-opened')).toHaveLength(1);
});
