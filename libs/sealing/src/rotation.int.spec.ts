import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EventId, KeyId, Sealed } from '#kernel';
import { rotateMasterKey } from './rotation.ts';
import { Vault } from './vault.ts';
import { VaultRefused } from './vault-refused.ts';

const [from, to, other] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const logId = 'log-1';
const place = ['00000000-0000-4000-8000-000000000002' as EventId, '/details'] as const;
const SECRET = randomBytes(40);
let folder = '';
let file = '';
let keys: KeyId[] = [];
let sealed: Sealed;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-rotation-'));
  file = join(folder, 'vault.sqlite');
  const vault = new Vault(file, from);
  await vault.bindTo(logId);
  keys = await Promise.all(Array.from({ length: 1_500 }, () => vault.takeKey()));
  sealed = vault.seal('Siti', keys[1_234]!, ...place);
  await vault.keepSecret('signing', SECRET, new Date());
  vault.close();
});
afterEach(() => rmSync(folder, { recursive: true }));

const rotated = (next = to): ReturnType<typeof rotateMasterKey> =>
  rotateMasterKey(file, { logId, from, to: next });

/** Everything in the vault opens with this key. */
function expectOpensWith(master: Buffer): void {
  const vault = new Vault(file, master);
  try {
    expect(vault.open(sealed, ...place)).toBe('Siti');
    expect(vault.secret('signing')).toEqual(SECRET);
    expect(keys.filter((key) => !vault.has(key))).toEqual([]);
  } finally {
    vault.close();
  }
}

const expectRefusedWith = (master: Buffer): void =>
  expect(() => new Vault(file, master)).toThrow('the master key is not the one');

function inFile<T>(use: (db: Database.Database) => T): T {
  const db = new Database(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

const wrappedNow = (): Buffer[] =>
  inFile((db) =>
    db
      .prepare(
        `SELECT wrapped FROM keys UNION ALL SELECT wrapped FROM secrets
         UNION ALL SELECT value FROM meta WHERE name = 'check'`,
      )
      .pluck()
      .all(),
  ) as Buffer[];

/** How many of these stand somewhere in the file or its journal. */
function standing(wrapped: readonly Buffer[]): number {
  const bytes = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  return wrapped.filter((one) => bytes.includes(one)).length;
}

describe('a new master key', () => {
  it('opens everything in place of the old one', async () => {
    const { keys: count, secrets } = await rotated();
    expect(count).toBe(inFile((db) => db.prepare('SELECT count(*) FROM keys').pluck().get()));
    expect(secrets).toBe(1);
    expectOpensWith(to);
    expectRefusedWith(from);
  });

  it('leaves no byte of what the old one opened, in the file or its journal', async () => {
    const before = wrappedNow();
    expect(standing(before)).toBe(before.length);
    const reader = new Database(file, { readonly: true });
    reader.prepare('SELECT count(*) FROM keys').get();
    await rotated();
    // The reader that is still there keeps the journal in being.
    expect(readdirSync(folder)).toContain('vault.sqlite-wal');
    expect(standing(before)).toBe(0);
    reader.close();
    expect(standing(wrappedNow())).toBe(before.length);
  });

  it('in force already is told so, and what was left is cleared', async () => {
    const before = wrappedNow();
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM keys').get();
    await expect(rotated()).rejects.toThrow('old bytes remain: run again');
    expectOpensWith(to);
    expect(standing(before)).toBeGreaterThan(0);
    reader.close();
    expect(await rotated()).toEqual({ keys: 0, secrets: 0 });
    expect(standing(before)).toBe(0);
    expectOpensWith(to);
  });
});

describe('the old master key stays in force', () => {
  it('when the process is killed in the middle', async () => {
    const hex = (key: Buffer): string => key.toString('hex');
    const script = `const { rotateMasterKey } = await import('#sealing');
      const { writeSync } = await import('node:fs');
      const [file, from, to] = process.argv.slice(1);
      const tell = (done) => {
        if (done === 0) return;
        writeSync(1, 'in the middle');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      };
      const keys = { from: Buffer.from(from, 'hex'), to: Buffer.from(to, 'hex') };
      await rotateMasterKey(file, { logId: 'log-1', ...keys, tell });`;
    const run = ['--conditions=simpul-source', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, [...run, file, hex(from), hex(to)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    expect(String((await once(child.stdout, 'data'))[0])).toBe('in the middle');
    child.kill('SIGKILL');
    await exited;
    expectRefusedWith(to);
    expectOpensWith(from);
    await rotated();
    expectOpensWith(to);
  });

  it('when one key does not open, whichever it is', async () => {
    const last = [...keys].sort().at(-1)!;
    const good = inFile((db) =>
      db.prepare('SELECT wrapped FROM keys WHERE id = ?').pluck().get(last),
    );
    const update = (wrapped: unknown): void =>
      inFile(
        (db) => void db.prepare('UPDATE keys SET wrapped = ? WHERE id = ?').run(wrapped, last),
      );
    update(Buffer.alloc(60, 1));
    await expect(rotated()).rejects.toThrow(`${last} does not open: the vault is damaged`);
    expectRefusedWith(to);
    update(good);
    expectOpensWith(from);
  });

  it('when it is not the one that was given, or the new one is the same', async () => {
    const before = wrappedNow();
    await expect(rotateMasterKey(file, { logId, from: other, to })).rejects.toThrow(VaultRefused);
    await expect(rotateMasterKey(file, { logId, from: other, to })).rejects.toThrow(
      'is not the one',
    );
    await expect(rotated(from)).rejects.toThrow('the new master key is the one in use');
    await expect(rotateMasterKey(file, { logId: 'log-2', from, to })).rejects.toThrow(
      'belongs to log',
    );
    const absent = join(folder, 'absent.sqlite');
    await expect(rotateMasterKey(absent, { logId, from, to })).rejects.toThrow('there is no vault');
    expect(readdirSync(folder)).toEqual(['vault.sqlite']);
    expect(wrappedNow()).toEqual(before);
    expectOpensWith(from);
  });
});
