import type { Day, Instant } from '#kernel';
import { recount, startReview } from './clock.ts';
import type { StartedClock } from './clock.ts';
import { endOfDay } from './days.ts';
import { ledgerOf } from './ledger.ts';
import { decideLimit } from './limits.ts';
import { WEEKENDS_ONLY, reckoningWith } from './reckoning.ts';
import type { Reckoning } from './reckoning.ts';
import { calendarsOf } from './working-days.ts';

const DECIDED = '2026-03-02T02:00:00.000Z' as Instant;
const day = (text: string): Day => text as Day;
const before = (text: string, reckoning: Reckoning = WEEKENDS_ONLY): StartedClock =>
  startReview(DECIDED, { before: day(text) }, reckoning);
const declared = (...years: [year: number, ...daysOff: string[]][]): Reckoning =>
  reckoningWith(
    calendarsOf(
      years.map(([year, ...dates]) => ({
        year,
        version: `${year}/1`,
        days: dates.map((date) => ({ date: day(date), kind: 'LOCAL_HOLIDAY', name: 'libur' })),
      })),
    ),
  );

describe('the review of an exemption', () => {
  it('is due with the thirtieth working day before its last day', () => {
    const clock = before('2026-12-31');
    expect(clock).toMatchObject({
      rule: 'EXEMPT-REVIEW',
      startedAt: DECIDED,
      startOn: '2026-03-02',
      dueOn: '2026-11-19',
      dueAt: endOfDay(day('2026-11-19')),
      calendars: ['2026/0'],
    });
    expect(clock.terms).toMatchObject({ length: 30, pausable: false });
  });

  it('skips days off on the way back', () => {
    const reckoning = declared([2026, '2026-12-25', '2026-12-24']);
    expect(before('2026-12-31', reckoning).dueOn).toBe('2026-11-17');
  });

  it('is due on the day to look again, for which no calendar is needed', () => {
    const nothing = declared();
    const clock = startReview(DECIDED, { on: day('2031-06-01') }, nothing);
    expect(clock).toMatchObject({ dueOn: '2031-06-01', calendars: [] });
    expect(clock.terms).toBeUndefined();
    expect(recount(clock, WEEKENDS_ONLY)).toEqual(clock);
  });

  it('is due at once where the exemption ends sooner than it could be reviewed', () => {
    expect(before('2026-03-10').dueOn).toBe('2026-03-02');
  });

  it('waits for the calendar of each year that it needs, one after the other', () => {
    const waiting = before('2027-01-15', declared([2026]));
    expect(waiting).toMatchObject({ waitsFor: 2027, calendars: ['2026/1'] });
    expect(waiting.dueOn).toBeUndefined();
    const far = before('2028-01-14', declared([2026]));
    expect(far).toMatchObject({ waitsFor: 2027, calendars: [] });
    const nearer = recount(far, declared([2026], [2027]));
    expect(nearer).toMatchObject({ waitsFor: 2028, calendars: ['2027/1'] });
    const dated = recount(nearer, declared([2026], [2027], [2028]));
    expect(dated).toMatchObject({ dueOn: '2027-12-03', calendars: ['2027/1', '2028/1'] });
    expect(dated.waitsFor).toBeUndefined();
  });

  it('is computed when the year is declared, and moves when it is amended', () => {
    const rule = 'EXEMPT-REVIEW' as const;
    const recompute = (clock: StartedClock, reckoning: Reckoning) =>
      decideLimit({ type: 'RecomputeDeadline', rule, at: DECIDED, now: DECIDED, reckoning }, clock);
    const clock = before('2027-01-15', declared([2026], [2027]));
    expect(recompute(before('2027-01-15', declared([2026])), declared([2026], [2027]))).toEqual([
      { type: 'DeadlineComputed', data: { rule, clock } },
    ]);
    const amended = declared([2026], [2027, '2027-01-04']);
    expect(recompute(clock, amended)).toMatchObject([
      { type: 'DeadlineRecomputed', data: { dueFrom: '2026-12-04', dueTo: '2026-12-03' } },
    ]);
  });

  it('is never paused, and is missed once its day has passed', () => {
    const clock = before('2026-12-31');
    const of = { rule: 'EXEMPT-REVIEW', at: DECIDED } as const;
    const now = endOfDay(day('2026-11-19'));
    const pause = { type: 'PauseDeadline', reason: 'x', now: DECIDED, ...of } as const;
    expect(decideLimit(pause, clock)).toMatchObject({ rejected: 'CLOCK_NOT_PAUSABLE' });
    const miss = { type: 'RecordMissedDeadline', now, reckoning: WEEKENDS_ONLY, ...of } as const;
    expect(decideLimit(miss, clock)).toMatchObject([{ type: 'DeadlineMissed' }]);
  });

  it('explains itself by its start and its day', () => {
    expect(ledgerOf(before('2026-12-31'), WEEKENDS_ONLY)).toEqual([
      { date: '2026-03-02', kind: 'START' },
      { date: '2026-11-19', kind: 'DUE' },
    ]);
    expect(ledgerOf(before('2027-01-15', declared([2026])), WEEKENDS_ONLY)).toEqual([
      { date: '2026-03-02', kind: 'START' },
    ]);
  });
});
