import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { IntrospectionQuery } from 'graphql';
import { MOST_STREAMS } from '../apps/api/src/stream.ts';
import { TestCity } from './city.ts';
import type { Answer } from './city.ts';

const coordinator = 'coordinator.diskominfo';

let city: TestCity;
beforeAll(async () => {
  city = await TestCity.seeded();
}, 120_000);
afterAll(() => city.close());

const codesOf = ({ errors }: Answer): string[] =>
  (errors ?? []).map(({ extensions }) => extensions.code);
const costOf = (answer: Answer): number =>
  (answer as Answer & { extensions: { cost: number } }).extensions.cost;

describe('the schema', () => {
  it.each([
    getIntrospectionQuery(),
    '{ __type(name: "Query") { name } }',
    'fragment F on Query { s: __schema { types { name } } } { ...F }',
    '{ viewer { name } ... on Query { ... { __schema { types { name } } } } }',
  ])('tells nobody about itself who has not signed in: %#', async (query) => {
    const answer = await city.ask(undefined, query);
    expect(answer).toEqual({
      errors: [{ message: 'sign in first', extensions: { code: 'UNAUTHENTICATED' } }],
    });
    const expired = { authorization: 'Bearer a.b.c' };
    expect(await city.ask(undefined, query, {}, expired)).toEqual(answer);
  });

  it('tells all of itself to who has', async () => {
    const { data, errors } = await city.ask(coordinator, getIntrospectionQuery());
    expect(errors).toBeUndefined();
    const schema = buildClientSchema(data as unknown as IntrospectionQuery);
    expect(schema.getQueryType()?.getFields()).toHaveProperty('coordinationBoard');
    expect((await city.ask(undefined, '{ __typename }')).data).toEqual({ __typename: 'Query' });
  });

  it('suggests nothing to who has not signed in', async () => {
    const wrong: [string][] = [
      ['{ viewr { name } }'],
      ['{ viewer { nam } }'],
      ['{ informationRequests(firs: 1) { totalCount } }'],
      ['{ informationRequests(filter: {serch: "x"}) { totalCount } }'],
      ['{ informationRequests(filter: {states: [CLOSE]}) { totalCount } }'],
      ['fragment F on Vewer { name } { viewer { ...F } }'],
      ['query($f: InformationRequestFilter) { informationRequests(filter: $f) { totalCount } }'],
      ['{ viewer { name @skp(if: true) } }'],
    ];
    let hints = 0;
    for (const [query] of wrong) {
      const variables = { f: { serch: 'x' } };
      const anonymous = await city.ask(undefined, query, variables);
      expect(codesOf(anonymous)).toContain('BAD_USER_INPUT');
      expect(JSON.stringify(anonymous)).not.toMatch(/did you mean/i);
      if (/Did you mean/.test(JSON.stringify(await city.ask(coordinator, query, variables)))) {
        hints += 1;
      }
    }
    expect(hints).toBeGreaterThan(5);
  });
});

describe('what a front-end asks', () => {
  const CASE = `id number state subject details purpose receivedAt overdue viewerMay
    requester { name email phone } leadOffice { code name }
    assignments { id state office { code name } instructions reason
      deadline { dueOn ledger { date kind } }
      contributions { id text submittedAt attachments { id name } } }
    answers { id title body steps { role decision }
      versions { nodes { contentVersion title } } }
    objections { id state grounds } attachments { id name bytes }
    related { relation request { id } }
    history(first: 100) { nodes { type summary changes { field from to } } }`;
  const TEN = 'id version number track state subject channel receivedAt registeredAt overdue';

  const COUNT = 'informationRequests(filter: {open: true}) { totalCount }';
  const counts = Array.from({ length: 30 }, (_, i) => `a${i}: ${COUNT}`);

  it.each([
    ['a list of 25 x 10', `{ informationRequests { nodes { ${TEN} } } }`],
    ['a list of 100 x 10', `{ informationRequests(first: 100) { totalCount nodes { ${TEN} } } }`],
    [
      'a list of 25 with lists of 10 in each',
      `{ informationRequests(first: 25) { totalCount pageInfo { hasNextPage endCursor }
        nodes { ${TEN} history(first: 10) { nodes { type summary actor { post office { code } } } }
        assignments { state office { code name } } } } }`,
    ],
    ['a whole case', `{ informationRequests(first: 1) { nodes { ${CASE} } } }`],
    [
      'the board with every office',
      `{ coordinationBoard { asOf requests { open unassigned overdue byState { state count }
          byTrack { track count } byOutcome { outcome count } }
        offices { office { code name kind appointments { post person { name } } } openAssignments
          returned overdue contributedInPeriod lastActivityAt byState { state count } } } }`,
    ],
    ['thirty counts beside each other', `{ ${counts.join(' ')} }`],
  ])('is answered with what it costs: %s', async (what, query) => {
    const answer = await city.ask(coordinator, query);
    expect(answer.errors).toBeUndefined();
    process.stdout.write(`${what} costs ${costOf(answer)}\n`);
    expect(costOf(answer)).toBeLessThan(10_000);
  });

  it('costs what its lists may hold', async () => {
    const cost = async (query: string, variables = {}): Promise<number> =>
      costOf(await city.ask(coordinator, query, variables));
    expect(await cost('{ viewer { name } }')).toBe(2);
    expect(await cost('{ informationRequests { nodes { id } } }')).toBe(1 + 25 * 2);
    expect(await cost('{ informationRequests(last: 7) { nodes { id } } }')).toBe(1 + 7 * 2);
    const nested = `query($n: Int) { informationRequests(first: 10) {
      edges { node { history(first: $n) { nodes { type } } } } } }`;
    expect(await cost(nested, { n: 30 })).toBe(1 + 10 * (1 + 1 + 1 + 30 * 2));
    expect(await cost('{ nodes(ids: ["a", "b", "c"]) { id } }')).toBe(1 + 3);
    expect(await cost('{ viewer { name @skip(if: true) personId } }')).toBe(2);
    const two = 'query a { viewer { name } } query b { viewer { name personId } }';
    const body = JSON.stringify({ query: two, operationName: 'b' });
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${await city.tokenOf(coordinator)}`,
    };
    const response = await fetch(`${city.url}/graphql`, { method: 'POST', headers, body });
    expect(costOf((await response.json()) as Answer)).toBe(3);
  });
});

describe('a live stream', () => {
  const open = async (
    who: string | undefined,
    query: string,
    headers: Record<string, string> = {},
  ): Promise<{ response: Response; leave(): void }> => {
    const leaving = new AbortController();
    const token = who === undefined ? {} : { authorization: `Bearer ${await city.tokenOf(who)}` };
    const response = await fetch(`${city.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        'content-type': 'application/json',
        ...token,
        ...headers,
      },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    return { response, leave: () => leaving.abort() };
  };
  const BOARD = 'subscription { coordinationBoardChanged { requests { open } } }';
  const codesIn = async ({ response }: { response: Response }): Promise<unknown> => {
    const { errors } = (await response.json()) as Answer;
    return [response.status, errors?.map(({ extensions }) => extensions.code)];
  };

  it('tells its cost with every message, and its errors as queries do', async () => {
    const { response, leave } = await open(coordinator, BOARD);
    const reader = response.body!.getReader();
    let text = '';
    while (!text.includes('data:')) text += new TextDecoder().decode((await reader.read()).value);
    leave();
    expect(text).toMatch(/"extensions":\{"cost":3\}\}/);
    const wrong = await open(coordinator, '{ informationRequests(first: 1000) { totalCount } }');
    expect(await wrong.response.text()).toMatch(
      /"extensions":\{"code":"BAD_USER_INPUT"\}\}\],"extensions":\{"cost":1001\}/,
    );
  });

  it('is for who has signed in, alone, and under no token but theirs', async () => {
    expect(await codesIn(await open(undefined, BOARD))).toEqual([401, ['UNAUTHENTICATED']]);
    const plain = { accept: 'application/json' };
    expect(await codesIn(await open(coordinator, BOARD, plain))).toEqual([406, ['BAD_USER_INPUT']]);
    const headers = { authorization: `Bearer ${await city.tokenOf(coordinator)}` };
    const reserved = await fetch(`${city.url}/graphql/stream`, { method: 'PUT', headers });
    expect(reserved.status).toBe(405);
  });

  it(`is one of ${MOST_STREAMS} at most`, async () => {
    const streams = await Promise.all(
      Array.from({ length: MOST_STREAMS }, () => open('lead.dlh', BOARD)),
    );
    expect(streams.map(({ response }) => response.status)).toEqual(Array(MOST_STREAMS).fill(200));
    expect(await codesIn(await open('lead.dlh', BOARD))).toEqual([429, ['RATE_LIMITED']]);
    const other = await open('lead.dinkes', BOARD);
    expect(other.response.status).toBe(200);
    for (const { leave } of [...streams, other]) leave();
    let again = await open('lead.dlh', BOARD);
    while (again.response.status === 429) again = await open('lead.dlh', BOARD);
    expect(again.response.status).toBe(200);
    again.leave();
  });

  it('takes no place of who left before it was opened', async () => {
    const { port, hostname } = new URL(city.url);
    const body = JSON.stringify({ query: BOARD });
    const head = [
      'POST /graphql/stream HTTP/1.1',
      'host: x',
      `authorization: Bearer ${await city.tokenOf('lead.dinkes')}`,
      'content-type: application/json',
      'accept: text/event-stream',
      `content-length: ${body.length}`,
    ];
    for (let i = 0; i < 90; i += 1) {
      const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
      const closed = once(socket, 'close');
      await once(socket, 'connect');
      await new Promise((sent) => socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, sent));
      for (let turn = i % 4; turn > 0; turn -= 1) await setImmediate();
      socket.resetAndDestroy();
      await closed;
    }
    let stream = await open('lead.dinkes', BOARD);
    while (stream.response.status === 429) stream = await open('lead.dinkes', BOARD);
    expect(stream.response.status).toBe(200);
    stream.leave();
  });
});
