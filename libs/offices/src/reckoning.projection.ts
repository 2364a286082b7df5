import { defineProjection } from '#kernel';
import type { Sql } from '#kernel';
import type { CalendarDay } from '#calendar';
import type { LogEvent } from '#event-store';
import type { ClockRuleEvent } from './domain/clock-rule.ts';
import { DEFAULT_POLICIES } from './domain/policy.ts';
import type { PolicyEvent } from './domain/policy.ts';
import { amendedDays } from './domain/working-calendar.ts';
import type { WorkingCalendarEvent } from './domain/working-calendar.ts';

/** How the city counts time: every version of its calendars, its rules and policies. */
export const reckoningProjection = defineProjection<
  LogEvent | WorkingCalendarEvent | ClockRuleEvent | PolicyEvent
>({
  name: 'reckoning',
  version: 1,
  tables: [
    `CREATE TABLE working_calendars (
      year INTEGER NOT NULL, version TEXT NOT NULL, source TEXT NOT NULL, days TEXT NOT NULL,
      declared_at TEXT NOT NULL, event_id TEXT NOT NULL, sequence INTEGER NOT NULL,
      PRIMARY KEY (year, sequence)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE clock_rules (rule TEXT PRIMARY KEY, changes TEXT NOT NULL)
      STRICT, WITHOUT ROWID`,
    `CREATE TABLE policies (
      key TEXT PRIMARY KEY, value TEXT NOT NULL, basis TEXT NOT NULL, since TEXT NOT NULL
    ) STRICT`,
  ],
  on: {
    /** What holds until the city decides otherwise. */
    LogOpened: ({ occurredAt }, sql) => {
      for (const [key, value] of Object.entries(DEFAULT_POLICIES)) {
        sql.run(
          'INSERT INTO policies VALUES (?, ?, ?, ?)',
          key,
          value,
          'Pengaturan awal',
          occurredAt,
        );
      }
    },
    WorkingCalendarDeclared: (event, sql) => keep(event, event.data.days, sql),
    WorkingCalendarAmended: (event, sql) => {
      const before = sql.get<{ days: string }>(
        'SELECT days FROM working_calendars WHERE year = ? ORDER BY sequence DESC LIMIT 1',
        event.data.year,
      );
      const days = JSON.parse(before?.days ?? '[]') as CalendarDay[];
      keep(event, amendedDays(days, event.data), sql);
    },
    ClockRuleSet: ({ data: { rule, basis: _, reason: __, ...change } }, sql) =>
      sql.run(
        `INSERT INTO clock_rules VALUES (?, ?)
          ON CONFLICT DO UPDATE SET changes = json_patch(changes, excluded.changes)`,
        rule,
        JSON.stringify(change),
      ),
    PolicySet: ({ data: { key, value, basis }, occurredAt }, sql) =>
      sql.run(
        `INSERT INTO policies VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
          SET (value, basis, since) = (excluded.value, excluded.basis, excluded.since)`,
        key,
        value,
        basis,
        occurredAt,
      ),
  },
});

type Kept = {
  id: string;
  sequence: number;
  occurredAt: string;
  data: { year: number; version: string; source: string };
};

function keep({ id, sequence, occurredAt, data }: Kept, days: CalendarDay[], sql: Sql): void {
  sql.run(
    'INSERT INTO working_calendars VALUES (?, ?, ?, ?, ?, ?, ?)',
    data.year,
    data.version,
    data.source,
    JSON.stringify(days),
    occurredAt,
    id,
    sequence,
  );
}
