import type { Day, Instant } from '#kernel';
import { cityDay, cityMinutes, endOfDay, startOfDay, weekday } from './days.ts';
import { DEFAULT_OFFICE_HOURS } from './office-hours.ts';
import type { OfficeHours } from './office-hours.ts';
import type { Reckoning } from './reckoning.ts';
import { CLOCK_RULES } from './rules.ts';
import type { ClockRule, RuleId } from './rules.ts';
import {
  addWorkingDays,
  nextWorkingDay,
  previousWorkingDay,
  skipping,
  startDay,
  undeclaredYear,
  workingDaysWithin,
  yearOf,
} from './working-days.ts';
import type { CalendarDayKind, Calendars } from './working-days.ts';

/** Days on which a limit did not count: from the first, and up to without the second. */
export type Pause = { from: Day; to: Day };

/** A limit as the event that starts or moves it carries it. A stored format. */
export type StartedClock = {
  rule: RuleId;
  /** The true instant. */
  startedAt: Instant;
  /** The day that counts as the start. */
  startOn: Day;
  /** Absent, as is `dueAt`, while a calendar is missing. */
  dueOn?: Day;
  /** The limit ends here: 24:00 of the due day in the city, or an exact instant. */
  dueAt?: Instant;
  /** The year whose calendar it waits for. */
  waitsFor?: number;
  /** Versions of the calendars used. */
  calendars: string[];
  /** Of rule and office hours as they stood at the start; absent where nothing is counted. */
  terms?: Terms;
  /** It ends here at the latest: a journalist's own deadline. */
  noLaterThan?: Instant;
  /** Working days that its one extension added, KIP 22(8). */
  extendedBy?: number;
  pauses?: Pause[];
  /** EXEMPT-REVIEW: counted back from here, the last day of an exemption. */
  before?: Day;
  /** EXEMPT-REVIEW: the day to look again; nothing is counted. */
  on?: Day;
};

type Terms = {
  length: number;
  skips: CalendarDayKind[];
  pausable: boolean;
  startsAt: ClockRule['startsAt'];
  hours: OfficeHours;
};

/** When an exemption is to be looked at again: before its last day, or on a day of its own. */
type Review = { before: Day } | { on: Day };

type Uncounted = Omit<StartedClock, 'startOn' | 'dueOn' | 'dueAt' | 'waitsFor' | 'calendars'>;

/** Starts a limit; `noLaterThan` cuts it short. */
export function startClock(
  rule: RuleId,
  startedAt: Instant,
  reckoning: Reckoning,
  noLaterThan?: Instant,
): StartedClock {
  const { length, skips, pausable, startsAt } = reckoning.rule(rule);
  if (length === null) throw new RangeError(`${rule} is not counted`);
  const terms = { length, skips: [...skips], pausable, startsAt, hours: reckoning.hours };
  const cut = noLaterThan === undefined ? {} : { noLaterThan };
  return counted({ rule, startedAt, terms, ...cut }, reckoning);
}

/** The limit that an imported register gives; nothing is counted. */
export function importedClock(startedAt: Instant, dueAt: Instant): StartedClock {
  const [startOn, dueOn] = [cityDay(startedAt), lastDay(dueAt)];
  return { rule: 'IMPORTED', startedAt, startOn, dueOn, dueAt, calendars: [] };
}

/** Working days that an exemption is to be reviewed before it ends [policy]. */
const REVIEW_DAYS = 30;

/** The limit of a consequence test, KIP 20; of a day to look again nothing is counted. */
export function startReview(
  startedAt: Instant,
  review: Review,
  reckoning: Reckoning,
): StartedClock {
  const rule = 'EXEMPT-REVIEW' as const;
  if ('on' in review) return counted({ rule, startedAt, on: review.on }, reckoning);
  const { skips, pausable, startsAt } = reckoning.rule(rule);
  const { hours } = reckoning;
  const terms = { length: REVIEW_DAYS, skips: [...skips], pausable, startsAt, hours };
  return counted({ rule, startedAt, terms, before: review.before }, reckoning);
}

/** The same limit from another instant. */
export const restartClock = (
  clock: StartedClock,
  startedAt: Instant,
  reckoning: Reckoning,
): StartedClock => recount({ ...clock, startedAt }, reckoning);

/** The same limit by the calendars as they stand now. */
export function recount(clock: StartedClock, reckoning: Reckoning): StartedClock {
  const { startOn: _, dueOn: __, dueAt: ___, waitsFor: ____, calendars: _____, ...rest } = clock;
  return rest.rule === 'IMPORTED' ? clock : counted(rest, reckoning);
}

/** The same clock goes on counting, KIP 22(8). */
export const extendClock = (
  clock: StartedClock,
  workingDays: number,
  reckoning: Reckoning,
): StartedClock =>
  recount({ ...clock, extendedBy: (clock.extendedBy ?? 0) + workingDays }, reckoning);

/** Ends a pause: the limit moves by the working days that were not counted. */
export const resumeClock = (
  clock: StartedClock,
  pause: Pause,
  reckoning: Reckoning,
): StartedClock => recount({ ...clock, pauses: [...(clock.pauses ?? []), pause] }, reckoning);

type Days = Pick<StartedClock, 'dueOn'>;

/** From which day to which a limit moved, where it had or has one. */
export function moveOf(from: Days, to: Days): { dueFrom?: Day; dueTo?: Day } {
  return {
    ...(from.dueOn === undefined ? {} : { dueFrom: from.dueOn }),
    ...(to.dueOn === undefined ? {} : { dueTo: to.dueOn }),
  };
}

/** Calendars by the kinds of days off that the limit skips. */
export const calendarsFor = (
  clock: Pick<StartedClock, 'rule' | 'terms'>,
  all: Calendars,
): Calendars => skipping(all, termsOf(clock).skips);

/** Logs from before rules could change do not name them. */
function termsOf({ rule, terms }: Pick<StartedClock, 'rule' | 'terms'>): CountedBy {
  return terms ?? { ...CLOCK_RULES[rule], hours: DEFAULT_OFFICE_HOURS };
}
type CountedBy = Pick<ClockRule, 'length' | 'skips'> & { hours: OfficeHours };

/** The part of a pause in which days would have counted, or undefined. */
export function countedPart(
  { startOn }: Pick<StartedClock, 'startOn'>,
  { from, to }: Pause,
  calendars: Calendars,
): Pause | undefined {
  const first = nextWorkingDay(startOn, calendars);
  const begin = from < first ? first : from;
  return begin < to ? { from: begin, to } : undefined;
}

/** Counted by calendars of which one has been amended since. */
export const isOutdated = (
  { calendars }: Pick<StartedClock, 'calendars'>,
  by: Calendars,
): boolean =>
  calendars.some((version) => {
    const [year, number] = version.split('/').map(Number);
    const [, known = 0] =
      by
        .version(year ?? 0)
        ?.split('/')
        .map(Number) ?? [];
    return known < (number ?? 0);
  });

function counted(clock: Uncounted, reckoning: Reckoning): StartedClock {
  if (clock.on !== undefined || clock.before !== undefined) return reviewed(clock, reckoning);
  const unit = unitOf(clock);
  const calendars = calendarsFor(clock, reckoning);
  const first = cityDay(clock.startedAt);
  if (unit === 'CLOCK_HOUR') return { ...clock, ...inClockHours(clock), calendars: [] };
  // In a year without a calendar nothing is counted at all.
  const undeclared = undeclaredYear(first, first, calendars);
  if (undeclared !== undefined) {
    return { ...clock, startOn: first, waitsFor: undeclared, calendars: [] };
  }
  const { startOn, dueAt: limit } = LIMITS[unit](clock, calendars);
  const { noLaterThan } = clock;
  const dueAt = noLaterThan !== undefined && noLaterThan < limit ? noLaterThan : limit;
  const dueOn = lastDay(dueAt);
  const waitsFor = undeclaredYear(first, dueOn, calendars);
  const begins = startOn < dueOn ? startOn : dueOn;
  if (waitsFor !== undefined) {
    const until = `${waitsFor - 1}-12-31` as Day;
    return { ...clock, startOn, waitsFor, calendars: versions(first, until, calendars) };
  }
  return { ...clock, startOn: begins, dueOn, dueAt, calendars: versions(first, dueOn, calendars) };
}

/** Of an exemption that ends sooner than it could be reviewed, on the day of its decision. */
function reviewed(clock: Uncounted, reckoning: Reckoning): StartedClock {
  const startOn = cityDay(clock.startedAt);
  const { on = startOn, before } = clock;
  const dueFrom = (day: Day) => ({ startOn, dueOn: day, dueAt: endOfDay(day) });
  if (before === undefined) return { ...clock, ...dueFrom(latest(startOn, on)), calendars: [] };
  const calendars = calendarsFor(clock, reckoning);
  let day = before;
  for (let left = lengthOf(clock); left > 0 && day > startOn; left -= 1) {
    day = previousWorkingDay(day, calendars);
  }
  const dueOn = latest(startOn, day);
  const waitsFor = undeclaredYear(dueOn, before, calendars);
  const used = versions(dueOn, before, calendars);
  if (waitsFor !== undefined) return { ...clock, startOn, waitsFor, calendars: used };
  return { ...clock, ...dueFrom(dueOn), calendars: used };
}

const latest = (a: Day, b: Day): Day => (a < b ? b : a);

const lengthOf = (clock: Uncounted): number => termsOf(clock).length ?? 0;

type Limit = { startOn: Day; dueAt: Instant };
type CountedUnit = 'WORKING_DAY' | 'WORKING_HOUR' | 'CLOCK_HOUR';

function unitOf({ rule }: Uncounted): CountedUnit {
  const { unit } = CLOCK_RULES[rule];
  if (unit === 'CALENDAR_DAY' || unit === 'EDITION') throw new RangeError(`${rule} is not counted`);
  return unit;
}

const LIMITS: Readonly<
  Record<'WORKING_DAY' | 'WORKING_HOUR', (clock: Uncounted, calendars: Calendars) => Limit>
> = { WORKING_DAY: inWorkingDays, WORKING_HOUR: inWorkingHours };

/** Day and night, so no calendar is asked. */
function inClockHours(clock: Uncounted): { startOn: Day; dueOn: Day; dueAt: Instant } {
  const dueAt = later(clock.startedAt, lengthOf(clock) * 60);
  return { startOn: cityDay(clock.startedAt), dueOn: lastDay(dueAt), dueAt };
}

/** Counting begins the working day after the start and ends with a working day, at 24:00. */
function inWorkingDays(clock: Uncounted, calendars: Calendars): Limit {
  const { startedAt, extendedBy = 0, pauses = [] } = clock;
  const startOn = startDay(startedAt, calendars, termsOf(clock).hours);
  const paused = pauses.map((pause) => {
    const days = countedPart({ startOn }, pause, calendars);
    return days === undefined ? 0 : workingDaysWithin(days.from, days.to, calendars);
  });
  const length = paused.reduce((sum, days) => sum + days, lengthOf(clock) + extendedBy);
  return { startOn, dueAt: endOfDay(addWorkingDays(startOn, length, calendars)) };
}

/** A limit that starts outside office hours starts at the next opening. */
function inWorkingHours(clock: Uncounted, calendars: Calendars): Limit {
  const { hours } = termsOf(clock);
  const { startedAt } = clock;
  const opening = (day: Day) => hours[weekday(day) === 5 ? 'friday' : 'otherDays'];
  const startOn = startDay(startedAt, calendars, hours);
  const onTheDay = startOn === cityDay(startedAt) ? cityMinutes(startedAt) : 0;
  let day = startOn;
  let from = Math.max(onTheDay, opening(day).opens);
  let left = lengthOf(clock) * 60;
  while (from + left > opening(day).closes) {
    left -= opening(day).closes - from;
    day = nextWorkingDay(day, calendars);
    from = opening(day).opens;
  }
  return { startOn, dueAt: later(startOfDay(day), from + left) };
}

const later = (at: Instant, minutes: number): Instant =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString() as Instant;

/** The day at whose end, or within which, a limit ends: of 24:00, the day before. */
export const lastDay = (dueAt: Instant): Day => cityDay(later(dueAt, -1 / 60_000));

function versions(first: Day, last: Day, calendars: Calendars): string[] {
  const found: string[] = [];
  for (let year = yearOf(first); year <= yearOf(last); year += 1) {
    const version = calendars.version(year);
    if (version !== undefined) found.push(version);
  }
  return found;
}
