import type { OfficeCode } from '#kernel';
import type { Reading, Viewer } from '#access';
import { assignmentsOf, findRequest } from './request.queries.ts';
import type { AssignmentRow, RequestRow } from './request.queries.ts';

/** A piece of a WHERE clause over `requests r`, with its parameters. */
export type Condition = { sql: string; params: (string | number)[] };

const EVERY_CASE = ['COORDINATOR', 'APPROVER', 'AUDITOR'] as const;
const OF_OFFICE = ['OFFICE_OFFICER', 'OFFICE_LEAD'] as const;

/** Those of whom an objection, or a consequence test, tells; the tables are their own slice's. */
const OBJECTED = 'EXISTS (SELECT 1 FROM objections v WHERE v.request = r.id)';
const TESTED = `(EXISTS (SELECT 1 FROM consequence_tests v WHERE v.request = r.id)
  OR EXISTS (SELECT 1 FROM answered_parts v
    WHERE v.request = r.id AND v.consequence_test IS NOT NULL))`;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

/**
 * Which requests a viewer sees (domain §10): coordinator, approver and auditor every case; an
 * office what it received, asked or is or was assigned to; an intake service what it delivered;
 * the superior what an objection, the legal reviewer what a consequence test concerns.
 */
export function visibleRequests(viewer: Viewer): Condition {
  if (viewer.holds(...EVERY_CASE)) return { sql: '1', params: [] };
  const ways: Condition[] = [];
  const offices = viewer.officesAs(...OF_OFFICE);
  if (offices.length > 0) {
    const own = `(${marks(offices)})`;
    ways.push({
      sql: `(r.receiving_office IN ${own} OR r.requesting_office IN ${own} OR EXISTS
        (SELECT 1 FROM assignments v WHERE v.request = r.id AND v.office IN ${own}))`,
      params: [...offices, ...offices, ...offices],
    });
  }
  if (viewer.holds('INTAKE_SERVICE')) {
    ways.push({ sql: 'r.delivered_by = ?', params: [viewer.personId] });
  }
  if (viewer.holds('PPID_SUPERIOR')) ways.push({ sql: OBJECTED, params: [] });
  if (viewer.holds('LEGAL_REVIEWER')) ways.push({ sql: TESTED, params: [] });
  if (ways.length === 0) return { sql: '0', params: [] };
  return {
    sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`,
    params: ways.flatMap(({ params }) => params),
  };
}

/** The request when the viewer sees it today; unseen and absent are the same. */
export function visibleRequest(id: string, reading: Reading): RequestRow | undefined {
  const row = findRequest(reading.db, id);
  return row !== undefined && sees(row, reading) ? row : undefined;
}

export function sees(row: RequestRow, { rules, viewer }: Reading): boolean {
  const { sql, params } = visibleRequests(viewer);
  const query = `SELECT 1 FROM requests r WHERE r.id = ? AND ${sql}`;
  return rules.prepare(query).get(row.id, ...params) !== undefined;
}

const RELIEVED = ['DECLINED', 'REASSIGNED', 'TAKEN_OVER'];

/**
 * Who the requester is, and their own words: not in lists, not for auditors until masking comes,
 * not for an intake service, and no more for an office that declined or was relieved. The superior
 * sees them where they decide an objection.
 */
export function seesPersonalData(row: RequestRow, { rules, viewer, inList }: Reading): boolean {
  if (inList) return false;
  if (viewer.holds('COORDINATOR', 'APPROVER')) return true;
  if (viewer.holds('PPID_SUPERIOR') && isObjectedTo(row, rules)) return true;
  const offices = viewer.officesAs(...OF_OFFICE);
  if (offices.includes(row.receiving_office)) return true;
  if (row.requesting_office !== null && offices.includes(row.requesting_office)) return true;
  return assignmentsOf(rules, row.id).some(
    ({ office, state }) => offices.includes(office) && !RELIEVED.includes(state),
  );
}

const isObjectedTo = ({ id }: RequestRow, db: Reading['db']): boolean =>
  db.prepare(`SELECT 1 FROM requests r WHERE r.id = ? AND ${OBJECTED}`).get(id) !== undefined;

/** Texts of the case beside the subject; an intake service sees number and state alone. */
export function seesCaseTexts(row: RequestRow, { viewer }: Reading): boolean {
  return viewer.holds(...EVERY_CASE, ...OF_OFFICE) || row.delivered_by !== viewer.personId;
}

/** Instructions, reasons and contributions of an assignment: its office and the lead office. */
export function seesInside(
  { office, request }: AssignmentRow,
  { rules, viewer }: Reading,
): boolean {
  if (viewer.holds(...EVERY_CASE)) return true;
  const offices = viewer.officesAs(...OF_OFFICE);
  if (offices.includes(office)) return true;
  const sql = 'SELECT a.office FROM requests r JOIN assignments a ON a.id = r.lead WHERE r.id = ?';
  const lead = rules.prepare<[string], { office: OfficeCode }>(sql).get(request);
  return lead !== undefined && offices.includes(lead.office);
}

/** What was prepared and not submitted is seen by that office alone. */
export function seesPrepared({ office }: AssignmentRow, viewer: Viewer): boolean {
  return viewer.officesAs(...OF_OFFICE).includes(office);
}
