import type { Instant, Projected, Sql, SqlValue } from '#kernel';
import {
  BINDING_RULES,
  addDays,
  cityDay,
  lastDay,
  workingDaysBetween,
  workingDaysWithin,
} from '#calendar';
import type { Calendars, Pause, StartedClock } from '#calendar';
import type { InformationRequestEvent } from '#information-requests';
import { calendarsIn } from './calendars.ts';

type Type = InformationRequestEvent['type'];
type EventOf<T extends Type> = Projected<Extract<InformationRequestEvent, { type: T }>>;

/** Of the binding clock: rule, due instant and day, and that it is there. */
export function bindingOf(clocks: readonly StartedClock[]): SqlValue[] {
  const binding = clocks.find(({ rule }) => BINDING_RULES.includes(rule));
  return binding === undefined ? [null, null, null, 0] : [binding.rule, ...dueOf(binding), 1];
}

/** Null while a calendar is missing. */
const dueOf = ({ dueAt }: StartedClock): [dueAt: SqlValue, dueDay: SqlValue] =>
  dueAt === undefined ? [null, null] : [dueAt, lastDay(dueAt)];

type OfClock = EventOf<
  | 'DeadlineExtended'
  | 'DeadlinePaused'
  | 'DeadlineResumed'
  | 'DeadlineComputed'
  | 'DeadlineRecomputed'
>;
type Moving = Exclude<OfClock, EventOf<'DeadlinePaused'>>;

export function moveLimit({ entityId: request, data }: Moving, sql: Sql): void {
  const { rule, assignmentId, clock } = data;
  const [dueAt, dueDay] = dueOf(clock);
  if (assignmentId === undefined) {
    sql.run(
      'UPDATE board_requests SET due_at = ?, due_day = ? WHERE id = ? AND rule = ? AND live',
      dueAt,
      dueDay,
      request,
      rule,
    );
    return;
  }
  sql.run(
    'UPDATE board_assignments SET due_at = ? WHERE request = ? AND id = ?',
    dueAt,
    request,
    assignmentId,
  );
}

export function pause({ entityId: request, data }: EventOf<'DeadlinePaused'>, sql: Sql): void {
  const { rule, assignmentId, from } = data;
  if (assignmentId === undefined) {
    sql.run('UPDATE board_requests SET paused = 1 WHERE id = ? AND rule = ?', request, rule);
    return;
  }
  sql.run(
    'UPDATE board_assignments SET paused_on = ? WHERE request = ? AND id = ?',
    from,
    request,
    assignmentId,
  );
}

export function resume(event: EventOf<'DeadlineResumed'>, sql: Sql): void {
  const { entityId: request, data } = event;
  const { rule, assignmentId, pause: days, clock } = data;
  if (assignmentId === undefined) {
    sql.run('UPDATE board_requests SET paused = 0 WHERE id = ? AND rule = ?', request, rule);
  } else {
    sql.run(
      `UPDATE board_assignments SET paused_on = NULL, paused_days = paused_days + ?
        WHERE request = ? AND id = ?`,
      pausedDays(days, clock.startedAt, sql),
      request,
      assignmentId,
    );
  }
  moveLimit(event, sql);
}

/** Working days of a pause; the day of the assignment never counted. */
function pausedDays({ from, to }: Pause, assignedAt: Instant, sql: Sql): number {
  const first = addDays(cityDay(assignedAt), 1);
  return workingDaysWithin(from < first ? first : from, to, calendarsOf(sql));
}

const calendarsOf = (sql: Sql): Calendars => calendarsIn((statement) => sql.get(statement));

type Assigned = {
  assignedAt: Instant;
  dueAt: Instant | null;
  pausedOn: Pause['from'] | null;
  pausedDays: number;
};

/** How long the office took, and whether it kept its first limit; later ones change nothing. */
export function submit(event: EventOf<'ContributionSubmitted'>, sql: Sql): void {
  const { entityId: request, occurredAt: at, data } = event;
  const { assignmentId: id } = data;
  const first = sql.get<Assigned>(
    `SELECT assigned_at AS assignedAt, due_at AS dueAt, paused_on AS pausedOn,
      paused_days AS pausedDays FROM board_assignments
      WHERE request = ? AND id = ? AND NOT submitted`,
    request,
    id,
  );
  if (first === undefined) {
    sql.run(
      `UPDATE board_assignments SET state = 'CONTRIBUTED' WHERE request = ? AND id = ?`,
      request,
      id,
    );
    return;
  }
  const { assignedAt, dueAt, pausedOn } = first;
  const day = cityDay(at);
  const stands = pausedOn === null ? 0 : pausedDays({ from: pausedOn, to: day }, assignedAt, sql);
  const stood = first.pausedDays + stands;
  sql.run(
    `UPDATE board_assignments SET state = 'CONTRIBUTED', submitted_day = ?, working_days = ?,
      limited = ?, on_time = ? WHERE request = ? AND id = ?`,
    day,
    workingDaysBetween(cityDay(assignedAt), day, calendarsOf(sql)) - stood,
    dueAt === null ? 0 : 1,
    dueAt !== null && (pausedOn !== null || at < dueAt) ? 1 : 0,
    request,
    id,
  );
}
