import { join } from 'node:path';
import { EmbeddedEventStore, canonicalText, freshId } from '#event-store';
import type { NewEvent } from '#event-store';
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
    const load = Array.from({ length: writers }, () => writerOf(each));
    const compared = await interleaved(ours(load), theirs(load), quick ? 5 : rounds);
    const what = `appends, ${writers} ${writers === 1 ? 'writer' : 'writers'}`;
    lines.push({ what, unit: 'events/s', compared, target: TARGET });
  }
  return lines;
}

/** What each writer appends; made before the clock starts, the same for every round. */
type Load = readonly { stream: string; events: readonly NewEvent[] }[];

const writerOf = (each: number): Load[number] => ({
  stream: `informationRequest-${freshId()}`,
  events: Array.from({ length: each }, eventOfUsualSize),
});

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

type Append = (stream: string, revision: number, event: NewEvent) => Promise<void>;

/** Events per second. */
async function timed(load: Load, append: Append): Promise<number> {
  // The first append waits for the writer's thread to start.
  await append(`informationRequest-${freshId()}`, 0, eventOfUsualSize());
  const started = performance.now();
  await Promise.all(
    load.map(async ({ stream, events }) => {
      for (const [revision, event] of events.entries()) await append(stream, revision, event);
    }),
  );
  const events = load.reduce((sum, { events: own }) => sum + own.length, 0);
  return (events * 1000) / (performance.now() - started);
}

/** As a contribution lies in the log: 380 bytes of data, 590 of metadata. */
function eventOfUsualSize(): NewEvent {
  const data = canonicalText({
    assignmentId: freshId(),
    contributionId: freshId(),
    informationHeld: true,
    text: {
      keyId: freshId(),
      nonce: 'n'.repeat(16),
      ciphertext: 'c'.repeat(86),
      commitment: 'k'.repeat(43),
    },
  });
  const metadata = canonicalText({
    $correlationId: freshId(),
    commandId: freshId(),
    inputHash: { secret: 'input-2026-11', hash: 'ab'.repeat(32) },
    occurredAt: '2026-11-24T03:00:00.000Z',
    recordedAt: '2026-11-24T03:00:00.000Z',
    schemaVersion: 1,
    actor: {
      personId: freshId(),
      appointmentId: freshId(),
      office: 'DINKES',
      role: 'OFFICE_LEAD',
      post: 'Sekretaris',
      capacity: 'DEFINITIVE',
      mandateNumber: '800/142/BKPSDM/2026',
    },
  });
  return { id: freshId(), type: 'ContributionSubmitted', data, metadata };
}
