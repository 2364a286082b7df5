import fc from 'fast-check';
import type { Day, Instant } from '#kernel';
import { recount, resumeClock, startClock, startReview } from './clock.ts';
import type { StartedClock } from './clock.ts';
import { addDays, cityDay, endOfDay, startOfDay } from './days.ts';
import { ledgerOf } from './ledger.ts';
import { reckoningWith } from './reckoning.ts';
import type { Reckoning } from './reckoning.ts';
import { CLOCK_RULES, RULE_IDS } from './rules.ts';
import { addWorkingDays, isWorkingDay, startDay, workingDaysBetween } from './working-days.ts';

const FIRST = '2026-01-01' as Day;
const instants = fc
  .integer({ min: 0, max: 300 * 86_400 })
  .map((s) => new Date(Date.parse(FIRST) + s * 1_000).toISOString() as Instant);
/** Any days off in a year and a half, up to every second day. */
const daysOff = fc.uniqueArray(fc.integer({ min: 0, max: 550 }), { maxLength: 200 });
const calendars = daysOff.map((numbers) =>
  withDaysOff(numbers.map((number) => addDays(FIRST, number))),
);

type Dated = StartedClock & { dueOn: Day; dueAt: Instant };
const dated = (clock: StartedClock): Dated => clock as Dated;

/** Counted days before a pause, and its own. */
const spans = fc.tuple(fc.nat(12), fc.nat(12));
const rules = fc.constantFrom(
  ...RULE_IDS.filter((id) => CLOCK_RULES[id].unit === 'WORKING_DAY' && CLOCK_RULES[id].length),
);

function withDaysOff(days: readonly Day[]): Reckoning {
  const off = new Set(days);
  return reckoningWith({
    dayOff: (date) => (off.has(date) ? { date, kind: 'LOCAL_HOLIDAY', name: 'libur' } : undefined),
    version: (year) => `v${year}`,
  });
}

describe('a limit in working days, under any calendar', () => {
  it('has a ledger that adds up to its length, day by day', () => {
    fc.assert(
      fc.property(rules, instants, calendars, (rule, at, days) => {
        const clock = startClock(rule, at, days);
        const [start, ...rest] = ledgerOf(clock, days);
        const due = rest.pop();
        expect(start).toMatchObject({ date: clock.startOn, kind: 'START' });
        expect(due).toEqual({ date: clock.dueOn, kind: 'DUE' });
        expect(rest.map(({ date }) => date)).toEqual(
          rest.map((_, index) => addDays(clock.startOn, index + 1)),
        );
        const counted = rest.filter(({ kind }) => kind === 'COUNTED');
        expect(counted).toHaveLength(CLOCK_RULES[rule].length ?? 0);
        expect(rest.at(-1)).toEqual({ date: clock.dueOn, kind: 'COUNTED' });
      }),
    );
  });

  it('starts and ends on working days, never before the instant that starts it', () => {
    fc.assert(
      fc.property(rules, instants, calendars, (rule, at, days) => {
        const { startOn, dueOn, dueAt } = dated(startClock(rule, at, days));
        expect(isWorkingDay(startOn, days) && isWorkingDay(dueOn, days)).toBe(true);
        expect(startOn >= cityDay(at) && dueAt > at).toBe(true);
        expect(dueAt).toBe(endOfDay(dueOn));
      }),
    );
  });

  it('that starts later never ends earlier', () => {
    fc.assert(
      fc.property(rules, instants, instants, calendars, (rule, one, other, days) => {
        const [first, second] = [one, other].sort();
        const due = [first!, second!].map((at) => dated(startClock(rule, at, days)).dueOn);
        expect(due[0]! <= due[1]!).toBe(true);
      }),
    );
  });

  it('is measured by the days between its ends', () => {
    fc.assert(
      fc.property(instants, fc.nat(40), calendars, (at, length, days) => {
        const start = startDay(at, days, days.hours);
        const due = addWorkingDays(start, length, days);
        expect(workingDaysBetween(start, due, days)).toBe(length);
        expect(startDay(startOfDay(due), days, days.hours)).toBe(due);
      }),
    );
  });

  it('never ends earlier for one more day off', () => {
    fc.assert(
      fc.property(rules, instants, daysOff, fc.nat(550), (rule, at, off, more) => {
        const [before, after] = [off, [...off, more]].map((numbers) => {
          const days = withDaysOff(numbers.map((number) => addDays(FIRST, number)));
          return dated(startClock(rule, at, days)).dueOn;
        });
        expect(before! <= after!).toBe(true);
      }),
    );
  });

  it('moves by exactly the working days of its pauses', () => {
    fc.assert(
      fc.property(rules, instants, calendars, spans, (rule, at, days, [a, p]) => {
        const clock = dated(startClock(rule, at, days));
        const first = addWorkingDays(clock.startOn, 1, days);
        const from = addWorkingDays(first, a, days);
        const to = addWorkingDays(from, p, days);
        const resumed = dated(resumeClock(clock, { from, to }, days));
        expect(workingDaysBetween(clock.dueOn, resumed.dueOn, days)).toBe(p);
        const counted = ledgerOf(resumed, days).filter(({ kind }) => kind === 'COUNTED');
        if (from <= clock.dueOn) expect(counted).toHaveLength(clock.terms?.length ?? 0);
      }),
    );
  });
});

describe('the review of an exemption, under any calendar', () => {
  it('leaves thirty working days to its end, or is due at once', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 400 }), calendars, (at, length, days) => {
        const start = cityDay(at);
        const before = addDays(start, length);
        const clock = dated(startReview(at, { before }, days));
        expect(recount(clock, days)).toEqual(clock);
        expect(clock.dueOn >= start && clock.dueOn < before).toBe(true);
        const left = workingDaysBetween(clock.dueOn, addDays(before, -1), days);
        if (clock.dueOn === start) return expect(left).toBeLessThanOrEqual(30);
        expect(isWorkingDay(clock.dueOn, days)).toBe(true);
        expect(left).toBe(29);
      }),
    );
  });
});
