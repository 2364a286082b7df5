import { setTimeout as pause } from 'node:timers/promises';
import type { Instant, PersonId } from '#kernel';
import type { AccessLog } from '#access-log';
import type { Clock, Envelope } from '#event-store';
import type { Account, Accounts } from './accounts.ts';
import type { Identity } from './identities.ts';
import { issuerOf } from './provider.ts';
import type { Claims, Provider } from './provider.ts';
import { OWN_ISSUER } from './tokens.ts';
import type { OwnToken, Tokens } from './tokens.ts';

/** No refusal is told sooner, so that its time does not tell a known name from an unknown one. */
const REFUSAL_MS = 300;

/** Whom a token stands for. */
export type Bearer = {
  readonly personId: PersonId;
  /** Of the offices that the provider's groups name; undefined: of every one of theirs. */
  readonly offices: ReadonlySet<string> | undefined;
  /** The account's first password has not been changed yet: nothing else is answered. */
  readonly mustChangePassword: boolean;
  /** Does it still stand for them? A live stream asks again at every message. */
  isInForce(now: Instant): boolean;
  /** Ends every session of the person, this one too; or all but this one. */
  end(now: Instant, others?: 'others'): Promise<void>;
};

type Parts = {
  accounts: Accounts;
  tokens: Tokens;
  log: AccessLog;
  clock: Clock;
  /** With a name and a password kept here. */
  embedded: boolean;
  provider: Provider | undefined;
};

/** Who is at the door: by a token of our own or of the provider, or by a name and a password. */
export class SignIns {
  /** Do people sign in here with a password? */
  readonly embedded: boolean;
  readonly #accounts: Accounts;
  readonly #tokens: Tokens;
  readonly #log: AccessLog;
  readonly #clock: Clock;
  readonly #provider: Provider | undefined;

  constructor({ accounts, tokens, log, clock, embedded, provider }: Parts) {
    this.embedded = embedded;
    this.#accounts = accounts;
    this.#tokens = tokens;
    this.#log = log;
    this.#clock = clock;
    this.#provider = provider;
  }

  /**
   * Undefined: nobody. `UNREGISTERED`: somebody whom the provider knows and this city does not.
   * @throws ProviderAway when only the provider could say.
   */
  async bearerOf(token: string): Promise<Bearer | 'UNREGISTERED' | undefined> {
    const issuer = issuerOf(token);
    if (issuer === OWN_ISSUER && this.embedded) return this.#ofOwn(token);
    if (issuer !== this.#provider?.settings.issuer) return undefined;
    const claims = await this.#provider?.verified(token);
    return claims && this.#ofProvider(claims);
  }

  /** Undefined when refused: an unknown name, a wrong password and a locked account alike. */
  async signIn(
    username: string,
    password: string,
  ): Promise<{ account: Account; accessToken: string; expiresAt: string } | undefined> {
    const known = await this.#accounts.named(username);
    // Read before the password is: one that is changed meanwhile begins no session any more.
    const generation = known && this.#accounts.generation(known.personId);
    const account = await this.#verified(username, password);
    if (account === undefined || generation === undefined) return undefined;
    const { personId } = account;
    await this.#log.signedIn(personId, 'PASSWORD');
    return { account, ...(await this.#tokens.issue(personId, generation)) };
  }

  /** False when the current password is wrong. Every other session ends. */
  async changePassword(bearer: Bearer, current: string, next: string): Promise<boolean> {
    const { personId } = bearer;
    const known = this.#accounts.of(personId);
    const account = known && (await this.#verified(known.username, current));
    if (account === undefined) return false;
    await this.#log.passwordChanged(personId);
    await this.#accounts.change(personId, next);
    await bearer.end(this.#clock.now(), 'others');
    return true;
  }

  async isTaken(username: string): Promise<boolean> {
    return (await this.#accounts.named(username)) !== undefined;
  }

  async hasAccount(personId: PersonId): Promise<boolean> {
    await this.#accounts.refresh(personId);
    return this.#accounts.of(personId) !== undefined;
  }

  /** A new account; its first password where people sign in here with one. */
  async register(username: string, personId: PersonId): Promise<string | null> {
    const password = await this.#accounts.create(username, personId);
    return this.embedded ? password : null;
  }

  /**
   * Ends sessions, lock and binding of an account that exists; a new first password where people
   * sign in here with one. A repeat leaves a password alone that was chosen since.
   */
  async reset(personId: PersonId, envelope: Envelope) {
    const before = this.#accounts.of(personId);
    const done = await this.#log.reset(personId, envelope);
    const recorded = done.outcome === 'recorded';
    const again = done.outcome === 'repeated' && before?.mustChange === true;
    if (!recorded && !again) return { done, firstPassword: null };
    const password = await this.#accounts.reset(personId);
    await this.#accounts.unbind(personId);
    await this.#endSessions(personId, secondOf(this.#clock.now()));
    return { done, firstPassword: this.embedded ? (password ?? null) : null };
  }

  async #verified(username: string, password: string): Promise<Account | undefined> {
    const startedAt = performance.now();
    const now = this.#clock.now();
    const { account, right, lockedUntil } = await this.#accounts.verify(username, password, now);
    if (right) return account;
    if (account !== undefined) await this.#log.signInFailed(account.personId, lockedUntil);
    await pause(Math.max(0, REFUSAL_MS - (performance.now() - startedAt)));
    return undefined;
  }

  async #ofOwn(token: string): Promise<Bearer | undefined> {
    const own = await this.#tokens.verified(token);
    if (own === undefined) return undefined;
    await this.#accounts.refreshOld(own.personId);
    return this.#counts(this.#ownBearer(own));
  }

  #ownBearer(own: OwnToken): Bearer {
    const { personId } = own;
    return {
      personId,
      offices: undefined,
      mustChangePassword: this.#accounts.of(personId)?.mustChange ?? true,
      isInForce: (now) => secondOf(now) < own.expiresAt + 60 && this.#accounts.holds(personId, own),
      end: (now, others) =>
        this.#endSessions(personId, secondOf(now), others === undefined ? null : own.id),
    };
  }

  /** At first the account of the name that the token gives; from then on whom that bound. */
  async #ofProvider(claims: Claims): Promise<Bearer | 'UNREGISTERED' | undefined> {
    const accounts = this.#accounts;
    const { subject, username, offices, issuedAt, expiresAt } = claims;
    const identity = { issuer: this.#provider?.settings.issuer ?? '', subject };
    if (accounts.personOf(identity) === undefined) await this.#bind(identity, username);
    const personId = accounts.personOf(identity);
    if (personId === undefined) return 'UNREGISTERED';
    await accounts.refreshOld(personId);
    const bearer = this.#counts({
      personId,
      offices,
      mustChangePassword: false,
      isInForce: (now) => secondOf(now) < expiresAt + 60 && accounts.holdsSince(personId, issuedAt),
      end: (now) => this.#endSessions(personId, Math.max(secondOf(now), issuedAt)),
    });
    if (bearer !== undefined) await this.#log.signedIn(personId, 'PROVIDER');
    return bearer;
  }

  /** To the account of that name, where nobody signs in with it yet. */
  async #bind(identity: Identity, username: string | undefined): Promise<void> {
    const account = username === undefined ? undefined : await this.#accounts.named(username);
    if (account === undefined) return;
    const { personId } = account;
    await this.#accounts.refresh(personId);
    if (this.#accounts.isBound(personId)) return;
    await this.#log.bound(personId);
    await this.#accounts.bind(identity, personId);
  }

  /** Here first: when the log tells the other nodes, they find it done. */
  async #endSessions(personId: PersonId, second: number, kept?: string | null): Promise<void> {
    await this.#accounts.endSessions(personId, second, kept);
    await this.#log.sessionsEnded(personId);
  }

  #counts(bearer: Bearer): Bearer | undefined {
    return bearer.isInForce(this.#clock.now()) ? bearer : undefined;
  }
}

const secondOf = (now: Instant): number => Math.floor(Date.parse(now) / 1_000);
