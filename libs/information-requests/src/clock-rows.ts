import type { Sql } from '#kernel';
import type { RuleId, StartedClock } from '#calendar';

/** The limits that bind the request; those of registration stand beside it. */
export const BINDING: readonly RuleId[] = ['KIP-22-7', 'MEDIA-ANSWER', 'INTER-OFFICE', 'IMPORTED'];

export function bindingDue(clocks: readonly StartedClock[]): string | null {
  return clocks.find(({ rule }) => BINDING.includes(rule))?.dueAt ?? null;
}

/** `entity`: the request or the assignment; `sequence` keeps them in the order of their start. */
export function startClocks(
  sql: Sql,
  entity: string,
  clocks: readonly StartedClock[],
  sequence: number,
): void {
  for (const { rule, startedAt, startOn, dueOn, dueAt, calendars } of clocks) {
    sql.run(
      'INSERT INTO request_clocks VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0, ?)',
      entity,
      rule,
      startedAt,
      startOn,
      dueOn,
      dueAt,
      JSON.stringify(calendars),
      sequence,
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
