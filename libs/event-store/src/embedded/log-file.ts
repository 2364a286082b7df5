import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { StoreUnavailable } from '../event-store.ts';

/** Raised when the tables below change; a folder of another version is refused. */
const FILE_VERSION = 1;
/** Older ones can lose commits in WAL mode. */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** Makes the file of the log if there is none. @throws StoreUnavailable with the reason. */
export function prepareLogFile(folder: string, readOnly: boolean): string {
  const file = join(folder, 'events.sqlite');
  try {
    if (!readOnly) mkdirSync(folder, { recursive: true });
    const db = new Database(file, { readonly: readOnly });
    try {
      refuseOldSqlite(db);
      const version = db.pragma('user_version', { simple: true }) as number;
      if (version !== 0 && version !== FILE_VERSION) {
        throw new StoreUnavailable(
          `${file} has format ${version}, this program reads format ${FILE_VERSION}`,
        );
      }
      // Not only of a new file: a restored copy of a log is not in WAL mode.
      if (!readOnly) db.pragma('journal_mode = WAL');
      if (version === 0) create(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    throw new StoreUnavailable(`cannot open the log in ${folder}: ${String(error)}`);
  }
  return file;
}

function refuseOldSqlite(db: Database.Database): void {
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  const parts = version.split('.').map(Number);
  const difference = OLDEST_SQLITE.map((oldest, i) => (parts[i] ?? 0) - oldest).find(
    (d) => d !== 0,
  );
  if ((difference ?? 0) < 0) throw new StoreUnavailable(`SQLite ${version} can lose commits`);
}

function create(db: Database.Database): void {
  db.pragma('synchronous = FULL');
  db.exec(`BEGIN IMMEDIATE;
    CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT;
    PRAGMA user_version = ${FILE_VERSION};
    COMMIT;`);
}
