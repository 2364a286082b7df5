import type { Day, Instant } from '#kernel';
import { calendarsOf, reckoningWith, startClock } from '#calendar';
import type { CalendarDayKind, Reckoning, StartedClock } from '#calendar';
import { amendedDays } from '#offices';
import { decrees } from './decreed.ts';

const [of2025, amendment, of2026] = decrees();
const wib = (text: string): Instant => new Date(`${text}+07:00`).toISOString() as Instant;

const before = reckoningWith(
  calendarsOf([
    { year: 2025, version: '2025/1', days: of2025!.days },
    { year: 2026, version: '2026/1', days: of2026!.days },
  ]),
);
const after = reckoningWith(
  calendarsOf([
    {
      year: 2025,
      version: '2025/2',
      days: amendedDays(of2025!.days, { add: amendment!.days, remove: [] }),
    },
    { year: 2026, version: '2026/1', days: of2026!.days },
  ]),
);

/** A limit of so many working days that skips days off of some kinds. */
function limit(on: string, length: number, skips: CalendarDayKind[], by: Reckoning): StartedClock {
  const rule = { ...by.rule('KIP-22-7'), length, skips };
  return startClock('KIP-22-7', wib(`${on}T09:00`), { ...by, rule: () => rule });
}

// Computed by two independent programs from the calendar of 2026; skipping holidays and
// collective leave, then holidays alone, 10, 17 and 30 days each.
const MISSING = 'CALENDAR_MISSING';
const GOLDEN = `
2026-01-05,2026-01-20,2026-01-29,2026-02-19,2026-01-20,2026-01-29,2026-02-18
2026-02-12,2026-03-02,2026-03-11,2026-04-07,2026-02-27,2026-03-10,2026-03-30
2026-03-10,2026-03-31,2026-04-10,2026-04-29,2026-03-25,2026-04-06,2026-04-23
2026-03-13,2026-04-06,2026-04-15,2026-05-05,2026-03-30,2026-04-09,2026-04-28
2026-05-11,2026-05-29,2026-06-10,2026-06-30,2026-05-26,2026-06-08,2026-06-26
2026-08-10,2026-08-26,2026-09-04,2026-09-23,2026-08-26,2026-09-04,2026-09-23
2026-12-14,2026-12-30,${MISSING},${MISSING},2026-12-29,${MISSING},${MISSING}`;

describe('the calendars that ship', () => {
  it.each(GOLDEN.trim().split('\n'))('give the golden dates of %s', (line) => {
    const [on = '', ...due] = line.split(',');
    const both: CalendarDayKind[] = ['NATIONAL_HOLIDAY', 'COLLECTIVE_LEAVE'];
    const computed = [both, both.slice(0, 1)].flatMap((skips) =>
      [10, 17, 30].map((length) => limit(on, length, skips, after)),
    );
    expect(computed.map(({ dueOn }) => dueOn ?? MISSING)).toEqual(due);
    const missing = computed.filter(({ dueOn }) => dueOn === undefined);
    for (const { waitsFor } of missing) expect(waitsFor).toBe(2027);
  });

  it('move the limits that the decree of 7 August 2025 touched', () => {
    const due = (on: string, by: Reckoning): Day | undefined =>
      startClock('KIP-22-7', wib(`${on}T09:00`), by).dueOn;
    expect(due('2025-08-05', before)).toBe('2025-08-19');
    expect(due('2025-08-05', after)).toBe('2025-08-20');
    expect(due('2025-08-04', before)).toBe('2025-08-18');
    expect(due('2025-08-04', after)).toBe('2025-08-19');
  });

  it('name their decree, and each day once', () => {
    for (const { year, source, days } of decrees()) {
      expect(source).toMatch(/SKB Menteri/);
      expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
      for (const { date } of days) expect(date).toMatch(new RegExp(`^${year}-`));
    }
    expect(decrees().map(({ days }) => days.length)).toEqual([27, 1, 25]);
  });
});
