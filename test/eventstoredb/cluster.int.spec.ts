import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { AppendUnknown, EventStoreDbEventStore, StoreUnavailable, freshId } from '#event-store';
import type { StoredEvent } from '#event-store';
import { Cluster } from './cluster.ts';
import { PREFIX, expectNothingLost, newEvent } from './noted.ts';

let cluster: Cluster;
let store: EventStoreDbEventStore;
beforeEach(async () => {
  cluster = await Cluster.started();
  store = new EventStoreDbEventStore({ url: cluster.url, prefix: PREFIX, silenceMs: 300 });
});
afterEach(async () => {
  await store.close();
  await cluster.close();
});
expectNothingLost();

const storedIn = async (stream: string): Promise<string[]> =>
  (await cluster.events(PREFIX + stream)).map(({ id }) => id);

/** Writers beside each other, each its own stream; a position that nobody else was told. */
async function write(writers: number, each: number, between = 0): Promise<void> {
  const told = new Set<string>();
  await Promise.all(
    Array.from({ length: writers }, async () => {
      const stream = `uji-${freshId()}`;
      const sent: string[] = [];
      for (let revision = 0; revision < each; revision += 1) {
        const event = newEvent();
        sent.push(event.id);
        const expected = revision === 0 ? 'no-stream' : revision - 1;
        const done = await store.append(stream, expected, [event]);
        expect(done).toMatchObject({ outcome: 'appended', revision });
        if (done.outcome === 'appended') told.add(done.position);
        await pause(between);
      }
      expect(await storedIn(stream)).toEqual(sent);
    }),
  );
  expect(told.size).toBe(writers * each);
}

describe('an append to a cluster', () => {
  it.each(['several hosts', 'one that others are found by'])(
    'goes to whoever leads, by %s',
    async (by) => {
      cluster.lead(2);
      const url = by === 'several hosts' ? cluster.url : cluster.discoverUrl(0);
      const one = new EventStoreDbEventStore({ url, prefix: PREFIX });
      const done = await one.append('uji-a', 'no-stream', [newEvent()]);
      await one.close();
      expect(done).toMatchObject({ outcome: 'appended', revision: 0 });
      expect(cluster.all.map(({ appends }) => appends)).toEqual([0, 0, 1]);
    },
  );

  it('is stored once and told as stored while the leaders change', async () => {
    const writing = write(8, 12, 30);
    for (const leader of [1, 2, 0, 2]) {
      await pause(120);
      cluster.lead(leader);
    }
    await writing;
    expect(cluster.all.filter(({ appends }) => appends > 0)).toHaveLength(3);
  });

  it('waits for an election, in which nobody leads', async () => {
    await write(1, 1);
    cluster.leader = undefined;
    const writing = write(4, 3);
    await pause(400);
    cluster.lead(1);
    await writing;
  });

  it('goes to the next leader when the leader is killed, though others still name it', async () => {
    const writing = write(8, 12, 30);
    await pause(120);
    cluster.at(0).stop();
    await pause(500);
    cluster.lead(2);
    await writing;
    expect(cluster.at(2).appends).toBeGreaterThan(0);
  });

  it('goes on when the whole cluster was restarted', async () => {
    const writing = write(4, 8, 30);
    await pause(120);
    for (const member of cluster.all) member.stop();
    await pause(300);
    for (const member of cluster.all) await member.start();
    cluster.lead(1);
    await writing;
  });

  it('ends at its deadline where nobody ever leads, as not stored, and reads go on', async () => {
    await write(1, 1);
    cluster.leader = undefined;
    const failed = await store
      .append('uji-b', 'no-stream', [newEvent()])
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(StoreUnavailable);
    expect(failed).not.toBeInstanceOf(AppendUnknown);
    expect(await storedIn('uji-b')).toEqual([]);
    expect(await store.readAll({ limit: 10 })).toHaveLength(1);
    await store.health();
  });
});

it('ends at its deadline, or is stored, where a member takes calls and answers none', async () => {
  const sockets: Socket[] = [];
  const frozen = createServer((socket) => void sockets.push(socket));
  await new Promise<void>((resolve) => frozen.listen(0, '127.0.0.1', resolve));
  const { port } = frozen.address() as AddressInfo;
  const url = cluster.url.replace('esdb://', `esdb://127.0.0.1:${port},`);
  const outcomes = await Promise.all(
    Array.from({ length: 16 }, async (_, i) => {
      const one = new EventStoreDbEventStore({ url, prefix: PREFIX });
      const done = await one.append(`uji-${i}`, 'no-stream', [newEvent()]).then(
        ({ outcome }) => outcome,
        (error: unknown) => (error instanceof AppendUnknown ? 'unknown' : String(error)),
      );
      await one.close();
      return done;
    }),
  );
  expect(outcomes.filter((outcome) => !['appended', 'unknown'].includes(outcome))).toEqual([]);
  expect(outcomes).toContain('appended');
  // Whoever asked it first begins only now, after nobody waits any more.
  await pause(1_500);
  expect(cluster.all[0]?.appends).toBe(outcomes.length);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => frozen.close(resolve));
});

describe('the subscription to a cluster', () => {
  const seen: StoredEvent[] = [];
  beforeEach(async () => {
    seen.length = 0;
    store.subscribe(undefined, (events) => void seen.push(...events));
    await write(1, 1);
    await reach(1);
  });
  const reach = async (count: number): Promise<void> => {
    const end = Date.now() + 20_000;
    while (seen.length < count && Date.now() < end) await pause(10);
    const all = await store.readAll({ limit: 1_000 });
    expect(all).toHaveLength(count);
    expect(seen).toEqual(all);
  };
  const whoTells = (): number[] =>
    cluster.all.flatMap(({ subscriptions }, i) => (subscriptions > 0 ? [i] : []));

  it('goes on from another member, with nothing lost or twice', async () => {
    expect(whoTells()).toEqual([0]);
    const writing = write(4, 10, 30);
    await pause(100);
    cluster.lead(1);
    cluster.at(0).stop();
    await writing;
    await reach(41);
    expect(whoTells()).toEqual([1]);
    cluster.lead(2);
    cluster.at(1).stop();
    await write(2, 2);
    await reach(45);
    expect(whoTells()).toEqual([2]);
  });

  it('goes on after the whole cluster was away', async () => {
    for (const member of cluster.all) member.stop();
    for (const member of cluster.all) await member.start();
    cluster.lead(2);
    await write(2, 5);
    await reach(11);
    expect(whoTells()).toEqual([2]);
  });

  it('is begun elsewhere where a member holds its connection and tells nothing', async () => {
    cluster.at(0).muted = true;
    cluster.lead(1);
    await write(2, 5);
    await reach(11);
    expect(whoTells()).toEqual([1]);
  });
});
