import { openStore, pagesOf, readLogIdentity } from '#event-store';
import type { EventStore, LogPlace, StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import { ConfigRefused, configFrom, logServerIn, placesIn } from '../../api/src/config.ts';

const PAGE = 500;

type Say = (message: string) => void;

/** `operator -- copy-log`: the API must be stopped, wherever its log is. */
export async function copyLogFromOptions(
  { from, to }: { from: string; to: string },
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  const folder = placesIn(configFrom(env).dataDir).log;
  const placed: Readonly<Record<string, () => LogPlace>> = {
    embedded: () => ({ folder }),
    eventstoredb: () => ({ folder, server: logServerIn(env) }),
  };
  const [source, target] = [placed[from], placed[to]];
  if (source === undefined || target === undefined || from === to) {
    throw new ConfigRefused('--from and --to are embedded and eventstoredb, one of each');
  }
  // Whoever writes holds the folder: so no API does.
  const written = openStore(target());
  try {
    const read = openStore(source(), { readOnly: true });
    try {
      await copyLog(read, written, say);
    } finally {
      await read.close();
    }
  } finally {
    await written.close();
  }
}

/**
 * Every event as it is, with its id, revision and text, in the order of the log; goes on where it
 * was broken off, and compares both logs to their ends.
 * @throws ConfigRefused where the target holds anything but the beginning of this log
 */
async function copyLog(from: EventStore, to: EventStore, say: Say): Promise<void> {
  const identity = await readLogIdentity(from);
  if (identity === undefined) throw new ConfigRefused('there is no log to be copied');
  const before = await compared(from, to);
  if (before.copied > 0) say(`${before.copied} events were copied before`);
  let { copied } = before;
  for await (const page of pagesOf(from, PAGE, before.last)) {
    for (const event of page) await copy(event, to);
    copied += page.length;
    say(`${copied} events`);
  }
  const after = await compared(from, to);
  if (after.copied !== copied) throw new ConfigRefused('the target holds less than was copied');
  say(`the log ${identity.logId} of ${identity.city} is there: ${copied} events, all compared`);
}

async function copy(event: StoredEvent, to: EventStore): Promise<void> {
  const { id, type, data, metadata, stream, revision } = event;
  const expected = revision === 0 ? 'no-stream' : revision - 1;
  const done = await to.append(stream, expected, [{ id, type, data, metadata }]);
  if (done.outcome === 'conflict') {
    throw new ConfigRefused(`somebody else writes to the target: ${stream} is at ${done.actual}`);
  }
}

/** How many events the target holds, each the same as the source's, and the last of them there. */
async function compared(
  from: EventStore,
  to: EventStore,
): Promise<{ copied: number; last: Position | undefined }> {
  let copied = 0;
  let last: Position | undefined;
  const source = events(from)[Symbol.asyncIterator]();
  for await (const held of events(to)) {
    const { value, done } = await source.next();
    if (done === true || proofOf(value) !== proofOf(held)) {
      throw new ConfigRefused(`the target is no beginning of this log: ${held.stream}`);
    }
    copied += 1;
    last = value.position;
  }
  return { copied, last };
}

/** What makes an event the same one in any store. */
const proofOf = ({ position: _, ...event }: StoredEvent): string =>
  JSON.stringify(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1)));

async function* events(store: EventStore): AsyncGenerator<StoredEvent, undefined> {
  for await (const page of pagesOf(store, PAGE)) yield* page;
  return undefined;
}
