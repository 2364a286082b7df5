import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant, KeyId } from '#kernel';
import { Vault, VaultIndex } from '#sealing';
import { placesIn } from '../apps/api/src/config.ts';
import { backUpFromOptions } from '../apps/operator/src/backup-command.ts';
import { BackedUpCity, editBackup, editManifest, objectIn } from './backed-up-city.ts';

const OTHER_KEY = 'ab'.repeat(32);
const LOG = 'events.sqlite';
const CUT = 'DELETE FROM events WHERE position = (SELECT max(position) FROM events)';
const withoutList = { withoutErasureList: true };

let of: BackedUpCity;
let other: BackedUpCity;
beforeAll(async () => {
  [of, other] = [await BackedUpCity.opened(), await BackedUpCity.opened()];
  expect(await of.backUp('good')).toMatchObject({ done: true });
  await other.backUp('good');
}, 60_000);
afterAll(async () => {
  await of.close();
  await other.close();
});

/** Refused for this reason, and nothing is left. */
async function refused(
  from: readonly [string, string],
  reason: RegExp,
  options: object = withoutList,
  env: NodeJS.ProcessEnv = {},
): Promise<void> {
  await expect(of.restore(from, options, env)).rejects.toThrow(reason);
  expect(of.left()).toEqual([]);
}

function flip(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  writeFileSync(file, bytes);
}

/** The row of the file's key. */
function ofFile(): string {
  const { db } = of.city.city.parts.model;
  const key = db.prepare('SELECT key_id FROM attachments WHERE id = ?').pluck().get(of.attachment);
  return `WHERE id = '${String(key)}'`;
}

const vaultFile = (name: string): string => of.at(name, 'vault', 'vault.sqlite');

describe('a restore', () => {
  it('of a good backup is not refused', async () => {
    const { dataDir, said } = await of.restore(['good', 'good'], withoutList);
    expect(existsSync(join(dataDir, 'log', 'events.sqlite'))).toBe(true);
    expect(said.at(-2)).toMatch(/^restored log [0-9a-f-]{36}: \d+ events, to position \d+$/);
    expect(of.left()).toEqual(['data']);
  });

  it('needs to be told which erasures hold', async () => {
    await refused(['good', 'good'], /either --erasures <file> or --without-erasure-list/, {});
    const both = { ...withoutList, erasures: of.at('list') };
    await refused(['good', 'good'], /either --erasures <file> or --without-erasure-list/, both);
  });

  it('refuses a list that is absent, broken or of other logs', async () => {
    const erasures = of.at('list');
    await refused(['good', 'good'], /ENOENT/, { erasures });
    writeFileSync(erasures, '{"logId":\n');
    await refused(['good', 'good'], /line 1 is not an erasure/, { erasures });
    const listed = { logId: 'x', erasureId: of.person, keyIds: [], at: '2026-01-01T00:00:00.000Z' };
    writeFileSync(erasures, `${JSON.stringify(listed)}\n`);
    await refused(['good', 'good'], /lists erasures of other logs only/, { erasures });
  });

  it.each([
    ['missing', (object: string) => rmSync(object)],
    ['ALTERED', (object: string) => writeFileSync(object, 'short')],
  ])(
    'of a city whose file was %s names it, and needs to be told to go on',
    async (state, spoil) => {
      const { dataDir } = await of.restore(['good', 'good'], withoutList);
      const inCity = objectIn(of.at('good')).split('/log/')[1]!;
      spoil(join(dataDir, inCity));
      const env = { SIMPUL_DATA_DIR: dataDir };
      expect(await of.backUp(state, {}, env)).toMatchObject({ done: false });
      await refused(
        [state, state],
        /log lacks 1 files that the log names; --allow-partial restores/,
      );
      const options = { ...withoutList, allowPartial: true };
      const restored = await of.restore([state, state], options);
      const named = `the object of attachment ${of.attachment} is ${state}`;
      expect(restored.said[1]).toContain(named);
      expect(restored.said[2]).toMatch(/^INCOMPLETE: .*log lacks 1 files that the log names$/);
      expect(existsSync(placesIn(restored.dataDir).vault)).toBe(true);
    },
  );

  it('that may be partial says nothing of a whole one', async () => {
    const options = { ...withoutList, allowPartial: true };
    const { said } = await of.restore(['good', 'good'], options);
    expect(said.join()).not.toContain('INCOMPLETE');
  });

  it('goes only into an empty folder', async () => {
    const dataDir = of.at('full');
    mkdirSync(dataDir);
    const env = { SIMPUL_DATA_DIR: dataDir };
    writeFileSync(join(dataDir, 'x'), '');
    await refused(['good', 'good'], /is not empty/, withoutList, env);
    rmSync(join(dataDir, 'x'));
    await of.restore(['good', 'good'], withoutList, env);
    await refused(['good', 'good'], /is not empty/, withoutList, env);
  });

  it.each<[string, RegExp, (name: string) => void]>([
    [
      'that was not finished',
      /is no finished backup/,
      (name) => rmSync(of.at(name, 'vault', 'manifest.json')),
    ],
    [
      'whose manifest leads elsewhere',
      /is not the manifest of a log/,
      (name) =>
        editManifest(of.at(name, 'log'), ({ files }) => {
          files[0].path = '../events.sqlite';
        }),
    ],
    ['whose log was altered', /is not what was backed up/, (name) => flip(of.at(name, 'log', LOG))],
    ['whose file is missing', /is missing/, (name) => rmSync(objectIn(of.at(name)))],
    ['whose file was altered', /is not what was backed up/, (name) => flip(objectIn(of.at(name)))],
    ['whose vault was altered', /is not what was backed up/, (name) => flip(vaultFile(name))],
    [
      'whose log is another than its manifest says',
      /holds another log than its manifest says/,
      (name) => editBackup(of.at(name, 'log', LOG), (db) => db.exec(CUT)),
    ],
    [
      'whose vault is of another version',
      /the vault has format 99/,
      (name) => editBackup(vaultFile(name), (db) => db.pragma('user_version = 99')),
    ],
    [
      'whose vault lacks a key',
      /the vault lacks 1 of the \d+ keys that the log names/,
      (name) => editBackup(vaultFile(name), (db) => db.exec(`DELETE FROM keys ${ofFile()}`)),
    ],
    [
      'whose vault is damaged',
      /the vault is damaged: its key [0-9a-f-]{36} does not open/,
      (name) =>
        editBackup(vaultFile(name), (db) =>
          db.exec(`UPDATE keys SET wrapped = zeroblob(60) ${ofFile()}`),
        ),
    ],
    [
      'whose vault is empty',
      /the vault lacks \d+ of the \d+ keys/,
      (name) => editBackup(vaultFile(name), (db) => db.exec('DELETE FROM keys')),
    ],
  ])('refuses a backup %s', async (_, reason, spoil) => {
    const name = of.copyOf('good');
    spoil(name);
    await refused([name, name], reason);
  });

  it('refuses the vault of another log, by its manifest and by itself', async () => {
    const name = of.copyOf('good');
    await expect(of.restore([name, '../good'], withoutList)).rejects.toThrow('finished backup');
    const vault = other.at('good', 'vault');
    const foreign = { ...withoutList, fromVault: vault };
    await refused(['good', 'good'], /the vault belongs to log/, foreign);
    const { logId } = of.city.city.parts.identity;
    editManifest(vault, (manifest) => (manifest.logId = logId));
    await refused(['good', 'good'], /the vault belongs to log/, foreign);
  });

  it('refuses log and vault in each other’s place', async () => {
    const swapped = { fromLog: of.at('good', 'vault'), fromVault: of.at('good', 'log') };
    await refused(['good', 'good'], /is not the manifest of a log/, { ...withoutList, ...swapped });
  });

  it('refuses a wrong master key', async () => {
    const env = { SIMPUL_MASTER_KEY: OTHER_KEY };
    await refused(['good', 'good'], /the master key is not the one/, withoutList, env);
  });

  it('refuses a demo in production', async () => {
    const env = { NODE_ENV: 'production', PORT: '3000', SIMPUL_MASTER_KEY: OTHER_KEY };
    await refused(['good', 'good'], /was opened as a demo/, withoutList, env);
  });
});

describe('a backup', () => {
  it('goes only into an empty folder, outside the data folder', async () => {
    await expect(of.backUp('good')).rejects.toThrow('is not empty');
    await expect(of.backUp('data/backup')).rejects.toThrow('lies in the data folder');
    expect(existsSync(of.at('data', 'backup'))).toBe(false);
  });

  it('of one part says that it is incomplete, and fails unless that is allowed', async () => {
    const only = await of.backUp('only-log', { only: 'log' });
    expect(only.done).toBe(false);
    expect(only.said.at(-1)).toContain('INCOMPLETE: the vault is not in it');
    expect(existsSync(of.at('only-log', 'vault'))).toBe(false);
    const allowed = await of.backUp('only-vault', { only: 'vault', allowPartial: true });
    expect(allowed.done).toBe(true);
    expect(allowed.said.at(-1)).toContain('INCOMPLETE: the log is not in it');
    expect(existsSync(of.at('only-vault', 'log'))).toBe(false);
    await of.restore(['only-log', 'only-vault'], withoutList);
    await expect(of.backUp('only', { only: 'keys' })).rejects.toThrow('--only keys: log or vault');
  });

  it('of no city is refused', async () => {
    const env = { SIMPUL_DATA_DIR: of.at('nowhere') };
    await expect(of.backUp('none', {}, env)).rejects.toThrow('there is no city in');
    expect(existsSync(of.at('nowhere'))).toBe(false);
  });

  it('of a city that lost a file or a key says so, and does not call itself complete', async () => {
    const { dataDir } = await of.restore(['good', 'good'], withoutList);
    const env = { SIMPUL_DATA_DIR: dataDir };
    rmSync(join(dataDir, objectIn(of.at('good')).split('/log/')[1]!));
    const file = await of.backUp('lost-file', {}, env);
    expect(file.done).toBe(false);
    expect(file.said.at(-2)).toBe(`the object of attachment ${of.attachment} is missing`);
    expect(file.said.at(-1)).toContain('INCOMPLETE');
    const vault = new Database(placesIn(dataDir).vault);
    vault.exec(`DELETE FROM keys ${ofFile()}`);
    vault.close();
    const key = await of.backUp('lost-key', {}, env);
    expect(key.done).toBe(false);
    expect(key.said.at(-2)).toBe('the vault lacks 1 keys that the log names');
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 5)],
    ['made longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(1)])],
  ])('of a city with a file that was %s does not call itself complete', async (how, change) => {
    const { dataDir } = await of.restore(['good', 'good'], withoutList);
    const object = join(dataDir, objectIn(of.at('good')).split('/log/')[1]!);
    const whole = readFileSync(object);
    const altered = change(whole);
    writeFileSync(object, altered);
    const { done, said } = await of.backUp(how, {}, { SIMPUL_DATA_DIR: dataDir });
    expect(done).toBe(false);
    expect(said.at(-2)).toBe(
      `the object of attachment ${of.attachment} is ALTERED: ` +
        `it has ${altered.length} bytes instead of ${whole.length}`,
    );
    expect(said.at(-1)).toContain('INCOMPLETE');
  });

  it('holds out against an erasure between log and vault', async () => {
    const { dataDir } = await of.restore(['good', 'good'], withoutList);
    const { db } = of.city.city.parts.model;
    const keyOf = db
      .prepare<[string], KeyId>('SELECT key_id FROM attachments WHERE id = ?')
      .pluck();
    const key = keyOf.get(of.attachment)!;
    const demoKey = readFileSync(placesIn(dataDir).demoKey, 'utf8').trim();
    const vault = new Vault(placesIn(dataDir).vault, Buffer.from(demoKey, 'hex'));
    const said: string[] = [];
    const destroying: Promise<Instant>[] = [];
    const options = { to: of.at('between') };
    const complete = await backUpFromOptions(options, { SIMPUL_DATA_DIR: dataDir }, (line) => {
      said.push(line);
      if (!line.startsWith('log:')) return;
      destroying.push(vault.destroy([key], '2031-10-01T02:00:00.000Z' as Instant));
    });
    expect(await Promise.all(destroying)).toHaveLength(1);
    vault.close();
    expect([complete, said[0]]).toEqual([true, expect.stringContaining(', 1 files,')]);
    const restored = await of.restore(['between', 'between'], withoutList);
    expect(restored.said).toContain('erasures carried out: 0, with 0 keys and 1 files');
    const index = new VaultIndex(placesIn(restored.dataDir).vault);
    expect(index.stateOf(key)).toBe('DESTROYED');
    index.close();
  });
});
