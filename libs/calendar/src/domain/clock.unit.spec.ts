import type { Day, Instant } from '#kernel';
import {
  extendClock,
  importedClock,
  isOutdated,
  recount,
  resumeClock,
  startClock,
} from './clock.ts';
import { endOfDay } from './days.ts';
import { ledgerOf } from './ledger.ts';
import { officeHours } from './office-hours.ts';
import { WEEKENDS_ONLY, reckoningWith } from './reckoning.ts';
import { CLOCK_RULES, RULE_IDS } from './rules.ts';
import { calendarsOf } from './working-days.ts';
import type { CalendarDay } from './working-days.ts';

/** A time of the city, by its clock. */
const wib = (text: string): Instant => new Date(`${text}+07:00`).toISOString() as Instant;
const steps = (clock: ReturnType<typeof startClock>): string[] =>
  ledgerOf(clock, WEEKENDS_ONLY).map(({ date, kind }) => `${date} ${kind}`);

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
      expect(clock).toMatchObject({ startOn: registered, dueOn: due, calendars: ['2026/0'] });
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
      calendars: ['2026/0'],
      terms: {
        length: 10,
        skips: CLOCK_RULES['KIP-22-7'].skips,
        pausable: false,
        startsAt: 'RECEIPT',
        hours: WEEKENDS_ONLY.hours,
      },
    });
  });
});

describe('the other limits', () => {
  const monday = wib('2026-03-02T09:00');

  it('have their lengths', () => {
    const counted = RULE_IDS.filter((rule) => CLOCK_RULES[rule].length !== null);
    const due = counted.map((rule) => [rule, startClock(rule, monday, WEEKENDS_ONLY).dueOn]);
    expect(Object.fromEntries(due)).toEqual({
      'KIP-22-7': '2026-03-16',
      'PPID-REGISTER': '2026-03-03',
      REDO: '2026-03-16',
      'KIP-36-1': '2026-04-13',
      'KIP-36-2': '2026-04-13',
      'KIP-37': '2026-03-20',
      'KIP-48': '2026-03-20',
      'INT-CONTRIBUTION': '2026-03-09',
      'INT-REVIEW': '2026-03-04',
      'INTER-OFFICE': '2026-03-09',
      'MEDIA-ACK': '2026-03-02',
      'MEDIA-ANSWER': '2026-03-03',
      'PDP-30': '2026-03-05',
      'PDP-32': '2026-03-05',
      'PDP-46': '2026-03-05',
    });
  });

  it('are not started where nothing is counted in the time of the city', () => {
    for (const rule of ['HJ-ASK', 'EXEMPT-REVIEW', 'IMPORTED'] as const) {
      expect(() => startClock(rule, monday, WEEKENDS_ONLY)).toThrow(RangeError);
    }
  });

  it('say on what they rest, and carry their own id', () => {
    for (const id of RULE_IDS) expect(CLOCK_RULES[id].id).toBe(id);
    const legal = RULE_IDS.filter((id) => CLOCK_RULES[id].legalBasis?.startsWith('UU 14/2008'));
    expect(legal).toEqual([
      'KIP-22-7',
      'KIP-36-1',
      'KIP-36-2',
      'KIP-37',
      'KIP-48',
      'EXEMPT-REVIEW',
    ]);
    const pausable = RULE_IDS.filter((id) => CLOCK_RULES[id].pausable);
    expect(pausable).toEqual(['INT-CONTRIBUTION', 'INT-REVIEW', 'INTER-OFFICE', 'MEDIA-ANSWER']);
  });
});

describe('a limit in office hours', () => {
  const due = (started: string): string | undefined =>
    startClock('MEDIA-ACK', wib(started), WEEKENDS_ONLY).dueAt;

  it('ends within the day, or goes on at the next opening', () => {
    expect(due('2026-03-02T09:10')).toBe(wib('2026-03-02T11:10'));
    expect(due('2026-03-02T14:00')).toBe(wib('2026-03-02T16:00'));
    expect(due('2026-03-02T15:30')).toBe(wib('2026-03-03T09:00'));
    expect(due('2026-03-06T15:30')).toBe(wib('2026-03-09T08:30'));
  });

  it('that starts outside them starts at the next opening', () => {
    expect(due('2026-03-02T05:00')).toBe(wib('2026-03-02T09:30'));
    expect(due('2026-03-02T16:00')).toBe(wib('2026-03-03T09:30'));
    expect(due('2026-03-07T10:00')).toBe(wib('2026-03-09T09:30'));
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
      expect(startClock('MEDIA-ANSWER', received, WEEKENDS_ONLY, late).dueAt).toBe(whole.dueAt);
    }
  });
});

const OFF: CalendarDay[] = [
  { date: '2026-03-19' as Day, kind: 'NATIONAL_HOLIDAY', name: 'Nyepi' },
  { date: '2026-03-20' as Day, kind: 'COLLECTIVE_LEAVE', name: 'Cuti bersama' },
  { date: '2026-03-21' as Day, kind: 'NATIONAL_HOLIDAY', name: 'Idulfitri' },
];
const DECLARED = { year: 2026, version: '2026/1', days: OFF };
const ONLY_2026 = reckoningWith(calendarsOf([DECLARED]));

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
    const clock = startClock('INT-CONTRIBUTION', wib('2026-03-17T09:00'), ONLY_2026);
    expect(clock).toMatchObject({ dueOn: '2026-03-26', calendars: ['2026/1'] });
    const ledger = ledgerOf(clock, ONLY_2026);
    expect(ledger.filter((step) => 'note' in step)).toEqual([
      { date: '2026-03-19', kind: 'NATIONAL_HOLIDAY', note: 'Nyepi' },
      { date: '2026-03-20', kind: 'COLLECTIVE_LEAVE', note: 'Cuti bersama' },
      { date: '2026-03-21', kind: 'NATIONAL_HOLIDAY', note: 'Idulfitri' },
    ]);
    expect(ledger.at(5)).toEqual({ date: '2026-03-22', kind: 'WEEKEND' });
  });

  it('shows a day off that the rule counts as counted, by its name', () => {
    const strict = { ...ONLY_2026.rule('INT-CONTRIBUTION'), skips: ['NATIONAL_HOLIDAY'] as const };
    const clock = startClock('INT-CONTRIBUTION', wib('2026-03-17T09:00'), {
      ...ONLY_2026,
      rule: () => strict,
    });
    expect(clock.dueOn).toBe('2026-03-25');
    expect(ledgerOf(clock, ONLY_2026)).toContainEqual({
      date: '2026-03-20',
      kind: 'COUNTED',
      note: 'Cuti bersama',
    });
  });

  it('of an imported limit has its two ends only', () => {
    const clock = importedClock(wib('2010-10-05T09:00'), wib('2010-12-01T00:00'));
    expect(clock).toMatchObject({ rule: 'IMPORTED', startOn: '2010-10-05', dueOn: '2010-11-30' });
    expect(steps(clock)).toEqual(['2010-10-05 START', '2010-11-30 DUE']);
    expect(recount(clock, WEEKENDS_ONLY)).toBe(clock);
  });
});

describe('a limit that reaches into a year without a calendar', () => {
  const over = startClock('KIP-22-7', wib('2026-12-28T09:00'), ONLY_2026);

  it('has no date, and says for which year it waits', () => {
    const { dueOn, dueAt, waitsFor, calendars } = over;
    expect({ dueOn, dueAt, waitsFor, calendars }).toEqual({
      dueOn: undefined,
      dueAt: undefined,
      waitsFor: 2027,
      calendars: ['2026/1'],
    });
    expect(steps(over)).toEqual([
      '2026-12-28 START',
      '2026-12-29 COUNTED',
      '2026-12-30 COUNTED',
      '2026-12-31 COUNTED',
    ]);
    const unknown = startClock('KIP-22-7', wib('2025-12-29T09:00'), ONLY_2026);
    expect(unknown).toMatchObject({ waitsFor: 2025, calendars: [] });
  });

  it('gets its date when that year is declared', () => {
    const newYear = { date: '2027-01-01', kind: 'NATIONAL_HOLIDAY', name: 'Tahun Baru' };
    const next = { year: 2027, version: '2027/1', days: [newYear as CalendarDay] };
    const both = reckoningWith(calendarsOf([DECLARED, next]));
    const computed = recount(over, both);
    expect(computed).toMatchObject({ dueOn: '2027-01-12', calendars: ['2026/1', '2027/1'] });
    expect(computed).not.toHaveProperty('waitsFor');
    expect(computed).toEqual(startClock('KIP-22-7', over.startedAt, both));
  });

  it("ends with the journalist's own deadline where that is in a declared one", () => {
    const soon = wib('2026-12-31T15:00');
    const clock = startClock('MEDIA-ANSWER', wib('2026-12-31T09:00'), ONLY_2026, soon);
    expect(clock).toMatchObject({ dueAt: soon, dueOn: '2026-12-31' });
  });
});

describe('a limit that is counted again', () => {
  it('keeps the office hours it started by', () => {
    const late = startClock('PPID-REGISTER', wib('2026-03-02T15:30'), WEEKENDS_ONLY);
    const shorter = {
      ...WEEKENDS_ONLY,
      hours: officeHours('Mon-Thu 08:00-15:00, Fri 08:00-15:00')!,
    };
    expect(recount(late, shorter)).toEqual(late);
    expect(startClock('PPID-REGISTER', late.startedAt, shorter).dueOn).toBe('2026-03-04');
  });

  it('knows whether somebody counts by older calendars', () => {
    const newer = reckoningWith(calendarsOf([{ ...DECLARED, version: '2026/10' }]));
    const clock = startClock('KIP-22-7', wib('2026-03-02T09:00'), newer);
    expect([isOutdated(clock, ONLY_2026), isOutdated(clock, newer)]).toEqual([true, false]);
  });
});

describe('a limit without any calendar', () => {
  const nothing = reckoningWith(calendarsOf([]));

  it('is not counted at all, however far off', () => {
    const clock = startClock('KIP-22-7', '9999-12-31T01:00:00.000Z' as Instant, nothing);
    expect(clock).toMatchObject({ startOn: '9999-12-31', waitsFor: 9999, calendars: [] });
    expect(ledgerOf(clock, nothing)).toEqual([{ date: '9999-12-31', kind: 'START' }]);
  });

  it('is counted in hours of the clock', () => {
    const clock = startClock('PDP-46', wib('2026-03-06T09:00'), nothing);
    expect(clock).toMatchObject({ dueAt: wib('2026-03-09T09:00'), dueOn: '2026-03-09' });
    expect(ledgerOf(clock, nothing).map(({ kind }) => kind)).toEqual(['START', 'DUE']);
  });
});

describe('an extension', () => {
  it('goes on counting on the same clock', () => {
    const clock = startClock('KIP-22-7', wib('2026-03-02T09:00'), ONLY_2026);
    const extended = extendClock(clock, 7, ONLY_2026);
    expect(clock.dueOn).toBe('2026-03-16');
    expect(extended).toMatchObject({ dueOn: '2026-03-27', startOn: '2026-03-02', extendedBy: 7 });
  });
});

describe('a pause', () => {
  const clock = startClock('INT-CONTRIBUTION', wib('2026-03-02T09:00'), ONLY_2026);
  const paused = (from: string, to: string) =>
    resumeClock(clock, { from: from as Day, to: to as Day }, ONLY_2026);

  it('moves the limit by its working days, up to and without the day of resumption', () => {
    expect(clock.dueOn).toBe('2026-03-09');
    expect(paused('2026-03-04', '2026-03-06').dueOn).toBe('2026-03-11');
    expect(paused('2026-03-06', '2026-03-09').dueOn).toBe('2026-03-10');
    expect(paused('2026-03-07', '2026-03-08').dueOn).toBe('2026-03-09');
    expect(paused('2026-03-04', '2026-03-04').dueOn).toBe('2026-03-09');
  });

  it('does not reach before the first counted day', () => {
    expect(paused('2026-03-02', '2026-03-04').dueOn).toBe('2026-03-10');
  });

  it('stands in the ledger with its last day', () => {
    expect(ledgerOf(paused('2026-03-04', '2026-03-06'), ONLY_2026)).toEqual([
      { date: '2026-03-02', kind: 'START' },
      { date: '2026-03-03', kind: 'COUNTED' },
      { date: '2026-03-04', until: '2026-03-05', kind: 'PAUSED' },
      { date: '2026-03-06', kind: 'COUNTED' },
      { date: '2026-03-07', kind: 'WEEKEND' },
      { date: '2026-03-08', kind: 'WEEKEND' },
      { date: '2026-03-09', kind: 'COUNTED' },
      { date: '2026-03-10', kind: 'COUNTED' },
      { date: '2026-03-11', kind: 'COUNTED' },
      { date: '2026-03-11', kind: 'DUE' },
    ]);
  });
});

describe('a pause that goes on', () => {
  it('shows the days before it, itself, and the date that is kept', () => {
    const clock = startClock('INT-CONTRIBUTION', wib('2026-03-02T09:00'), WEEKENDS_ONLY);
    expect(ledgerOf(clock, WEEKENDS_ONLY, { pausedOn: '2026-03-04' as Day })).toEqual([
      { date: '2026-03-02', kind: 'START' },
      { date: '2026-03-03', kind: 'COUNTED' },
      { date: '2026-03-04', kind: 'PAUSED' },
      { date: '2026-03-09', kind: 'DUE' },
    ]);
    expect(ledgerOf(clock, WEEKENDS_ONLY, { pausedOn: '2026-03-02' as Day })).toEqual([
      { date: '2026-03-02', kind: 'START' },
      { date: '2026-03-03', kind: 'PAUSED' },
      { date: '2026-03-09', kind: 'DUE' },
    ]);
  });
});

describe('changes of a limit', () => {
  it('stand in the ledger after the day on which they were decided', () => {
    const clock = startClock('PPID-REGISTER', wib('2026-03-02T09:00'), WEEKENDS_ONLY);
    const dates = { dueFrom: '2026-03-03' as Day, dueTo: '2026-03-04' as Day };
    const moved = {
      kind: 'RECOMPUTED',
      date: '2026-03-02' as Day,
      note: '2026/2',
      ...dates,
    } as const;
    const extended = { kind: 'EXTENDED', date: '2026-03-09' as Day } as const;
    expect(ledgerOf(clock, WEEKENDS_ONLY, { changes: [moved, extended] })).toEqual([
      { date: '2026-03-02', kind: 'START' },
      moved,
      { date: '2026-03-03', kind: 'COUNTED' },
      extended,
      { date: '2026-03-03', kind: 'DUE' },
    ]);
  });
});
