import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pino from 'pino';
import { StoreUnavailable, SystemClock } from '#event-store';
import type { Day, OfficeCode } from '#kernel';
import { readErasureList } from '#persons';
import { VaultRefused } from '#sealing';
import { openCity } from '../apps/api/src/city.ts';
import { ConfigRefused, configFrom, placesIn } from '../apps/api/src/config.ts';
import type { Config } from '../apps/api/src/config.ts';
import { createServer } from '../apps/api/src/server.ts';
import { openNewCity } from '../apps/operator/src/open-city.ts';
import { openFromOptions } from '../apps/operator/src/open-command.ts';
import { seedDemo } from '../apps/operator/src/seed/seed.ts';
import { rowsOf } from './read-model-rows.ts';

const folder = mkdtempSync(join(tmpdir(), 'simpul-start-'));
const KEY = 'ab'.repeat(32);
let copies = 0;

const configOf = (dataDir: string, more: Partial<Config> = {}): Config => ({
  dataDir,
  port: 0,
  host: '127.0.0.1',
  masterKey: undefined,
  production: false,
  ...more,
});

const seeded = configOf(join(folder, 'seeded'));
const other = configOf(join(folder, 'other'));
const dinas = {
  code: 'DISKOMINFO' as OfficeCode,
  name: 'Dinas Kominfo',
  kind: 'DEPARTMENT',
} as const;

beforeAll(async () => {
  await seedDemo(seeded, () => undefined);
  await start(seeded);
  await openNewCity(other, {
    city: 'Kota Lain',
    demo: true,
    clock: new SystemClock(),
    from: '2026-01-02' as Day,
    offices: [dinas],
    staff: [],
    registers: [],
  });
  await start(other);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A data folder of its own, with what the seeded one holds. */
function copied(): Config {
  const dataDir = join(folder, `copy-${(copies += 1)}`);
  cpSync(seeded.dataDir, dataDir, { recursive: true });
  return configOf(dataDir);
}

/** Opens the city and closes it again; answers what an operator was told. */
async function start(config: Config): Promise<string[]> {
  const told: string[] = [];
  const city = await openCity(config, { say: (message) => told.push(message) });
  await city.close();
  return told;
}

async function expectRefused(
  config: Config,
  kind: new (...args: never[]) => Error,
  reason: RegExp,
): Promise<void> {
  const refused = start(config);
  await expect(refused).rejects.toThrow(reason);
  await expect(refused).rejects.toBeInstanceOf(kind);
}

function edit(file: string, change: (db: Database.Database) => void): void {
  const db = new Database(file);
  change(db);
  db.close();
}

const replace = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
};

const logFile = ({ dataDir }: Config): string => join(placesIn(dataDir).log, 'events.sqlite');

function modelFile({ dataDir }: Config): string {
  const { readModel } = placesIn(dataDir);
  const [name] = readdirSync(readModel).filter((file) => file.endsWith('.sqlite'));
  return join(readModel, name ?? '');
}

const contentOf = ({ dataDir }: Config): Record<string, string[]> =>
  rowsOf(placesIn(dataDir).readModel);

describe('a data folder', () => {
  it('of another version is refused, and starts again when it is mended', async () => {
    const config = copied();
    edit(logFile(config), (db) => db.pragma('user_version = 99'));
    await expectRefused(config, StoreUnavailable, /format 99, this program reads format 1/);
    edit(logFile(config), (db) => db.pragma('user_version = 1'));
    expect(await start(config)).toEqual([]);
  });

  it('whose vault is of another version is refused', async () => {
    const config = copied();
    edit(placesIn(config.dataDir).vault, (db) => db.pragma('user_version = 99'));
    await expectRefused(config, VaultRefused, /format 99/);
  });

  it('that is empty is refused', async () => {
    const config = configOf(join(folder, 'empty'));
    await expectRefused(config, ConfigRefused, /is empty: open a city first/);
  });

  it('that cannot be made is refused', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await expectRefused(configOf(file), StoreUnavailable, /cannot use the data folder/);
    const config = copied();
    rmSync(placesIn(config.dataDir).log, { recursive: true });
    writeFileSync(placesIn(config.dataDir).log, '');
    await expectRefused(config, StoreUnavailable, /cannot use the data folder/);
  });

  it('that another process holds is refused until that one is gone', async () => {
    const config = copied();
    const script = `const { EmbeddedEventStore } = await import('#event-store');
      new EmbeddedEventStore(process.argv[1]);
      console.log('holds it');
      setInterval(() => {}, 1000);`;
    const run = ['--conditions=simpul-source', '--input-type=module', '-e', script];
    const holder = spawn(process.execPath, [...run, placesIn(config.dataDir).log], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    await expectRefused(config, StoreUnavailable, /another process is using it/);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await start(config)).toEqual([]);
  });
});

describe('a vault', () => {
  it('of another log is refused', async () => {
    const config = copied();
    const vaultOf = ({ dataDir }: Config): string => join(dataDir, 'vault');
    replace(vaultOf(other), vaultOf(config));
    await expectRefused(config, VaultRefused, /the vault belongs to log/);
    replace(vaultOf(seeded), vaultOf(config));
    expect(await start(config)).toEqual([]);
  });

  it('is refused with another master key', async () => {
    const { dataDir } = copied();
    const config = configOf(dataDir, { masterKey: Buffer.from(KEY, 'hex') });
    await expectRefused(config, VaultRefused, /master key is not the one that made this vault/);
    expect(await start(configOf(dataDir))).toEqual([]);
  });

  it('that is missing, or lost the key of the log, is refused', async () => {
    const config = copied();
    edit(placesIn(config.dataDir).vault, (db) => db.exec('DELETE FROM keys'));
    await expectRefused(config, VaultRefused, /does not hold the key of this log/);
    rmSync(join(config.dataDir, 'vault'), { recursive: true });
    await expectRefused(config, VaultRefused, /does not hold the key of this log/);
  });

  it('that is no database, or no file, is refused', async () => {
    const config = copied();
    const { vault } = placesIn(config.dataDir);
    for (const suffix of ['-wal', '-shm']) rmSync(`${vault}${suffix}`, { force: true });
    writeFileSync(vault, 'this is no database '.repeat(100));
    await expectRefused(config, VaultRefused, /cannot use the vault/);
    rmSync(join(config.dataDir, 'vault'), { recursive: true });
    writeFileSync(join(config.dataDir, 'vault'), '');
    await expect(start(config)).rejects.toThrow(/vault/);
  });
});

describe('a read model', () => {
  it.each<[string, string, (config: Config) => void]>([
    [
      'that was deleted',
      'there is none of this version',
      ({ dataDir }) => rmSync(placesIn(dataDir).readModel, { recursive: true }),
    ],
    [
      'of another log',
      'it belongs to another log',
      ({ dataDir }) => replace(placesIn(other.dataDir).readModel, placesIn(dataDir).readModel),
    ],
    [
      'that is ahead of the log',
      'it is ahead of the log',
      (config) =>
        edit(modelFile(config), (db) => db.exec(`UPDATE checkpoint SET position = '9999'`)),
    ],
    [
      'of a fork of the log',
      'it holds other events than the log',
      (config) => edit(modelFile(config), (db) => db.exec(`UPDATE checkpoint SET event_id = 'x'`)),
    ],
    [
      'that cannot be read',
      'it cannot be read',
      (config) => writeFileSync(modelFile(config), 'this is no database '.repeat(500)),
    ],
  ])('%s is rebuilt with the same content, and says so', async (_, reason, spoil) => {
    const config = copied();
    const content = contentOf(config);
    spoil(config);
    const told = await start(config);
    expect(told[0]).toContain(`building the read model: ${reason}`);
    expect(contentOf(config)).toEqual(content);
    expect(content['requests']?.length).toBeGreaterThan(10);
    expect(await start(config)).toEqual([]);
  });
});

describe('in production', () => {
  const env = { NODE_ENV: 'production', PORT: '3000', SIMPUL_DATA_DIR: folder };

  it('every missing setting is named', () => {
    expect(() => configFrom({ NODE_ENV: 'production' })).toThrow(
      'not set: SIMPUL_DATA_DIR, PORT, SIMPUL_MASTER_KEY_FILE (or SIMPUL_MASTER_KEY)',
    );
    expect(() => configFrom(env)).toThrow(/^not set: SIMPUL_MASTER_KEY_FILE/);
    expect(() => configFrom({ ...env, PORT: '', SIMPUL_MASTER_KEY: KEY })).toThrow('not set: PORT');
    expect(configFrom({ ...env, SIMPUL_MASTER_KEY: KEY })).toMatchObject({ production: true });
  });

  it('a setting that cannot be used is refused', () => {
    const withKey = { ...env, SIMPUL_MASTER_KEY: KEY };
    for (const PORT of ['99999', '-1', 'http']) {
      expect(() => configFrom({ ...withKey, PORT })).toThrow(/PORT/);
    }
    expect(() => configFrom({ ...env, SIMPUL_MASTER_KEY: 'short' })).toThrow(VaultRefused);
    const SIMPUL_MASTER_KEY_FILE = join(folder, 'nowhere');
    expect(() => configFrom({ ...env, SIMPUL_MASTER_KEY_FILE })).toThrow(
      /cannot read the master key/,
    );
  });

  it('the log of a demo is refused', async () => {
    const { dataDir } = copied();
    const config = configOf(dataDir, { production: true, masterKey: Buffer.from(KEY, 'hex') });
    await expectRefused(config, ConfigRefused, /was opened as a demo/);
  });
});

const offices = join(folder, 'offices.csv');
const opening = {
  city: 'Kota Uji',
  offices,
  adminUsername: 'admin.uji',
  adminName: 'Admin Uji',
  adminOffice: 'DISKOMINFO',
  adminPost: 'Pengelola',
  adminMandate: '800/1',
  adminMandateDate: '2026-01-02',
};

/** Opens a real city; answers what was printed: the user name and first password. */
async function opened(options: Record<string, string | string[]>, env: NodeJS.ProcessEnv) {
  writeFileSync(offices, 'code,name,kind,parent\nDISKOMINFO,Dinas Kominfo,DEPARTMENT,\n');
  const write = process.stdout.write.bind(process.stdout);
  let printed = '';
  process.stdout.write = (text: string | Uint8Array): boolean => {
    printed += text.toString();
    return true;
  };
  try {
    await openFromOptions(options, env, () => undefined);
  } finally {
    process.stdout.write = write;
  }
  return printed.trim().split(' ');
}

describe('operator -- open', () => {
  const dataDir = join(folder, 'opened');
  const env = {
    NODE_ENV: 'production',
    PORT: '0',
    SIMPUL_DATA_DIR: dataDir,
    SIMPUL_MASTER_KEY: KEY,
  };

  it.each([
    ['adminUsername', 'Not A Name'],
    ['adminMandateDate', '2026-02-30'],
    ['adminOffice', 'TIDAK-ADA'],
    ['city', ' '],
    ['register', 'PIP/2026'],
    ['register', 'XYZ/2026=4'],
    ['offices', join(folder, 'nowhere.csv')],
  ])('refuses a wrong %s and makes nothing', async (name, value) => {
    await expect(opened({ ...opening, [name]: value }, env)).rejects.toThrow(ConfigRefused);
    await expectRefused(configOf(dataDir), ConfigRefused, /is empty/);
  });

  it('goes on where the register of the city ended', async () => {
    const [username, password] = await opened({ ...opening, register: ['PIP/2026=41'] }, env);
    const city = await openCity(configFrom(env));
    const log = pino({ level: 'silent' });
    const app = await createServer(city, { log, production: true });
    await app.listen(0, '127.0.0.1');
    const url = `${await app.getUrl()}/graphql`;
    const ask = async (token: string, query: string): Promise<any> => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      });
      return response.json();
    };
    const signIn = async (name = '', word = ''): Promise<string> => {
      const input = `{username: "${name}", password: "${word}"}`;
      const query = `mutation { signIn(input: ${input}) { accessToken viewer { name } } }`;
      const { data } = await ask('', query);
      expect(data.signIn.viewer).toBeNull();
      const token = data.signIn.accessToken;
      const { errors } = await ask(token, '{ viewer { name } }');
      expect(errors[0].extensions.code).toBe('UNAUTHENTICATED');
      const change = `{currentPassword: "${word}", newPassword: "kata sandi baru"}`;
      const changed = await ask(token, `mutation { changePassword(input: ${change}) { done } }`);
      expect(changed.data.changePassword.done).toBe(true);
      return token;
    };
    const admin = await signIn(username, password);
    const staff = '{name: "Koordinator Uji", username: "koordinator"}';
    const registered = await ask(
      admin,
      `mutation { registerStaff(input: ${staff}) { person { id } firstPassword } }`,
    );
    const { person, firstPassword } = registered.data.registerStaff;
    const post = `{personId: "${person.id}", officeCode: "DISKOMINFO",
      role: COORDINATOR, post: "Petugas", capacity: DEFINITIVE, mandateNumber: "800/2",
      mandateDate: "2026-01-02", from: "2026-01-02"}`;
    await ask(admin, `mutation { appoint(input: ${post}) { userErrors { code } } }`);
    const coordinator = await signIn('koordinator', firstPassword);
    const numbers: string[] = [];
    for (const subject of ['Satu', 'Dua']) {
      const receipt = `{track: STATUTORY, channel: LETTER, subject: "${subject}", details: "Apa?",
        requester: {name: "Kanaya Uji"}, occurredAt: "2026-11-20T03:00:00Z"}`;
      const received = await ask(
        coordinator,
        `mutation { receiveInformationRequest(input: ${receipt}) { informationRequest { id } } }`,
      );
      const { id } = received.data.receiveInformationRequest.informationRequest;
      const numbered = await ask(
        coordinator,
        `mutation { registerInformationRequest(input: {requestId: "${id}"}) {
          informationRequest { number } } }`,
      );
      numbers.push(numbered.data.registerInformationRequest.informationRequest.number);
    }
    await app.close();
    await city.close();
    expect(numbers).toEqual(['0042/PIP/2026', '0043/PIP/2026']);
  });

  it('keeps a list of erasures that can be written, outside the data folder', async () => {
    const inside = { ...env, SIMPUL_ERASURE_LIST: join(dataDir, 'erasures.jsonl') };
    expect(() => configFrom(inside)).toThrow(/^SIMPUL_ERASURE_LIST: must not lie in/);
    expect(configFrom({ ...inside, NODE_ENV: '' }).erasureList).toBe(inside.SIMPUL_ERASURE_LIST);
    const nowhere = { ...env, SIMPUL_ERASURE_LIST: join(offices, 'erasures.jsonl') };
    await expectRefused(configFrom(nowhere), ConfigRefused, /cannot write the list of erasures/);
    expect(await start(configFrom(env))).toEqual([]);
    expect(readErasureList(`${dataDir}-erasures.jsonl`)).toEqual([]);
  });

  it('leaves a folder alone that holds a log', async () => {
    await expect(opened({ ...opening }, env)).rejects.toThrow(/already holds a log/);
    const { masterKey } = configFrom(env);
    expect(await start(configOf(dataDir, { masterKey }))).toEqual([]);
    await expectRefused(configOf(dataDir), ConfigRefused, /not set: SIMPUL_MASTER_KEY_FILE/);
  });
});
