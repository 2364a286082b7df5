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
  merged_into: PersonId | null;
  erased: 0 | 1;
};

export function findPerson(db: Database.Database, id: string): PersonRow | undefined {
  return db.prepare('SELECT * FROM persons WHERE id = ?').get(id) as PersonRow | undefined;
}

/** Who is shown for an id: of a merged person the one who was kept. */
export function findKept(db: Database.Database, id: string): PersonRow | undefined {
  const row = findPerson(db, id);
  return row?.merged_into == null ? row : findPerson(db, row.merged_into);
}

/** Ids of everyone who is the same human as who has the id, as a piece of a WHERE clause. */
export const SAME_HUMAN = `SELECT p.id FROM
  (SELECT coalesce(merged_into, id) AS kept FROM persons WHERE id = ?) JOIN persons p
  ON p.id = kept OR p.merged_into = kept`;

/** With everyone for whom they stand as guardian or attorney. */
export const SAME_OR_REPRESENTED = `WITH same AS (${SAME_HUMAN})
  SELECT id FROM same
  UNION SELECT p.id FROM persons p JOIN same ON p.represented_by = same.id`;

/** Everyone who turned out to be the same human, themselves included. */
export const sameHumanAs = (db: Database.Database, id: string): PersonId[] =>
  db.prepare(SAME_HUMAN).pluck().all(id) as PersonId[];

/** Staff after an id, optionally of those who hold a post in an office on a day. */
export function listStaff(
  db: Database.Database,
  filter: { where: string[]; params: (string | number)[]; orderBy: string; limit: number },
): PersonRow[] {
  const where = ['staff = 1', ...filter.where].join(' AND ');
  const sql = `SELECT * FROM persons p WHERE ${where} ORDER BY ${filter.orderBy} LIMIT ?`;
  return db.prepare(sql).all(...filter.params, filter.limit) as PersonRow[];
}
