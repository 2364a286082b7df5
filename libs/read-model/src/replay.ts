import type { Position, TextOpener } from '#kernel';
import { openStore, pagesOf } from '#event-store';
import type { EventStore, LogPlace, StoredEvent } from '#event-store';
import { Vault } from '#sealing';
import type { VaultSource } from '#sealing';
import { Applier } from './applier.ts';
import type { Views } from './applier.ts';
import {
  beginModel,
  completeModel,
  createModelFile,
  syncFile,
  writeCheckpoint,
} from './model-file.ts';

export const AS_OF_BASES = ['KNOWN_BY', 'HAPPENED_BY'] as const;
/** The past as then known (recorded by then), or as we now know it was (happened by then). */
export type AsOfBasis = (typeof AS_OF_BASES)[number];
export type AsOf = { at: string; basis: AsOfBasis };

/** How a worker reaches log and vault; plain data, so that it can be sent to one. */
export type Sources = { log: LogPlace; logId: string; masterKey: string };

export type ReplayJob = Sources & {
  file: string;
  /** What opens the few texts that stand in clear; absent: the projections need none. */
  vault?: VaultSource;
  /** The last event of the log that counts; absent: all. */
  until?: Position;
  /** Module that exports `views`. */
  viewsUrl: string;
  /** Names of the projections to build; absent: all. */
  only?: readonly string[];
  asOf?: AsOf;
};

const PAGE = 2_000;

/** Builds a read model from the log; runs in a worker, beside the writer. */
export async function replay(job: ReplayJob, progress: (sequence: number) => void): Promise<void> {
  const { views } = (await import(job.viewsUrl)) as { views: Views };
  const { only } = job;
  const projections = views.projections.filter(({ name }) => only?.includes(name) ?? true);
  const db = createModelFile(job.file, job.logId);
  const store = openStore(job.log, { readOnly: true });
  const vault =
    job.vault === undefined ? undefined : new Vault(job.vault, masterOf(job), { readOnly: true });
  try {
    const applier = new Applier(db, { ...views, projections }, vault ?? NO_TEXTS);
    let sequence = 0;
    let last: StoredEvent | undefined;
    beginModel(db, projections);
    for await (const read of pagesOf(store, PAGE)) {
      const page = read.filter(({ position }) => isUntil(position, job, store));
      page.forEach((event, i) => {
        if (isWithin(event, job.asOf)) applier.apply(event, sequence + i);
      });
      sequence += page.length;
      last = page.at(-1) ?? last;
      progress(sequence);
      if (page.length < read.length) break;
    }
    if (last !== undefined) {
      const { position, id: eventId } = last;
      writeCheckpoint(db, { position, eventId, sequence });
    }
    completeModel(db, projections);
    syncFile(job.file);
  } finally {
    db.close();
    vault?.close();
    await store.close();
  }
}

const masterOf = ({ masterKey }: Sources): Buffer => Buffer.from(masterKey, 'hex');

const NO_TEXTS: TextOpener = {
  open: () => {
    throw new Error('this replay opens no texts');
  },
  has: () => false,
};

const isUntil = (position: Position, { until }: ReplayJob, store: EventStore): boolean =>
  until === undefined || store.compare(position, until) <= 0;

/** Instants in their stored form are ordered as text. */
export function isWithin({ metadata }: StoredEvent, asOf: AsOf | undefined): boolean {
  if (asOf === undefined) return true;
  const { recordedAt, occurredAt } = JSON.parse(metadata) as Record<string, string>;
  return ((asOf.basis === 'KNOWN_BY' ? recordedAt : occurredAt) ?? '') <= asOf.at;
}
