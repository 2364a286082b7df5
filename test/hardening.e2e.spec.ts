import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TestCity } from './city.ts';

const coordinator = 'coordinator.diskominfo';

let city: TestCity;
let authorization: string;
const measured: string[] = [];

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heapMb = (): number => {
  collect();
  return Math.round(process.memoryUsage().heapUsed / 1e6);
};
let heapBefore = 0;

beforeAll(async () => {
  city = await TestCity.seeded();
  authorization = `Bearer ${await city.tokenOf(coordinator)}`;
  await city.ask(coordinator, '{ viewer { name } }');
  heapBefore = heapMb();
}, 120_000);
afterAll(async () => {
  const heap = `heap before ${heapBefore} MB, after ${heapMb()} MB`;
  process.stdout.write(`${[...measured, heap].join('\n')}\n`);
  await city.close();
});
afterEach(async () => {
  const { data } = await city.ask(coordinator, '{ viewer { name } }');
  expect(data?.['viewer'].name).toBeTruthy();
  expect((await fetch(`${city.url}/health/ready`)).status).toBe(200);
});

const ENDPOINTS = ['/graphql', '/graphql/stream'] as const;
type Endpoint = (typeof ENDPOINTS)[number];
type Headers = Record<string, string | undefined>;
type Sent = { status: number; codes: string[]; text: string };

const request = (query: string, variables: object = {}): string =>
  JSON.stringify({ query, variables });

/** Sends a body as a front-end would; headers replace its own, undefined takes one away. */
async function send(endpoint: Endpoint, body: string, headers: Headers = {}): Promise<Sent> {
  const sent: Headers = {
    authorization,
    'content-type': 'application/json',
    accept: endpoint === '/graphql' ? 'application/json' : 'text/event-stream',
    ...headers,
  };
  const given = Object.entries(sent).filter((one): one is [string, string] => one[1] !== undefined);
  const response = await fetch(`${city.url}${endpoint}`, {
    method: 'POST',
    headers: given,
    body: new TextEncoder().encode(body),
  });
  return told(response.status, await response.text());
}

/** Nothing of the inside is told, whatever is sent. */
function told(status: number, text: string): Sent {
  expect(text).not.toMatch(/node_modules|\.ts\b|\.js\b|at [A-Z]\w+\.|stacktrace|INTERNAL|sqlite/i);
  expect(text.length).toBeLessThan(40_000);
  const errors = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => String(code));
  return { status, codes: [...new Set(errors)], text };
}

/** Both endpoints refuse it with this code; how long that took is printed, not judged. */
async function expectRefused(what: string, body: string, code: string): Promise<void> {
  for (const endpoint of ENDPOINTS) {
    const started = performance.now();
    const { codes, status } = await send(endpoint, body);
    const ms = Math.round(performance.now() - started);
    measured.push(`${what} at ${endpoint}: ${code} (${status}) after ${ms} ms`);
    expect(codes).toEqual([code]);
  }
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (levels: number): string =>
  `{ office(code: "X") { ${'parent { '.repeat(levels - 2)} code ${'} '.repeat(levels)}`;
const fragments = (spread: string, levels: number): string =>
  times(levels, (level) => {
    const inner = level === 0 ? 'name '.repeat(10) : `...F${level - 1} `.repeat(10);
    return `fragment F${level} on Viewer { ${inner} }`;
  }) + ` query { viewer { ...${spread} } }`;
const list = (first: number, inner: string): string =>
  `informationRequests(first: ${first}) { nodes { id ${inner} } }`;

const PAST = 'coordinationBoard(asOf: "2026-01-05T00:00:00Z") { asOf }';
const HISTORY = 'history(first: 100) { nodes { type summary } }';
const ITSELF = `{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} }'.repeat(5)} } } }`;
const NODES = 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const RECEIVE = `mutation($input: ReceiveInformationRequestInput!) {
  receiveInformationRequest(input: $input) { position } }`;
const receipt = { track: 'STATUTORY', channel: 'LETTER', subject: 'x', requester: { name: 'x' } };
const references = Array(501).fill({ system: 'a', number: '1' });
const deepPerson = (levels: number): object =>
  levels === 0 ? { name: 'x' } : { representedBy: deepPerson(levels - 1) };
const arrays = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('too much', () => {
  it.each<[string, string]>([
    ['a depth of 50', request(nested(50))],
    ['a depth of 16', request(nested(16))],
    ['a depth of 2,000', request('{ viewer '.repeat(2_000))],
    ['a value 2,000 deep', request(`{ node(id: ${'['.repeat(2_000)}1) { id } }`)],
    ['inline fragments 90 deep', request(`{ ${'... { '.repeat(90)} __typename ${'}'.repeat(91)}`)],
    ['1,000 aliases of the root', request(`{ ${times(1_000, (i) => `a${i}: __typename`)} }`)],
    ['1,000 aliases', request(`{ viewer { ${times(1_000, (i) => `a${i}: name`)} } }`)],
    ['101 aliases', request(`{ viewer { ${times(101, (i) => `a${i}: name`)} } }`)],
    ['31 operations', request(`{ ${times(31, () => 'viewer { name }')} }`)],
    [
      '31 operations in a fragment',
      request(`fragment F on Query { ${times(31, (i) => `a${i}: __typename`)} } { ...F }`),
    ],
    ['10,000 fields by fragments', request(fragments('F3', 4))],
    ['10 to the 60th fields by fragments', request(fragments('F59', 60))],
    ['1,001 fields', request(`{ viewer { ${'name '.repeat(1_001)} } }`)],
    ['500 directives', request(`{ viewer { name ${'@include(if: true) '.repeat(500)} } }`)],
    ['nested lists', request(`{ ${list(100, HISTORY)} }`)],
    [
      'a list whose length is a variable',
      JSON.stringify({
        query: `query($n: Int) { informationRequests(first: $n) { nodes { id
          history(first: $n) { nodes { type summary } } } } }`,
        variables: { n: 100 },
      }),
    ],
    ['thirty boards of the past', request(`{ ${times(30, (i) => `a${i}: ${PAST}`)} }`)],
    [
      'nested lists that one of a negative length makes good for',
      request(`{ a: ${list(-1_000_000, '')} ${list(100, HISTORY)} }`),
    ],
  ])('%s is TOO_COMPLEX', (what, body) => expectRefused(what, body, 'TOO_COMPLEX'));

  it('tells what it costs, in the error', async () => {
    const query = `{ ${list(100, 'history(first: 100) { nodes { type } }')} }`;
    for (const endpoint of ENDPOINTS) {
      const { text } = await send(endpoint, request(query));
      const cost = 1 + 100 * (1 + 1 + 1 + 100 * 2);
      expect(text).toContain(`"extensions":{"code":"TOO_COMPLEX","cost":${cost}}`);
    }
  });
});

describe('what is malformed', () => {
  it.each<[string, string]>([
    [
      'a circle of fragments',
      request('fragment A on Viewer { ...B } fragment B on Viewer { ...A } { viewer { ...A } }'),
    ],
    ['a fragment in itself', request('fragment A on Viewer { name ...A } { viewer { ...A } }')],
    [
      'a hundred fragments in a circle',
      request(
        `{ viewer { ...F0 } }
          ${times(100, (i) => `fragment F${i} on Viewer { name ...F${(i + 1) % 100} }`)}`,
      ),
    ],
    ['5,000 directives', request(`{ viewer { name ${'@include(if: true) '.repeat(5_000)} } }`)],
    ['a batch', `[${request('{ viewer { name } }')}]`],
    ['a batch of 5,000', `[${'{"query":"{ __typename }"},'.repeat(4_999)}{"query":"{ a }"}]`],
    ['a query of 1 MB', request(`{ viewer { name } } #${'x'.repeat(1e6)}`)],
    ['a query of 200 kB', request(`{ viewer { name } } #${'x'.repeat(2e5)}`)],
    ['variables of 10 MB', request('{ viewer { name } }', { x: 'x'.repeat(1e7) })],
    ['a list of 100,000', request(NODES, { ids: Array(100_000).fill('x') })],
    ['a list of 501', request(NODES, { ids: Array(501).fill('x') })],
    ['a list of 101 where 100 are declared', request(NODES, { ids: Array(101).fill('x') })],
    ['a list of 501 in a mutation', request(RECEIVE, { input: { ...receipt, references } })],
    ['a list of 501 in the document', request(`{ nodes(ids: [${'"x" '.repeat(501)}]) { id } }`)],
    ['20,000 values', request(NODES, { ids: Array(400).fill(Array(50).fill('x')) })],
    ['a person represented 50 deep', request(RECEIVE, { input: { requester: deepPerson(50) } })],
    ['variables 5,000 deep', `{"query":"{ __typename }","variables":{"x":${arrays(5_000)}}}`],
    ['a value 20 deep', request(`{ nodes(ids: ${arrays(20)}) { id } }`)],
    ['a type 50 deep', request(`query($x: ${'['.repeat(50)}ID${']'.repeat(50)}) { __typename }`)],
    ['a schema that asks of itself', request(ITSELF)],
    [
      '1,000 fields that are not there',
      request(`{ ${times(29, (i) => `nope${i}`)} viewer { ${times(900, (i) => `x${i}`)} } }`),
    ],
    ['no operation of that name', JSON.stringify({ query: '{ __typename }', operationName: 'x' })],
    ['variables that do not fit', request(NODES, { ids: [{ a: 1 }] })],
  ])('%s is BAD_USER_INPUT', (what, body) => expectRefused(what, body, 'BAD_USER_INPUT'));

  it.each(['__proto__', 'constructor', 'prototype'])('is the key %s anywhere', async (key) => {
    const sets = `"${key}":{"polluted":true}`;
    const query = '"query":"{ __typename }"';
    const bodies = [
      `{${query},${sets}}`,
      `{${query},"variables":{${sets}}}`,
      `{${query},"extensions":{"a":{${sets}}}}`,
      `{"query":"${RECEIVE.replace(/\n/g, ' ')}","variables":{"input":{"requester":{${sets}}}}}`,
      `{"query":"${NODES}","variables":{"ids":["x",{${sets}}]}}`,
      request(`{ ${key}: viewer { name } }`),
      request(`{ ${key} }`),
      request(`{ viewer(${key}: 1) { name } }`),
      request(`{ viewer { name @${key} } }`),
      request(`query ${key} { __typename }`),
      request(`query($${key}: ID) { node(id: $${key}) { id } }`),
      request(`fragment ${key} on Viewer { name } { viewer { ...${key} } }`),
      request(`{ informationRequests(filter: { ${key}: { polluted: true } }) { totalCount } }`),
    ];
    for (const body of bodies) {
      for (const endpoint of ENDPOINTS) {
        expect((await send(endpoint, body)).codes).toEqual(['BAD_USER_INPUT']);
      }
    }
    expect(({} as any).polluted).toBeUndefined();
  });

  it('keeps no memory', () => {
    expect(heapMb() - heapBefore).toBeLessThan(100);
  });
});

describe('a page of another origin', () => {
  it('can send nothing that a browser sends without asking', async () => {
    const body = request(
      'mutation { signIn(input: {username: "a", password: "b"}) { expiresAt } }',
    );
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];
    for (const endpoint of ENDPOINTS) {
      for (const type of [...types, 'text/plain; application/json', undefined]) {
        const { status, codes } = await send(endpoint, body, { 'content-type': type });
        expect([status, codes]).toEqual([415, ['BAD_USER_INPUT']]);
      }
    }
  });

  it('is answered only to POST', async () => {
    const query = encodeURIComponent('mutation { signOut { done } }');
    for (const endpoint of ENDPOINTS) {
      for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
        const headers = {
          authorization,
          'apollo-require-preflight': '1',
          accept: 'text/event-stream',
        };
        const url = `${city.url}${endpoint}?query=${query}`;
        const response = await fetch(url, { method, headers });
        const { status, codes } = told(response.status, await response.text());
        expect([status, codes]).toEqual([405, ['BAD_USER_INPUT']]);
        expect(response.headers.get('allow')).toBe('POST');
      }
    }
  });

  it('reads nothing, is shown nowhere, and gains nothing by cookies', async () => {
    const headers = { origin: 'https://elsewhere.example', cookie: `token=${authorization}` };
    for (const path of ['/graphql', '/graphql/stream', '/attachments/x', '/health/live']) {
      const response = await fetch(`${city.url}${path}`, { headers });
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(response.headers.get('x-powered-by')).toBeNull();
      expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
    }
    const form = new FormData();
    form.set('file', new Blob(['x']), 'x.txt');
    const upload = await fetch(`${city.url}/attachments`, { method: 'POST', headers, body: form });
    expect(told(upload.status, await upload.text()).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('may run its scripts only as GraphiQL of a demo', async () => {
    const response = await fetch(`${city.url}/graphiql`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self'( 'sha256-[\w+/=]{44}'){4};/);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  });
});
