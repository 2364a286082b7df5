import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK, JWTHeaderParameters, JWTPayload } from 'jose';
import Provider from 'oidc-provider';

const AUDIENCE = 'https://simpul.example.id';
const CALLBACK = 'https://front-end.example.id/masuk';

const LIFETIMES = Object.fromEntries(
  ['AccessToken', 'ClientCredentials', 'Grant', 'IdToken', 'Interaction', 'Session'].map((kind) => [
    kind,
    300,
  ]),
);

type User = { sub: string; claims: Record<string, unknown> };
export type Key = { kid: string; alg: string; signing: CryptoKey; jwk: JWK };

const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'];

export async function keyOf(kid: string, alg: string): Promise<Key> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid, alg, use: 'sig' };
  return { kid, alg, signing: privateKey, jwk };
}

/** An identity provider on a free port, whose people sign in by the real flow. */
export class IdentityProvider {
  readonly audience = AUDIENCE;
  issuer = '';
  keys: Key[] = [];
  /** Paths that were asked for. */
  readonly asked: string[] = [];
  readonly #users = new Map<string, User>();
  readonly #server: Server;
  #answer: (request: IncomingMessage, response: ServerResponse) => unknown = () => undefined;
  #provider: Provider | undefined;
  #generation = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.asked.push(request.url ?? '');
      this.#answer(request, response);
    });
  }

  static async start(): Promise<IdentityProvider> {
    const provider = new IdentityProvider();
    await provider.listen(0);
    const { port } = provider.#server.address() as AddressInfo;
    provider.issuer = `http://127.0.0.1:${port}`;
    await provider.rotate();
    return provider;
  }

  async listen(port = Number(new URL(this.issuer).port)): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** It takes every connection and answers none. */
  hang(): void {
    this.#answer = () => undefined;
  }

  recover(): void {
    const answer = this.#provider?.callback();
    if (answer !== undefined) this.#answer = (request, response) => answer(request, response);
  }

  /** Signs with new keys from now on; the old ones are gone. */
  async rotate(): Promise<void> {
    this.#generation += 1;
    this.keys = await Promise.all(
      algorithms.map((alg) => keyOf(`${alg}-${this.#generation}`, alg)),
    );
    this.#provider = this.#made(this.keys.map(({ jwk }) => jwk));
    this.recover();
  }

  add(username: string, claims: Record<string, unknown> = {}): User {
    const user = { sub: `sub-${username}`, claims: { preferred_username: username, ...claims } };
    this.#users.set(username, user);
    return user;
  }

  /** Signs somebody in: authorization code with PKCE, as a front-end does it. */
  async accessTokenOf(username: string): Promise<string> {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = new URLSearchParams({
      client_id: 'front-end',
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const cookies = new Map<string, string>();
    let at = `${this.issuer}/auth?${query.toString()}`;
    while (!at.startsWith(CALLBACK)) at = await this.#follow(at, cookies, username);
    const code = new URL(at).searchParams.get('code') ?? '';
    return this.#token({
      grant_type: 'authorization_code',
      client_id: 'front-end',
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      code,
    });
  }

  /** A service signs in as itself. */
  serviceToken(client: string): Promise<string> {
    return this.#token({
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: 'rahasia',
      scope: 'simpul',
    });
  }

  /** A token as it would sign it, with what a spec wants to be wrong. */
  sign(
    claims: JWTPayload,
    { key = this.keys[0]!, header = {} }: { key?: Key; header?: Partial<JWTHeaderParameters> } = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    return new SignJWT({ iss: this.issuer, aud: AUDIENCE, iat: now, exp: now + 300, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.signing);
  }

  /** One step of a browser; the page that asks who signs in is answered with the name. */
  async #follow(at: string, cookies: Map<string, string>, username: string): Promise<string> {
    const url = new URL(at, this.issuer);
    if (url.pathname.startsWith('/interaction/')) url.searchParams.set('login', username);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get('location');
    if (next === null) throw new Error(`${at}: ${response.status} ${await response.text()}`);
    return new URL(next, this.issuer).href;
  }

  async #token(form: Record<string, string>): Promise<string> {
    const body = new URLSearchParams(form);
    const response = await fetch(`${this.issuer}/token`, { method: 'POST', body });
    const answered = (await response.json()) as { access_token?: string };
    if (answered.access_token === undefined) throw new Error(JSON.stringify(answered));
    return answered.access_token;
  }

  #made(keys: JWK[]): Provider {
    const userOf = (sub: string): User | undefined =>
      [...this.#users.values()].find((user) => user.sub === sub);
    const provider = new Provider(this.issuer, {
      jwks: { keys },
      cookies: { keys: ['kunci'] },
      clients: [
        {
          client_id: 'front-end',
          redirect_uris: [CALLBACK],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          token_endpoint_auth_method: 'none',
          application_type: 'web',
        },
        ...['loket-online', 'layanan-lain'].map((client_id) => ({
          client_id,
          client_secret: 'rahasia',
          redirect_uris: [],
          response_types: [],
          grant_types: ['client_credentials'],
          token_endpoint_auth_method: 'client_secret_post' as const,
        })),
      ],
      pkce: { required: () => true },
      scopes: ['openid', 'simpul'],
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      extraTokenClaims: (_, token) =>
        'accountId' in token ? userOf(token.accountId)?.claims : undefined,
      loadExistingGrant: async ({ oidc }) => {
        const accountId = oidc.session?.accountId ?? '';
        const grant = new oidc.provider.Grant({ clientId: 'front-end', accountId });
        grant.addOIDCScope('openid');
        grant.addResourceScope(AUDIENCE, 'simpul');
        await grant.save();
        return grant;
      },
      ttl: { ...LIFETIMES },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => AUDIENCE,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: 'simpul',
            audience: AUDIENCE,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'ES256' } },
          }),
        },
      },
    });
    provider.use(async (context, next) => {
      if (!context.path.startsWith('/interaction/')) return next();
      const username = String(context.query['login']);
      const accountId = this.#users.get(username)?.sub ?? username;
      await provider.interactionFinished(context.req, context.res, { login: { accountId } });
      context.respond = false;
    });
    return provider;
  }
}
