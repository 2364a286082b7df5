import type { Day, Instant } from '#kernel';
import { addDays, cityDay, cityMinutes, endOfDay, startOfDay, weekday } from './days.ts';
import { officeHours } from './office-hours.ts';
import { WEEKENDS_ONLY } from './reckoning.ts';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDay,
  startDay,
  workingDaysBetween,
} from './working-days.ts';
import type { Calendars } from './working-days.ts';

const day = (text: string): Day => text as Day;
/** A time of the city, by its clock. */
const wib = (text: string): Instant => new Date(`${text}+07:00`).toISOString() as Instant;

const NYEPI = day('2026-03-19');
const WITH_NYEPI: Calendars = {
  dayOff: (each) =>
    each === NYEPI ? { date: each, kind: 'NATIONAL_HOLIDAY', name: 'Nyepi' } : undefined,
  version: () => 'v1',
};

describe('a day of the city', () => {
  it('begins and ends seven hours before that of UTC', () => {
    expect(cityDay('2026-03-01T16:59:59.999Z' as Instant)).toBe('2026-03-01');
    expect(cityDay('2026-03-01T17:00:00.000Z' as Instant)).toBe('2026-03-02');
    expect(startOfDay(day('2026-03-02'))).toBe('2026-03-01T17:00:00.000Z');
    expect(endOfDay(day('2026-03-02'))).toBe('2026-03-02T17:00:00.000Z');
    expect(endOfDay(day('2026-12-31'))).toBe(startOfDay(day('2027-01-01')));
    expect(cityMinutes(wib('2026-03-02T07:30:59'))).toBe(450);
  });

  it('is followed by the next, over months and leap years', () => {
    expect(addDays(day('2026-02-28'), 1)).toBe('2026-03-01');
    expect(addDays(day('2028-02-28'), 1)).toBe('2028-02-29');
    expect(addDays(day('2026-01-01'), -1)).toBe('2025-12-31');
    expect(weekday(day('2026-03-01'))).toBe(0);
  });
});

describe('a working day', () => {
  it('is Monday to Friday, and not in the calendar', () => {
    const week = Array.from({ length: 7 }, (_, i) => addDays(day('2026-03-16'), i));
    const working = (calendars: Calendars): Day[] =>
      week.filter((each) => isWorkingDay(each, calendars));
    expect(working(WEEKENDS_ONLY)).toEqual(week.slice(0, 5));
    expect(working(WITH_NYEPI)).toEqual(week.slice(0, 5).filter((each) => each !== NYEPI));
  });

  it('follows the day before a weekend after it', () => {
    expect(nextWorkingDay(day('2026-03-05'), WEEKENDS_ONLY)).toBe('2026-03-06');
    for (const each of ['2026-03-06', '2026-03-07', '2026-03-08']) {
      expect(nextWorkingDay(day(each), WEEKENDS_ONLY)).toBe('2026-03-09');
    }
    expect(nextWorkingDay(day('2026-03-18'), WITH_NYEPI)).toBe('2026-03-20');
  });

  it('is counted from the day after the start', () => {
    expect(addWorkingDays(day('2026-03-02'), 0, WEEKENDS_ONLY)).toBe('2026-03-02');
    expect(addWorkingDays(day('2026-03-02'), 5, WEEKENDS_ONLY)).toBe('2026-03-09');
    expect(addWorkingDays(day('2026-03-17'), 3, WITH_NYEPI)).toBe('2026-03-23');
  });
});

describe('the day a limit starts', () => {
  it('is the day of the instant while the office is open, from midnight on', () => {
    for (const time of ['00:00', '07:29', '12:00', '15:59:59.999']) {
      expect(startDay(wib(`2026-03-02T${time}`), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
        '2026-03-02',
      );
    }
  });

  it('is the next working day once office hours have ended', () => {
    for (const time of ['16:00', '16:01', '23:59:59.999']) {
      expect(startDay(wib(`2026-03-02T${time}`), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
        '2026-03-03',
      );
    }
  });

  it('counts half an hour more on Fridays', () => {
    expect(startDay(wib('2026-03-06T16:29:59'), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
      '2026-03-06',
    );
    expect(startDay(wib('2026-03-06T16:30'), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
      '2026-03-09',
    );
    expect(startDay(wib('2026-03-05T16:29'), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
      '2026-03-06',
    );
  });

  it('is the next working day after a weekend or holiday', () => {
    expect(startDay(wib('2026-03-07T09:00'), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
      '2026-03-09',
    );
    expect(startDay(wib('2026-03-08T23:00'), WEEKENDS_ONLY, WEEKENDS_ONLY.hours)).toBe(
      '2026-03-09',
    );
    expect(startDay(wib('2026-03-19T09:00'), WITH_NYEPI, WEEKENDS_ONLY.hours)).toBe('2026-03-20');
    expect(startDay(wib('2026-03-18T17:00'), WITH_NYEPI, WEEKENDS_ONLY.hours)).toBe('2026-03-20');
  });
});

describe('working days between two days', () => {
  it('leave out the first and count the last', () => {
    const between = (first: string, last: string, calendars: Calendars = WEEKENDS_ONLY): number =>
      workingDaysBetween(day(first), day(last), calendars);
    expect(between('2026-03-02', '2026-03-02')).toBe(0);
    expect(between('2026-03-02', '2026-03-03')).toBe(1);
    expect(between('2026-03-06', '2026-03-09')).toBe(1);
    expect(between('2026-03-06', '2026-03-08')).toBe(0);
    expect(between('2026-03-16', '2026-03-23')).toBe(5);
    expect(between('2026-03-16', '2026-03-23', WITH_NYEPI)).toBe(4);
    expect(between('2026-03-09', '2026-03-02')).toBe(0);
  });
});

describe('office hours', () => {
  it('are written as the policy has them', () => {
    expect(officeHours('Mon-Thu 08:00-15:30, Fri 07:00-11:00')).toEqual({
      otherDays: { opens: 480, closes: 930 },
      friday: { opens: 420, closes: 660 },
    });
  });

  it.each([
    'Mon-Fri 08:00-16:00',
    'Mon-Thu 08:00-16:00',
    'Mon-Thu 24:00-25:00, Fri 07:30-16:30',
    'Mon-Thu 08:60-16:00, Fri 07:30-16:30',
    'Mon-Thu 16:00-08:00, Fri 07:30-16:30',
    '',
  ])('are nothing when written as %p', (text) => expect(officeHours(text)).toBeUndefined());
});
