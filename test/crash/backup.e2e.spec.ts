import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EmbeddedEventStore } from '#event-store';
import type { StoredEvent } from '#event-store';
import { openCity } from '../../apps/api/src/city.ts';
import type { City } from '../../apps/api/src/city.ts';
import { configFrom, placesIn } from '../../apps/api/src/config.ts';
import { backUpFromOptions } from '../../apps/operator/src/backup-command.ts';
import { verifyObjects } from '../../apps/operator/src/check-attachments.ts';
import { restoreFromOptions } from '../../apps/operator/src/restore-command.ts';
import { TestCity } from '../city.ts';
import { rowsOf } from '../read-model-rows.ts';
import { startKillable } from './killable-api.ts';
import { Writers, chanceOf } from './writers.ts';

const LEAD = 'lead.dinkes';

type Verified = Awaited<ReturnType<typeof verifyObjects>>;

let city: TestCity;
let writers: Writers;
const told: string[] = [];
let complete: boolean;
const restored = (): string => join(city.folder, 'restored');
const at = (part: string): string => join(city.folder, 'backup', part);

beforeAll(async () => {
  city = await TestCity.seeded();
  const offices = ['dinkes', 'disdik', 'putr', 'dlh', 'dinsos', 'dishub'];
  const usernames = ['coordinator.diskominfo', ...offices.map((office) => `lead.${office}`)];
  await Promise.all(usernames.map((username) => city.tokenOf(username)));
  await city.stop();
  const api = await startKillable(city.config.dataDir);
  city.url = api.url;
  const uploader = new Uploader();
  const uploading = uploader.run();
  await uploader.more(3);
  writers = new Writers(city, chanceOf(7));
  const running = writers.run();
  try {
    await writers.acknowledgedSo(200);
    const env = { SIMPUL_DATA_DIR: city.config.dataDir };
    const to = join(city.folder, 'backup');
    complete = await backUpFromOptions({ to }, env, (message) => told.push(message));
    const more = writers.acknowledged.length + 200;
    await Promise.all([writers.acknowledgedSo(more), uploader.more(1)]);
  } finally {
    uploader.enough();
    await uploading;
    writers.serverIsKilled();
    await api.kill();
    await running;
  }
  const from = { fromLog: at('log'), fromVault: at('vault'), withoutErasureList: true };
  await restoreFromOptions(from, { SIMPUL_DATA_DIR: restored() }, () => undefined);
}, 120_000);
afterAll(() => rmSync(city.folder, { recursive: true, force: true }));

/** One file after the other, as fast as they are taken. */
class Uploader {
  readonly #wanted: { count: number; reached(): void }[] = [];
  #uploaded = 0;
  #enough = false;

  async run(): Promise<void> {
    while (!this.#enough) {
      await city.upload(LEAD, `Lampiran ${(this.#uploaded += 1)}`);
      for (const { count, reached } of this.#wanted) if (this.#uploaded >= count) reached();
    }
  }

  /** Resolves when there are as many more. */
  more(count: number): Promise<void> {
    return new Promise((reached) => this.#wanted.push({ count: this.#uploaded + count, reached }));
  }

  enough(): void {
    this.#enough = true;
  }
}

async function eventsOf(dataDir: string): Promise<readonly StoredEvent[]> {
  const store = new EmbeddedEventStore(placesIn(dataDir).log, { readOnly: true });
  const events = await store.readAll({ limit: 1_000_000 });
  await store.close();
  return events;
}

async function opened<T>(dataDir: string, use: (one: City) => Promise<T>): Promise<T> {
  const one = await openCity(configFrom({ SIMPUL_DATA_DIR: dataDir }));
  try {
    return await use(one);
  } finally {
    await one.close();
  }
}

describe('a backup beside a running API with writers', () => {
  it('says what it holds, and that it is complete', async () => {
    expect(complete).toBe(true);
    const [log, vault, end] = told;
    expect(log).toMatch(/^log: \d+ events, \d+ files, to position \d+$/);
    expect(vault).toMatch(/^vault: \d+ keys$/);
    expect(end).toBe('the backup is complete');
  });

  it('copied the vault after the log, so that it has the keys that the log names', () => {
    const begun = (part: string): string =>
      JSON.parse(readFileSync(join(at(part), 'manifest.json'), 'utf8')).at;
    expect(begun('log') < begun('vault')).toBe(true);
  });

  it('holds the log to one position, in the midst of what was written', async () => {
    const [copy, whole] = [await eventsOf(restored()), await eventsOf(city.config.dataDir)];
    expect(copy.length).toBeLessThan(whole.length);
    expect(copy).toEqual(whole.slice(0, copy.length));
    expect(told[0]).toContain(`log: ${copy.length} events`);
  });

  it('is restored to what the log says up to there, row for row', async () => {
    const head = (await eventsOf(restored())).at(-1)!.position;
    const cut = join(city.folder, 'cut');
    cpSync(city.config.dataDir, cut, { recursive: true });
    rmSync(placesIn(cut).readModel, { recursive: true });
    const db = new Database(join(placesIn(cut).log, 'events.sqlite'));
    db.prepare('DELETE FROM events WHERE position > ?').run(Number(head));
    db.close();
    for (const folder of [cut, restored()]) {
      await opened(folder, async ({ parts: { model } }) => {
        expect(await model.waitFor(head, 30_000)).toBe(true);
      });
    }
    expect(rowsOf(placesIn(restored()).readModel)).toEqual(rowsOf(placesIn(cut).readModel));
  });

  it('has every file that its log names, and no other', async () => {
    const said: string[] = [];
    const verified = (dataDir: string): Promise<Verified> =>
      opened(dataDir, (one) => verifyObjects(one, (line) => said.push(line)));
    const [copy, whole] = [await verified(restored()), await verified(city.config.dataDir)];
    expect(copy).toMatchObject({ ERASED: 0, MISSING: 0, ALTERED: 0, unnamed: [] });
    expect(copy.WHOLE).toBeGreaterThanOrEqual(2);
    expect(copy.WHOLE).toBeLessThan(whole.WHOLE);
    expect(said).toEqual([]);
  });

  it('opens every text that was acknowledged before it', async () => {
    const head = Number((await eventsOf(restored())).at(-1)!.position);
    const receipts = writers.acknowledged.filter(
      ({ mutation, position }) =>
        mutation === 'receiveInformationRequest' && Number(position) <= head,
    );
    expect(receipts.length).toBeGreaterThan(0);
    Object.assign(city.config, { dataDir: restored() });
    await city.start();
    const query = 'query($id: ID!) { informationRequest(id: $id) { details requester { name } } }';
    for (const { who, request, input } of receipts) {
      const { data } = await city.ask(who, query, { id: request!.id });
      const { details, requester } = input as unknown as Record<string, { name: string }>;
      const { name } = requester!;
      expect(data!['informationRequest']).toEqual({ details, requester: { name } });
    }
    await city.stop();
  });
});
