import { isRejection } from '#kernel';
import type {
  Actor,
  AssignmentId,
  ContributionId,
  EventId,
  Instant,
  KeyId,
  OfficeCode,
  OutboundItemId,
  PersonId,
} from '#kernel';
import { WEEKENDS_ONLY, importedClock, reckoningWith } from '#calendar';
import type { RuleId } from '#calendar';
import { informationRequest } from '#information-requests';
import type {
  Handover,
  InformationRequest,
  InformationRequestEvent,
  RequestCommand,
} from '#information-requests';
import { actorOf, importer } from './board-of.ts';
import type { Entered } from './board-of.ts';

/** One random choice: which request, which of what is possible, when, by which office. */
export type Step = {
  request: number;
  pick: number;
  office: number;
  minutes: number;
  /** How long before it was entered it had happened. */
  back: number;
  /** Also consider what ends a case. */
  ends: boolean;
};

const OFFICES = ['DINKES', 'DISDIK', 'DISKOMINFO', 'KELURAHAN'];
const START = Date.parse('2026-02-27T01:00:00.000Z');

const TRACK_OF = (['STATUTORY', 'MEDIA', 'INTER_OFFICE'] as const).flatMap((track) =>
  [1, 2, 3, 4].map(() => track),
);
export const REQUESTS = TRACK_OF.length;
/** The first requests come from an imported register. */
const isImported = ({ request }: Step): boolean => request < 2;

type World = { events: Entered[]; states: Map<string, InformationRequest | null>; now: number };
/** What could happen now, by whom. */
type Possible = { events: readonly InformationRequestEvent[]; at: Instant; actor: Actor };

export const instantAt = (ms: number): Instant => new Date(ms).toISOString() as Instant;

/** Plays the steps: every event is one that the decider, or an import, could have recorded. */
export function play(steps: readonly Step[]): { events: Entered[]; now: Instant } {
  const world: World = { events: offices(), states: new Map(), now: START };
  for (const step of steps) {
    world.now += step.minutes * 60_000;
    const possible = choices(world, step);
    const chosen = possible[step.pick % Math.max(possible.length, 1)];
    if (chosen !== undefined) record(world, `request-${step.request}`, chosen);
  }
  return { events: world.events, now: instantAt(world.now) };
}

function offices(): Entered[] {
  const opened = OFFICES.map((code): Entered => {
    const data = { code: code as OfficeCode, name: code, kind: 'DEPARTMENT', from: '2020-01-01' };
    return { type: 'OfficeOpened', data, ...heading(code) } as Entered;
  });
  const until = '2026-03-10';
  const ended = { type: 'OfficeEnded', data: { until, successors: [], reason: 'merged' } };
  return [...opened, { ...ended, ...heading('KELURAHAN') } as unknown as Entered];
}

const heading = (entity: string): Omit<Entered, 'type' | 'data'> => ({
  id: `of-${entity}`,
  entity,
  occurredAt: instantAt(START),
  actor: actorOf('DISKOMINFO'),
});

function record(world: World, entity: string, { events, at, actor }: Possible): void {
  for (const event of events) {
    const id = `event-${world.events.length}`;
    const entered = { ...event, id, entity, occurredAt: at, actor } as Entered;
    world.events.push(entered);
    const before = world.states.get(entity) ?? null;
    world.states.set(entity, informationRequest.evolve(before, entered as never));
  }
}

function choices(world: World, step: Step): Possible[] {
  const state = world.states.get(`request-${step.request}`) ?? null;
  const now = instantAt(world.now);
  const at = instantAt(world.now - step.back * 60_000);
  const actor = actorOf(OFFICES[step.office] ?? 'DISKOMINFO');
  const rows = isImported(step) ? importedRows(state, step, at) : [];
  const imported = rows.map((event) => ({ events: [event], at, actor: importer }));
  const decided = commands(state, step, world).flatMap((command): Possible[] => {
    const decision = informationRequest.decide({ ...command, at, now }, state);
    if (isRejection(decision) || decision.length === 0) return [];
    return [{ events: decision, at, actor }];
  });
  return [...imported, ...decided];
}

/** What an import writes of a case: its rows, which may hand it over, and perhaps its end. */
function importedRows(
  state: InformationRequest | null,
  { office, pick, ends }: Step,
  at: Instant,
): InformationRequestEvent[] {
  const code = OFFICES[office] as OfficeCode;
  const assignmentId = `imported-${pick % 3}` as AssignmentId;
  const handover: Handover = pick % 4 === 0 ? {} : { office: code, assignmentId };
  const row = { activity: 'T02 Check', ...(pick % 5 === 0 ? { office: code } : {}) };
  const sent = { way: 'EMAIL', handover } as const;
  const rows: InformationRequestEvent[] = [
    { type: 'HistoricActivityRecorded', data: row },
    { type: 'HistoricActivityRecorded', data: { ...row, handover } },
  ];
  if (state === null) return [...rows, importedReceipt(pick, at)];
  const end: InformationRequestEvent = { type: 'InformationRequestClosed', data: {} };
  return [
    ...rows,
    { type: 'CorrespondenceRecorded', data: { kind: 'OTHER', ...sent } },
    { type: 'CorrespondenceRecorded', data: { kind: 'ANSWER_NOTICE', ...sent } },
    ...(ends ? [end] : []),
  ];
}

function importedReceipt(pick: number, at: Instant): InformationRequestEvent {
  const due = instantAt(Date.parse(at) + (pick % 30) * 86_400_000);
  const data: Extract<InformationRequestEvent, { type: 'InformationRequestReceived' }>['data'] = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: 'subject',
    details: 'details',
    receivingOffice: 'DISKOMINFO' as OfficeCode,
    keys: { case: 'key' as KeyId },
    clocks: pick % 2 === 0 ? [] : [importedClock(at, due)],
    historic: true,
  };
  return { type: 'InformationRequestReceived', data };
}

type Untimed<C = RequestCommand> = C extends RequestCommand ? Omit<C, 'at' | 'now'> : never;

const reckoning = WEEKENDS_ONLY;
const reason = 'because';

function commands(state: InformationRequest | null, step: Step, world: World): Untimed[] {
  if (state === null) return isImported(step) ? [] : [receipt(step, world)];
  return [
    ...(state.told && step.pick % 5 > 0 ? [] : ofRequest(state, step, world)),
    ...(step.pick % 5 === 0 ? corrections(state, step, world) : []),
    ...(step.pick % 4 === 1 ? limits(state, step) : []),
    ...answers(state, step),
    ...Object.keys(state.assignments).flatMap((id) =>
      ofAssignment(id as AssignmentId, step, world),
    ),
    ...(step.ends ? ENDS : []),
    ...(step.back > 80 ? [REOPENED] : []),
  ];
}

function receipt({ request, pick }: Step, { now }: World): Untimed {
  const track = TRACK_OF[request] ?? 'MEDIA';
  const answerNeededBy = instantAt(now + pick * 600_000);
  return {
    type: 'ReceiveInformationRequest',
    track,
    reckoning: pick % 6 === 0 ? UNDECLARED : reckoning,
    channel: 'EMAIL',
    subject: 'subject',
    details: 'details',
    receivingOffice: 'DISKOMINFO' as OfficeCode,
    keys: { case: 'key' as KeyId },
    ...(track === 'INTER_OFFICE'
      ? { requestingOffice: 'DISDIK' as OfficeCode }
      : { requester: 'person' as PersonId }),
    ...(track === 'MEDIA' && pick % 3 > 0 ? { answerNeededBy } : {}),
  };
}

/** A text that is to answer, and what becomes of it. */
function answers({ track, answer }: InformationRequest, { request, pick }: Step): Untimed[] {
  const item = `item-${request}-${pick % 2}` as OutboundItemId;
  const outcome = track === 'MEDIA' ? 'STATEMENT' : 'GRANTED_IN_PART';
  const emergency = pick % 7 === 0;
  return [
    { type: 'DraftAnswer', item, outcome },
    { type: 'RecordAnswer', item, outcome, parts: [], waits: !emergency },
    ...(pick % 3 === 0 ? [{ type: 'DropAnswerDraft', item } as const] : []),
    ...(pick % 5 === 0 ? [{ type: 'RecordInterimAnswer', item } as const] : []),
    ...(answer === undefined ? [] : [replacing(track, item, answer)]),
  ];
}

const replacing = (track: string, item: OutboundItemId, replaces: OutboundItemId): Untimed => ({
  type: 'ReplaceAnswer',
  item,
  replaces,
  outcome: track === 'MEDIA' ? 'BACKGROUND' : 'REFUSED_OTHER',
  parts: [],
});

const ENDS: readonly Untimed[] = [
  { type: 'LapseInformationRequest', reason, reckoning },
  { type: 'VoidInformationRequest', reason: 'DUPLICATE' },
  { type: 'WithdrawInformationRequest', reason },
  { type: 'TransferInformationRequest', publicBody: 'body', reason },
  { type: 'CloseInformationRequest' },
];

const REOPENED: Untimed = {
  type: 'ReopenInformationRequest',
  cause: 'COMMISSION_ORDER',
  reason,
  reckoning,
};

const assigned = (step: Step, { events }: World) => ({
  newAssignmentId: `assignment-${events.length}` as AssignmentId,
  office: OFFICES[step.office] as OfficeCode,
  officeActive: true,
  reckoning,
});

function ofRequest({ track, told }: InformationRequest, step: Step, world: World): Untimed[] {
  const assign: Untimed = { type: 'AssignOffice', ...assigned(step, world), lead: false };
  const number = `${world.events.length}`;
  return [
    { type: 'MarkInformationRequestIncomplete', missing: ['name'] },
    { type: 'CompleteInformationRequest', reckoning },
    { type: 'RegisterInformationRequest', number, track, reckoning },
    { type: 'ConvertToStatutory', number, reason, reckoning },
    assign,
    assign,
    { type: 'RecordOutcome', outcome: track === 'MEDIA' ? 'INTERVIEW' : 'PROVIDED' },
    { type: 'RecordCorrespondence', kind: told ? 'REMINDER' : 'ANSWER_NOTICE', way: 'EMAIL' },
  ];
}

function corrections(state: InformationRequest, { pick }: Step, { now }: World): Untimed[] {
  const { moments, answerNeededBy } = state;
  const to = instantAt(now - (pick % 200) * 3_600_000);
  const moved = Object.keys(moments).map(
    (id) => ({ field: 'OCCURRED_AT', ofEvent: id as EventId, to }) as const,
  );
  const needed = {
    field: 'ANSWER_NEEDED_BY',
    code: { from: answerNeededBy ?? null, to: pick % 7 === 0 ? null : to },
  } as const;
  return [...moved, needed].map((correction) => ({
    type: 'CorrectInformationRequestEntry',
    correction,
    reason,
    reckoning,
  }));
}

function ofAssignment(assignmentId: AssignmentId, step: Step, world: World): Untimed[] {
  const contributed = {
    assignmentId,
    contributionId: `contribution-${world.events.length}` as ContributionId,
    text: 'text',
    informationHeld: true,
    key: 'key' as KeyId,
  };
  const submit: Untimed = { type: 'SubmitContribution', ...contributed };
  return [
    { type: 'SetLeadOffice', assignmentId },
    { type: 'AcceptAssignment', assignmentId },
    { type: 'DeclineAssignment', assignmentId, reason },
    { type: 'ReassignOffice', assignmentId, ...assigned(step, world), reason },
    { type: 'TakeOverAssignment', assignmentId, reason },
    { type: 'PrepareContribution', ...contributed },
    submit,
    submit,
    submit,
    { type: 'ReturnContribution', assignmentId, reason, reckoning },
    { type: 'AcceptContribution', assignmentId },
  ];
}

const RULES = ['KIP-22-7', 'MEDIA-ANSWER', 'INTER-OFFICE'] as const;
/** With another day off, and without any calendar. */
const OTHERWISE = [
  reckoning,
  reckoningWith({
    dayOff: (date) =>
      date.endsWith('-05') ? { date, kind: 'LOCAL_HOLIDAY', name: 'Libur' } : undefined,
    version: (year) => `${year}/1`,
  }),
];
const UNDECLARED = reckoningWith({ dayOff: () => undefined, version: () => undefined });

function limits({ assignments }: InformationRequest, step: Step): Untimed[] {
  const parts = Object.keys(assignments).map(
    (id) => ({ rule: 'INT-CONTRIBUTION', assignmentId: id as AssignmentId }) as const,
  );
  const all = [...RULES.map((rule) => ({ rule })), ...parts];
  return [
    { type: 'ExtendDeadline', workingDays: 3, ground: 'OTHER', reason, reckoning },
    ...all.flatMap((limit) => limitOf(limit, step)),
  ];
}

function limitOf(limit: { rule: RuleId; assignmentId?: AssignmentId }, { pick }: Step): Untimed[] {
  return [
    { type: 'PauseDeadline', ...limit, reason },
    { type: 'ResumeDeadline', ...limit, reckoning },
    { type: 'RecomputeDeadline', ...limit, reckoning: OTHERWISE[pick % 2] ?? reckoning },
    { type: 'RecordMissedDeadline', ...limit, reckoning },
  ];
}
