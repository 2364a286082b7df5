import type { Reading } from '#access';
import type { Language } from '#graphql/api';
import { approvalRouteOf } from '#offices';
import type { RouteNote } from './domain/events.ts';
import { notesOf } from './outbound.queries.ts';
import type { ItemRow } from './outbound.queries.ts';

const SAYS: Readonly<Record<RouteNote | 'RULE_CHANGED', Readonly<Record<Language, string>>>> = {
  NO_LEAD_OFFICE: {
    id: 'Tanpa perangkat daerah yang memimpin jawaban; langkahnya ditiadakan.',
    en: 'No office leads the answer; its step is left out.',
  },
  NO_ORIGIN_OFFICE: {
    id: 'Tanpa perangkat daerah asal; langkahnya ditiadakan.',
    en: 'No office is its origin; its step is left out.',
  },
  NO_STEP_LEFT: {
    id: 'Tidak ada langkah tersisa; PPID Utama yang memutuskan.',
    en: 'No step is left; the approver decides.',
  },
  RULE_CHANGED: {
    id: 'Aturan jalur berubah sejak naskah diajukan; naskah ini memakai jalur saat diajukan.',
    en: 'The rule has changed since it was submitted; it keeps the route it started with.',
  },
};

/** Why the route of an item is not the rule's; null where it is, or was not submitted. */
export function routeNoteOf(row: ItemRow, { db, language }: Reading): string | null {
  const { kind, route_since: since } = row;
  if (since === null) return null;
  const changed = approvalRouteOf(db, kind).since !== since;
  const notes = [...notesOf(row), ...(changed ? (['RULE_CHANGED'] as const) : [])];
  return notes.length === 0 ? null : notes.map((note) => SAYS[note][language]).join(' ');
}
