import type Database from 'better-sqlite3';
import type { AssignmentId, Day, Instant } from '#kernel';
import type { OfClock, RuleId, RunningClock, StartedClock } from '#calendar';
import { entityIdOf } from '#event-store';

type Db = Database.Database;

export type ClockRow = {
  /** Name of the stream of the case. */
  stream: string;
  /** The case, or a part of it. */
  entity: string;
  rule: RuleId;
  sequence: number;
  /** JSON of the clock, and of what changed it. */
  clock: string;
  changes: string;
  due_at: Instant | null;
  waits_for: number | null;
  paused_on: Day | null;
  missed_at: Instant | null;
  stopped_at: Instant | null;
  cancelled: 0 | 1;
};

/** All limits of a case or of a part of it, the oldest first. */
export const clocksOf = (db: Db, entity: string): ClockRow[] =>
  db
    .prepare('SELECT * FROM clocks WHERE entity = ? ORDER BY sequence, rule')
    .all(entity) as ClockRow[];

/** Limits of a case and of its parts that run or pause. */
export function openClocks(db: Db, entities: readonly string[]): RunningClock[] {
  const rows = entities.flatMap((entity) => clocksOf(db, entity));
  return rows
    .filter(({ stopped_at }) => stopped_at === null)
    .map(({ clock, paused_on }) => ({
      ...(JSON.parse(clock) as StartedClock),
      ...(paused_on === null ? {} : { pausedOn: paused_on }),
    }));
}

/** Global id of a limit. */
export const clockId = ({ entity, rule, sequence }: ClockRow): string =>
  `${entity}.${rule}.${sequence}`;

export function findClock(db: Db, id: string): ClockRow | undefined {
  const entity = id.slice(0, Math.max(id.indexOf('.'), 0));
  return clocksOf(db, entity).find((row) => clockId(row) === id);
}

export const caseOf = ({ stream }: ClockRow): string => entityIdOf(stream);

/** Which limit of its case it is. */
export const placeOf = (row: ClockRow): OfClock => {
  const { entity, rule } = row;
  return entity === caseOf(row) ? { rule } : { rule, assignmentId: entity as AssignmentId };
};

/**
 * With a date or waiting for one, last counted by an event after that sequence. A miss that was
 * recorded stays, and the limit of a file is not ours.
 */
export const runningClocks = (db: Db, touchedAfter = -1): ClockRow[] =>
  db
    .prepare<[number], ClockRow>(
      `SELECT * FROM clocks WHERE stopped_at IS NULL AND missed_at IS NULL
        AND rule <> 'IMPORTED' AND touched > ? ORDER BY due_at, entity, rule`,
    )
    .all(touchedAfter);
