import { createPublicKey, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { TestCity } from './city.ts';

const coordinator = 'coordinator.diskominfo';

let city: TestCity;
/** One token that is good, and what it is made of. */
let good: string;
let header: Record<string, unknown>;
let claims: Record<string, unknown>;
let key: KeyObject;

beforeAll(async () => {
  city = await TestCity.seeded();
  good = await city.tokenOf(coordinator);
  [header, claims] = good.split('.', 2).map(partOf);
  const kept = city.city.parts.keeping.vault.secret('token-signing-key');
  key = createPrivateKey({ key: JSON.parse(String(kept)), format: 'jwk' });
}, 120_000);
afterAll(() => city.close());

const partOf = (part: string): any => JSON.parse(Buffer.from(part, 'base64url').toString());
const partWith = (text: string | object): string =>
  Buffer.from(typeof text === 'string' ? text : JSON.stringify(text)).toString('base64url');

/** Signed as the server signs, whatever it says. */
function signed(head: string | object, body: string | object, by = key): string {
  const text = `${partWith(head)}.${partWith(body)}`;
  return `${text}.${sign(null, Buffer.from(text), by).toString('base64url')}`;
}

async function ask(authorization: string | undefined): Promise<{ status: number; text: string }> {
  const response = await fetch(`${city.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify({ query: '{ viewer { name } }' }),
  });
  return { status: response.status, text: await response.text() };
}

const seconds = (): number => Math.floor(Date.now() / 1_000);
const changed = (more: object): object => ({ ...claims, ...more });
const foreign = generateKeyPairSync('ed25519').privateKey;

const FORGED: [string, () => string | Promise<string>][] = [
  ['with the algorithm none', () => `${partWith({ ...header, alg: 'none' })}.${partWith(claims)}.`],
  ['with the algorithm None', () => `${partWith({ ...header, alg: 'None' })}.${partWith(claims)}.`],
  ['without its signature', () => good.replace(/[^.]+$/, '')],
  [
    'that takes the public key for a secret',
    () => {
      const pem = createPublicKey(key).export({ type: 'spki', format: 'pem' });
      const jwt = new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' });
      return jwt.sign(Buffer.from(String(pem)));
    },
  ],
  [
    'that takes the bytes of the public key for a secret',
    () => {
      const { x } = createPublicKey(key).export({ format: 'jwk' });
      const jwt = new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' });
      return jwt.sign(Buffer.from(String(x), 'base64url'));
    },
  ],
  ['of a foreign key', () => signed(header, claims, foreign)],
  [
    'that brings its own key',
    () => {
      const jwk = createPublicKey(foreign).export({ format: 'jwk' });
      return signed({ ...header, jwk }, claims, foreign);
    },
  ],
  ['that names another key', () => signed({ ...header, kid: 'another' }, claims)],
  ['that names no key', () => signed({ alg: 'EdDSA', typ: 'at+jwt' }, claims)],
  ['of another type', () => signed({ ...header, typ: 'JWT' }, claims)],
  ['with an extension nobody knows', () => signed({ ...header, crit: ['x'], x: 1 }, claims)],
  ['of a foreign issuer', () => signed(header, changed({ iss: 'https://elsewhere.example' }))],
  ['for a foreign audience', () => signed(header, changed({ aud: 'simpul:another-log' }))],
  ['that has expired', () => signed(header, changed({ exp: seconds() - 120 }))],
  ['that never expires', () => signed(header, changed({ exp: undefined }))],
  ['whose end is no number', () => signed(header, changed({ exp: '9999999999' }))],
  ['that is not valid yet', () => signed(header, changed({ nbf: seconds() + 600 }))],
  ['of nobody', () => signed(header, changed({ sub: undefined }))],
  ['of a person whose id is no text', () => signed(header, changed({ sub: { $ne: '' } }))],
  [
    'that says one claim twice',
    () => signed(header, JSON.stringify(claims).replace('{', `{"sub":"${String(claims['sub'])}",`)),
  ],
  [
    'with a claim added behind its signature',
    () => {
      const [head = '', body = '', signature = ''] = good.split('.');
      const text = Buffer.from(body, 'base64url').toString().replace(/\}$/, ',"sub":"x"}');
      return `${head}.${partWith(text)}.${signature}`;
    },
  ],
  ['whose claims are a list', () => signed(header, '[]')],
  ['whose claims are no JSON', () => signed(header, '{"sub":')],
  ['of five parts', () => `${good}.${good.split('.', 2).join('.')}`],
  ['that is longer than any', () => `${'x'.repeat(9_000)}.${good}`],
  ['with blanks in it', () => good.replace('.', ' .')],
  ['of no letters', () => '..'],
];

describe('a token', () => {
  it('is taken as the server signed it', async () => {
    expect((await ask(`Bearer ${good}`)).text).toContain('"name"');
    expect((await ask(`Bearer ${signed(header, claims)}`)).text).toContain('"name"');
  });

  it.each(FORGED)('%s is nobody, like none at all', async (_, forge) => {
    const nobody = await ask(undefined);
    expect(nobody.text).toContain('"UNAUTHENTICATED"');
    expect(await ask(`Bearer ${await forge()}`)).toEqual(nobody);
  });

  it('in another form of the header is nobody', async () => {
    const nobody = await ask(undefined);
    for (const wrong of [`bearer ${good}`, `Basic ${good}`, good, `Bearer  ${good}`, 'Bearer ']) {
      expect(await ask(wrong)).toEqual(nobody);
    }
  });

  it('of 64 kB is nobody, though no server reads such a header', async () => {
    const { status, text } = await ask(`Bearer ${'x'.repeat(65_536)}`);
    expect(status).toBe(431);
    expect(text).toContain('"UNAUTHENTICATED"');
    expect((await ask(`Bearer ${good}`)).status).toBe(200);
  });
});
