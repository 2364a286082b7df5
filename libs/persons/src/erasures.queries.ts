import type Database from 'better-sqlite3';
import type { ErasureId, EventId, Instant } from '#kernel';
import type { Reading } from '#access';
import type { ErasureRequester } from './domain/erasure.ts';

export const ERASURE_STATES = ['ORDERED', 'REFUSED', 'DONE'] as const;
export type ErasureState = (typeof ERASURE_STATES)[number];

export type ErasureRow = {
  id: ErasureId;
  state: ErasureState;
  /** Id. */
  target: string;
  with_cases: 0 | 1;
  asked_by: ErasureRequester;
  /** Kept sealed, as are reason and retention code. */
  ground: string;
  reason: string;
  retention_code: string | null;
  ordered_at: Instant;
  /** JSON, as is who confirmed. */
  ordered_by: string;
  confirmed_by: string | null;
  key_destroyed_at: Instant | null;
  certificate: EventId | null;
};

/** Who orders them, who confirms them, and who checks both. */
export const seesErasures = ({ viewer }: Reading): boolean =>
  viewer.holds('APPROVER', 'PPID_SUPERIOR', 'AUDITOR');

export const findErasure = (db: Database.Database, id: string): ErasureRow | undefined =>
  db.prepare<[string], ErasureRow>('SELECT * FROM erasures WHERE id = ?').get(id);

/** Certified, and when their keys went. */
export const doneErasures = (db: Database.Database): { id: ErasureId; at: Instant }[] =>
  db
    .prepare<[], { id: ErasureId; at: Instant }>(
      "SELECT id, key_destroyed_at AS at FROM erasures WHERE state = 'DONE'",
    )
    .all();

/** Is it ordered, and neither refused nor done, that this is erased? */
export const isOrdered = (db: Database.Database, target: string): boolean =>
  db.prepare("SELECT 1 FROM erasures WHERE state = 'ORDERED' AND target = ?").get(target) !==
  undefined;

/** Is it confirmed that this goes, alone or with something else? Then it is too late for a hold. */
export const isConfirmed = (db: Database.Database, target: string): boolean =>
  db
    .prepare(
      `SELECT 1 FROM erasures WHERE confirmed_by IS NOT NULL
        AND (target = @target
          OR EXISTS (SELECT 1 FROM json_each(streams) WHERE value LIKE @stream))`,
    )
    .get({ target, stream: `%-${target}` }) !== undefined;
