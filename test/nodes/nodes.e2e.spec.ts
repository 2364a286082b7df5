import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { ObjectStoreAway } from '#object-store';
import type { TestCity } from '../city.ts';
import { ErasureCity, approver, coordinator } from '../erasure-city.ts';
import type { Case } from '../erasure-city.ts';
import { openCity } from '../../apps/api/src/city.ts';
import { Shared } from './shared.ts';

let shared: Shared;
let at: ErasureCity;
/** Two nodes of one city. */
let one: TestCity;
let other: TestCity;
/** Cases that may be erased. */
let nextOld: () => Case;
beforeAll(async () => {
  shared = await Shared.started();
  at = await ErasureCity.opened(shared.settings);
  one = at.city;
  other = await at.at.joined(shared.settings);
  nextOld = await at.old(3);
  other.forgetTokens();
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

async function signIn(node: TestCity, input: object): Promise<any> {
  const query = `mutation($input: SignInInput!) {
    signIn(input: $input) { accessToken userErrors { code } } }`;
  return (await node.ask(undefined, query, { input })).data?.['signIn'];
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

  it('take on each staff that the other registered, and end them together', async () => {
    const person = { name: 'Rara Uji', username: 'rara.baru' };
    const made = await one.mutate('admin', 'registerStaff', person, 'person { id } firstPassword');
    expect(made.userErrors).toEqual([]);
    const sign = (node: TestCity, password: string): Promise<any> =>
      signIn(node, { username: 'rara.baru', password });
    const first = await sign(other, made.firstPassword);
    expect(first.userErrors).toEqual([]);
    const change = { currentPassword: made.firstPassword, newPassword: 'kata sandi yang baru' };
    const changing = `mutation($input: ChangePasswordInput!) {
      changePassword(input: $input) { done userErrors { code } } }`;
    const headers = { authorization: `Bearer ${first.accessToken}` };
    const { data } = await other.ask(undefined, changing, { input: change }, headers);
    expect(data?.['changePassword']).toEqual({ done: true, userErrors: [] });
    await until(async () => (await sign(one, change.newPassword)).accessToken !== null);
    const old = await sign(one, made.firstPassword);
    expect(old.userErrors).toMatchObject([{ code: 'INVALID_CREDENTIALS' }]);
    const again = await other.mutate('admin', 'registerStaff', person, 'person { id }');
    expect(again.userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
  });
});

describe('an erasure on one node', () => {
  it('takes keys and files from the bucket, and the texts from the other node', async () => {
    const { id } = nextOld();
    const words = `query($id: ID!) { informationRequest(id: $id) { subject details } }`;
    const shown = async (node: TestCity): Promise<any> =>
      (await node.ask(coordinator, words, { id })).data?.['informationRequest'];
    await until(async () => (await shown(other))?.details);
    const { vault } = other.city.parts.keeping;
    const destroyed: string[] = [];
    const destroy = one.city.parts.keeping.vault.destroy.bind(one.city.parts.keeping.vault);
    one.city.parts.keeping.vault.destroy = (keyIds, now) => {
      destroyed.push(...keyIds);
      return destroy(keyIds, now);
    };
    const { id: erasureId } = await at.order(id);
    expect(await at.confirm(erasureId)).toMatchObject({ state: 'DONE' });
    await until(async () => (await shown(other)).subject === null);
    expect(await shown(other)).toEqual(await shown(one));
    expect(destroyed.length).toBeGreaterThan(0);
    for (const key of destroyed) {
      expect(vault.has(key as never)).toBe(false);
      expect(shared.s3.holds(`keys/${key}`)).toBe(false);
      expect(shared.s3.holds(`destroyed/${key}`)).toBe(true);
    }
  });
});

describe('a node that reaches the log and not the bucket', () => {
  it('shows nothing of what was erased, and takes no session that was ended', async () => {
    const { id } = nextOld();
    const words = `query($id: ID!) { informationRequest(id: $id) { details } }`;
    const shown = async (node: TestCity): Promise<any> =>
      (await node.ask(coordinator, words, { id })).data?.['informationRequest'];
    await until(async () => (await shown(other))?.details);
    const token = await other.tokenOf(approver);
    const away = cutOff(other);
    const { id: erasureId } = await at.order(id);
    expect(await at.confirm(erasureId)).toMatchObject({ state: 'DONE' });
    const headers = { authorization: `Bearer ${token}` };
    await one.ask(undefined, 'mutation { signOut { done } }', {}, headers);
    await until(async () => (await shown(other)).details === null);
    const stillIn = async (): Promise<boolean> =>
      (await other.ask(undefined, '{ viewer { personId } }', {}, headers)).errors === undefined;
    await until(async () => !(await stillIn()));
    const health = await (await fetch(`${other.url}/health/ready`)).json();
    expect(health).toMatchObject({ status: 'ready', degraded: expect.any(String) });
    away.mend();
    await until(async () => (await shown(other)).details === null);
    one.forgetTokens();
    other.forgetTokens();
  });
});

/** Every call that this node makes to its bucket fails. */
function cutOff(node: TestCity): { mend(): void } {
  const { bucket } = node.city.parts.keeping;
  const names = ['get', 'find', 'put', 'replace', 'remove', 'health'] as const;
  const fails = (): Promise<never> => Promise.reject(new ObjectStoreAway('cut off'));
  Object.assign(bucket!, Object.fromEntries(names.map((name) => [name, fails])));
  return {
    mend: () => {
      for (const name of names) Reflect.deleteProperty(bucket!, name);
    },
  };
}

describe('a bucket that was put back to before an erasure', () => {
  it('loses the keys again when a node starts, which says so', async () => {
    const { id } = nextOld();
    const { vault, bucket } = one.city.parts.keeping;
    const kept = [...vault.contents()].filter(({ kind }) => kind === 'key');
    const { id: erasureId } = await at.order(id);
    expect(await at.confirm(erasureId)).toMatchObject({ state: 'DONE' });
    const gone = kept.filter(({ name }) => !shared.s3.holds(`keys/${name}`));
    expect(gone.length).toBeGreaterThan(0);
    for (const key of gone) {
      await bucket!.remove(`destroyed/${key.name}`);
      await bucket!.put(`keys/${key.name}`, (key as { wrapped: Buffer }).wrapped);
    }
    const said: string[] = [];
    const dataDir = `${other.folder}/third`;
    const clock = { now: () => at.at.now() };
    const config = { ...other.config, dataDir };
    const third = await openCity(config, { clock, say: (line) => said.push(line) });
    expect(said.filter((line) => line.startsWith('ALARM'))).toEqual([
      expect.stringContaining(`the erasure ${erasureId}`),
    ]);
    for (const { name } of gone) {
      expect(third.parts.keeping.vault.has(name as never)).toBe(false);
      expect(shared.s3.holds(`keys/${name}`)).toBe(false);
    }
    await third.close();
  });
});

describe('a node whose bucket is away', () => {
  const readiness = async (node: TestCity): Promise<any> =>
    (await fetch(`${node.url}/health/ready`)).json();

  it('shows what it has, goes on with the keys it has, and says so', async () => {
    const { id, position } = await received(one);
    expect(await readiness(one)).toMatchObject({ status: 'ready' });
    for (const method of ['GET', 'PUT', 'HEAD', 'DELETE']) {
      shared.s3.misbehave('REFUSES', method, /./);
      shared.s3.misbehave('REFUSES', method, /^$/);
    }
    expect((await shownBy(one, id, position)).details).toBe(receipt.details);
    expect((await received(one)).userErrors).toEqual([]);
    const health = await readiness(one);
    expect([health.status, health.degraded]).toEqual([
      'ready',
      expect.stringContaining('the object store did not answer'),
    ]);
    const upload = await one.uploading(coordinator, 'isi berkas');
    expect([upload.status, await upload.json()]).toMatchObject([
      503,
      { errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true } }] },
    ]);
    shared.s3.behave();
    expect(await readiness(one)).not.toHaveProperty('degraded');
    // What the other node could not show without its key comes when the bucket is back.
    const later = await received(one);
    expect((await shownBy(other, later.id, later.position)).details).toBe(receipt.details);
  });
});
