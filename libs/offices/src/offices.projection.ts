import { defineProjection } from '#kernel';
import type { AppointmentEvent } from './domain/appointment.ts';
import type { OfficeEvent } from './domain/office.ts';

/**
 * Offices with their names by day, and who holds which post from when to when. Who stands in for
 * somebody does so no longer than they hold the post themselves.
 */
export const officesProjection = defineProjection<OfficeEvent | AppointmentEvent>({
  name: 'offices',
  version: 2,
  tables: [
    `CREATE TABLE offices (
      code TEXT PRIMARY KEY, kind TEXT NOT NULL, parent TEXT,
      from_day TEXT NOT NULL, until_day TEXT, successors TEXT NOT NULL DEFAULT '[]'
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE office_names (
      code TEXT NOT NULL, from_day TEXT NOT NULL, name TEXT NOT NULL,
      PRIMARY KEY (code, from_day)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE appointments (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, person TEXT NOT NULL, office TEXT NOT NULL,
      role TEXT NOT NULL, post TEXT NOT NULL, capacity TEXT NOT NULL,
      mandate_number TEXT NOT NULL, mandate_date TEXT NOT NULL, acting_for TEXT,
      from_day TEXT NOT NULL, until_day TEXT, unmask_until TEXT
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX appointments_by_person ON appointments (person)',
    'CREATE INDEX appointments_by_office ON appointments (office)',
  ],
  on: {
    OfficeOpened: ({ data: { code, name, kind, parent, from } }, sql) => {
      sql.run(
        'INSERT INTO offices (code, kind, parent, from_day) VALUES (?, ?, ?, ?)',
        code,
        kind,
        parent ?? null,
        from,
      );
      sql.run('INSERT INTO office_names VALUES (?, ?, ?)', code, from, name);
    },
    OfficeRenamed: ({ entityId, data: { name, from } }, sql) =>
      sql.run('INSERT OR REPLACE INTO office_names VALUES (?, ?, ?)', entityId, from, name),
    OfficeEnded: ({ entityId, data: { until, successors } }, sql) =>
      sql.run(
        'UPDATE offices SET until_day = ?, successors = ? WHERE code = ?',
        until,
        JSON.stringify(successors),
        entityId,
      ),
    AppointmentMade: ({ entityId, data }, sql) =>
      sql.run(
        'INSERT INTO appointments VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        entityId,
        data.person,
        data.office,
        data.role,
        data.post,
        data.capacity,
        data.mandateNumber,
        data.mandateDate,
        data.actingFor ?? null,
        data.from,
        data.until ?? null,
        data.unmaskUntil ?? null,
      ),
    AppointmentEnded: ({ entityId, revision, data: { until } }, sql) => {
      sql.run(
        `UPDATE appointments SET until_day = min(coalesce(until_day, ?), ?)
          WHERE id = ? OR acting_for = ?`,
        until,
        until,
        entityId,
        entityId,
      );
      sql.run('UPDATE appointments SET version = ? WHERE id = ?', revision + 1, entityId);
    },
  },
});
