import type { Reading, Viewer } from '#access';
import type { ItemRow } from './outbound.queries.ts';
import { findItem } from './outbound.queries.ts';

/** A piece of a WHERE clause over `outbound_items o`, with its parameters. */
export type Condition = { sql: string; params: (string | number)[] };

const EVERY_CASE = ['COORDINATOR', 'APPROVER', 'AUDITOR'] as const;
const OF_OFFICE = ['OFFICE_OFFICER', 'OFFICE_LEAD'] as const;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

const STEP = 'SELECT 1 FROM outbound_steps s WHERE s.item = o.id';
const AUDIENCE = `SELECT 1 FROM outbound_versions v, json_each(v.audience) a WHERE v.item = o.id
  AND v.content_version = json_extract(o.folded, '$.contentVersion')`;
/** An embargo has not ended. */
const EMBARGOED = `(o.state = 'SCHEDULED' AND EXISTS (${AUDIENCE}))`;
/** Its audience knows it once it is to go out, or has. */
const TOLD =
  "o.state NOT IN ('DRAFT', 'IN_APPROVAL', 'RETURNED', 'APPROVED', 'REJECTED', 'DROPPED')";

/**
 * Which items a viewer sees (domain §10): coordinator, approver and auditor every one; an office
 * its own, those in whose route it has a step, and as their audience; the legal reviewer those with
 * a legal step, the superior answers that are objected to, the leadership the sensitive ones.
 * Before an embargo ends, of an office only its author, its step and its audience.
 */
export function visibleItems(viewer: Viewer): Condition {
  if (viewer.holds(...EVERY_CASE)) return { sql: '1', params: [] };
  const ways: Condition[] = [];
  const offices = viewer.officesAs(...OF_OFFICE);
  if (offices.length > 0) {
    const own = `(${marks(offices)})`;
    ways.push(
      {
        sql: `(o.origin_office IN ${own} AND (NOT ${EMBARGOED} OR o.author = ?))`,
        params: [...offices, viewer.personId],
      },
      { sql: `EXISTS (${STEP} AND s.office IN ${own})`, params: offices },
      { sql: `(${TOLD} AND EXISTS (${AUDIENCE} AND a.value IN ${own}))`, params: offices },
    );
  }
  if (viewer.holds('LEGAL_REVIEWER')) {
    ways.push({ sql: `EXISTS (${STEP} AND s.role = 'LEGAL_REVIEWER')`, params: [] });
  }
  if (viewer.holds('PPID_SUPERIOR')) {
    const objected = `SELECT 1 FROM outbound_answers w JOIN objections b ON b.request = w.request
      WHERE w.item = o.id`;
    ways.push({ sql: `(${TOLD} AND EXISTS (${objected}))`, params: [] });
  }
  if (viewer.holds('LEADERSHIP')) ways.push({ sql: 'o.sensitive = 1', params: [] });
  if (ways.length === 0) return { sql: '0', params: [] };
  return {
    sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`,
    params: ways.flatMap(({ params }) => params),
  };
}

/** The item when the viewer sees it today; unseen and absent are the same. */
export function visibleItem(id: string, { db, viewer }: Reading): ItemRow | undefined {
  const row = findItem(db, id);
  return row !== undefined && seesItem(row.id, db, viewer) ? row : undefined;
}

function seesItem(id: string, db: Reading['db'], viewer: Viewer): boolean {
  const { sql, params } = visibleItems(viewer);
  const query = `SELECT 1 FROM outbound_items o WHERE o.id = ? AND ${sql}`;
  return db.prepare(query).get(id, ...params) !== undefined;
}

/** Items whose next step the viewer may decide, by a post that has not been used up in it. */
export function queueOf(viewer: Viewer): Condition {
  const posts = viewer.appointments.map(({ role, office }) => ({
    sql: '(o.pending_role = ? AND (o.pending_office IS NULL OR o.pending_office = ?))',
    params: [role, office],
  }));
  if (posts.length === 0) return { sql: '0', params: [] };
  const free = `o.author IS NOT ? AND NOT EXISTS (SELECT 1 FROM json_each(o.folded, '$.steps') t
    WHERE json_extract(t.value, '$.by') = ?)`;
  return {
    sql: `o.pending_role IS NOT NULL AND ${free} AND (${posts.map(({ sql }) => sql).join(' OR ')})`,
    params: [viewer.personId, viewer.personId, ...posts.flatMap(({ params }) => params)],
  };
}
