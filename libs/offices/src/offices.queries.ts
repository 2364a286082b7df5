import type Database from 'better-sqlite3';
import type { AppointmentId, Capacity, Day, OfficeCode, PersonId, Role } from '#kernel';
import type { OfficeKind } from './domain/office.ts';

type Db = Database.Database;

export type OfficeRow = {
  code: OfficeCode;
  name: string;
  kind: OfficeKind;
  parent: OfficeCode | null;
  from: Day;
  until: Day | null;
  successors: OfficeCode[];
};

export type AppointmentRow = {
  id: AppointmentId;
  version: number;
  person: PersonId;
  office: OfficeCode;
  role: Role;
  post: string;
  capacity: Capacity;
  mandateNumber: string;
  mandateDate: Day;
  actingFor: AppointmentId | null;
  from: Day;
  until: Day | null;
  unmaskUntil: Day | null;
};

/** The name in force on the day; before its first day an office has its first name. */
const OFFICE = `SELECT code, kind, parent, from_day AS "from", until_day AS until, successors,
  coalesce(
    (SELECT name FROM office_names n WHERE n.code = o.code AND n.from_day <= ?
      ORDER BY n.from_day DESC LIMIT 1),
    (SELECT name FROM office_names n WHERE n.code = o.code ORDER BY n.from_day LIMIT 1)
  ) AS name FROM offices o`;

const APPOINTMENT = `SELECT id, version, person, office, role, post, capacity,
  mandate_number AS mandateNumber, mandate_date AS mandateDate, acting_for AS actingFor,
  from_day AS "from", until_day AS until, unmask_until AS unmaskUntil FROM appointments`;

const IN_FORCE = 'from_day <= ? AND (until_day IS NULL OR until_day >= ?)';

type StoredOffice = Omit<OfficeRow, 'successors'> & { successors: string };
const office = (row: StoredOffice): OfficeRow => ({
  ...row,
  successors: JSON.parse(row.successors) as OfficeCode[],
});

export function findOffice(db: Db, code: string, today: Day): OfficeRow | undefined {
  const row = db.prepare(`${OFFICE} WHERE code = ?`).get(today, code) as StoredOffice | undefined;
  return row && office(row);
}

/** A page of offices by code. */
export function listOffices(
  db: Db,
  today: Day,
  page: { where: string[]; params: (string | number)[]; orderBy: string; limit: number },
): OfficeRow[] {
  const where = ['1', ...page.where].join(' AND ');
  const sql = `${OFFICE} WHERE ${where} ORDER BY ${page.orderBy} LIMIT ?`;
  return (db.prepare(sql).all(today, ...page.params, page.limit) as StoredOffice[]).map(office);
}

export function countOffices(db: Db, limit: number): number {
  const sql = 'SELECT count(*) AS n FROM (SELECT 1 FROM offices LIMIT ?)';
  return (db.prepare(sql).get(limit) as { n: number }).n;
}

export function isActive({ from, until }: { from: Day; until: Day | null }, on: Day): boolean {
  return from <= on && (until === null || until >= on);
}

export function findAppointment(db: Db, id: string): AppointmentRow | undefined {
  return db.prepare(`${APPOINTMENT} WHERE id = ?`).get(id) as AppointmentRow | undefined;
}

export function appointmentsOfPerson(db: Db, person: string, today: Day): AppointmentRow[] {
  const sql = `${APPOINTMENT} WHERE person = ? AND ${IN_FORCE} ORDER BY from_day, id LIMIT 100`;
  return db.prepare(sql).all(person, today, today) as AppointmentRow[];
}

/** Is anybody in a post of that role on the day? */
export function anyoneHolds(db: Db, role: Role, today: Day): boolean {
  const sql = `SELECT 1 FROM appointments WHERE role = ? AND ${IN_FORCE} LIMIT 1`;
  return db.prepare(sql).get(role, today, today) !== undefined;
}

export function appointmentsOfOffice(db: Db, code: string, today: Day): AppointmentRow[] {
  const sql = `${APPOINTMENT} WHERE office = ? AND ${IN_FORCE} ORDER BY from_day, id LIMIT 500`;
  return db.prepare(sql).all(code, today, today) as AppointmentRow[];
}
