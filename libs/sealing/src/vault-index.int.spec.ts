import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Instant } from '#kernel';
import { VaultIndex } from './vault-index.ts';
import { Vault } from './vault.ts';
import { VaultRefused } from './vault-refused.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-index-'));
  file = join(folder, 'vault.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('what a vault tells without its master key', () => {
  it('is which keys it holds, which were destroyed, and of which log', async () => {
    const vault = new Vault(file, randomBytes(32));
    const [held, gone] = [await vault.takeKey(), await vault.takeKey()];
    const unbound = new VaultIndex(file);
    expect([unbound.logId, unbound.size]).toEqual([undefined, 64]);
    await vault.bindTo('log-1');
    await vault.destroy([gone], '2026-03-20T00:00:00.000Z' as Instant);
    const index = new VaultIndex(file);
    expect([index.logId, index.size]).toEqual(['log-1', 63]);
    const states = [held, gone, '00000000-0000-4000-8000-000000000009'].map((id) =>
      index.stateOf(id),
    );
    expect(states).toEqual(['HELD', 'DESTROYED', 'UNKNOWN']);
    for (const one of [unbound, index, vault]) one.close();
  });

  it('is nothing where there is no vault of this version', () => {
    expect(() => new VaultIndex(file)).toThrow(VaultRefused);
    writeFileSync(file, 'this is no database '.repeat(100));
    expect(() => new VaultIndex(file)).toThrow('cannot read the vault');
    rmSync(file);
    const db = new Database(file);
    db.pragma('user_version = 1');
    db.close();
    expect(() => new VaultIndex(file)).toThrow('it has format 1');
  });
});
