import type Database from 'better-sqlite3';
import type { ConsequenceTestId, Day, Instant, RequestId, Exemption } from '#kernel';
import type { Reading, Viewer } from '#access';
import { isOver } from './domain/consequence-test.ts';
import type { ConsequenceTestState } from './domain/consequence-test.ts';

type Db = Database.Database;

export type ConsequenceTestRow = {
  id: ConsequenceTestId;
  version: number;
  /** As recorded: that its date has passed is derived. */
  state: ConsequenceTestState;
  request: RequestId | null;
  renews: ConsequenceTestId | null;
  exemption: Exemption;
  /** Kept sealed, as are the other texts. */
  information: string;
  other_law: string | null;
  harm_if_opened: string;
  harm_if_closed: string;
  /** JSON. */
  other_participants: string;
  opened_at: Instant;
  opinion: string | null;
  /** JSON, as are the other actors. */
  opinion_by: string | null;
  assent_by: string | null;
  decision_reason: string | null;
  decided_by: string | null;
  decided_at: Instant | null;
  without_opinion: 0 | 1;
  decree_number: string | null;
  decree_place: string | null;
  ends_on: Day | null;
  ends_when: string | null;
  review_on: Day | null;
  ending_basis: string | null;
  ending_reason: string | null;
};

const SEE_ALL = ['COORDINATOR', 'APPROVER', 'PPID_SUPERIOR', 'LEGAL_REVIEWER', 'AUDITOR'] as const;

/** Who sees consequence tests sees all of them, domain §10. */
export const seesTests = (viewer: Viewer): boolean => viewer.holds(...SEE_ALL);

/** The test when the viewer sees it today; unseen and absent are the same. */
export function visibleTest(
  id: string,
  { db, viewer }: Pick<Reading, 'db' | 'viewer'>,
): ConsequenceTestRow | undefined {
  return seesTests(viewer) ? findTest(db, id) : undefined;
}

const findTest = (db: Db, id: string): ConsequenceTestRow | undefined =>
  db.prepare<[string], ConsequenceTestRow>('SELECT * FROM consequence_tests WHERE id = ?').get(id);

/** With its end derived: by an event, or because its last day has passed. */
export const stateOn = (
  { state, ends_on }: Pick<ConsequenceTestRow, 'state' | 'ends_on'>,
  today: Day,
): ConsequenceTestState =>
  state === 'DECIDED_EXEMPT' && isOver({ endsOn: ends_on }, today) ? 'ENDED' : state;

/** The same as a condition; its one parameter is today. */
export const STATE_SQL = `iif(t.state = 'DECIDED_EXEMPT' AND t.ends_on < ?, 'ENDED', t.state)`;

/** May a part be refused or blacked out on it? Undefined: there is no such test. */
export function standingOf(
  db: Db,
  testId: string,
  today: Day,
): 'VALID' | 'ENDED' | 'NOT_EXEMPT' | undefined {
  const row = findTest(db, testId);
  if (row === undefined) return undefined;
  const state = stateOn(row, today);
  if (state === 'ENDED') return 'ENDED';
  return state === 'DECIDED_EXEMPT' ? 'VALID' : 'NOT_EXEMPT';
}

/** The letter of KIP article 17 that a test weighs. */
export const exemptionOf = (db: Db, testId: string): Exemption | undefined =>
  findTest(db, testId)?.exemption;

/** For which it was opened, and those whose answer rests on it. */
export function requestsOf(db: Db, { id, request }: ConsequenceTestRow): RequestId[] {
  const sql = 'SELECT DISTINCT request FROM answered_parts WHERE consequence_test = ? LIMIT 100';
  const using = db.prepare(sql).pluck().all(id) as RequestId[];
  return [...new Set([...(request === null ? [] : [request]), ...using])];
}
