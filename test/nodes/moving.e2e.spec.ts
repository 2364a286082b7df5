import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { takeSnapshot } from '#read-model';
import { openCity } from '../../apps/api/src/city.ts';
import type { City } from '../../apps/api/src/city.ts';
import { placesIn } from '../../apps/api/src/config.ts';
import { views } from '../../apps/api/src/views.ts';
import { copyKeepingFromOptions } from '../../apps/operator/src/copy-keeping.ts';
import { rotateFromOptions } from '../../apps/operator/src/rotate-command.ts';
import type { TestCity } from '../city.ts';
import { ErasureCity, coordinator } from '../erasure-city.ts';
import type { Case } from '../erasure-city.ts';
import { rowsOf } from '../read-model-rows.ts';
import { Shared } from './shared.ts';

/** A city that outgrows one machine: its log is on a server already, all else on its disk. */
let shared: Shared;
let at: ErasureCity;
let city: TestCity;
let before: Case;
let erased: Case;
let file: string;
beforeAll(async () => {
  shared = await Shared.started();
  const { bucket: _, ...onDisk } = shared.settings;
  at = await ErasureCity.opened(onDisk);
  city = at.city;
  const next = await at.old(2);
  [before, erased] = [next(), next()];
  file = await city.upload(coordinator, 'isi berkas');
}, 120_000);
afterAll(async () => {
  await city.close();
  await shared.close();
});

const words = (id: string): Promise<any> => at.shown(id, coordinator, 'subject details');
const told: string[] = [];

async function copy(from: string, to: string, env: Record<string, string> = {}): Promise<void> {
  const all = { ...shared.env, SIMPUL_DATA_DIR: city.config.dataDir, ...env };
  await copyKeepingFromOptions({ from, to }, all, (line) => told.push(line));
}

/** Without what the other place kept. */
async function restarted(bucket: boolean): Promise<void> {
  const { bucket: place } = shared.settings;
  if (bucket) city.config.bucket = place;
  else delete city.config.bucket;
  await at.at.start();
}

describe('keys, accounts and files', () => {
  it('go to the bucket, and nothing of them is needed on the disk any more', async () => {
    const texts = await words(before.id);
    await city.stop();
    await copy('disk', 's3');
    await copy('disk', 's3');
    expect(told).toContainEqual(
      expect.stringMatching(/^copied: \d+ keys and secrets, 7 accounts, 1 files$/),
    );
    const places = placesIn(city.config.dataDir);
    rmSync(places.vault.replace(/[^/]*$/, ''), { recursive: true });
    rmSync(places.attachments, { recursive: true });
    await restarted(true);
    expect(await words(before.id)).toEqual(texts);
    expect(await city.download(coordinator, file)).toBe(200);
    const { id } = await at.order(erased.id);
    expect(await at.confirm(id)).toMatchObject({ state: 'DONE' });
    expect(existsSync(places.vault)).toBe(false);
  });

  it('come back, but for what was erased meanwhile', async () => {
    const texts = await words(before.id);
    await city.stop();
    await copy('s3', 'disk');
    await restarted(false);
    expect(await words(before.id)).toEqual(texts);
    expect(await words(erased.id)).toEqual({ subject: null, details: null });
    expect(await city.download(coordinator, file)).toBe(200);
    const { vault } = city.city.parts.keeping;
    expect([...vault.contents()].filter(({ kind }) => kind === 'destroyed').length).toBeGreaterThan(
      0,
    );
  });

  it('are not copied while an API runs here, nor without a log on a server', async () => {
    await expect(copy('disk', 's3')).rejects.toThrow('another process is using it');
    const embedded = { SIMPUL_EVENT_STORE: 'embedded', SIMPUL_OBJECT_STORE: 'disk' };
    await expect(copy('disk', 's3', embedded)).rejects.toThrow('copy it to a server first');
    await expect(copy('disk', 'disk')).rejects.toThrow('one of each');
    const env = { ...shared.env, SIMPUL_DATA_DIR: city.config.dataDir };
    const key = join(city.folder, 'new.key');
    writeFileSync(key, 'ab'.repeat(32));
    const rotating = rotateFromOptions({ newKeyFile: key }, env, () => undefined);
    await expect(rotating).rejects.toThrow('copy them back to a disk first');
  });
});

describe('a copy of the read model', () => {
  const snapshot = async (to: string): Promise<string> => {
    const folder = placesIn(city.config.dataDir).readModel;
    return (await takeSnapshot({ folder, views, to: join(city.folder, to) })).file;
  };
  const begun = async (dataDir: string, from: string): Promise<{ node: City; said: string[] }> => {
    const said: string[] = [];
    const config = { ...city.config, dataDir: join(city.folder, dataDir) };
    cpSync(join(city.config.dataDir, 'vault'), join(config.dataDir, 'vault'), { recursive: true });
    const node = await openCity(config, { snapshot: from, say: (line) => said.push(line) });
    return { node, said };
  };

  it('is taken beside the node, and a new one begins with it and catches up', async () => {
    const from = await snapshot('copied');
    const requestId = await at.at.received('2031-10-02 09:00');
    const { node, said } = await begun('new', from);
    const head = await node.parts.store.head();
    expect(await node.parts.model.waitFor(head!, 10_000)).toBe(true);
    expect(said).toEqual([
      expect.stringContaining('beginning with the read model of another node'),
    ]);
    const folder = placesIn(join(city.folder, 'new')).readModel;
    expect(rowsOf(folder)).toEqual(rowsOf(placesIn(city.config.dataDir).readModel));
    expect(JSON.stringify(rowsOf(folder)['requests'])).toContain(requestId);
    await node.close();
    // Its own counts from then on.
    const again = await begun('new', '/absent');
    expect(again.said).toEqual([]);
    await again.node.close();
  });

  it('is refused of another log, of another version, or where it is no copy', async () => {
    const from = await snapshot('refused');
    await expect(begun('absent', join(city.folder, 'none.sqlite'))).rejects.toThrow('there is no');
    await expect(snapshot('refused')).rejects.toThrow('there is one already');
    const renamed = join(city.folder, 'read-model-0123456789abcdef.sqlite');
    cpSync(from, renamed);
    await expect(begun('version', renamed)).rejects.toThrow('another version of this program');
    const bad = join(city.folder, 'bad', basename(from));
    cpSync(from, bad);
    writeFileSync(bad, readFileSync(bad).subarray(0, 5_000));
    await expect(begun('bad-copy', bad)).rejects.toThrow('no read model of this log');
    const other = await Shared.started();
    const { bucket: _, ...onDisk } = other.settings;
    const stranger = await ErasureCity.opened(onDisk);
    const folder = placesIn(stranger.city.config.dataDir).readModel;
    const foreign = await takeSnapshot({ folder, views, to: join(city.folder, 'foreign') });
    await expect(begun('foreign-copy', foreign.file)).rejects.toThrow('it belongs to another log');
    await stranger.city.close();
    await other.close();
  });
});
