import type { Projected, Sql } from '#kernel';
import { stopClocks } from '#limits';
import type { AnsweredPart, InformationRequestEvent } from './domain/events.ts';
import { keep, keepAttachments } from './request-texts.ts';

type Event = Projected<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<InformationRequestEvent, { type: T }>>;

/** Events of the answer and of the text that is to give it. */
export const answerRows = {
  AnswerDrafted: (event: EventOf<'AnswerDrafted'>, sql: Sql) =>
    setDraft(event, sql, 'IN_REVIEW', event.data.item),
  AnswerDraftDropped: (event: EventOf<'AnswerDraftDropped'>, sql: Sql) =>
    setDraft(event, sql, event.data.backTo, null),
  InterimAnswerReleased: (event: EventOf<'InterimAnswerReleased'>, sql: Sql) =>
    setDraft(event, sql, event.data.backTo, null),
  AnswerReplaced: replaced,
  InformationRequestAnswered: answered,
};

function setDraft({ entityId, revision }: Event, sql: Sql, state: string, item: string | null) {
  sql.run(
    'UPDATE requests SET state = ?, draft = ?, historic = 0, version = ? WHERE id = ?',
    state,
    item,
    revision + 1,
    entityId,
  );
}

function answered(event: EventOf<'InformationRequestAnswered'>, sql: Sql): void {
  const { id, entityId, revision, occurredAt, data } = event;
  sql.run(
    `UPDATE requests SET state = 'ANSWERED', historic = 0, version = ?, answered_at = ?,
      answered_event = ?, outcome = ?, spokesperson = ?, draft = NULL,
      due_at = iif(track = 'MEDIA', NULL, due_at) WHERE id = ?`,
    revision + 1,
    occurredAt,
    id,
    data.outcome,
    data.spokesperson ?? null,
    entityId,
  );
  keep(event, sql, { field: 'gist', text: data.gist, at: '/gist' });
  keepAttachments(event, sql, 'outcomeAttachments', data.attachments);
  keepParts(entityId, data, sql);
  if (data.told) tell(sql, entityId, occurredAt);
  else stopClocks(sql, entityId, { at: occurredAt, rules: ['MEDIA-ANSWER'] });
}

function replaced({ entityId, revision, data }: EventOf<'AnswerReplaced'>, sql: Sql): void {
  const { outcome } = data;
  sql.run('UPDATE requests SET version = ? WHERE id = ?', revision + 1, entityId);
  if (outcome === undefined) return;
  sql.run('UPDATE requests SET outcome = ? WHERE id = ?', outcome, entityId);
  sql.run('DELETE FROM answered_parts WHERE request = ?', entityId);
  keepParts(entityId, data, sql);
}

type Answering = { item?: string; parts?: readonly AnsweredPart[] };

function keepParts(request: string, { item, parts = [] }: Answering, sql: Sql): void {
  for (const [ord, { decision, consequenceTest, exemption }] of parts.entries()) {
    const row = [request, ord, decision, consequenceTest ?? null, exemption ?? null, item ?? null];
    sql.run('INSERT INTO answered_parts VALUES (?, ?, ?, ?, ?, ?)', ...row);
  }
}

/** The requester knows: the limits of the request end here. */
export function tell(sql: Sql, request: string, at: string): void {
  sql.run('UPDATE requests SET told_at = ?, due_at = NULL WHERE id = ?', at, request);
  stopClocks(sql, request, { at });
}
