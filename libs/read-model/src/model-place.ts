import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Position, TextOpener } from '#kernel';
import { StoreUnavailable } from '#event-store';
import type { EventStore, StoredEvent } from '#event-store';
import type { VaultSource } from '#sealing';
import type { Views } from './applier.ts';
import { fingerprint, openModelFile, readCheckpoint, syncFile } from './model-file.ts';
import type { ReplayJob, Sources } from './replay.ts';

export type ReadModelOptions = {
  folder: string;
  store: EventStore;
  sources: Sources;
  views: Views;
  /** URL of the module that exports `views`, for the worker. */
  viewsUrl: string;
  texts: TextOpener & { source(): VaultSource };
  /** Awaited before events are shown, where other nodes write: they need their keys here. */
  beforeShown?(events: readonly StoredEvent[]): Promise<void>;
  /** How far the log reached before the keys of `texts` were fetched; absent: all are there. */
  until?: Position | undefined;
  /** A copy of another node's, to begin with where there is none that fits. */
  snapshot?: string | undefined;
  /** Told what an operator should know: a rebuild and its reason, its progress. */
  say(message: string): void;
};

const MOST_PAGES = 0x7fff_ffff;

/** A copy of a read model that this node cannot begin with; the message says why. */
export class SnapshotRefused extends Error {
  override readonly name = 'SnapshotRefused';
}

/** Of another version of the projections it is another file. */
const modelFileName = ({ projections }: Pick<Views, 'projections'>): string =>
  `read-model-${fingerprint(projections)}.sqlite`;

/**
 * A file that fits the log: the one that is there, a copy of another node's, or a new one.
 * @throws SnapshotRefused, StoreUnavailable
 */
export async function modelFile(options: ReadModelOptions): Promise<string> {
  const { folder, views, say, snapshot } = options;
  mkdirSync(folder, { recursive: true });
  const name = modelFileName(views);
  const file = join(folder, name);
  const unfit = await reasonToRebuild(file, options);
  if (unfit !== undefined) {
    remove(file);
    const building = `${file}.building`;
    remove(building);
    if (snapshot === undefined) {
      say(`building the read model: ${unfit}`);
      await build(building, options);
    } else {
      say(`beginning with the read model of another node: ${unfit}`);
      await copySnapshot(snapshot, building, options);
    }
    renameSync(building, file);
  }
  for (const other of readdirSync(folder)) {
    if (!other.startsWith(name)) rmSync(join(folder, other), { recursive: true, force: true });
  }
  return file;
}

/**
 * One moment of the read model in a folder, beside the node that writes it; into a file that keeps
 * its name. @throws SnapshotRefused
 */
export async function takeSnapshot({
  folder,
  views,
  to,
}: Pick<ReadModelOptions, 'folder' | 'views'> & { to: string }): Promise<{
  file: string;
  sequence: number;
}> {
  const name = modelFileName(views);
  const [from, file] = [join(folder, name), join(to, name)];
  if (!existsSync(from))
    throw new SnapshotRefused(`there is no read model of this version: ${from}`);
  if (existsSync(file)) throw new SnapshotRefused(`there is one already: ${file}`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const db = new Database(from, { readonly: true });
  try {
    // All pages at once: a writer would make it begin again.
    await db.backup(file, { progress: () => MOST_PAGES });
  } finally {
    db.close();
  }
  const copy = new Database(file, { readonly: true });
  try {
    return { file, sequence: readCheckpoint(copy).sequence };
  } finally {
    copy.close();
  }
}

/** What came after it follows live, and takes away what was erased since. */
async function copySnapshot(from: string, to: string, options: ReadModelOptions): Promise<void> {
  const expected = modelFileName(options.views);
  if (!existsSync(from)) throw new SnapshotRefused(`there is no ${from}`);
  if (basename(from) !== expected) {
    throw new SnapshotRefused(`${from} is of another version of this program: not ${expected}`);
  }
  copyFileSync(from, to);
  const unfit = await reasonToRebuild(to, options);
  if (unfit !== undefined) {
    remove(to);
    throw new SnapshotRefused(`${from} is no read model of this log: ${unfit}`);
  }
  remove(to, ['-wal', '-shm']);
  syncFile(to);
}

async function reasonToRebuild(
  file: string,
  { store, sources }: ReadModelOptions,
): Promise<string | undefined> {
  if (!existsSync(file)) return 'there is none of this version';
  let db: Database.Database | undefined;
  try {
    db = openModelFile(file);
    const { logId, position, eventId } = readCheckpoint(db);
    if (logId !== sources.logId) return 'it belongs to another log';
    if (position === null) return undefined;
    const head = await store.head();
    if (head === undefined || store.compare(position, head) > 0) return 'it is ahead of the log';
    const event = await store.eventAt(position);
    return event?.id === eventId ? undefined : 'it holds other events than the log';
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    return `it cannot be read (${String(error)})`;
  } finally {
    db?.close();
  }
}

/** As far as the keys of these texts are known to reach: what comes after follows live. */
async function build(
  file: string,
  { store, sources, ...options }: ReadModelOptions,
): Promise<void> {
  const { viewsUrl, say, texts, until } = options;
  const job = { ...sources, file, viewsUrl, vault: texts.source(), ...(until && { until }) };
  await runReplay(job, (sequence) => say(`read model: ${sequence} events`));
}

export function runReplay(job: ReplayJob, progress: (sequence: number) => void): Promise<void> {
  const beside = (name: string): URL =>
    new URL(`./${name}${extname(import.meta.url)}`, import.meta.url);
  return new Promise((resolve, reject) => {
    const worker = new Worker(beside('replay.worker'), {
      workerData: { runUrl: beside('replay').href, job },
      // From source, `#kernel` and its like mean the sources.
      ...(import.meta.url.endsWith('.ts') ? { execArgv: ['--conditions=simpul-source'] } : {}),
    });
    worker.on('message', progress);
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the replay ended with ${code}`));
    });
  });
}

function remove(file: string, suffixes = ['', '-wal', '-shm']): void {
  for (const suffix of suffixes) rmSync(`${file}${suffix}`, { force: true });
}
