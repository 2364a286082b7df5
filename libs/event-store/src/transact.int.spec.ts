import type { CommandId, Instant } from '#kernel';
import { freshId } from './command-id.ts';
import { EmbeddedEventStore } from './embedded/embedded-event-store.ts';
import { AppendUnknown, StoreUnavailable } from './event-store.ts';
import type { EventStore, NewEvent, StoredEvent } from './event-store.ts';
import { metadataSchema } from './metadata.ts';
import { around, randomSealer, tally } from './testing/tally.ts';
import type { TallyCommand } from './testing/tally.ts';
import { readAllOf } from './testing/contract-world.ts';
import { useTemporaryFolder } from './testing/temporary-folder.ts';
import { Transact } from './transact.ts';
import type { Envelope } from './transact.ts';

const folder = useTemporaryFolder();
let store: EmbeddedEventStore;
let now: Instant;
beforeEach(() => {
  store = new EmbeddedEventStore(folder());
  now = '2026-03-02T02:00:00.000Z' as Instant;
});
afterEach(() => store.close());

const clock = { now: (): Instant => now };
const transactOver = (over: EventStore = store): Transact =>
  new Transact(over, randomSealer, clock);
const add = (by: number, times = 1): TallyCommand => ({ type: 'Tally', by, times });
const envelope = (fields: Partial<Envelope> = {}): Envelope => ({
  commandId: freshId<CommandId>(),
  actor: { system: 'operator', name: 'spec' },
  correlationId: 'spec',
  ...fields,
});
/** As the API hashes an input: under the secret that is in use, or the one that was named. */
const hashOf =
  (input: string, secret = 'input-2026-03'): NonNullable<Envelope['hashInput']> =>
  (named = secret) =>
    named === 'destroyed' ? undefined : { secret: named, hash: hex(`${named} ${input}`) };
const hex = (text: string): string => Buffer.from(text).toString('hex').padEnd(64, '0').slice(-64);
const stream = (): Promise<StoredEvent[]> => readAllOf(store, 'tally-a');
const metadataOf = (event: StoredEvent): ReturnType<typeof metadataSchema.parse> =>
  metadataSchema.parse(JSON.parse(event.metadata));

describe('a command', () => {
  it('is decided on what happened, and its events are recorded together', async () => {
    const transact = transactOver();
    const first = await transact.run(tally, 'a', add(2, 3), envelope());
    expect(first).toMatchObject({ outcome: 'recorded', state: 6, version: 3 });
    const second = await transact.run(tally, 'a', add(4), envelope());
    expect(second).toMatchObject({ outcome: 'recorded', state: 10, version: 4 });
    const events = await stream();
    expect(events.map(({ type }) => type)).toEqual(Array.from({ length: 4 }, () => 'Tallied'));
    expect(second).toMatchObject({ position: events.at(-1)!.position });
  });

  it('leaves who, when, why and the version of the shape with every event', async () => {
    const sent = envelope({
      causationId: 'cause',
      occurredAt: '2026-03-01T02:00:00.000Z' as Instant,
      hashInput: hashOf('x'),
    });
    await transactOver().run(tally, 'a', add(1, 2), sent);
    for (const event of await stream()) {
      expect(metadataOf(event)).toEqual({
        $correlationId: 'spec',
        $causationId: 'cause',
        commandId: sent.commandId,
        inputHash: hashOf('x')(),
        occurredAt: sent.occurredAt,
        recordedAt: now,
        schemaVersion: 1,
        actor: sent.actor,
      });
      expect(event.data).not.toContain('dicatat');
    }
  });

  it('whose effect is in force already records nothing', async () => {
    const answer = await transactOver().run(tally, 'a', add(0), envelope());
    expect(answer).toEqual({ outcome: 'nothing', state: 0, version: 0, position: undefined });
    expect(await stream()).toEqual([]);
  });

  it('that is refused records nothing, or what is worth keeping of the refusal', async () => {
    const transact = transactOver();
    expect(await transact.run(tally, 'a', add(-1), envelope())).toEqual({
      outcome: 'rejected',
      code: 'NOT_POSITIVE',
      field: undefined,
    });
    expect(await stream()).toEqual([]);
    const refused = await transact.run(tally, 'a', add(11), envelope());
    expect(refused).toMatchObject({ outcome: 'rejected', code: 'OVER_TEN' });
    const [kept] = await stream();
    expect(kept).toMatchObject({ type: 'TallyOverrunRefused' });
    expect(metadataOf(kept!).refusal).toBe('OVER_TEN');
  });
});

describe('a command that is sent again', () => {
  it('is recognised, after a restart too, and records nothing', async () => {
    const sent = envelope({ hashInput: hashOf('x') });
    const first = await transactOver().run(tally, 'a', add(1, 2), sent);
    await transactOver().run(tally, 'a', add(3), envelope());
    const again = await transactOver().run(tally, 'a', add(1, 2), sent);
    expect(again).toMatchObject({ outcome: 'repeated', state: 5, version: 3 });
    expect('position' in again && again.position).toBe('position' in first && first.position);
    expect(await stream()).toHaveLength(3);
  });

  it('is recognised before its expected version is looked at', async () => {
    const sent = envelope({ expectedVersion: 0 });
    await transactOver().run(tally, 'a', add(1), sent);
    const again = await transactOver().run(tally, 'a', add(1), sent);
    expect(again.outcome).toBe('repeated');
  });

  it('with another input is told so', async () => {
    const sent = envelope({ hashInput: hashOf('x') });
    await transactOver().run(tally, 'a', add(1), sent);
    const other = { ...sent, hashInput: hashOf('y') };
    expect(await transactOver().run(tally, 'a', add(2), other)).toEqual({ outcome: 'key-reused' });
    expect(await stream()).toHaveLength(1);
  });

  it('is compared under its first secret, and by its id when that is gone', async () => {
    const sent = envelope({ hashInput: hashOf('x', 'input-2026-02') });
    await transactOver().run(tally, 'a', add(1), sent);
    const later = { ...sent, hashInput: hashOf('x', 'input-2026-03') };
    expect((await transactOver().run(tally, 'a', add(1), later)).outcome).toBe('repeated');
    const gone = { ...sent, hashInput: () => undefined };
    expect((await transactOver().run(tally, 'a', add(1), gone)).outcome).toBe('repeated');
  });

  it('is refused again where it left a refusal', async () => {
    const sent = envelope({ hashInput: hashOf('x') });
    await transactOver().run(tally, 'a', add(11), sent);
    const again = await transactOver().run(tally, 'a', add(11), sent);
    expect(again).toMatchObject({ outcome: 'rejected', code: 'OVER_TEN' });
    expect(await stream()).toHaveLength(1);
  });

  it('is decided afresh where it recorded nothing', async () => {
    const sent = envelope();
    const transact = transactOver();
    await transact.run(tally, 'a', add(0), sent);
    expect((await transact.run(tally, 'a', add(1), sent)).outcome).toBe('recorded');
  });
});

describe('writers that meet', () => {
  it('get a conflict where they named a version, and record nothing', async () => {
    const transact = transactOver();
    await transact.run(tally, 'a', add(1), envelope());
    for (const expectedVersion of [0, 2]) {
      const answer = await transact.run(tally, 'a', add(1), envelope({ expectedVersion }));
      expect(answer).toEqual({ outcome: 'conflict' });
    }
    const right = await transact.run(tally, 'a', add(1), envelope({ expectedVersion: 1 }));
    expect(right.outcome).toBe('recorded');
    expect(await stream()).toHaveLength(2);
  });

  /** Another writer comes first, the given number of times. */
  const contested = (times: number): { over: EventStore; sends: () => number } => {
    let sends = 0;
    const over = around(store, async (send) => {
      sends += 1;
      if (sends <= times) await transactOver().run(tally, 'a', add(3), envelope());
      return send();
    });
    return { over, sends: () => sends };
  };

  it('decide again on what the other recorded', async () => {
    const { over, sends } = contested(1);
    const answer = await transactOver(over).run(tally, 'a', add(4), envelope());
    expect(answer).toMatchObject({ outcome: 'recorded', state: 7, version: 2 });
    expect(sends()).toBe(2);
    const refused = contested(1);
    const over10 = await transactOver(refused.over).run(tally, 'a', add(3), envelope());
    expect(over10).toMatchObject({ outcome: 'rejected', code: 'OVER_TEN' });
  });

  it('give up after three more attempts, and at once where a version was named', async () => {
    const always = contested(99);
    const small = { ...tally, decider: { ...tally.decider, decide: () => [tallied] } };
    const tallied = { type: 'Tallied', data: { by: 1, note: 'x' } } as const;
    const answer = await transactOver(always.over).run(small, 'a', add(1), envelope());
    expect(answer).toEqual({ outcome: 'conflict' });
    expect(always.sends()).toBe(4);
    const version = (await stream()).length;
    const named = contested(99);
    const sent = envelope({ expectedVersion: version });
    expect(await transactOver(named.over).run(small, 'a', add(1), sent)).toEqual({
      outcome: 'conflict',
    });
    expect(named.sends()).toBe(1);
  });

  it('leave each of their facts once, when many come at the same time', async () => {
    const transact = transactOver();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => transact.run(tally, 'a', add(1), envelope())),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(answers.map(() => 'recorded'));
    expect(await transact.load(tally, 'a')).toMatchObject({ state: 4, version: 4 });
  });
});

describe('an append of which nobody knows whether it was stored', () => {
  const sentEvents: (readonly NewEvent[])[] = [];
  const unknown = (times: number, storing: boolean): EventStore => {
    sentEvents.length = 0;
    return around(store, async (send, events) => {
      sentEvents.push(events);
      if (sentEvents.length > times) return send();
      if (storing) await send();
      throw new AppendUnknown('the connection broke');
    });
  };

  it('is sent again with the same bytes, and stored once', async () => {
    for (const [index, storing] of [false, true].entries()) {
      const over = unknown(2, storing);
      const answer = await transactOver(over).run(tally, 'a', add(1), envelope());
      expect(answer).toMatchObject({ outcome: 'recorded', version: index + 1 });
      expect(sentEvents).toHaveLength(3);
      expect(sentEvents[1]).toEqual(sentEvents[0]);
      expect(sentEvents[2]).toEqual(sentEvents[0]);
      expect(await stream()).toHaveLength(index + 1);
    }
  });

  it('stays unknown to the caller when it never answers; a repeat then finds it', async () => {
    const sent = envelope();
    const over = unknown(99, true);
    await expect(transactOver(over).run(tally, 'a', add(1), sent)).rejects.toThrow(AppendUnknown);
    const again = await transactOver().run(tally, 'a', add(1), sent);
    expect(again).toMatchObject({ outcome: 'repeated', version: 1 });
  });

  it('is not confused with a store that is away: that is told at once', async () => {
    let sends = 0;
    const over = around(store, () => {
      sends += 1;
      return Promise.reject(new StoreUnavailable('away'));
    });
    await expect(transactOver(over).run(tally, 'a', add(1), envelope())).rejects.toThrow('away');
    expect(sends).toBe(1);
  });
});

describe('the time of recording', () => {
  const recordedAt = async (): Promise<Instant[]> =>
    (await stream()).map((event) => metadataOf(event).recordedAt);

  it('never goes back, whatever the clock does, also after a restart', async () => {
    const times = ['02:00', '01:00', '03:00', '02:59', '03:01'];
    for (const time of times) {
      now = `2026-03-02T${time}:00.000Z` as Instant;
      await transactOver().run(tally, 'a', add(1), envelope());
    }
    const expected = ['02:00', '02:00', '03:00', '03:00', '03:01'];
    expect(await recordedAt()).toEqual(expected.map((time) => `2026-03-02T${time}:00.000Z`));
  });

  it('is not before what the node has seen elsewhere in the log', async () => {
    const transact = transactOver();
    transact.seen('2026-03-05T00:00:00.000Z' as Instant);
    transact.seen('2026-03-04T00:00:00.000Z' as Instant);
    await transact.run(tally, 'a', add(1), envelope());
    expect(await recordedAt()).toEqual(['2026-03-05T00:00:00.000Z']);
  });
});

describe('a hot stream', () => {
  const hot = { ...tally, hot: true };

  it('is read once, and is still right when others write to it', async () => {
    let reads = 0;
    const counted = new Proxy(store, {
      get(target, name) {
        if (name === 'readStream') reads += 1;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const transact = transactOver(counted);
    for (let i = 1; i <= 3; i += 1) {
      const answer = await transact.run(hot, 'a', add(1), envelope());
      expect(answer).toMatchObject({ state: i, version: i });
    }
    expect(reads).toBe(1);
    await transactOver().run(tally, 'a', add(5), envelope());
    const after = await transact.run(hot, 'a', add(1), envelope());
    expect(after).toMatchObject({ outcome: 'recorded', state: 9, version: 5 });
    expect(reads).toBe(2);
  });

  it('goes on from what is kept when others wrote to it, once for all who ask', async () => {
    const reads: number[] = [];
    const other = transactOver();
    const readStream = store.readStream.bind(store);
    store.readStream = (name, from) => {
      reads.push(from ?? 0);
      return readStream(name, from);
    };
    const transact = transactOver();
    for (let i = 0; i < 3; i += 1) await transact.run(hot, 'a', add(1), envelope());
    const before = [...reads];
    await other.run(hot, 'a', add(1, 3), envelope());
    reads.splice(0, reads.length, ...before);
    const both = [1, 2].map(() => transact.run(hot, 'a', add(1), envelope()));
    for (const done of await Promise.all(both)) expect(done.outcome).toBe('recorded');
    expect((await transact.run(hot, 'a', add(1), envelope())).outcome).toBe('recorded');
    expect(reads.filter((from) => from === 0)).toEqual([0]);
    expect(Math.min(...reads.slice(1))).toBe(3);
    expect(await stream()).toHaveLength(9);
  });

  it('looks again before it says that there is nothing to record, or a conflict', async () => {
    const [transact, other] = [transactOver(), transactOver()];
    await transact.run(hot, 'a', add(1), envelope());
    await other.run(hot, 'a', add(9), envelope());
    // By what was kept it would be accepted or in conflict; by the log it is not.
    const expected = envelope({ expectedVersion: 2 });
    expect((await transact.run(hot, 'a', add(0, 0), expected)).outcome).toBe('nothing');
    expect((await transact.run(hot, 'a', add(1), envelope())).outcome).toBe('rejected');
  });

  it('knows repeats of what it recorded itself, and of refusals', async () => {
    const transact = transactOver();
    const [sent, refused] = [envelope(), envelope()];
    await transact.run(hot, 'a', add(1), sent);
    await transact.run(hot, 'a', add(10), refused);
    expect((await transact.run(hot, 'a', add(1), sent)).outcome).toBe('repeated');
    const again = await transact.run(hot, 'a', add(1), refused);
    expect(again).toMatchObject({ outcome: 'rejected', code: 'OVER_TEN' });
  });

  it('leaves room for others: more than are kept stay right', async () => {
    const transact = transactOver();
    const ids = Array.from({ length: 70 }, (_, i) => `many-${i}`);
    for (const id of ids) await transact.run(hot, id, add(1), envelope());
    for (const id of ids) {
      expect(await transact.run(hot, id, add(1), envelope())).toMatchObject({ state: 2 });
    }
  });
});
