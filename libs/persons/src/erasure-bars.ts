import type Database from 'better-sqlite3';
import type { Day, Instant } from '#kernel';
import { addDays, cityDay, startClock, startOfDay } from '#calendar';
import { policyValue, reckoningOf } from '#offices';
import type { Bars } from './domain/erasure.ts';
import type { Affected } from './erasure-scope.ts';
import { sameHumanAs } from './persons.queries.ts';

type Db = Database.Database;

const ENDED = "('CLOSED', 'WITHDRAWN', 'TRANSFERRED', 'LAPSED', 'VOIDED')";
const ON_ITS_WAY = "('DRAFT', 'IN_APPROVAL', 'RETURNED', 'APPROVED', 'SCHEDULED')";

/** Running, or an exemption that nobody ended. */
const OPEN_TEST = `SELECT 1 FROM consequence_tests WHERE id = @id
  AND state IN ('OPEN', 'OPINED', 'DECIDED_EXEMPT')`;

/**
 * Lodged, not decided, decided and not told, in dispute, or decided and told while the time for a
 * dispute runs.
 */
const OBJECTION_RUNS = `SELECT 1 FROM objections o WHERE o.id = @id AND (
  o.state IN ('LODGED', 'REGISTERED', 'DISPUTED')
  OR (o.state = 'DECIDED' AND o.decision NOT IN ('WITHDRAWN', 'SETTLED_AMICABLY')
    AND NOT EXISTS (SELECT 1 FROM objection_correspondence l
      WHERE l.objection = o.id AND l.kind = 'OBJECTION_REPLY'))
  OR EXISTS (SELECT 1 FROM clocks c WHERE c.entity = o.id AND c.rule IN ('KIP-37', 'KIP-48')
    AND c.stopped_at IS NULL AND c.missed_at IS NULL AND coalesce(c.due_at, '9') > @now))`;

/** What stands against an erasure at this moment; whether its keys are gone is the vault's. */
export function barsOf(
  affected: Affected,
  { db, now, today }: { db: Db; now: Instant; today: Day },
): Omit<Bars, 'erased'> {
  const any = (ids: ReadonlySet<string>, sql: string): boolean => {
    const find = db.prepare(sql);
    return [...ids].some((id) => find.get({ id, now }) !== undefined);
  };
  const { requests, items, objections, tests, concerned } = affected;
  return {
    held: [...concerned].some((id) => isHeld(db, id, today)),
    caseOpen:
      any(requests, `SELECT 1 FROM requests WHERE id = @id AND state NOT IN ${ENDED}`) ||
      any(
        items,
        `SELECT 1 FROM outbound_items WHERE id = @id
        AND (state IN ${ON_ITS_WAY} OR review_debt = 1)`,
      ) ||
      any(tests, OPEN_TEST),
    objectionRunning:
      any(objections, OBJECTION_RUNS) ||
      any(requests, OF_REQUEST) ||
      objectionsMayCome(db, requests, now),
    retentionRunning: [...requests, ...items, ...objections, ...tests].some(
      (id) => retainedUntil(db, id) > now,
    ),
  };
}

const OF_REQUEST = `SELECT 1 FROM objections q WHERE q.request = @id AND EXISTS
  (${OBJECTION_RUNS.replace('o.id = @id', 'o.id = q.id')})`;

/** Longer than any 30 working days, where the calendar to count them by is missing. */
const UNRECKONED_DAYS = 90;

/** Within the time of an objection since the last thing that happened to a request. */
function objectionsMayCome(db: Db, requests: ReadonlySet<string>, now: Instant): boolean {
  const reckoning = reckoningOf(db);
  const objectable = db.prepare("SELECT 1 FROM requests WHERE id = ? AND state <> 'VOIDED'");
  return [...requests].some((id) => {
    const last = lastEventOf(db, id);
    if (last === null || objectable.get(id) === undefined) return false;
    const { dueAt } = startClock('KIP-36-1', startOfDay(cityDay(last)), reckoning);
    return now < (dueAt ?? startOfDay(addDays(cityDay(last), UNRECKONED_DAYS)));
  });
}

export const isHeld = (db: Db, id: string, today: Day): boolean =>
  db
    .prepare('SELECT 1 FROM legal_holds WHERE target = ? AND (until_day IS NULL OR until_day >= ?)')
    .get(id, today) !== undefined;

/** The person, or anybody merged into them. */
export const heldAmong = (db: Db, person: string, today: Day): string[] =>
  sameHumanAs(db, person).filter((id) => isHeld(db, id, today));

const TRACK_OF = `SELECT track FROM requests WHERE id = ?
  UNION ALL SELECT r.track FROM objections o JOIN requests r ON r.id = o.request WHERE o.id = ?
  UNION ALL SELECT r.track FROM outbound_answers a JOIN requests r ON r.id = a.request
    WHERE a.item = ?`;

/** Holds stand in the history of what they hold, and are nothing that happened to it. */
const LAST_EVENT = `SELECT max(occurred_at) FROM history WHERE entity_id = ?
  AND type NOT IN ('LegalHoldPlaced', 'LegalHoldLifted')`;

const lastEventOf = (db: Db, id: string): Instant | null =>
  db.prepare(LAST_EVENT).pluck().get(id) as Instant | null;

/** Counted from the last thing that happened to it; what has no track is kept as a request is. */
function retainedUntil(db: Db, id: string): string {
  const last = lastEventOf(db, id);
  const tracks = db.prepare(TRACK_OF).pluck().all(id, id, id) as Track[];
  const terms = (tracks.length === 0 ? (['STATUTORY'] as const) : tracks).map((track) =>
    Number(/\d+/.exec(policyValue(db, `RETENTION_${track}`) ?? '')?.[0]),
  );
  // Instants are ordered as text, and so is the 29th of February of a year that has none.
  return last === null ? '' : `${Number(last.slice(0, 4)) + Math.max(...terms)}${last.slice(4)}`;
}

type Track = 'STATUTORY' | 'MEDIA' | 'INTER_OFFICE';
