import type { Reading, Viewer } from '#access';
import { soleApprover } from './domain/approval.ts';
import type { ItemRow } from './outbound.queries.ts';
import { findItem, holdersOn, stateOf } from './outbound.queries.ts';

/** A piece of a WHERE clause over `outbound_items o`, with its parameters. */
export type Condition = { sql: string; params: (string | number)[] };

const EVERY_CASE = ['COORDINATOR', 'APPROVER', 'AUDITOR'] as const;
const OF_OFFICE = ['OFFICE_OFFICER', 'OFFICE_LEAD'] as const;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/** Steps of the version that was submitted last; an edit has none before it is submitted. */
const STEP = `SELECT 1 FROM outbound_steps s WHERE s.item = o.id AND s.content_version =
  (SELECT max(x.content_version) FROM outbound_steps x WHERE x.item = o.id)`;
const AUDIENCE = `SELECT 1 FROM outbound_versions v, json_each(v.audience) a WHERE v.item = o.id
  AND v.content_version = json_extract(o.folded, '$.contentVersion')`;
/** An embargo has not ended. */
const EMBARGOED = `(o.state = 'SCHEDULED' AND EXISTS (${AUDIENCE}))`;
/** Its audience knows it once it is to go out, or has. */
const TOLD =
  "o.state NOT IN ('DRAFT', 'IN_APPROVAL', 'RETURNED', 'APPROVED', 'REJECTED', 'DROPPED')";

/** By a step: whoever holds it; outside an embargo also their office. */
function byStep({ appointments }: Viewer, offices: readonly string[]): Condition[] {
  const held = appointments.map(({ role, office }) => ({
    sql: `EXISTS (${STEP} AND s.role = ? AND (s.office IS NULL OR s.office = ?))`,
    params: [role, office],
  }));
  if (offices.length === 0) return held;
  const sql = `(NOT ${EMBARGOED} AND EXISTS (${STEP} AND s.office IN (${marks(offices)})))`;
  return [...held, { sql, params: [...offices] }];
}

/** In every way but as its audience. */
function waysIn(viewer: Viewer): Condition[] {
  if (viewer.holds(...EVERY_CASE)) return [{ sql: '1', params: [] }];
  const offices = viewer.officesAs(...OF_OFFICE);
  const ways = byStep(viewer, offices);
  if (offices.length > 0) {
    ways.push({
      sql: `(o.origin_office IN (${marks(offices)}) AND (NOT ${EMBARGOED} OR o.author = ?))`,
      params: [...offices, viewer.personId],
    });
  }
  if (viewer.holds('PPID_SUPERIOR')) {
    const objected = `SELECT 1 FROM outbound_answers w JOIN objections b ON b.request = w.request
      WHERE w.item = o.id`;
    ways.push({ sql: `(o.released_at IS NOT NULL AND EXISTS (${objected}))`, params: [] });
  }
  if (viewer.holds('LEADERSHIP')) ways.push({ sql: 'o.sensitive = 1', params: [] });
  return ways;
}

/** The office is told of the text as it is to go out, and nothing of how it came about. */
function asAudience(viewer: Viewer): Condition[] {
  const offices = viewer.officesAs(...OF_OFFICE);
  if (offices.length === 0) return [];
  const sql = `(${TOLD} AND EXISTS (${AUDIENCE} AND a.value IN (${marks(offices)})))`;
  return [{ sql, params: offices }];
}

const anyOf = (ways: readonly Condition[]): Condition =>
  ways.length === 0
    ? { sql: '0', params: [] }
    : {
        sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`,
        params: ways.flatMap(({ params }) => params),
      };

/**
 * Which items a viewer sees (domain §10): coordinator, approver and auditor every one; an office
 * its own, those in whose route it has a step, and as their audience; whoever holds a step of its
 * route, so the legal reviewer those with a legal step; the superior released answers that are
 * objected to, the leadership the sensitive ones. Before an embargo ends, of an office only its
 * author, the holders of its step and its audience.
 */
export const visibleItems = (viewer: Viewer): Condition =>
  anyOf([...waysIn(viewer), ...asAudience(viewer)]);

/** The item when the viewer sees it today; unseen and absent are the same. */
export function visibleItem(id: string, reading: Reading): ItemRow | undefined {
  const row = findItem(reading.db, id);
  if (row === undefined || !holdsFor(id, visibleItems(reading.viewer), reading)) return undefined;
  return isCurrent(row, reading) || seesMaking(id, reading) ? row : undefined;
}

/** Earlier versions, steps and history: not for who is only its audience. */
export const seesMaking = (id: string, reading: Reading): boolean =>
  holdsFor(id, anyOf(waysIn(reading.viewer)), reading);

/** As of a past: is its text the one of today? */
function isCurrent(row: ItemRow, { asOf, rules }: Reading): boolean {
  if (asOf === undefined) return true;
  const now = findItem(rules, row.id);
  return now !== undefined && stateOf(now).contentHash === stateOf(row).contentHash;
}

function holdsFor(id: string, { sql, params }: Condition, { rules }: Reading): boolean {
  const query = `SELECT 1 FROM outbound_items o WHERE o.id = ? AND ${sql}`;
  return rules.prepare(query).get(id, ...params) !== undefined;
}

/** Items whose next step the viewer may decide, by a post that has not been used up in it. */
export function queueOf({ viewer, db, today }: Reading): Condition {
  const posts = viewer.appointments.map(({ role, office }) => ({
    sql: '(o.pending_role = ? AND (o.pending_office IS NULL OR o.pending_office = ?))',
    params: [role, office],
  }));
  if (posts.length === 0) return { sql: '0', params: [] };
  const steps = "SELECT 1 FROM json_each(o.folded, '$.steps') t";
  const taken = `${steps} WHERE json_extract(t.value, '$.by') = ?`;
  const later = `${steps} WHERE json_extract(t.value, '$.role') = 'APPROVER'
    AND json_extract(t.value, '$.decision') = 'WAITING'`;
  const needed = soleApprover(holdersOn(db, today)) === viewer.personId;
  const free = `o.author IS NOT ? AND NOT EXISTS (${taken})
    ${needed ? `AND NOT EXISTS (${later})` : ''}`;
  return {
    sql: `o.pending_role IS NOT NULL AND ${free} AND (${posts.map(({ sql }) => sql).join(' OR ')})`,
    params: [viewer.personId, viewer.personId, ...posts.flatMap(({ params }) => params)],
  };
}
