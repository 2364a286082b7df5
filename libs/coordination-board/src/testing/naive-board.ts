import type { Day, Instant, OfficeCode } from '#kernel';
import {
  BINDING_RULES,
  WEEKENDS_ONLY,
  addDays,
  addWorkingDays,
  cityDay,
  endOfDay,
  workingDaysBetween,
  workingDaysWithin,
} from '#calendar';
import {
  ASSIGNMENT_STATES,
  OPEN_ASSIGNMENT,
  OPEN_STATES,
  OUTCOMES,
  REQUEST_STATES,
  TRACKS,
  informationRequest,
} from '#information-requests';
import type {
  AssignmentState,
  InformationRequest,
  InformationRequestEvent,
  Outcome,
  Track,
} from '#information-requests';
import type { Board, BoardOptions } from '../board.ts';
import type { OfficeCoordination } from '../office-rows.ts';
import type { Entered } from './board-of.ts';

type Task = {
  assignedAt: Instant;
  dueAt?: Instant | undefined;
  pausedOn?: Day | undefined;
  paused?: number;
  first?: { at: Instant; dueAt: Instant | undefined; kept: boolean; paused: number };
};
type Case = {
  request: InformationRequest;
  dueAt?: Instant;
  /** Of the binding limit, also where it has stopped. */
  paused: boolean;
  outcome?: Outcome;
  tasks: Map<string, Task>;
};
type Activity = { office: OfficeCode; track: Track; at: Instant };
type Office = { from: string; until?: string };
type World = { cases: Map<string, Case>; activities: Activity[]; offices: Map<string, Office> };

/** The board by folding every case and looking at each of them: what the counters must equal. */
export function naiveBoard(events: readonly Entered[], options: BoardOptions): Board {
  const { now, tracks = TRACKS, officeCodes } = options;
  const world: World = { cases: new Map(), activities: [], offices: new Map() };
  for (const event of events) happen(world, event);
  const cases = [...world.cases.values()].filter(({ request }) => tracks.includes(request.track));
  const today = cityDay(now);
  const rows = [...world.offices]
    .filter(([code, { from, until }]) => {
      const active = from <= today && (until === undefined || until >= today);
      return active || tasksOf([...world.cases.values()], code).some(isOpen);
    })
    .map(([code]) => officeRow(code as OfficeCode, cases, world, options));
  return {
    dueSoonUntil: soon(now),
    requests: cityCounts(cases, options),
    offices: rows
      .filter(({ office }) => officeCodes?.includes(office) ?? true)
      .sort((a, b) => (a.office < b.office ? -1 : 1)),
  };
}

const soon = (now: Instant): Instant => endOfDay(addWorkingDays(cityDay(now), 2, WEEKENDS_ONLY));

function happen(world: World, event: Entered): void {
  if (event.type === 'OfficeOpened') {
    world.offices.set(event.entity, { from: event.data.from });
  } else if (event.type === 'OfficeEnded') {
    const office = world.offices.get(event.entity);
    if (office !== undefined) office.until = event.data.until;
  } else if (isOfCase(event)) {
    happenToCase(world, event);
  }
}

/** The histories declare no calendar. */
const isOfCase = (event: Entered): event is Entered & InformationRequestEvent =>
  !/^(OfficeRenamed|WorkingCalendar.*)$/.test(event.type);

function happenToCase(world: World, entered: Entered & InformationRequestEvent): void {
  const { entity, actor } = entered;
  const at = entered.occurredAt as Instant;
  const before = world.cases.get(entity);
  const request = informationRequest.evolve(before?.request ?? null, entered as never);
  if (request === null) return;
  const { tasks, ...known } = before ?? { tasks: new Map<string, Task>(), paused: false };
  const running = request.clocks.find(({ rule }) => BINDING_RULES.includes(rule));
  const binding = bindingOf(request);
  const says = ['InformationRequestAnswered', 'AnswerReplaced'].includes(entered.type);
  const answered = says && 'outcome' in entered.data ? entered.data.outcome : undefined;
  world.cases.set(entity, {
    ...known,
    request,
    tasks,
    paused: running === undefined ? known.paused : running.pausedOn !== undefined,
    ...(binding === undefined ? {} : { dueAt: binding }),
    ...(answered === undefined ? {} : { outcome: answered }),
  });
  noteTask(tasks, entered, request);
  const track = before?.request.track ?? request.track;
  for (const office of [...named(entered), ...('office' in actor ? [actor.office] : [])]) {
    world.activities.push({ office, track, at });
  }
}

const bindingOf = ({ clocks }: InformationRequest): Instant | undefined =>
  clocks.find(({ rule, pausedOn }) => BINDING_RULES.includes(rule) && pausedOn === undefined)
    ?.dueAt;

const waits = ({ clocks }: InformationRequest): boolean =>
  clocks.some(({ rule, dueAt, pausedOn }) => {
    return BINDING_RULES.includes(rule) && dueAt === undefined && pausedOn === undefined;
  });

function noteTask(
  tasks: Map<string, Task>,
  event: Entered & InformationRequestEvent,
  { assignments }: InformationRequest,
): void {
  const at = event.occurredAt as Instant;
  for (const id of Object.keys(assignments)) if (!tasks.has(id)) tasks.set(id, { assignedAt: at });
  const { data } = event;
  const task = 'assignmentId' in data ? tasks.get(data.assignmentId) : undefined;
  if (task === undefined) return;
  if (event.type === 'OfficeAssigned' || event.type === 'ContributionReturned') {
    Object.assign(task, { dueAt: event.data.clock.dueAt, pausedOn: undefined });
  }
  noteLimit(task, event);
}

function noteLimit(task: Task, event: Entered & InformationRequestEvent): void {
  const at = event.occurredAt as Instant;
  if (event.type === 'DeadlineRecomputed' || event.type === 'DeadlineComputed') {
    task.dueAt = event.data.clock.dueAt;
  }
  if (event.type === 'DeadlinePaused') task.pausedOn = event.data.from;
  if (event.type === 'DeadlineResumed') {
    task.paused =
      (task.paused ?? 0) +
      stood(event.data.pause.from, event.data.pause.to, event.data.clock.startedAt);
    Object.assign(task, { dueAt: event.data.clock.dueAt, pausedOn: undefined });
  }
  if (event.type === 'ContributionSubmitted') {
    const { dueAt, pausedOn, paused = 0 } = task;
    const more = pausedOn === undefined ? 0 : stood(pausedOn, cityDay(at), task.assignedAt);
    const kept = pausedOn !== undefined || (dueAt !== undefined && at < dueAt);
    task.first ??= { at, dueAt, kept, paused: paused + more };
  }
}

/** Working days of a pause; the day of the assignment never counted. */
function stood(from: Day, to: Day, assignedAt: Instant): number {
  const first = addDays(cityDay(assignedAt), 1);
  return workingDaysWithin(from < first ? first : from, to, WEEKENDS_ONLY);
}

function named(event: InformationRequestEvent): OfficeCode[] {
  const offices: (OfficeCode | undefined)[] = [];
  if (event.type === 'HistoricActivityRecorded') offices.push(event.data.office);
  if (event.type === 'HistoricActivityRecorded' || event.type === 'CorrespondenceRecorded') {
    offices.push(event.data.handover?.office);
  }
  return offices.filter((office) => office !== undefined);
}

const caseOpen = ({ request }: Case): boolean => OPEN_STATES.includes(request.state);
const hasBall = ({ state }: { state: AssignmentState }): boolean => OPEN_ASSIGNMENT.includes(state);
const onTimeShare = (limits: readonly boolean[]): number | null =>
  limits.length < 5 ? null : limits.filter((kept) => kept).length / limits.length;

type Part = Task & { office: OfficeCode; state: AssignmentState };
const isOpen = (part: Part): boolean => hasBall(part);

function tasksOf(cases: readonly Case[], office?: string): Part[] {
  return cases.flatMap(({ request, tasks }) =>
    Object.entries(request.assignments).flatMap(([id, assignment]) => {
      const task = tasks.get(id);
      const { office: of, state } = assignment;
      if (task === undefined || (office !== undefined && of !== office)) return [];
      return [{ ...task, office: of, state }];
    }),
  );
}

function cityCounts(cases: readonly Case[], options: BoardOptions): Board['requests'] {
  const { now, from, until } = options;
  const open = cases.filter(caseOpen);
  const overdue = cases.filter(({ request }) => (bindingOf(request) ?? '9') <= now);
  const answered = cases.filter(({ request: { answeredAt } }) => {
    const day = answeredAt === undefined ? '' : cityDay(answeredAt);
    return day >= from && day <= until;
  });
  const inState = (...states: string[]): number =>
    cases.filter(({ request }) => states.includes(request.state)).length;
  return {
    open: open.length,
    unregistered: inState('RECEIVED', 'INCOMPLETE'),
    unassigned: open.filter((one) => !tasksOf([one]).some(isOpen)).length,
    overdue: overdue.length,
    statutoryOverdue: overdue.filter(({ request }) => request.track === 'STATUTORY').length,
    assignmentsOverdue: tasksOf(cases).filter((one) => isOverdue(one, now)).length,
    undetermined: cases.filter(({ request }) => waits(request)).length,
    answeredNotTold: cases.filter(({ request }) => request.state === 'ANSWERED' && !request.told)
      .length,
    byState: REQUEST_STATES.map((state) => ({ state, count: inState(state) })),
    byTrack: TRACKS.map((track) => ({
      track,
      count: open.filter(({ request }) => request.track === track).length,
    })),
    byOutcome: OUTCOMES.toSorted()
      .map((it) => ({ outcome: it, count: answered.filter((one) => one.outcome === it).length }))
      .filter(({ count }) => count > 0),
    answeredInPeriod: answered.length,
    onTimeShare: onTimeShare(
      answered.flatMap(({ dueAt, paused, request: { answeredAt = '' } }) =>
        dueAt === undefined ? [] : [paused || answeredAt < dueAt],
      ),
    ),
    reviewDebts: 0,
    openObjections: 0,
  };
}

const isOverdue = (part: Part, now: Instant): boolean =>
  isRunning(part) && (part.dueAt ?? '9') <= now;
const isRunning = (part: Part): boolean => isOpen(part) && part.pausedOn === undefined;

function officeRow(
  office: OfficeCode,
  cases: readonly Case[],
  { activities }: World,
  { now, from, until, tracks = TRACKS }: BoardOptions,
): OfficeCoordination {
  const parts = tasksOf(cases, office);
  const open = parts.filter(isOpen);
  const done = parts.flatMap(({ assignedAt, first }) => (first ? [{ assignedAt, ...first }] : []));
  const inPeriod = done.filter(({ at }) => cityDay(at) >= from && cityDay(at) <= until);
  const days = inPeriod.map((one) => span(one) - one.paused).sort((a, b) => a - b);
  const oldest = open.map(({ assignedAt }) => assignedAt).sort()[0] ?? null;
  const ofOffice = activities.filter((one) => one.office === office && tracks.includes(one.track));
  const activity =
    ofOffice
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? null;
  // Who was given the first open work yesterday has been silent since yesterday.
  const since = oldest === null ? null : (activity ?? '') > oldest ? activity : oldest;
  return {
    office,
    openAssignments: open.length,
    byState: ASSIGNMENT_STATES.map((state) => ({
      state,
      count: parts.filter((part) => part.state === state).length,
    })),
    dueSoon: open.filter(isRunning).filter(({ dueAt = '' }) => dueAt > now && dueAt <= soon(now))
      .length,
    overdue: parts.filter((part) => isOverdue(part, now)).length,
    returned: parts.filter(({ state }) => state === 'RETURNED').length,
    oldestOpenSince: oldest,
    contributedInPeriod: inPeriod.length,
    onTimeShare: onTimeShare(inPeriod.flatMap(({ dueAt, kept }) => (dueAt ? [kept] : []))),
    medianWorkingDays: days.length < 5 ? null : (at(days, 0.5, -0.5) + at(days, 0.5, 0)) / 2,
    p90WorkingDays: days.length < 5 ? null : (days[Math.ceil((days.length * 9) / 10) - 1] ?? 0),
    // The histories have no texts.
    awaitingApproval: 0,
    reviewDebts: 0,
    lastActivityAt: activity,
    silentWorkingDays: since && workingDaysBetween(cityDay(since), cityDay(now), WEEKENDS_ONLY),
  };
}

const span = ({ assignedAt, at }: { assignedAt: Instant; at: Instant }): number =>
  workingDaysBetween(cityDay(assignedAt), cityDay(at), WEEKENDS_ONLY);

/** The element at that share of the length: both middle ones by a shift of a half. */
const at = (sorted: readonly number[], share: number, shift: number): number =>
  sorted[Math.floor(sorted.length * share + shift)] ?? 0;
