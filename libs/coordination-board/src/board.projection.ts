import { defineProjection } from '#kernel';
import { outboundCodec } from '#outbound';
import type { OutboundEvent } from '#outbound';
import type { ObjectionEvent } from '#objections';
import type { AppointmentEvent, OfficeEvent, WorkingCalendarEvent } from '#offices';
import type { InformationRequestEvent } from '#information-requests';
import { calendarHandlers } from './calendars.ts';
import { requestHandlers } from './handlers.ts';
import { followItem, outboundTables, postHandlers } from './outbound-rows.ts';
import { objectionHandlers, objectionTables } from './objection-rows.ts';
import { boardCounters, boardTables } from './tables.ts';

type Handlers = { readonly [T in OutboundEvent['type']]: typeof followItem };

/** What happens to a limit is told of texts and of requests alike; of requests it stands below. */
const outboundHandlers = Object.fromEntries(
  outboundCodec.types.map((type) => [type, followItem]),
) as Handlers;

/** What the board counts, kept event by event. */
export const boardProjection = defineProjection<
  | InformationRequestEvent
  | ObjectionEvent
  | OutboundEvent
  | AppointmentEvent
  | OfficeEvent
  | WorkingCalendarEvent
>({
  name: 'coordination_board',
  version: 5,
  tables: [...boardTables, ...outboundTables, ...objectionTables],
  onceBuilt: boardCounters,
  on: {
    ...outboundHandlers,
    ...requestHandlers,
    ...postHandlers,
    ...objectionHandlers,
    ...calendarHandlers,
    OfficeOpened: ({ data: { code, from } }, sql) =>
      sql.run('INSERT INTO board_offices (code, from_day) VALUES (?, ?)', code, from),
    OfficeEnded: ({ entityId, data: { until } }, sql) =>
      sql.run('UPDATE board_offices SET until_day = ? WHERE code = ?', until, entityId),
  },
});
