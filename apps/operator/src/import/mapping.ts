import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { officeCodeSchema } from '#event-store';
import { OFFICE_KINDS } from '#offices';
import { CORRESPONDENCE_KINDS, DELIVERY_WAYS } from '#kernel';
import { CHANNELS, TRACKS } from '#information-requests';
import { ImportRefused } from './import-refused.ts';

/** One form of a text, so that ids that derive from it stay the same. */
export const cleaned = (text: string): string =>
  text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

const text = z.string().transform(cleaned).pipe(z.string().min(1));

const columns = z.strictObject({
  case: text,
  /** Several columns are joined. */
  activity: z.union([text, z.array(text).min(1)]).transform((names) => [names].flat()),
  time: text,
  office: text,
  person: text.exactOptional(),
  channel: text.exactOptional(),
  caseStart: text.exactOptional(),
  caseDue: text.exactOptional(),
  caseEnd: text.exactOptional(),
  requester: text.exactOptional(),
});

const meaning = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('CorrespondenceRecorded'),
    kind: z.enum(CORRESPONDENCE_KINDS),
    way: z.enum(DELIVERY_WAYS),
  }),
  z.strictObject({ event: z.literal('InformationRequestClosed') }),
]);

/** By value of the file. */
const byValue = <Value extends z.ZodType>(value: Value) =>
  z
    .record(z.string(), value)
    .default({})
    .transform((of) => new Map(Object.entries(of).map(([key, each]) => [cleaned(key), each])));

const mappingSchema = z
  .strictObject({
    /** Every id derives from it: a later version of the file must come under the same name. */
    source: text.pipe(z.string().max(100)),
    columns,
    track: z.enum(TRACKS),
    /** With columns of the case's first row in braces. */
    subject: text,
    /** Values that mean none, in every column. */
    EMPTY: z
      .array(z.string().transform(cleaned))
      .default([])
      .transform((values) => new Set(['', ...values])),
    channels: byValue(z.enum(CHANNELS)),
    defaultChannel: z.enum(CHANNELS).exactOptional(),
    activities: byValue(meaning),
    openOffices: z.boolean().default(false),
    officeKind: z.enum(OFFICE_KINDS).default('OTHER'),
    /** Where the requests arrived. */
    receivingOffice: officeCodeSchema,
    delimiter: z.string().length(1).default(','),
    /** Of times that the file writes without one; the city's. */
    offset: z
      .string()
      .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'not an offset like +07:00')
      .default('+07:00'),
  })
  .refine((mapping) => mapping.columns.channel ?? mapping.defaultChannel, {
    error: 'needed where no column tells the channel',
    path: ['defaultChannel'],
  });

/** What the columns and values of a register mean; see `examples/import`. */
export type Mapping = z.output<typeof mappingSchema>;

/**
 * From a file's path, or the object itself.
 * @throws ImportRefused with every fault.
 */
export function readMapping(from: unknown): Mapping {
  const parsed = mappingSchema.safeParse(typeof from === 'string' ? jsonOf(from) : from);
  if (parsed.success) return parsed.data;
  throw new ImportRefused(`the mapping is wrong:\n${z.prettifyError(parsed.error)}`);
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ImportRefused(`cannot read the mapping ${path}: ${String(error)}`);
  }
}

const PLACEHOLDER = /\{([^{}]+)\}/g;

/** Every column that the mapping names, once. */
export function columnsOf({ columns, subject }: Mapping): string[] {
  const inSubject = [...subject.matchAll(PLACEHOLDER)].map(([, name = '']) => cleaned(name));
  return [...new Set([...Object.values(columns).flat(), ...inSubject])];
}

export function subjectOf({ subject }: Mapping, value: (column: string) => string): string {
  return cleaned(subject.replaceAll(PLACEHOLDER, (_, name: string) => value(cleaned(name))));
}
