import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DiskObjectStore } from '#attachments';
import type { Recorded } from '#event-store';
import type { ErasureId } from '#kernel';
import type { ErasureEvent } from '#persons';
import { ErasureList, readErasureList } from '#persons';
import { Vault } from '#sealing';
import { erasureListOf, placesIn } from '../../apps/api/src/config.ts';
import { openCity } from '../../apps/api/src/city.ts';
import type { TestCity } from '../city.ts';
import { ERASURE, ErasureCity, byCourt, coordinator, superior } from '../erasure-city.ts';
import { wholeLog } from './crashed-log.ts';
import { startKillable } from './killable-api.ts';

type Ordered = { erasureId: ErasureId; request: string; attachment: string };
type Confirmed = Extract<ErasureEvent, { type: 'ErasureConfirmed' }>['data'];

const WITH_CASES = { ...byCourt, withCases: true };
let of: ErasureCity;
let city: TestCity;
let running = false;
beforeEach(async () => {
  of = await ErasureCity.opened();
  ({ city } = of);
  running = true;
}, 60_000);
afterEach(async () => {
  if (running) await stop();
  rmSync(city.folder, { recursive: true, force: true });
});

async function stop(): Promise<void> {
  running = false;
  await city.stop();
}

async function start(): Promise<void> {
  await of.at.start();
  running = true;
}

/** Persons with a case and its attachment, to be erased by a court's order. */
async function ordered(count: number): Promise<Ordered[]> {
  const cases: { request: string; person: string; attachment: string }[] = [];
  for (let i = 0; i < count; i += 1) {
    of.at.moveTo('2025-08-20 09:00');
    const attachment = await city.upload(coordinator, `Lampiran ${i}`);
    const more = { attachmentIds: [attachment] };
    const { id: request, person } = await of.ended('2025-08-20 09:00', more);
    cases.push({ request, person, attachment });
  }
  of.at.moveTo('2025-12-01 09:00');
  const all: Ordered[] = [];
  for (const { person, request, attachment } of cases) {
    const { id: erasureId } = await of.order(person, WITH_CASES);
    all.push({ erasureId, request, attachment });
  }
  return all;
}

const ofErasure = (log: readonly Recorded[], { erasureId }: Ordered): Recorded['event'][] =>
  log.filter(({ stored }) => stored.stream === `erasure-${erasureId}`).map(({ event }) => event);
const typesOf = (log: readonly Recorded[], one: Ordered): string[] =>
  ofErasure(log, one).map(({ type }) => type);
const confirmedIn = (log: readonly Recorded[], one: Ordered): Confirmed | undefined =>
  ofErasure(log, one).find(({ type }) => type === 'ErasureConfirmed')?.data as
    Confirmed | undefined;
const DONE = ['ErasureOrdered', 'ErasureConfirmed', 'ErasureCompleted'];

/** Runs the city in this process until those are done; answers the log. */
async function finished(those: readonly Ordered[]): Promise<Recorded[]> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const log = await wholeLog(city.city.parts.store);
    const done = those.every((one) => typesOf(log, one).includes('ErasureCompleted'));
    if (done || Date.now() > deadline) return log;
    await pause(50);
  }
}

const objectsLying = (): string[] =>
  readdirSync(placesIn(city.config.dataDir).attachments, { recursive: true }).map(String);

async function expectGone(those: readonly Ordered[]): Promise<void> {
  const log = await finished(those);
  const listed = readErasureList(erasureListOf(city.config));
  const { vault } = city.city.parts.keeping;
  for (const one of those) {
    expect(typesOf(log, one)).toEqual(DONE);
    const keys = confirmedIn(log, one)?.destroys ?? [];
    expect(keys.length).toBeGreaterThan(3);
    expect(keys.filter((key) => vault.has(key))).toEqual([]);
    expect(listed.filter(({ erasureId }) => erasureId === one.erasureId)).toMatchObject([
      { keyIds: keys },
    ]);
    expect(objectsLying().filter((path) => path.endsWith(one.attachment))).toEqual([]);
    expect(await of.shown(one.request)).toMatchObject({
      subject: null,
      details: null,
      requester: { erased: true, name: null },
    });
  }
}

describe('an erasure', () => {
  it('that was broken off after any of its steps is finished after the restart', async () => {
    const those = await ordered(4);
    // As on a disk that is full by then: each call ends after its first append.
    city.city.parts.erasureList.note = () => {
      throw new Error('ENOSPC: no space left on device');
    };
    for (const { erasureId } of those) {
      const query = `mutation($input: ConfirmErasureInput!) {
        confirmErasure(input: $input) { ${ERASURE} } }`;
      const { errors } = await city.ask(superior, query, { input: { erasureId } });
      expect(errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    }
    const log = await wholeLog(city.city.parts.store);
    const { logId } = city.city.parts.identity;
    await stop();

    const places = placesIn(city.config.dataDir);
    const master = Buffer.from(readFileSync(places.demoKey, 'utf8').trim(), 'hex');
    const list = new ErasureList(erasureListOf(city.config), logId);
    const vault = new Vault(places.vault, master);
    const objects = new DiskObjectStore(places.attachments);
    const now = of.at.now();
    for (const [step, one] of those.entries()) {
      expect(typesOf(log, one)).toEqual(['ErasureOrdered', 'ErasureConfirmed']);
      const keyIds = confirmedIn(log, one)?.destroys ?? [];
      if (step >= 1) list.note({ erasureId: one.erasureId, keyIds, at: now });
      if (step >= 2) await vault.destroy(keyIds, now);
      if (step >= 3) await objects.remove(one.attachment);
    }
    vault.close();

    await start();
    expect(typesOf(await wholeLog(city.city.parts.store), those[0]!)).not.toEqual(DONE);
    await stop();
    of.at.moveTo('2025-12-01 09:01');
    await start();
    await expectGone(those);
    await stop();
    await start();
    await expectGone(those);
  }, 60_000);

  it('is done whole or not begun, wherever the process is killed', async () => {
    const MANY = 6;
    const those = await ordered(MANY);
    await stop();
    for (const [i, { erasureId }] of those.entries()) {
      const api = await startKillable(city.config.dataDir);
      city.url = api.url;
      city.forgetTokens();
      await city.tokenOf(superior);
      const answer = of.at.city
        .mutate(superior, 'confirmErasure', { erasureId }, ERASURE)
        .catch(() => undefined);
      await pause(i * 25);
      await api.kill();
      await answer;
    }
    const crashed = await openCity(city.config);
    const log = await wholeLog(crashed.parts.store);
    await crashed.close();
    const begun = those.filter((one) => confirmedIn(log, one) !== undefined);
    const open = those.filter((one) => !begun.includes(one));
    const whole = begun.filter((one) => typesOf(log, one).includes('ErasureCompleted'));
    process.stdout.write(
      `${begun.length} of ${MANY} were confirmed when it was killed, ${whole.length} done\n`,
    );
    of.at.moveToNow(60);
    await start();
    await expectGone(begun);
    for (const one of open) {
      expect(await of.shown(one.request)).toMatchObject({ requester: { erased: false } });
      await of.confirm(one.erasureId);
    }
    await expectGone(those);
  }, 120_000);
});
