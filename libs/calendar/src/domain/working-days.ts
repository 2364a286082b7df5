import type { Day, Instant } from '#kernel';
import { addDays, cityDay, cityMinutes, weekday } from './days.ts';
import type { OfficeHours } from './office-hours.ts';

export const CALENDAR_DAY_KINDS = [
  'NATIONAL_HOLIDAY',
  'COLLECTIVE_LEAVE',
  'LOCAL_HOLIDAY',
  'EMERGENCY_CLOSURE',
] as const;
export type CalendarDayKind = (typeof CALENDAR_DAY_KINDS)[number];
export type CalendarDay = { date: Day; kind: CalendarDayKind; name: string };

/** The calendar of one year as it was declared, or last amended. */
export type WorkingCalendar = {
  year: number;
  /** `2025/1` as declared, `2025/2` after its first amendment. */
  version: string;
  days: readonly CalendarDay[];
};

/** The days that are no working days although they may fall on Monday to Friday. */
export interface Calendars {
  /** Why a day is free, beside weekends; undefined for a day that is not. */
  dayOff(day: Day): CalendarDay | undefined;
  /** Version of the calendar of a year; undefined when none was declared. */
  version(year: number): string | undefined;
}

/** At most one calendar for each year. */
export function calendarsOf(all: readonly WorkingCalendar[]): Calendars {
  const days = new Map(all.flatMap((one) => one.days.map((day) => [day.date, day])));
  const versions = new Map(all.map(({ year, version }) => [year, version]));
  return { dayOff: (day) => days.get(day), version: (year) => versions.get(year) };
}

/** The same calendars for a rule that skips only days of some kinds. */
export function skipping(calendars: Calendars, kinds: readonly CalendarDayKind[]): Calendars {
  return {
    version: (year) => calendars.version(year),
    dayOff: (day) => {
      const off = calendars.dayOff(day);
      return off !== undefined && kinds.includes(off.kind) ? off : undefined;
    },
  };
}

export const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** The first year from one day to another whose calendar was not declared. */
export function undeclaredYear(first: Day, last: Day, calendars: Calendars): number | undefined {
  for (let year = yearOf(first); year <= yearOf(last); year += 1) {
    if (calendars.version(year) === undefined) return year;
  }
  return undefined;
}

export const isWeekend = (day: Day): boolean => weekday(day) === 0 || weekday(day) === 6;

/** In a year without a calendar every Monday to Friday; whoever sets a limit asks for it first. */
export const isWorkingDay = (day: Day, calendars: Calendars): boolean =>
  !isWeekend(day) && calendars.dayOff(day) === undefined;

export function nextWorkingDay(after: Day, calendars: Calendars): Day {
  let day = addDays(after, 1);
  while (!isWorkingDay(day, calendars)) day = addDays(day, 1);
  return day;
}

export function previousWorkingDay(before: Day, calendars: Calendars): Day {
  let day = addDays(before, -1);
  while (!isWorkingDay(day, calendars)) day = addDays(day, -1);
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
export function startDay(startedAt: Instant, calendars: Calendars, hours: OfficeHours): Day {
  const day = cityDay(startedAt);
  if (!isWorkingDay(day, calendars)) return nextWorkingDay(day, calendars);
  const { closes } = hours[weekday(day) === 5 ? 'friday' : 'otherDays'];
  return cityMinutes(startedAt) < closes ? day : nextWorkingDay(day, calendars);
}

/** Working days from the first day up to and without the second. */
export const workingDaysWithin = (from: Day, to: Day, calendars: Calendars): number =>
  from < to ? workingDaysBetween(addDays(from, -1), addDays(to, -1), calendars) : 0;

/** Working days after the first day up to and with the last; 0 when they are the same. */
export function workingDaysBetween(first: Day, last: Day, calendars: Calendars): number {
  let count = 0;
  for (let day = addDays(first, 1); day <= last; day = addDays(day, 1)) {
    if (isWorkingDay(day, calendars)) count += 1;
  }
  return count;
}
