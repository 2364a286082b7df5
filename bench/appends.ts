import { join } from 'node:path';
import { EmbeddedEventStore } from '#event-store';
import { loadOf, timed } from './append-load.ts';
import type { Load } from './append-load.ts';
import { BareLog } from './bare-log.ts';
import { inFolder } from './folders.ts';
import { interleaved } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import type { Line } from './report.ts';

/** Each writer waits for its last event before it sends the next. */
const SETTINGS = [
  { writers: 1, events: 2_000, rounds: 15 },
  { writers: 64, events: 16_000, rounds: 15 },
];
const TARGET = { of: 'ratio', least: 0.7 } as const;

export async function appends(quick: boolean): Promise<Line[]> {
  const lines: Line[] = [];
  for (const { writers, events, rounds } of SETTINGS) {
    const each = (quick ? events / 4 : events) / writers;
    const load = loadOf(writers, each);
    const compared = await interleaved(ours(load), theirs(load), quick ? 5 : rounds);
    const what = `appends, ${writers} ${writers === 1 ? 'writer' : 'writers'}`;
    lines.push({ what, unit: 'events/s', compared, target: TARGET });
  }
  return lines;
}

/** Through the port: the expected revision is checked, the answer carries the position. */
function ours(load: Load): Side {
  const run = (): Promise<number> =>
    inFolder(async (folder) => {
      const store = new EmbeddedEventStore(folder);
      try {
        return await timed(load, async (stream, revision, event) => {
          const expected = revision === 0 ? 'no-stream' : revision - 1;
          const { outcome } = await store.append(stream, expected, [event]);
          if (outcome !== 'appended') throw new Error(`${stream}: ${outcome}`);
        });
      } finally {
        await store.close();
      }
    });
  return { name: 'Simpul', run };
}

function theirs(load: Load): Side {
  const run = (): Promise<number> =>
    inFolder(async (folder) => {
      const log = new BareLog(join(folder, 'bare.sqlite'));
      try {
        return await timed(load, (stream, revision, event) => log.append(stream, revision, event));
      } finally {
        log.close();
      }
    });
  return { name: 'bare SQLite', run };
}
