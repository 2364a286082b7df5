import type { Day, Instant } from '#kernel';

/** The city's zone, Asia/Jakarta: seven hours ahead of UTC all year. */
const OFFSET_MS = 7 * 3_600_000;
const DAY_MS = 86_400_000;

export function cityDay(at: Instant): Day {
  return new Date(Date.parse(at) + OFFSET_MS).toISOString().slice(0, 10) as Day;
}

/** Minutes since midnight in the city. */
export function cityMinutes(at: Instant): number {
  return Math.floor(((Date.parse(at) + OFFSET_MS) % DAY_MS) / 60_000);
}

export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10) as Day;
}

/** 0 is Sunday. */
export function weekday(day: Day): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** 00:00 of the day in the city. */
export function startOfDay(day: Day): Instant {
  return new Date(Date.parse(day) - OFFSET_MS).toISOString() as Instant;
}

/** 24:00 of the day in the city. */
export const endOfDay = (day: Day): Instant => startOfDay(addDays(day, 1));
