import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freshId } from '#event-store';
import type { StoredEvent } from '#event-store';
import { placesIn } from '../../apps/api/src/config.ts';
import { seedDemo } from '../../apps/operator/src/seed/seed.ts';
import { TestCity } from '../city.ts';
import { ProtocolServer } from './server.ts';

const coordinator = 'coordinator.diskominfo';
const BOARD = `{ coordinationBoard { requests { open byState { state count } }
  offices { office { code } openAssignments } } informationRequests(first: 100) { totalCount } }`;

let server: ProtocolServer;
let city: TestCity;
beforeAll(async () => {
  server = await ProtocolServer.started();
  city = await TestCity.opened(async (config) => {
    config.server = { url: server.url, prefix: 'tasikmalaya_' };
    await seedDemo(config, () => undefined);
  });
}, 180_000);
afterAll(async () => {
  await city.close();
  await server.close();
});

async function readiness(): Promise<[number, string | undefined]> {
  const answer = await fetch(`${city.url}/health/ready`);
  const { reason } = (await answer.json()) as { reason?: string };
  return [answer.status, reason];
}

async function untilHealth(met: (...answer: [number, string | undefined]) => boolean) {
  const end = Date.now() + 20_000;
  while (!met(...(await readiness())) && Date.now() < end) await pause(20);
}

const received = async (): Promise<string> => {
  const receipt = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: 'Data parkir',
    details: 'Berapa petak parkir?',
    requester: { name: 'Kanaya Uji' },
  };
  const payload = await city.mutate(coordinator, 'receiveInformationRequest', receipt);
  expect(payload.userErrors).toEqual([]);
  return payload.informationRequest.id;
};

describe('a city whose log is on a server', () => {
  it('is opened and played there, and nothing of it in the data folder', async () => {
    const [first] = await server.events('tasikmalaya_log-opened');
    expect(first?.type).toBe('LogOpened');
    expect(() => rmSync(`${placesIn(city.config.dataDir).log}/events.sqlite`)).toThrow('ENOENT');
  });

  it('shows a command to whoever sent it', async () => {
    const id = await received();
    const query = 'query($id: ID!) { informationRequest(id: $id) { subject requester { name } } }';
    const { data } = await city.ask(coordinator, query, { id });
    expect(data?.['informationRequest']).toEqual({
      subject: 'Data parkir',
      requester: { name: 'Kanaya Uji' },
    });
    expect(await server.events(`tasikmalaya_informationRequest-${id}`)).toHaveLength(1);
  });

  it('goes on when the server comes back', async () => {
    server.stop();
    const away = await city.ask(coordinator, BOARD);
    expect(away.errors).toBeUndefined();
    await server.start();
    await received();
  });

  it('says that it is not ready while the server denies it, and shows what it has', async () => {
    Object.assign(server, { appendsMeet: 'ACCESS_DENIED', readsMeet: 'ACCESS_DENIED' });
    const receipt = { track: 'STATUTORY', channel: 'LETTER', subject: 'Data', details: 'Berapa?' };
    const input = { ...receipt, requester: { name: 'Kanaya Uji' } };
    const mutation = `mutation($input: ReceiveInformationRequestInput!) {
      receiveInformationRequest(input: $input) { userErrors { code } } }`;
    const refused = await city.ask(coordinator, mutation, { input });
    expect(refused.errors?.[0]?.extensions.code).toBe('SERVICE_UNAVAILABLE');
    expect((await city.ask(coordinator, BOARD)).errors).toBeUndefined();
    expect(await readiness()).toEqual([503, 'cannot read the log: access-denied']);
    Object.assign(server, { appendsMeet: undefined, readsMeet: undefined });
    await received();
    await untilHealth((status) => status === 200);
  });

  it('shows the same after its read model was built again from the server', async () => {
    const before = (await city.ask(coordinator, BOARD)).data;
    await city.stop();
    rmSync(placesIn(city.config.dataDir).readModel, { recursive: true });
    await city.start();
    expect((await city.ask(coordinator, BOARD)).data).toEqual(before);
  });

  it('stops at an event of a type that it does not know, says so, and loses nothing', async () => {
    const { store, model } = city.city.parts;
    const [known] = await store.readAll({ limit: 1 });
    const event = { id: freshId<StoredEvent['id']>(), type: 'BeritaMasuk', data: '{}' };
    const { sequence } = model.checkpoint;
    await store.append('berita-1', 'no-stream', [{ ...event, metadata: String(known?.metadata) }]);
    await untilHealth((_, reason) => reason?.includes('BeritaMasuk') === true);
    expect(await readiness()).toEqual([503, expect.stringContaining('the read model has stopped')]);
    expect(model.checkpoint.sequence).toBe(sequence);
    expect((await city.ask(coordinator, BOARD)).errors).toBeUndefined();
    expect((await server.events('tasikmalaya_berita-1')).map(({ id }) => id)).toEqual([event.id]);
    await city.stop();
    await expect(city.start()).rejects.toThrow('BeritaMasuk');
  });
});
