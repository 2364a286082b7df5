import { lockFolder } from './embedded/folder-lock.ts';
import { EmbeddedEventStore } from './embedded/embedded-event-store.ts';
import type { EventStore } from './event-store.ts';
import { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.ts';

/** A server and the prefix that the names of this log's streams have there. */
export type LogServer = { url: string; prefix: string };

/** Where a log is: in a folder, or on a server. Plain data, so that it can be sent to a worker. */
export type LogPlace = { folder: string; server?: LogServer };

/**
 * Whoever writes holds the folder, also where the log is on a server: the keys lie beside it.
 * @param options.readOnly beside a running writer
 * @throws StoreUnavailable
 */
export function openStore(
  { folder, server }: LogPlace,
  options: { readOnly?: boolean } = {},
): EventStore {
  if (server === undefined) return new EmbeddedEventStore(folder, options);
  const lock = options.readOnly === true ? undefined : lockFolder(folder);
  try {
    return new EventStoreDbEventStore({ ...server, closed: () => lock?.release() });
  } catch (error) {
    lock?.release();
    throw error;
  }
}
