import { defineProjection } from '#kernel';
import type { Projected, Sql } from '#kernel';
import type { RuleId } from '#calendar';
import { placeAttachments } from '#attachments';
import { startClocks, stopClocks } from '#limits';
import { keepText } from '#read-model';
import type { ObjectionEvent } from './domain/objection-events.ts';

type Event = Projected<ObjectionEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<ObjectionEvent, { type: T }>>;

/** Objections with the disputes that follow; every text stays sealed. */
export const objectionsProjection = defineProjection<ObjectionEvent>({
  name: 'objections',
  version: 2,
  tables: [
    `CREATE TABLE objections (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, number TEXT,
      request TEXT, requester TEXT, grounds TEXT NOT NULL, statement TEXT NOT NULL,
      ground_found_on TEXT NOT NULL, lodged_at TEXT NOT NULL, lodged_late INTEGER NOT NULL,
      changed_at TEXT NOT NULL, decision TEXT, decision_text TEXT, decided_at TEXT, decided_by TEXT,
      dispute_number TEXT, filed_on TEXT, stage TEXT, outcome TEXT,
      documents TEXT NOT NULL DEFAULT '[]', -- of the dispute
      sequence INTEGER NOT NULL -- of the lodging
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE objection_correspondence (
      objection TEXT NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL, way TEXT NOT NULL,
      occurred_at TEXT NOT NULL, note TEXT, cost_paid_idr INTEGER, by TEXT NOT NULL,
      proofs TEXT NOT NULL,
      PRIMARY KEY (objection, sequence)
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX objections_by_request ON objections (request) WHERE request IS NOT NULL',
  ],
  onceBuilt: [
    'CREATE INDEX objections_by_lodging ON objections (lodged_at, id)',
    'CREATE INDEX objections_by_requester ON objections (requester) WHERE requester IS NOT NULL',
  ],
  on: {
    ObjectionLodged: lodged,
    ObjectionRegistered: (event, sql) =>
      step(event, sql, { state: 'REGISTERED', number: event.data.number }),
    ObjectionDecided: decided,
    ObjectionLeftUnanswered: (event, sql) => {
      startClocks(event, sql, event.data.clocks);
      noteVersion(event, sql);
    },
    ObjectionCorrespondenceRecorded: corresponded,
    DisputeRecorded: disputed,
    DisputeSettled: (event, sql) => {
      const { id, entityId, occurredAt, data } = event;
      sql.run(
        "UPDATE objections SET state = 'SETTLED', outcome = ? WHERE id = ?",
        keepText(id, '/outcome', data.outcome),
        entityId,
      );
      stopClocks(sql, entityId, { at: occurredAt, rules: ['KIP-37', 'KIP-48'] });
      stopClocks(sql, entityId, { at: occurredAt, cancelled: true });
      noteVersion(event, sql);
    },
    DeadlinePaused: noteVersion,
    DeadlineResumed: noteVersion,
    DeadlineComputed: noteVersion,
    DeadlineRecomputed: noteVersion,
    DeadlineMissed: noteVersion,
  },
});

/** What the requester had 30 days for ends with the lodging, KIP 36(1). */
function lodged(event: EventOf<'ObjectionLodged'>, sql: Sql): void {
  const { id, entityId, occurredAt, data } = event;
  sql.run(
    `INSERT INTO objections (id, version, state, request, requester, grounds, statement,
      ground_found_on, lodged_at, lodged_late, changed_at, sequence)
      VALUES (?, 1, 'LODGED', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entityId,
    data.request ?? null,
    data.requester ?? null,
    JSON.stringify(data.grounds),
    keepText(id, '/statement', data.statement),
    data.groundFoundOn,
    occurredAt,
    data.lodgedLate === true ? 1 : 0,
    occurredAt,
    event.sequence,
  );
  startClocks(event, sql, data.clocks);
  stopClocks(sql, entityId, { at: occurredAt, rules: ['KIP-36-1'] });
}

/** A dispute that runs already is where the case stands. */
function step(
  event: Event,
  sql: Sql,
  { state, number }: { state: 'REGISTERED' | 'DECIDED'; number?: string },
): void {
  sql.run(
    `UPDATE objections SET state = iif(state = 'DISPUTED', state, ?), changed_at = ?,
      number = coalesce(?, number), version = ? WHERE id = ?`,
    state,
    event.occurredAt,
    number ?? null,
    event.revision + 1,
    event.entityId,
  );
}

function decided(event: EventOf<'ObjectionDecided'>, sql: Sql): void {
  const { id, entityId, occurredAt: at, actor, data } = event;
  step(event, sql, { state: 'DECIDED' });
  sql.run(
    `UPDATE objections SET decision = ?, decision_text = ?, decided_at = ?, decided_by = ?
      WHERE id = ?`,
    data.decision,
    keepText(id, '/text', data.text),
    at,
    JSON.stringify(actor),
    entityId,
  );
  // Decided in time after all, and entered later: there was no silence.
  const inTime = sql.get(
    `SELECT 1 FROM clocks WHERE entity = ? AND rule = 'KIP-36-2' AND stopped_at IS NULL
      AND due_at > ?`,
    entityId,
    at,
  );
  stopClocks(sql, entityId, { at, rules: ['KIP-36-2'] });
  if (inTime !== undefined) stopClocks(sql, entityId, { at, rules: ['KIP-37'], cancelled: true });
}

function corresponded(event: EventOf<'ObjectionCorrespondenceRecorded'>, sql: Sql): void {
  const { id, entityId, sequence, occurredAt: at, actor, data } = event;
  sql.run(
    'INSERT INTO objection_correspondence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    entityId,
    sequence,
    data.kind,
    data.way,
    at,
    keepText(id, '/note', data.note),
    data.costPaidIdr ?? null,
    JSON.stringify(actor),
    JSON.stringify(data.proofs ?? []),
  );
  placeAttachments(sql, data.proofs ?? [], entityId);
  noteVersion(event, sql);
  if (data.clocks === undefined) return;
  // The reply counts from its receipt, whatever silence had started.
  stopClocks(sql, entityId, { at, rules: ['KIP-37'], cancelled: true });
  startClocks(event, sql, data.clocks);
}

function disputed(event: EventOf<'DisputeRecorded'>, sql: Sql): void {
  const { id, entityId, occurredAt, data } = event;
  const { stage, on, number, documents = [], clocks = [] } = data;
  for (const document of documents) {
    sql.run(
      "UPDATE objections SET documents = json_insert(documents, '$[#]', ?) WHERE id = ?",
      document,
      entityId,
    );
  }
  placeAttachments(sql, documents, entityId);
  sql.run(
    `UPDATE objections SET state = 'DISPUTED', stage = ?, filed_on = coalesce(filed_on, ?),
      dispute_number = coalesce(?, dispute_number) WHERE id = ?`,
    stage,
    on,
    keepText(id, '/number', number),
    entityId,
  );
  const over: RuleId[] = stage === 'COURT' ? ['KIP-37', 'KIP-48'] : ['KIP-37'];
  stopClocks(sql, entityId, { at: occurredAt, rules: over });
  startClocks(event, sql, clocks);
  noteVersion(event, sql);
}

function noteVersion({ entityId, revision }: Event, sql: Sql): void {
  sql.run('UPDATE objections SET version = ? WHERE id = ?', revision + 1, entityId);
}
