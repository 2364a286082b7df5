import type { Position } from '#kernel';
import type { EventStore, StoredEvent, Subscription } from '../event-store.ts';
import { appendedOf, at, gate, idsOf, newEvents, stored, useStore } from './contract-world.ts';
import type { Open } from './contract-world.ts';

type Store = () => EventStore;

export function subscriptionContract(open: Open): void {
  const { store } = useStore(open);
  describe('a subscription', () => {
    delivery(store);
    backPressure(store);
    failures(store);
    closing(store);
  });
}

/** Subscribes and gathers the events of one stream. */
function gather(
  store: EventStore,
  after: Position,
  stream: string,
): { seen: StoredEvent[]; reach(count: number): Promise<void>; subscription: Subscription } {
  const seen: StoredEvent[] = [];
  let check = (): void => undefined;
  const subscription = store.subscribe(after, (events) => {
    seen.push(...events.filter((event) => event.stream === stream));
    check();
  });
  const reach = (count: number): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (seen.length >= count) resolve();
      };
      check();
    });
  return { seen, reach, subscription };
}

function delivery(store: Store): void {
  it('tells history, then what happens, in order and once', async () => {
    const events = await stored(store(), 3);
    const { stream, position } = at(events, 0);
    const { seen, reach, subscription } = gather(store(), position, stream);
    await reach(2);
    const live = newEvents(40);
    for (const [index, event] of live.entries()) await store().append(stream, 2 + index, [event]);
    await reach(42);
    await subscription.close();
    expect(idsOf(seen)).toEqual([...idsOf(events.slice(1)), ...idsOf(live)]);
    expect(seen.slice(0, 2)).toEqual(events.slice(1));
  });

  it('goes on from a position, as often as one likes', async () => {
    const events = await stored(store(), 1_100);
    const { stream } = at(events, 0);
    for (const index of [0, 499, 1_000]) {
      const { seen, reach, subscription } = gather(store(), at(events, index).position, stream);
      await reach(events.length - index - 1);
      await subscription.close();
      expect(idsOf(seen)).toEqual(idsOf(events.slice(index + 1)));
    }
  });

  it('tells everything to each of several, whoever wrote it', async () => {
    const { stream, position } = at(await stored(store(), 1), 0);
    const readers = [1, 2, 3].map(() => gather(store(), position, stream));
    const events = newEvents(30);
    await Promise.all([
      store().append(stream, 0, events),
      ...Array.from({ length: 10 }, () => stored(store(), 3)),
    ]);
    await Promise.all(readers.map(({ reach }) => reach(30)));
    for (const { seen, subscription } of readers) {
      await subscription.close();
      expect(idsOf(seen)).toEqual(idsOf(events));
    }
  });
}

function backPressure(store: Store): void {
  it('waits for the handler before the next batch', async () => {
    const events = await stored(store(), 2);
    const { stream, position } = at(events, 0);
    const [begun, held, done] = [gate(), gate(), gate()];
    const calls: string[][] = [];
    const subscription = store().subscribe(position, async (batch) => {
      const mine = idsOf(batch.filter((event) => event.stream === stream));
      if (mine.length === 0) return;
      calls.push(mine);
      begun.open();
      await held.passed;
      if (calls.flat().length === 21) done.open();
    });
    await begun.passed;
    for (const [index, event] of newEvents(20).entries()) {
      appendedOf(await store().append(stream, 1 + index, [event]));
    }
    expect(calls).toEqual([[at(events, 1).id]]);
    held.open();
    await done.passed;
    await subscription.close();
    expect(calls.flat()).toHaveLength(21);
  });

  it('never runs a handler beside itself', async () => {
    const { stream, position } = at(await stored(store(), 1), 0);
    const done = gate();
    let [running, most, count] = [0, 0, 0];
    const subscription = store().subscribe(position, async (batch) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      count += batch.filter((event) => event.stream === stream).length;
      if (count === 60) done.open();
    });
    for (const [index, event] of newEvents(60).entries()) {
      await store().append(stream, index, [event]);
    }
    await done.passed;
    await subscription.close();
    expect(most).toBe(1);
  });
}

function failures(store: Store): void {
  it('gives a batch again to a handler that threw, and loses nothing', async () => {
    const events = await stored(store(), 5);
    const { stream, position } = at(events, 0);
    const done = gate();
    const calls: string[][] = [];
    const subscription = store().subscribe(position, async (batch) => {
      const mine = idsOf(batch.filter((event) => event.stream === stream));
      if (mine.length > 0) calls.push(mine);
      await Promise.resolve();
      if (calls.length < 3) throw new Error('the model is locked');
      done.open();
    });
    await done.passed;
    await subscription.close();
    expect(calls.slice(0, 3)).toEqual([calls[0], calls[0], calls[0]]);
    expect(calls.slice(2).flat()).toEqual(idsOf(events.slice(1)));
  });
}

function closing(store: Store): void {
  it('ends when no handler runs any more, and tells nothing after that', async () => {
    const events = await stored(store(), 2);
    const { stream, position } = at(events, 0);
    const [begun, held] = [gate(), gate()];
    const told: string[] = [];
    const subscription = store().subscribe(position, async () => {
      begun.open();
      await held.passed;
      told.push('handled');
    });
    await begun.passed;
    const closed = subscription.close().then(() => told.push('closed'));
    await new Promise((resolve) => setImmediate(resolve));
    held.open();
    await closed;
    expect(told).toEqual(['handled', 'closed']);
    appendedOf(await store().append(stream, 1, newEvents(3)));
    const witness = gather(store(), position, stream);
    await witness.reach(4);
    await witness.subscription.close();
    expect(told).toEqual(['handled', 'closed']);
  });
}
