import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { unwrap, wrap } from './seal.ts';
import { Vault } from './vault.ts';
import { VaultRefused } from './vault-refused.ts';

const PAGE = 1_000;

export type Rotation = {
  logId: string;
  from: Buffer;
  to: Buffer;
  /** Told before each thousand keys. */
  tell?(done: number): void;
};

/** How many were wrapped anew; none where an earlier run was cut off after it had done so. */
export type Rotated = { keys: number; secrets: number };

type Wrapped = { name: string; wrapped: Buffer };
type Page = Database.Statement<[string], Wrapped>;

/**
 * Wraps everything in a vault that nobody uses with another master key, in one transaction: the
 * vault opens with the old key or with the new one, never with both or neither. Run again after a
 * crash it completes what was left: afterwards no byte that the old key opens is in the file or
 * its journal.
 * @throws VaultRefused when nothing was changed, or when what is left must be cleared by a new run.
 */
export async function rotateMasterKey(
  file: string,
  { logId, from, to, tell }: Rotation,
): Promise<Rotated> {
  if (from.equals(to)) throw new VaultRefused('the new master key is the one in use');
  if (!existsSync(file)) throw new VaultRefused(`there is no vault ${file}`);
  const done = wraps(to, file);
  const vault = new Vault(file, done ? to : from);
  try {
    await vault.bindTo(logId);
  } finally {
    vault.close();
  }
  const db = new Database(file, { fileMustExist: true });
  try {
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    const rotated = done
      ? { keys: 0, secrets: 0 }
      : db.transaction(() => wrapAnew(db, { from, to, tell: tell ?? (() => undefined) }))();
    clear(db);
    return rotated;
  } finally {
    db.close();
  }
}

function wraps(master: Buffer, file: string): boolean {
  const db = new Database(file, { readonly: true });
  try {
    const sql = "SELECT value FROM meta WHERE name = 'check'";
    const check = db.prepare<[], { value: Buffer }>(sql).get();
    if (check === undefined) return false;
    unwrap(check.value, master, 'check');
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
}

type Masters = Required<Pick<Rotation, 'from' | 'to' | 'tell'>>;

function wrapAnew(db: Database.Database, masters: Masters): Rotated {
  const keys = wrapTable(db, { table: 'keys', name: 'id' }, masters);
  const secrets = wrapTable(db, { table: 'secrets', name: 'name' }, masters);
  const check = wrap(Buffer.from('simpul'), masters.to, 'check');
  db.prepare("UPDATE meta SET value = ? WHERE name = 'check'").run(check);
  return { keys, secrets };
}

function wrapTable(
  db: Database.Database,
  of: { table: string; name: string },
  { from, to, tell }: Masters,
): number {
  const page: Page = db.prepare(
    `SELECT ${of.name} AS name, wrapped FROM ${of.table}
     WHERE ${of.name} > ? ORDER BY ${of.name} LIMIT ${PAGE}`,
  );
  const update = db.prepare(`UPDATE ${of.table} SET wrapped = ? WHERE ${of.name} = ?`);
  let done = 0;
  for (const rows of pagesOf(page)) {
    tell(done);
    for (const { name, wrapped } of rows) {
      update.run(wrap(opened(wrapped, from, name), to, name), name);
    }
    done += rows.length;
  }
  // Read back from the database: only what opens with the new key may replace the old one.
  let opening = 0;
  for (const rows of pagesOf(page)) {
    for (const { name, wrapped } of rows) opened(wrapped, to, name);
    opening += rows.length;
  }
  if (opening !== done) throw new VaultRefused(`${done} wrapped anew, but ${opening} found again`);
  return done;
}

function* pagesOf(page: Page): Generator<Wrapped[]> {
  for (let after = ''; ;) {
    const rows = page.all(after);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.name;
  }
}

function opened(wrapped: Buffer, master: Buffer, name: string): Buffer {
  try {
    return unwrap(wrapped, master, name);
  } catch {
    throw new VaultRefused(`${name} does not open: the vault is damaged, nothing was changed`);
  }
}

/** Deleted bytes were overwritten; what the journal still holds of them goes here. */
function clear(db: Database.Database): void {
  const [journal] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (journal?.busy !== 0) {
    throw new VaultRefused(
      'the new master key is in force; somebody reads the vault and old bytes remain: run again',
    );
  }
}
