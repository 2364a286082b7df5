import { setTimeout as pause } from 'node:timers/promises';
import { Clock, SystemClock, Transact } from '#event-store';
import type { Envelope, Recorded } from '#event-store';
import type { CommandId, Instant } from '#kernel';
import { outboundKind } from '#outbound/api';
import { openCity } from '../../apps/api/src/city.ts';
import { TestCity } from '../city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from '../outbound-city.ts';
import { grouped, wholeLog } from './crashed-log.ts';
import { startKillable } from './killable-api.ts';
import type { KillableApi } from './killable-api.ts';

type Approved = { id: string; contentHash: string; requestId: string };

/** The net under answers waits until a release is 15 s old: by this clock it is. */
class ClockAhead extends Clock {
  now(): Instant {
    return new Date(Date.now() + 20_000).toISOString() as Instant;
  }
}

const MANY = 40;
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

/** An answer that its whole route approved. */
async function approved(): Promise<Approved> {
  const requestId = await at.request();
  const answer = await at.answer(requestId);
  await at.approved(answer, coordinator2, approver);
  return { ...answer, requestId };
}

const several = (count: number): Promise<Approved[]> =>
  Promise.all(Array.from({ length: count }, approved));

/** All of them for an instant that lies so many milliseconds ahead; that instant. */
async function scheduled(items: readonly Approved[], inMs: number): Promise<number> {
  const instant = Date.now() + inMs;
  const releaseAt = new Date(instant).toISOString();
  for (const { id: outboundItemId, contentHash } of items) {
    const input = { outboundItemId, contentHash, releaseAt };
    await at.act(coordinator, 'scheduleRelease', input);
  }
  return instant;
}

async function served<T>(act: (api: KillableApi) => Promise<T>): Promise<T> {
  const api = await startKillable(city.config.dataDir);
  city.url = api.url;
  try {
    return await act(api);
  } finally {
    await api.kill();
  }
}

async function releasedNow(items: readonly Approved[]): Promise<number> {
  const ids = items.map(({ id }) => id);
  const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on OutboundItem { state } } }';
  const { data } = await city.ask(coordinator, query, { ids });
  return data?.['nodes'].filter(({ state }: Stated) => state === 'RELEASED').length;
}
type Stated = { state: string };

async function untilReleased(items: readonly Approved[], count: number): Promise<void> {
  const deadline = Date.now() + 15_000;
  while ((await releasedNow(items)) < count) {
    if (Date.now() > deadline) throw new Error(`fewer than ${count} were released in time`);
  }
}

/** The log as the crash left it: nothing runs that could finish anything. */
async function crashed(): Promise<Recorded[]> {
  const one = await openCity(city.config);
  const log = await wholeLog(one.parts.store);
  await one.close();
  return log;
}

/** Runs the city in this process until the log is so, or for ten looks; answers the log. */
async function opened(clock: Clock, until?: (log: Recorded[]) => boolean): Promise<Recorded[]> {
  await city.start(clock);
  try {
    const deadline = Date.now() + 15_000;
    for (let looks = 0; ; looks += 1) {
      const log = await wholeLog(city.city.parts.store);
      if (until === undefined ? looks > 10 : until(log) || Date.now() > deadline) return log;
      await pause(50);
    }
  } finally {
    await city.stop();
  }
}

const times = (log: readonly Recorded[], stream: string, type: string): number =>
  (grouped(log, ({ stored }) => stored.stream).get(stream) ?? []).filter(
    ({ event }) => event.type === type,
  ).length;
const releasesOf = (log: readonly Recorded[], { id }: Approved): number =>
  times(log, `outboundItem-${id}`, 'OutboundItemReleased');
const answersOf = (log: readonly Recorded[], { requestId }: Approved): number =>
  times(log, `informationRequest-${requestId}`, 'InformationRequestAnswered');

describe('a scheduled release', () => {
  it('happens once when the process was killed before, during and after its instant', async () => {
    const [early, many] = [await several(3), await several(MANY)];
    await city.stop();
    const instant = await served(() => scheduled(early, 2_000));
    expect(Date.now()).toBeLessThan(instant);
    await pause(instant - Date.now());
    await served(async () => {
      await untilReleased(early, early.length);
      await scheduled(many, 1_500);
      await untilReleased(many, 2);
    });
    const during = await crashed();
    const outAtKill = many.filter((item) => releasesOf(during, item) === 1).length;
    expect(outAtKill).toBeGreaterThan(1);
    expect(outAtKill).toBeLessThan(MANY);
    await served(() => untilReleased(many, MANY));
    const all = [...early, ...many];
    const isAnswered = (log: Recorded[]) => all.every((item) => answersOf(log, item) > 0);
    await opened(new ClockAhead(), isAnswered);
    const log = await opened(new ClockAhead());
    expect(all.map((item) => releasesOf(log, item))).toEqual(all.map(() => 1));
    expect(all.map((item) => answersOf(log, item))).toEqual(all.map(() => 1));
    process.stdout.write(`${outAtKill} of ${MANY} were out when the process was killed\n`);
  }, 120_000);
});

describe('a release killed between the item and its request', () => {
  it('answers the request once after the restart', async () => {
    await city.start();
    const item = await approved();
    const now = new Date().toISOString() as Instant;
    const { data } = await city.ask(coordinator, '{ viewer { personId } }');
    const envelope: Envelope = {
      commandId: '00000000-0000-5000-8000-0000000000c7' as CommandId,
      actor: { system: 'timer', name: 'outbound' },
      correlationId: item.id,
    };
    const command = {
      type: 'ReleaseOutboundItem',
      by: data?.['viewer'].personId,
      contentHash: item.contentHash,
      assignmentsOpen: false,
      standingOf: () => 'VALID' as const,
      at: now,
      now,
    } as const;
    // What the log holds when the process dies after the first of the two appends.
    const done = await city.app.get(Transact).run(outboundKind, item.id, command, envelope);
    expect(done.outcome).toBe('recorded');
    expect(await at.shown(item.requestId, 'state')).toEqual({ state: 'IN_REVIEW' });
    await city.stop();
    const soon = await opened(new SystemClock());
    expect(answersOf(soon, item)).toBe(0);
    const log = await opened(new ClockAhead(), (log) => answersOf(log, item) > 0);
    expect([releasesOf(log, item), answersOf(log, item)]).toEqual([1, 1]);
    const later = await opened(new ClockAhead());
    expect([releasesOf(later, item), answersOf(later, item)]).toEqual([1, 1]);
  }, 60_000);
});
