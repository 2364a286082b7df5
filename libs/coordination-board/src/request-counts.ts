import type Database from 'better-sqlite3';
import { startOfDay } from '#calendar';
import { OPEN_STATES, REQUEST_STATES, TRACKS } from '#information-requests';
import type { Outcome, RequestState, Track } from '#information-requests';
import type { Asked } from './asked.ts';
import { ASKED_TRACKS } from './outbound-rows.ts';
import { shareOf } from './shares.ts';

/** Of the whole city, whatever the offices asked for; the tracks asked for narrow them. */
export type RequestCounts = {
  open: number;
  unregistered: number;
  /** Open, and no office has the ball. */
  unassigned: number;
  overdue: number;
  statutoryOverdue: number;
  assignmentsOverdue: number;
  /** Their binding limit waits for a calendar. */
  undetermined: number;
  answeredNotTold: number;
  byState: { state: RequestState; count: number }[];
  /** Open ones. */
  byTrack: { track: Track; count: number }[];
  /** Answered in the period; only outcomes that occur. */
  byOutcome: { outcome: Outcome; count: number }[];
  answeredInPeriod: number;
  /** Of those that had a limit; null when they are fewer than five. */
  onTimeShare: number | null;
  /** Emergency releases and skipped steps that nobody has looked at yet. */
  reviewDebts: number;
  /** They wait for their decision. */
  openObjections: number;
};

type Flag = 0 | 1;
type Count = {
  track: Track;
  state: RequestState;
  inHand: Flag;
  waits: Flag;
  untold: Flag;
  n: number;
};
type Answers = { outcome: Outcome; n: number; limited: number; onTime: number };

export function requestCounts(db: Database.Database, asked: Asked): RequestCounts {
  const counts = countsOf(db, asked);
  const overdue = overdueByTrack(db, asked);
  const answers = answersOf(db, asked);
  const sum = (of: (count: Count) => boolean): number => total(counts.filter(of));
  const isOpen = ({ state }: Count): boolean => OPEN_STATES.includes(state);
  return {
    open: sum(isOpen),
    unregistered: sum(({ state }) => state === 'RECEIVED' || state === 'INCOMPLETE'),
    unassigned: sum((one) => isOpen(one) && one.inHand === 0),
    overdue: total(overdue),
    statutoryOverdue: total(overdue.filter(({ track }) => track === 'STATUTORY')),
    assignmentsOverdue: assignmentsOverdue(db, asked),
    undetermined: sum(({ waits }) => waits === 1),
    answeredNotTold: sum(({ untold }) => untold === 1),
    byState: REQUEST_STATES.map((state) => ({ state, count: sum((one) => one.state === state) })),
    byTrack: TRACKS.map((track) => ({
      track,
      count: sum((one) => isOpen(one) && one.track === track),
    })),
    byOutcome: answers.map(({ outcome, n }) => ({ outcome, count: n })),
    answeredInPeriod: total(answers),
    onTimeShare: shareOf(
      answers.reduce((all, { onTime }) => all + onTime, 0),
      answers.reduce((all, { limited }) => all + limited, 0),
    ),
    reviewDebts: counted(db, asked, 'board_items WHERE review_debt AND'),
    openObjections: counted(db, asked, 'board_objections WHERE'),
  };
}

const total = (counts: readonly { n: number }[]): number =>
  counts.reduce((sum, { n }) => sum + n, 0);

function countsOf(db: Database.Database, asked: Asked): Count[] {
  return db
    .prepare<Asked, Count>(
      `SELECT track, state, in_hand AS inHand, waits, untold, n FROM board_request_counts
        WHERE track IN (SELECT value FROM json_each(@tracks))`,
    )
    .all(asked);
}

/** Limits of past days from their counter; of today, those that ended before its end. */
function overdueByTrack(db: Database.Database, asked: Asked): { track: Track; n: number }[] {
  return db
    .prepare<Asked & { midnight: string }, { track: Track; n: number }>(
      `SELECT track, SUM(n) AS n FROM board_request_due
        WHERE due_day < @today AND track IN (SELECT value FROM json_each(@tracks)) GROUP BY track
      UNION ALL
      SELECT track, COUNT(*) FROM board_requests
        WHERE running AND due_at > @midnight AND due_at <= @now
          AND track IN (SELECT value FROM json_each(@tracks)) GROUP BY track`,
    )
    .all({ ...asked, midnight: startOfDay(asked.today) });
}

function assignmentsOverdue(db: Database.Database, asked: Asked): number {
  const found = db
    .prepare<Asked, { n: number }>(
      `SELECT coalesce(SUM(n), 0) AS n FROM board_assignment_due
        WHERE due_at <= @now AND track IN (SELECT value FROM json_each(@tracks))`,
    )
    .get(asked);
  return found?.n ?? 0;
}

/** Rows of a table, of the tracks asked for or of none. */
function counted(db: Database.Database, asked: Asked, from: string): number {
  const sql = `SELECT count(*) AS n FROM ${from} ${ASKED_TRACKS}`;
  return db.prepare<Asked, { n: number }>(sql).get(asked)?.n ?? 0;
}

function answersOf(db: Database.Database, asked: Asked): Answers[] {
  return db
    .prepare<Asked, Answers>(
      `SELECT outcome, SUM(n) AS n, SUM(limited) AS limited, SUM(on_time) AS onTime
        FROM board_answers
        WHERE answered_day BETWEEN @from AND @until
          AND track IN (SELECT value FROM json_each(@tracks))
        GROUP BY outcome HAVING SUM(n) > 0 ORDER BY outcome`,
    )
    .all(asked);
}
