import type { Instant, Projected, Sql } from '#kernel';
import { BINDING_RULES, cityDay } from '#calendar';
import type { LimitChange, RuleId, StartedClock } from '#calendar';
import type { InformationRequestEvent } from './domain/events.ts';

type Event = Projected<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<InformationRequestEvent, { type: T }>>;

/** A binding limit stands in the row of its request, an office's in that of its assignment. */
export function bindingDue(clocks: readonly StartedClock[]): string | null {
  return clocks.find(({ rule }) => BINDING_RULES.includes(rule))?.dueAt ?? null;
}

type Starting = {
  request: string;
  /** The request or the assignment. */
  entity: string;
  clocks: readonly StartedClock[];
  /** Keeps them in the order of their start. */
  sequence: number;
};

export function startClocks(sql: Sql, { request, entity, clocks, sequence }: Starting): void {
  for (const clock of clocks) {
    sql.run(
      `INSERT INTO request_clocks
        (request, entity, rule, sequence, touched, clock, due_at, waits_for)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      request,
      entity,
      clock.rule,
      sequence,
      sequence,
      JSON.stringify(clock),
      clock.dueAt ?? null,
      clock.waitsFor ?? null,
    );
  }
}

/** Stops the entity's running clocks, or those of some rules. */
export function stopClocks(
  sql: Sql,
  entity: string,
  { at, rules, cancelled }: { at: string; rules?: readonly RuleId[]; cancelled?: boolean },
): void {
  const only = rules === undefined ? '' : ` AND rule IN (${rules.map(() => '?').join(', ')})`;
  sql.run(
    `UPDATE request_clocks SET stopped_at = ?, cancelled = ?
      WHERE entity = ? AND stopped_at IS NULL${only}`,
    at,
    cancelled === true ? 1 : 0,
    entity,
    ...(rules ?? []),
  );
}

/** Events of the limits themselves. */
export const clockRows = {
  DeadlineExtended(event: EventOf<'DeadlineExtended'>, sql: Sql) {
    moveClock(event, sql, 'EXTENDED');
  },
  DeadlineRecomputed(event: EventOf<'DeadlineRecomputed'>, sql: Sql) {
    moveClock(event, sql, 'RECOMPUTED');
  },
  DeadlineComputed(event: EventOf<'DeadlineComputed'>, sql: Sql) {
    moveClock(event, sql);
  },
  DeadlineResumed(event: EventOf<'DeadlineResumed'>, sql: Sql) {
    const [entity, rule] = placeOf(event);
    sql.run(`UPDATE request_clocks SET paused_on = NULL ${RUNNING}`, entity, rule);
    moveClock(event, sql);
  },
  DeadlinePaused(event: EventOf<'DeadlinePaused'>, sql: Sql) {
    const [entity, rule] = placeOf(event);
    sql.run(`UPDATE request_clocks SET paused_on = ? ${RUNNING}`, event.data.from, entity, rule);
    showDue(event, sql, null);
  },
  DeadlineMissed(event: EventOf<'DeadlineMissed'>, sql: Sql) {
    const [entity, rule] = placeOf(event);
    sql.run(`UPDATE request_clocks SET missed_at = ? ${RUNNING}`, event.data.dueAt, entity, rule);
    noteVersion(event, sql);
  },
};

const RUNNING = 'WHERE entity = ? AND rule = ? AND stopped_at IS NULL';

type OfClock = EventOf<
  | 'DeadlineExtended'
  | 'DeadlinePaused'
  | 'DeadlineResumed'
  | 'DeadlineComputed'
  | 'DeadlineRecomputed'
  | 'DeadlineMissed'
>;

const placeOf = ({ entityId, data }: OfClock): [entity: string, rule: string] => [
  data.assignmentId ?? entityId,
  data.rule,
];

type Moving = EventOf<
  'DeadlineExtended' | 'DeadlineResumed' | 'DeadlineComputed' | 'DeadlineRecomputed'
>;

function moveClock(event: Moving, sql: Sql, kind?: LimitChange['kind']): void {
  const { clock, ...data } = event.data;
  const [entity, rule] = placeOf(event);
  const days = {
    ...('dueFrom' in data ? { dueFrom: data.dueFrom } : {}),
    ...('dueTo' in data ? { dueTo: data.dueTo } : {}),
  };
  const change = kind && { kind, date: cityDay(event.occurredAt), ...days };
  sql.run(
    `UPDATE request_clocks SET touched = ?,
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
    entity,
    rule,
  );
  const paused = sql.get<{ on: string | null }>(
    `SELECT paused_on AS "on" FROM request_clocks ${RUNNING}`,
    entity,
    rule,
  );
  showDue(event, sql, paused?.on == null ? (clock.dueAt ?? null) : null);
}

/** Where lists look; null while it is paused or has no date, when it cannot be overdue. */
function showDue(event: OfClock, sql: Sql, dueAt: Instant | null): void {
  noteVersion(event, sql);
  const { assignmentId, rule } = event.data;
  if (assignmentId !== undefined) {
    sql.run('UPDATE assignments SET due_at = ? WHERE id = ?', dueAt, assignmentId);
  } else if (BINDING_RULES.includes(rule)) {
    sql.run('UPDATE requests SET due_at = ? WHERE id = ?', dueAt, event.entityId);
  }
}

function noteVersion({ entityId, revision }: Event, sql: Sql): void {
  sql.run('UPDATE requests SET version = ? WHERE id = ?', revision + 1, entityId);
}
