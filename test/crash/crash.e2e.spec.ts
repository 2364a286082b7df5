import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock, SystemClock } from '#event-store';
import type { Recorded } from '#event-store';
import type { Instant } from '#kernel';
import { openCity } from '../../apps/api/src/city.ts';
import { placesIn } from '../../apps/api/src/config.ts';
import { TestCity } from '../city.ts';
import {
  grouped,
  notOnceIn,
  numbersTold,
  openEntries,
  registerBooks,
  wholeLog,
} from './crashed-log.ts';
import { startKillable } from './killable-api.ts';
import { rowsOf } from '../read-model-rows.ts';
import { Writers, chanceOf, send } from './writers.ts';
import type { Answered, Sent } from './writers.ts';

const COUNT = Number(process.env['CRASH_SEEDS'] ?? 2);
const SEEDS = Array.from({ length: COUNT }, (_, i) => i + 1);

/** The net under the registers waits until an entry is 15 s old: by this clock it is. */
class ClockAhead extends Clock {
  now(): Instant {
    return new Date(Date.now() + 20_000).toISOString() as Instant;
  }
}

let city: TestCity;
let seeded: string;
beforeAll(async () => {
  city = await TestCity.seeded();
  const offices = ['dinkes', 'disdik', 'putr', 'dlh', 'dinsos', 'dishub'];
  const usernames = ['coordinator.diskominfo', ...offices.map((office) => `lead.${office}`)];
  await Promise.all(usernames.map((username) => city.tokenOf(username)));
  await city.stop();
  seeded = city.config.dataDir;
}, 120_000);
afterAll(() => city.close());

/** Opens and closes the folder; answers what an operator was told. */
async function caughtUp(): Promise<string[]> {
  const told: string[] = [];
  const one = await openCity(city.config, { say: (message) => told.push(message) });
  const { store, model } = one.parts;
  const head = await store.head();
  expect(head !== undefined && (await model.waitFor(head, 10_000))).toBe(true);
  await one.close();
  return told;
}

const isReceipt = ({ mutation }: Sent): boolean => mutation === 'receiveInformationRequest';

/** What was received and what can be read now: a key lost in the crash would leave no text. */
async function expectReadable(receipts: readonly Answered[]): Promise<void> {
  const query = 'query($id: ID!) { informationRequest(id: $id) { subject requester { name } } }';
  for (const { who, input, request } of receipts) {
    if (request === null) continue;
    const { data } = await city.ask(who, query, { id: request.id });
    const { subject, requester } = input as unknown as { subject: string; requester: Named };
    const { name } = requester;
    expect(data!['informationRequest']).toEqual({ subject, requester: { name } });
  }
}
type Named = { name: string };

async function sendAgain(sent: readonly Sent[]): Promise<Answered[]> {
  return Promise.all(sent.map((one) => send(city, one)));
}

/** Starts the API, as it is after a crash, for as long as something is done with it. */
async function served<T>(clock: Clock, act: () => Promise<T>): Promise<T> {
  await city.start(clock);
  try {
    return await act();
  } finally {
    await city.stop();
  }
}

const logNow = (): Promise<Recorded[]> => wholeLog(city.city.parts.store);

async function untilNoEntryIsOpen(): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (openEntries(await logNow()).length > 0 && Date.now() < deadline) await pause(50);
}

/** The long run tells what it did. */
function report(seed: number, figures: Record<string, number>): void {
  if (process.env['CRASH_SEEDS'] === undefined) return;
  process.stderr.write(`seed ${seed}: ${JSON.stringify(figures)}\n`);
}

describe.each(SEEDS)('a city killed under 64 writers, seed %i', (seed) => {
  let writers: Writers;
  let inFlight: number;
  let answered: Answered[];
  let crashed: Recorded[];
  let openAfterNet: unknown[];
  let log: Recorded[];

  beforeAll(async () => {
    city.config.dataDir = join(city.folder, `seed-${seed}`);
    cpSync(seeded, city.config.dataDir, { recursive: true });
    const api = await startKillable(city.config.dataDir);
    city.url = api.url;
    const chance = chanceOf(seed);
    writers = new Writers(city, chance);
    const running = writers.run();
    try {
      await Promise.race([running, writers.acknowledgedSo(Math.floor(60 + chance() * 200))]);
      await pause(chance() * 30);
      inFlight = writers.unanswered.size;
    } finally {
      writers.serverIsKilled();
      await api.kill();
    }
    await running;
  }, 60_000);
  afterAll(() => rmSync(city.config.dataDir, { recursive: true }));

  it('was killed in the middle of it', () => {
    expect(writers.acknowledged.length).toBeGreaterThan(50);
    expect(inFlight).toBeGreaterThan(0);
    expect(writers.unanswered.size).toBeGreaterThan(0);
  });

  it('opens again with the read model that it had', async () => {
    expect(await caughtUp()).toEqual([]);
  });

  it('takes every unanswered command again, before and after the net', async () => {
    const unanswered = [...writers.unanswered];
    const early = await served(new SystemClock(), async () => {
      crashed = await logNow();
      // One entry that the crash left open is the net's to finish.
      const [left] = openEntries(crashed);
      return sendAgain(
        unanswered.filter((sent, i) => i % 2 === 0 && sent.requestId !== left?.entity),
      );
    });
    const late = await served(new ClockAhead(), async () => {
      await untilNoEntryIsOpen();
      openAfterNet = openEntries(await logNow());
      const sent = await sendAgain(unanswered);
      await untilNoEntryIsOpen();
      await expectReadable([...writers.acknowledged, ...early, ...sent].filter(isReceipt));
      log = await logNow();
      return sent;
    });
    answered = [...writers.acknowledged, ...early, ...late];
    const held = new Set(crashed.map(({ stored }) => String(stored.position)));
    report(seed, {
      acknowledged: writers.acknowledged.length,
      inFlight,
      recordedUnanswered: late.filter((one) => held.has(one.position ?? '')).length,
      openEntries: openEntries(crashed).length,
    });
  });

  it('holds every command once, whether answered before or after', () => {
    expect(new Set(log.map(({ stored }) => stored.id)).size).toBe(log.length);
    expect(notOnceIn(log, answered)).toEqual([]);
  });

  it('has revisions without gaps', () => {
    for (const events of grouped(log, ({ stored }) => stored.stream).values()) {
      const revisions = events.map(({ stored }) => stored.revision);
      expect(revisions).toEqual(revisions.map((_, i) => i));
    }
  });

  it('has registers without gaps, and every number with the request that it was made for', () => {
    expect(openAfterNet).toEqual([]);
    const told = numbersTold(log);
    expect(new Set(told.map(({ label }) => label)).size).toBe(told.length);
    const numbers = new Map(told.map(({ label, stream }) => [stream, label]));
    for (const { mutation, requestId, request } of answered) {
      if (mutation !== 'registerInformationRequest' || request === null) continue;
      expect(numbers.get(`informationRequest-${requestId}`)).toBe(request.number);
    }
    const books = [...registerBooks(log).values()];
    expect(books.length).toBeGreaterThan(1);
    for (const { first, entries } of books) {
      expect(entries.map(({ number }) => number)).toEqual(entries.map((_, i) => first + i));
    }
    const made = books.flatMap(({ entries }) => entries).filter(({ voided }) => !voided);
    const pairs = made.map(({ label, entity }) => `${label} informationRequest-${entity}`);
    expect(told.map(({ label, stream }) => `${label} ${stream}`).sort()).toEqual(pairs.sort());
  });

  it('has a read model equal to a fresh one', async () => {
    const { readModel } = placesIn(city.config.dataDir);
    const rows = rowsOf(readModel);
    rmSync(readModel, { recursive: true });
    expect(await caughtUp()).toContainEqual(expect.stringContaining('building the read model'));
    expect(rows['requests']?.length).toBeGreaterThan(20);
    expect(rows['requests_fts']?.length).toBeGreaterThan(60);
    expect(rowsOf(readModel)).toEqual(rows);
  });
});
