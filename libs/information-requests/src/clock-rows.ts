import type { Instant, Projected, Sql } from '#kernel';
import { BINDING_RULES } from '#calendar';
import type { StartedClock } from '#calendar';
import type { InformationRequestEvent } from './domain/events.ts';

type Event = Projected<InformationRequestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<InformationRequestEvent, { type: T }>>;

/** A binding limit stands in the row of its request, an office's in that of its assignment. */
export function bindingDue(clocks: readonly StartedClock[]): string | null {
  return clocks.find(({ rule }) => BINDING_RULES.includes(rule))?.dueAt ?? null;
}

/** When limits end, where lists look; the limits themselves are kept by their own slice. */
export const clockRows = {
  DeadlineExtended: showClock,
  DeadlineRecomputed: showClock,
  DeadlineComputed: showClock,
  DeadlineResumed: showClock,
  DeadlinePaused: (event: EventOf<'DeadlinePaused'>, sql: Sql) => showDue(event, sql, null),
  DeadlineMissed: noteVersion,
};

type Moving = EventOf<
  'DeadlineExtended' | 'DeadlineResumed' | 'DeadlineComputed' | 'DeadlineRecomputed'
>;

function showClock(event: Moving, sql: Sql): void {
  const { rule, assignmentId, clock } = event.data;
  const paused = sql.get<{ on: string | null }>(
    `SELECT paused_on AS "on" FROM clocks
      WHERE entity = ? AND rule = ? AND stopped_at IS NULL`,
    assignmentId ?? event.entityId,
    rule,
  );
  showDue(event, sql, paused?.on == null ? (clock.dueAt ?? null) : null);
}

/** Null while it is paused or has no date, when it cannot be overdue. */
function showDue(event: Moving | EventOf<'DeadlinePaused'>, sql: Sql, dueAt: Instant | null): void {
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
