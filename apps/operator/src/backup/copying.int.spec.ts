import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { copyDatabase, copyFile, refuseUnlessEmpty } from './copying.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-copying-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const sha256 = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex');

describe('a copy of a database', () => {
  const keys = Array.from({ length: 500 }, () => randomBytes(60));

  function made(file: string): Database.Database {
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.pragma('secure_delete = ON');
    db.exec('CREATE TABLE keys (id TEXT PRIMARY KEY, wrapped BLOB) STRICT, WITHOUT ROWID');
    const insert = db.prepare('INSERT INTO keys VALUES (?, ?)');
    for (const key of keys) insert.run(key.subarray(0, 16).toString('hex'), key);
    return db;
  }

  it('holds what was committed, beside a writer in the midst of more', async () => {
    const writer = made(at('from'));
    writer.exec("BEGIN IMMEDIATE; INSERT INTO keys VALUES ('later', x'00')");
    const { bytes, sha256: hash } = await copyDatabase(at('from'), at('to'));
    writer.exec('COMMIT');
    writer.close();
    expect([bytes, hash]).toEqual([readFileSync(at('to')).length, sha256(at('to'))]);
    const copy = new Database(at('to'), { readonly: true });
    expect(copy.prepare('SELECT count(*) FROM keys').pluck().get()).toBe(keys.length);
    copy.close();
  });

  it('keeps no bytes of a row that is deleted in it', async () => {
    made(at('from')).close();
    await copyDatabase(at('from'), at('to'));
    const copy = new Database(at('to'));
    copy.pragma('secure_delete = ON');
    const remove = copy.prepare('DELETE FROM keys WHERE wrapped = ?');
    const gone = keys.filter((_, i) => i % 3 === 0);
    for (const key of gone) remove.run(key);
    copy.close();
    const bytes = readFileSync(at('to'));
    expect(gone.filter((key) => bytes.includes(key))).toEqual([]);
    expect(keys.filter((key) => bytes.includes(key))).toHaveLength(keys.length - gone.length);
  });
});

describe('a copy of a file', () => {
  it('is the same and never takes the place of another; of no file there is none', async () => {
    writeFileSync(at('from'), randomBytes(200_000));
    const copied = await copyFile(at('from'), at('below/to'));
    expect(copied).toEqual({ bytes: 200_000, sha256: sha256(at('from')) });
    expect(readFileSync(at('below/to'))).toEqual(readFileSync(at('from')));
    expect(await copyFile(at('absent'), at('none'))).toBeUndefined();
    expect(() => readFileSync(at('none'))).toThrow();
    writeFileSync(at('there'), 'x');
    await expect(copyFile(at('from'), at('there'))).rejects.toThrow('EEXIST');
    expect(readFileSync(at('there'), 'utf8')).toBe('x');
  });
});

describe('a target', () => {
  it('is an empty folder or none', async () => {
    await refuseUnlessEmpty(at('none'));
    await refuseUnlessEmpty(folder);
    writeFileSync(at('file'), '');
    await expect(refuseUnlessEmpty(folder)).rejects.toThrow('is not empty');
    await expect(refuseUnlessEmpty(at('file'))).rejects.toThrow('cannot use');
  });
});
