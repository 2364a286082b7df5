import type { AssignmentId, EventId, Instant, KeyId, OfficeCode, PersonId } from '#kernel';
import { importedClock } from '#calendar';
import { derivedId } from '#event-store';
import type { InformationRequestEvent, Received } from '#information-requests';
import { closingIdOf, receiptIdOf } from './known-case.ts';
import type { KnownCase } from './known-case.ts';
import type { Mapping } from './mapping.ts';
import type { OfficeCodes } from './offices.ts';
import type { Row } from './row.ts';

export type PlannedEvent = {
  id: EventId;
  event: InformationRequestEvent;
  at: Instant;
  line: number;
};

/** A later version of the file says otherwise than the log: told, not recorded. */
type Change = { what: 'start' | 'due' | 'end'; line: number };

export type Requester = { id: PersonId; name: string };

export type CasePlan = {
  /** In the order of the log. */
  events: PlannedEvent[];
  /** To be registered before the receipt, which names it. */
  requester?: Requester;
  changes: Change[];
};

export type Planning = {
  mapping: Mapping;
  offices: OfficeCodes;
  takeKey(): Promise<KeyId>;
  /** False once it was destroyed: then nothing more can be sealed for the case. */
  hasKey(key: KeyId): boolean;
};

/** What is new of a case. @param rows by time, then line. */
export async function planCase(
  rows: readonly Row[],
  known: KnownCase,
  planning: Planning,
): Promise<CasePlan> {
  const [first] = rows;
  if (first === undefined) return { events: [], changes: [] };
  const facts = factsOf(rows, first);
  const entries = entriesOf(rows, facts, planning.mapping);
  const plan: CasePlan = { events: [], changes: changesOf(facts, entries, known) };
  if (known.receipt === undefined) await receive(plan, facts, planning);
  const writer = new RowWriter(known, planning);
  const lastKnown = entries.findLastIndex(({ id }) => known.ids.has(id));
  for (const [index, entry] of entries.entries()) {
    if (known.ids.has(entry.id)) continue;
    const { id, at, row } = entry;
    const event = writer.eventOf(entry, index < lastKnown);
    if (event !== undefined) plan.events.push({ id, event, at, line: row.line });
  }
  return plan;
}

/** What the rows say of their case. */
type Facts = {
  first: Row;
  start: Instant;
  due: Instant | undefined;
  end: Instant | undefined;
  requester: string | undefined;
};

function factsOf(rows: readonly Row[], first: Row): Facts {
  const said = <T>(value: (row: Row) => T | null, where: readonly Row[] = rows): T | undefined =>
    where.map(value).find((one) => one !== null) ?? undefined;
  return {
    first,
    start: said(({ start }) => start) ?? first.at,
    due: said(({ due }) => due),
    // A register that grows knows the end only in its later rows.
    end: said(({ end }) => end, rows.toReversed()),
    requester: said(({ requester }) => requester),
  };
}

type Entry = { id: EventId; at: Instant; row: Row; part: Part };

/** Of several rows that close it the first one does. */
type Part = 'ROW' | 'CLOSING_ROW' | 'CLOSING';

/** The rows up to the end, the closing, the later rows. */
function entriesOf(rows: readonly Row[], { first, end }: Facts, mapping: Mapping): Entry[] {
  const { source } = mapping;
  const { caseId } = first;
  const seen = new Map<string, number>();
  const entries = rows.map((row): Entry => {
    const { activity, at, office } = row;
    const same = JSON.stringify([activity, at, office]);
    const ordinal = seen.get(same) ?? 0;
    seen.set(same, ordinal + 1);
    const id = derivedId<EventId>(source, caseId, activity, at, office, String(ordinal));
    const closes = mapping.activities.get(activity)?.event === 'InformationRequestClosed';
    return { id, at, row, part: closes && end === undefined ? 'CLOSING_ROW' : 'ROW' };
  });
  if (end === undefined) return entries;
  const later = entries.findIndex(({ at }) => at > end);
  const id = closingIdOf(source, caseId);
  const closing: Entry = { id, at: end, row: first, part: 'CLOSING' };
  return entries.toSpliced(later < 0 ? entries.length : later, 0, closing);
}

function changesOf(
  { first, start, due }: Facts,
  entries: readonly Entry[],
  { receipt, closedAt }: KnownCase,
): Change[] {
  if (receipt === undefined) return [];
  const end = entries.find(({ part }) => part !== 'ROW')?.at;
  const differs: Record<Change['what'], boolean> = {
    start: receipt.at !== start,
    due: receipt.due !== due,
    end: closedAt !== undefined && closedAt !== end,
  };
  return (['start', 'due', 'end'] as const)
    .filter((what) => differs[what])
    .map((what) => ({ what, line: first.line }));
}

async function receive(
  plan: CasePlan,
  facts: Facts,
  { mapping, takeKey }: Planning,
): Promise<void> {
  const { first, start, due, requester: name } = facts;
  const id = receiptIdOf(mapping.source, first.caseId);
  const requester = name === undefined ? undefined : derivedId<PersonId>(id, 'requester');
  if (name !== undefined && requester !== undefined) plan.requester = { id: requester, name };
  const received: Received = {
    track: mapping.track,
    channel: first.channel,
    subject: first.subject,
    // A register holds no words of the requester; the subject is all there is to say.
    details: first.subject,
    ...(requester === undefined ? {} : { requester }),
    receivingOffice: mapping.receivingOffice,
    references: [{ system: mapping.source, number: first.caseId }],
    keys: {
      case: await takeKey(),
      ...(requester === undefined ? {} : { words: await takeKey() }),
    },
  };
  const clocks = due === undefined ? [] : [importedClock(start, due)];
  const data = { ...received, clocks, historic: true } as const;
  const event = { type: 'InformationRequestReceived', data } as const;
  plan.events.push({ id, event, at: start, line: first.line });
}

/** Writes rows in the order of the log and remembers which office has the case. */
class RowWriter {
  readonly #planning: Planning;
  readonly #known: KnownCase;
  readonly #sealable: boolean;
  #desk: KnownCase['desk'];
  #closed: boolean;

  constructor(known: KnownCase, planning: Planning) {
    this.#planning = planning;
    this.#known = known;
    this.#sealable = known.receipt === undefined || planning.hasKey(known.receipt.key);
    this.#desk = known.desk;
    this.#closed = known.closedAt !== undefined;
  }

  /** @param late a row that the log holds already comes after it. */
  eventOf(entry: Entry, late: boolean): InformationRequestEvent | undefined {
    const { row, part } = entry;
    const { worked } = this.#known;
    const handler = row.person !== null && this.#sealable ? { handler: row.person } : {};
    const { activity } = row;
    const office = this.#planning.offices.get(row.office);
    const named = { ...(office && { office }) };
    if (part !== 'ROW' && !this.#closed && !worked) {
      this.#closed = true;
      const data = part === 'CLOSING' ? {} : { activity, ...named, ...handler };
      return { type: 'InformationRequestClosed', data };
    }
    if (part === 'CLOSING') return this.#closed ? undefined : this.#endOfWorkedCase();
    const handover = this.#moves(entry, late) ? { handover: this.#handOver(entry.id, office) } : {};
    const mapped = this.#planning.mapping.activities.get(activity);
    if (mapped?.event === 'CorrespondenceRecorded' && !worked) {
      const { kind, way } = mapped;
      const data = { kind, way, activity, ...named, ...handler, ...handover };
      return { type: 'CorrespondenceRecorded', data };
    }
    const data = { activity, ...named, ...handler, ...handover };
    return { type: 'HistoricActivityRecorded', data };
  }

  /** The log only grows: a row from before what it holds must not take the case back. */
  #moves({ at }: Entry, late: boolean): boolean {
    const { worked, lastAt } = this.#known;
    return !worked && !this.#closed && !late && (lastAt === undefined || at >= lastAt);
  }

  /** The register says that it ended, under the name of the column that says so. */
  #endOfWorkedCase(): InformationRequestEvent {
    const activity = this.#planning.mapping.columns.caseEnd ?? 'end';
    return { type: 'HistoricActivityRecorded', data: { activity } };
  }

  #handOver(
    id: EventId,
    office: OfficeCode | undefined,
  ): { office?: OfficeCode; assignmentId?: AssignmentId } {
    if (office === undefined) this.#desk = undefined;
    else if (office !== this.#desk?.office) {
      this.#desk = { office, assignmentId: derivedId<AssignmentId>(id, 'assignment') };
    }
    return this.#desk ?? {};
  }
}
