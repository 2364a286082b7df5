import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailable, SystemClock } from '#event-store';
import type { Day, OfficeCode } from '#kernel';
import { VaultRefused } from '#sealing';
import { openCity } from '../apps/api/src/city.ts';
import { ConfigRefused, configFrom } from '../apps/api/src/config.ts';
import { openNewCity } from '../apps/operator/src/open-city.ts';
import { rotateFromOptions } from '../apps/operator/src/rotate-command.ts';

const [OLD, NEW, OTHER] = ['ab', 'cd', 'ef'].map((two) => two.repeat(32)) as [
  string,
  string,
  string,
];
let folder = '';
let env: NodeJS.ProcessEnv;
let newKey = '';

async function open(demo: boolean): Promise<void> {
  await openNewCity(configFrom(env), {
    city: 'Kota Contoh',
    demo,
    clock: new SystemClock(),
    from: '2026-01-02' as Day,
    offices: [{ code: 'DISKOMINFO' as OfficeCode, name: 'Dinas Kominfo', kind: 'DEPARTMENT' }],
    staff: [],
    registers: [],
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-rotate-'));
  newKey = join(folder, 'new.key');
  writeFileSync(newKey, `${NEW}\n`);
  env = { SIMPUL_DATA_DIR: join(folder, 'data'), SIMPUL_MASTER_KEY: OLD };
});
afterEach(() => rmSync(folder, { recursive: true }));

const NAMED = 'SIMPUL_NEW_MASTER_KEY_FILE';
const named = (): NodeJS.ProcessEnv => ({ [NAMED]: newKey });

function written(text: string): NodeJS.ProcessEnv {
  writeFileSync(newKey, text);
  return named();
}

async function rotate(more: NodeJS.ProcessEnv = {}, options = {}): Promise<string[]> {
  const said: string[] = [];
  await rotateFromOptions(options, { ...env, ...more }, (message) => said.push(message));
  return said;
}

async function starts(masterKey: string): Promise<void> {
  const city = await openCity(configFrom({ ...env, SIMPUL_MASTER_KEY: masterKey }));
  await city.close();
}

describe('the rotation of the master key', () => {
  it('takes the new key from a file that the setting or the option names', async () => {
    await open(false);
    const [first, then] = await rotate({ SIMPUL_NEW_MASTER_KEY_FILE: newKey });
    expect(first).toMatch(
      /^wrapped anew: \d+ keys and \d+ secrets; the old master key opens none$/,
    );
    expect(then).toContain('older backups of the vault need the old one');
    await expect(starts(OLD)).rejects.toThrow(VaultRefused);
    await starts(NEW);
    expect((await rotate({}, { newKeyFile: newKey }))[0]).toContain('has the new master key');
    await starts(NEW);
  });

  it('needs the API stopped, and says so', async () => {
    await open(false);
    const city = await openCity(configFrom(env));
    const refused = rotate({ SIMPUL_NEW_MASTER_KEY_FILE: newKey });
    await expect(refused).rejects.toThrow(StoreUnavailable);
    await expect(refused).rejects.toThrow('another process is using it; stop that one first');
    await city.close();
    await starts(OLD);
  });

  it.each<[string, RegExp, () => NodeJS.ProcessEnv]>([
    ['no new key', /not set: SIMPUL_NEW_MASTER_KEY_FILE/, () => ({})],
    [
      'a file that is absent',
      /cannot read the master key/,
      () => ({ [NAMED]: `${newKey}.absent` }),
    ],
    ['an empty file', /64 hexadecimal digits/, () => written('')],
    ['half a key', /64 hexadecimal digits/, () => written(NEW.slice(32))],
    ['the key in use', /is the one in use/, () => written(OLD)],
    [
      'a wrong old key',
      /the master key is not the one that made this vault/,
      () => ({ ...written(NEW), SIMPUL_MASTER_KEY: OTHER }),
    ],
    [
      'no old key',
      /not set: SIMPUL_MASTER_KEY_FILE/,
      () => ({ ...named(), SIMPUL_MASTER_KEY: '' }),
    ],
    [
      'a data folder without a log',
      /there is no log/,
      () => ({ ...named(), SIMPUL_DATA_DIR: join(folder, 'elsewhere') }),
    ],
  ])('refuses %s, and changes nothing', async (_, reason, given) => {
    await open(false);
    await expect(rotate(given())).rejects.toThrow(reason);
    await starts(OLD);
  });

  it('refuses the key of a demo in production', async () => {
    const production = { NODE_ENV: 'production', PORT: '3000' };
    await open(false);
    const beside = join(folder, 'data', 'vault', 'demo-master.key');
    writeFileSync(beside, NEW);
    const refused = rotate({ ...production, SIMPUL_NEW_MASTER_KEY_FILE: beside });
    await expect(refused).rejects.toThrow(ConfigRefused);
    await expect(refused).rejects.toThrow('lies in the data folder, as the key of a demo does');
    await starts(OLD);
    rmSync(join(folder, 'data'), { recursive: true });
    await open(true);
    await expect(rotate({ ...production, ...named() })).rejects.toThrow('was opened as a demo');
    await starts(OLD);
  });
});
