import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync } from 'node:fs';
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

/** Changes when a projection's name, version or statements change. */
export function fingerprint(projections: readonly Projection[]): string {
  const parts = projections.map(({ name, version, tables, onceBuilt }) => [
    name,
    version,
    tables,
    onceBuilt,
  ]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/**
 * A file for building a model in one transaction: without journal, since it is thrown away when
 * the build is broken off.
 */
export function createModelFile(file: string, logId: string): Database.Database {
  const db = new Database(file);
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('secure_delete = ON');
  db.pragma('cache_size = -65536');
  db.exec(`CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1), log_id TEXT NOT NULL,
    position TEXT, event_id TEXT, sequence INTEGER NOT NULL
  ) STRICT`);
  db.prepare('INSERT INTO checkpoint VALUES (1, ?, NULL, NULL, 0)').run(logId);
  return db;
}

/** Tables of a new model; its events come in one transaction, which writes every page once. */
export function beginModel(db: Database.Database, projections: readonly Projection[]): void {
  db.exec('BEGIN');
  for (const { tables } of projections) for (const statement of tables) db.exec(statement);
}

/** What is made of the rows once, when all of them are there. */
export function completeModel(db: Database.Database, projections: readonly Projection[]): void {
  for (const { onceBuilt = [] } of projections) {
    for (const statement of onceBuilt) db.exec(statement);
  }
  db.exec('COMMIT');
}

/** What was written reaches the disk before the file takes its name. */
export function syncFile(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function openModelFile(file: string): Database.Database {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  // What a row held before it changed must not stand in the file once it is erased.
  db.pragma('secure_delete = ON');
  forgetJournal(db);
  return db;
}

/** The journal may hold rows as they were; a broken-off start may have left one. */
export function forgetJournal(db: Database.Database): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
}

export function readCheckpoint(db: Database.Database): Checkpoint {
  return db
    .prepare('SELECT log_id AS logId, position, event_id AS eventId, sequence FROM checkpoint')
    .get() as Checkpoint;
}

export function writeCheckpoint(
  db: Database.Database,
  { position, eventId, sequence }: Omit<Checkpoint, 'logId'>,
): void {
  db.prepare('UPDATE checkpoint SET position = ?, event_id = ?, sequence = ?').run(
    position,
    eventId,
    sequence,
  );
}
