import type Database from 'better-sqlite3';
import type {
  AssignmentId,
  ContributionId,
  CorrespondenceKind,
  DeliveryWay,
  Instant,
  OfficeCode,
  OutboundItemId,
  PersonId,
  RequestId,
} from '#kernel';
import type * as words from './domain/events.ts';
import type { AssignmentState, RequestState } from './domain/state.ts';

type Db = Database.Database;

export type RequestRow = {
  id: RequestId;
  version: number;
  track: words.Track;
  state: RequestState;
  number: string | null;
  /** JSON. */
  former_numbers: string;
  subject: string | null;
  channel: words.Channel;
  requester: PersonId | null;
  requesting_office: OfficeCode | null;
  receiving_office: OfficeCode;
  delivered_by: PersonId | null;
  wanted_form: words.WantedForm | null;
  delivery: DeliveryWay | null;
  answer_needed_by: Instant | null;
  /** JSON. */
  related: string;
  received_at: Instant;
  registered_at: Instant | null;
  answered_at: Instant | null;
  told_at: Instant | null;
  closed_at: Instant | null;
  lead: AssignmentId | null;
  outcome: words.Outcome | null;
  spokesperson: PersonId | null;
  replaced_by: RequestId | null;
  /** The text that is to answer it. */
  draft: OutboundItemId | null;
  due_at: Instant | null;
};

export type AssignmentRow = {
  id: AssignmentId;
  request: RequestId;
  office: OfficeCode;
  state: AssignmentState;
  assigned_at: Instant;
  accepted_at: Instant | null;
  settled_at: Instant | null;
  held_by: OfficeCode | null;
  successor: AssignmentId | null;
  /** Kept sealed, as is the reason. */
  instructions: string | null;
  reason: string | null;
  due_at: Instant | null;
};

export type ContributionRow = {
  id: ContributionId;
  assignment: AssignmentId;
  kept: string;
  information_held: 0 | 1;
  submitted_at: Instant;
  /** JSON. */
  submitted_by: string;
  returned_reason: string | null;
  attachments: string;
};

export type PreparedRow = {
  kept: string;
  information_held: 0 | 1;
  prepared_at: Instant;
  prepared_by: string;
  attachments: string;
};

export type CorrespondenceRow = {
  kind: CorrespondenceKind;
  way: DeliveryWay;
  occurred_at: Instant;
  note: string | null;
  cost_paid_idr: number | null;
  by: string;
  proofs: string;
};

export const findRequest = (db: Db, id: string): RequestRow | undefined =>
  db.prepare('SELECT * FROM requests WHERE id = ?').get(id) as RequestRow | undefined;

/** Also by a number it had before a conversion. */
export function findByNumber(db: Db, number: string): RequestRow | undefined {
  const current = 'SELECT * FROM requests WHERE number = ?';
  const former = `SELECT * FROM requests WHERE EXISTS
    (SELECT 1 FROM json_each(former_numbers) WHERE value = ?) AND track = 'STATUTORY'`;
  return (db.prepare(current).get(number) ?? db.prepare(former).get(number)) as
    RequestRow | undefined;
}

export const findAssignment = (db: Db, id: string): AssignmentRow | undefined =>
  db.prepare('SELECT * FROM assignments WHERE id = ?').get(id) as AssignmentRow | undefined;

export const assignmentsOf = (db: Db, request: string): AssignmentRow[] =>
  db
    .prepare('SELECT * FROM assignments WHERE request = ? ORDER BY sequence')
    .all(request) as AssignmentRow[];

export const assignmentIdsOf = (db: Db, request: string): AssignmentId[] =>
  assignmentsOf(db, request).map(({ id }) => id);

export const findContribution = (db: Db, id: string): ContributionRow | undefined =>
  db.prepare('SELECT * FROM contributions WHERE id = ?').get(id) as ContributionRow | undefined;

export const contributionsOf = (db: Db, assignment: string): ContributionRow[] =>
  db
    .prepare('SELECT * FROM contributions WHERE assignment = ? ORDER BY sequence')
    .all(assignment) as ContributionRow[];

export const preparedOf = (db: Db, assignment: string): PreparedRow | undefined =>
  db.prepare('SELECT * FROM prepared_contributions WHERE assignment = ?').get(assignment) as
    PreparedRow | undefined;

export const correspondenceOf = (db: Db, request: string): CorrespondenceRow[] =>
  db
    .prepare('SELECT * FROM correspondence WHERE request = ? ORDER BY occurred_at, sequence')
    .all(request) as CorrespondenceRow[];

/** One text of the request as it is kept: sealed, or JSON with sealed parts. */
export function keptText(db: Db, request: string, field: string): string | null {
  const sql = 'SELECT kept FROM request_texts WHERE request = ? AND field = ?';
  return (db.prepare(sql).get(request, field) as { kept: string } | undefined)?.kept ?? null;
}

/** The office that leads the answer. */
export function leadOfficeOf(db: Db, request: string): OfficeCode | undefined {
  const sql = `SELECT a.office FROM requests r JOIN assignments a ON a.id = r.lead WHERE r.id = ?`;
  return db.prepare(sql).pluck().get(request) as OfficeCode | undefined;
}

/** Files of its receipt and of an answer on the spot. */
export const attachmentIdsOf = (db: Db, request: string): string[] =>
  ['attachments', 'outcomeAttachments'].flatMap(
    (field) => JSON.parse(keptText(db, request, field) ?? '[]') as string[],
  );
