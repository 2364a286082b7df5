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
