import type Database from 'better-sqlite3';
import type { PersonId } from '#kernel';

type Row = { generation: number; kept: string | null; not_before: number };

/** Which tokens of a person still count, beside the vault: signing out ends them at once. */
export class Sessions {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
    db.exec(`CREATE TABLE IF NOT EXISTS sessions (
      person_id TEXT PRIMARY KEY, generation INTEGER NOT NULL, kept TEXT,
      not_before INTEGER NOT NULL
    ) STRICT`);
  }

  /** Written into tokens of ours: they count while it is the same. */
  generation(personId: PersonId): number {
    return this.#of(personId).generation;
  }

  /** Does a token of ours count? */
  holds(personId: PersonId, token: { generation: number; id: string }): boolean {
    const { generation, kept } = this.#of(personId);
    return token.generation === generation || token.id === kept;
  }

  /** Does a token of the provider count, issued at this second? */
  holdsSince(personId: PersonId, issuedAt: number): boolean {
    return issuedAt > this.#of(personId).not_before;
  }

  /**
   * Ends all of them but the one of ours that is kept: the session that changed the password.
   * `second`: tokens of the provider up to then.
   */
  end(personId: PersonId, second: number, kept: string | null = null): void {
    const { generation, not_before } = this.#of(personId);
    this.#db
      .prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)')
      .run(personId, generation + 1, kept, Math.max(second, not_before));
  }

  #of(personId: PersonId): Row {
    const sql = 'SELECT generation, kept, not_before FROM sessions WHERE person_id = ?';
    const row = this.#db.prepare<[string], Row>(sql).get(personId);
    return row ?? { generation: 0, kept: null, not_before: 0 };
  }
}
