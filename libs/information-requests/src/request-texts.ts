import type { AttachmentId, Projected, Sql, Text, TextOpener } from '#kernel';
import { placeAttachments } from '#attachments';
import { keepText, openText } from '#read-model';
import type { InformationRequestEvent, Reference } from './domain/events.ts';

type Event = Projected<InformationRequestEvent>;

type Keep = { field: string; text: Text | undefined; at: string };

export function keep(event: Event, sql: Sql, { field, text, at }: Keep): void {
  const kept = keepText(event.id, at, text);
  if (kept === null) return;
  putText(sql, event.entityId, field, kept);
}

export function keepList(event: Event, sql: Sql, field: string, kept: readonly unknown[]): void {
  if (kept.length > 0) return putText(sql, event.entityId, field, JSON.stringify(kept));
  sql.run('DELETE FROM request_texts WHERE request = ? AND field = ?', event.entityId, field);
}

/** Files that a moment of the request names; from then on they are seen like the request. */
export function keepAttachments(
  event: Event,
  sql: Sql,
  field: string,
  ids: readonly AttachmentId[] | undefined,
): void {
  if (ids === undefined) return;
  placeAttachments(sql, ids, event.entityId);
  keepList(event, sql, field, ids);
}

/** Only of a request that was received: imported rows may be replayed without their receipt. */
function putText(sql: Sql, request: string, field: string, kept: string): void {
  sql.run(
    `INSERT OR REPLACE INTO request_texts
      SELECT id, ?, ? FROM requests WHERE id = ?`,
    field,
    kept,
    request,
  );
}

/** As a row of `request_texts` keeps it. */
export type KeptReference = { system: string | null; number: string | null; date: string | null };

export const keptReferences = (
  event: Event,
  all: readonly Reference[],
  at: string,
): KeptReference[] =>
  all.map(({ system, number, date }, i) => ({
    system: keepText(event.id, `${at}/${i}/system`, system),
    number: keepText(event.id, `${at}/${i}/number`, number),
    date: date ?? null,
  }));

export const keptMissing = (
  event: Event,
  missing: readonly Text[],
  at: string,
): (string | null)[] => missing.map((text, i) => keepText(event.id, `${at}/${i}`, text));

/** The numbers of other systems in clear, for a search. */
export function openedReferences(
  { id }: Event,
  texts: TextOpener,
  references: readonly Reference[],
  at: string,
): string {
  const opened = references.map(({ number }, i) =>
    openText(texts, id, `${at}/${i}/number`, number),
  );
  return opened.filter((number) => number !== null).join(' ');
}
