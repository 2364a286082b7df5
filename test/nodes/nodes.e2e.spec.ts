import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import type { TestCity } from '../city.ts';
import { ErasureCity, approver, coordinator } from '../erasure-city.ts';
import { Shared } from './shared.ts';

let shared: Shared;
let at: ErasureCity;
/** Two nodes of one city. */
let one: TestCity;
let other: TestCity;
beforeAll(async () => {
  shared = await Shared.started();
  at = await ErasureCity.opened(shared.settings);
  one = at.city;
  other = await at.at.joined(shared.settings);
}, 120_000);
afterAll(async () => {
  await other.close();
  await one.close();
  await shared.close();
});
afterEach(() => shared.s3.behave());

const SHOWN = `query($id: ID!) { informationRequest(id: $id) {
  subject details requester { name email } } }`;

/** As another node shows it that has come so far. */
async function shownBy(node: TestCity, id: string, position: string): Promise<any> {
  const headers = { 'x-min-position': position };
  const { data, errors } = await node.ask(coordinator, SHOWN, { id }, headers);
  expect(errors).toBeUndefined();
  return data?.['informationRequest'];
}

const receipt = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data parkir',
  details: 'Berapa petak parkir?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji', email: 'kanaya@uji.example' },
};

async function received(node: TestCity, more: object = {}): Promise<any> {
  const input = { ...receipt, ...more };
  const payload = await node.mutate(coordinator, 'receiveInformationRequest', input);
  return { ...payload, id: payload.informationRequest?.id };
}

const until = async (holds: () => unknown): Promise<void> => {
  for (const end = Date.now() + 10_000; !(await holds());) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await pause(20);
  }
};

describe('two nodes of one city', () => {
  it('show each other what they sealed, at the position that a command answered', async () => {
    for (const [by, on] of [
      [one, other],
      [other, one],
    ] as const) {
      const { id, position } = await received(by);
      expect(await shownBy(on, id, position)).toEqual({
        subject: receipt.subject,
        details: receipt.details,
        requester: { name: 'Kanaya Uji', email: 'kanaya@uji.example' },
      });
    }
  });

  it('go on with a case that the other one began', async () => {
    const { id: requestId } = await received(one);
    await until(async () => (await other.ask(coordinator, SHOWN, { id: requestId })).data);
    const act = async (node: TestCity, mutation: string, input: object): Promise<any> => {
      const payload = await node.mutate(coordinator, mutation, { requestId, ...input });
      expect(payload.userErrors).toEqual([]);
      return payload;
    };
    await act(other, 'registerInformationRequest', {});
    const { position } = await act(one, 'assignOffice', { officeCode: 'DINKES', lead: true });
    const reading = `query($id: ID!) { informationRequest(id: $id) {
      state assignments { instructions office { code } } history(first: 20) { totalCount } } }`;
    const headers = { 'x-min-position': position };
    const answers = [];
    for (const node of [one, other]) {
      answers.push((await node.ask(coordinator, reading, { id: requestId }, headers)).data);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('know a command again that the other one recorded, and its input', async () => {
    const idempotencyKey = 'sekali';
    const { id, position } = await received(one, { idempotencyKey });
    await shownBy(other, id, position);
    expect(await received(other, { idempotencyKey })).toMatchObject({ id, userErrors: [] });
    const changed = { idempotencyKey, subject: 'Lain' };
    expect((await received(other, changed)).userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_KEY_REUSED' },
    ]);
  });

  it('tell live what happens on the other one', async () => {
    const client = createClient({
      url: `${other.url}/graphql/stream`,
      singleConnection: false,
      retryAttempts: 0,
      headers: { authorization: `Bearer ${await other.tokenOf(coordinator)}` },
    });
    const query = 'subscription { coordinationBoardChanged { requests { open } } }';
    const boards = client.iterate<Record<string, any>>({ query });
    const next = async (): Promise<number> => {
      const { value } = await boards.next();
      return value.data.coordinationBoardChanged.requests.open;
    };
    const before = await next();
    await received(one);
    expect(await next()).toBe(before + 1);
    client.dispose();
  });

  it('give out each other’s files', async () => {
    const id = await one.upload(coordinator, 'isi berkas');
    await until(async () => (await other.download(coordinator, id)) === 200);
    expect(readdirSync(other.config.dataDir).sort()).toEqual(['log', 'read-model']);
  });

  it('take each other’s tokens, until one of them ends the session', async () => {
    const token = await one.tokenOf(approver);
    const whoIs = async (node: TestCity): Promise<string> => {
      const response = await fetch(`${node.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ viewer { personId } }' }),
      });
      const { data, errors } = (await response.json()) as any;
      return errors?.[0].extensions.code ?? data.viewer.personId;
    };
    expect(await whoIs(other)).toBe(await whoIs(one));
    await other.ask(
      approver,
      'mutation { signOut { done } }',
      {},
      { authorization: `Bearer ${token}` },
    );
    expect(await whoIs(other)).toBe('UNAUTHENTICATED');
    await until(async () => (await whoIs(one)) === 'UNAUTHENTICATED');
    one.forgetTokens();
    other.forgetTokens();
  });
});
