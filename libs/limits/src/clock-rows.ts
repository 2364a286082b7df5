import type { Projected, Sql } from '#kernel';
import { cityDay } from '#calendar';
import type { LimitChange, LimitEvent, Moved, RuleId, StartedClock } from '#calendar';

type Of = Pick<Projected, 'stream' | 'entityId' | 'sequence'>;

/** Starts limits of the event's case, or of `part`, e.g. an office's part in a request. */
export function startClocks(
  { stream, entityId, sequence }: Of,
  sql: Sql,
  clocks: readonly StartedClock[],
  part: string = entityId,
): void {
  for (const clock of clocks) {
    sql.run(
      `INSERT INTO clocks (stream, entity, rule, sequence, touched, clock, due_at, waits_for)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      stream,
      part,
      clock.rule,
      sequence,
      sequence,
      JSON.stringify(clock),
      clock.dueAt ?? null,
      clock.waitsFor ?? null,
    );
  }
}

/** Stops the entity's running limits, or those of some rules. */
export function stopClocks(
  sql: Sql,
  entity: string,
  { at, rules, cancelled }: { at: string; rules?: readonly RuleId[]; cancelled?: boolean },
): void {
  const only = rules === undefined ? '' : ` AND rule IN (${rules.map(() => '?').join(', ')})`;
  sql.run(
    `UPDATE clocks SET stopped_at = ?, cancelled = ?
      WHERE entity = ? AND stopped_at IS NULL${only}`,
    at,
    cancelled === true ? 1 : 0,
    entity,
    ...(rules ?? []),
  );
}

/** The statutory limit alone is extended, KIP 22(8); its event is the request's. */
type Event = LimitEvent | { type: 'DeadlineExtended'; data: Moved };
type EventOf<T extends Event['type']> = Projected<Extract<Event, { type: T }>>;

/** What happens to a limit, whatever case it belongs to. */
export const clockRows = {
  DeadlineExtended: (event: EventOf<'DeadlineExtended'>, sql: Sql) =>
    moveClock(event, sql, 'EXTENDED'),
  DeadlineRecomputed: (event: EventOf<'DeadlineRecomputed'>, sql: Sql) =>
    moveClock(event, sql, 'RECOMPUTED'),
  DeadlineComputed: (event: EventOf<'DeadlineComputed'>, sql: Sql) => moveClock(event, sql),
  DeadlineResumed: (event: EventOf<'DeadlineResumed'>, sql: Sql) => {
    sql.run(`UPDATE clocks SET paused_on = NULL ${RUNNING}`, ...placeOf(event));
    moveClock(event, sql);
  },
  DeadlinePaused: (event: EventOf<'DeadlinePaused'>, sql: Sql) =>
    sql.run(`UPDATE clocks SET paused_on = ? ${RUNNING}`, event.data.from, ...placeOf(event)),
  DeadlineMissed: (event: EventOf<'DeadlineMissed'>, sql: Sql) =>
    sql.run(`UPDATE clocks SET missed_at = ? ${RUNNING}`, event.data.dueAt, ...placeOf(event)),
};

const RUNNING = 'WHERE entity = ? AND rule = ? AND stopped_at IS NULL';

const placeOf = ({ entityId, data }: Projected<Event>): [entity: string, rule: string] => [
  data.assignmentId ?? entityId,
  data.rule,
];

type Moving = EventOf<
  'DeadlineExtended' | 'DeadlineResumed' | 'DeadlineComputed' | 'DeadlineRecomputed'
>;

function moveClock(event: Moving, sql: Sql, kind?: LimitChange['kind']): void {
  const { clock, ...data } = event.data;
  const days = {
    ...('dueFrom' in data ? { dueFrom: data.dueFrom } : {}),
    ...('dueTo' in data ? { dueTo: data.dueTo } : {}),
  };
  const change = kind && { kind, date: cityDay(event.occurredAt), ...days };
  sql.run(
    `UPDATE clocks SET touched = ?,
      missed_at = iif(json_extract(clock, '$.startedAt') = ?, missed_at, NULL),
      clock = ?, due_at = ?, waits_for = ?,
      changes = iif(? IS NULL, changes, json_insert(changes, '$[#]', json(?))) ${RUNNING}`,
    event.sequence,
    clock.startedAt,
    JSON.stringify(clock),
    clock.dueAt ?? null,
    clock.waitsFor ?? null,
    kind ?? null,
    JSON.stringify(change ?? null),
    ...placeOf(event),
  );
}
