import {
  SignJWT,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
} from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { z } from 'zod';
import type { PersonId } from '#kernel';
import { freshId } from '#event-store';
import type { Clock } from '#event-store';
import type { Vault } from '#sealing';
import { isAmbiguous } from './ambiguous.ts';

/** Who issues the tokens of embedded accounts. */
export const OWN_ISSUER = 'simpul';

const ALGORITHM = 'EdDSA';
const SECRET = 'token-signing-key';
const LIFETIME_S = 30 * 60;

export type OwnToken = {
  readonly id: string;
  readonly personId: PersonId;
  /** Of the person's sessions when it was issued. */
  readonly generation: number;
  /** In seconds. */
  readonly expiresAt: number;
};

const claimed = z.object({
  sub: z.string(),
  exp: z.number(),
  jti: z.string(),
  generation: z.number(),
});

type KeyPair = Record<'signing' | 'verifying', CryptoKey | Uint8Array>;

/** Short-lived access tokens of embedded accounts, signed with a key kept in the vault. */
export class Tokens {
  readonly #clock: Clock;
  readonly #keys: KeyPair;
  readonly #keyId: string;
  /** One log, one audience: a token of another city's server is foreign here. */
  readonly #audience: string;

  private constructor(clock: Clock, keys: KeyPair, keyId: string, logId: string) {
    this.#clock = clock;
    this.#keys = keys;
    this.#keyId = keyId;
    this.#audience = `simpul:${logId}`;
  }

  static async open(vault: Vault, clock: Clock, logId: string): Promise<Tokens> {
    const fresh = async (): Promise<Buffer> => Buffer.from(JSON.stringify(await freshKey()));
    const kept =
      vault.secret(SECRET) ??
      (await vault.keepSecret(SECRET, await fresh(), new Date(clock.now())));
    const key = JSON.parse(kept.toString()) as JWK;
    return new Tokens(clock, await keyPairOf(key), await calculateJwkThumbprint(key), logId);
  }

  async issue(
    personId: PersonId,
    generation: number,
  ): Promise<{ accessToken: string; expiresAt: string }> {
    const now = Math.floor(Date.parse(this.#clock.now()) / 1_000);
    const accessToken = await new SignJWT({ generation })
      .setProtectedHeader({ alg: ALGORITHM, kid: this.#keyId, typ: 'at+jwt' })
      .setIssuer(OWN_ISSUER)
      .setJti(freshId())
      .setAudience(this.#audience)
      .setSubject(personId)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_S)
      .sign(this.#keys.signing);
    return { accessToken, expiresAt: new Date((now + LIFETIME_S) * 1_000).toISOString() };
  }

  /** Undefined for any token that is not one of ours in its time. */
  async verified(token: string): Promise<OwnToken | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys.verifying, {
        algorithms: [ALGORITHM],
        issuer: OWN_ISSUER,
        audience: this.#audience,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'iat', 'exp', 'jti', 'generation'],
        clockTolerance: 60,
        currentDate: new Date(this.#clock.now()),
      });
      if (protectedHeader.kid !== this.#keyId || isAmbiguous(token)) return undefined;
      const { sub, exp, jti, generation } = claimed.parse(payload);
      return { id: jti, personId: sub as PersonId, generation, expiresAt: exp };
    } catch {
      // Whatever is wrong with a token, the answer is the same.
      return undefined;
    }
  }
}

async function freshKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true, crv: 'Ed25519' });
  return exportJWK(privateKey);
}

/** Imported once: every request verifies with it. */
async function keyPairOf(key: JWK): Promise<KeyPair> {
  const { d: _, ...publicKey } = key;
  return {
    signing: await importJWK(key, ALGORITHM),
    verifying: await importJWK(publicKey, ALGORITHM),
  };
}
