import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters, JWTPayload } from 'jose';
import { z } from 'zod';
import type { Clock } from '#event-store';
import { isAmbiguous } from './ambiguous.ts';
import type { ProviderSettings } from './settings.ts';

const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'];
/** Access tokens, also of providers that say no more than that it is a JWT. */
const TYPES: unknown[] = ['at+jwt', 'application/at+jwt', 'jwt', undefined];
const SKEW_S = 60;
const DEADLINE_MS = 3_000;
/** In a minute, for keys that nobody knows yet: a rotation needs one, forged tokens get no more. */
const MOST_RELOADS = 10;

/** The provider does not answer, so nobody can say whether the token is good. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
}

/** What a token of the provider proves. */
export type Claims = {
  subject: string;
  /** The name that an account is registered under. */
  username: string | undefined;
  /** Codes of offices that the groups name; undefined: the token names no groups. */
  offices: ReadonlySet<string> | undefined;
  /** In seconds, as is the other. */
  issuedAt: number;
  expiresAt: number;
};

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/**
 * The city's identity provider. Its keys come from where its own discovery document says, never
 * from where a token says.
 */
export class Provider {
  readonly settings: ProviderSettings;
  readonly #clock: Clock;
  #keys: Promise<KeySet> | undefined;
  #reloads = { minute: 0, count: 0 };

  constructor(settings: ProviderSettings, clock: Clock) {
    this.settings = settings;
    this.#clock = clock;
  }

  /**
   * Undefined for any token that is not one of the provider's in its time.
   * @throws ProviderAway when its keys are needed and cannot be had.
   */
  async verified(token: string): Promise<Claims | undefined> {
    const { issuer, audience } = this.settings;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keyFor, {
        algorithms: ALGORITHMS,
        issuer,
        audience,
        requiredClaims: ['sub', 'iat', 'exp'],
        clockTolerance: SKEW_S,
        currentDate: new Date(this.#clock.now()),
      });
      const isOfKind = TYPES.includes(protectedHeader.typ?.toLowerCase());
      return isOfKind && !isAmbiguous(token) ? this.#claims(payload) : undefined;
    } catch (error) {
      if (error instanceof ProviderAway) throw error;
      // Whatever is wrong with a token, the answer is the same.
      return undefined;
    }
  }

  #claims(payload: JWTPayload): Claims | undefined {
    const { sub, iat, exp, client_id: client } = standard.parse(payload);
    if (iat > Date.parse(this.#clock.now()) / 1_000 + SKEW_S) return undefined;
    // A client's own token has no user's name: the client itself is who signs in.
    const username =
      claimAt(payload, this.settings.usernameClaim) ?? (client === sub ? sub : undefined);
    return {
      subject: sub,
      username: typeof username === 'string' ? username : undefined,
      offices: this.#officesIn(payload),
      issuedAt: iat,
      expiresAt: exp,
    };
  }

  /** `/opd/dinkes` and what is below it name DINKES. */
  #officesIn(payload: JWTPayload): ReadonlySet<string> | undefined {
    const { officesClaim, officesPrefix } = this.settings;
    const groups = officesClaim === undefined ? undefined : claimAt(payload, officesClaim);
    if (groups === undefined) return undefined;
    const names = (Array.isArray(groups) ? groups : [groups]).map(String);
    const codes = names
      .filter((name) => name.startsWith(officesPrefix))
      .map((name) => name.slice(officesPrefix.length).split('/')[0] ?? '');
    return new Set(codes.map((code) => code.toUpperCase()));
  }

  readonly #keyFor = async (
    header: JWSHeaderParameters,
    token: FlattenedJWSInput,
  ): Promise<CryptoKey> => {
    try {
      const keys = await this.#keySet();
      try {
        return await keys(header, token);
      } catch (error) {
        const rotated = error instanceof errors.JWKSNoMatchingKey && this.#mayReload();
        if (!rotated) throw error;
        await keys.reload();
        return await keys(header, token);
      }
    } catch (error) {
      if (isOfToken(error)) throw error;
      throw new ProviderAway('the identity provider does not answer', { cause: error });
    }
  };

  /** Found out at the first token, and again at the next one after a failure. */
  #keySet(): Promise<KeySet> {
    this.#keys ??= keySetOf(this.settings).catch((error: unknown) => {
      this.#keys = undefined;
      throw error;
    });
    return this.#keys;
  }

  #mayReload(): boolean {
    const minute = Math.floor(performance.now() / 60_000);
    if (minute !== this.#reloads.minute) this.#reloads = { minute, count: 0 };
    this.#reloads.count += 1;
    return this.#reloads.count <= MOST_RELOADS;
  }
}

/** Who says to have issued a token, unverified: enough to know whom to ask. */
export function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** The keys are there; the token asks for another one. */
const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

const standard = z.object({
  sub: z.string().min(1),
  iat: z.number(),
  exp: z.number(),
  client_id: z.unknown().optional(),
});

const discovered = z.object({ issuer: z.string(), jwks_uri: z.url() });

async function keySetOf({ issuer, jwksUri }: ProviderSettings): Promise<KeySet> {
  const url = new URL(jwksUri ?? (await discover(issuer)));
  // Reloading is up to the budget above, so that a rotation is seen at once.
  return createRemoteJWKSet(url, { timeoutDuration: DEADLINE_MS, cooldownDuration: Infinity });
}

async function discover(issuer: string): Promise<string> {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const found = discovered.parse(await response.json());
  if (found.issuer !== issuer) throw new Error(`discovery at ${issuer} names another issuer`);
  if (new URL(found.jwks_uri).origin !== new URL(issuer).origin) {
    throw new Error('the keys lie elsewhere: set SIMPUL_OIDC_JWKS_URI');
  }
  return found.jwks_uri;
}

/** A claim of that very name, or the one that the path leads to: `realm_access.roles`. */
function claimAt(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let value: unknown = payload;
  for (const key of path.split('.')) {
    value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
