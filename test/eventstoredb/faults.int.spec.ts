import { setTimeout as pause } from 'node:timers/promises';
import { AppendUnknown, EventStoreDbEventStore, StoreUnavailable, freshId } from '#event-store';
import type { StoredEvent } from '#event-store';
import type { Drop, Fault } from './faults.ts';
import { PREFIX, expectNothingLost, newEvent } from './noted.ts';
import { ProtocolServer } from './server.ts';

const SILENCE_MS = 300;

let server: ProtocolServer;
let store: EventStoreDbEventStore;
beforeEach(async () => {
  server = await ProtocolServer.started();
  store = new EventStoreDbEventStore({ url: server.url, prefix: PREFIX, silenceMs: SILENCE_MS });
});
afterEach(async () => {
  await store.close();
  await server.close();
});
expectNothingLost();

const freshStream = (): string => `uji-${freshId()}`;
const storedIn = async (stream: string): Promise<string[]> =>
  (await server.events(PREFIX + stream)).map(({ id }) => id);

describe('an append', () => {
  const MENDED: Fault[] = [
    'UNAVAILABLE_BEFORE',
    'UNAVAILABLE_AFTER',
    'NOT_LEADER',
    'NOT_LEADER_UNNAMED',
    'INTERNAL_AFTER',
    'NO_STATUS_AFTER',
    'LATE',
    'WRONG_VERSION_AFTER',
    'RESET_BEFORE',
    'RESET_AFTER',
    'REFUSED_STREAM_BEFORE',
    'CUT_BEFORE',
    'CUT_AFTER',
    'TWICE',
    'ANSWERED_THEN_RESET',
    'ANSWERED_THEN_CUT',
  ];
  it.each(MENDED)('that meets %s is stored once, and told as stored', async (fault) => {
    const stream = freshStream();
    const events = [newEvent(), newEvent()];
    server.next(fault);
    const done = await store.append(stream, 'no-stream', events);
    expect(done).toMatchObject({ outcome: 'appended', revision: 1 });
    expect(await storedIn(stream)).toEqual(events.map(({ id }) => id));
    const next = await store.append(stream, 1, [newEvent()]);
    expect(next).toMatchObject({ outcome: 'appended', revision: 2 });
  });

  it('that meets several of them in a row is stored once as well', async () => {
    const stream = freshStream();
    const event = newEvent();
    server.next('UNAVAILABLE_AFTER', 'NOT_LEADER_UNNAMED', 'INTERNAL_AFTER', 'NOT_LEADER');
    expect(await store.append(stream, 'no-stream', [event])).toMatchObject({ revision: 0 });
    expect(await storedIn(stream)).toEqual([event.id]);
  });

  it('that was stored is not told as not stored when nobody can look', async () => {
    const stream = freshStream();
    const event = newEvent();
    server.next('WRONG_VERSION_AFTER');
    server.readsMeet = 'UNAVAILABLE_BEFORE';
    const failed = store.append(stream, 'no-stream', [event]);
    await expect(failed).rejects.toBeInstanceOf(AppendUnknown);
    expect(await storedIn(stream)).toEqual([event.id]);
    server.readsMeet = undefined;
    expect(await store.append(stream, 'no-stream', [event])).toMatchObject({ revision: 0 });
  });

  it('to a revision that the server denies is a conflict with the true one', async () => {
    const stream = freshStream();
    await store.append(stream, 'no-stream', [newEvent()]);
    server.next('WRONG_VERSION_BEFORE');
    const done = await store.append(stream, 0, [newEvent()]);
    expect(done).toEqual({ outcome: 'conflict', actual: 0 });
  });

  it.each<[Fault, string]>([
    ['ACCESS_DENIED', 'access-denied'],
    ['UNAUTHENTICATED', 'access-denied'],
    ['TOO_LARGE', 'maximum-append-size-exceeded'],
  ])('that the server refuses with %s is told as not stored, at once', async (fault, reason) => {
    const stream = freshStream();
    server.next(fault);
    const failed = await store.append(stream, 'no-stream', [newEvent()]).catch((e: unknown) => e);
    expect(failed).toBeInstanceOf(StoreUnavailable);
    expect(failed).not.toBeInstanceOf(AppendUnknown);
    expect(String(failed)).toContain(reason);
    expect(await storedIn(stream)).toEqual([]);
  });

  it.each<[Fault, number]>([
    ['SILENT_BEFORE', 0],
    ['SILENT_AFTER', 1],
  ])('that is never answered (%s) is unknown at its deadline, and told again', async (fault, n) => {
    const stream = freshStream();
    const event = newEvent();
    server.next(fault);
    const failed = store.append(stream, 'no-stream', [event]);
    await expect(failed).rejects.toBeInstanceOf(AppendUnknown);
    expect(await storedIn(stream)).toHaveLength(n);
    expect(await store.append(stream, 'no-stream', [event])).toMatchObject({ revision: 0 });
    expect(await storedIn(stream)).toEqual([event.id]);
  });

  it('to a server that is away is not told as failed, and goes on when it is back', async () => {
    const stream = freshStream();
    server.stop();
    const event = newEvent();
    await expect(store.append(stream, 'no-stream', [event])).rejects.toBeInstanceOf(AppendUnknown);
    await expect(store.health()).rejects.toBeInstanceOf(StoreUnavailable);
    await server.start();
    expect(await store.append(stream, 'no-stream', [event])).toMatchObject({ revision: 0 });
    await store.health();
  });

  it('that is on its way while the server restarts is stored once', async () => {
    const stream = freshStream();
    const event = newEvent();
    await store.health();
    server.stop();
    const done = store.append(stream, 'no-stream', [event]);
    await pause(400);
    await server.start();
    expect(await done).toMatchObject({ outcome: 'appended', revision: 0 });
    expect(await storedIn(stream)).toEqual([event.id]);
  });
});

describe('a subscription', () => {
  let seen: StoredEvent[];
  let stream: string;
  let revision: number;
  const begin = async (): Promise<void> => {
    [seen, stream, revision] = [[], freshStream(), -1];
    store.subscribe(undefined, (events) => void seen.push(...events));
    await write(1);
    await reach(1);
  };
  const write = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i += 1) {
      const expected = revision < 0 ? 'no-stream' : revision;
      const done = await store.append(stream, expected, [newEvent()]);
      if (done.outcome === 'appended') revision = done.revision;
    }
  };
  const reach = async (count: number): Promise<void> => {
    const end = Date.now() + 20_000;
    while (seen.length < count && Date.now() < end) await pause(10);
    expect(seen.map((event) => event.revision)).toEqual(Array.from({ length: count }, (_, i) => i));
  };

  const DROPS: Drop[] = ['END', 'CANCELLED', 'UNAVAILABLE', 'ABORTED', 'INTERNAL', 'RESET', 'CUT'];
  it.each(DROPS)('that ends with %s goes on from where it was, without a gap', async (how) => {
    await begin();
    server.drop(how);
    await write(3);
    await reach(4);
    server.drop(how);
    await write(2);
    await reach(6);
  });

  it('goes on when the server comes back', async () => {
    await begin();
    server.stop();
    await server.start();
    await write(3);
    await reach(4);
  });

  it('to a server that fell silent is begun again', async () => {
    await begin();
    server.muted = true;
    await write(3);
    await pause(2 * SILENCE_MS);
    server.muted = false;
    await reach(4);
    expect(server.subscribed).toBeGreaterThan(1);
  });

  it('to a server where nothing happens stays as it is', async () => {
    await begin();
    await pause(5 * SILENCE_MS);
    expect(server.subscribed).toBe(1);
  });

  it('is one for the whole process, however many listen', async () => {
    await begin();
    const counts = Array.from({ length: 150 }, () => ({ seen: 0 }));
    const all = counts.map((count) =>
      store.subscribe(undefined, ({ length }) => void (count.seen += length)),
    );
    await write(2);
    await reach(3);
    while (counts.some((count) => count.seen < 3)) await pause(10);
    expect(counts.every((count) => count.seen === 3)).toBe(true);
    expect(server.subscribed).toBe(1);
    await Promise.all(all.map((one) => one.close()));
  });

  it('sees nothing of other streams, or of another city on the same server', async () => {
    await begin();
    const other = new EventStoreDbEventStore({ url: server.url, prefix: 'kota2_' });
    await other.append(stream, 'no-stream', [newEvent()]);
    for (const name of ['kota', 'kota-1', 'Kota_1', '$$kota_uji', '$ce-kota_uji', '$et-kota_']) {
      await server.log.foreign(name, name.startsWith('$') ? '$metadata' : 'Terjual');
    }
    await write(1);
    await reach(2);
    await server.log.foreign('toko-2', 'Terjual', 1_500);
    const all = await store.readAll({ limit: 100 });
    expect(all.map((event) => event.stream)).toEqual([stream, stream]);
    expect(await store.readAll({ limit: 100, direction: 'backwards' })).toEqual(all.toReversed());
    expect(await store.head()).toBe(all.at(-1)?.position);
    expect(await other.readAll({ limit: 100 })).toHaveLength(1);
    expect(seen).toEqual(all);
    await other.close();
  });
});

describe('a server that takes no events', () => {
  it.each<Fault>(['NO_SPACE', 'EXHAUSTED'])(
    'but says %s of each is not told as failed, and is read on',
    async (fault) => {
      const stream = freshStream();
      await store.append(stream, 'no-stream', [newEvent()]);
      const seen: StoredEvent[] = [];
      store.subscribe(undefined, (events) => void seen.push(...events));
      server.appendsMeet = fault;
      const event = newEvent();
      await expect(store.append(stream, 0, [event])).rejects.toBeInstanceOf(AppendUnknown);
      await store.health();
      expect(seen).toEqual(await store.readAll({ limit: 10 }));
      server.appendsMeet = undefined;
      expect(await store.append(stream, 0, [event])).toMatchObject({ revision: 1 });
      expect(await storedIn(stream)).toEqual([seen[0]?.id, event.id]);
    },
  );
});

describe('reading', () => {
  it.each<Fault>(['UNAUTHENTICATED', 'ACCESS_DENIED'])(
    'from a server that denies it (%s) is refused, and health says so',
    async (fault) => {
      server.readsMeet = fault;
      for (const refused of [store.health(), store.head(), store.readAll({ limit: 1 })]) {
        await expect(refused).rejects.toThrow('access-denied');
        await expect(refused).rejects.toBeInstanceOf(StoreUnavailable);
      }
      server.readsMeet = undefined;
      await store.health();
    },
  );

  it('from a server that never answers ends at a deadline', async () => {
    server.dead = true;
    await expect(store.health()).rejects.toBeInstanceOf(StoreUnavailable);
    server.dead = false;
    await store.health();
  });

  it('an address that is none is refused', () => {
    expect(() => new EventStoreDbEventStore({ url: 'http://x', prefix: PREFIX })).toThrow(
      StoreUnavailable,
    );
  });
});
