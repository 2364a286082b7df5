import type { Position } from '#kernel';
import type { EventStore, StoredEvent } from '../event-store.ts';
import {
  appendedOf,
  at,
  freshStream,
  idsOf,
  newEvents,
  readAllOf,
  stored,
  useStore,
} from './contract-world.ts';
import type { Open } from './contract-world.ts';

type Store = () => EventStore;

export function readContract(open: Open): void {
  const { store } = useStore(open);
  describe('reading a stream', () => streams(store));
  describe('reading the log', () => wholeLog(store));
  describe('positions', () => positions(store));
}

function streams(store: Store): void {
  it('is empty when there is none, and after its end', async () => {
    expect(await readAllOf(store(), freshStream())).toEqual([]);
    const { stream } = at(await stored(store(), 1), 0);
    expect(await readAllOf(store(), stream, 1)).toEqual([]);
  });

  it('goes on over any number of events, from any revision', async () => {
    const stream = freshStream();
    const events = newEvents(1_201);
    for (let from = 0; from < events.length; from += 300) {
      const expected = from === 0 ? 'no-stream' : from - 1;
      appendedOf(await store().append(stream, expected, events.slice(from, from + 300)));
    }
    for (const from of [0, 1, 500, 700, 1_200]) {
      const found = await readAllOf(store(), stream, from);
      expect(idsOf(found)).toEqual(idsOf(events.slice(from)));
      expect(found.map(({ revision }) => revision)).toEqual(found.map((_, i) => from + i));
    }
  });

  it('holds nothing of other streams', async () => {
    const [one, other] = [await stored(store(), 3), await stored(store(), 3)];
    expect(new Set(one.map(({ stream }) => stream)).size).toBe(1);
    expect(idsOf(one).filter((id) => idsOf(other).includes(id))).toEqual([]);
  });
}

/** What lies between two positions, read in small pages; only of the streams it was asked for. */
async function pages(
  store: EventStore,
  of: readonly StoredEvent[],
  direction: 'forwards' | 'backwards',
): Promise<StoredEvent[]> {
  const streams = new Set(of.map(({ stream }) => stream));
  const found: StoredEvent[] = [];
  let from = at(of, direction === 'forwards' ? 0 : -1).position;
  for (;;) {
    const page = await store.readAll({ from, direction, limit: 2 });
    expect(page.length).toBeLessThanOrEqual(2);
    found.push(...page.filter(({ stream }) => streams.has(stream)));
    const last = page.at(-1);
    if (last === undefined || found.length >= of.length - 1) return found;
    from = last.position;
  }
}

function wholeLog(store: Store): void {
  it('goes forwards, after a position', async () => {
    const events = [...(await stored(store(), 3)), ...(await stored(store(), 4))];
    expect(await pages(store(), events, 'forwards')).toEqual(events.slice(1));
  });

  it('goes backwards, before a position', async () => {
    const events = [...(await stored(store(), 3)), ...(await stored(store(), 4))];
    const backwards = events.slice(0, -1).reverse();
    expect(await pages(store(), events, 'backwards')).toEqual(backwards);
  });

  it('starts at either end without a position', async () => {
    const last = at(await stored(store(), 2), -1);
    const [newest] = await store().readAll({ direction: 'backwards', limit: 1 });
    expect(newest).toBeDefined();
    expect(store().compare(newest?.position ?? last.position, last.position)).not.toBeLessThan(0);
    const [oldest] = await store().readAll({ limit: 1 });
    expect(oldest).toBeDefined();
    expect(store().compare(oldest?.position ?? last.position, last.position)).toBeLessThan(0);
  });
}

function positions(store: Store): void {
  it('grow with every append, in one order over all streams', async () => {
    const events = [...(await stored(store(), 2)), ...(await stored(store(), 2))];
    for (const [index, { position }] of events.entries()) {
      for (const [other, event] of events.entries()) {
        expect(Math.sign(store().compare(position, event.position))).toBe(Math.sign(index - other));
      }
    }
  });

  it('lead to their event', async () => {
    for (const event of await stored(store(), 3)) {
      expect(await store().eventAt(event.position)).toEqual(event);
    }
  });

  it('of nothing are refused', async () => {
    const { position } = at(await stored(store(), 1), 0);
    for (const text of ['', 'nonsense', '-1', '1.5', ' 1']) {
      expect(() => store().compare(text as Position, position)).toThrow(RangeError);
      await expect(store().eventAt(text as Position)).rejects.toThrow(RangeError);
    }
  });

  it('have a head that is never behind what was appended', async () => {
    const last = at(await stored(store(), 1), 0).position;
    const head = (await store().head()) ?? ('' as Position);
    expect(store().compare(head, last)).not.toBeLessThan(0);
    await store().health();
  });
}
