import Database from 'better-sqlite3';
import { VaultRefused } from './vault-refused.ts';
import { FILE_VERSION } from './vault-rows.ts';

type KeyState = 'HELD' | 'DESTROYED' | 'UNKNOWN';

/** Which keys a copy of a vault holds, without the master key: for whoever opens none of them. */
export class VaultIndex {
  readonly #db: Database.Database;
  readonly #held: Database.Statement<[string]>;
  readonly #destroyed: Database.Statement<[string]>;

  /** @throws VaultRefused for what is no vault of this version. */
  constructor(file: string) {
    let db: Database.Database | undefined;
    try {
      db = new Database(file, { readonly: true });
      const version = db.pragma('user_version', { simple: true });
      if (version !== FILE_VERSION) throw new Error(`it has format ${String(version)}`);
      this.#held = db.prepare('SELECT 1 FROM keys WHERE id = ?').pluck();
      this.#destroyed = db.prepare('SELECT 1 FROM destroyed WHERE id = ?').pluck();
      this.#db = db;
    } catch (error) {
      db?.close();
      throw new VaultRefused(`cannot read the vault ${file}: ${String(error)}`);
    }
  }

  /** Undefined for a vault that was never tied to a log. */
  get logId(): string | undefined {
    const sql = "SELECT value FROM meta WHERE name = 'log'";
    return this.#db.prepare<[], { value: Buffer }>(sql).get()?.value.toString();
  }

  /** How many keys it holds. */
  get size(): number {
    return this.#db.prepare('SELECT count(*) FROM keys').pluck().get() as number;
  }

  stateOf(keyId: string): KeyState {
    if (this.#held.get(keyId) !== undefined) return 'HELD';
    return this.#destroyed.get(keyId) === undefined ? 'UNKNOWN' : 'DESTROYED';
  }

  close(): void {
    this.#db.close();
  }
}
