import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { SystemClock } from '#event-store';
import { Provider, ProviderAway } from './provider.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let issuer = '';
let signing: CryptoKey;
let jwk: JWK;
/** What the server answers by path; everything else is not there. */
let answers: Record<string, Answer> = {};
let asked: string[] = [];

const DISCOVERY = '/kota/.well-known/openid-configuration';
const json =
  (value: object): Answer =>
  (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(value));
  };

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  signing = pair.privateKey;
  jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'ES256' };
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/kota`;
});
beforeEach(() => {
  asked = [];
  answers = {
    [DISCOVERY]: json({ issuer, jwks_uri: new URL('/keys', issuer).href }),
    '/keys': json({ keys: [jwk] }),
  };
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const settings = {
  audience: 'simpul',
  jwksUri: undefined,
  usernameClaim: 'preferred_username',
  officesClaim: 'groups',
  officesPrefix: '/opd/',
};
const provider = (more: Partial<Provider['settings']> = {}): Provider =>
  new Provider({ ...settings, issuer, ...more }, new SystemClock());

const token = (claims: object = {}): Promise<string> =>
  new SignJWT({ sub: 's-1', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setIssuer(issuer)
    .setAudience('simpul')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(signing);

describe('what a token proves', () => {
  const claimsOf = async (claims: object, more: Partial<Provider['settings']> = {}) =>
    provider(more).verified(await token(claims));

  it('is read from where the settings say', async () => {
    const claims = {
      user: { name: 'rara' },
      'https://kota.id/opd': 'opd:dinkes',
      preferred_username: 'x',
    };
    const more = {
      usernameClaim: 'user.name',
      officesClaim: 'https://kota.id/opd',
      officesPrefix: 'opd:',
    };
    expect(await claimsOf(claims, more)).toMatchObject({
      subject: 's-1',
      username: 'rara',
      offices: new Set(['DINKES']),
    });
  });

  it('is no name where the claim is missing, unless a client signed in as itself', async () => {
    expect(await claimsOf({})).toMatchObject({ username: undefined, offices: undefined });
    expect(await claimsOf({ client_id: 'c' })).toMatchObject({ username: undefined });
    expect(await claimsOf({ client_id: 's-1' })).toMatchObject({ username: 's-1' });
    expect(await claimsOf({ preferred_username: ['rara'] })).toMatchObject({ username: undefined });
    const off = { officesClaim: undefined };
    expect(await claimsOf({ groups: [] }, off)).toMatchObject({ offices: undefined });
    expect(await claimsOf({ groups: [] })).toMatchObject({ offices: new Set() });
    const inherited = { usernameClaim: 'constructor.name' };
    expect(await claimsOf({}, inherited)).toMatchObject({ username: undefined });
  });
});

describe('the keys of a provider', () => {
  it('are found once, where its own discovery says', async () => {
    const known = provider();
    const tokens = await Promise.all(Array.from({ length: 5 }, () => token()));
    const found = await Promise.all(tokens.map((one) => known.verified(one)));
    expect(found.every((claims) => claims?.subject === 's-1')).toBe(true);
    expect(asked).toEqual([DISCOVERY, '/keys']);
  });

  it('lie where the settings say, without asking', async () => {
    answers = { '/elsewhere': json({ keys: [jwk] }) };
    const known = provider({ jwksUri: new URL('/elsewhere', issuer).href });
    expect(await known.verified(await token())).toMatchObject({ subject: 's-1' });
    expect(asked).toEqual(['/elsewhere']);
  });

  it.each<[string, () => Record<string, Answer>]>([
    [
      'that another origin keeps',
      () => ({ [DISCOVERY]: json({ issuer, jwks_uri: 'http://127.0.0.2:1/keys' }) }),
    ],
    [
      'of a discovery that names another issuer',
      () => ({ [DISCOVERY]: json({ issuer: `${issuer}/`, jwks_uri: `${issuer}/keys` }) }),
    ],
    [
      'of a discovery that leads elsewhere',
      () => ({
        [DISCOVERY]: (_, response) => void response.writeHead(302, { location: '/moved' }).end(),
        '/moved': json({ issuer, jwks_uri: new URL('/keys', issuer).href }),
      }),
    ],
    ['of a discovery that is no JSON', () => ({ [DISCOVERY]: (_, response) => response.end('x') })],
    [
      'that lead elsewhere',
      () => ({ '/keys': (_, r) => void r.writeHead(302, { location: '/moved' }).end() }),
    ],
    ['that are no keys', () => ({ '/keys': json({ keys: 'x' }) })],
    [
      'that are not there',
      () => ({ '/keys': (_, response) => void response.writeHead(500).end() }),
    ],
  ])('%s are as if it were away, until it is mended', async (_, wrong) => {
    const right = answers;
    answers = { ...right, '/moved': json({ keys: [jwk] }), ...wrong() };
    const known = provider();
    await expect(known.verified(await token())).rejects.toThrow(ProviderAway);
    answers = right;
    expect(await known.verified(await token())).toMatchObject({ subject: 's-1' });
  });

  it('of a symmetric kind are no keys for anybody', async () => {
    const secret = Buffer.from('rahasia-yang-panjang-sekali-sekali').toString('base64url');
    answers['/keys'] = json({ keys: [{ kty: 'oct', k: secret, kid: 'k', alg: 'HS256' }] });
    const forged = await new SignJWT({ sub: 's-1', iss: issuer, aud: 'simpul' })
      .setProtectedHeader({ alg: 'HS256', kid: 'k' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(Buffer.from(secret, 'base64url'));
    expect(await provider().verified(forged)).toBeUndefined();
    expect(asked).toEqual([]);
  });
});
