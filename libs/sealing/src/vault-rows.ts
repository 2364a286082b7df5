import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant } from '#kernel';
import { VaultRefused } from './vault-refused.ts';

/** Where the keys of a replay come from: the file of a vault, or a copy of one in memory. */
export type VaultSource = string | Uint8Array;

/** What a vault holds, wrapped, and what it has destroyed. */
export type Kept =
  | { kind: 'key'; name: string; wrapped: Buffer }
  | { kind: 'secret'; name: string; wrapped: Buffer; madeAt: string }
  | { kind: 'destroyed'; name: string; at: Instant };

export const FILE_VERSION = 2;
const UNLESS_DESTROYED = 'WHERE NOT EXISTS (SELECT 1 FROM destroyed WHERE id = @id)';
const INPUT = "name LIKE 'input-%'";

/** The rows of a vault, in a file or in memory: everything in them is wrapped. */
export class VaultRows {
  readonly readOnly: boolean;
  readonly #db: Database.Database;
  readonly #findKey: Database.Statement<[string], { wrapped: Buffer }>;
  readonly #findSecret: Database.Statement<[string], { wrapped: Buffer }>;

  /** @throws Error, VaultRefused when the file is unusable. */
  constructor(source: VaultSource, readOnly: boolean) {
    this.readOnly = readOnly;
    this.#db = opened(source, readOnly);
    try {
      if (!readOnly) prepare(this.#db);
      this.#findKey = this.#db.prepare('SELECT wrapped FROM keys WHERE id = ?');
      this.#findSecret = this.#db.prepare('SELECT wrapped FROM secrets WHERE name = ?');
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  get isOpen(): boolean {
    return this.#db.open;
  }

  wrappedKey(id: string): Buffer | undefined {
    return this.#findKey.get(id)?.wrapped;
  }

  wrappedSecret(name: string): Buffer | undefined {
    return this.#findSecret.get(name)?.wrapped;
  }

  /** But for one that was destroyed, which may be on its way still. */
  addKeys(keys: readonly { id: string; wrapped: Buffer }[]): void {
    const insert = this.#db.prepare(
      `INSERT OR IGNORE INTO keys (id, wrapped) SELECT @id, @wrapped ${UNLESS_DESTROYED}`,
    );
    this.#db.transaction(() => {
      for (const { id, wrapped } of keys) insert.run({ id, wrapped });
    })();
  }

  addSecret(id: string, wrapped: Buffer, madeAt: string): void {
    const sql = `INSERT OR IGNORE INTO secrets (name, wrapped, made_at)
      SELECT @id, @wrapped, @madeAt ${UNLESS_DESTROYED}`;
    this.#db.prepare(sql).run({ id, wrapped, madeAt });
  }

  /** By the beginning of their names. */
  inputSecrets(beginning = 'input-'): string[] {
    const sql = 'SELECT name FROM secrets WHERE name LIKE ? ORDER BY name';
    return this.#db.prepare(sql).pluck().all(`${beginning}%`) as string[];
  }

  /** Their names. */
  removeInputSecretsBefore(instant: string): string[] {
    const sql = `DELETE FROM secrets WHERE ${INPUT} AND made_at < ? RETURNING name`;
    return this.#db.prepare(sql).pluck().all(instant) as string[];
  }

  /** Keys and, where any of them was there, every input secret. What is gone keeps its instant. */
  destroy(keyIds: readonly string[], at: Instant): void {
    this.#db.transaction(() => {
      const removed = keyIds.filter((keyId) => this.forget(keyId, at));
      // Done again after a restart it leaves alone what was made since.
      if (removed.length > 0) for (const name of this.inputSecrets()) this.forget(name, at);
    })();
  }

  /** A key or a secret, which ended then; false when it was not there. */
  forget(name: string, at: string): boolean {
    this.#db.prepare('INSERT OR IGNORE INTO destroyed VALUES (?, ?)').run(name, at);
    const key = this.#db.prepare('DELETE FROM keys WHERE id = ?').run(name);
    const secret = this.#db.prepare('DELETE FROM secrets WHERE name = ?').run(name);
    return key.changes + secret.changes > 0;
  }

  destroyedAt(name: string): Instant | undefined {
    const sql = 'SELECT at FROM destroyed WHERE id = ?';
    return this.#db.prepare<[string], { at: Instant }>(sql).get(name)?.at;
  }

  /** @throws Error when somebody reads and the journal keeps what was removed */
  truncateJournal(): void {
    const [journal] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (journal?.busy !== 0) throw new Error('the journal of the vault could not be truncated');
  }

  meta(name: string): Buffer | undefined {
    return this.#db
      .prepare<[string], { value: Buffer }>('SELECT value FROM meta WHERE name = ?')
      .get(name)?.value;
  }

  setMeta(name: string, value: Buffer): void {
    this.#db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(name, value);
  }

  /** Of everything; what was destroyed comes first. */
  *contents(): Generator<Kept> {
    const destroyed = "SELECT 'destroyed' AS kind, id AS name, at FROM destroyed";
    const secrets = "SELECT 'secret' AS kind, name, wrapped, made_at AS madeAt FROM secrets";
    const keys = "SELECT 'key' AS kind, id AS name, wrapped FROM keys";
    for (const sql of [destroyed, secrets, keys]) yield* this.#db.prepare<[], Kept>(sql).iterate();
  }

  /** The file, or of what is in memory a copy. */
  source(): VaultSource {
    return this.#db.memory ? this.#db.serialize() : this.#db.name;
  }

  close(): void {
    this.#db.close();
  }
}

/** A copy in memory takes writes that nobody keeps. */
function opened(source: VaultSource, readonly: boolean): Database.Database {
  if (typeof source !== 'string') return new Database(Buffer.from(source));
  if (!readonly) mkdirSync(dirname(source), { recursive: true });
  return new Database(source, { readonly });
}

function prepare(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version === FILE_VERSION) return;
  if (version !== 0) throw new VaultRefused(`the vault has format ${version}`);
  db.exec(`BEGIN IMMEDIATE;
    CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE keys (id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
    -- What erasures took: keys and, under their names, input secrets.
    CREATE TABLE destroyed (id TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE secrets (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL, made_at TEXT NOT NULL)
      STRICT;
    PRAGMA user_version = ${FILE_VERSION};
    COMMIT;`);
}
