import { defineProjection } from '#kernel';
import type { Projected, Sql } from '#kernel';
import { keepText } from '#read-model';
import type { PersonEvent, PersonField } from './domain/person.ts';

/** Columns of a person by the field that a correction names. */
export const COLUMN_OF: Readonly<Record<PersonField, string>> = {
  KIND: 'kind',
  NAME: 'name',
  IDENTITY_KIND: 'identity_kind',
  IDENTITY_NUMBER: 'identity_number',
  EMAIL: 'email',
  PHONE: 'phone',
  ADDRESS: 'address',
  ORGANISATION: 'organisation',
  OCCUPATION: 'occupation',
  REPRESENTED_BY: 'represented_by',
};

/** Persons; who they are stays sealed and is opened for one row when somebody may see it. */
export const personsProjection = defineProjection<PersonEvent>({
  name: 'persons',
  version: 2,
  tables: [
    `CREATE TABLE persons (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, kind TEXT NOT NULL, staff INTEGER NOT NULL,
      identity_kind TEXT, represented_by TEXT, name TEXT, identity_number TEXT, email TEXT,
      phone TEXT, address TEXT, organisation TEXT, occupation TEXT,
      merged_into TEXT, -- who stands for them; never somebody who is merged themselves
      erased INTEGER NOT NULL DEFAULT 0
    ) STRICT, WITHOUT ROWID`,
  ],
  onceBuilt: [
    'CREATE INDEX persons_staff ON persons (id) WHERE staff = 1',
    `CREATE INDEX persons_represented ON persons (represented_by)
      WHERE represented_by IS NOT NULL`,
    'CREATE INDEX persons_merged ON persons (merged_into) WHERE merged_into IS NOT NULL',
  ],
  on: {
    PersonRegistered: ({ id, entityId, data }, sql) =>
      sql.run(
        `INSERT INTO persons VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, 0)`,
        entityId,
        data.kind,
        data.staff ? 1 : 0,
        data.identityKind ?? null,
        data.representedBy ?? null,
        keepText(id, '/name', data.name),
        keepText(id, '/identityNumber', data.identityNumber),
        keepText(id, '/email', data.email),
        keepText(id, '/phone', data.phone),
        keepText(id, '/address', data.address),
        keepText(id, '/organisation', data.organisation),
        keepText(id, '/occupation', data.occupation),
      ),
    PersonCorrected: corrected,
    PersonsMerged: merged,
  },
});

/** Two merges that met each other: the later one leaves the kept person as they are. */
function merged(event: Projected<Extract<PersonEvent, { type: 'PersonsMerged' }>>, sql: Sql): void {
  const { entityId, revision, data } = event;
  sql.run('UPDATE persons SET version = ? WHERE id = ?', revision + 1, entityId);
  const kept = sql.get<{ id: string }>(
    'SELECT coalesce(merged_into, id) AS id FROM persons WHERE id = ?',
    data.into,
  );
  if (kept === undefined || kept.id === entityId) return;
  sql.run(
    'UPDATE persons SET merged_into = ? WHERE id = ? OR merged_into = ?',
    kept.id,
    entityId,
    entityId,
  );
}

type Correction = Projected<Extract<PersonEvent, { type: 'PersonCorrected' }>>;

function corrected({ id, entityId, revision, data }: Correction, sql: Sql): void {
  const { field, name, text, code } = data;
  const value =
    code === undefined
      ? (keepText(id, '/name/to', name?.to) ?? keepText(id, '/text/to', text?.to))
      : code.to;
  const column = COLUMN_OF[field];
  sql.run(
    `UPDATE persons SET ${column} = ?, version = ? WHERE id = ?`,
    value,
    revision + 1,
    entityId,
  );
}
