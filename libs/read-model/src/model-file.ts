import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import type { Position, Projection } from '#kernel';

/** How far a read model has come, in the log it belongs to. */
export type Checkpoint = {
  logId: string;
  /** Of the last event it holds; null before the first. */
  position: Position | null;
  eventId: string | null;
  /** Events of the log counted so far: the next one has this sequence. */
  sequence: number;
};

/** Changes when a projection's name, version or tables change. */
export function fingerprint(projections: readonly Projection[]): string {
  const parts = projections.map(({ name, version, tables }) => [name, version, tables]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** A file without journal: for building one that is thrown away when the build is broken off. */
export function createModelFile(
  file: string,
  projections: readonly Projection[],
  logId: string,
): Database.Database {
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -65536');
  db.exec(`CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1), log_id TEXT NOT NULL,
    position TEXT, event_id TEXT, sequence INTEGER NOT NULL
  ) STRICT`);
  for (const { tables } of projections) for (const table of tables) db.exec(table);
  db.prepare('INSERT INTO checkpoint VALUES (1, ?, NULL, NULL, 0)').run(logId);
  return db;
}

export function openModelFile(file: string): Database.Database {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  return db;
}

export function readCheckpoint(db: Database.Database): Checkpoint {
  return db
    .prepare('SELECT log_id AS logId, position, event_id AS eventId, sequence FROM checkpoint')
    .get() as Checkpoint;
}

export function writeCheckpoint(db: Database.Database, checkpoint: Checkpoint): void {
  const { position, eventId, sequence } = checkpoint;
  db.prepare('UPDATE checkpoint SET position = ?, event_id = ?, sequence = ?').run(
    position,
    eventId,
    sequence,
  );
}
