import { setTimeout as pause } from 'node:timers/promises';
import type { Recorded } from '#event-store';
import { TestCity } from '../city.ts';
import type { Answer } from '../city.ts';
import { grouped, notOnceIn, numbersTold, openEntries, wholeLog } from '../crash/crashed-log.ts';
import { startKillable } from '../crash/killable-api.ts';
import type { KillableApi } from '../crash/killable-api.ts';
import { Writers, chanceOf, send } from '../crash/writers.ts';
import type { Answered } from '../crash/writers.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from '../outbound-city.ts';
import { rowsOf } from '../read-model-rows.ts';
import { placesIn } from '../../apps/api/src/config.ts';
import { Shared } from './shared.ts';

const COMMANDS = 2_000;
const BOARD = `{ coordinationBoard { requests { open byState { state count } }
  offices { office { code } openAssignments } } }`;

/** Two processes on one log and one bucket; what is asked of a city goes to its process. */
let shared: Shared;
let one: TestCity;
let other: TestCity;
const running = new Map<TestCity, KillableApi>();
beforeAll(async () => {
  shared = await Shared.started();
  one = await TestCity.seeded(undefined, shared.settings);
  other = await TestCity.opened(() => Promise.resolve(), undefined, shared.settings);
  await one.stop();
  await other.stop();
  await Promise.all([serve(one), serve(other)]);
  const offices = ['dinkes', 'disdik', 'putr', 'dlh', 'dinsos', 'dishub'];
  const people = [coordinator, ...offices.map((office) => `lead.${office}`)];
  for (const city of [one, other]) await Promise.all(people.map((who) => city.tokenOf(who)));
}, 180_000);
afterAll(async () => {
  await Promise.all([one, other].map(kill));
  await one.close();
  await other.close();
  await shared.close();
});

async function serve(city: TestCity): Promise<void> {
  const api = await startKillable(city.config.dataDir, { env: shared.env });
  running.set(city, api);
  city.url = api.url;
}

async function kill(city: TestCity): Promise<void> {
  await running.get(city)?.kill();
  running.delete(city);
}

/** The log as it stands, read by this process alone. */
async function logNow(): Promise<Recorded[]> {
  return shared.read(wholeLog);
}

const writing = (city: TestCity, keys: string, seed: number): Writers =>
  new Writers(city, chanceOf(seed), { count: 12, keys });

async function isReady(city: TestCity): Promise<boolean> {
  const response = await fetch(`${city.url}/health/ready`).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.ok === true;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await holds());) {
    if (Date.now() > end) throw new Error('it did not come to that');
    await pause(100);
  }
}

/** What each event of a type told in a stream. */
const told = (log: readonly Recorded[], stream: string, type: string): string[] =>
  log
    .filter(({ stored, event }) => stored.stream === stream && event.type === type)
    .map(({ stored }) => stored.data);

describe('two processes under load, of which one is killed', () => {
  const answered: Answered[] = [];
  let log: Recorded[];

  it('hold each acknowledged command once; one serves on, the killed one catches up', async () => {
    const [mine, theirs] = [writing(one, 'satu', 1), writing(other, 'dua', 2)];
    const [first, second] = [mine.run(), theirs.run()];
    await Promise.race([theirs.acknowledgedSo(400), first, second]);
    theirs.serverIsKilled();
    await kill(other);
    await second;
    const atKill = mine.acknowledged.length;
    await mine.acknowledgedSo(atKill + 100);
    await serve(other);
    const last = mine.acknowledged.findLast(({ position }) => position !== null)?.position ?? '';
    // It waits two seconds for a position, and says so when it is not there yet.
    const reached = (): Promise<Answer> =>
      other.ask(coordinator, BOARD, {}, { 'x-min-position': last });
    await until(async () => (await reached()).errors === undefined);
    const back = writing(other, 'tiga', 3);
    const third = back.run();
    const enough = COMMANDS - theirs.acknowledged.length - 300;
    await Promise.all([mine.acknowledgedSo(enough), back.acknowledgedSo(300)]);
    for (const writers of [mine, back]) writers.serverIsKilled();
    await Promise.all([one, other].map(kill));
    await Promise.all([first, third]);
    const unanswered = [mine, theirs, back].flatMap((writers) => [...writers.unanswered]);
    expect(theirs.unanswered.size).toBeGreaterThan(0);
    await Promise.all([serve(one), serve(other)]);
    // The net under the registers waits for what a kill left open: it is 15 s old by then.
    await until(async () => openEntries(await logNow()).length === 0);
    for (const sent of unanswered) {
      answered.push(...(await Promise.all([one, other].map((city) => send(city, sent)))));
    }
    answered.push(...mine.acknowledged, ...theirs.acknowledged, ...back.acknowledged);
    log = await logNow();
    expect(answered.length).toBeGreaterThanOrEqual(COMMANDS);
    expect(notOnceIn(log, answered)).toEqual([]);
    process.stdout.write(`${answered.length} answered, ${unanswered.length} of them sent again\n`);
  }, 240_000);

  it('leave no gap and nothing twice', () => {
    expect(new Set(log.map(({ stored }) => stored.id)).size).toBe(log.length);
    for (const events of grouped(log, ({ stored }) => stored.stream).values()) {
      const revisions = events.map(({ stored }) => stored.revision);
      expect(revisions).toEqual(revisions.map((_, i) => i));
    }
    const numbers = numbersTold(log).map(({ label }) => label);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('show the same, each from its own read model', async () => {
    await until(async () => (await isReady(one)) && (await isReady(other)));
    const boards = [];
    for (const city of [one, other]) boards.push((await city.ask(coordinator, BOARD)).data);
    expect(boards[0]).toEqual(boards[1]);
    const rows = [one, other].map(({ config }) => rowsOf(placesIn(config.dataDir).readModel));
    expect(rows[0]).toEqual(rows[1]);
  });
});

describe('what time brings, on two processes', () => {
  it('happens once: a scheduled release, and a clock that nobody met', async () => {
    const at = new OutboundCity(one);
    const requestId = await at.request();
    const answer = await at.answer(requestId);
    await at.approved(answer, coordinator2, approver);
    const releaseAt = new Date(Date.now() + 2_000).toISOString();
    const { id: outboundItemId, contentHash } = answer;
    await at.act(coordinator, 'scheduleRelease', { outboundItemId, contentHash, releaseAt });
    const late = await other.mutate(coordinator, 'receiveInformationRequest', {
      ...{ track: 'MEDIA', channel: 'PHONE', subject: 'Terlambat', details: 'Mohon data.' },
      requester: { kind: 'JOURNALIST', name: 'Wartawan Uji' },
      occurredAt: new Date(Date.now() - 20 * 86_400_000).toISOString(),
    });
    expect(late.userErrors).toEqual([]);
    const lateStream = `informationRequest-${late.informationRequest.id}`;
    const done = async (): Promise<string[][]> => {
      const log = await logNow();
      return [
        told(log, `outboundItem-${outboundItemId}`, 'OutboundItemReleased'),
        told(log, `informationRequest-${requestId}`, 'InformationRequestAnswered'),
        told(log, lateStream, 'DeadlineMissed'),
      ];
    };
    await until(async () => (await done()).every(({ length }) => length > 0));
    // Timers look every second, and the nets wait for 15.
    await pause(17_000);
    const [released, answers, missed] = await done();
    expect([released, answers].map((each) => each?.length)).toEqual([1, 1]);
    // Of every clock of a request to the media, once.
    expect(missed).toEqual([...new Set(missed)]);
    expect(missed).toHaveLength(2);
  }, 120_000);
});
