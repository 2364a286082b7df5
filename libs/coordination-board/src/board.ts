import type Database from 'better-sqlite3';
import type { Day, Instant, OfficeCode } from '#kernel';
import { addDays, addWorkingDays, cityDay, endOfDay } from '#calendar';
import { TRACKS } from '#information-requests';
import type { Track } from '#information-requests';
import type { Asked } from './asked.ts';
import { calendarsIn } from './calendars.ts';
import { officeRows } from './office-rows.ts';
import type { OfficeCoordination } from './office-rows.ts';
import { requestCounts } from './request-counts.ts';
import type { RequestCounts } from './request-counts.ts';

export type Board = {
  /** The end of the second working day after today. */
  dueSoonUntil: Instant;
  requests: RequestCounts;
  /** Every active office, and an ended one that still has open work, by code. */
  offices: OfficeCoordination[];
};

export type BoardOptions = {
  now: Instant;
  /** First and last day of the period, in the city. */
  from: Day;
  until: Day;
  /** Absent: all. */
  tracks?: readonly Track[];
  /** Absent: all. */
  officeCodes?: readonly OfficeCode[];
};

/**
 * What every office holds, and the city as a whole. It reads counters, never the requests. A limit
 * ends with its instant: from that instant on it is overdue.
 */
export function coordinationBoard(db: Database.Database, options: BoardOptions): Board {
  const { now, from, until, tracks = TRACKS, officeCodes } = options;
  const today = cityDay(now);
  const calendars = calendarsIn((statement) => db.prepare(statement).get() as never);
  const dueSoonUntil = endOfDay(addWorkingDays(today, 2, calendars));
  const asked: Asked = { now, today, from, until, dueSoonUntil, tracks: JSON.stringify(tracks) };
  const offices = officeRows(db, asked, calendars);
  return {
    dueSoonUntil,
    requests: requestCounts(db, asked),
    offices: offices.filter(({ office }) => officeCodes?.includes(office) ?? true),
  };
}

/** The last 30 days, today included. */
export function defaultPeriod(now: Instant): { from: Day; until: Day } {
  const until = cityDay(now);
  return { from: addDays(until, -29), until };
}

/** When some count changes although nothing happens: a limit ends, or the city's day does. */
export function nextBoardChange(db: Database.Database, now: Instant): Instant {
  const midnight = endOfDay(cityDay(now));
  const { next } = db
    .prepare<{ now: Instant; midnight: Instant }, { next: Instant }>(
      `SELECT MIN(
        @midnight,
        coalesce(
          (SELECT MIN(due_at) FROM board_requests WHERE running AND due_at > @now), @midnight
        ),
        coalesce((SELECT MIN(due_at) FROM board_assignment_due WHERE due_at > @now), @midnight)
      ) AS next`,
    )
    .get({ now, midnight }) ?? { next: midnight };
  return next;
}
