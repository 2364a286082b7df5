import type Database from 'better-sqlite3';
import type { PersonId } from '#kernel';

export type SessionRow = { generation: number; kept: string | null; not_before: number };

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

  generation(personId: PersonId): number {
    return this.of(personId).generation;
  }

  holds(personId: PersonId, token: { generation: number; id: string }): boolean {
    const { generation, kept } = this.of(personId);
    return token.generation === generation || token.id === kept;
  }

  holdsSince(personId: PersonId, issuedAt: number): boolean {
    return issuedAt > this.of(personId).not_before;
  }

  end(personId: PersonId, second: number, kept: string | null = null): void {
    const { generation, not_before } = this.of(personId);
    const next = { generation: generation + 1, kept, not_before: Math.max(second, not_before) };
    this.put(personId, next);
  }

  /** As another node left them. */
  put(personId: PersonId, { generation, kept, not_before }: SessionRow): void {
    this.#db
      .prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?)')
      .run(personId, generation, kept, not_before);
  }

  of(personId: PersonId): SessionRow {
    const sql = 'SELECT generation, kept, not_before FROM sessions WHERE person_id = ?';
    const row = this.#db.prepare<[string], SessionRow>(sql).get(personId);
    return row ?? { generation: 0, kept: null, not_before: 0 };
  }
}
