import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

type Table = { name: string; sql: string };

/**
 * Every row of every table of the read model in a folder. A full-text index is read as words and
 * where they stand: how its own tables hold them depends on how many events came at a time.
 */
export function rowsOf(folder: string): Record<string, string[]> {
  const [file = ''] = readdirSync(folder).filter((name) => name.endsWith('.sqlite'));
  const db = new Database(join(folder, file), { readonly: true });
  try {
    const sql = `SELECT name, sql FROM sqlite_schema
      WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`;
    const tables = db.prepare<[], Table>(sql).all();
    const indexes = tables.filter((table) => /USING fts5/i.test(table.sql));
    const kept = tables.filter(({ name }) => !indexes.some((i) => name.startsWith(i.name)));
    return Object.fromEntries([
      ...kept.map(({ name }) => [name, sorted(db, `SELECT * FROM ${name}`)]),
      ...indexes.map(({ name }) => [name, wordsOf(db, name)]),
    ]) as Record<string, string[]>;
  } finally {
    db.close();
  }
}

function wordsOf(db: Database.Database, index: string): string[] {
  db.exec(`CREATE VIRTUAL TABLE temp.${index}_words USING fts5vocab(main, ${index}, instance)`);
  return sorted(db, `SELECT * FROM temp.${index}_words`);
}

const sorted = (db: Database.Database, sql: string): string[] =>
  db
    .prepare(sql)
    .raw()
    .all()
    .map((row) => JSON.stringify(row))
    .sort();
