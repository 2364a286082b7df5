import { ErasureCity, coordinator } from './erasure-city.ts';
import type { TestCity } from './city.ts';
import { register } from './employ.ts';

const MASK = '•••';

let of: ErasureCity;
let city: TestCity;
beforeAll(async () => {
  of = await ErasureCity.opened();
  ({ city } = of);
}, 60_000);
afterAll(() => city.close());

it('a mandate that unmasks has ended also for the past in which it held', async () => {
  const { id } = await of.open('2025-08-05 09:00');
  const person = await register(city, 'audit.lama', 'admin');
  const post = { officeCode: 'DISKOMINFO', role: 'AUDITOR', post: 'Auditor' };
  const mandate = { capacity: 'DEFINITIVE', mandateNumber: '1', mandateDate: '2025-08-01' };
  const days = { from: '2025-08-01', unmaskUntil: '2025-08-31' };
  const terms = { personId: person, ...post, ...mandate, ...days };
  await of.at.act('admin', 'appoint', terms, 'appointment { id }');
  const query = `query($id: ID!, $asOf: DateTime) { informationRequest(id: $id, asOf: $asOf) {
    details requester { name } } }`;
  const seen = async (asOf: string | null): Promise<any> =>
    (await city.ask('audit.lama', query, { id, asOf })).data?.['informationRequest'];
  const clear = { details: 'Rincian 1', requester: { name: 'Kanaya 1' } };
  expect(await seen(null)).toEqual(clear);
  of.at.moveTo('2025-10-05 09:00');
  city.forgetTokens();
  const masked = { details: MASK, requester: { name: MASK } };
  expect(await seen(null)).toEqual(masked);
  expect(await seen('2025-08-20T00:00:00Z')).toEqual(masked);
});

it('an office that declined does not find the person again by asking for them', async () => {
  const { id, person } = await of.open('2025-10-06 09:00');
  const requestId = id;
  await of.at.act(coordinator, 'registerInformationRequest', { requestId });
  const assign = { requestId, officeCode: 'DINKES', lead: true };
  await of.at.act(coordinator, 'assignOffice', assign);
  const received = (): Promise<any> =>
    city.mutate('lead', 'receiveInformationRequest', {
      track: 'MEDIA',
      channel: 'LETTER',
      subject: 'Lagi',
      details: 'Lagi.',
      requester: { personId: person },
    });
  const node = 'query($id: ID!) { node(id: $id) { ... on Person { name } } }';
  const known = async (): Promise<any> =>
    (await city.ask('lead', node, { id: person })).data?.['node'];
  expect((await known()).name).toMatch(/^Kanaya/);
  const parts = 'query($id: ID!) { informationRequest(id: $id) { assignments { id } } }';
  const { data } = await city.ask(coordinator, parts, { id });
  const assignmentId = data?.['informationRequest'].assignments[0].id;
  await of.at.act('lead', 'declineAssignment', { requestId, assignmentId, reason: 'Bukan kami.' });
  expect(await known()).toBeNull();
  const { userErrors } = await received();
  expect(userErrors.map(({ code }: any) => code)).toEqual(['NOT_FOUND']);
  expect(await known()).toBeNull();
});
