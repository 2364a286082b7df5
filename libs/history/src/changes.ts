import type { DomainEvent, Text } from '#kernel';
import type { AnyEvent } from './sentences.ts';

/** How far the reader may look into sealed values. */
export type Open = (
  text: Text,
  pointer: string,
  kind: 'subject' | 'personal' | 'case',
) => string | null;

export type Change = { field: string; from: string | null; to: string | null };

/** Old and new values of an event that changed something. */
export function changesOf(event: DomainEvent, open: Open): Change[] {
  const known = event as AnyEvent;
  switch (known.type) {
    case 'InformationRequestEntryCorrected':
      return correctedEntry(known.data, open);
    case 'PersonCorrected': {
      const { field, name, text, code } = known.data;
      const at = name === undefined ? '/text' : '/name';
      const sealed = name ?? text;
      if (sealed === undefined) return [{ field, from: code?.from ?? null, to: code?.to ?? null }];
      return [
        { field, ...opened(sealed, at, (value, pointer) => open(value, pointer, 'personal')) },
      ];
    }
    case 'DeadlineExtended':
    case 'DeadlineResumed':
    case 'DeadlineRecomputed': {
      const { rule, dueFrom, dueTo } = known.data;
      return [{ field: rule, from: dueFrom ?? null, to: dueTo ?? null }];
    }
    case 'DeadlineComputed': {
      const { rule, clock } = known.data;
      return [{ field: rule, from: null, to: clock.dueOn ?? null }];
    }
    case 'PolicySet':
      return [{ field: known.data.key, from: null, to: known.data.value }];
    case 'InformationRequestConverted':
      return [{ field: 'TRACK', from: 'MEDIA', to: 'STATUTORY' }];
    case 'CommandRefused':
      return known.data.entity === undefined ? [] : [named('ENTITY', known.data.entity)];
    case 'PersonalDataOpened': {
      const { entities, purpose } = known.data;
      const why = purpose === undefined ? null : open(purpose, '/purpose', 'case');
      const shown = entities.map((entity) => named('ENTITY', entity));
      return why === null ? shown : [...shown, named('PURPOSE', why)];
    }
    case 'OfficeRenamed':
      return [{ field: 'NAME', from: null, to: known.data.name }];
    default:
      return [];
  }
}

const named = (field: string, to: string): Change => ({ field, from: null, to });

type Corrected = Extract<AnyEvent, { type: 'InformationRequestEntryCorrected' }>['data'];

function correctedEntry(data: Corrected, open: Open): Change[] {
  const { field, subject, words, code, missing, references } = data;
  if (code !== undefined) return [{ field, ...code }];
  if (subject !== undefined) {
    return [{ field, ...opened(subject, '/subject', (text, at) => open(text, at, 'subject')) }];
  }
  if (words !== undefined) {
    return [{ field, ...opened(words, '/words', (text, at) => open(text, at, 'personal')) }];
  }
  if (missing !== undefined) {
    const list = (side: 'from' | 'to'): string =>
      missing[side].map((text, i) => open(text, `/missing/${side}/${i}`, 'case')).join('; ');
    return [{ field, from: list('from'), to: list('to') }];
  }
  const numbers = (side: 'from' | 'to'): string =>
    (references?.[side] ?? [])
      .map(({ number }, i) => open(number, `/references/${side}/${i}/number`, 'case'))
      .join('; ');
  return [{ field, from: numbers('from'), to: numbers('to') }];
}

function opened(
  { from, to }: { from: Text | null; to: Text | null },
  at: string,
  open: (text: Text, pointer: string) => string | null,
): { from: string | null; to: string | null } {
  return {
    from: from === null ? null : open(from, `${at}/from`),
    to: to === null ? null : open(to, `${at}/to`),
  };
}
