import type { Day, Instant } from '#kernel';
import { importedClock, ledgerOf, startClock } from './clock.ts';
import { endOfDay } from './days.ts';
import { CLOCK_RULES, RULE_IDS } from './rules.ts';
import { WEEKENDS_ONLY } from './working-days.ts';
import type { Calendars } from './working-days.ts';

/** A time of the city, by its clock. */
const wib = (text: string): Instant => new Date(`${text}+07:00`).toISOString() as Instant;
const steps = (clock: ReturnType<typeof startClock>, calendars = WEEKENDS_ONLY): string[] =>
  ledgerOf(clock, calendars).map(({ date, kind }) => `${date} ${kind}`);

// shared/data/calendar/golden-deadlines.csv, columns registered and weekends_only_10.
const WEEKENDS_ONLY_10 = `
2026-01-05 2026-01-19
2026-02-12 2026-02-26
2026-03-10 2026-03-24
2026-03-13 2026-03-27
2026-05-11 2026-05-25
2026-08-10 2026-08-24
2026-12-14 2026-12-28`;

describe('the legal limit', () => {
  it('is that of the golden dates', () => {
    for (const line of WEEKENDS_ONLY_10.trim().split('\n')) {
      const [registered, due] = line.split(' ');
      const clock = startClock('KIP-22-7', wib(`${registered}T09:00`), WEEKENDS_ONLY);
      expect(clock).toMatchObject({ startOn: registered, dueOn: due, calendars: [] });
      expect(clock.dueAt).toBe(endOfDay(due as Day));
    }
  });

  it('keeps the true instant beside the day that counts as its start', () => {
    const evening = wib('2026-03-06T20:00');
    expect(startClock('KIP-22-7', evening, WEEKENDS_ONLY)).toEqual({
      rule: 'KIP-22-7',
      startedAt: evening,
      startOn: '2026-03-09',
      dueOn: '2026-03-23',
      dueAt: endOfDay('2026-03-23' as Day),
      calendars: [],
    });
  });
});

describe('the other limits', () => {
  it('have their lengths', () => {
    const due = RULE_IDS.map((rule) => [
      rule,
      startClock(rule, wib('2026-03-02T09:00'), WEEKENDS_ONLY).dueOn,
    ]);
    expect(Object.fromEntries(due)).toMatchObject({
      'KIP-22-7': '2026-03-16',
      'PPID-REGISTER': '2026-03-03',
      'INTER-OFFICE': '2026-03-09',
      'INT-CONTRIBUTION': '2026-03-09',
      'MEDIA-ANSWER': '2026-03-03',
    });
  });

  it('say on what they rest, and carry their own id', () => {
    for (const id of RULE_IDS) expect(CLOCK_RULES[id].id).toBe(id);
    const legal = RULE_IDS.filter((id) => CLOCK_RULES[id].legalBasis !== null);
    expect(legal).toEqual(['KIP-22-7']);
    const pausable = RULE_IDS.filter((id) => CLOCK_RULES[id].pausable);
    expect(pausable).toEqual(['INTER-OFFICE', 'INT-CONTRIBUTION', 'MEDIA-ANSWER']);
  });
});

describe("a journalist's own deadline", () => {
  const received = wib('2026-03-02T09:00');

  it('cuts the limit short, to the minute', () => {
    const soon = wib('2026-03-02T15:30');
    const clock = startClock('MEDIA-ANSWER', received, WEEKENDS_ONLY, soon);
    expect(clock).toMatchObject({ startOn: '2026-03-02', dueOn: '2026-03-02', dueAt: soon });
    expect(steps(clock)).toEqual(['2026-03-02 START', '2026-03-02 DUE']);
  });

  it('does not make it longer', () => {
    const whole = startClock('MEDIA-ANSWER', received, WEEKENDS_ONLY);
    for (const late of [whole.dueAt, wib('2026-03-10T09:00')]) {
      expect(startClock('MEDIA-ANSWER', received, WEEKENDS_ONLY, late)).toEqual(whole);
    }
  });
});

const CALENDARS: Calendars = {
  dayOff: (day) =>
    ({
      '2026-03-19': { kind: 'NATIONAL_HOLIDAY', name: 'Nyepi' } as const,
      '2026-03-20': { kind: 'COLLECTIVE_LEAVE', name: 'Cuti bersama' } as const,
      '2026-03-21': { kind: 'NATIONAL_HOLIDAY', name: 'Idulfitri' } as const,
    })[day as string],
  version: (year) => (year === 2026 ? '2026-skb' : undefined),
};

describe('the ledger of a limit', () => {
  it('shows every day from start to due', () => {
    expect(steps(startClock('INT-CONTRIBUTION', wib('2026-03-05T09:00'), WEEKENDS_ONLY))).toEqual([
      '2026-03-05 START',
      '2026-03-06 COUNTED',
      '2026-03-07 WEEKEND',
      '2026-03-08 WEEKEND',
      '2026-03-09 COUNTED',
      '2026-03-10 COUNTED',
      '2026-03-11 COUNTED',
      '2026-03-12 COUNTED',
      '2026-03-12 DUE',
    ]);
  });

  it('names holidays, also one that falls on a weekend', () => {
    const clock = startClock('INT-CONTRIBUTION', wib('2026-03-17T09:00'), CALENDARS);
    expect(clock).toMatchObject({ dueOn: '2026-03-26', calendars: ['2026-skb'] });
    const ledger = ledgerOf(clock, CALENDARS);
    expect(ledger.filter(({ note }) => note !== undefined)).toEqual([
      { date: '2026-03-19', kind: 'NATIONAL_HOLIDAY', note: 'Nyepi' },
      { date: '2026-03-20', kind: 'COLLECTIVE_LEAVE', note: 'Cuti bersama' },
      { date: '2026-03-21', kind: 'NATIONAL_HOLIDAY', note: 'Idulfitri' },
    ]);
    expect(ledger.at(5)).toEqual({ date: '2026-03-22', kind: 'WEEKEND' });
  });

  it('says for which years no calendar was declared', () => {
    const over = startClock('KIP-22-7', wib('2026-12-28T09:00'), CALENDARS);
    expect(over.calendars).toEqual(['2026-skb']);
    expect(ledgerOf(over, CALENDARS)[0]).toMatchObject({ withoutCalendar: [2027] });
    expect(ledgerOf(over, WEEKENDS_ONLY)[0]).toMatchObject({ withoutCalendar: [2026, 2027] });
  });

  it('of an imported limit has its two ends only', () => {
    const clock = importedClock(wib('2010-10-05T09:00'), wib('2010-11-30T00:00'));
    expect(clock).toMatchObject({ rule: 'IMPORTED', startOn: '2010-10-05', dueOn: '2010-11-30' });
    expect(steps(clock)).toEqual(['2010-10-05 START', '2010-11-30 DUE']);
  });
});
