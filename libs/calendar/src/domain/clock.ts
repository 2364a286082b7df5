import type { Day, Instant } from '#kernel';
import { addDays, cityDay, endOfDay, weekday } from './days.ts';
import { CLOCK_RULES } from './rules.ts';
import type { RuleId } from './rules.ts';
import { addWorkingDays, isWorkingDay, startDay } from './working-days.ts';
import type { CalendarDayKind, Calendars } from './working-days.ts';

/** A limit as the event that starts it carries it. A stored format. */
export type StartedClock = {
  rule: RuleId;
  /** The true instant. */
  startedAt: Instant;
  /** The day that counts as the start. */
  startOn: Day;
  dueOn: Day;
  /** The limit ends here: 24:00 of the due day in the city, or the exact instant agreed. */
  dueAt: Instant;
  /** Versions of the calendars used; empty: only weekends were skipped. */
  calendars: string[];
};

/** Starts a working-day limit; `noLaterThan` cuts it short (a journalist's own deadline). */
export function startClock(
  rule: RuleId,
  startedAt: Instant,
  calendars: Calendars,
  noLaterThan?: Instant,
): StartedClock {
  const firstDay = startDay(startedAt, calendars);
  const counted = addWorkingDays(firstDay, CLOCK_RULES[rule].length ?? 0, calendars);
  const limit = endOfDay(counted);
  const dueAt = noLaterThan !== undefined && noLaterThan < limit ? noLaterThan : limit;
  const dueOn = dueAt === limit ? counted : cityDay(dueAt);
  const startOn = firstDay < dueOn ? firstDay : dueOn;
  return { rule, startedAt, startOn, dueOn, dueAt, calendars: versions(startOn, dueOn, calendars) };
}

/** The limit that an imported register gives; nothing is counted. */
export function importedClock(startedAt: Instant, dueAt: Instant): StartedClock {
  const [startOn, dueOn] = [cityDay(startedAt), cityDay(dueAt)];
  return { rule: 'IMPORTED', startedAt, startOn, dueOn, dueAt, calendars: [] };
}

function versions(first: Day, last: Day, calendars: Calendars): string[] {
  const found: string[] = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) {
    const version = calendars.version(year);
    if (version !== undefined) found.push(version);
  }
  return found;
}

export type LedgerStep = {
  date: Day;
  kind: 'START' | 'COUNTED' | 'WEEKEND' | CalendarDayKind | 'DUE';
  /** Name of the holiday. */
  note?: string;
  /** Years in the count for which no calendar was declared; on START only. */
  withoutCalendar?: number[];
};

/** Every day from start to due, with why it counted or not. */
export function ledgerOf(clock: StartedClock, calendars: Calendars): LedgerStep[] {
  const { rule, startOn, dueOn } = clock;
  if (rule === 'IMPORTED')
    return [
      { date: startOn, kind: 'START' },
      { date: dueOn, kind: 'DUE' },
    ];
  const years = [...new Set([startOn, dueOn].map((day) => Number(day.slice(0, 4))))];
  const withoutCalendar = years.filter((year) => calendars.version(year) === undefined);
  const steps: LedgerStep[] = [{ date: startOn, kind: 'START', withoutCalendar }];
  for (let day = addDays(startOn, 1); day <= dueOn; day = addDays(day, 1)) {
    steps.push(counted(day, calendars));
  }
  return [...steps, { date: dueOn, kind: 'DUE' }];
}

function counted(date: Day, calendars: Calendars): LedgerStep {
  const off = calendars.dayOff(date);
  if (off !== undefined) return { date, kind: off.kind, note: off.name };
  const weekend = !isWorkingDay(date, calendars) && [0, 6].includes(weekday(date));
  return { date, kind: weekend ? 'WEEKEND' : 'COUNTED' };
}
