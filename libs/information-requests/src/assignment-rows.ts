import type { Projected, Sql } from '#kernel';
import { placeAttachments } from '#attachments';
import { startClocks, stopClocks } from '#limits';
import { keepText } from '#read-model';
import type { Handover, InformationRequestEvent } from './domain/events.ts';
import { isOpen } from './domain/state.ts';
import type { RequestState } from './domain/state.ts';

type Event = Projected<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<InformationRequestEvent, { type: T }>>;

const HAS_BALL = "state IN ('ASSIGNED', 'ACCEPTED', 'RETURNED')";

/** Events of the parts that offices have in a request. */
export const assignmentRows = {
  OfficeAssigned(event: EventOf<'OfficeAssigned'>, sql: Sql) {
    const { id, entityId, data } = event;
    const { assignmentId, office, lead, instructions, clock } = data;
    const kept = keepText(id, '/instructions', instructions);
    const dueAt = clock.dueAt ?? null;
    openAssignment(event, sql, { assignmentId, office, instructions: kept, dueAt });
    startClocks(event, sql, [clock], assignmentId);
    sql.run(
      `UPDATE requests SET version = ?, historic = 0,
        state = iif(state = 'REGISTERED', 'IN_COORDINATION', state), lead = coalesce(?, lead)
        WHERE id = ?`,
      event.revision + 1,
      lead ? assignmentId : null,
      entityId,
    );
  },
  LeadOfficeSet(event: EventOf<'LeadOfficeSet'>, sql: Sql) {
    touch(event, sql);
    const { assignmentId } = event.data;
    sql.run('UPDATE requests SET lead = ? WHERE id = ?', assignmentId, event.entityId);
  },
  AssignmentAccepted(event: EventOf<'AssignmentAccepted'>, sql: Sql) {
    touch(event, sql);
    sql.run(
      "UPDATE assignments SET state = 'ACCEPTED', accepted_at = ? WHERE id = ?",
      event.occurredAt,
      event.data.assignmentId,
    );
  },
  AssignmentDeclined(event: EventOf<'AssignmentDeclined'>, sql: Sql) {
    const { assignmentId, reason, heldBy } = event.data;
    relieve(event, sql, { assignmentId, state: 'DECLINED', reason });
    sql.run('UPDATE assignments SET held_by = ? WHERE id = ?', heldBy ?? null, assignmentId);
  },
  AssignmentReassigned(event: EventOf<'AssignmentReassigned'>, sql: Sql) {
    const { assignmentId, successor, reason } = event.data;
    relieve(event, sql, { assignmentId, state: 'REASSIGNED', reason });
    sql.run('UPDATE assignments SET successor = ? WHERE id = ?', successor, assignmentId);
  },
  AssignmentTakenOver(event: EventOf<'AssignmentTakenOver'>, sql: Sql) {
    const { assignmentId, reason } = event.data;
    relieve(event, sql, { assignmentId, state: 'TAKEN_OVER', reason });
  },
  ContributionPrepared(event: EventOf<'ContributionPrepared'>, sql: Sql) {
    const { assignmentId, text, informationHeld, attachments = [] } = event.data;
    touch(event, sql);
    placeAttachments(sql, attachments, assignmentId);
    sql.run(
      'INSERT OR REPLACE INTO prepared_contributions VALUES (?, ?, ?, ?, ?, ?)',
      assignmentId,
      keepText(event.id, '/text', text),
      informationHeld ? 1 : 0,
      event.occurredAt,
      JSON.stringify(event.actor),
      JSON.stringify(attachments),
    );
  },
  ContributionSubmitted: submitted,
  ContributionReturned(event: EventOf<'ContributionReturned'>, sql: Sql) {
    const { id, data } = event;
    const { assignmentId, contributionId, clock, reason } = data;
    const kept = keepText(id, '/reason', reason);
    touch(event, sql);
    sql.run(
      "UPDATE assignments SET state = 'RETURNED', reason = ?, due_at = ? WHERE id = ?",
      kept,
      clock.dueAt ?? null,
      assignmentId,
    );
    sql.run('UPDATE contributions SET returned_reason = ? WHERE id = ?', kept, contributionId);
    startClocks(event, sql, [clock], assignmentId);
  },
  ContributionAccepted(event: EventOf<'ContributionAccepted'>, sql: Sql) {
    touch(event, sql);
    sql.run(
      "UPDATE assignments SET state = 'SETTLED', settled_at = ? WHERE id = ?",
      event.occurredAt,
      event.data.assignmentId,
    );
  },
};

function submitted(event: EventOf<'ContributionSubmitted'>, sql: Sql): void {
  const { id, entityId, occurredAt, sequence, actor, data } = event;
  const { assignmentId, contributionId, text, informationHeld, attachments = [] } = data;
  touch(event, sql);
  placeAttachments(sql, attachments, assignmentId);
  sql.run(
    'INSERT INTO contributions VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)',
    contributionId,
    assignmentId,
    entityId,
    keepText(id, '/text', text),
    informationHeld ? 1 : 0,
    occurredAt,
    JSON.stringify(actor),
    JSON.stringify(attachments),
    sequence,
  );
  sql.run('DELETE FROM prepared_contributions WHERE assignment = ?', assignmentId);
  sql.run(
    `UPDATE assignments SET state = 'CONTRIBUTED', due_at = NULL,
      accepted_at = coalesce(accepted_at, ?), first_submitted_at = coalesce(first_submitted_at, ?)
      WHERE id = ?`,
    occurredAt,
    occurredAt,
    assignmentId,
  );
  stopClocks(sql, assignmentId, { at: occurredAt });
}

function touch({ entityId, revision }: Event, sql: Sql): void {
  sql.run('UPDATE requests SET version = ?, historic = 0 WHERE id = ?', revision + 1, entityId);
}

type NewAssignment = {
  assignmentId: string;
  office: string;
  instructions?: string | null;
  dueAt?: string | null;
};

function openAssignment(
  { entityId, occurredAt, sequence }: Event,
  sql: Sql,
  { assignmentId, office, instructions = null, dueAt = null }: NewAssignment,
): void {
  sql.run(
    `INSERT INTO assignments
      (id, request, office, state, assigned_at, instructions, sequence, due_at)
      VALUES (?, ?, ?, 'ASSIGNED', ?, ?, ?, ?)`,
    assignmentId,
    entityId,
    office,
    occurredAt,
    instructions,
    sequence,
    dueAt,
  );
}

type Relieved = {
  assignmentId: string;
  state: 'DECLINED' | 'REASSIGNED' | 'TAKEN_OVER';
  reason: EventOf<'AssignmentTakenOver'>['data']['reason'];
};

/** The office is out: its clock is cancelled, and the lead is lost (or handed on right after). */
function relieve(event: Event, sql: Sql, { assignmentId, state, reason }: Relieved): void {
  const { id, entityId, revision, occurredAt } = event;
  sql.run(
    'UPDATE assignments SET state = ?, reason = ?, due_at = NULL WHERE id = ?',
    state,
    keepText(id, '/reason', reason),
    assignmentId,
  );
  sql.run('DELETE FROM prepared_contributions WHERE assignment = ?', assignmentId);
  stopClocks(sql, assignmentId, { at: occurredAt, cancelled: true });
  sql.run(
    'UPDATE requests SET version = ?, historic = 0, lead = nullif(lead, ?) WHERE id = ?',
    revision + 1,
    assignmentId,
    entityId,
  );
}

/** When the case ends otherwise: cancelled, or settled where all of it is imported history. */
export function leaveOpenAssignments({ entityId, occurredAt }: Event, sql: Sql): void {
  const open = `request = ? AND ${HAS_BALL}`;
  sql.run(
    `UPDATE clocks SET stopped_at = ?, cancelled = 1 WHERE stopped_at IS NULL
      AND entity IN (SELECT id FROM assignments WHERE ${open})`,
    occurredAt,
    entityId,
  );
  sql.run(
    `UPDATE assignments SET due_at = NULL, settled_at = iif(r.historic, ?, settled_at),
      state = iif(r.historic, 'SETTLED', 'CANCELLED')
      FROM requests r WHERE r.id = assignments.request AND assignments.request = ?
      AND assignments.${HAS_BALL}`,
    occurredAt,
    entityId,
  );
}

/** An imported row hands the request to its office, see `handedOver` in the decider. */
export function handOver(event: Event, sql: Sql, handover: Handover | undefined): void {
  const { entityId, occurredAt } = event;
  if (handover === undefined) return;
  const request = sql.get<{ state: RequestState }>(
    'SELECT state FROM requests WHERE id = ?',
    entityId,
  );
  if (request === undefined || !isOpen(request)) return;
  const { office, assignmentId } = handover;
  const known = 'SELECT 1 FROM assignments WHERE id = ?';
  if (assignmentId !== undefined && sql.get(known, assignmentId) !== undefined) return;
  const settled = office === undefined;
  sql.run(
    `UPDATE assignments SET state = ?, settled_at = ?, successor = ?, due_at = NULL
      WHERE request = ? AND ${HAS_BALL}`,
    settled ? 'SETTLED' : 'REASSIGNED',
    settled ? occurredAt : null,
    assignmentId ?? null,
    entityId,
  );
  if (office === undefined || assignmentId === undefined) return;
  openAssignment(event, sql, { assignmentId, office });
  sql.run("UPDATE requests SET state = 'IN_COORDINATION' WHERE id = ?", entityId);
}
