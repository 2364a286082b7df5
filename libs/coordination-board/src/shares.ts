/** Fewer say nothing about an office. */
const ENOUGH = 5;

/** So many took so many days. */
export type Bar = { days: number; n: number };

export function shareOf(onTime: number, limited: number): number | null {
  return limited < ENOUGH ? null : onTime / limited;
}

/** `bars` by days. For an even number, the mean of the two in the middle. */
export function median(bars: readonly Bar[]): number | null {
  const n = total(bars);
  if (n < ENOUGH) return null;
  return (daysAt(bars, Math.ceil(n / 2)) + daysAt(bars, Math.floor(n / 2) + 1)) / 2;
}

/** `bars` by days: the least number of days within which nine of ten were done. */
export function p90(bars: readonly Bar[]): number | null {
  const n = total(bars);
  return n < ENOUGH ? null : daysAt(bars, Math.ceil((n * 9) / 10));
}

const total = (bars: readonly Bar[]): number => bars.reduce((sum, { n }) => sum + n, 0);

/** Of the one at that rank, from 1. */
function daysAt(bars: readonly Bar[], rank: number): number {
  let before = 0;
  for (const { days, n } of bars) {
    before += n;
    if (before >= rank) return days;
  }
  return 0;
}
