import type Database from 'better-sqlite3';
import type { PersonId } from '#kernel';
import type { IdentityKind, PersonKind } from './domain/person.ts';

export type PersonRow = {
  id: PersonId;
  version: number;
  kind: PersonKind;
  staff: 0 | 1;
  identity_kind: IdentityKind | null;
  represented_by: PersonId | null;
  /** Kept sealed, as are the following. */
  name: string | null;
  identity_number: string | null;
  email: string | null;
  phone: string | null;
  address: string | null;
  organisation: string | null;
  occupation: string | null;
};

export function findPerson(db: Database.Database, id: string): PersonRow | undefined {
  return db.prepare('SELECT * FROM persons WHERE id = ?').get(id) as PersonRow | undefined;
}

/** Staff after an id, optionally of those who hold a post in an office on a day. */
export function listStaff(
  db: Database.Database,
  filter: { where: string[]; params: (string | number)[]; orderBy: string; limit: number },
): PersonRow[] {
  const where = ['staff = 1', ...filter.where].join(' AND ');
  const sql = `SELECT * FROM persons p WHERE ${where} ORDER BY ${filter.orderBy} LIMIT ?`;
  return db.prepare(sql).all(...filter.params, filter.limit) as PersonRow[];
}
