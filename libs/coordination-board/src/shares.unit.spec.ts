import { median, p90, shareOf } from './shares.ts';

describe('shares', () => {
  const bars = (...days: number[]) => days.map((it) => ({ days: it, n: 1 }));

  it('say nothing of fewer than five', () => {
    expect([median(bars(1, 2, 3, 4)), p90(bars(1, 2, 3, 4)), shareOf(4, 4)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(shareOf(4, 5)).toBe(0.8);
  });

  it('take the middle, and the mean of two middles', () => {
    expect(median(bars(0, 1, 2, 3, 9))).toBe(2);
    expect(median(bars(0, 1, 2, 3, 8, 9))).toBe(2.5);
    expect(
      median([
        { days: 1, n: 4 },
        { days: 7, n: 4 },
      ]),
    ).toBe(4);
  });

  it('take the least days within which nine of ten were done', () => {
    expect(p90(bars(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))).toBe(9);
    expect(
      p90([
        { days: 1, n: 8 },
        { days: 7, n: 2 },
      ]),
    ).toBe(7);
  });
});
