import type Database from 'better-sqlite3';
import type {
  CorrespondenceKind,
  Day,
  DeliveryWay,
  Instant,
  ObjectionId,
  PersonId,
  RequestId,
} from '#kernel';
import type { Reading, Viewer } from '#access';
import { SAME_OR_REPRESENTED } from '#persons';
import type { PersonalSight } from '#read-model';
import type { DisputeStage, ObjectionDecision } from './domain/objection-events.ts';
import type { ObjectionState } from './domain/objection-state.ts';

type Db = Database.Database;

export type ObjectionRow = {
  id: ObjectionId;
  version: number;
  state: ObjectionState;
  number: string | null;
  request: RequestId | null;
  requester: PersonId | null;
  /** JSON. */
  grounds: string;
  /** Kept sealed, as are the other texts. */
  statement: string;
  ground_found_on: Day;
  lodged_at: Instant;
  lodged_late: 0 | 1;
  /** The last step of the objection itself. */
  changed_at: Instant;
  decision: ObjectionDecision | null;
  decision_text: string | null;
  decided_at: Instant | null;
  /** JSON. */
  decided_by: string | null;
  dispute_number: string | null;
  filed_on: Day | null;
  stage: DisputeStage | null;
  outcome: string | null;
  /** JSON, of the dispute. */
  documents: string;
};

type LetterRow = {
  kind: CorrespondenceKind;
  way: DeliveryWay;
  occurred_at: Instant;
  note: string | null;
  cost_paid_idr: number | null;
  by: string;
  proofs: string;
};

const SEE_ALL = ['COORDINATOR', 'APPROVER', 'PPID_SUPERIOR', 'AUDITOR'] as const;

/** Who sees objections sees all of them, domain §10: a piece of a WHERE clause. */
export const visibleObjections = (viewer: Viewer): '1' | '0' =>
  viewer.holds(...SEE_ALL) ? '1' : '0';

/** The objection when the viewer sees it today; unseen and absent are the same. */
export function visibleObjection(id: string, { db, viewer }: Reading): ObjectionRow | undefined {
  const sql = `SELECT * FROM objections WHERE id = ? AND ${visibleObjections(viewer)}`;
  return db.prepare<[string], ObjectionRow>(sql).get(id);
}

/** Who objects, and their own words: masked in lists, and for an auditor without the mandate. */
export function objectorSight({ viewer, inList, rulesDay }: Reading): PersonalSight {
  const clear =
    viewer.holds('COORDINATOR', 'APPROVER', 'PPID_SUPERIOR') || viewer.unmasks(rulesDay);
  return clear && !inList ? 'CLEAR' : 'MASKED';
}

/** Of one request, the oldest first. */
export function objectionsOf(request: string, { db, viewer }: Reading): ObjectionRow[] {
  const sql = `SELECT * FROM objections WHERE request = ? AND ${visibleObjections(viewer)}
    ORDER BY lodged_at, sequence`;
  return db.prepare<[string], ObjectionRow>(sql).all(request);
}

export const lettersOf = (db: Db, objection: string): LetterRow[] =>
  db
    .prepare<[string], LetterRow>(
      `SELECT * FROM objection_correspondence WHERE objection = ? ORDER BY occurred_at, sequence`,
    )
    .all(objection);

/** Does the person stand behind an objection, or for who does? */
export function hasObjected(db: Db, person: string): boolean {
  const sql = `SELECT 1 FROM objections WHERE requester IN (${SAME_OR_REPRESENTED}) LIMIT 1`;
  return db.prepare(sql).get(person) !== undefined;
}

/** Streams of what a request or an objection is told by: objections, who objects, and tests. */
export function objectionLinks(db: Db, caseId: string): string[] {
  const ids = (sql: string): string[] => db.prepare(sql).pluck().all(caseId) as string[];
  const people = "SELECT requester FROM objections WHERE ? IN (id, request) AND requester <> ''";
  return [
    ...ids('SELECT id FROM objections WHERE request = ?').map((id) => `objection-${id}`),
    ...ids('SELECT request FROM objections WHERE id = ? AND request IS NOT NULL').map(
      (id) => `informationRequest-${id}`,
    ),
    ...ids(people).map((id) => `person-${id}`),
    ...ids('SELECT id FROM consequence_tests WHERE request = ?').map(
      (id) => `consequenceTest-${id}`,
    ),
    ...ids(`SELECT DISTINCT consequence_test FROM answered_parts
      WHERE request = ? AND consequence_test IS NOT NULL`).map((id) => `consequenceTest-${id}`),
  ];
}
