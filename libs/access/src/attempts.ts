import type Database from 'better-sqlite3';
import type { Instant } from '#kernel';

/** This many wrong passwords within a quarter of an hour lock the account for another one. */
export const MOST_FAILURES = 5;
const QUARTER_MS = 15 * 60_000;

type Row = { failures: number; until: Instant };

/** An attempt that may go on; if it fails and was the last of its kind, the account is locked. */
export type Attempt = { admitted: boolean; lockedUntil?: Instant };

/** Failed sign-ins of an account, beside the vault: a restart forgets none of them. */
export class Attempts {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
    db.exec(`CREATE TABLE IF NOT EXISTS attempts (
      username TEXT PRIMARY KEY, failures INTEGER NOT NULL, until TEXT NOT NULL
    ) STRICT`);
  }

  /** Counts before the password is looked at: guesses sent side by side do not outrun it. */
  begin(username: string, now: Instant): Attempt {
    const { failures, until } = this.#inForce(username, now);
    if (failures >= MOST_FAILURES) return { admitted: false };
    const locks = failures + 1 === MOST_FAILURES;
    const ends = locks || failures === 0 ? later(now) : until;
    this.#db
      .prepare('INSERT OR REPLACE INTO attempts VALUES (?, ?, ?)')
      .run(username, failures + 1, ends);
    return { admitted: true, ...(locks ? { lockedUntil: ends } : {}) };
  }

  /** The password was right, or the admin reset the account. */
  forget(username: string): void {
    this.#db.prepare('DELETE FROM attempts WHERE username = ?').run(username);
  }

  #inForce(username: string, now: Instant): Row {
    const row = this.#db
      .prepare<[string], Row>('SELECT failures, until FROM attempts WHERE username = ?')
      .get(username);
    return row === undefined || row.until <= now ? { failures: 0, until: now } : row;
  }
}

const later = (now: Instant): Instant =>
  new Date(Date.parse(now) + QUARTER_MS).toISOString() as Instant;
