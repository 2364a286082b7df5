import { defineProjection } from '#kernel';
import type { OfficeEvent, WorkingCalendarEvent } from '#offices';
import type { InformationRequestEvent } from '#information-requests';
import { calendarHandlers } from './calendars.ts';
import { requestHandlers } from './handlers.ts';
import { boardCounters, boardTables } from './tables.ts';

/** What the board counts, kept event by event. */
export const boardProjection = defineProjection<
  InformationRequestEvent | OfficeEvent | WorkingCalendarEvent
>({
  name: 'coordination_board',
  version: 2,
  tables: boardTables,
  onceBuilt: boardCounters,
  on: {
    ...requestHandlers,
    ...calendarHandlers,
    OfficeOpened: ({ data: { code, from } }, sql) =>
      sql.run('INSERT INTO board_offices (code, from_day) VALUES (?, ?)', code, from),
    OfficeEnded: ({ entityId, data: { until } }, sql) =>
      sql.run('UPDATE board_offices SET until_day = ? WHERE code = ?', until, entityId),
  },
});
