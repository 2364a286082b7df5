import { rmSync } from 'node:fs';
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

  it('shows the same after its read model was built again from the server', async () => {
    const before = (await city.ask(coordinator, BOARD)).data;
    await city.stop();
    rmSync(placesIn(city.config.dataDir).readModel, { recursive: true });
    await city.start();
    expect((await city.ask(coordinator, BOARD)).data).toEqual(before);
  });
});
