import type Database from 'better-sqlite3';
import type {
  AttachmentId,
  ContributionId,
  Day,
  Instant,
  OfficeCode,
  OutboundItemId,
  OutboundKind,
  PersonId,
  RequestId,
  Role,
} from '#kernel';
import type { AnswerNotice, AnswerPart, EmergencyGround, RouteNote } from './domain/events.ts';
import type { HoldersOf } from './domain/commands.ts';
import type { ApprovalDecision, OutboundItem, OutboundState } from './domain/state.ts';

type Db = Database.Database;
type Flag = 0 | 1;

export type ItemRow = {
  id: OutboundItemId;
  version: number;
  kind: OutboundKind;
  /** JSON of the decider's state. */
  folded: string;
  state: OutboundState;
  title: string | null;
  origin_office: OfficeCode | null;
  sensitive: Flag;
  review_debt: Flag;
  pending_role: Role | null;
  pending_office: OfficeCode | null;
  pending_since: Instant | null;
  author: PersonId | null;
  route_since: Instant | null;
  notes: string;
  release_at: Instant | null;
  released_at: Instant | null;
  emergency_ground: EmergencyGround | null;
  emergency_reason: string | null;
  replaces: OutboundItemId | null;
  replaces_as: 'CORRECTED' | 'SUPERSEDED' | null;
  replaced_by: OutboundItemId | null;
  drafted_at: Instant;
};

/** A text as its row keeps it: sealed. */
type Kept = string | null;
type KeptOf<T, Texts extends keyof T> = Omit<T, Texts> & { [K in Texts]: Kept };

export type KeptPart = KeptOf<AnswerPart, 'part' | 'reason' | 'legalBasis'>;
export type KeptNotice = KeptOf<AnswerNotice, 'heldByPublicBody' | 'blackedOut' | 'howToPay'>;
export type KeptAnswer = {
  requests: RequestId[];
  track: string;
  interim: boolean;
  outcome: string;
  parts: KeptPart[];
  notice?: KeptNotice;
};

export type VersionRow = {
  item: OutboundItemId;
  content_version: number;
  content_hash: string;
  title: string;
  body: string;
  language: string;
  /** JSON, as are the following. */
  attachments: string;
  audience: string;
  citations: string;
  answer: string | null;
  author: string;
  at: Instant;
};

export type StepRow = {
  item: OutboundItemId;
  content_version: number;
  step: number;
  role: Role;
  office: OfficeCode | null;
  decision: ApprovalDecision;
  by: string | null;
  at: Instant | null;
  reason: Kept;
  /** Sequence of its limit. */
  clock: number | null;
};

export const findItem = (db: Db, id: string): ItemRow | undefined =>
  db.prepare('SELECT * FROM outbound_items WHERE id = ?').get(id) as ItemRow | undefined;

export const stateOf = ({ folded }: ItemRow): OutboundItem => JSON.parse(folded) as OutboundItem;

export const notesOf = ({ notes }: ItemRow): RouteNote[] => JSON.parse(notes) as RouteNote[];

/** @throws Error for a version that the item does not have */
export function versionOf(db: Db, item: string, contentVersion: number): VersionRow {
  const sql = 'SELECT * FROM outbound_versions WHERE item = ? AND content_version = ?';
  const row = db.prepare(sql).get(item, contentVersion) as VersionRow | undefined;
  if (row === undefined) throw new Error(`item ${item} has no version ${contentVersion}`);
  return row;
}

export const listOf = <T>(json: string): T[] => JSON.parse(json) as T[];

export const answerOf = ({ answer }: VersionRow): KeptAnswer | null =>
  answer === null ? null : (JSON.parse(answer) as KeptAnswer);

export type KeptCitation = { contribution: ContributionId; passage: Kept };
export const citationsOf = ({ citations }: VersionRow): KeptCitation[] => listOf(citations);
export const attachmentIdsOf = ({ attachments }: VersionRow): AttachmentId[] => listOf(attachments);

export const stepsOf = (db: Db, item: string, contentVersion: number): StepRow[] =>
  db
    .prepare('SELECT * FROM outbound_steps WHERE item = ? AND content_version = ? ORDER BY step')
    .all(item, contentVersion) as StepRow[];

/** Texts that answer the request or answered it, the oldest first. */
export const itemsAnswering = (db: Db, request: string): ItemRow[] =>
  db
    .prepare(
      `SELECT i.* FROM outbound_answers a JOIN outbound_items i ON i.id = a.item
        WHERE a.request = ? ORDER BY i.drafted`,
    )
    .all(request) as ItemRow[];

/** As the text stands. */
export const requestsAnsweredBy = (db: Db, item: string): RequestId[] =>
  db
    .prepare<[string], { request: RequestId }>(
      'SELECT request FROM outbound_answers WHERE item = ?',
    )
    .all(item)
    .map(({ request }) => request);

/** Who decided what answered the request: author, approvers and who let it out. */
export function decidersOf(db: Db, request: string): PersonId[] {
  const out = itemsAnswering(db, request).filter(({ released_at }) => released_at !== null);
  const people = out.map(stateOf).flatMap(({ author, releasedBy, steps }) => {
    return [author, releasedBy, ...steps.map(({ by }) => by)].flatMap((by) => by ?? []);
  });
  return [...new Set(people)];
}

const IN_FORCE = 'from_day <= ? AND (until_day IS NULL OR until_day >= ?)';

/** Who holds which role today. */
export function holdersOn(db: Db, today: Day): HoldersOf {
  const sql = `SELECT DISTINCT person FROM appointments
    WHERE role = ? AND (? IS NULL OR office = ?) AND ${IN_FORCE}`;
  const find = db.prepare(sql).pluck();
  return (role, office) =>
    find.all(role, office ?? null, office ?? null, today, today) as PersonId[];
}

/** In which offices the role is held today. */
export function officesHolding(db: Db, role: Role, today: Day): OfficeCode[] {
  const sql = `SELECT DISTINCT office FROM appointments WHERE role = ? AND ${IN_FORCE}
    ORDER BY office`;
  return db.prepare(sql).pluck().all(role, today, today) as OfficeCode[];
}

/** Streams of what an item links to and rests on, or of the items that answer a request. */
export function outboundLinks(db: Db, caseId: string): string[] {
  const ids = (sql: string): string[] => db.prepare(sql).pluck().all(caseId) as string[];
  return [
    ...ids('SELECT item FROM outbound_answers WHERE request = ?').map((id) => `outboundItem-${id}`),
    ...ids('SELECT request FROM outbound_answers WHERE item = ?').map(
      (id) => `informationRequest-${id}`,
    ),
    ...ids(`SELECT value FROM outbound_items i, json_each(json_array(i.replaces, i.replaced_by))
      WHERE i.id = ? AND value IS NOT NULL`).map((id) => `outboundItem-${id}`),
    ...ids(`SELECT DISTINCT json_extract(p.value, '$.consequenceTest') AS test
      FROM outbound_versions v, json_each(v.answer, '$.parts') p
      WHERE v.item = ? AND test IS NOT NULL`).map((id) => `consequenceTest-${id}`),
  ];
}
