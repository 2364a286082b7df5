import type { DomainEvent } from '#kernel';
import { commandId, decode } from '#event-store';
import type { EventStore, Recorded } from '#event-store';
import { views } from '../../apps/api/src/views.ts';
import type { Answered } from './writers.ts';

/** What each command leaves in the log, in this order. */
const EVENTS_OF: Record<string, RegExp> = {
  receiveInformationRequest: /^InformationRequestReceived$/,
  registerInformationRequest: /^InformationRequestRegistered$/,
  assignOffice: /^OfficeAssigned$/,
  submitContribution: /^(AssignmentAccepted )?ContributionSubmitted$/,
  returnContribution: /^ContributionReturned$/,
  acceptContribution: /^ContributionAccepted$/,
};

/** Every event of the log, in its order. */
export async function wholeLog(store: EventStore): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for (;;) {
    const from = all.at(-1)?.stored.position;
    const page = await store.readAll({ limit: 500, ...(from === undefined ? {} : { from }) });
    if (page.length === 0) return all;
    all.push(...page.map((stored) => decode(views.codec, stored)));
  }
}

/** The events that each key names. */
export function grouped(
  log: readonly Recorded[],
  keyOf: (recorded: Recorded) => string,
): Map<string, Recorded[]> {
  const groups = new Map<string, Recorded[]>();
  for (const recorded of log) {
    const key = keyOf(recorded);
    groups.set(key, [...(groups.get(key) ?? []), recorded]);
  }
  return groups;
}

/** Those of the answered commands whose events are not in the log, or not exactly once. */
export function notOnceIn(log: readonly Recorded[], answered: readonly Answered[]): Answered[] {
  const byPosition = new Map(log.map((one) => [String(one.stored.position), one]));
  const byCommand = grouped(log, ({ metadata }) => metadata.commandId);
  return answered.filter(({ mutation, requestId: entity, input, position }) => {
    // The net had given the number already: the command had nothing left to record.
    if (position === null) return mutation !== 'registerInformationRequest';
    const { actor, commandId: recorded } = byPosition.get(position)?.metadata ?? {};
    const person = actor?.personId ?? '';
    const { idempotencyKey } = input;
    if (recorded !== commandId({ person, mutation, entity, idempotencyKey })) return true;
    const types = byCommand.get(recorded)?.map(({ event }) => event.type) ?? [];
    return EVENTS_OF[mutation]?.test(types.join(' ')) !== true;
  });
}

type Entry = { number: number; label: string; entity: string; voided: boolean };
/** One year's register as its events tell it. */
export type RegisterBook = { first: number; entries: Entry[] };

export function registerBooks(log: readonly Recorded[]): Map<string, RegisterBook> {
  const books = new Map<string, RegisterBook>();
  for (const { event, stored } of log) {
    const book = books.get(stored.stream);
    const data = dataOf(event);
    switch (event.type) {
      case 'RegisterOpened':
        books.set(stored.stream, { first: Number(data['lastNumber']) + 1, entries: [] });
        break;
      case 'RegisterEntryMade':
        book?.entries.push({ ...(data as Omit<Entry, 'voided'>), voided: false });
        break;
      case 'RegisterEntryVoided':
        for (const entry of book?.entries ?? []) entry.voided ||= entry.number === data['number'];
        break;
    }
  }
  return books;
}

/** The number of each request, as often as it was told one: `0042/PIP/2026`. */
export const numbersTold = (log: readonly Recorded[]): { label: string; stream: string }[] =>
  log
    .filter(
      ({ event: { type } }) =>
        type === 'InformationRequestRegistered' || type === 'InformationRequestConverted',
    )
    .map(({ event, stored: { stream } }) => ({ label: String(dataOf(event)['number']), stream }));

/** Entries that neither reached their request nor were explained. */
export function openEntries(log: readonly Recorded[]): Entry[] {
  const told = new Set(numbersTold(log).map(({ label }) => label));
  const entries = [...registerBooks(log).values()].flatMap((book) => book.entries);
  return entries.filter(({ label, voided }) => !voided && !told.has(label));
}

const dataOf = (event: DomainEvent): Record<string, unknown> =>
  event.data as Record<string, unknown>;
