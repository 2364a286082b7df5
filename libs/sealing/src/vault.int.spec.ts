import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { KeyDestroyed } from '#kernel';
import type { EventId, Instant, KeyId } from '#kernel';
import { Vault } from './vault.ts';
import { VaultRefused } from './vault-refused.ts';

const master = randomBytes(32);
const eventId = '00000000-0000-4000-8000-000000000002' as EventId;
const place = [eventId, '/details'] as const;
let folder = '';
let file = '';
const vaults: Vault[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-vault-'));
  file = join(folder, 'keys', 'vault.sqlite');
});
afterEach(() => {
  for (const vault of vaults.splice(0)) vault.close();
  rmSync(folder, { recursive: true });
});

function openVault(key = master, options: { readOnly?: boolean } = {}): Vault {
  const vault = new Vault(file, key, options);
  vaults.push(vault);
  return vault;
}

function inFile<T>(use: (db: Database.Database) => T): T {
  const db = new Database(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
}

describe('a vault', () => {
  it('seals and opens with the keys it made', async () => {
    const vault = openVault();
    const sealed = vault.seal('Siti', await vault.takeKey(), ...place);
    expect(vault.open(sealed, ...place)).toBe('Siti');
    expect(() => vault.open(sealed, eventId, '/name')).toThrow();
    expect(() => vault.open({ ...sealed, ciphertext: 'AAAA' }, ...place)).toThrow();
  });

  it('seals nothing with a key it does not have', () => {
    const unknown = '00000000-0000-4000-8000-000000000009' as KeyId;
    expect(openVault().has(unknown)).toBe(false);
    expect(() => openVault().seal('Siti', unknown, ...place)).toThrow('not in the vault');
  });

  it('hands out every key once, and each is on the disk before', async () => {
    const vault = openVault();
    const keys = await Promise.all(Array.from({ length: 200 }, () => vault.takeKey()));
    expect(new Set(keys).size).toBe(200);
    const onDisk = inFile((db) => db.prepare('SELECT id FROM keys').pluck().all());
    expect(onDisk).toEqual(expect.arrayContaining(keys));
  });

  it('keeps its keys over a restart, and hands none of them out again', async () => {
    const before = openVault();
    const key = await before.takeKey();
    const sealed = before.seal('Siti', key, ...place);
    before.close();
    const after = openVault();
    expect(after.has(key)).toBe(true);
    expect(after.open(sealed, ...place)).toBe('Siti');
    expect(await Promise.all(Array.from({ length: 100 }, () => after.takeKey()))).not.toContain(
      key,
    );
  });

  it('opens to null what a destroyed key had sealed, and everything else still', async () => {
    const before = openVault();
    const [gone, kept] = [await before.takeKey(), await before.takeKey()];
    const [lost, found] = [gone, kept].map((key) => before.seal('Siti', key, ...place));
    before.close();
    inFile((db) => db.prepare('DELETE FROM keys WHERE id = ?').run(gone));
    const after = openVault();
    expect(after.has(gone)).toBe(false);
    expect(after.open(lost!, ...place)).toBeNull();
    expect(after.open(found!, ...place)).toBe('Siti');
    expect(() => after.seal('Siti', gone, ...place)).toThrow('not in the vault');
  });

  it('has a key of its own for every object, until the key behind it is destroyed', async () => {
    const vault = openVault();
    const [one, other] = [await vault.takeKey(), await vault.takeKey()];
    const key = vault.objectKey(one, eventId);
    expect(key).toHaveLength(32);
    expect(openVault().objectKey(one, eventId)).toEqual(key);
    expect(vault.objectKey(other, eventId)).not.toEqual(key);
    expect(vault.objectKey(one, '00000000-0000-4000-8000-000000000003')).not.toEqual(key);
    vault.close();
    inFile((db) => db.prepare('DELETE FROM keys WHERE id = ?').run(one));
    expect(openVault().objectKey(one, eventId)).toBeUndefined();
  });

  it('holds no key in clear', async () => {
    const vault = openVault();
    const key = await vault.takeKey();
    const wrapped = inFile((db) =>
      db.prepare('SELECT wrapped FROM keys WHERE id = ?').pluck().get(key),
    ) as Buffer;
    expect(wrapped).toHaveLength(12 + 32 + 16);
    const other = await vault.takeKey();
    inFile((db) => db.prepare('UPDATE keys SET wrapped = ? WHERE id = ?').run(wrapped, other));
    vault.close();
    expect(() => openVault().has(other)).toThrow();
  });

  it('reads without writing, beside the one that writes', async () => {
    const writer = openVault();
    await writer.bindTo('log-1');
    const sealed = writer.seal('Siti', await writer.takeKey(), ...place);
    const reader = openVault(master, { readOnly: true });
    await reader.bindTo('log-1');
    expect(reader.open(sealed, ...place)).toBe('Siti');
    await expect(reader.bindTo('log-2')).rejects.toThrow(VaultRefused);
  });
});

describe('a vault is refused', () => {
  it('with another master key, and opens again with its own', () => {
    openVault().close();
    expect(() => openVault(randomBytes(32))).toThrow(VaultRefused);
    expect(() => openVault(randomBytes(32))).toThrow('the master key is not the one');
    expect(() => openVault(randomBytes(32), { readOnly: true })).toThrow(VaultRefused);
    openVault();
  });

  it('to another log than the one it was made for', async () => {
    await openVault().bindTo('log-1');
    await openVault().bindTo('log-1');
    await expect(openVault().bindTo('log-2')).rejects.toThrow(VaultRefused);
    await expect(openVault().bindTo('log-2')).rejects.toThrow('belongs to log log-1, not to log-2');
  });

  it('of another format, or when the file is something else or missing', () => {
    expect(() => openVault(master, { readOnly: true })).toThrow(VaultRefused);
    openVault().close();
    inFile((db) => db.pragma('user_version = 7'));
    expect(() => openVault()).toThrow('the vault has format 7');
    rmSync(file);
    writeFileSync(file, 'this is no database '.repeat(100));
    expect(() => openVault()).toThrow(VaultRefused);
  });
});

describe('the hash of an input', () => {
  const march = new Date('2026-03-20T00:00:00.000Z');
  const april = new Date('2026-04-02T00:00:00.000Z');

  it('is the same for the same input in the same month, after a restart too', () => {
    const first = openVault().hashInput('{"a":1}', march)!;
    expect(first).toMatchObject({ secret: 'input-2026-03' });
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(openVault().hashInput('{"a":1}', march)).toEqual(first);
    expect(openVault().hashInput('{"a":2}', march)!.hash).not.toBe(first.hash);
  });

  it('has a new secret each month; an old one is still known by its name', () => {
    const vault = openVault();
    const inMarch = vault.hashInput('{"a":1}', march)!;
    const inApril = vault.hashInput('{"a":1}', april)!;
    expect(inApril.secret).toBe('input-2026-04');
    expect(inApril.hash).not.toBe(inMarch.hash);
    expect(vault.hashInput('{"a":1}', april, 'input-2026-03')).toEqual(inMarch);
  });

  it('cannot be made under a secret that is gone', () => {
    expect(openVault().hashInput('x', march, 'input-2020-01')).toBeUndefined();
    openVault().hashInput('x', march);
    openVault().hashInput('x', new Date('2026-06-01T00:00:00.000Z'));
    expect(openVault().hashInput('x', march, 'input-2026-03')).toBeUndefined();
  });

  it('differs between two vaults', () => {
    const first = openVault().hashInput('x', march)!;
    file = join(folder, 'other.sqlite');
    expect(openVault().hashInput('x', march)!.hash).not.toBe(first.hash);
  });
});

describe('a secret beside the keys', () => {
  it('is kept wrapped, over a restart', async () => {
    const secret = randomBytes(40);
    await openVault().keepSecret('signing', secret, new Date());
    expect(openVault().secret('signing')).toEqual(secret);
    expect(openVault().secret('unknown')).toBeUndefined();
    const row = inFile((db) => db.prepare('SELECT wrapped FROM secrets').pluck().get()) as Buffer;
    expect(row.includes(secret)).toBe(false);
  });
});

describe('a destroyed key', () => {
  const [now, later] = ['2026-03-20T00:00:00.000Z', '2026-03-21T00:00:00.000Z'] as Instant[] as [
    Instant,
    Instant,
  ];
  const wrappedIn = (id: string): Buffer =>
    inFile((db) => db.prepare('SELECT wrapped FROM keys WHERE id = ?').pluck().get(id)) as Buffer;
  /** Database and journal, as they lie there while the vault is open. */
  const bytes = (): Buffer =>
    Buffer.concat(
      readdirSync(dirname(file)).map((name) => readFileSync(join(dirname(file), name))),
    );

  it('opens and seals nothing any more, at once and after a restart', async () => {
    const vault = openVault();
    const [key, other] = [await vault.takeKey(), await vault.takeKey()];
    const [sealed, kept] = [vault.seal('Siti', key, ...place), vault.seal('x', other, ...place)];
    expect(await vault.destroy([key], now)).toBe(now);
    for (const each of [vault, openVault()]) {
      expect(each.open(sealed, ...place)).toBeNull();
      expect(each.has(key)).toBe(false);
      expect(() => each.seal('Siti', key, ...place)).toThrow(KeyDestroyed);
      expect(each.objectKey(key, eventId)).toBeUndefined();
      expect(each.open(kept, ...place)).toBe('x');
    }
  });

  it('leaves no byte of itself, neither in the file nor in its journal', async () => {
    const vault = openVault();
    const keys = await Promise.all(Array.from({ length: 100 }, () => vault.takeKey()));
    const wrapped = keys.map(wrappedIn);
    await vault.destroy(keys, now);
    const left = bytes();
    expect(wrapped.filter((one) => left.includes(one))).toEqual([]);
    const spare = wrappedIn(await vault.takeKey());
    expect(bytes().includes(spare)).toBe(true);
  });

  it('keeps the instant of its end, whenever it is destroyed again', async () => {
    const vault = openVault();
    const key = await vault.takeKey();
    expect(vault.destroyedAt(key)).toBeUndefined();
    await vault.destroy([key], now);
    expect(await vault.destroy([key], later)).toBe(now);
    expect(vault.destroyedAt(key)).toBe(now);
    expect(await vault.destroy([key, await vault.takeKey()], later)).toBe(later);
  });

  it('takes the secrets of inputs with it, whose names never come again', async () => {
    const vault = openVault();
    const march = new Date('2026-03-20T00:00:00.000Z');
    await vault.keepSecret('signing', Buffer.alloc(40, 7), march);
    const before = vault.hashInput('x', march)!;
    const key = await vault.takeKey();
    await vault.destroy([key], now);
    expect(vault.hashInput('x', march, before.secret)).toBeUndefined();
    const after = vault.hashInput('x', march)!;
    await vault.destroy([key], later);
    expect(after.secret).not.toBe(before.secret);
    expect(after.hash).not.toBe(before.hash);
    expect(openVault().hashInput('x', march)).toEqual(after);
    expect(vault.secret('signing')).toEqual(Buffer.alloc(40, 7));
  });
});
