import { streamName } from '#event-store';
import type { EventStore } from '#event-store';
import type { OfficeCode } from '#kernel';
import { LIMITS } from '#information-requests';
import { ImportRefused } from './import-refused.ts';
import type { Mapping } from './mapping.ts';

/** The office of every value of the file's column, which may mean none. */
export type OfficeCodes = ReadonlyMap<string, OfficeCode | undefined>;

export type Offices = {
  codes: OfficeCodes;
  /** Not in the log yet. */
  toOpen: readonly { value: string; code: OfficeCode }[];
  refused: readonly { value: string; reason: string }[];
};

export const officeStream = (code: OfficeCode): string => streamName('office', code);

/**
 * Finds each value's office, by its code or the one made of it.
 * @throws ImportRefused when the receiving office is none.
 */
export async function findOffices(
  values: readonly string[],
  mapping: Mapping,
  store: EventStore,
): Promise<Offices> {
  const codes = new Map<string, OfficeCode | undefined>();
  const toOpen = new Map<OfficeCode, string>();
  const refused: { value: string; reason: string }[] = [];
  for (const value of values) {
    if (mapping.EMPTY.has(value)) codes.set(value, undefined);
    else {
      const found = await findOffice(value, mapping, { store, toOpen });
      if (found.reason !== undefined) refused.push({ value, reason: found.reason });
      else codes.set(value, found.code);
      if (found.opens === true) toOpen.set(found.code, value);
    }
  }
  await findReceiving(mapping, { store, toOpen });
  return { codes, refused, toOpen: [...toOpen].map(([code, value]) => ({ code, value })) };
}

type Known = { store: EventStore; toOpen: Map<OfficeCode, string> };

async function findReceiving(
  { receivingOffice, openOffices }: Mapping,
  { store, toOpen }: Known,
): Promise<void> {
  if (toOpen.has(receivingOffice)) return;
  if (await hasEvents(store, officeStream(receivingOffice))) return;
  if (!openOffices) throw new ImportRefused('receivingOffice of the mapping: unknown office');
  toOpen.set(receivingOffice, receivingOffice);
}

type Found =
  { code: OfficeCode; opens: boolean; reason?: never } | { reason: string; opens?: never };

async function findOffice(
  value: string,
  { columns, openOffices }: Mapping,
  { store, toOpen }: Known,
): Promise<Found> {
  const code = codeOf(value);
  if (code === undefined) return { reason: `"${columns.office}": no code can be made of it` };
  if (await hasEvents(store, officeStream(code))) return { code, opens: false };
  if (!openOffices) return { reason: `"${columns.office}": unknown office` };
  if (value.length > LIMITS.short) {
    return { reason: `"${columns.office}": longer than ${LIMITS.short} characters` };
  }
  return toOpen.has(code)
    ? { reason: `"${columns.office}": its code is that of another value of the file` }
    : { code, opens: true };
}

/** `GROUP-1` of "Group 1". */
function codeOf(value: string): OfficeCode | undefined {
  const slug = value
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 32)
    .replace(/-$/, '');
  return slug === '' ? undefined : (slug as OfficeCode);
}

export async function hasEvents(store: EventStore, stream: string): Promise<boolean> {
  for await (const _ of store.readStream(stream)) return true;
  return false;
}
