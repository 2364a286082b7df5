declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** UUID of a human known to Simpul; the name behind it stands in the person's stream, sealed. */
export type PersonId = Branded<'PersonId'>;
export type AppointmentId = Branded<'AppointmentId'>;
export type RequestId = Branded<'RequestId'>;
export type AssignmentId = Branded<'AssignmentId'>;
export type ContributionId = Branded<'ContributionId'>;
export type OutboundItemId = Branded<'OutboundItemId'>;
export type AttachmentId = Branded<'AttachmentId'>;
export type ObjectionId = Branded<'ObjectionId'>;
export type ConsequenceTestId = Branded<'ConsequenceTestId'>;
export type ErasureId = Branded<'ErasureId'>;
/** UUID of an event; the same in every store that holds a copy of the log. */
export type EventId = Branded<'EventId'>;
/** UUID of a command: repeats of one command share it. */
export type CommandId = Branded<'CommandId'>;
/** Id of a key in the vault. The key itself never appears in an event. */
export type KeyId = Branded<'KeyId'>;
/** Code of an office, e.g. `DINKES`; it never changes. */
export type OfficeCode = Branded<'OfficeCode'>;
/** RFC 3339 instant in UTC with milliseconds, e.g. `2026-03-02T01:30:00.000Z`. */
export type Instant = Branded<'Instant'>;
/** Calendar day in the city's zone, `YYYY-MM-DD`. */
export type Day = Branded<'Day'>;
/** Opaque place of an event in one store's log; compare with `comparePositions` of that store. */
export type Position = Branded<'Position'>;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** @throws RangeError when the text is not an instant in the form that events store. */
export function instant(text: string): Instant {
  if (!INSTANT.test(text) || !isDay(text.slice(0, 10)) || Number.isNaN(Date.parse(text))) {
    throw new RangeError(`not an instant in UTC with milliseconds: ${JSON.stringify(text)}`);
  }
  return text as Instant;
}

export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

/** @throws RangeError when the text is not a day that exists. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`not a calendar day: ${JSON.stringify(text)}`);
  return text as Day;
}
