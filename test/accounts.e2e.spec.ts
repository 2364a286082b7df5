import { setTimeout as pause } from 'node:timers/promises';
import { createHmac } from 'node:crypto';
import { createClient } from 'graphql-sse';
import { SignJWT, generateKeyPair } from 'jose';
import type { Instant } from '#kernel';
import { Clock } from '#event-store';
import { TestCity } from './city.ts';
import type { Answer } from './city.ts';
import { register } from './employ.ts';

const admin = 'admin.diskominfo';
const auditor = 'auditor.inspektorat';
const coordinator = 'coordinator.diskominfo';
const PASSWORD = 'simpul-demo';
const ABSENT = '00000000-0000-4000-8000-000000000000';

let city: TestCity;

/** Neither an hour nor a day passes in the middle of a test. */
class StandingClock extends Clock {
  now(): Instant {
    return '2026-11-26T03:10:00.000Z' as Instant;
  }
}
const clock = new StandingClock();

beforeAll(async () => {
  city = await TestCity.seeded(clock);
}, 120_000);
afterAll(() => city.close());

const codesOf = ({ errors = [] }: Answer): string[] => errors.map((one) => one.extensions.code);

async function signIn(username: string, password = PASSWORD): Promise<any> {
  const query = `mutation($input: SignInInput!) { signIn(input: $input) {
    accessToken expiresAt viewer { name } userErrors { code message path } } }`;
  const { data } = await city.ask(undefined, query, { input: { username, password } });
  return data?.['signIn'];
}

/** A session of its own. */
const session = async (username: string, password = PASSWORD): Promise<string> =>
  (await signIn(username, password)).accessToken;

const as = (token: string, query: string, variables: object = {}): Promise<Answer> =>
  city.ask(undefined, query, variables, { authorization: `Bearer ${token}` });

const isAnswered = async (token: string): Promise<boolean> =>
  codesOf(await as(token, '{ viewer { name } }')).length === 0;

const personIdOf = async (username: string): Promise<string> => {
  const { data } = await city.ask(username, '{ viewer { personId } }');
  return data?.['viewer'].personId;
};

/** What the auditor reads of somebody's stream of this month, oldest first. */
async function trail(personId: string, types: string[]): Promise<any[]> {
  const query = `query($filter: AuditTrailFilter!) { auditTrail(filter: $filter, first: 100) {
    nodes { type summary entityId actor { system personId office { code } role } } } }`;
  const { data } = await city.ask(auditor, query, { filter: { types } });
  const { nodes } = data!['auditTrail'];
  return nodes
    .filter(({ entityId }: any) => entityId.startsWith(personId))
    .map(({ entityId: _, ...entry }: any) => entry);
}

const typesIn = async (personId: string): Promise<string[]> =>
  (await trail(personId, ACCESS)).map(({ type }) => type);
const ACCESS = [
  'SignedIn',
  'SignInFailed',
  'AccountLocked',
  'PasswordChanged',
  'AccountReset',
  'CommandRefused',
];

async function change(token: string, currentPassword: string, newPassword: string): Promise<any> {
  const query = `mutation($input: ChangePasswordInput!) {
    changePassword(input: $input) { done userErrors { code path } } }`;
  const { data } = await as(token, query, { input: { currentPassword, newPassword } });
  return data?.['changePassword'];
}

const receipt = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data parkir',
  details: 'Berapa?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
};

const SIGN_OUT = 'mutation { signOut { done userErrors { code } } }';

describe('an account that is guessed at', () => {
  it('takes no password any more, told like a wrong one, also after a restart', async () => {
    const personId = await register(city, 'ditebak');
    const wrong = await signIn('ditebak', 'salah-salah');
    expect(wrong).toMatchObject({ accessToken: null, expiresAt: null, viewer: null });
    expect(wrong.userErrors.map(({ code }: any) => code)).toEqual(['INVALID_CREDENTIALS']);
    for (let n = 2; n <= 5; n += 1) expect(await signIn('ditebak', 'salah-salah')).toEqual(wrong);
    expect(await signIn('ditebak')).toEqual(wrong);
    expect(await signIn('nobody.at.all')).toEqual(wrong);
    await city.stop();
    await city.start(clock);
    expect(await signIn('ditebak')).toEqual(wrong);
    const reset = await city.mutate(admin, 'resetPassword', { personId }, 'firstPassword');
    expect((await signIn('ditebak', reset.firstPassword)).accessToken).toBeTruthy();
  });

  it('leaves one event of the failures and one of the lock, without any name', async () => {
    const personId = await personIdOf('officer.dlh');
    for (let n = 1; n <= 12; n += 1) await signIn('officer.dlh', 'salah-salah');
    const actor = { system: 'access', personId, office: null, role: null };
    const [, failed, locked, ...more] = await trail(personId, ACCESS);
    expect([failed, locked, more]).toEqual([
      { type: 'SignInFailed', summary: 'Percobaan masuk ke akun ini gagal.', actor },
      { type: 'AccountLocked', summary: expect.stringMatching(/^Akun dikunci sampai 2/), actor },
      [],
    ]);
  });

  it('is the only one that is recorded: an unknown name never is', async () => {
    const { store } = city.city.parts;
    const head = await store.head();
    for (let n = 1; n <= 7; n += 1) await signIn('tidak.ada', 'salah-salah');
    expect(await store.head()).toEqual(head);
  });

  it('is guessed at, too, by who holds a token and tries to change the password', async () => {
    await register(city, 'dicuri');
    const token = await session('dicuri');
    for (let n = 1; n <= 5; n += 1) {
      expect((await change(token, 'salah-salah', 'kata sandi baru')).done).toBe(false);
    }
    const last = await change(token, PASSWORD, 'kata sandi baru');
    expect(last.userErrors).toEqual([
      { code: 'INVALID_CREDENTIALS', path: ['input', 'currentPassword'] },
    ]);
    expect((await signIn('dicuri')).accessToken).toBeNull();
  });
});

describe('signing out', () => {
  it('ends every token of the person at once, and nobody elses', async () => {
    const [one, two, other] = [
      await session('lead.dinsos'),
      await session('lead.dinsos'),
      await session('officer.dinsos'),
    ];
    expect((await as(one, SIGN_OUT)).data).toEqual({ signOut: { done: true, userErrors: [] } });
    expect([await isAnswered(one), await isAnswered(two)]).toEqual([false, false]);
    expect(codesOf(await as(one, SIGN_OUT))).toEqual(['UNAUTHENTICATED']);
    expect(await isAnswered(other)).toBe(true);
    await city.stop();
    await city.start(clock);
    expect([await isAnswered(two), await isAnswered(other)]).toEqual([false, true]);
    expect(await isAnswered(await session('lead.dinsos'))).toBe(true);
  });

  it('is over within the same operation', async () => {
    const token = await session('lead.dinsos');
    const input = `{currentPassword: "${PASSWORD}", newPassword: "kata sandi baru"}`;
    const both = `mutation { signOut { done } changePassword(input: ${input}) { done } }`;
    expect(codesOf(await as(token, both))).toEqual(['UNAUTHENTICATED']);
    expect(await isAnswered(await session('lead.dinsos'))).toBe(true);
  });

  it('ends a live stream before it tells anything more', async () => {
    const token = await session('lead.dinsos');
    const client = createClient({
      url: `${city.url}/graphql/stream`,
      singleConnection: false,
      retryAttempts: 0,
      headers: { authorization: `Bearer ${token}` },
    });
    const query = 'subscription { coordinationBoardChanged { requests { open } } }';
    const messages = client.iterate<Record<string, any>>({ query });
    expect((await messages.next()).done).toBe(false);
    await as(token, SIGN_OUT);
    await city.mutate(coordinator, 'receiveInformationRequest', receipt);
    expect(await messages.next()).toEqual({ done: true, value: undefined });
    client.dispose();
  });
});

describe('a password', () => {
  it('that is changed ends every session but the one that changed it', async () => {
    const personId = await register(city, 'ganti.sandi');
    const [mine, other] = [await session('ganti.sandi'), await session('ganti.sandi')];
    expect(await change(mine, PASSWORD, 'kata sandi baru')).toEqual({ done: true, userErrors: [] });
    expect([await isAnswered(mine), await isAnswered(other)]).toEqual([true, false]);
    expect((await signIn('ganti.sandi')).accessToken).toBeNull();
    await as(mine, SIGN_OUT);
    expect(await isAnswered(mine)).toBe(false);
    expect(await typesIn(personId)).toEqual(['SignedIn', 'PasswordChanged', 'SignInFailed']);
  });

  it('that is changed is another one', async () => {
    await register(city, 'sama.sandi');
    const mine = await session('sama.sandi');
    const { done, userErrors } = await change(mine, PASSWORD, PASSWORD);
    expect([done, userErrors[0].code]).toEqual([false, 'INVALID_INPUT']);
    expect(await isAnswered(mine)).toBe(true);
  });

  it('that is changed while somebody signs in with the old one ends their session', async () => {
    await register(city, 'balapan.sandi');
    let current = PASSWORD;
    for (let delay = 0; delay <= 100; delay += 10) {
      const mine = await session('balapan.sandi', current);
      const next = `kata sandi ${delay} baru`;
      const changing = change(mine, current, next);
      await pause(delay);
      const [changed, { accessToken }] = await Promise.all([
        changing,
        signIn('balapan.sandi', current),
      ]);
      expect(changed.done).toBe(true);
      if (accessToken !== null) expect(await isAnswered(accessToken)).toBe(false);
      current = next;
    }
  });

  it('that is reset ends every session; a repeat changes nothing once it was chosen', async () => {
    const personId = await register(city, 'lupa.sandi');
    const before = await session('lupa.sandi');
    const input = { personId, idempotencyKey: 'reset-1' };
    const reset = (): Promise<any> =>
      city.mutate(admin, 'resetPassword', input, 'person { id } firstPassword');
    const first = await reset();
    expect(await isAnswered(before)).toBe(false);
    const again = await reset();
    expect(again).toMatchObject({ person: { id: personId }, userErrors: [] });
    expect((await signIn('lupa.sandi', first.firstPassword)).accessToken).toBeNull();
    const token = await session('lupa.sandi', again.firstPassword);
    expect((await change(token, again.firstPassword, 'kata sandi baru')).done).toBe(true);
    expect(await reset()).toMatchObject({ firstPassword: null, userErrors: [] });
    expect(await isAnswered(await session('lupa.sandi', 'kata sandi baru'))).toBe(true);
    const [event, ...more] = await trail(personId, ['AccountReset']);
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      summary: 'Akun disetel ulang: semua sesi, kunci, dan kaitan diakhiri.',
      actor: { system: null, personId: await personIdOf(admin), role: 'ADMIN' },
    });
  });
});

describe('a token of ours', () => {
  it('is nobody when it was forged, altered or is of another kind', async () => {
    const token = await session(coordinator);
    const [head = '', body = '', signature = ''] = token.split('.');
    const decoded = (part: string): any => JSON.parse(Buffer.from(part, 'base64url').toString());
    const encoded = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = decoded(body);
    const altered = encoded({ ...claims, sub: await personIdOf(admin) });
    const { privateKey } = await generateKeyPair('EdDSA');
    const forged = await new SignJWT(claims).setProtectedHeader(decoded(head)).sign(privateKey);
    const symmetric = encoded({ ...decoded(head), alg: 'HS256' });
    const mac = createHmac('sha256', head).update(`${symmetric}.${body}`).digest('base64url');
    const bad = [
      `${head}.${altered}.${signature}`,
      `${encoded({ ...decoded(head), alg: 'none' })}.${body}.`,
      `${symmetric}.${body}.${mac}`,
      `${head}.${encoded({ ...claims, exp: Number(claims.exp) + 9_000 })}.${signature}`,
      `${head}.${body}.${signature.slice(0, -4)}AAAA`,
      forged,
      `${token}.x`,
    ];
    expect(await isAnswered(token)).toBe(true);
    for (const one of bad) {
      const answered = await as(one, '{ viewer { name } }');
      expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
      expect(answered.errors?.[0]?.message).toBe('sign in first');
    }
  });
});

describe('the auditor', () => {
  it('sees a sign-in once a day, in both languages', async () => {
    for (let n = 1; n <= 3; n += 1) await session('officer.dinkes');
    const personId = await personIdOf('officer.dinkes');
    expect(await typesIn(personId)).toEqual(['SignedIn']);
    const query = '{ auditTrail(filter: { types: ["SignedIn"] }, last: 1) { nodes { summary } } }';
    const of = async (language: string): Promise<string> => {
      const { data } = await city.ask(auditor, query, {}, { 'accept-language': language });
      return data?.['auditTrail'].nodes[0].summary;
    };
    expect([await of('id'), await of('en')]).toEqual([
      'Masuk dengan kata sandi.',
      'Signed in with a password.',
    ]);
  });

  it('sees what a post did not permit: once for a mutation, entity and day', async () => {
    const who = 'lead.kec-tawang';
    const personId = await personIdOf(who);
    const code = async (mutation: string, input: object): Promise<string> =>
      (await city.mutate(who, mutation, input, '')).userErrors[0].code;
    const other = await personIdOf(coordinator);
    const rename = { officeCode: 'DINKES', name: 'x', from: '2026-01-02' };
    for (let n = 1; n <= 3; n += 1) {
      expect(await code('resetPassword', { personId: other })).toBe('NOT_PERMITTED');
      expect(await code('resetPassword', { personId: ABSENT })).toBe('NOT_PERMITTED');
      expect(await code('renameOffice', rename)).toBe('NOT_PERMITTED');
      expect(await code('registerStaff', { name: 'x', username: 'xx' })).toBe('NOT_PERMITTED');
    }
    const actor = {
      system: null,
      personId,
      office: { code: 'KEC-TAWANG' },
      role: 'OFFICE_LEAD',
    };
    const said = (mutation: string): object => ({
      type: 'CommandRefused',
      summary: `Tindakan ${mutation} ditolak karena di luar wewenang jabatan.`,
      actor,
    });
    expect(await trail(personId, ['CommandRefused'])).toEqual(
      ['resetPassword', 'resetPassword', 'renameOffice', 'registerStaff'].map(said),
    );
  });

  it('sees also what rules of a case refuse to a post, and who appoints themselves', async () => {
    const personId = await personIdOf(admin);
    const post = {
      personId,
      officeCode: 'DISKOMINFO',
      role: 'COORDINATOR',
      post: 'Petugas',
      capacity: 'PLT',
      mandateNumber: '1',
      mandateDate: '2026-01-02',
      from: '2026-01-02',
    };
    const { userErrors } = await city.mutate(admin, 'appoint', post, '');
    expect(userErrors[0].code).toBe('NOT_PERMITTED');
    const officer = 'officer.putr';
    const question = {
      track: 'INTER_OFFICE',
      channel: 'INTERNAL',
      subject: 'Data pegawai',
      details: 'Berapa?',
      requestingOfficeCode: 'BPKAD',
    };
    const refused = await city.mutate(officer, 'receiveInformationRequest', question, '');
    expect(refused.userErrors).toMatchObject([
      { code: 'NOT_PERMITTED', path: ['input', 'requestingOfficeCode'] },
    ]);
    for (const [id, mutation] of [
      [personId, 'appoint'],
      [await personIdOf(officer), 'receiveInformationRequest'],
    ] as const) {
      const [event, ...more] = await trail(id, ['CommandRefused']);
      expect([event.summary, more]).toEqual([expect.stringContaining(mutation), []]);
    }
  });

  it('sees no attempt on what was as if absent, and is alone in seeing the others', async () => {
    const who = 'officer.kec-tawang';
    const personId = await personIdOf(who);
    for (const requestId of [await hidden(), ABSENT]) {
      const { userErrors } = await city.mutate(
        who,
        'registerInformationRequest',
        { requestId },
        '',
      );
      expect(userErrors[0].code).toBe('NOT_FOUND');
    }
    expect(await typesIn(personId)).toEqual(['SignedIn']);
    const query = '{ auditTrail { totalCount } }';
    for (const other of [coordinator, admin, who]) {
      expect((await city.ask(other, query)).data).toEqual({ auditTrail: null });
    }
  });
});

/** A request that only the coordinator sees. */
async function hidden(): Promise<string> {
  const selection = 'informationRequest { id }';
  const made = await city.mutate(coordinator, 'receiveInformationRequest', receipt, selection);
  return made.informationRequest.id;
}
