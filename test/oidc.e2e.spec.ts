import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf } from './identity-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { OidcCity, VIEWER, codesOf } from './oidc-city.ts';
import type { Answer } from './city.ts';

const ABSENT = '00000000-0000-4000-8000-000000000000';

let oidc: OidcCity;
let provider: IdentityProvider;
/** Issued by the city itself, before the provider was configured. */
let embedded: string;

beforeAll(async () => {
  oidc = await OidcCity.started(async (city) => {
    embedded = await city.tokenOf('lead.dinkes');
  });
  provider = oidc.provider;
}, 120_000);
afterAll(() => oidc.close());

const as = (token: string, query: string, variables: object = {}): Promise<Answer> =>
  oidc.as(token, query, variables);
const tokenOf = (username: string, claims: Record<string, unknown> = {}): Promise<string> =>
  oidc.tokenOf(username, claims);
const mutate = (token: string, mutation: string, input: object, selection = ''): Promise<any> =>
  oidc.mutate(token, mutation, input, selection);

const officesIn = ({ data }: Answer): string[] =>
  data?.['viewer'].appointments.map(({ office }: any) => office.code);

const coordinator = {
  sub: 'sub-coordinator.diskominfo',
  preferred_username: 'coordinator.diskominfo',
};
const receipt = {
  track: 'STATUTORY',
  channel: 'ONLINE',
  subject: 'Data pasar',
  details: 'Berapa pedagang?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
};

describe('somebody whom the provider signed in', () => {
  it('by authorization code with PKCE is the person of that name, with their posts', async () => {
    const { data, errors } = await as(await tokenOf('lead.dinkes'), VIEWER);
    expect(errors).toBeUndefined();
    expect(data?.['viewer'].appointments).toEqual([
      { office: { code: 'DINKES' }, role: 'OFFICE_LEAD' },
    ]);
  });

  it('stays the same person under another name, and nobody else becomes them', async () => {
    const before = await as(await tokenOf('officer.dinkes'), VIEWER);
    const { sub } = provider.add('officer.dinkes', {
      preferred_username: 'coordinator.diskominfo',
    });
    expect(await as(await provider.accessTokenOf('officer.dinkes'), VIEWER)).toEqual(before);
    const other = await provider.sign({ sub: 'other', preferred_username: 'officer.dinkes' });
    const answered = await as(other, VIEWER);
    expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
    expect(answered.errors?.[0]?.message).toMatch('nobody here is registered under this sign-in');
    const { personId } = before.data!['viewer'];
    const admin = await tokenOf('admin.diskominfo');
    const reset = await mutate(admin, 'resetPassword', { personId }, 'firstPassword');
    expect(reset).toEqual({ firstPassword: null, userErrors: [] });
    // A new session at the provider: those until the reset have ended.
    const later = Math.floor(Date.now() / 1_000) + 2;
    const again = { sub: 'other', preferred_username: 'officer.dinkes', iat: later };
    expect((await as(await provider.sign(again), VIEWER)).data).toEqual(before.data);
    const former = { sub, preferred_username: 'officer.dinkes', iat: later };
    expect(codesOf(await as(await provider.sign(former), VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  it('whom this city does not know is nobody, and told so', async () => {
    for (const claims of [{ preferred_username: 'orang.luar' }, { preferred_username: 7 }, {}]) {
      const answered = await as(await provider.sign({ sub: 'luar', ...claims }), VIEWER);
      expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
      expect(answered.errors?.[0]?.message).toMatch('ask the admin');
    }
  });

  it('without an appointment sees who they are and does nothing', async () => {
    const { appointment } = await oidc.employ('tanpa.jabatan', 'AUDITOR');
    const end = { appointmentId: appointment, until: '2026-11-01', reason: 'Pensiun.' };
    const admin = await tokenOf('admin.diskominfo');
    expect((await mutate(admin, 'endAppointment', end)).userErrors).toEqual([]);
    const token = await tokenOf('tanpa.jabatan');
    expect(officesIn(await as(token, VIEWER))).toEqual([]);
    const refused = await mutate(token, 'receiveInformationRequest', {
      ...receipt,
      receivingOfficeCode: 'DISKOMINFO',
    });
    expect(refused.userErrors).toEqual([{ code: 'NOT_PERMITTED', path: null }]);
    const board = await as(token, '{ coordinationBoard { asOf } }');
    expect(board.data).toEqual({ coordinationBoard: null });
  });

  it('acts in no office that their groups do not name', async () => {
    const seen = async (groups: unknown): Promise<string[]> => {
      const claims = groups === undefined ? {} : { groups };
      return officesIn(await as(await tokenOf('lead.dlh', claims), VIEWER));
    };
    expect(await seen(undefined)).toEqual(['DLH']);
    expect(await seen(['/pegawai', '/opd/dlh'])).toEqual(['DLH']);
    expect(await seen(['/opd/DLH/bidang-satu'])).toEqual(['DLH']);
    expect(await seen(['/opd/dinkes', '/opd/dlh2', 'dlh', '/x/opd/dlh'])).toEqual([]);
    expect(await seen([])).toEqual([]);
    const token = await tokenOf('coordinator.diskominfo', { groups: ['/opd/setda'] });
    const refused = await mutate(token, 'receiveInformationRequest', {
      ...receipt,
      receivingOfficeCode: 'DISKOMINFO',
    });
    expect(refused.userErrors[0].code).toBe('NOT_PERMITTED');
  });

  it('signs out of every token issued until then', async () => {
    const token = await tokenOf('lead.bpkad');
    expect(codesOf(await as(token, VIEWER))).toEqual([]);
    const { data } = await as(token, 'mutation { signOut { done userErrors { code } } }');
    expect(data).toEqual({ signOut: { done: true, userErrors: [] } });
    expect(codesOf(await as(token, VIEWER))).toEqual(['UNAUTHENTICATED']);
    const claims = { sub: 'sub-lead.bpkad', iat: Math.floor(Date.now() / 1_000) + 2 };
    expect(codesOf(await as(await provider.sign(claims), VIEWER))).toEqual([]);
  });

  it('has no password here, and no token of ours counts', async () => {
    const input = { username: 'lead.dinkes', password: 'simpul-demo' };
    const signIn = `mutation($input: SignInInput!) {
      signIn(input: $input) { accessToken userErrors { code } } }`;
    const refused = { accessToken: null, userErrors: [{ code: 'INVALID_STATE' }] };
    expect((await as('x', signIn, { input })).data).toEqual({ signIn: refused });
    expect(codesOf(await as(embedded, VIEWER))).toEqual(['UNAUTHENTICATED']);
    const change = { currentPassword: 'simpul-demo', newPassword: 'kata sandi baru' };
    const changed = await mutate(await tokenOf('lead.dinkes'), 'changePassword', change, 'done');
    expect(changed).toEqual({ done: false, userErrors: [{ code: 'INVALID_STATE', path: null }] });
    await oidc.restart({ SIMPUL_ACCOUNTS: 'on' });
    expect((await as('x', signIn, { input })).data?.['signIn'].accessToken).toBeTruthy();
    expect(codesOf(await as(embedded, VIEWER))).toEqual([]);
    await oidc.restart({});
  });

  it('as a service does its one thing', async () => {
    const unknown = await as(await provider.serviceToken('loket-online'), VIEWER);
    expect(codesOf(unknown)).toEqual(['UNAUTHENTICATED']);
    await oidc.employ('loket-online', 'INTAKE_SERVICE');
    const token = await provider.serviceToken('loket-online');
    const made = await mutate(
      token,
      'receiveInformationRequest',
      receipt,
      'informationRequest { id }',
    );
    expect(made.userErrors).toEqual([]);
    const requestId = made.informationRequest.id;
    const others: [string, object][] = [
      ['registerInformationRequest', { requestId }],
      ['withdrawInformationRequest', { requestId, reason: 'x' }],
      ['assignOffice', { requestId, officeCode: 'DINKES', lead: true }],
      ['draftOutboundItem', { kind: 'PRESS_RELEASE', title: 'x', body: 'x' }],
      ['registerStaff', { name: 'x', username: 'xx' }],
      ['resetPassword', { personId: ABSENT }],
    ];
    for (const [mutation, input] of others) {
      const { userErrors } = await mutate(token, mutation, input);
      expect([mutation, userErrors[0].code]).toEqual([mutation, 'NOT_PERMITTED']);
    }
    const foreign = await as(await provider.serviceToken('layanan-lain'), VIEWER);
    expect(codesOf(foreign)).toEqual(['UNAUTHENTICATED']);
    // A person whose token names the same client is not that client.
    const person = await provider.sign({ sub: 'orang', client_id: 'loket-online' });
    expect(codesOf(await as(person, VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  it('leaves in the log that they came, and nothing of the provider', async () => {
    const { data } = await as(
      await tokenOf('auditor.inspektorat'),
      `{ auditTrail(filter: { types: ["SignedIn", "SignInBound"] }, last: 2) {
        nodes { type summary actor { system personId } } } viewer { personId } }`,
    );
    const actor = { system: 'access', personId: data?.['viewer'].personId };
    expect(data?.['auditTrail'].nodes).toEqual([
      { type: 'SignInBound', summary: 'Akun dikaitkan dengan penyedia identitas.', actor },
      { type: 'SignedIn', summary: 'Masuk melalui penyedia identitas.', actor },
    ]);
    const log = join(oidc.city.config.dataDir, 'log');
    for (const file of readdirSync(log)) {
      expect(readFileSync(join(log, file), 'latin1')).not.toMatch(
        /sub-|auditor\.inspektorat|127\.0/,
      );
    }
  });
});

describe('a provider', () => {
  it('that signs with new keys is believed at once, and its old keys no more', async () => {
    const old = provider.keys[0]!;
    await provider.rotate();
    expect(codesOf(await as(await tokenOf('lead.dinkes'), VIEWER))).toEqual([]);
    const late = await provider.sign(coordinator, { key: old });
    expect(codesOf(await as(late, VIEWER))).toEqual(['UNAUTHENTICATED']);
  });

  it('that is away: known keys still count, for others the service is not there', async () => {
    const known = await provider.sign(coordinator);
    await provider.stop();
    expect(codesOf(await as(known, VIEWER))).toEqual([]);
    const unknown = await provider.sign(coordinator, { key: await keyOf('new', 'ES256') });
    const answered = await as(unknown, VIEWER);
    expect(codesOf(answered)).toEqual(['SERVICE_UNAVAILABLE']);
    expect(JSON.stringify(answered)).not.toMatch(/127\.0|fetch|ECONN/);
    const forged = await as(
      await provider.sign({ ...coordinator, iss: 'https://x.example' }),
      VIEWER,
    );
    expect(codesOf(forged)).toEqual(['UNAUTHENTICATED']);
    await oidc.restart({});
    expect(codesOf(await as(known, VIEWER))).toEqual(['SERVICE_UNAVAILABLE']);
    await provider.listen();
    expect(codesOf(await as(known, VIEWER))).toEqual([]);
  });

  it('that takes the question and never answers is waited for a few seconds', async () => {
    const token = await provider.sign(coordinator);
    provider.hang();
    await oidc.restart({});
    expect(codesOf(await as(token, VIEWER))).toEqual(['SERVICE_UNAVAILABLE']);
    provider.recover();
    expect(codesOf(await as(token, VIEWER))).toEqual([]);
  });

  it('is asked for keys a few times for forged key ids, not once for each', async () => {
    const before = provider.asked.length;
    for (let n = 0; n < 25; n += 1) {
      const forged = await provider.sign(coordinator, { header: { kid: `forged-${n}` } });
      expect(codesOf(await as(forged, VIEWER))).toEqual(['UNAUTHENTICATED']);
    }
    expect(provider.asked.length - before).toBeLessThanOrEqual(20);
  });
});
