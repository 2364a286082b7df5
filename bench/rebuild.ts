import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { EmbeddedEventStore, readLogIdentity } from '#event-store';
import { demoMasterKey } from '#sealing';
import { placesIn } from '../apps/api/src/config.ts';
import type { ReplayJob } from '../libs/read-model/src/replay.ts';
import { makeDemoCity } from './demo-city.ts';
import { ROOT, inFolder } from './folders.ts';
import { interleaved } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import type { Line } from './report.ts';

const EVENTS = 120_000;
const PAGE = 2_000;
const TARGET = { of: 'ours', least: 50_000 } as const;

export function rebuild(quick: boolean): Promise<Line[]> {
  return inFolder(async (folder) => {
    const dataDir = join(folder, 'data');
    await makeDemoCity(dataDir, quick ? EVENTS / 4 : EVENTS);
    const job = await jobIn(dataDir, join(folder, 'model.sqlite'));
    const bare = bareCopy(job.log.folder, join(folder, 'bare.sqlite'));
    const compared = await interleaved(replaying(job), bare, quick ? 3 : 7);
    return [{ what: 'rebuild', unit: 'events/s', compared, target: TARGET }];
  });
}

async function jobIn(dataDir: string, file: string): Promise<ReplayJob> {
  const places = placesIn(dataDir);
  const store = new EmbeddedEventStore(places.log, { readOnly: true });
  const identity = await readLogIdentity(store);
  await store.close();
  return {
    file,
    log: { folder: places.log },
    logId: identity?.logId ?? '',
    vault: places.vault,
    masterKey: demoMasterKey(places.demoKey).toString('hex'),
    viewsUrl: new URL('dist/apps/api/src/views.js', ROOT).href,
  };
}

/** Every projection into a fresh file, in a fresh worker, as the program itself does it. */
function replaying(job: ReplayJob): Side {
  const entry = new URL('dist/libs/read-model/src/replay.worker.js', ROOT);
  const runUrl = new URL('dist/libs/read-model/src/replay.js', ROOT).href;
  const run = async (): Promise<number> => {
    removeModel(job.file);
    const started = performance.now();
    const events = await new Promise<number>((resolve, reject) => {
      let done = 0;
      const worker = new Worker(entry, { workerData: { runUrl, job } });
      worker.on('message', (sequence: number) => (done = sequence));
      worker.on('error', reject);
      worker.on('exit', () => resolve(done));
    });
    return (events * 1000) / (performance.now() - started);
  };
  return { name: 'Simpul', run };
}

/** The least that a view of a log can be: every event read and parsed, one row written for it. */
function bareCopy(logFolder: string, file: string): Side {
  const run = (): Promise<number> => {
    removeModel(file);
    const started = performance.now();
    const log = new Database(join(logFolder, 'events.sqlite'), { readonly: true });
    const model = new Database(file);
    model.pragma('journal_mode = OFF');
    model.pragma('synchronous = OFF');
    model.exec(`CREATE TABLE rows (
      stream TEXT PRIMARY KEY, version INTEGER NOT NULL, at TEXT NOT NULL, fields INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`);
    const events = copy(log, model);
    model.close();
    log.close();
    return Promise.resolve((events * 1000) / (performance.now() - started));
  };
  return { name: 'bare SQLite', run };
}

type Row = { position: number; stream: string; revision: number; data: string; metadata: string };

function copy(log: Database.Database, model: Database.Database): number {
  const page = log.prepare<[number], Row>(
    `SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ${PAGE}`,
  );
  const upsert = model.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?, ?)');
  const write = model.transaction((rows: readonly Row[]) => {
    for (const { stream, revision, data, metadata } of rows) {
      const fields = Object.keys(JSON.parse(data) as object).length;
      const { occurredAt } = JSON.parse(metadata) as { occurredAt: string };
      upsert.run(stream, revision, occurredAt, fields);
    }
  });
  let count = 0;
  for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)?.position ?? 0)) {
    write(rows);
    count += rows.length;
  }
  return count;
}

function removeModel(file: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
}
