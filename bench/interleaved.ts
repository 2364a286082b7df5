import { setTimeout as pause } from 'node:timers/promises';

/** One side of a comparison: does its work once and answers how fast, in units per second. */
export type Side = { name: string; run(): Promise<number> };

/** A figure over all rounds: the median, and where the middle half of the rounds lies. */
export type Spread = { median: number; low: number; high: number };

export type Compared = { ours: Spread; theirs: Spread; ratio: Spread };

const BREATH_MS = 50;

/**
 * Runs both sides in turn, `rounds` times, each round in the other order. What else the machine
 * does hits both, so the ratio of a round means more than its figures. A first round of each is
 * not counted.
 */
export async function interleaved(ours: Side, theirs: Side, rounds: number): Promise<Compared> {
  const figures: { ours: number; theirs: number }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const figure = { ours: 0, theirs: 0 };
    const order = [
      async () => (figure.ours = await ours.run()),
      async () => (figure.theirs = await theirs.run()),
    ];
    for (const run of round % 2 === 0 ? order : order.reverse()) {
      await run();
      await pause(BREATH_MS);
    }
    if (round > 0) figures.push(figure);
  }
  return {
    ours: spreadOf(figures.map((figure) => figure.ours)),
    theirs: spreadOf(figures.map((figure) => figure.theirs)),
    ratio: spreadOf(figures.map((figure) => figure.ours / figure.theirs)),
  };
}

/** What was measured once. */
export const once = (ours: number, theirs: number): Compared => ({
  ours: spreadOf([ours]),
  theirs: spreadOf([theirs]),
  ratio: spreadOf([ours / theirs]),
});

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

/** Of values in rising order, between neighbours. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return below + (above - below) * (place - Math.floor(place));
}
