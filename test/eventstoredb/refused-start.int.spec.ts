import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { openCity } from '../../apps/api/src/city.ts';
import { configFrom, placesIn } from '../../apps/api/src/config.ts';
import type { Config } from '../../apps/api/src/config.ts';
import { seedDemo } from '../../apps/operator/src/seed/seed.ts';
import { EventStoreDbEventStore, freshId } from '#event-store';
import type { StoredEvent } from '#event-store';
import { TestCity } from '../city.ts';
import type { Fault } from './faults.ts';
import { ProtocolServer } from './server.ts';

const SECRET = 'rahasia-sekali';

let server: ProtocolServer;
let city: TestCity;
beforeAll(async () => {
  server = await ProtocolServer.started();
  city = await TestCity.opened(async (config) => {
    config.server = { url: server.url, prefix: 'kota_' };
    await seedDemo(config, () => undefined);
  });
  await city.stop();
}, 120_000);
afterAll(async () => {
  await city.close();
  await server.close();
});

/** Why a city does not open; every reason leaves nothing locked. */
async function reasonOf(changed: Partial<Config>): Promise<string> {
  const opened = openCity({ ...city.config, ...changed });
  const failure: unknown = await opened.then(
    (one) => one.close().then(() => 'it opens'),
    (error: unknown) => error,
  );
  expect(String(failure)).not.toContain(SECRET);
  return String(failure);
}

describe('a city whose log is on a server', () => {
  it('opens, as it was', async () => {
    expect(await reasonOf({})).toBe('it opens');
  });

  it('does not open while the server is away', async () => {
    const away = { url: `esdb://kota:${SECRET}@127.0.0.1:1?tls=false`, prefix: 'kota_' };
    expect(await reasonOf({ server: away })).toContain('cannot read the log');
  });

  it.each<Fault>(['UNAUTHENTICATED', 'ACCESS_DENIED'])(
    'does not open where the server knows no such name or password (%s)',
    async (fault) => {
      const url = server.url.replace('esdb://', `esdb://kota:${SECRET}@`);
      server.readsMeet = fault;
      const reason = await reasonOf({ server: { url, prefix: 'kota_' } });
      server.readsMeet = undefined;
      expect(reason).toContain('cannot read the log: access-denied');
      expect(reason).not.toContain('127.0.0.1');
    },
  );

  it('does not open on a server that does not speak this protocol', async () => {
    const stranger = new Server();
    const bind = promisify(stranger.bindAsync.bind(stranger));
    const port = await bind('127.0.0.1:0', ServerCredentials.createInsecure());
    const url = `esdb://kota:${SECRET}@127.0.0.1:${port}?tls=false`;
    const reason = await reasonOf({ server: { url, prefix: 'kota_' } });
    stranger.forceShutdown();
    expect(reason).toMatch(/cannot read the log: .*unimplemented/i);
  });

  it('does not open at an address that is none, which is not repeated', async () => {
    const wrong = { url: `http://kota:${SECRET}@127.0.0.1:2113`, prefix: 'kota_' };
    expect(await reasonOf({ server: wrong })).toContain('not an address of an event store');
  });

  it('does not open under a prefix that holds no log, or another city’s', async () => {
    const empty = { url: server.url, prefix: 'kosong_' };
    expect(await reasonOf({ server: empty })).toContain('is empty');
    const other = { url: server.url, prefix: 'lain_' };
    const config = { ...city.config, server: other, dataDir: `${city.folder}/lain` };
    await seedDemo(config, () => undefined);
    expect(await reasonOf({ server: other })).toContain('the vault belongs to log');
  });

  it('does not open over an event of a type that it does not know', async () => {
    const store = new EventStoreDbEventStore({ url: server.url, prefix: 'kota_' });
    const [{ metadata }] = (await store.readAll({ limit: 1 })) as [StoredEvent];
    const event = { id: freshId(), type: 'BeritaMasuk', data: '{}', metadata };
    await store.append(`berita-${freshId()}`, 'no-stream', [event as never]);
    await store.close();
    rmSync(placesIn(city.config.dataDir).readModel, { recursive: true });
    expect(await reasonOf({})).toContain('BeritaMasuk');
  });
});

describe('the settings of a server', () => {
  it('need its address, which may lie in a file, and a prefix that ends with _', () => {
    const base = { SIMPUL_EVENT_STORE: 'eventstoredb' };
    expect(() => configFrom(base)).toThrow('EVENTSTORE_URL');
    const url = 'esdb://127.0.0.1:2113';
    expect(configFrom({ ...base, EVENTSTORE_URL: url }).server).toEqual({ url, prefix: 'simpul_' });
    for (const SIMPUL_EVENT_STORE_PREFIX of ['kota-', 'kota_bogor_', '_', 'Kota_', '$kota_']) {
      const wrong = { ...base, EVENTSTORE_URL: url, SIMPUL_EVENT_STORE_PREFIX };
      expect(() => configFrom(wrong)).toThrow('SIMPUL_EVENT_STORE_PREFIX');
    }
  });
});
