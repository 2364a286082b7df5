import type { Day } from '#kernel';
import { calendarsFor, countedPart } from './clock.ts';
import type { StartedClock } from './clock.ts';
import { addDays } from './days.ts';
import { CLOCK_RULES } from './rules.ts';
import { isWeekend, yearOf } from './working-days.ts';
import type { CalendarDayKind, Calendars } from './working-days.ts';

export const CHANGE_KINDS = ['EXTENDED', 'RECOMPUTED'] as const;

/** Why the limit moved, on which day that was decided, from when to when. */
export type LimitChange = {
  date: Day;
  kind: (typeof CHANGE_KINDS)[number];
  note?: string;
  dueFrom?: Day;
  dueTo?: Day;
};

export type LedgerStep =
  | LimitChange
  | {
      date: Day;
      kind: 'START' | 'COUNTED' | 'WEEKEND' | CalendarDayKind | 'DUE' | 'PAUSED';
      /** PAUSED: its last day. */
      until?: Day;
      /** Name of the holiday, also of one that the rule counts. */
      note?: string;
    };

/**
 * Every day from start to due, with why it counted or not, and every change of the limit. From
 * `pausedOn` on nothing counts yet.
 * `calendars` are those in the versions that the clock names.
 */
export function ledgerOf(
  clock: StartedClock,
  calendars: Calendars,
  { changes = [], pausedOn }: { changes?: readonly LimitChange[]; pausedOn?: Day | undefined } = {},
): LedgerStep[] {
  const { startOn, dueOn } = clock;
  const due: LedgerStep[] = dueOn === undefined ? [] : [{ date: dueOn, kind: 'DUE' }];
  const days = [{ date: startOn, kind: 'START' } as const, ...daysOf(clock, calendars, pausedOn)];
  return [...withChanges(days, changes), ...due];
}

function daysOf(
  clock: StartedClock,
  calendars: Calendars,
  pausedOn: Day | undefined,
): LedgerStep[] {
  const { rule, startOn, waitsFor } = clock;
  const last = clock.dueOn ?? (`${(waitsFor ?? yearOf(startOn)) - 1}-12-31` as Day);
  // A review is counted back from the end of an exemption, not from its start.
  if (rule === 'IMPORTED' || rule === 'EXEMPT-REVIEW') return [];
  if (CLOCK_RULES[rule].unit === 'CLOCK_HOUR') return [];
  if (last <= startOn) return [];
  const skipped = calendarsFor(clock, calendars);
  const pauses = (clock.pauses ?? []).flatMap((pause) => countedPart(clock, pause, skipped) ?? []);
  const steps: LedgerStep[] = [];
  for (let day = addDays(startOn, 1); day <= last; day = addDays(day, 1)) {
    if (pausedOn !== undefined && day >= pausedOn) return [...steps, { date: day, kind: 'PAUSED' }];
    const pause = pauses.find(({ from, to }) => from <= day && day < to);
    if (pause === undefined) steps.push(stepOn(day, skipped, calendars));
    else if (pause.from === day) {
      steps.push({ date: day, until: addDays(pause.to, -1), kind: 'PAUSED' });
    }
  }
  return steps;
}

/** In the ledger a holiday that falls on a weekend is shown as the holiday. */
function stepOn(date: Day, skipped: Calendars, calendars: Calendars): LedgerStep {
  const off = skipped.dayOff(date);
  if (off !== undefined) return { date, kind: off.kind, note: off.name };
  if (isWeekend(date)) return { date, kind: 'WEEKEND' };
  const counted = calendars.dayOff(date);
  return { date, kind: 'COUNTED', ...(counted === undefined ? {} : { note: counted.name }) };
}

/** Each change after the days up to the one on which it was decided. */
function withChanges(days: readonly LedgerStep[], changes: readonly LimitChange[]): LedgerStep[] {
  const steps = [...days];
  for (const change of changes) {
    const next = steps.findIndex(({ date }) => date > change.date);
    steps.splice(next < 0 ? steps.length : next, 0, change);
  }
  return steps;
}
