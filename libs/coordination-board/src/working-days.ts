import { WEEKENDS_ONLY, workingDaysBetween } from '#calendar';
import type { Day } from '#kernel';

const KEPT = 20_000;
const known = new Map<string, number>();

/** Counting walks from day to day, and the same few spans are asked for again and again. */
export function workingDays(first: Day, last: Day): number {
  const span = `${first} ${last}`;
  let days = known.get(span);
  if (days === undefined) {
    if (known.size >= KEPT) known.clear();
    known.set(span, (days = workingDaysBetween(first, last, WEEKENDS_ONLY)));
  }
  return days;
}
