import type Database from 'better-sqlite3';
import type { Instant, OfficeCode } from '#kernel';
import { cityDay, workingDaysBetween } from '#calendar';
import type { Calendars } from '#calendar';
import { ASSIGNMENT_STATES, OPEN_ASSIGNMENT } from '#information-requests';
import type { AssignmentState } from '#information-requests';
import type { Asked } from './asked.ts';
import { AWAITING, OWED } from './outbound-rows.ts';
import { median, p90, shareOf } from './shares.ts';
import type { Bar } from './shares.ts';

export type OfficeCoordination = {
  office: OfficeCode;
  openAssignments: number;
  byState: { state: AssignmentState; count: number }[];
  dueSoon: number;
  overdue: number;
  returned: number;
  /** When the oldest of the open assignments was given. */
  oldestOpenSince: Instant | null;
  contributedInPeriod: number;
  /** Of those that had a limit; null when they are fewer than five. */
  onTimeShare: number | null;
  /** From assignment to first submission; null when fewer than five, as is the next. */
  medianWorkingDays: number | null;
  /** The least number of days that suffices for nine of ten. */
  p90WorkingDays: number | null;
  /** Texts whose turn is a step of this office. */
  awaitingApproval: number;
  /** Of its texts. */
  reviewDebts: number;
  lastActivityAt: Instant | null;
  /** Null when nothing is open. */
  silentWorkingDays: number | null;
};

type OfOffice = { office: OfficeCode };
type Count = OfOffice & { state: AssignmentState; n: number };
type Tally = OfOffice & { n: number };
type Due = OfOffice & { overdue: number; soon: number };
type Moment = OfOffice & { at: Instant | null };
type Contributions = OfOffice & Bar & { limited: number; onTime: number };

/** Everything of every office, in a few queries for all of them. */
type Found = {
  counts: Map<OfficeCode, Count[]>;
  due: Map<OfficeCode, Due[]>;
  oldest: Map<OfficeCode, Moment[]>;
  activity: Map<OfficeCode, Moment[]>;
  contributions: Map<OfficeCode, Contributions[]>;
  awaiting: Map<OfficeCode, Tally[]>;
  owed: Map<OfficeCode, Tally[]>;
};

export function officeRows(
  db: Database.Database,
  asked: Asked,
  calendars: Calendars,
): OfficeCoordination[] {
  const read = <Row extends OfOffice>(sql: string): Row[] => db.prepare<Asked, Row>(sql).all(asked);
  const found: Found = {
    counts: byOffice(read(COUNTS)),
    due: byOffice(read(DUE)),
    oldest: byOffice(read(OLDEST)),
    activity: byOffice(read(ACTIVITY)),
    contributions: byOffice(read(CONTRIBUTIONS)),
    awaiting: byOffice(read(AWAITING)),
    owed: byOffice(read(OWED)),
  };
  const silence = (since: Instant): number =>
    workingDaysBetween(cityDay(since), asked.today, calendars);
  return read(OFFICES).map(({ office }) => row(office, found, silence));
}

/** Ended ones stay while they have open work, on whatever track. */
const OFFICES = `SELECT code AS office FROM board_offices
  WHERE (from_day <= @today AND (until_day IS NULL OR until_day >= @today))
    OR EXISTS (SELECT 1 FROM board_assignment_counts WHERE office = code AND n > 0
      AND state IN (${OPEN_ASSIGNMENT.map((state) => `'${state}'`).join(', ')}))
  ORDER BY code`;

const COUNTS = `SELECT office, state, SUM(n) AS n FROM board_assignment_counts
  WHERE track IN (SELECT value FROM json_each(@tracks)) GROUP BY office, state`;

const DUE = `SELECT office, SUM(CASE WHEN due_at <= @now THEN n ELSE 0 END) AS overdue,
    SUM(CASE WHEN due_at > @now THEN n ELSE 0 END) AS soon
  FROM board_assignment_due
  WHERE due_at <= @dueSoonUntil AND track IN (SELECT value FROM json_each(@tracks))
  GROUP BY office`;

/** One look into the index for each office and track. */
const OLDEST = `SELECT code AS office, (
    SELECT MIN(assigned_at) FROM board_assignments WHERE office = code AND track = value AND open
  ) AS at
  FROM board_offices, json_each(@tracks)`;

const ACTIVITY = `SELECT office, at FROM board_activity
  WHERE track IN (SELECT value FROM json_each(@tracks))`;

const CONTRIBUTIONS = `SELECT office, working_days AS days, SUM(n) AS n,
    SUM(limited) AS limited, SUM(on_time) AS onTime
  FROM board_contributions
  WHERE submitted_day BETWEEN @from AND @until
    AND track IN (SELECT value FROM json_each(@tracks))
  GROUP BY office, working_days ORDER BY office, working_days`;

function row(
  office: OfficeCode,
  found: Found,
  silence: (since: Instant) => number,
): OfficeCoordination {
  const counts = found.counts.get(office) ?? [];
  const done = found.contributions.get(office) ?? [];
  const inState = (state: AssignmentState): number =>
    sum(counts.filter((one) => one.state === state).map(({ n }) => n));
  const openAssignments = sum(OPEN_ASSIGNMENT.map(inState));
  const oldest = earliest(found.oldest.get(office));
  const activity = latest(found.activity.get(office));
  const since = latest([
    { office, at: activity },
    { office, at: oldest },
  ]);
  const silent = openAssignments > 0 && since !== null;
  return {
    office,
    openAssignments,
    byState: ASSIGNMENT_STATES.map((state) => ({ state, count: inState(state) })),
    dueSoon: sum((found.due.get(office) ?? []).map(({ soon }) => soon)),
    overdue: sum((found.due.get(office) ?? []).map(({ overdue }) => overdue)),
    returned: inState('RETURNED'),
    oldestOpenSince: oldest,
    contributedInPeriod: sum(done.map(({ n }) => n)),
    onTimeShare: shareOf(sum(done.map((one) => one.onTime)), sum(done.map((one) => one.limited))),
    medianWorkingDays: median(done),
    p90WorkingDays: p90(done),
    awaitingApproval: sum((found.awaiting.get(office) ?? []).map(({ n }) => n)),
    reviewDebts: sum((found.owed.get(office) ?? []).map(({ n }) => n)),
    lastActivityAt: activity,
    silentWorkingDays: silent ? silence(since) : null,
  };
}

function byOffice<Row extends OfOffice>(rows: readonly Row[]): Map<OfficeCode, Row[]> {
  return Map.groupBy(rows, ({ office }) => office);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

/** Instants in their stored form are ordered as text. */
const instants = (moments: readonly Moment[] = []): Instant[] =>
  moments.flatMap(({ at }) => (at === null ? [] : [at])).sort();
const earliest = (moments?: readonly Moment[]): Instant | null => instants(moments)[0] ?? null;
const latest = (moments?: readonly Moment[]): Instant | null => instants(moments).at(-1) ?? null;
