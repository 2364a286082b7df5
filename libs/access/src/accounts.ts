import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hash, verify } from '@node-rs/argon2';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { Instant, PersonId } from '#kernel';
import { Attempts } from './attempts.ts';
import { Identities } from './identities.ts';
import type { Identity } from './identities.ts';
import { Sessions } from './sessions.ts';

export type Account = { username: string; personId: PersonId; mustChange: boolean };

/** Whose name was given, if anybody's; right or not; until when that locks the account. */
export type Verified = { account?: Account; right: boolean; lockedUntil?: Instant };
/** All that is kept of one person's account, as it is stored where nodes share it. */
export const keptAccount = z.strictObject({
  username: z.string(),
  hash: z.string(),
  mustChange: z.boolean(),
  identity: z.strictObject({ issuer: z.string(), subject: z.string() }).nullable(),
  sessions: z.strictObject({
    generation: z.int(),
    kept: z.string().nullable(),
    not_before: z.int(),
  }),
});
export type KeptAccount = z.infer<typeof keptAccount>;

/** Somebody else got it first. */
export class UsernameTaken extends Error {
  override readonly name = 'UsernameTaken';
}

export type Row = { username: string; person_id: string; hash: string; must_change: number };

export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,62}$/;

/** Verified in place of an unknown user's, so that an unknown name takes as long as a known one. */
let decoy: Promise<string> | undefined;

/** User names and password hashes (argon2id), beside the vault and never in an event. */
export class Accounts {
  protected readonly db: Database.Database;
  protected readonly sessions: Sessions;
  protected readonly identities: Identities;
  readonly #attempts: Attempts;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.db = new Database(file);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = FULL');
    this.db.exec(`CREATE TABLE IF NOT EXISTS accounts (
      username TEXT PRIMARY KEY, person_id TEXT NOT NULL UNIQUE,
      hash TEXT NOT NULL, must_change INTEGER NOT NULL
    ) STRICT`);
    this.#attempts = new Attempts(this.db);
    this.sessions = new Sessions(this.db);
    this.identities = new Identities(this.db);
  }

  /** Fetches what another node may have made of this account; a file has it anyway. */
  async refresh(_personId: PersonId): Promise<void> {
    return Promise.resolve();
  }

  /** The same of one that was fetched a while ago; never fails for a place that is away. */
  async refreshOld(_personId: PersonId): Promise<void> {
    return Promise.resolve();
  }

  /** Another node ended them: none counts here until the account is fetched anew. */
  sessionsEnded(_personId: PersonId): void {
    // In a file they have ended.
  }

  async named(username: string): Promise<Account | undefined> {
    const row = await this.byName(username);
    return row && account(row);
  }

  of(personId: PersonId): Account | undefined {
    const row = this.#byPerson(personId);
    return row && account(row);
  }

  /** A new account, with a first password that must be changed unless one is given. */
  async create(username: string, personId: PersonId, password?: string): Promise<string> {
    const chosen = password ?? firstPassword();
    const hashed = await hash(chosen);
    await this.changed(personId, () =>
      this.db
        .prepare('INSERT INTO accounts VALUES (?, ?, ?, ?)')
        .run(username, personId, hashed, password === undefined ? 1 : 0),
    );
    return chosen;
  }

  /** A locked account takes no password, not even the right one, and as long to say so. */
  async verify(username: string, password: string, now: Instant): Promise<Verified> {
    const row = await this.byName(username);
    const attempt = row && this.#attempts.begin(username, now);
    const admitted = attempt?.admitted === true;
    decoy ??= hash(firstPassword());
    const matches = await verify((admitted && row?.hash) || (await decoy), password);
    if (row === undefined) return { right: false };
    if (matches && admitted) {
      this.#attempts.forget(username);
      return { account: account(row), right: true };
    }
    const { lockedUntil } = attempt ?? {};
    const locked = lockedUntil === undefined ? {} : { lockedUntil };
    return { account: account(row), right: false, ...locked };
  }

  async change(personId: PersonId, next: string): Promise<void> {
    await this.#setHash(personId, await hash(next), false);
  }

  /** A new first password, and no lock; undefined when the person has no account. */
  async reset(personId: PersonId): Promise<string | undefined> {
    const known = this.of(personId);
    if (known === undefined) return undefined;
    const password = firstPassword();
    await this.#setHash(personId, await hash(password), true);
    this.#attempts.forget(known.username);
    return password;
  }

  /** Written into tokens of ours: they count while it is the same. */
  generation(personId: PersonId): number {
    return this.sessions.generation(personId);
  }

  /** Does a token of ours count? */
  holds(personId: PersonId, token: { generation: number; id: string }): boolean {
    return this.sessions.holds(personId, token);
  }

  /** Does a token of the provider count, issued at this second? */
  holdsSince(personId: PersonId, issuedAt: number): boolean {
    return this.sessions.holdsSince(personId, issuedAt);
  }

  /**
   * Ends all of them but the one of ours that is kept: the session that changed the password.
   * `second`: tokens of the provider up to then.
   */
  async endSessions(personId: PersonId, second: number, kept: string | null = null): Promise<void> {
    await this.changed(personId, () => this.sessions.end(personId, second, kept));
  }

  personOf(identity: Identity): PersonId | undefined {
    return this.identities.personOf(identity);
  }

  isBound(personId: PersonId): boolean {
    return this.identities.isBound(personId);
  }

  /** The first one stays; nothing happens when either is bound already. */
  async bind(identity: Identity, personId: PersonId): Promise<void> {
    await this.changed(personId, () => this.identities.bind(identity, personId));
  }

  async unbind(personId: PersonId): Promise<void> {
    await this.changed(personId, () => this.identities.forget(personId));
  }

  /** Whoever has one. */
  everyone(): PersonId[] {
    return this.db.prepare('SELECT person_id FROM accounts').pluck().all() as PersonId[];
  }

  /** @throws Error where there is no such account */
  contents(personId: PersonId): KeptAccount {
    const row = this.#byPerson(personId);
    if (row === undefined) throw new Error('there is no such account');
    const { username, hash: hashed, must_change } = row;
    const identity = this.identities.of(personId) ?? null;
    const sessions = this.sessions.of(personId);
    return { username, hash: hashed, mustChange: must_change === 1, identity, sessions };
  }

  /** From another place. */
  async take(personId: PersonId, account: KeptAccount): Promise<void> {
    await this.changed(personId, () => {
      this.put(personId, account);
    });
  }

  close(): void {
    this.db.close();
  }

  protected drop(personId: PersonId): void {
    for (const table of ['accounts', 'sessions', 'identities']) {
      this.db.prepare(`DELETE FROM ${table} WHERE person_id = ?`).run(personId);
    }
  }

  protected put(
    personId: PersonId,
    { username, hash: hashed, mustChange, identity, sessions }: KeptAccount,
  ): void {
    this.db.transaction(() => {
      this.db
        .prepare('INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)')
        .run(username, personId, hashed, mustChange ? 1 : 0);
      this.sessions.put(personId, sessions);
      this.identities.forget(personId);
      if (identity !== null) this.identities.bind(identity, personId);
    })();
  }

  /** Every change of an account goes through here. */
  protected async changed(_personId: PersonId, change: () => unknown): Promise<void> {
    change();
    return Promise.resolve();
  }

  protected async byName(username: string): Promise<Row | undefined> {
    return this.db
      .prepare<[string], Row>('SELECT * FROM accounts WHERE username = ?')
      .get(username);
  }

  #byPerson(personId: PersonId): Row | undefined {
    return this.db
      .prepare<[string], Row>('SELECT * FROM accounts WHERE person_id = ?')
      .get(personId);
  }

  async #setHash(personId: PersonId, hashed: string, mustChange: boolean): Promise<void> {
    await this.changed(personId, () =>
      this.db
        .prepare('UPDATE accounts SET hash = ?, must_change = ? WHERE person_id = ?')
        .run(hashed, mustChange ? 1 : 0, personId),
    );
  }
}

const account = ({ username, person_id, must_change }: Row): Account => ({
  username,
  personId: person_id as PersonId,
  mustChange: must_change === 1,
});

const firstPassword = (): string => randomBytes(12).toString('base64url');
