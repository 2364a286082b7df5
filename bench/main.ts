/**
 * Measures the built program beside its peers and prints ratios. Whatever they are, it ends well:
 * figures of one machine judge nothing on another.
 *
 *     node bench/main.ts [--quick] [appends] [rebuild] [list] [flood] [unseen] [server] [scale]
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from './report.ts';
import type { Line } from './report.ts';

const PARTS: Readonly<Record<string, (quick: boolean) => Promise<Line[]>>> = {
  appends: async (quick) => (await import('./appends.ts')).appends(quick),
  rebuild: async (quick) => (await import('./rebuild.ts')).rebuild(quick),
  list: async (quick) => (await import('./list.ts')).list(quick),
  flood: async (quick) => (await import('./flood.ts')).flood(quick),
  server: async (quick) => (await import('./server-log.ts')).serverLog(quick),
  unseen: async (quick) => (await import('./unseen.ts')).unseen(quick),
  scale: async (quick) => (await import('./scale.ts')).scale(quick),
};

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
}

const [cpu] = cpus();
console.log(`node ${process.version}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`);
const lines: Line[] = [];
for (const [name, measure] of Object.entries(PARTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  process.stderr.write(`measuring ${name}\n`);
  lines.push(...(await measure(values.quick)));
}
console.log(table(lines));
