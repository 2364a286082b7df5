import { createClient } from 'graphql-sse';
import { TestCity } from './city.ts';
import { wholeLog } from './crash/crashed-log.ts';
import { employ } from './employ.ts';

const coordinator = 'coordinator.diskominfo';
const unmasked = 'audit.kasus';
const PURPOSE = 'Menelepon pemohon tentang berkas yang kurang.';
const PERSONAL = `query($id: ID!) {
  informationRequest(id: $id) { details requester { id name } } }`;
const why = { 'x-purpose': PURPOSE };

let city: TestCity;
let requestId: string;
let personId: string;

beforeAll(async () => {
  city = await TestCity.seeded();
  const post = { officeCode: 'INSPEKTORAT', role: 'AUDITOR', unmaskUntil: '2099-12-31' };
  await employ(city, unmasked, post);
  requestId = (await act('receiveInformationRequest', receipt)).id;
  personId = (await shown(PERSONAL)).requester.id;
}, 120_000);
afterAll(() => city.close());

const receipt = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data parkir',
  details: 'Berapa petak parkir?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji', representedBy: { name: 'Wali Uji' } },
};

async function act(mutation: string, input: object): Promise<any> {
  const payload = await city.mutate(coordinator, mutation, input);
  expect(payload.userErrors).toEqual([]);
  return payload.informationRequest;
}

async function shown(query: string, headers = {}, who = coordinator): Promise<any> {
  const { data, errors } = await city.ask(who, query, { id: requestId }, headers);
  expect(errors).toBeUndefined();
  return Object.values(data ?? {})[0];
}

/** What the log holds of openings, oldest first. */
async function recorded(): Promise<{ entities: string[]; actor: any; id: string }[]> {
  const log = await wholeLog(city.city.parts.store);
  return log.flatMap(({ event, metadata: { actor } }: any) =>
    event.type === 'PersonalDataOpened'
      ? [{ entities: event.data.entities, actor, id: event.id }]
      : [],
  );
}

/** What was recorded while something was done. */
async function newly(doing: () => Promise<unknown>): Promise<{ entities: string[]; actor: any }[]> {
  const before = (await recorded()).length;
  await doing();
  return (await recorded()).slice(before);
}

describe('personal data that an answer shows', () => {
  it('is recorded once for the request to the API, with who asked in which post', async () => {
    const twice = `query($id: ID!) { a: informationRequest(id: $id) { details purpose requester {
      name email phone } } b: informationRequest(id: $id) { requester { id name } }
      node(id: $id) { ... on InformationRequest { history(first: 50) { nodes { changes { to } } }
      } } }`;
    const [opening, ...more] = await newly(() => shown(twice));
    expect(more).toEqual([]);
    expect(opening!.entities.toSorted()).toEqual([personId, requestId].toSorted());
    expect(opening!.actor).toMatchObject({ role: 'COORDINATOR', office: 'DISKOMINFO' });
  });

  it('names who stands for the requester, when they are shown', async () => {
    const query = `query($id: ID!) { informationRequest(id: $id) { requester {
      representedBy { id name } } } }`;
    const [opening] = await newly(async () => {
      expect((await shown(query)).requester.representedBy.name).toBe('Wali Uji');
    });
    const guardian = (await shown(query)).requester.representedBy.id;
    expect(opening!.entities.toSorted()).toEqual([guardian, requestId].toSorted());
  });

  it('is told to the auditor with its purpose', async () => {
    const [opening] = await newly(() => shown(PERSONAL, why));
    expect(JSON.stringify(opening)).not.toContain('Menelepon');
    const query = `{ auditTrail(last: 1, filter: { types: ["PersonalDataOpened"] }) {
      nodes { type summary changes { field to } actor { post } } } }`;
    const { data } = await city.ask('auditor.inspektorat', query);
    const [entry] = data!['auditTrail'].nodes;
    expect(entry.summary).toBe('Data pribadi dibuka: 2 perkara, orang, atau berkas.');
    const opened = (to: string): object => ({ field: 'ENTITY', to });
    expect(entry.changes).toEqual(
      expect.arrayContaining([
        opened(requestId),
        opened(personId),
        { field: 'PURPOSE', to: PURPOSE },
      ]),
    );
  });

  it.each([
    ['in a list', '{ informationRequests { nodes { details requester { name } } } }', coordinator],
    ['of staff', '{ viewer { name } }', coordinator],
    ['to an auditor', PERSONAL, 'auditor.inspektorat'],
    ['that is not asked', 'query($id: ID!) { informationRequest(id: $id) { subject } }', unmasked],
  ])('is not there, and nothing is recorded: %s', async (_, query, who) => {
    expect(await newly(() => shown(query, why, who))).toEqual([]);
  });

  it('is recorded of an auditor whose mandate unmasks', async () => {
    const [opening] = await newly(async () => {
      expect((await shown(PERSONAL, why, unmasked)).requester.name).toBe('Kanaya Uji');
    });
    expect(opening!.actor.role).toBe('AUDITOR');
  });

  it('has a purpose of 500 characters at most', async () => {
    const { errors } = await city.ask(
      coordinator,
      PERSONAL,
      { id: requestId },
      { 'x-purpose': 'a'.repeat(501) },
    );
    expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
    await shown(PERSONAL, { 'x-purpose': 'a'.repeat(500) });
  });
});

describe('a file', () => {
  const fetched = async (id: string): Promise<number> => city.download(coordinator, id);

  it('that carries personal data is recorded when it is opened, another is not', async () => {
    const plain = await city.upload(coordinator, 'Peta parkir.');
    const personal = await city.upload(coordinator, 'Surat Kanaya.', personId);
    const attachmentIds = [plain, personal];
    const { id } = await act('receiveInformationRequest', { ...receipt, attachmentIds });
    expect(await newly(() => fetched(plain))).toEqual([]);
    const [opening] = await newly(() => fetched(personal));
    expect(opening!.entities).toEqual([personal, id]);
  });
});

describe('a live stream', () => {
  it('is recorded once, at its start', async () => {
    const client = createClient({
      url: `${city.url}/graphql/stream`,
      retryAttempts: 0,
      headers: { authorization: `Bearer ${await city.tokenOf(coordinator)}`, ...why },
    });
    const query = `subscription($id: ID!) { informationRequestChanged(id: $id) {
      version requester { name } } }`;
    const messages = client.iterate<any>({ query, variables: { id: requestId } });
    const next = async (): Promise<any> => {
      const { value } = await messages.next();
      return value.data.informationRequestChanged;
    };
    try {
      const openings = await newly(async () => {
        const { version, requester } = await next();
        expect(requester.name).toBe('Kanaya Uji');
        await act('registerInformationRequest', { requestId });
        expect(await next()).toEqual({ version: Number(version) + 1, requester });
      });
      expect(openings).toHaveLength(1);
    } finally {
      client.dispose();
    }
  });
});

describe('while the log is away', () => {
  it('nothing personal is shown, everything else is', async () => {
    await city.city.parts.store.close();
    const { data, errors } = await city.ask(coordinator, PERSONAL, { id: requestId });
    expect(data).toBeNull();
    expect(errors!.map(({ extensions: { code } }) => code)).toEqual(['SERVICE_UNAVAILABLE']);
    const subject = 'query($id: ID!) { informationRequest(id: $id) { subject } }';
    expect(await shown(subject)).toEqual({ subject: receipt.subject });
  });
});
