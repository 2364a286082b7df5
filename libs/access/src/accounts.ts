import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { hash, verify } from '@node-rs/argon2';
import Database from 'better-sqlite3';
import type { PersonId } from '#kernel';

export type Account = { username: string; personId: PersonId; mustChange: boolean };
type Row = { username: string; person_id: string; hash: string; must_change: number };

export const MIN_PASSWORD = 10;
export const MAX_PASSWORD = 200;
export const USERNAME = /^[a-z0-9][a-z0-9._-]{1,62}$/;

/** Verified in place of an unknown user's, so that an unknown name takes as long as a known one. */
let decoy: Promise<string> | undefined;

/** User names and password hashes (argon2id), beside the vault and never in an event. */
export class Accounts {
  readonly #db: Database.Database;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.exec(`CREATE TABLE IF NOT EXISTS accounts (
      username TEXT PRIMARY KEY, person_id TEXT NOT NULL UNIQUE,
      hash TEXT NOT NULL, must_change INTEGER NOT NULL
    ) STRICT`);
  }

  isTaken(username: string): boolean {
    return this.#byName(username) !== undefined;
  }

  of(personId: PersonId): Account | undefined {
    const row = this.#db
      .prepare<[string], Row>('SELECT * FROM accounts WHERE person_id = ?')
      .get(personId);
    return row && account(row);
  }

  /** A new account, with a first password that must be changed unless one is given. */
  async create(username: string, personId: PersonId, password?: string): Promise<string> {
    const chosen = password ?? firstPassword();
    const hashed = await hash(chosen);
    this.#db
      .prepare('INSERT INTO accounts VALUES (?, ?, ?, ?)')
      .run(username, personId, hashed, password === undefined ? 1 : 0);
    return chosen;
  }

  /** The account when the password is right. */
  async verify(username: string, password: string): Promise<Account | undefined> {
    const row = this.#byName(username);
    decoy ??= hash(firstPassword());
    const right = await verify(row?.hash ?? (await decoy), password);
    return right && row !== undefined ? account(row) : undefined;
  }

  /** False when the current password is wrong. */
  async change(personId: PersonId, current: string, next: string): Promise<boolean> {
    const known = this.of(personId);
    if (known === undefined) return false;
    if ((await this.verify(known.username, current)) === undefined) return false;
    this.#setHash(personId, await hash(next), false);
    return true;
  }

  /** A new first password; undefined when the person has no account. */
  async reset(personId: PersonId): Promise<string | undefined> {
    if (this.of(personId) === undefined) return undefined;
    const password = firstPassword();
    this.#setHash(personId, await hash(password), true);
    return password;
  }

  close(): void {
    this.#db.close();
  }

  #byName(username: string): Row | undefined {
    return this.#db
      .prepare<[string], Row>('SELECT * FROM accounts WHERE username = ?')
      .get(username);
  }

  #setHash(personId: PersonId, hashed: string, mustChange: boolean): void {
    this.#db
      .prepare('UPDATE accounts SET hash = ?, must_change = ? WHERE person_id = ?')
      .run(hashed, mustChange ? 1 : 0, personId);
  }
}

const account = ({ username, person_id, must_change }: Row): Account => ({
  username,
  personId: person_id as PersonId,
  mustChange: must_change === 1,
});

const firstPassword = (): string => randomBytes(12).toString('base64url');
