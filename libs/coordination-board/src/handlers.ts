import { instant } from '#kernel';
import type { Instant, OfficeCode, Projected, Sql } from '#kernel';
import { cityDay } from '#calendar';
import type {
  AssignmentState,
  InformationRequestEvent,
  RequestState,
  Track,
} from '#information-requests';
import { isOpen } from '#information-requests';
import { bindingOf, moveLimit, pause, resume, submit } from './limits.ts';

type Type = InformationRequestEvent['type'];
type EventOf<T extends Type> = Projected<Extract<InformationRequestEvent, { type: T }>>;
type Handle<Event> = (event: Event, sql: Sql) => void;

/** What its rows say of a request before the event. */
type Known = { track: Track; state: RequestState; historic: 0 | 1; openAssignments: number };

/** With any other event the case goes on here, and is no longer historic. */
const LEAVE_HISTORIC: readonly Type[] = [
  'CorrespondenceRecorded',
  'HistoricActivityRecorded',
  'DeadlineComputed',
  'DeadlineRecomputed',
  'DeadlineMissed',
  'InformationRequestClosed',
];

/** As in the decider, an event of a case that was not received yet changes nothing. */
function later<T extends Type>(
  handle: (event: EventOf<T>, request: Known, sql: Sql) => void,
): Handle<EventOf<T>> {
  return (event, sql) => {
    const { type, entityId } = event;
    const request = sql.get<Known>(
      `SELECT track, state, historic, open_assignments AS openAssignments
        FROM board_requests WHERE id = ?`,
      entityId,
    );
    if (request === undefined) return;
    noteActor(event, request.track, sql);
    if (request.historic === 1 && !LEAVE_HISTORIC.includes(type)) {
      sql.run('UPDATE board_requests SET historic = 0 WHERE id = ?', entityId);
    }
    handle(event, request, sql);
  };
}

/** An activity belongs to the track that the case was on when it happened. */
export function noteActivity(office: OfficeCode, track: Track, at: Instant, sql: Sql): void {
  sql.run(
    `INSERT INTO board_activity VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET at = excluded.at WHERE excluded.at > at`,
    office,
    track,
    at,
  );
}

function noteActor({ actor, occurredAt }: Projected, track: Track, sql: Sql): void {
  if ('office' in actor) noteActivity(actor.office, track, occurredAt, sql);
}

const setState = (request: string, state: RequestState, sql: Sql): void =>
  sql.run('UPDATE board_requests SET state = ? WHERE id = ?', state, request);

const moves = (state: RequestState): Handle<EventOf<Type>> =>
  later(({ entityId }, _, sql) => setState(entityId, state, sql));

const leaveAssignments = (request: string, state: AssignmentState, sql: Sql): void =>
  sql.run('UPDATE board_assignments SET state = ? WHERE request = ? AND open', state, request);

/** The end cancels open assignments and clocks; an imported end leaves the case nobody's. */
function end(
  { entityId }: Projected,
  { historic, openAssignments }: Known,
  { state, sql }: { state: RequestState; sql: Sql },
): void {
  const left = historic === 1 ? 'SETTLED' : 'CANCELLED';
  if (openAssignments > 0) leaveAssignments(entityId, left, sql);
  sql.run('UPDATE board_requests SET state = ?, live = 0 WHERE id = ?', state, entityId);
}

const ends = (state: RequestState): Handle<EventOf<Type>> =>
  later((event, request, sql) => end(event, request, { state, sql }));

type OfAssignment =
  | 'AssignmentAccepted'
  | 'AssignmentDeclined'
  | 'AssignmentReassigned'
  | 'AssignmentTakenOver'
  | 'ContributionAccepted';

const assignmentMoves = (state: AssignmentState): Handle<EventOf<OfAssignment>> =>
  later<OfAssignment>(({ entityId, data: { assignmentId } }, _, sql) =>
    setAssignmentState(entityId, assignmentId, state, sql),
  );

function setAssignmentState(request: string, id: string, state: AssignmentState, sql: Sql): void {
  sql.run(
    'UPDATE board_assignments SET state = ? WHERE request = ? AND id = ?',
    state,
    request,
    id,
  );
}

type New = {
  id: string;
  request: string;
  office: string;
  assignedAt: Instant;
  dueAt?: Instant | null;
};

function open({ id, request, office, assignedAt, dueAt }: New, track: Track, sql: Sql): void {
  sql.run(
    `INSERT INTO board_assignments (request, id, office, track, state, assigned_at, due_at)
      VALUES (?, ?, ?, ?, 'ASSIGNED', ?, ?)`,
    request,
    id,
    office,
    track,
    assignedAt,
    dueAt ?? null,
  );
}

/** The hand-over of an imported row; a case that has ended stays as it is. */
function handOver(
  event: EventOf<'CorrespondenceRecorded' | 'HistoricActivityRecorded'>,
  { track, state }: Known,
  sql: Sql,
): void {
  const { entityId: request, occurredAt, data } = event;
  const named = data.office ?? data.handover?.office;
  if (named !== undefined) noteActivity(named, track, occurredAt, sql);
  if (data.handover === undefined) return;
  const { office, assignmentId: id } = data.handover;
  if (!isOpen({ state }) || (id !== undefined && hasAssignment(request, id, sql))) return;
  leaveAssignments(request, office === undefined ? 'SETTLED' : 'REASSIGNED', sql);
  if (office === undefined || id === undefined) return;
  open({ id, request, office, assignedAt: occurredAt }, track, sql);
  setState(request, 'IN_COORDINATION', sql);
}

const hasAssignment = (request: string, id: string, sql: Sql): boolean =>
  sql.get('SELECT 1 FROM board_assignments WHERE request = ? AND id = ?', request, id) !==
  undefined;

type RequestHandlers = { readonly [T in Type]: Handle<EventOf<T>> };

/** By event, in the order of a case's life; equal to `evolve` of the decider. */
export const requestHandlers: RequestHandlers = {
  InformationRequestReceived: (event, sql) => {
    const { entityId, data } = event;
    const historic = data.historic === true;
    sql.run(
      `INSERT INTO board_requests (id, track, state, historic, rule, due_at, due_day, live)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      entityId,
      data.track,
      historic ? 'REGISTERED' : 'RECEIVED',
      historic ? 1 : 0,
      ...bindingOf(data.clocks),
    );
    noteActor(event, data.track, sql);
  },
  InformationRequestFoundIncomplete: moves('INCOMPLETE'),
  InformationRequestCompleted: moves('RECEIVED'),
  InformationRequestRegistered: later(({ entityId, data: { clocks } }, _, sql) => {
    setState(entityId, 'REGISTERED', sql);
    if (clocks === undefined) return;
    sql.run(
      'UPDATE board_requests SET rule = ?, due_at = ?, due_day = ?, live = ? WHERE id = ?',
      ...bindingOf(clocks),
      entityId,
    );
  }),
  InformationRequestLapsed: ends('LAPSED'),
  InformationRequestVoided: ends('VOIDED'),
  InformationRequestWithdrawn: ends('WITHDRAWN'),
  InformationRequestTransferred: ends('TRANSFERRED'),
  InformationRequestClosed: later((event, request, sql) => {
    const { office } = event.data;
    end(event, request, { state: 'CLOSED', sql });
    if (office !== undefined) noteActivity(office, request.track, event.occurredAt, sql);
  }),

  InformationRequestConverted: later(({ entityId, data: { clocks } }, _, sql) => {
    sql.run(
      `UPDATE board_requests SET track = 'STATUTORY', rule = ?, due_at = ?, due_day = ?,
        live = ?, paused = 0 WHERE id = ?`,
      ...bindingOf(clocks),
      entityId,
    );
    sql.run(`UPDATE board_assignments SET track = 'STATUTORY' WHERE request = ?`, entityId);
  }),

  InformationRequestReopened: later(({ entityId, data: { clocks } }, _, sql) => {
    sql.run(
      `UPDATE board_requests SET state = 'IN_COORDINATION', rule = ?, due_at = ?, due_day = ?,
        live = ?, paused = 0, told = 0, outcome = NULL, answer_event = NULL, answered_at = NULL,
        answered_day = NULL WHERE id = ?`,
      ...bindingOf(clocks),
      entityId,
    );
  }),

  OfficeAssigned: later(({ entityId: request, data, occurredAt }, { track, state }, sql) => {
    if (state === 'REGISTERED') setState(request, 'IN_COORDINATION', sql);
    const { assignmentId: id, office, clock } = data;
    const dueAt = clock.dueAt ?? null;
    open({ id, request, office, assignedAt: occurredAt, dueAt }, track, sql);
  }),
  LeadOfficeSet: later(() => undefined),
  AssignmentAccepted: assignmentMoves('ACCEPTED'),
  AssignmentDeclined: assignmentMoves('DECLINED'),
  AssignmentReassigned: assignmentMoves('REASSIGNED'),
  AssignmentTakenOver: assignmentMoves('TAKEN_OVER'),
  ContributionPrepared: later(() => undefined),
  ContributionSubmitted: later((event, _, sql) => submit(event, sql)),
  ContributionReturned: later(({ entityId, data: { assignmentId, clock } }, _, sql) =>
    sql.run(
      `UPDATE board_assignments SET state = 'RETURNED', due_at = ?, paused_on = NULL
        WHERE request = ? AND id = ?`,
      clock.dueAt ?? null,
      entityId,
      assignmentId,
    ),
  ),
  ContributionAccepted: assignmentMoves('SETTLED'),

  AnswerDrafted: moves('IN_REVIEW'),
  AnswerDraftDropped: later(({ entityId, data }, _, sql) => setState(entityId, data.backTo, sql)),
  InterimAnswerReleased: later(({ entityId, data }, _, sql) =>
    setState(entityId, data.backTo, sql),
  ),
  AnswerReplaced: later(({ entityId, data: { outcome } }, _, sql) => {
    if (outcome === undefined) return;
    sql.run('UPDATE board_requests SET outcome = ? WHERE id = ?', outcome, entityId);
  }),
  InformationRequestAnswered: later(({ id, entityId, data, occurredAt }, { track }, sql) => {
    const { outcome, told } = data;
    const ended = told || track === 'MEDIA';
    sql.run(
      `UPDATE board_requests SET state = 'ANSWERED', outcome = ?, answer_event = ?,
        answered_at = ?, answered_day = ?, told = ?, live = live AND NOT ? WHERE id = ?`,
      outcome,
      id,
      occurredAt,
      cityDay(occurredAt),
      told ? 1 : 0,
      ended ? 1 : 0,
      entityId,
    );
  }),
  CorrespondenceRecorded: later((event, request, sql) => {
    handOver(event, request, sql);
    if (event.data.kind !== 'ANSWER_NOTICE') return;
    sql.run(
      'UPDATE board_requests SET told = 1, live = 0 WHERE id = ? AND NOT told',
      event.entityId,
    );
  }),
  HistoricActivityRecorded: later(handOver),

  InformationRequestEntryCorrected: later(({ entityId, data }, _, sql) => {
    const { field, code, ofEvent } = data;
    if (field !== 'OCCURRED_AT' || ofEvent === undefined || code?.to == null) return;
    const at = instant(code.to);
    sql.run(
      `UPDATE board_requests SET answered_at = ?, answered_day = ?
        WHERE id = ? AND answer_event = ?`,
      at,
      cityDay(at),
      entityId,
      ofEvent,
    );
  }),
  DeadlineExtended: later((event, _, sql) => moveLimit(event, sql)),
  DeadlinePaused: later((event, _, sql) => pause(event, sql)),
  DeadlineResumed: later((event, _, sql) => resume(event, sql)),
  DeadlineComputed: later((event, _, sql) => moveLimit(event, sql)),
  DeadlineRecomputed: later((event, _, sql) => moveLimit(event, sql)),
  DeadlineMissed: later(() => undefined),
};
