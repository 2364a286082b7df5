import type Database from 'better-sqlite3';
import type { PersonId } from '#kernel';

export type Identity = { issuer: string; subject: string };

/** Which sign-in of the provider is which person, beside the vault and never in an event. */
export class Identities {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    this.#db = db;
    db.exec(`CREATE TABLE IF NOT EXISTS identities (
      issuer TEXT NOT NULL, subject TEXT NOT NULL, person_id TEXT NOT NULL UNIQUE,
      PRIMARY KEY (issuer, subject)
    ) STRICT`);
  }

  personOf({ issuer, subject }: Identity): PersonId | undefined {
    const sql = 'SELECT person_id FROM identities WHERE issuer = ? AND subject = ?';
    return this.#db.prepare(sql).pluck().get(issuer, subject) as PersonId | undefined;
  }

  of(personId: PersonId): Identity | undefined {
    const sql = 'SELECT issuer, subject FROM identities WHERE person_id = ?';
    return this.#db.prepare<[string], Identity>(sql).get(personId);
  }

  isBound(personId: PersonId): boolean {
    return this.of(personId) !== undefined;
  }

  /** The first one stays; nothing happens when either is bound already. */
  bind({ issuer, subject }: Identity, personId: PersonId): void {
    this.#db
      .prepare('INSERT OR IGNORE INTO identities VALUES (?, ?, ?)')
      .run(issuer, subject, personId);
  }

  forget(personId: PersonId): void {
    this.#db.prepare('DELETE FROM identities WHERE person_id = ?').run(personId);
  }
}
