import { gzipSync } from 'node:zlib';
import { TestCity } from './city.ts';

const coordinator = 'coordinator.diskominfo';
const RATES = { person: 10, address: 8, signIn: 3 };

let city: TestCity;

beforeAll(async () => {
  city = await TestCity.seeded(undefined, { rates: RATES, proxies: 1 });
  // Kept, so that signing in counts for nothing below.
  for (const who of [coordinator, 'lead.dlh', 'lead.dinkes']) await city.tokenOf(who);
}, 120_000);
afterAll(() => city.close());
beforeEach(async () => {
  // A window lasts ten seconds; a server that starts again has counted nothing.
  await restart(1);
});

async function restart(proxies: number): Promise<void> {
  await city.stop();
  Object.assign(city.config, { proxies });
  await city.start();
}

type Sent = { status: number; codes: string[]; retryAfter: string | null };

async function send(
  who: string | undefined,
  query: string,
  { path = '/graphql', ...headers }: Record<string, string> = {},
): Promise<Sent> {
  const token = who === undefined ? {} : { authorization: `Bearer ${await city.tokenOf(who)}` };
  const accept = path === '/graphql' ? 'application/json' : 'text/event-stream';
  const response = await fetch(`${city.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...token, ...headers },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const codes = [...text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => String(code));
  return { status: response.status, codes, retryAfter: response.headers.get('retry-after') };
}

const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });
const viewers = (count: number): string =>
  `{ ${Array.from({ length: count }, (_, i) => `a${i}: viewer { name }`).join(' ')} }`;
const SIGN_IN = 'signIn(input: {username: "nobody", password: "wrong"}) { accessToken }';

function expectLimited({ status, codes, retryAfter }: Sent): void {
  expect([status, codes]).toEqual([429, ['RATE_LIMITED']]);
  expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
  expect(Number(retryAfter)).toBeLessThanOrEqual(10);
}

function expectAnswered({ status, codes }: Sent): void {
  expect([status, codes]).toEqual([200, []]);
}

describe('a person', () => {
  it('is answered up to their limit, whatever others do and wherever they come from', async () => {
    for (let i = 0; i < RATES.person; i += 1) {
      expectAnswered(await send(coordinator, viewers(1), from(`10.0.0.${i}`)));
    }
    expectLimited(await send(coordinator, viewers(1)));
    expectAnswered(await send('lead.dlh', viewers(1)));
  });

  it('is counted by operations, not by requests', async () => {
    expectAnswered(await send(coordinator, viewers(9)));
    expectLimited(await send(coordinator, viewers(2)));
    expectLimited(await send('lead.dlh', viewers(11)));
    const fragment = `fragment F on Query ${viewers(11)} { ...F }`;
    expectLimited(await send('lead.dinkes', fragment));
  });

  it('is counted at every address of the server together', async () => {
    expectAnswered(await send(coordinator, viewers(8)));
    expectAnswered(await send(coordinator, viewers(1), { path: '/graphql/stream' }));
    const authorization = `Bearer ${await city.tokenOf(coordinator)}`;
    const get = (): Promise<Response> =>
      fetch(`${city.url}/attachments/x`, { headers: { authorization } });
    expect((await get()).status).toBe(404);
    const limited = await get();
    expect([limited.status, await limited.json()]).toMatchObject([
      429,
      { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
    ]);
    expectLimited(await send(coordinator, viewers(1), { path: '/graphql/stream' }));
  });

  it('is counted more for what costs more, and for what is refused', async () => {
    const costly = `{ informationRequests(first: 100) {
      nodes { history(first: 25) { nodes { type summary } } } } }`;
    expectAnswered(await send(coordinator, costly));
    expectLimited(await send(coordinator, viewers(6)));
    for (let i = 0; i < RATES.person; i += 1) {
      expect((await send('lead.dlh', '{ nope')).codes).toEqual(['BAD_USER_INPUT']);
    }
    expectLimited(await send('lead.dlh', '{ nope'));
  });

  it('is told of in the log once, and not by name', async () => {
    const lines = city.logged.length;
    for (let i = 0; i < 3; i += 1) expectLimited(await send(coordinator, viewers(11)));
    const told = city.logged.slice(lines).filter((line) => line.includes('rate limited'));
    expect(told).toHaveLength(1);
    const { limit, ...more } = JSON.parse(told[0] ?? '{}');
    expect(limit).toBe('person');
    expect(Object.keys(more).toSorted()).toEqual(['hostname', 'level', 'msg', 'pid', 'time']);
  });
});

describe('an address', () => {
  it('is answered up to its limit, while people who are signed in go on', async () => {
    for (let i = 0; i < RATES.address; i += 1) {
      expect((await send(undefined, viewers(1), from('10.0.0.1'))).codes).toEqual([
        'UNAUTHENTICATED',
      ]);
    }
    expectLimited(await send(undefined, viewers(1), from('10.0.0.1')));
    expectAnswered(await send(coordinator, viewers(1), from('10.0.0.1')));
    const forged = { ...from('10.0.0.1'), authorization: 'Bearer a.b.c' };
    expectLimited(await send(undefined, viewers(1), forged));
    const upload = await fetch(`${city.url}/attachments`, {
      method: 'POST',
      headers: from('10.0.0.1'),
      body: new FormData(),
    });
    expect(upload.status).toBe(429);
  });

  it('is counted for headers that make no sense', async () => {
    const wrong = { ...from('10.0.0.6'), 'x-acting-as': 'x' };
    for (let i = 0; i < RATES.address; i += 1) {
      expect((await send(coordinator, viewers(1), wrong)).codes).toEqual(['BAD_USER_INPUT']);
    }
    expectLimited(await send(coordinator, viewers(1), wrong));
  });

  it.each<[string, number, RequestInit]>([
    ['another method', 405, { method: 'GET' }],
    ['another type', 415, { headers: { 'content-type': 'text/plain' }, body: viewers(1) }],
    ['a body that is no JSON', 400, { body: '{"query":' }],
    [
      'a compressed body',
      415,
      {
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify({ query: viewers(1), pad: ' '.repeat(400_000) })),
      },
    ],
  ])('is counted for %s', async (_, refused, { headers, ...more }) => {
    const address = from('10.0.0.7');
    const ask = async (path: string): Promise<number> => {
      const type = { 'content-type': 'application/json' };
      const sent = { method: 'POST', ...more, headers: { ...type, ...address, ...headers } };
      return (await fetch(`${city.url}${path}`, sent)).status;
    };
    for (const path of ['/graphql', '/graphql/stream']) expect(await ask(path)).toBe(refused);
    for (let i = 0; i < RATES.address; i += 1) await ask('/graphql');
    expect(await ask('/graphql')).toBe(429);
    expectLimited(await send(undefined, viewers(1), address));
    expectAnswered(await send(coordinator, viewers(1), address));
  });

  it('has a limit of its own for attempts to sign in', async () => {
    const attempt = `mutation { ${SIGN_IN} }`;
    for (let i = 0; i < RATES.signIn; i += 1) {
      expectAnswered(await send(undefined, attempt.replace('{', '{ x: __typename '), from('::2')));
    }
    expectLimited(await send(undefined, attempt, from('::2')));
    expectLimited(await send(coordinator, attempt, from('::2')));
    const aliases = [1, 2, 3, 4].map((i) => `a${i}: ${SIGN_IN}`).join(' ');
    expectLimited(await send(undefined, `mutation { ${aliases} }`, from('10.0.0.3')));
    expectAnswered(await send(undefined, attempt, from('10.0.0.4')));
  });

  it('is what the last proxy says, and of version 6 the network', async () => {
    const limited = viewers(9);
    expectLimited(await send(undefined, limited, from('2001:db8:0:1::1')));
    expectLimited(await send(undefined, viewers(1), from('2001:db8::1:ffff:0:0:2')));
    expectLimited(await send(undefined, viewers(1), from('9.9.9.9, 2001:0db8:0000:0001::3')));
    expect((await send(undefined, viewers(1), from('2001:db8:0:2::1'))).status).toBe(200);
    expectLimited(await send(undefined, limited, from('::ffff:10.0.0.5')));
    expectLimited(await send(undefined, viewers(1), from('10.0.0.5')));
  });

  it('is not what the caller says where no proxy is trusted', async () => {
    await restart(0);
    expectLimited(await send(undefined, viewers(9), from('10.0.0.1')));
    expectLimited(await send(undefined, viewers(1), from('10.0.0.2')));
  });
});
