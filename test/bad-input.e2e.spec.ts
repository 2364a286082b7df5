import { TestCity } from './city.ts';
import type { Answer } from './city.ts';

const coordinator = 'coordinator.diskominfo';
const admin = 'admin.diskominfo';
const ABSENT = '00000000-0000-4000-8000-000000000000';

let city: TestCity;
let logBefore: unknown;
let requestId: string;

beforeAll(async () => {
  city = await TestCity.seeded();
  const made = await city.mutate(coordinator, 'receiveInformationRequest', statutory);
  requestId = made.informationRequest.id;
}, 120_000);
afterAll(() => city.close());

const statutory = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data pasar rakyat',
  details: 'Berapa pedagang?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
};

/** Nothing of the inside is told: no stack, no file, no word of the store. */
function expectClean(text: string): void {
  expect(text).not.toMatch(/node_modules|\.ts\b|\.js\b|at [A-Z]\w+\.|stacktrace|INTERNAL|sqlite/i);
}

const codesOf = ({ errors }: Answer): string[] =>
  (errors ?? []).map(({ extensions }) => extensions.code);

async function expectBadInput(answer: Promise<Answer>): Promise<void> {
  const answered = await answer;
  expectClean(JSON.stringify(answered));
  expect(codesOf(answered).length).toBeGreaterThan(0);
  for (const code of codesOf(answered)) expect(code).toBe('BAD_USER_INPUT');
}

const pathsOf = ({ userErrors }: any): string[] =>
  userErrors.map(({ code, path }: any) => `${code} ${path?.join('.') ?? ''}`.trim());

async function post(body: string | Uint8Array<ArrayBuffer>, headers: object = {}) {
  const authorization = `Bearer ${await city.tokenOf(coordinator)}`;
  const sent = { authorization, 'content-type': 'application/json', ...headers };
  const response = await fetch(`${city.url}/graphql`, { method: 'POST', headers: sent, body });
  const text = await response.text();
  expectClean(text);
  return { status: response.status, answer: JSON.parse(text) as Answer };
}

/** Around every refusal: the log is as long as before, and the server answers. */
function recordsNothing(): void {
  beforeEach(async () => {
    await city.tokenOf(coordinator);
    logBefore = await city.city.parts.store.head();
  });
  afterEach(async () => {
    expect(await city.city.parts.store.head()).toEqual(logBefore);
    const { data } = await city.ask(coordinator, '{ viewer { name } }');
    expect(data?.['viewer'].name).toBeTruthy();
    expect((await fetch(`${city.url}/health/ready`)).status).toBe(200);
  });
}

describe('a body', () => {
  recordsNothing();

  it.each([
    ['that is broken JSON', '{"query": "{ viewer', 400],
    ['that is empty', '', 400],
    ['that is no object', '"x"', 400],
    ['that is a batch', '[{"query":"{__typename}"}]', 400],
    ['without a query', '{}', 400],
    ['whose query is a number', '{"query": 5}', 400],
    ['whose variables are text', '{"query": "{__typename}", "variables": "x"}', 400],
    ['whose variables are a list', '{"query": "{__typename}", "variables": [1]}', 400],
    ['whose operation name is a number', '{"query":"{__typename}","operationName":5}', 400],
    ['that names no operation of two', '{"query":"query a{__typename} query b{__typename}"}', 400],
    ['whose document does not parse', '{"query": "{ viewer "}', 400],
    ['whose document asks for what is not there', '{"query": "{ secrets }"}', 400],
    ['with more tokens than anyone needs', JSON.stringify({ query: `{${'a '.repeat(6e3)}}` }), 400],
    ['of 1 MB', JSON.stringify({ query: '{__typename}', variables: 'x'.repeat(1e6) }), 413],
  ])('%s is refused', async (_, body, status) => {
    const got = await post(body);
    expect(got.status).toBe(status);
    expect(codesOf(got.answer)).toEqual(['BAD_USER_INPUT']);
  });

  it('with keys named __proto__ is refused, and changes nothing', async () => {
    const polluting = '"__proto__": {"polluted": true}';
    const query = '"query": "query($id: ID!) { node(id: $id) { id } }"';
    const { answer } = await post(
      `{${query}, "variables": {"id": "x", ${polluting}}, ${polluting}}`,
    );
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    const mutation = `mutation($input: RegisterInformationRequestInput!) {
      registerInformationRequest(input: $input) { position } }`;
    const input = JSON.parse(`{"requestId": "${requestId}", ${polluting}}`) as object;
    await expectBadInput(city.ask(coordinator, mutation, { input }));
    expect(({} as any).polluted).toBeUndefined();
  });

  it('that a form could send, or in a foreign form, is refused', async () => {
    const body = new TextEncoder().encode('{"query": "{__typename}"}');
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''];
    const foreign: Record<string, string>[] = [
      ...[...types, 'application/json; charset=foo'].map((type) => ({ 'content-type': type })),
      { 'content-encoding': 'foo' },
      { 'content-encoding': 'gzip' },
    ];
    for (const headers of foreign) {
      const { status, answer } = await post(body, headers);
      expect([400, 415]).toContain(status);
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    }
  });

  it('is needed: GET is no way in, least of all for a mutation', async () => {
    const get = async (query: string, headers: Record<string, string>): Promise<number> => {
      const url = `${city.url}/graphql?query=${encodeURIComponent(query)}`;
      const response = await fetch(url, { headers });
      expect(codesOf((await response.json()) as Answer)).toEqual(['BAD_USER_INPUT']);
      return response.status;
    };
    expect(await get('{ __typename }', {})).toBe(405);
    const mutation = 'mutation { signIn(input: {username: "a", password: "b"}) { accessToken } }';
    expect(await get(mutation, { 'apollo-require-preflight': '1' })).toBe(405);
  });
});

describe('arguments of a query', () => {
  recordsNothing();

  it.each([
    '{ informationRequests(first: 101) { totalCount } }',
    '{ informationRequests(first: 0) { totalCount } }',
    '{ informationRequests(first: -1) { totalCount } }',
    '{ informationRequests(first: 99999999999) { totalCount } }',
    '{ informationRequests(last: 101) { totalCount } }',
    '{ informationRequests(first: 1, last: 1) { totalCount } }',
    '{ informationRequests(first: "1") { totalCount } }',
    '{ informationRequests(after: "x") { totalCount } }',
    '{ informationRequests(before: "WzEsMl0") { totalCount } }',
    `{ informationRequests(after: "${'x'.repeat(501)}") { totalCount } }`,
    '{ informationRequests(filter: {states: [NOPE]}) { totalCount } }',
    '{ informationRequests(filter: {dueBefore: "yesterday"}) { totalCount } }',
    '{ informationRequests(filter: {receivedFrom: "2026-02-30T00:00:00Z"}) { totalCount } }',
    `{ informationRequests(filter: {search: "${'x'.repeat(201)}"}) { totalCount } }`,
    '{ informationRequests(filter: {search: "\\u0000"}) { totalCount } }',
    '{ informationRequests(filter: {nope: 1}) { totalCount } }',
    '{ informationRequests(orderBy: {field: ASSIGNMENT_DUE_AT, direction: ASC}) { totalCount } }',
    '{ informationRequest { id } }',
    `{ informationRequest(id: "${ABSENT}", number: "0001/PIP/2026") { id } }`,
    '{ informationRequest(number: "1") { id } }',
    `{ nodes(ids: [${'"x" '.repeat(101)}]) { id } }`,
    '{ offices(first: 101) { totalCount } }',
    '{ coordinationBoard(asOf: "2099-01-01T00:00:00Z") { asOf } }',
    '{ coordinationBoard(basis: NOPE) { asOf } }',
    '{ coordinationBoard(filter: {from: "2026-10-02", until: "2026-10-01"}) { asOf } }',
    '{ coordinationBoard(filter: {from: "1900-01-01", until: "9999-12-31"}) { asOf } }',
    '{ coordinationBoard(filter: {from: "2026-13-01"}) { asOf } }',
  ])('%s', async (query) => {
    await expectBadInput(city.ask(coordinator, query));
  });

  it('that name nothing find nothing', async () => {
    const query = `query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id }
      office(code: "${'X'.repeat(5_000)}") { code } }`;
    for (const id of ['', 'x', ABSENT, `${requestId}.NOPE`, '\ud800', "' OR 1=1 --", '\u0000']) {
      const { data, errors } = await city.ask(coordinator, query, { id });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ node: null, nodes: [null], office: null });
    }
  });

  it('that look like a query of the search engine are words', async () => {
    const query = `query($search: String!) {
      informationRequests(filter: { search: $search }) { totalCount } }`;
    for (const search of ['"', 'pasar OR', 'NEAR(', 'subject:pasar*', '***', "'; DROP TABLE x"]) {
      const answered = await city.ask(coordinator, query, { search });
      expect(answered.errors).toBeUndefined();
    }
  });
});

describe('the input of a mutation', () => {
  recordsNothing();

  it.each([
    ['subject', { subject: 'x'.repeat(301) }],
    ['subject', { subject: ' ' }],
    ['details', { details: 'x'.repeat(20_001) }],
    ['details', { details: 'bell \u0007' }],
    ['purpose', { purpose: 'lone \ud800' }],
    ['idempotencyKey', { idempotencyKey: 'with blank' }],
    ['idempotencyKey', { idempotencyKey: 'x'.repeat(201) }],
    ['receivingOfficeCode', { receivingOfficeCode: 'dinkes' }],
    ['requester.email', { requester: { name: 'a', email: 'nowhere' } }],
    ['requester.phone', { requester: { name: 'a', phone: 'call me' } }],
    ['requester.personId', { requester: { personId: 'x' } }],
    ['requester.representedBy.name', { requester: { representedBy: { name: '\u0000' } } }],
    ['references.0.system', { references: [{ system: '', number: '1' }] }],
    ['references', { references: Array(51).fill({ system: 'a', number: '1' }) }],
    ['relatedTo.0.requestId', { relatedTo: [{ requestId: 'x', relation: 'FOLLOW_UP' }] }],
    ['occurredAt', { occurredAt: '2099-01-01T00:00:00Z' }],
  ])('says that %s is wrong', async (field, wrong) => {
    const input = { ...statutory, ...wrong };
    const payload = await city.mutate(coordinator, 'receiveInformationRequest', input);
    expect(payload.informationRequest).toBeNull();
    expect(pathsOf(payload)).toEqual([`INVALID_INPUT input.${field}`]);
  });

  it('of a wrong type, or an unknown code or field, is no input at all', async () => {
    const query = `mutation($input: ReceiveInformationRequestInput!) {
      receiveInformationRequest(input: $input) { position } }`;
    const { track: _, ...incomplete } = statutory;
    const wrong = [
      { ...statutory, track: 'NOPE' },
      { ...statutory, subject: 5 },
      { ...statutory, subject: null },
      { ...statutory, occurredAt: 'yesterday' },
      { ...statutory, nope: 1 },
      { ...statutory, requester: 'Kanaya' },
      incomplete,
      null,
      [],
    ];
    for (const input of wrong) await expectBadInput(city.ask(coordinator, query, { input }));
  });

  it('that names what is not there is not found', async () => {
    const send = (mutation: string, more: object): Promise<any> =>
      city.mutate(coordinator, mutation, { requestId, ...more });
    const receive = (more: object): Promise<any> =>
      city.mutate(coordinator, 'receiveInformationRequest', { ...statutory, ...more });
    const unknown: [string, Promise<any>][] = [
      ['input.receivingOfficeCode', receive({ receivingOfficeCode: 'TIDAK-ADA' })],
      ['input.requester.personId', receive({ requester: { personId: ABSENT } })],
      ['input.relatedTo', receive({ relatedTo: [{ requestId: ABSENT, relation: 'FOLLOW_UP' }] })],
      ['input.requestId', send('registerInformationRequest', { requestId: ABSENT })],
      ['input.officeCode', send('assignOffice', { officeCode: 'TIDAK-ADA', lead: false })],
      ['input.assignmentId', send('setLeadOffice', { assignmentId: ABSENT })],
    ];
    for (const [path, sent] of unknown) expect(pathsOf(await sent)).toEqual([`NOT_FOUND ${path}`]);
  });

  it('with a time before what it follows is refused', async () => {
    const early = '2020-01-01T00:00:00Z';
    for (const [mutation, more] of [
      ['registerInformationRequest', {}],
      ['markInformationRequestIncomplete', { missing: ['KTP'] }],
      ['withdrawInformationRequest', { reason: 'x' }],
    ] as const) {
      const input = { requestId, occurredAt: early, ...more };
      const payload = await city.mutate(coordinator, mutation, input);
      expect(pathsOf(payload)).toEqual(['INVALID_INPUT input.occurredAt']);
    }
  });

  it('is judged for each alias by itself', async () => {
    const send = (alias: string, id: string): string =>
      `${alias}: registerInformationRequest(input: {requestId: "${id}"}) {
        userErrors { code path } }`;
    const query = `mutation { ${send('a', 'x')} ${send('b', ABSENT)} ${send('c', 'y')} }`;
    const { data, errors } = await city.ask(coordinator, query);
    expect(errors).toBeUndefined();
    expect(['a', 'b', 'c'].map((alias) => pathsOf(data?.[alias])[0])).toEqual([
      'INVALID_INPUT input.requestId',
      'NOT_FOUND input.requestId',
      'INVALID_INPUT input.requestId',
    ]);
  });
});

describe('headers', () => {
  recordsNothing();

  it('that make no sense are refused, a foreign token is nobody', async () => {
    const query = '{ viewer { name } }';
    const ask = (headers: Record<string, string>): Promise<Answer> =>
      city.ask(coordinator, query, {}, headers);
    await expectBadInput(ask({ 'x-acting-as': ABSENT }));
    await expectBadInput(ask({ 'x-min-position': '-1' }));
    for (const authorization of ['Bearer x', 'Basic eDp4', `Bearer ${'x'.repeat(9_000)}`]) {
      expect(codesOf(await ask({ authorization }))).toEqual(['UNAUTHENTICATED']);
    }
  });
});

const PASSWORD = 'kata sandi baru';

async function signIn(username: string, password: string): Promise<any> {
  const query = `mutation($input: SignInInput!) { signIn(input: $input) {
    accessToken viewer { name } userErrors { code message path } } }`;
  const { data } = await city.ask(undefined, query, { input: { username, password } });
  return data?.['signIn'];
}

const keep = (mutation: string, input: object, who = admin): Promise<any> =>
  city.mutate(who, mutation, input, mutation === 'appoint' ? '' : 'person { id } firstPassword');

async function change(token: string, currentPassword: string, newPassword: string): Promise<any> {
  const query = `mutation($input: ChangePasswordInput!) {
    changePassword(input: $input) { done userErrors { code path } } }`;
  const headers = { authorization: `Bearer ${token}` };
  const input = { currentPassword, newPassword };
  return (await city.ask(undefined, query, { input }, headers)).data?.['changePassword'];
}

const isAnswered = async (token: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await city.ask(undefined, '{ viewer { name } }', {}, headers);
  return codesOf(answer).length === 0;
};

describe('accounts', () => {
  it('tell a wrong password and an unknown name by the same answer', async () => {
    const wrong = await signIn(coordinator, 'salah-salah');
    expect(wrong).toMatchObject({ accessToken: null, viewer: null });
    expect(wrong.userErrors[0].code).toBe('INVALID_CREDENTIALS');
    expect(await signIn('nobody.at.all', 'salah-salah')).toEqual(wrong);
  });

  it('do nothing before the first password is changed, also when it was reset', async () => {
    const input = { name: 'Pegawai Baru', username: 'pegawai.baru' };
    const { person, firstPassword } = await keep('registerStaff', input);
    const { accessToken, viewer } = await signIn('pegawai.baru', firstPassword);
    expect([viewer, await isAnswered(accessToken)]).toEqual([null, false]);
    expect(pathsOf(await change(accessToken, 'not that one', PASSWORD))).toEqual([
      'INVALID_CREDENTIALS input.currentPassword',
    ]);
    expect(pathsOf(await change(accessToken, firstPassword, 'short'))).toEqual([
      'INVALID_INPUT input.newPassword',
    ]);
    expect(await change(accessToken, firstPassword, PASSWORD)).toMatchObject({ done: true });
    expect(await isAnswered(accessToken)).toBe(true);
    expect((await signIn('pegawai.baru', firstPassword)).accessToken).toBeNull();
    const reset = await keep('resetPassword', { personId: person.id });
    expect(await isAnswered(accessToken)).toBe(false);
    expect((await signIn('pegawai.baru', PASSWORD)).accessToken).toBeNull();
    expect((await signIn('pegawai.baru', reset.firstPassword)).accessToken).toBeTruthy();
  });

  it('are kept by the admin: names once, nobody else, nobody unknown', async () => {
    const twice = { name: 'Pegawai Lain', username: coordinator };
    expect(pathsOf(await keep('registerStaff', twice))).toEqual(['INVALID_INPUT input.username']);
    const shout = { name: 'Pegawai Lain', username: 'SHOUT' };
    expect(pathsOf(await keep('registerStaff', shout))).toEqual(['INVALID_INPUT input.username']);
    const absent = { personId: ABSENT };
    expect(pathsOf(await keep('resetPassword', absent))).toEqual(['NOT_FOUND input.personId']);
    expect(pathsOf(await keep('resetPassword', absent, coordinator))).toEqual(['NOT_PERMITTED']);
    const other = { ...shout, username: 'lain' };
    expect(pathsOf(await keep('registerStaff', other, 'lead.dlh'))).toEqual(['NOT_PERMITTED']);
  });

  it('are of people that others appoint', async () => {
    const { data } = await city.ask(admin, '{ viewer { personId } }');
    const post = {
      personId: data?.['viewer'].personId,
      officeCode: 'DISKOMINFO',
      role: 'COORDINATOR',
      post: 'Petugas',
      capacity: 'PLT',
      mandateNumber: '1',
      mandateDate: '2026-01-02',
      from: '2026-01-02',
    };
    expect(pathsOf(await keep('appoint', post))).toEqual(['NOT_PERMITTED']);
    expect(pathsOf(await keep('appoint', post, coordinator))).toEqual(['NOT_PERMITTED']);
  });
});

describe('correctPerson', () => {
  it('is for the coordinator, of staff for the admin, and for nobody else', async () => {
    const query = 'query($id: ID!) { informationRequest(id: $id) { requester { id } } }';
    const { data } = await city.ask(coordinator, query, { id: requestId });
    const citizen = data?.['informationRequest'].requester.id;
    const { data: own } = await city.ask('lead.dlh', '{ viewer { personId } }');
    const staff = own?.['viewer'].personId;
    const correct = async (who: string, personId: string, more: object = {}): Promise<string[]> => {
      const input = { personId, field: 'NAME', value: 'Nama Betul', reason: 'Salah.', ...more };
      return pathsOf(await keep('correctPerson', input, who));
    };
    expect(await correct(coordinator, citizen)).toEqual([]);
    expect(await correct(admin, staff)).toEqual([]);
    expect(await correct(coordinator, staff)).toEqual(['NOT_PERMITTED']);
    for (const who of [admin, 'lead.dlh', 'auditor.inspektorat']) {
      expect(await correct(who, citizen)).toEqual(['NOT_FOUND input.personId']);
      expect(await correct(who, ABSENT)).toEqual(['NOT_FOUND input.personId']);
    }
    const mail = { field: 'EMAIL', value: 'nowhere' };
    expect(await correct(coordinator, citizen, mail)).toEqual(['INVALID_INPUT input.value']);
    expect(await correct(coordinator, citizen, { reason: ' ' })).toEqual(['REASON_REQUIRED']);
  });
});
