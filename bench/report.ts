import type { Compared, Spread } from './interleaved.ts';

/** One line of the table. */
export type Line = {
  what: string;
  unit: string;
  compared: Compared;
  /** At least or at most this, as the ratio or as our own figure. */
  target?: { of: 'ratio' | 'ours' } & ({ least: number } | { most: number });
  /** More figures, e.g. latencies. */
  notes?: readonly string[];
};

const HEAD = ['what', 'Simpul', 'peer', 'ratio', 'middle half', 'target', ''];

export function table(lines: readonly Line[]): string {
  const rows = [HEAD, ...lines.map(rowOf)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const text = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  const notes = lines.flatMap(({ what, notes: all = [] }) => all.map((note) => `${what}: ${note}`));
  return [...text, ...notes].map((line) => line.trimEnd()).join('\n');
}

function rowOf({ what, unit, compared, target }: Line): string[] {
  const { ours, theirs, ratio } = compared;
  return [
    what,
    `${count(ours.median)} ${unit}`,
    `${count(theirs.median)} ${unit}`,
    ratio.median.toFixed(2),
    `${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)}`,
    ...targetOf(target, ours, ratio),
  ];
}

function targetOf(target: Line['target'], ours: Spread, ratio: Spread): [string, string] {
  if (target === undefined) return ['none yet', ''];
  const { of } = target;
  const found = (of === 'ratio' ? ratio : ours).median;
  const told = (bound: number): string => (of === 'ratio' ? bound.toFixed(2) : count(bound));
  if ('most' in target) return [`<= ${told(target.most)}`, judged(found <= target.most)];
  return [`>= ${told(target.least)}`, judged(found >= target.least)];
}

const judged = (met: boolean): string => (met ? 'met' : 'missed');

const count = (value: number): string => Math.round(value).toLocaleString('en');
