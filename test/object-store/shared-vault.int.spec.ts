import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { KeyDestroyed } from '#kernel';
import type { EventId, Instant, KeyId } from '#kernel';
import { Bucket, ObjectStoreAway } from '#object-store';
import { SharedVault, Vault, VaultRefused } from '#sealing';
import { S3Server } from './server.ts';

const master = randomBytes(32);
const place = ['00000000-0000-4000-8000-000000000002' as EventId, '/details'] as const;
const NOW = '2026-03-20T00:00:00.000Z' as Instant;
const LATER = '2026-03-21T00:00:00.000Z' as Instant;

let server: S3Server;
let bucket: Bucket;
const opened: SharedVault[] = [];
beforeEach(async () => {
  server = await S3Server.started();
  bucket = await Bucket.open(server.place);
});
afterEach(async () => {
  for (const vault of opened.splice(0)) vault.close();
  bucket.close();
  await server.close();
});

async function node(key = master): Promise<SharedVault> {
  const vault = await SharedVault.open(bucket, key);
  opened.push(vault);
  await vault.ready([], NOW);
  return vault;
}

const namesBelow = (prefix: string): Promise<string[]> =>
  Readable.from(bucket.namesBelow(prefix)).toArray();

describe('the vault of several nodes', () => {
  it('opens on each what another sealed, once it was told the key', async () => {
    const [other, one] = [await node(), await node()];
    const key = await one.takeKey();
    const sealed = one.seal('Siti', key, ...place);
    expect(other.open(sealed, ...place)).toBeNull();
    await other.ready([key], NOW);
    expect(other.open(sealed, ...place)).toBe('Siti');
    expect(other.objectKey(key, 'x')).toEqual(one.objectKey(key, 'x'));
    expect((await node()).open(sealed, ...place)).toBe('Siti');
  });

  it('has every key in the bucket before it hands it out, wrapped', async () => {
    const vault = await node();
    const keys: KeyId[] = [];
    for (let i = 0; i < 3; i += 1) {
      keys.push(...(await Promise.all(Array.from({ length: 96 }, () => vault.takeKey()))));
    }
    expect(new Set(keys).size).toBe(288);
    expect(await namesBelow('keys/')).toEqual(expect.arrayContaining(keys));
    expect(await bucket.get(`keys/${keys[0]!}`)).toHaveLength(12 + 32 + 16);
    await vault.removeSpare();
    expect((await namesBelow('keys/')).sort()).toEqual([...keys].sort());
  });

  it('goes on without the bucket for as many keys as were made, then refuses', async () => {
    const vault = await node();
    server.misbehave('REFUSES', 'PUT', /^keys/);
    const taken: KeyId[] = [];
    const takeAll = async (): Promise<void> => {
      for (;;) taken.push(await vault.takeKey());
    };
    await expect(takeAll()).rejects.toThrow(ObjectStoreAway);
    expect(taken).toHaveLength(64);
    server.behave();
    expect(taken).not.toContain(await vault.takeKey());
  });

  it('takes no key that the bucket only said to hold', async () => {
    const vault = await node();
    server.misbehave('LIES', 'PUT', /^keys/);
    for (let i = 0; i < 64; i += 1) await vault.takeKey();
    await expect(vault.takeKey()).rejects.toThrow('does not hold what it took');
  });

  it('keeps secrets that every node knows; the first under a name stays', async () => {
    const [other, one] = [await node(), await node()];
    const kept = await one.keepSecret('signing', Buffer.from('satu'), new Date(NOW));
    expect(await other.keepSecret('signing', Buffer.from('dua'), new Date(NOW))).toEqual(kept);
    const hashed = one.hashInput('x', new Date(NOW))!;
    expect(hashed.secret).toMatch(/^input-2026-03-[0-9a-f]{12}$/);
    expect(other.hashInput('x', new Date(NOW), hashed.secret)).toEqual(hashed);
    const april = '2026-04-02T00:00:00.000Z' as Instant;
    await one.ready([], april);
    const inApril = one.hashInput('x', new Date(april))!;
    expect(other.hashInput('x', new Date(april), inApril.secret)).toBeUndefined();
    await other.ready([inApril.secret], april);
    expect(other.hashInput('x', new Date(april), inApril.secret)).toEqual(inApril);
    expect((await node()).secret('signing')).toEqual(kept);
  });

  it('destroys secrets of inputs that are too old, in the bucket too', async () => {
    const vault = await node();
    const { secret } = vault.hashInput('x', new Date(NOW))!;
    const june = '2026-06-01T00:00:00.000Z' as Instant;
    await vault.ready([], june);
    const left = await namesBelow('secrets/');
    expect(left).toEqual([expect.stringMatching(/^input-2026-06-/)]);
    expect(vault.hashInput('x', new Date(june), secret)).toBeUndefined();
  });
});

describe('a key that one node destroys', () => {
  it('is gone from the bucket, and from every node that looks', async () => {
    const [one, other] = [await node(), await node()];
    const [key, kept] = [await one.takeKey(), await one.takeKey()];
    const [sealed, still] = [one.seal('Siti', key, ...place), one.seal('x', kept, ...place)];
    await other.ready([key, kept], NOW);
    const inputs = [one, other].map((each) => each.hashInput('x', new Date(NOW))!.secret);
    expect(await one.destroy([key], NOW)).toBe(NOW);
    expect(await bucket.get(`keys/${key}`)).toBeUndefined();
    expect(await namesBelow('secrets/')).toEqual([]);
    expect(one.open(sealed, ...place)).toBeNull();
    other.drop([key], NOW);
    // A late event that names it brings it to no node again.
    await other.ready([key, ...inputs], NOW);
    for (const each of [one, other, await node()]) {
      expect(each.open(sealed, ...place)).toBeNull();
      expect(() => each.seal('x', key, ...place)).toThrow(KeyDestroyed);
      expect(each.open(still, ...place)).toBe('x');
      expect(each.destroyedAt(key)).toBe(NOW);
      for (const name of inputs) {
        expect(each.hashInput('x', new Date(NOW), name)).toBeUndefined();
      }
    }
  });

  it('does not come back with an answer that was on its way', async () => {
    const [other, one] = [await node(), await node()];
    const key = await one.takeKey();
    const get = bucket.get.bind(bucket);
    // What the bucket answered before the erasure arrives after it.
    bucket.get = async (name) => {
      bucket.get = get;
      const kept = await get(name);
      await one.destroy([key], NOW);
      other.drop([key], NOW);
      return kept;
    };
    await other.ready([key], NOW);
    expect(other.has(key)).toBe(false);
  });

  it('keeps the instant of its end, and takes no new secret with it when done again', async () => {
    const [one, other] = [await node(), await node()];
    const key = await one.takeKey();
    await one.destroy([key], NOW);
    await one.ready([], NOW);
    const after = one.hashInput('x', new Date(NOW))!;
    expect(await other.destroy([key], LATER)).toBe(NOW);
    expect(await one.destroy([key], LATER)).toBe(NOW);
    expect(one.hashInput('x', new Date(NOW))).toEqual(after);
  });

  it('is found out by a node that never met it', async () => {
    const [other, one] = [await node(), await node()];
    const key = await one.takeKey();
    await one.destroy([key], NOW);
    await other.ready([key], NOW);
    expect(() => other.seal('x', key, ...place)).toThrow(KeyDestroyed);
  });

  it('takes the input secrets along also where it was broken off before', async () => {
    const vault = await node();
    const key = await vault.takeKey();
    server.misbehave('REFUSES', 'DELETE', /^secrets/);
    await expect(vault.destroy([key], NOW)).rejects.toThrow(ObjectStoreAway);
    server.behave();
    await vault.destroy([key], NOW);
    expect(await namesBelow('secrets/')).toEqual([]);
    server.misbehave('REFUSES', 'DELETE', /^keys/);
    await vault.ready([], NOW);
    const other = await vault.takeKey();
    await expect(vault.destroy([other], NOW)).rejects.toThrow(ObjectStoreAway);
    expect(await namesBelow('secrets/')).toEqual([]);
  });

  it('is not destroyed in a bucket that keeps versions by now', async () => {
    const vault = await node();
    const key = await vault.takeKey();
    server.versioning = 'Enabled';
    await expect(vault.destroy([key], NOW)).rejects.toThrow('keeps versions');
    server.versioning = undefined;
    expect(await bucket.get(`keys/${key}`)).toHaveLength(60);
  });

  it('is not said to be gone while the bucket keeps it', async () => {
    const vault = await node();
    const key = await vault.takeKey();
    for (const way of ['LIES', 'REFUSES'] as const) {
      server.misbehave(way, 'DELETE', /^keys/);
      await expect(vault.destroy([key], NOW)).rejects.toThrow(ObjectStoreAway);
      server.behave();
    }
    expect(await vault.destroy([key], LATER)).toBe(NOW);
    expect(await bucket.get(`keys/${key}`)).toBeUndefined();
  });
});

describe('the vault of several nodes is refused', () => {
  it('with another master key, to another log, with a damaged secret', async () => {
    const vault = await node();
    await expect(node(randomBytes(32))).rejects.toThrow('the master key is not the one');
    await vault.bindTo('log-1');
    await expect((await node()).bindTo('log-2')).rejects.toThrow(VaultRefused);
    await bucket.put('secrets/signing', Buffer.from('not a secret'));
    await expect(node()).rejects.toThrow('secrets/signing is damaged');
    await bucket.remove('secrets/signing');
  });

  it('while the bucket is away', async () => {
    await bucket.put('keys/00000000-0000-4000-8000-000000000009', randomBytes(60));
    server.misbehave('REFUSES', 'GET', /^keys/);
    await expect(node()).rejects.toThrow(ObjectStoreAway);
  });
});

describe('a key that the bucket lost or damaged', () => {
  it('is told to the operator, and keeps nobody from the rest', async () => {
    const [other, one] = [await node(), await node()];
    const [lost, damaged, kept] = [await one.takeKey(), await one.takeKey(), await one.takeKey()];
    const sealed = [lost, damaged, kept].map((key) => one.seal('Siti', key, ...place));
    const whole = (await bucket.get(`keys/${damaged}`))!;
    await bucket.remove(`keys/${lost}`);
    await bucket.put(`keys/${damaged}`, randomBytes(60));
    const warned: string[] = [];
    const { emitWarning } = process;
    process.emitWarning = (warning: string | Error) => void warned.push(String(warning));
    await other.ready([lost, damaged, kept], NOW);
    process.emitWarning = emitWarning;
    expect(warned.sort()).toEqual([
      expect.stringContaining(`has lost keys/${lost}`),
      expect.stringContaining(`a damaged key: keys/${damaged}`),
    ]);
    expect(sealed.map((each) => other.open(each, ...place))).toEqual([null, null, 'Siti']);
    await bucket.put(`keys/${damaged}`, whole);
    await other.ready([damaged], NOW);
    expect(other.open(sealed[1]!, ...place)).toBe('Siti');
  });
});

describe('a vault that is closed', () => {
  it('makes no keys any more', async () => {
    const vault = await node();
    server.misbehave('REFUSES', 'PUT', /^keys/);
    const taking = Array.from({ length: 70 }, () => vault.takeKey());
    vault.close();
    server.behave();
    const taken = await Promise.allSettled(taking);
    expect(taken.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    await expect(vault.takeKey()).rejects.toThrow('the vault is closed');
  });
});

describe('a copy of it', () => {
  it('opens in a worker what it holds', async () => {
    const vault = await node();
    const sealed = vault.seal('Siti', await vault.takeKey(), ...place);
    const source = vault.source();
    expect(source).toBeInstanceOf(Uint8Array);
    const copy = new Vault(structuredClone(source), master, { readOnly: true });
    expect(copy.open(sealed, ...place)).toBe('Siti');
    copy.close();
  });
});
