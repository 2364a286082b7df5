import type { Instant } from '#kernel';
import { LIMITS } from '#information-requests';
import type { Channel } from '#information-requests';
import { fileTime } from './file-time.ts';
import type { FileTime } from './file-time.ts';
import { cleaned, columnsOf, subjectOf } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { ImportRefused } from './import-refused.ts';

/** A good line of the file; what it says of its case stands on every line. */
export type Row = {
  line: number;
  caseId: string;
  activity: string;
  at: Instant;
  day: string;
  /** As written, also when it means none: the event's id derives from it. */
  office: string;
  person: string | null;
  channel: Channel;
  subject: string;
  requester: string | null;
  start: Instant | null;
  startDay: string | null;
  due: Instant | null;
  end: Instant | null;
  /** Also of a row that closes the case. */
  endDay: string | null;
};

export type Table = {
  mapping: Mapping;
  /** Number of columns. */
  width: number;
  places: ReadonlyMap<string, number>;
  /** Nothing in the file happened later. */
  now: Instant;
};

/** @throws ImportRefused when a column of the mapping is missing or there twice. */
export function tableOf(mapping: Mapping, header: readonly string[], now: Instant): Table {
  const names = header.map(cleaned);
  const faults = columnsOf(mapping).flatMap((name) => {
    const found = names.filter((one) => one === name).length;
    return found === 1 ? [] : [`"${name}" is there ${found === 0 ? 'not at all' : 'twice'}`];
  });
  if (faults.length > 0) throw new ImportRefused(`columns of the file: ${faults.join('; ')}`);
  return { mapping, width: names.length, places: new Map(names.map((name, i) => [name, i])), now };
}

/** The row, or why the line is bad. A reason quotes no value: a shifted line may hold a name. */
export function readRow(fields: readonly string[], line: number, table: Table): Row | string {
  const { mapping, width } = table;
  if (fields.length !== width) return `${fields.length} fields, the header has ${width}`;
  const cells = new Cells(fields, table);
  const { columns } = mapping;
  const parts = columns.activity.map((name) => cells.text(name)).filter((part) => part !== '');
  const activity = cells.needed('activity', parts.join(' / '), LIMITS.short);
  const time = cells.past(columns.time);
  cells.needed('time', cells.any(columns.time));
  const channel = cells.channel();
  const office = cells.written(columns.office);
  const person = cells.text(columns.person) || null;
  const ofCase = caseOf(cells, mapping);
  if (cells.faults.length > 0 || time === undefined || channel === undefined) {
    return cells.faults.join('; ');
  }
  const closes = mapping.activities.get(activity)?.event === 'InformationRequestClosed';
  const endDay = ofCase.endDay ?? (closes ? time.day : null);
  return { line, activity, ...time, office, person, channel, ...ofCase, endDay };
}

type OfCase = Omit<Row, 'line' | 'activity' | 'at' | 'day' | 'office' | 'person' | 'channel'>;

function caseOf(cells: Cells, mapping: Mapping): OfCase {
  const { columns } = mapping;
  const [start, end] = [cells.past(columns.caseStart), cells.past(columns.caseEnd, 'ends')];
  return {
    caseId: cells.needed('case', cells.text(columns.case)),
    subject: cells.needed('subject', subjectOf(mapping, cells.any.bind(cells)), LIMITS.subject),
    requester: cells.text(columns.requester) || null,
    start: start?.at ?? null,
    startDay: start?.day ?? null,
    due: cells.time(columns.caseDue, 'ends')?.at ?? null,
    end: end?.at ?? null,
    endDay: end?.day ?? null,
  };
}

/** The cells of one line, with the faults found on the way. */
class Cells {
  readonly faults: string[] = [];
  readonly #fields: readonly string[];
  readonly #table: Table;

  constructor(fields: readonly string[], table: Table) {
    this.#fields = fields;
    this.#table = table;
  }

  /** As it stands in the file, also when it means none. */
  written(column: string): string {
    const value = cleaned(this.#fields[this.#table.places.get(column) ?? -1] ?? '');
    if (value.includes('\u{FFFD}')) this.#fault(column, 'not UTF-8');
    // eslint-disable-next-line no-control-regex -- they are what is looked for
    if (/[\u0000-\u001f\u007f-\u009f]/.test(value)) this.#fault(column, 'control character');
    return value;
  }

  /** Empty for none. */
  any(column: string): string {
    const value = this.written(column);
    return this.#table.mapping.EMPTY.has(value) ? '' : value;
  }

  /** Short, as all that is kept but the subject. */
  text(column: string | undefined): string {
    if (column === undefined) return '';
    const value = this.any(column);
    if (value.length > LIMITS.short) this.#fault(column, tooLong(LIMITS.short));
    return value;
  }

  time(column: string | undefined, dayAlone: 'begins' | 'ends' = 'begins'): FileTime | undefined {
    const value = this.text(column);
    if (column === undefined || value === '') return undefined;
    const time = fileTime(value, this.#table.mapping.offset, dayAlone);
    if (time === undefined) this.#fault(column, 'unreadable time');
    return time;
  }

  past(column: string | undefined, dayAlone: 'begins' | 'ends' = 'begins'): FileTime | undefined {
    const time = this.time(column, dayAlone);
    const future = time !== undefined && time.at > this.#table.now;
    if (future && column !== undefined) this.#fault(column, 'in the future');
    return time;
  }

  channel(): Channel | undefined {
    const { columns, channels, defaultChannel } = this.#table.mapping;
    const found = channels.get(this.text(columns.channel)) ?? defaultChannel;
    if (found === undefined) this.#fault(columns.channel ?? '', 'no channel has this value');
    return found;
  }

  needed(what: string, value: string, limit = Infinity): string {
    if (value === '') this.#add(`no ${what}`);
    if (value.length > limit) this.#add(`the ${what}: ${tooLong(limit)}`);
    return value;
  }

  #fault(column: string, fault: string): void {
    this.#add(`"${column}": ${fault}`);
  }

  #add(fault: string): void {
    if (!this.faults.includes(fault)) this.faults.push(fault);
  }
}

const tooLong = (limit: number): string => `longer than ${limit} characters`;
