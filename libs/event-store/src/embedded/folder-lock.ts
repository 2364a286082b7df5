import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreUnavailable } from '../event-store.ts';

/**
 * One process writes to a data folder. The lock is SQLite's own on a file of no content, so the
 * operating system lifts it when the process dies, however it dies.
 * @throws StoreUnavailable when another process holds it or the folder cannot be written.
 */
export function lockFolder(folder: string): { release(): void } {
  let db: Database.Database | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    db = new Database(join(folder, 'lock.sqlite'), { timeout: 0 });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const busy = codeOf(error) === 'SQLITE_BUSY';
    const reason = busy ? 'another process is using it; stop that one first' : String(error);
    throw new StoreUnavailable(`cannot use the data folder ${folder}: ${reason}`);
  }
  const held = db;
  return { release: () => held.close() };
}

/** Told by the code alone: the class of the error differs where the library is loaded twice. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
