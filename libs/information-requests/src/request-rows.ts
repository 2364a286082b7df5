import type { Projected, Sql, TextOpener } from '#kernel';
import { placeAttachments } from '#attachments';
import { startClocks, stopClocks } from '#limits';
import { keepText, openText } from '#read-model';
import { handOver, leaveOpenAssignments } from './assignment-rows.ts';
import { tell } from './answer-rows.ts';
import { bindingDue } from './clock-rows.ts';
import { corrected } from './correction-rows.ts';
import type { InformationRequestEvent } from './domain/events.ts';
import { UNTIL_REGISTERED } from './domain/evolve.ts';
import {
  keep,
  keepAttachments,
  keepList,
  keptMissing,
  keptReferences,
  openedReferences,
} from './request-texts.ts';

type Event = Projected<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<InformationRequestEvent, { type: T }>>;

/** Events of the request itself; those of its assignments stand in `assignment-rows`. */
export const requestRows = {
  InformationRequestReceived: received,

  InformationRequestFoundIncomplete(event: EventOf<'InformationRequestFoundIncomplete'>, sql: Sql) {
    setState(event, sql, 'INCOMPLETE');
    keepList(event, sql, 'missing', keptMissing(event, event.data.missing, '/missing'));
  },
  InformationRequestCompleted(event: EventOf<'InformationRequestCompleted'>, sql: Sql) {
    setState(event, sql, 'RECEIVED');
    sql.run("DELETE FROM request_texts WHERE request = ? AND field = 'missing'", event.entityId);
  },
  InformationRequestLapsed(event: EventOf<'InformationRequestLapsed'>, sql: Sql) {
    end(event, sql, 'LAPSED');
    keep(event, sql, { field: 'closingNote', text: event.data.reason, at: '/reason' });
  },
  InformationRequestVoided(event: EventOf<'InformationRequestVoided'>, sql: Sql) {
    const { note, replacedBy } = event.data;
    end(event, sql, 'VOIDED');
    keep(event, sql, { field: 'closingNote', text: note, at: '/note' });
    sql.run('UPDATE requests SET replaced_by = ? WHERE id = ?', replacedBy ?? null, event.entityId);
  },
  InformationRequestWithdrawn(event: EventOf<'InformationRequestWithdrawn'>, sql: Sql) {
    end(event, sql, 'WITHDRAWN');
    keep(event, sql, { field: 'closingNote', text: event.data.reason, at: '/reason' });
  },
  InformationRequestTransferred(event: EventOf<'InformationRequestTransferred'>, sql: Sql) {
    const { publicBody, reason } = event.data;
    end(event, sql, 'TRANSFERRED');
    keep(event, sql, { field: 'transferredTo', text: publicBody, at: '/publicBody' });
    keep(event, sql, { field: 'closingNote', text: reason, at: '/reason' });
  },
  InformationRequestClosed(event: EventOf<'InformationRequestClosed'>, sql: Sql) {
    end(event, sql, 'CLOSED');
    sql.run(
      'UPDATE requests SET closed_at = ?, closed_event = ? WHERE id = ?',
      event.occurredAt,
      event.id,
      event.entityId,
    );
    keep(event, sql, { field: 'closingNote', text: event.data.note, at: '/note' });
  },
  InformationRequestRegistered(event: EventOf<'InformationRequestRegistered'>, sql: Sql) {
    const { id, entityId, revision, occurredAt, data } = event;
    sql.run(
      `UPDATE requests SET state = 'REGISTERED', historic = 0, version = ?, number = ?,
        registered_at = ?, registered_event = ? WHERE id = ?`,
      revision + 1,
      data.number,
      occurredAt,
      id,
      entityId,
    );
    stopClocks(sql, entityId, { at: occurredAt, rules: UNTIL_REGISTERED });
    const { clocks } = data;
    if (clocks === undefined) return;
    startClocks(event, sql, clocks);
    sql.run('UPDATE requests SET due_at = ? WHERE id = ?', bindingDue(clocks), entityId);
  },
  InformationRequestConverted: converted,
  InformationRequestReopened: reopened,
  CorrespondenceRecorded: corresponded,
  InformationRequestEntryCorrected: corrected,
  HistoricActivityRecorded(event: EventOf<'HistoricActivityRecorded'>, sql: Sql) {
    handOver(event, sql, event.data.handover);
    sql.run('UPDATE requests SET version = ? WHERE id = ?', event.revision + 1, event.entityId);
  },
};

function received(event: EventOf<'InformationRequestReceived'>, sql: Sql, texts: TextOpener): void {
  const { id, entityId, occurredAt, actor, data, sequence } = event;
  const references = data.references ?? [];
  const byIntake = 'role' in actor && actor.role === 'INTAKE_SERVICE';
  sql.run(
    `INSERT INTO requests (id, version, track, state, subject, other_numbers, channel, requester,
      requesting_office, receiving_office, delivered_by, wanted_form, delivery, answer_needed_by,
      related, received_at, received_event, historic, receipt, due_at)
      VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    entityId,
    data.track,
    data.historic === true ? 'REGISTERED' : 'RECEIVED',
    openText(texts, id, '/subject', data.subject),
    openedReferences(event, texts, references, '/references'),
    data.channel,
    data.requester ?? null,
    data.requestingOffice ?? null,
    data.receivingOffice,
    byIntake ? actor.personId : null,
    data.wantedForm ?? null,
    data.delivery ?? null,
    data.answerNeededBy ?? null,
    JSON.stringify(data.relatedTo ?? []),
    occurredAt,
    id,
    data.historic === true ? 1 : 0,
    sequence,
    bindingDue(data.clocks),
  );
  startClocks(event, sql, data.clocks);
  keep(event, sql, { field: 'details', text: data.details, at: '/details' });
  keep(event, sql, { field: 'purpose', text: data.purpose, at: '/purpose' });
  keepAttachments(event, sql, 'attachments', data.attachments);
  keepList(event, sql, 'references', keptReferences(event, references, '/references'));
}

function converted(event: EventOf<'InformationRequestConverted'>, sql: Sql): void {
  const { entityId, revision, occurredAt, data } = event;
  const former = `CASE WHEN number IS NULL THEN former_numbers
    ELSE json_insert(former_numbers, '$[#]', number) END`;
  sql.run(
    `UPDATE requests SET track = 'STATUTORY', former_numbers = ${former}, number = ?,
      historic = 0, version = ?, due_at = ? WHERE id = ?`,
    data.number,
    revision + 1,
    bindingDue(data.clocks),
    entityId,
  );
  stopClocks(sql, entityId, { at: occurredAt, cancelled: true });
  startClocks(event, sql, data.clocks);
}

/** The columns tell of the answer in force; earlier ones stay in the history. */
function reopened(event: EventOf<'InformationRequestReopened'>, sql: Sql): void {
  const { entityId, revision, occurredAt, data } = event;
  const { clocks } = data;
  sql.run(
    `UPDATE requests SET state = 'IN_COORDINATION', historic = 0, version = ?, answered_at = NULL,
      answered_event = NULL, told_at = NULL, closed_at = NULL, closed_event = NULL, outcome = NULL,
      spokesperson = NULL, due_at = ? WHERE id = ?`,
    revision + 1,
    bindingDue(clocks),
    entityId,
  );
  sql.run(
    "DELETE FROM request_texts WHERE request = ? AND field IN ('gist', 'closingNote')",
    entityId,
  );
  sql.run('DELETE FROM answered_parts WHERE request = ?', entityId);
  stopClocks(sql, entityId, { at: occurredAt, cancelled: true });
  startClocks(event, sql, clocks);
}

function corresponded(event: EventOf<'CorrespondenceRecorded'>, sql: Sql): void {
  const { id, entityId, revision, sequence, occurredAt, actor, data } = event;
  sql.run(
    'INSERT INTO correspondence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    entityId,
    sequence,
    data.kind,
    data.way,
    occurredAt,
    keepText(id, '/note', data.note),
    data.costPaidIdr ?? null,
    JSON.stringify(actor),
    JSON.stringify(data.proofs ?? []),
  );
  placeAttachments(sql, data.proofs ?? [], entityId);
  sql.run('UPDATE requests SET version = ? WHERE id = ?', revision + 1, entityId);
  handOver(event, sql, data.handover);
  if (data.kind !== 'ANSWER_NOTICE') return;
  const row = sql.get<{ told: string | null }>(
    'SELECT told_at AS told FROM requests WHERE id = ?',
    entityId,
  );
  if (row !== undefined && row.told === null) tell(sql, entityId, occurredAt);
}

function setState({ entityId, revision }: Event, sql: Sql, state: string): void {
  sql.run(
    'UPDATE requests SET state = ?, historic = 0, version = ? WHERE id = ?',
    state,
    revision + 1,
    entityId,
  );
}

/** Cancels open assignments and clocks; an imported end leaves the case nobody's. */
function end(event: Event, sql: Sql, state: string): void {
  const { entityId, occurredAt } = event;
  leaveOpenAssignments(event, sql);
  const historic = event.imported ? 'historic' : '0';
  sql.run(
    `UPDATE requests SET state = ?, historic = ${historic}, version = ?, due_at = NULL
      WHERE id = ?`,
    state,
    event.revision + 1,
    entityId,
  );
  stopClocks(sql, entityId, { at: occurredAt, cancelled: !event.imported && state !== 'CLOSED' });
}
