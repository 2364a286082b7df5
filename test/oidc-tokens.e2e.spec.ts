import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportSPKI, importJWK } from 'jose';
import type { CryptoKey } from 'jose';
import { keyOf } from './identity-provider.ts';
import type { IdentityProvider } from './identity-provider.ts';
import { OidcCity, VIEWER, codesOf } from './oidc-city.ts';

const coordinator = {
  sub: 'sub-coordinator.diskominfo',
  preferred_username: 'coordinator.diskominfo',
};

let oidc: OidcCity;
let provider: IdentityProvider;

beforeAll(async () => {
  oidc = await OidcCity.started(async () => undefined);
  provider = oidc.provider;
  // Bound and recorded before: what is refused below must leave no trace.
  expect(codesOf(await oidc.as(await provider.sign(coordinator), VIEWER))).toEqual([]);
}, 120_000);
afterAll(() => oidc.close());

/** Another party's key under the id of the provider's. */
const forger = (): Promise<Awaited<ReturnType<typeof keyOf>>> => keyOf('ES256-1', 'ES256');
const seconds = (): number => Math.floor(Date.now() / 1_000);
const base64url = (text: string): string => Buffer.from(text).toString('base64url');

/** Signed by the provider's own key, with a payload that no library would write. */
async function signRaw(payload: string, header: object = {}): Promise<string> {
  const { signing, alg, kid } = provider.keys[0]!;
  const sign = new CompactSign(new TextEncoder().encode(payload));
  sign.setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header });
  return sign.sign(signing, { crit: { x: true } });
}

/** With the provider's public key as the secret of a symmetric signature. */
async function swapped(algorithm: string): Promise<string> {
  const { jwk } = provider.keys[1]!;
  const { kty, n, e } = jwk as { kty: string; n: string; e: string };
  const pem = await exportSPKI((await importJWK({ kty, n, e }, 'RS256')) as CryptoKey);
  const now = seconds();
  const claims = { ...coordinator, iss: provider.issuer, aud: provider.audience };
  const head = base64url(JSON.stringify({ alg: algorithm, kid: jwk.kid, typ: 'at+jwt' }));
  const body = base64url(JSON.stringify({ ...claims, iat: now, exp: now + 300 }));
  const mac = createHmac('sha256', pem).update(`${head}.${body}`).digest('base64url');
  return `${head}.${body}.${algorithm === 'none' ? '' : mac}`;
}

async function tampered(): Promise<string> {
  const [head, , signature] = (await provider.sign({ ...coordinator, sub: 'x' })).split('.');
  const now = seconds();
  const claims = { ...coordinator, iss: provider.issuer, aud: provider.audience };
  const body = base64url(JSON.stringify({ ...claims, iat: now, exp: now + 300 }));
  return `${head}.${body}.${signature}`;
}

const good = (): string => {
  const { issuer: iss, audience: aud } = provider;
  const now = seconds();
  return JSON.stringify({ ...coordinator, iss, aud, iat: now, exp: now + 300 });
};

const ATTACKS: [string, () => Promise<string>][] = [
  ['without a signature', () => swapped('none')],
  ['signed with the public key as a secret', () => swapped('HS256')],
  [
    'signed by a stranger under a known key id',
    async () => provider.sign(coordinator, { key: await forger() }),
  ],
  ['of an unknown key id', () => provider.sign(coordinator, { header: { kid: 'nope' } })],
  [
    'whose key id is of another algorithm',
    () => provider.sign(coordinator, { header: { kid: 'RS256-1' } }),
  ],
  ['whose text was changed', tampered],
  ['of a foreign issuer', () => provider.sign({ ...coordinator, iss: 'https://sso.example.com' })],
  [
    'of an issuer that begins alike',
    () => provider.sign({ ...coordinator, iss: `${provider.issuer}/` }),
  ],
  ['for another audience', () => provider.sign({ ...coordinator, aud: 'front-end' })],
  ['that has expired', () => provider.sign({ ...coordinator, exp: seconds() - 61 })],
  ['that never expires', () => provider.sign({ ...coordinator, exp: undefined } as never)],
  ['not yet valid', () => provider.sign({ ...coordinator, nbf: seconds() + 90 })],
  ['issued in the future', () => provider.sign({ ...coordinator, iat: seconds() + 90 })],
  ['of nobody', () => provider.sign({ ...coordinator, sub: '' })],
  ['for another use', () => provider.sign(coordinator, { header: { typ: 'logout+jwt' } })],
  ['with an unknown critical header', () => signRaw(good(), { crit: ['x'], x: 1 })],
  ['with a claim twice', () => signRaw(good().replace('{', '{"sub":"sub-lead.dinkes",'))],
  ['with a claim twice, one escaped', () => signRaw(good().replace('{', '{"s\\u0075b":"x",'))],
  ['whose claims are a list', () => signRaw('[1]')],
  ['whose claims are no JSON', () => signRaw('{"sub":')],
  ['of 12 kB', () => provider.sign({ ...coordinator, x: 'x'.repeat(9_000) })],
  ['of five parts', async () => `${await provider.sign(coordinator)}.x.y`],
  ['that is noise', async () => randomBytes(60).toString('base64url')],
];

describe('a token', () => {
  it('in order is taken, with every algorithm, and a clock a minute off', async () => {
    for (const key of provider.keys) {
      expect(codesOf(await oidc.as(await provider.sign(coordinator, { key }), VIEWER))).toEqual([]);
    }
    for (const off of [{ exp: seconds() - 50 }, { nbf: seconds() + 50 }, { iat: seconds() + 50 }]) {
      expect(
        codesOf(await oidc.as(await provider.sign({ ...coordinator, ...off }), VIEWER)),
      ).toEqual([]);
    }
    expect(codesOf(await oidc.as(await signRaw(good()), VIEWER))).toEqual([]);
  });

  it.each(ATTACKS)('%s is nobody, and that is all that is told', async (_, forged) => {
    const { store } = oidc.city.city.parts;
    const head = await store.head();
    const answered = await oidc.as(await forged(), VIEWER);
    expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
    expect(answered.errors?.[0]?.message).toBe('sign in first');
    expect(await store.head()).toEqual(head);
  });

  it('of 64 kB is not even read, and told alike', async () => {
    const token = await provider.sign({ ...coordinator, x: 'x'.repeat(48_000) });
    expect(token.length).toBeGreaterThan(64_000);
    const answered = await oidc.as(token, VIEWER);
    expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
    expect(answered.errors?.[0]?.message).toMatch('nobody is signed in');
  });

  it('is never believed where it says that its keys are', async () => {
    const asked: (string | undefined)[] = [];
    const key = await keyOf('forged', 'ES256');
    const elsewhere = createServer(({ url }, response) => {
      asked.push(url);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ keys: [key.jwk] }));
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/jwks`;
    const { d: _, ...jwk } = key.jwk;
    for (const header of [{ jku: url }, { x5u: url }, { jwk }, { x5c: ['AAAA'] }, { kid: url }]) {
      const token = await provider.sign(coordinator, { key, header });
      expect(codesOf(await oidc.as(token, VIEWER))).toEqual(['UNAUTHENTICATED']);
    }
    expect(asked).toEqual([]);
    elsewhere.close();
  });
});
