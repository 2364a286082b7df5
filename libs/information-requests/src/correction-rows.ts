import type { Projected, Sql, TextOpener } from '#kernel';
import { openText } from '#read-model';
import type { Corrected, InformationRequestEvent } from './domain/events.ts';
import { keep, keepList, keptMissing, keptReferences, openedReferences } from './request-texts.ts';

type Event = Projected<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<InformationRequestEvent, { type: T }>>;

const COLUMN_OF = {
  CHANNEL: 'channel',
  WANTED_FORM: 'wanted_form',
  DELIVERY: 'delivery',
  ANSWER_NEEDED_BY: 'answer_needed_by',
} as const;

/** What a corrected entry says now. */
export function corrected(
  event: EventOf<'InformationRequestEntryCorrected'>,
  sql: Sql,
  texts: TextOpener,
): void {
  const { id, entityId, revision, data } = event;
  sql.run('UPDATE requests SET version = ?, historic = 0 WHERE id = ?', revision + 1, entityId);
  switch (data.field) {
    case 'SUBJECT': {
      const subject = data.subject?.to && openText(texts, id, '/subject/to', data.subject.to);
      sql.run('UPDATE requests SET subject = ? WHERE id = ?', subject ?? null, entityId);
      return;
    }
    case 'DETAILS':
    case 'PURPOSE':
      return keepCorrected(event, sql, data);
    case 'CHANNEL':
    case 'WANTED_FORM':
    case 'DELIVERY':
    case 'ANSWER_NEEDED_BY': {
      const column = COLUMN_OF[data.field];
      sql.run(`UPDATE requests SET ${column} = ? WHERE id = ?`, data.code?.to ?? null, entityId);
      return;
    }
    case 'MISSING':
      return keepList(
        event,
        sql,
        'missing',
        keptMissing(event, data.missing?.to ?? [], '/missing/to'),
      );
    case 'REFERENCE': {
      const references = data.references?.to ?? [];
      keepList(event, sql, 'references', keptReferences(event, references, '/references/to'));
      const numbers = openedReferences(event, texts, references, '/references/to');
      sql.run('UPDATE requests SET other_numbers = ? WHERE id = ?', numbers, entityId);
      return;
    }
    case 'OCCURRED_AT':
      return correctMoment(entityId, sql, data);
  }
}

function keepCorrected(event: Event, sql: Sql, { field, words }: Corrected): void {
  const name = field.toLowerCase();
  sql.run('DELETE FROM request_texts WHERE request = ? AND field = ?', event.entityId, name);
  keep(event, sql, { field: name, text: words?.to ?? undefined, at: '/words/to' });
}

function correctMoment(request: string, sql: Sql, { ofEvent, code }: Corrected): void {
  for (const moment of ['received', 'registered', 'answered', 'closed']) {
    sql.run(
      `UPDATE requests SET ${moment}_at = ? WHERE id = ? AND ${moment}_event = ?`,
      code?.to ?? null,
      request,
      ofEvent ?? null,
    );
  }
  if (code?.to == null) return;
  // Limits that ended with that moment ended at its corrected time.
  sql.run(
    `UPDATE clocks SET stopped_at = ? WHERE entity = ? AND stopped_at = ? AND NOT cancelled
      AND EXISTS (SELECT 1 FROM requests WHERE id = entity
        AND ? IN (registered_event, answered_event))`,
    code.to,
    request,
    code.from,
    ofEvent ?? null,
  );
  sql.run(
    'UPDATE requests SET told_at = answered_at WHERE id = ? AND told_at = ? AND answered_event = ?',
    request,
    code.from,
    ofEvent ?? null,
  );
}
