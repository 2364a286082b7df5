import type Database from 'better-sqlite3';
import type { EventId, Instant } from '#kernel';
import { CLOCK_RULES, RULE_IDS, calendarsOf, officeHours, reckoningWith } from '#calendar';
import type { CalendarDay, Calendars, ClockRule, Reckoning, RuleId } from '#calendar';
import type { RuleChange } from './domain/clock-rule.ts';
import type { PolicyKey } from './domain/policy.ts';

type Db = Database.Database;

export type CalendarRow = {
  year: number;
  version: string;
  source: string;
  days: readonly CalendarDay[];
  declaredAt: Instant;
  eventId: EventId;
  /** Of that event in the log. */
  sequence: number;
};

type Stored = Omit<CalendarRow, 'days'> & { days: string };
const COLUMNS =
  'year, version, source, days, declared_at AS declaredAt, event_id AS eventId, sequence';
const opened = (row: Stored): CalendarRow => ({
  ...row,
  days: JSON.parse(row.days) as CalendarDay[],
});

/** Every version of a year's calendar, the first one first. */
export function calendarsOfYear(db: Db, year: number): CalendarRow[] {
  const sql = `SELECT ${COLUMNS} FROM working_calendars WHERE year = ? ORDER BY sequence`;
  return db.prepare<[number], Stored>(sql).all(year).map(opened);
}

/** Of every year the calendar in force. */
export function currentCalendars(db: Db): CalendarRow[] {
  const sql = `SELECT ${COLUMNS} FROM working_calendars c WHERE sequence =
    (SELECT max(sequence) FROM working_calendars WHERE year = c.year) ORDER BY year`;
  return db.prepare<[], Stored>(sql).all().map(opened);
}

/** The calendars in the versions that a clock names. */
export function calendarsInVersions(db: Db, versions: readonly string[]): Calendars {
  const sql = `SELECT ${COLUMNS} FROM working_calendars
    WHERE version IN (SELECT value FROM json_each(?))`;
  return calendarsOf(db.prepare<[string], Stored>(sql).all(JSON.stringify(versions)).map(opened));
}

/** How the city counts as this node knows it; `calendars` in place of those in force. */
export function reckoningOf(
  db: Db,
  calendars: Calendars = calendarsOf(currentCalendars(db)),
): Reckoning {
  const rules = clockRules(db);
  const { hours, lapseDays, ...rest } = reckoningWith(calendars);
  const values = new Map(policies(db).map(({ key, value }) => [key, value]));
  return {
    ...rest,
    rule: (id) => rules.get(id) ?? CLOCK_RULES[id],
    hours: officeHours(values.get('OFFICE_HOURS') ?? '') ?? hours,
    lapseDays: Number(values.get('LAPSE_DAYS') ?? lapseDays),
  };
}

/** Every rule as it stands. */
export function clockRules(db: Db): Map<RuleId, ClockRule> {
  const sql = 'SELECT rule, changes FROM clock_rules';
  const rows = db.prepare<[], { rule: RuleId; changes: string }>(sql).all();
  const changed = new Map(rows.map(({ rule, changes }) => [rule, changes]));
  return new Map(
    RULE_IDS.map((id) => {
      const change = JSON.parse(changed.get(id) ?? '{}') as RuleChange;
      return [id, { ...CLOCK_RULES[id], ...change }];
    }),
  );
}

export type PolicyRow = { key: PolicyKey; value: string; basis: string; since: Instant };

/** One policy as it stands. */
export const policyValue = (db: Db, key: PolicyKey): string | undefined =>
  policies(db).find((policy) => policy.key === key)?.value;

/** Every policy as it stands. */
export function policies(db: Db): PolicyRow[] {
  const sql = 'SELECT key, value, basis, since FROM policies ORDER BY rowid';
  return db.prepare<[], PolicyRow>(sql).all();
}
