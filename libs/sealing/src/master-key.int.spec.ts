import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoMasterKey, masterKeyFrom } from './master-key.ts';
import { VaultRefused } from './vault-refused.ts';

const HEX = '0123456789abcdef'.repeat(4);
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFile = (text: string): string => {
  const file = join(folder, 'master.key');
  writeFileSync(file, text);
  return file;
};

describe('the master key', () => {
  it('comes from a variable or from a file, in either case of letters', () => {
    const key = Buffer.from(HEX, 'hex');
    expect(masterKeyFrom({ SIMPUL_MASTER_KEY: HEX })).toEqual(key);
    expect(masterKeyFrom({ SIMPUL_MASTER_KEY: ` ${HEX.toUpperCase()}\n` })).toEqual(key);
    expect(masterKeyFrom({ SIMPUL_MASTER_KEY_FILE: inFile(`${HEX}\r\n`) })).toEqual(key);
  });

  it('is absent when neither is set', () => {
    expect(masterKeyFrom({})).toBeUndefined();
    expect(masterKeyFrom({ SIMPUL_MASTER_KEY: '', SIMPUL_MASTER_KEY_FILE: '' })).toBeUndefined();
  });

  it('of any other form is refused, without showing it', () => {
    for (const text of [HEX.slice(1), `${HEX}0`, 'g'.repeat(64), 'simpul-demo']) {
      const file = inFile(text);
      for (const env of [{ SIMPUL_MASTER_KEY: text }, { SIMPUL_MASTER_KEY_FILE: file }]) {
        expect(() => masterKeyFrom(env)).toThrow(VaultRefused);
        expect(() => masterKeyFrom(env)).not.toThrow(text);
      }
    }
    expect(() => masterKeyFrom({ SIMPUL_MASTER_KEY_FILE: inFile('') })).toThrow(VaultRefused);
    const missing = join(folder, 'missing');
    expect(() => masterKeyFrom({ SIMPUL_MASTER_KEY_FILE: missing })).toThrow(VaultRefused);
  });

  it('of a demo is made once, for its owner only', () => {
    const file = join(folder, 'demo', 'master.key');
    const key = demoMasterKey(file);
    expect(key).toHaveLength(32);
    expect(demoMasterKey(file)).toEqual(key);
    expect(readFileSync(file, 'utf8').trim()).toBe(key.toString('hex'));
    expect(statSync(file).mode & 0o077).toBe(0);
    writeFileSync(file, 'damaged');
    expect(() => demoMasterKey(file)).toThrow(VaultRefused);
  });
});
