import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { KeyDestroyed } from '#kernel';
import type { EventId, Instant, KeyId, Sealed } from '#kernel';
import { keyOfObject, openText, sealText, unwrap, wrap } from './seal.ts';

/** Keys made ahead in one durable write. */
const BATCH = 64;
const CACHED_KEYS = 20_000;
const SECRET_DAYS = 35;
const DAY_MS = 86_400_000;
export const FILE_VERSION = 2;
const INPUT = "name LIKE 'input-%'";

/** The vault does not open: wrong master key, another log's, damaged. Says which. */
export class VaultRefused extends Error {
  override readonly name = 'VaultRefused';
}

/**
 * The keys of persons and cases, apart from the log and deletable, wrapped by the master key.
 * Who loses this file loses every text of the log.
 */
export class Vault {
  readonly #db: Database.Database;
  readonly #master: Buffer;
  readonly #readOnly: boolean;
  readonly #findKey: Database.Statement<[string], { wrapped: Buffer }>;
  readonly #cache = new Map<string, Buffer>();
  #spare: KeyId[] = [];
  #refilling = false;
  #destroyedOn: string | undefined;

  /** @throws VaultRefused when the master key is not this vault's, or the file is unusable. */
  constructor(file: string, master: Buffer, options: { readOnly?: boolean } = {}) {
    this.#master = master;
    this.#readOnly = options.readOnly === true;
    let db: Database.Database | undefined;
    try {
      if (!this.#readOnly) mkdirSync(dirname(file), { recursive: true });
      db = new Database(file, { readonly: this.#readOnly });
      this.#db = db;
      if (!this.#readOnly) prepare(db);
      this.#checkMaster();
      this.#findKey = this.#db.prepare('SELECT wrapped FROM keys WHERE id = ?');
    } catch (error) {
      db?.close();
      throw error instanceof VaultRefused
        ? error
        : new VaultRefused(`cannot use the vault ${file}: ${String(error)}`);
    }
  }

  /** Ties a new vault to its log. @throws VaultRefused when it belongs to another one. */
  bindTo(logId: string): void {
    const bound = this.#meta('log')?.toString();
    if (bound === undefined && !this.#readOnly) this.#setMeta('log', Buffer.from(logId));
    else if (bound !== logId) {
      throw new VaultRefused(`the vault belongs to log ${bound ?? 'none'}, not to ${logId}`);
    }
  }

  /** A new key, durable before it is handed out. */
  takeKey(): KeyId {
    if (this.#spare.length === 0) this.#refill();
    if (this.#spare.length < BATCH / 4 && !this.#refilling) {
      this.#refilling = true;
      setImmediate(() => {
        this.#refilling = false;
        this.#refillAhead();
      });
    }
    const key = this.#spare.pop();
    if (key === undefined) throw new Error('the vault made no keys');
    return key;
  }

  has(keyId: KeyId): boolean {
    return this.#key(keyId) !== undefined;
  }

  /** @throws KeyDestroyed after an erasure; Error when the key was never in the vault. */
  seal(text: string, keyId: KeyId, eventId: EventId, pointer: string): Sealed {
    const key = this.#key(keyId);
    if (key === undefined) {
      if (this.destroyedAt(keyId) !== undefined) throw new KeyDestroyed(`key ${keyId}`);
      throw new Error(`key ${keyId} is not in the vault`);
    }
    return sealText(text, keyId, key, { eventId, pointer });
  }

  /** Null when the key was destroyed. @throws Error when the text was altered or moved. */
  open(sealed: Sealed, eventId: string, pointer: string): string | null {
    const key = this.#key(sealed.keyId);
    return key === undefined ? null : openText(sealed, key, { eventId, pointer });
  }

  /** The key of one stored object, from the key that its event names; undefined once destroyed. */
  objectKey(keyId: KeyId, objectId: string): Buffer | undefined {
    const key = this.#key(keyId);
    return key && keyOfObject(key, objectId);
  }

  /**
   * HMAC-SHA-256 of a command's input under a monthly secret; undefined when that secret is gone.
   * Old secrets are destroyed after 35 days: then nobody can test a guess against the log.
   */
  hashInput(
    input: string,
    now: Date,
    named?: string,
  ): { secret: string; hash: string } | undefined {
    this.#destroyOldSecrets(now);
    const name = named ?? this.#monthlyName(`input-${now.toISOString().slice(0, 7)}`);
    const secret = named === undefined ? this.#monthlySecret(name, now) : this.secret(name);
    if (secret === undefined) return undefined;
    return { secret: name, hash: createHmac('sha256', secret).update(input).digest('hex') };
  }

  /** A secret kept wrapped beside the keys. */
  secret(name: string): Buffer | undefined {
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached;
    const row = this.#db
      .prepare<[string], { wrapped: Buffer }>('SELECT wrapped FROM secrets WHERE name = ?')
      .get(name);
    return row && this.#remember(name, unwrap(row.wrapped, this.#master, name));
  }

  keepSecret(name: string, secret: Buffer, now: Date): void {
    this.#db
      .prepare('INSERT INTO secrets (name, wrapped, made_at) VALUES (?, ?, ?)')
      .run(name, wrap(secret, this.#master, name), now.toISOString());
  }

  /**
   * For ever, with every input secret, so that nobody can test a guess against the log. A key that
   * is gone already keeps the instant of its end. Of the last of them to go, that instant.
   * @throws Error when the file still holds something of them; done again it mends that
   */
  destroy(keyIds: readonly KeyId[], now: Instant): Instant {
    const note = this.#db.prepare('INSERT OR IGNORE INTO destroyed VALUES (?, ?)');
    const remove = this.#db.prepare('DELETE FROM keys WHERE id = ?');
    this.#db.transaction(() => {
      let removed = 0;
      for (const keyId of keyIds) {
        note.run(keyId, now);
        removed += remove.run(keyId).changes;
      }
      // Done again after a restart it leaves alone what was made since.
      if (removed === 0) return;
      for (const name of this.#inputSecrets()) note.run(name, now);
      this.#db.prepare(`DELETE FROM secrets WHERE ${INPUT}`).run();
    })();
    for (const keyId of keyIds) this.#cache.delete(keyId);
    for (const name of this.#cache.keys()) if (name.startsWith('input-')) this.#cache.delete(name);
    const [journal] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (journal?.busy !== 0) throw new Error('the journal of the vault could not be truncated');
    const ends = keyIds.flatMap((keyId) => this.destroyedAt(keyId) ?? []);
    return ends.sort().at(-1) ?? now;
  }

  /** Undefined for a key that an erasure never took. */
  destroyedAt(keyId: KeyId): Instant | undefined {
    const sql = 'SELECT at FROM destroyed WHERE id = ?';
    return this.#db.prepare<[string], { at: Instant }>(sql).get(keyId)?.at;
  }

  close(): void {
    this.#db.close();
    this.#cache.clear();
  }

  /** A name is never used twice: the log would take the new secret for the old one. */
  #monthlyName(month: string): string {
    const [known] = this.#inputSecrets(`${month}%`);
    if (known !== undefined) return known;
    const sql = 'SELECT 1 FROM destroyed WHERE id = ?';
    const used = this.#db.prepare(sql).get(month) !== undefined;
    return used ? `${month}-${randomBytes(6).toString('hex')}` : month;
  }

  #inputSecrets(like = 'input-%'): string[] {
    const sql = 'SELECT name FROM secrets WHERE name LIKE ? ORDER BY name';
    return this.#db.prepare(sql).pluck().all(like) as string[];
  }

  #monthlySecret(name: string, now: Date): Buffer {
    const known = this.secret(name);
    if (known !== undefined) return known;
    const secret = randomBytes(32);
    this.keepSecret(name, secret, now);
    return this.#remember(name, secret);
  }

  /** Once a day. */
  #destroyOldSecrets(now: Date): void {
    const today = now.toISOString().slice(0, 10);
    if (this.#destroyedOn === today) return;
    this.#destroyedOn = today;
    const before = new Date(now.getTime() - SECRET_DAYS * DAY_MS).toISOString();
    const old = `${INPUT} AND made_at < ?`;
    const names = this.#db.prepare(`SELECT name FROM secrets WHERE ${old}`).pluck().all(before);
    this.#db.prepare(`DELETE FROM secrets WHERE ${old}`).run(before);
    for (const name of names as string[]) this.#cache.delete(name);
  }

  #key(keyId: KeyId): Buffer | undefined {
    const cached = this.#cache.get(keyId);
    if (cached !== undefined) return cached;
    const row = this.#findKey.get(keyId);
    return row && this.#remember(keyId, unwrap(row.wrapped, this.#master, keyId));
  }

  /** Ahead of need: when it fails, the command that needs a key fails instead. */
  #refillAhead(): void {
    try {
      if (this.#db.open) this.#refill();
    } catch (error) {
      process.emitWarning(`the vault could not make keys ahead: ${String(error)}`);
    }
  }

  #refill(): void {
    const insert = this.#db.prepare('INSERT INTO keys (id, wrapped) VALUES (?, ?)');
    const fresh = Array.from({ length: BATCH }, () => randomUUID() as KeyId);
    this.#db.transaction(() => {
      for (const id of fresh) insert.run(id, wrap(randomBytes(32), this.#master, id));
    })();
    this.#spare.push(...fresh);
  }

  #remember(name: string, secret: Buffer): Buffer {
    this.#cache.set(name, secret);
    const oldest = this.#cache.keys().next().value;
    if (this.#cache.size > CACHED_KEYS && oldest !== undefined) this.#cache.delete(oldest);
    return secret;
  }

  #checkMaster(): void {
    const check = this.#meta('check');
    if (check === undefined) {
      if (this.#readOnly) throw new VaultRefused('the vault is empty');
      this.#setMeta('check', wrap(Buffer.from('simpul'), this.#master, 'check'));
      return;
    }
    try {
      unwrap(check, this.#master, 'check');
    } catch {
      throw new VaultRefused('the master key is not the one that made this vault');
    }
  }

  #meta(name: string): Buffer | undefined {
    return this.#db
      .prepare<[string], { value: Buffer }>('SELECT value FROM meta WHERE name = ?')
      .get(name)?.value;
  }

  #setMeta(name: string, value: Buffer): void {
    this.#db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(name, value);
  }
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
