import type { OfficeCode } from '#kernel';
import type { PersonalSight } from '#read-model';
import type { Reading, Viewer } from '#access';
import { SAME_OR_REPRESENTED } from '#persons';
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

/** In every way but as the intake service that delivered it. */
function waysIn(viewer: Viewer): Condition[] {
  if (viewer.holds(...EVERY_CASE)) return [{ sql: '1', params: [] }];
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
  if (viewer.holds('PPID_SUPERIOR')) ways.push({ sql: OBJECTED, params: [] });
  if (viewer.holds('LEGAL_REVIEWER')) ways.push({ sql: TESTED, params: [] });
  return ways;
}

const asDeliverer = (viewer: Viewer): Condition[] =>
  viewer.holds('INTAKE_SERVICE') ? [{ sql: 'r.delivered_by = ?', params: [viewer.personId] }] : [];

const anyOf = (ways: readonly Condition[]): Condition =>
  ways.length === 0
    ? { sql: '0', params: [] }
    : {
        sql: `(${ways.map(({ sql }) => sql).join(' OR ')})`,
        params: ways.flatMap(({ params }) => params),
      };

/**
 * Which requests a viewer sees (domain §10): coordinator, approver and auditor every case; an
 * office what it received, asked or is or was assigned to; an intake service what it delivered;
 * the superior what an objection, the legal reviewer what a consequence test concerns.
 */
export const visibleRequests = (viewer: Viewer): Condition =>
  anyOf([...waysIn(viewer), ...asDeliverer(viewer)]);

/** Those of which the viewer also sees what the offices do with them. */
export const followedRequests = (viewer: Viewer): Condition => anyOf(waysIn(viewer));

/** The request when the viewer sees it today; unseen and absent are the same. */
export function visibleRequest(id: string, reading: Reading): RequestRow | undefined {
  // The rule is asked of what is absent too, so that its time does not tell it from what is hidden.
  return sees({ id }, reading) ? findRequest(reading.db, id) : undefined;
}

const sees = (of: { id: string }, reading: Reading): boolean =>
  holdsFor(of, visibleRequests(reading.viewer), reading);

/** Also what the offices do with it: not who is only its deliverer. */
export const follows = (row: RequestRow, reading: Reading): boolean =>
  !reading.viewer.holds('INTAKE_SERVICE') ||
  holdsFor(row, followedRequests(reading.viewer), reading);

function holdsFor({ id }: { id: string }, { sql, params }: Condition, { rules }: Reading): boolean {
  const query = `SELECT 1 FROM requests r WHERE r.id = ? AND ${sql}`;
  return rules.prepare(query).get(id, ...params) !== undefined;
}

/** As its deliverer sees it: as it was sent, with number and state. */
export const asDelivered = (row: RequestRow): RequestRow => ({
  ...row,
  registered_at: null,
  answered_at: null,
  told_at: null,
  closed_at: null,
  lead: null,
  outcome: null,
  spokesperson: null,
  replaced_by: null,
  draft: null,
  due_at: null,
});

const RELIEVED = ['DECLINED', 'REASSIGNED', 'TAKEN_OVER'];

/**
 * Who the requester is, and their own words. In lists they are masked, and for an auditor unless
 * their mandate unmasks, and for the intake service that sent them; an office that declined or was
 * relieved sees nothing of them any more. The superior sees them where they decide an objection.
 */
export function personalSight(row: RequestRow, reading: Reading): PersonalSight {
  const { viewer, inList } = reading;
  if (isClear(row, reading)) return inList ? 'MASKED' : 'CLEAR';
  return viewer.holds('AUDITOR') || row.delivered_by === viewer.personId ? 'MASKED' : 'NONE';
}

export const seesPersonalData = (row: RequestRow, reading: Reading): boolean =>
  personalSight(row, reading) === 'CLEAR';

function isClear(row: RequestRow, { rules, viewer, rulesDay }: Reading): boolean {
  if (viewer.holds('COORDINATOR', 'APPROVER') || viewer.unmasks(rulesDay)) return true;
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

/** Cases of one person that are looked at, newest first; one that shows them is enough. */
const CASES = 100;

/** How much of somebody is shown by the cases in which they ask, or stand for who does. */
export function sightOfPerson(person: string, reading: Reading): PersonalSight {
  const sql = `SELECT id FROM requests WHERE requester IN (${SAME_OR_REPRESENTED})
    ORDER BY received_at DESC LIMIT ${CASES}`;
  const ids = reading.db.prepare(sql).pluck().all(person) as string[];
  const sights = ids.map((id) => {
    const row = findRequest(reading.db, id);
    return row !== undefined && sees(row, reading) ? personalSight(row, reading) : 'NONE';
  });
  return (['CLEAR', 'MASKED'] as const).find((sight) => sights.includes(sight)) ?? 'NONE';
}
