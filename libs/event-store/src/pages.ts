import type { Position } from '#kernel';
import type { EventStore, StoredEvent } from './event-store.ts';

/** The log after a position, or all of it, page by page to its end as it is by then. */
export async function* pagesOf(
  store: EventStore,
  limit: number,
  after?: Position,
): AsyncGenerator<readonly StoredEvent[], undefined> {
  for (let from = after; ;) {
    const page = await store.readAll(from === undefined ? { limit } : { from, limit });
    const last = page.at(-1);
    if (last === undefined) return undefined;
    yield page;
    from = last.position;
  }
}
