import { isDay } from '#kernel';
import type { EventId, Instant, RequestId } from '#kernel';
import type { Reading } from '#access';
import { LATEST } from '#graphql/api';
import { openKept } from '#read-model';
import type { Correction } from './domain/commands.ts';
import type { CorrectableField, Reference } from './domain/events.ts';
import { keptText } from './request.queries.ts';
import type { RequestRow } from './request.queries.ts';
import type { KeptReference } from './request-texts.ts';

/** A correction as a caller sends it: the new value alone. */
export type CorrectionIntent = {
  field: CorrectableField;
  value?: string;
  values?: string[];
  reference?: Reference<string>;
  ofEvent?: EventId;
};

/** With the old value opened beside it; undefined when the new one has not the right form. */
export function correctionOf(
  intent: CorrectionIntent,
  row: RequestRow,
  reading: Reading,
): Correction | undefined {
  const { field, value = null } = intent;
  const shape = shapeOf(intent);
  if (shape !== SHAPE_OF[field] && shape !== 'nothing') return undefined;
  switch (field) {
    case 'SUBJECT':
      return { field, text: { from: row.subject, to: value } };
    case 'DETAILS':
    case 'PURPOSE': {
      const kept = keptText(reading.db, row.id, field.toLowerCase());
      return { field, text: { from: openKept(reading.texts, kept), to: value } };
    }
    case 'CHANNEL':
      return { field, code: { from: row.channel, to: value } };
    case 'WANTED_FORM':
      return { field, code: { from: row.wanted_form, to: value } };
    case 'DELIVERY':
      return { field, code: { from: row.delivery, to: value } };
    case 'ANSWER_NEEDED_BY': {
      const to = value === null ? null : instantOf(value);
      return to === undefined ? undefined : { field, code: { from: row.answer_needed_by, to } };
    }
    case 'OCCURRED_AT': {
      const to = value === null ? undefined : instantOf(value);
      const { ofEvent } = intent;
      return to && { field, to, ...(ofEvent === undefined ? {} : { ofEvent }) };
    }
    case 'MISSING':
      return { field, missing: { from: missingOf(row.id, reading), to: intent.values ?? [] } };
    case 'REFERENCE': {
      const from = referencesOf(row.id, reading);
      return { field, references: { from, to: withReference(from, intent.reference) } };
    }
  }
}

type Shape = 'value' | 'values' | 'reference' | 'nothing' | 'several';

const SHAPE_OF: Readonly<Record<CorrectableField, Shape>> = {
  SUBJECT: 'value',
  DETAILS: 'value',
  PURPOSE: 'value',
  CHANNEL: 'value',
  OCCURRED_AT: 'value',
  ANSWER_NEEDED_BY: 'value',
  MISSING: 'values',
  WANTED_FORM: 'value',
  DELIVERY: 'value',
  REFERENCE: 'reference',
};

function shapeOf({ value, values, reference }: CorrectionIntent): Shape {
  const given = Object.entries({ value, values, reference }).filter(([, v]) => v !== undefined);
  if (given.length > 1) return 'several';
  return (given[0]?.[0] as Shape | undefined) ?? 'nothing';
}

function instantOf(value: string): Instant | undefined {
  const time = isDay(value.slice(0, 10)) && value.length > 10 ? new Date(value) : undefined;
  if (time === undefined || Number.isNaN(time.getTime())) return undefined;
  const at = time.toISOString() as Instant;
  return at <= LATEST ? at : undefined;
}

function missingOf(request: RequestId, { db, texts }: Reading): string[] {
  const kept = JSON.parse(keptText(db, request, 'missing') ?? '[]') as string[];
  return kept.map((text) => openKept(texts, text) ?? '');
}

function referencesOf(request: RequestId, { db, texts }: Reading): Reference<string>[] {
  const kept = JSON.parse(keptText(db, request, 'references') ?? '[]') as KeptReference[];
  return kept.map(({ system, number, date }) => ({
    system: openKept(texts, system) ?? '',
    number: openKept(texts, number) ?? '',
    ...(date === null ? {} : { date: date as Reference['date'] & string }),
  }));
}

/** One number of each system: the new one takes the place of the old; none clears them all. */
function withReference(
  all: readonly Reference<string>[],
  reference: Reference<string> | undefined,
): Reference<string>[] {
  if (reference === undefined) return [];
  return [...all.filter(({ system }) => system !== reference.system), reference];
}
