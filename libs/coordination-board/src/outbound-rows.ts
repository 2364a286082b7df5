import type { Projected, Sql } from '#kernel';
import type { Track } from '#information-requests';
import type { AppointmentEvent } from '#offices';
import { outboundItem } from '#outbound';
import type { ItemOrNone, OutboundEvent } from '#outbound';
import { noteActivity } from './handlers.ts';

/** Texts on their way, and who holds which post: whose turn a step is, is asked of the day. */
export const outboundTables: readonly string[] = [
  `CREATE TABLE board_items (
    id TEXT PRIMARY KEY, folded TEXT NOT NULL, track TEXT, office TEXT,
    pending_role TEXT, pending_office TEXT, review_debt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX board_items_by_turn ON board_items (pending_role) WHERE pending_role IS NOT NULL',
  'CREATE INDEX board_items_owed ON board_items (office) WHERE review_debt',
  `CREATE TABLE board_posts (
    id TEXT PRIMARY KEY, office TEXT NOT NULL, role TEXT NOT NULL, from_day TEXT NOT NULL,
    until_day TEXT
  ) STRICT, WITHOUT ROWID`,
];

type Event = Projected<OutboundEvent>;
type Made = Projected<Extract<AppointmentEvent, { type: 'AppointmentMade' }>>;
type Ended = Projected<Extract<AppointmentEvent, { type: 'AppointmentEnded' }>>;

export const postHandlers = {
  AppointmentMade: ({ entityId, data: { office, role, from, until } }: Made, sql: Sql) =>
    sql.run(
      'INSERT INTO board_posts VALUES (?, ?, ?, ?, ?)',
      entityId,
      office,
      role,
      from,
      until ?? null,
    ),
  AppointmentEnded: ({ entityId, data: { until } }: Ended, sql: Sql) =>
    sql.run('UPDATE board_posts SET until_day = ? WHERE id = ?', until, entityId),
};

/** The state is folded as for a decision; what is not of an item changes nothing. */
export function followItem(event: Event, sql: Sql): void {
  const { entityId, actor } = event;
  const find = 'SELECT folded FROM board_items WHERE id = ?';
  const row = sql.get<{ folded: string }>(find, entityId);
  const before = row === undefined ? null : (JSON.parse(row.folded) as ItemOrNone);
  const item = outboundItem.evolve(before, event);
  if (item === null) return;
  const turn =
    item.state === 'IN_APPROVAL'
      ? item.steps.find(({ decision }) => decision === 'PENDING')
      : undefined;
  const acting = 'office' in actor ? actor.office : null;
  sql.run(
    `INSERT INTO board_items VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
      SET (folded, pending_role, pending_office, review_debt) =
        (excluded.folded, excluded.pending_role, excluded.pending_office, excluded.review_debt)`,
    entityId,
    JSON.stringify(item),
    item.track ?? null,
    item.originOffice ?? acting,
    turn?.role ?? null,
    turn?.office ?? null,
    item.reviewDebt ? 1 : 0,
  );
  if (item.track === undefined || acting === null) return;
  noteActivity(acting, item.track as Track, event.occurredAt, sql);
}

/** Of a text of a track asked for, or of none. */
export const ASKED_TRACKS = '(track IS NULL OR track IN (SELECT value FROM json_each(@tracks)))';

/** Of the office that the step names, or where its role is held today. */
export const AWAITING = `SELECT coalesce(i.pending_office, p.office) AS office, count(*) AS n
  FROM board_items i LEFT JOIN (
    SELECT DISTINCT office, role FROM board_posts
      WHERE from_day <= @today AND (until_day IS NULL OR until_day >= @today)
  ) p ON i.pending_office IS NULL AND p.role = i.pending_role
  WHERE i.pending_role IS NOT NULL AND coalesce(i.pending_office, p.office) IS NOT NULL
    AND ${ASKED_TRACKS} GROUP BY 1`;

export const OWED = `SELECT office, count(*) AS n FROM board_items
  WHERE review_debt AND office IS NOT NULL AND ${ASKED_TRACKS} GROUP BY office`;
