import { canonicalText } from '../canonical.ts';
import { freshId } from '../command-id.ts';
import type { Appended, EventStore, NewEvent, StoredEvent } from '../event-store.ts';

/** An adapter under test; `reopen` closes its store and opens another over the same log. */
type Opened = {
  store: EventStore;
  reopen(): Promise<EventStore>;
  close(): Promise<void>;
};
export type Open = () => Promise<Opened>;

/** One store for the specifications of a block; every one writes to streams of its own. */
export function useStore(open: Open): { store(): EventStore; reopen(): Promise<void> } {
  let opened: Opened;
  let store: EventStore;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());
  return {
    store: () => store,
    reopen: async () => {
      store = await opened.reopen();
    },
  };
}

export const freshStream = (): string => `contract-${freshId()}`;

export function newEvent(fields: Partial<NewEvent> = {}): NewEvent {
  const data = canonicalText({ note: 'ditutup' });
  return { id: freshId(), type: 'ContractNoted', data, metadata: '{}', ...fields };
}

export const newEvents = (count: number): NewEvent[] =>
  Array.from({ length: count }, () => newEvent());

export async function readAllOf(
  store: EventStore,
  stream: string,
  from?: number,
): Promise<StoredEvent[]> {
  const found: StoredEvent[] = [];
  for await (const event of store.readStream(stream, from)) found.push(event);
  return found;
}

/** @throws Error for a conflict. */
export function appendedOf(answer: Appended): Extract<Appended, { outcome: 'appended' }> {
  if (answer.outcome === 'conflict') throw new Error(`conflict with ${answer.actual}`);
  return answer;
}

/** Appends to a stream of its own, and gives the events as they were stored. */
export async function stored(store: EventStore, count: number): Promise<StoredEvent[]> {
  const stream = freshStream();
  appendedOf(await store.append(stream, 'no-stream', newEvents(count)));
  return readAllOf(store, stream);
}

export const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

export function at<T>(list: readonly T[], index: number): T {
  const found = list.at(index);
  if (found === undefined) throw new RangeError(`nothing at ${index}`);
  return found;
}

/** A promise and the function that fulfils it. */
export function gate(): { passed: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}
