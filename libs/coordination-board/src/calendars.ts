import type { Sql } from '#kernel';
import { calendarsOf } from '#calendar';
import type { CalendarDay, Calendars } from '#calendar';
import { amendedDays } from '#offices';
import type { WorkingCalendarEvent } from '#offices';

export const calendarTables: readonly string[] = [
  `CREATE TABLE board_calendars (
    year INTEGER PRIMARY KEY, version TEXT NOT NULL, days TEXT NOT NULL
  ) STRICT`,
];

type Declaring = Extract<WorkingCalendarEvent, { type: 'WorkingCalendarDeclared' }>;
type Amending = Extract<WorkingCalendarEvent, { type: 'WorkingCalendarAmended' }>;

/** By which the board measures how long offices take. */
export const calendarHandlers = {
  WorkingCalendarDeclared: ({ data: { year, version, days } }: Declaring, sql: Sql) =>
    sql.run('INSERT INTO board_calendars VALUES (?, ?, ?)', year, version, JSON.stringify(days)),
  WorkingCalendarAmended: ({ data }: Amending, sql: Sql) => {
    const { year, version } = data;
    const row = sql.get<{ days: string }>('SELECT days FROM board_calendars WHERE year = ?', year);
    const days = amendedDays(JSON.parse(row?.days ?? '[]') as CalendarDay[], data);
    sql.run(
      'UPDATE board_calendars SET version = ?, days = ? WHERE year = ?',
      version,
      JSON.stringify(days),
      year,
    );
  },
};

type Get = <Row>(statement: string) => Row | undefined;

/** As they are known; in a year without one every Monday to Friday counts. */
export function calendarsIn(get: Get): Calendars {
  const { all } = get<{ all: string }>(
    `SELECT json_group_array(json_object('year', year, 'version', version, 'days', json(days)))
      AS "all" FROM board_calendars`,
  ) ?? { all: '[]' };
  return calendarsOf(JSON.parse(all) as Parameters<typeof calendarsOf>[0]);
}
