import { instant, isDay } from '#kernel';
import type { Instant } from '#kernel';

/** A time of the file, and its day in the offset written there. */
export type FileTime = { at: Instant; day: string };

const FORM = new RegExp(
  [
    /^([12]\d{3}-\d\d-\d\d)/,
    /(?:[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?)?/,
    / ?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

/**
 * Undefined when the text is no time. A day alone is its first millisecond, or its last one.
 * @param offset of a text that has none.
 */
export function fileTime(
  text: string,
  offset: string,
  dayAlone: 'begins' | 'ends' = 'begins',
): FileTime | undefined {
  const [, day, hour, minute, second, fraction, zone] = FORM.exec(text) ?? [];
  if (day === undefined || !isDay(day)) return undefined;
  const time =
    hour === undefined
      ? { begins: '00:00:00.000', ends: '23:59:59.999' }[dayAlone]
      : `${hour}:${minute}:${second ?? '00'}.${(fraction ?? '').padEnd(3, '0').slice(0, 3)}`;
  const written = new Date(`${day}T${time}${zoneOf(zone ?? offset)}`);
  return { at: instant(written.toISOString()), day };
}

/** `+07`, `+0700` and `+07:00` are the same. */
function zoneOf(zone: string): string {
  if (zone === 'Z') return zone;
  const digits = zone.replace(':', '').padEnd(5, '0');
  return `${digits.slice(0, 3)}:${digits.slice(3)}`;
}
