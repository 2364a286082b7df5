import type { Day, Instant } from '#kernel';
import { addDays, cityDay, cityMinutes, weekday } from './days.ts';

export const CALENDAR_DAY_KINDS = [
  'NATIONAL_HOLIDAY',
  'COLLECTIVE_LEAVE',
  'LOCAL_HOLIDAY',
  'EMERGENCY_CLOSURE',
] as const;
export type CalendarDayKind = (typeof CALENDAR_DAY_KINDS)[number];

/** The days that are no working days although they fall on Monday to Friday. */
export interface Calendars {
  /** Why a day is free, beside weekends; undefined for a day that is not. */
  dayOff(day: Day): { kind: CalendarDayKind; name: string } | undefined;
  /** Version of the calendar of a year; undefined when none was declared. */
  version(year: number): string | undefined;
}

/** No calendar declared at all: only weekends are free, and the ledger says so. */
export const WEEKENDS_ONLY: Calendars = {
  dayOff: () => undefined,
  version: () => undefined,
};

/** Office hours in minutes since midnight; Monday to Thursday, and Friday [policy]. */
const CLOSES = { otherDays: 16 * 60, friday: 16 * 60 + 30 } as const;
const FRIDAY = 5;

export function isWorkingDay(day: Day, calendars: Calendars): boolean {
  const of = weekday(day);
  return of !== 0 && of !== 6 && calendars.dayOff(day) === undefined;
}

export function nextWorkingDay(after: Day, calendars: Calendars): Day {
  let day = addDays(after, 1);
  while (!isWorkingDay(day, calendars)) day = addDays(day, 1);
  return day;
}

export function addWorkingDays(start: Day, days: number, calendars: Calendars): Day {
  let day = start;
  for (let left = days; left > 0; left -= 1) day = nextWorkingDay(day, calendars);
  return day;
}

/**
 * The day a working-day limit starts: the day of the instant, or the next working day when that
 * is none or office hours have ended.
 */
export function startDay(startedAt: Instant, calendars: Calendars): Day {
  const day = cityDay(startedAt);
  if (!isWorkingDay(day, calendars)) return nextWorkingDay(day, calendars);
  const closes = weekday(day) === FRIDAY ? CLOSES.friday : CLOSES.otherDays;
  return cityMinutes(startedAt) < closes ? day : nextWorkingDay(day, calendars);
}

/** Working days after the first day up to and with the last; 0 when they are the same. */
export function workingDaysBetween(first: Day, last: Day, calendars: Calendars): number {
  let count = 0;
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) {
    if (isWorkingDay(day, calendars)) count += 1;
  }
  return count;
}
