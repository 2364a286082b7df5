import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import Database from 'better-sqlite3';
import { BackupRefused } from './backup-refused.ts';

/** What a copy is, byte for byte. */
export type Copied = { bytes: number; sha256: string };

/** Durable when it resolves but for its folder's name; undefined where there is no such file. */
export async function copyFile(from: string, to: string): Promise<Copied | undefined> {
  const counted = counter();
  await mkdir(dirname(to), { recursive: true });
  try {
    const written = createWriteStream(to, { flags: 'wx', flush: true, mode: 0o600 });
    await pipeline(createReadStream(from), counted.pass, written);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) await rm(to, { force: true });
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return counted.result();
}

/**
 * One moment of a database, beside whoever writes to it: a single read transaction, which a writer
 * neither waits for nor makes begin again. Bytes that were deleted do not come along.
 */
export async function copyDatabase(from: string, to: string): Promise<Copied> {
  await mkdir(dirname(to), { recursive: true });
  const db = new Database(from, { readonly: true });
  try {
    // Holds for the copy too: without it pages keep bytes of rows that moved on, and a key that is
    // destroyed in the copy would still stand there.
    db.pragma('secure_delete = ON');
    db.prepare('VACUUM INTO ?').run(to);
  } finally {
    db.close();
  }
  // SQLite does not flush what it made this way.
  await flush(to);
  return hashOf(to);
}

async function hashOf(file: string): Promise<Copied> {
  const counted = counter();
  for await (const piece of createReadStream(file)) counted.see(piece as Buffer);
  return counted.result();
}

function counter() {
  const hash = createHash('sha256');
  let bytes = 0;
  const see = (piece: Buffer): void => {
    hash.update(piece);
    bytes += piece.length;
  };
  return {
    see,
    async *pass(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
      for await (const piece of source) {
        see(piece);
        yield piece;
      }
    },
    result: (): Copied => ({ bytes, sha256: hash.digest('hex') }),
  };
}

export async function flush(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The names in every folder of it. */
export async function flushFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await flushFolders(join(folder, entry.name));
  }
  await flush(folder);
}

/** @throws BackupRefused unless there is nothing there, or an empty folder. */
export async function refuseUnlessEmpty(folder: string): Promise<void> {
  try {
    if ((await readdir(folder)).length === 0) return;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw new BackupRefused(`cannot use ${folder}: ${String(error)}`);
  }
  throw new BackupRefused(`${folder} is not empty`);
}

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;
