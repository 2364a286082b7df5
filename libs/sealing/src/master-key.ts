import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { VaultRefused } from './vault-refused.ts';

const FORM = /^[0-9a-f]{64}$/;

/**
 * The key that wraps all others: 32 bytes in hexadecimal, from `SIMPUL_MASTER_KEY` or the file
 * that `SIMPUL_MASTER_KEY_FILE` names; undefined when neither is set.
 * @throws VaultRefused when it is unreadable or not of that form.
 */
export function masterKeyFrom(env: NodeJS.ProcessEnv): Buffer | undefined {
  const { SIMPUL_MASTER_KEY: value, SIMPUL_MASTER_KEY_FILE: file } = env;
  if (value !== undefined && value !== '') return parse(value, 'SIMPUL_MASTER_KEY');
  if (file === undefined || file === '') return undefined;
  return masterKeyIn(file, 'SIMPUL_MASTER_KEY_FILE');
}

/** @throws VaultRefused when the file that this setting names holds anything but a whole key. */
export function masterKeyIn(file: string, setting: string): Buffer {
  return parse(read(file), `${setting} (${file})`);
}

/** The key of a demo: made once and kept in a plain file, which is why a demo holds no secrets. */
export function demoMasterKey(file: string): Buffer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  }
  return parse(read(file), file);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new VaultRefused(`cannot read the master key: ${String(error)}`);
  }
}

function parse(text: string, from: string): Buffer {
  const hex = text.trim().toLowerCase();
  if (!FORM.test(hex)) {
    throw new VaultRefused(`${from} is not a master key: 64 hexadecimal digits are needed`);
  }
  return Buffer.from(hex, 'hex');
}
