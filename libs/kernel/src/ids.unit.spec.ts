import { day, instant, isDay } from './ids.ts';

describe('an instant', () => {
  it('is written in UTC with milliseconds', () => {
    expect(instant('2026-03-02T01:30:00.000Z')).toBe('2026-03-02T01:30:00.000Z');
    const others = [
      '2026-03-02T01:30:00Z',
      '2026-03-02T01:30:00.000+07:00',
      '2026-03-02 01:30:00.000Z',
      '2026-13-02T01:30:00.000Z',
      '2026-03-02T25:30:00.000Z',
      '',
    ];
    for (const text of others) expect(() => instant(text)).toThrow(RangeError);
  });
});

describe('a day', () => {
  it('exists', () => {
    expect(day('2028-02-29')).toBe('2028-02-29');
    for (const text of ['2026-02-29', '2026-02-30', '2026-00-10', '2026-3-2', '', '20260302']) {
      expect(isDay(text)).toBe(false);
      expect(() => day(text)).toThrow(RangeError);
    }
  });
});
