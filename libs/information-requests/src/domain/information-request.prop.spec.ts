import fc from 'fast-check';
import type {
  AssignmentId,
  EventId,
  Happened,
  Instant,
  OfficeCode,
  OutboundItemId,
  Sealed,
} from '#kernel';
import { CORRESPONDENCE_KINDS, DELIVERY_WAYS, fold, isRejection } from '#kernel';
import { requestCodec } from '../codecs.ts';
import { RULE_IDS, WEEKENDS_ONLY, reckoningWith } from '#calendar';
import type { RuleId } from '#calendar';
import {
  ITEM,
  OTHER_ITEM,
  asker,
  assignment,
  commands,
  contribution,
  office,
  uuid,
} from '../testing/samples.ts';
import type { RequestCommand, Times } from './commands.ts';
import { OUTCOMES, TRACKS } from './events.ts';
import type { InformationRequestEvent, Track } from './events.ts';
import { informationRequest } from './information-request.ts';
import { hasBall, isOpen } from './state.ts';
import type { Assignment, InformationRequest, RequestOrNone } from './state.ts';

type Log = Happened<InformationRequestEvent>[];
const OFFICES = ['DINKES', 'DISDIK'].map(office);
const HOUR_MS = 3_600_000;

/** One step of a random story; what it means depends on the state it meets. */
const step = fc.record({
  kind: fc.nat(1_000),
  later: fc.integer({ min: 0, max: 30 }),
  back: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: -2, max: 20 })),
  pick: fc.nat(50),
  flag: fc.boolean(),
  text: fc.oneof(
    { weight: 3, arbitrary: fc.constant('alasan') },
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  ),
});
type Step = {
  kind: number;
  later: number;
  back: number;
  pick: number;
  flag: boolean;
  text: string;
};

type Make = (step: Step, request: InformationRequest, index: number) => RequestCommand;
const of = <T>(list: readonly T[], { pick }: Step): T => list[pick % list.length]!;
const known = (step: Step, { assignments }: InformationRequest): AssignmentId =>
  of([...(Object.keys(assignments) as AssignmentId[]), assignment(9_999)], step);
const someOffice = (step: Step): OfficeCode => of(OFFICES, step);

const MAKE: readonly Make[] = [
  (s) => commands.markIncomplete({ missing: s.flag ? [s.text] : [] }),
  (s) => commands.complete(s.flag ? { note: s.text } : {}),
  (s) => commands.lapse({ reason: s.text }),
  (s) =>
    s.pick === 0 ? commands.voidEntry({ note: s.text }) : commands.register({ track: 'MEDIA' }),
  (_, { track }) => commands.register({ track }),
  (s) => commands.convert({ reason: s.text }),
  ...Array.from({ length: 3 }, (): Make => (s, _, index) => {
    const lead = s.flag;
    return commands.assign({ newAssignmentId: assignment(index), office: someOffice(s), lead });
  }),
  (s, request) => commands.setLead({ assignmentId: known(s, request) }),
  (s, request) => commands.accept({ assignmentId: known(s, request) }),
  (s, request) => commands.decline({ assignmentId: known(s, request), reason: s.text }),
  (s, request, index) =>
    commands.reassign({
      assignmentId: known(s, request),
      newAssignmentId: assignment(index),
      office: someOffice(s),
      officeActive: s.later > 5,
    }),
  (s, request) => commands.takeOver({ assignmentId: known(s, request), reason: s.text }),
  (s, request, index) =>
    commands.prepare({
      assignmentId: known(s, request),
      contributionId: contribution(index),
      text: s.text,
    }),
  (s, request, index) =>
    commands.submit({ assignmentId: known(s, request), contributionId: contribution(index) }),
  (s, request) => commands.returnIt({ assignmentId: known(s, request) }),
  (s, request) => commands.acceptIt({ assignmentId: known(s, request) }),
  (s) => commands.outcome({ outcome: of(OUTCOMES, s), ...(s.flag ? { gist: s.text } : {}) }),
  (s) => commands.outcome({ outcome: s.flag ? 'INTERVIEW' : 'PROVIDED' }),
  ...Array.from({ length: 2 }, (): Make => (s, { track }) => {
    const outcome = track === 'MEDIA' ? 'STATEMENT' : 'GRANTED';
    return commands.draftAnswer({ item: itemOf(s), outcome });
  }),
  (s) => (s.flag ? commands.dropDraft({ item: itemOf(s) }) : commands.complete()),
  ...Array.from(
    { length: 2 },
    (): Make =>
      (s, { draft }) =>
        commands.recordAnswer({ item: draft?.item ?? itemOf(s) }),
  ),
  (s) => (s.flag ? commands.recordInterim({ item: itemOf(s) }) : commands.complete()),
  (s, { answer }) => commands.replaceAnswer({ item: itemOf(s), replaces: answer ?? ITEM }),
  (s) => commands.correspond({ kind: of(CORRESPONDENCE_KINDS, s), way: of(DELIVERY_WAYS, s) }),
  (s) => commands.correspond({ kind: 'ANSWER_NOTICE', note: s.text }),
  (s) => (s.pick < 3 ? commands.withdraw({ reason: s.text }) : commands.complete()),
  (s) => (s.pick < 5 ? commands.transfer({ publicBody: s.text }) : commands.complete()),
  (s) => commands.close(s.flag ? { note: s.text } : {}),
  (s) => commands.correct({ field: 'SUBJECT', text: { from: 'a', to: s.text } }),
  (s) => commands.correct({ field: 'OCCURRED_AT', to: instantOf(s.pick * 10 * HOUR_MS) }),
  (s) => {
    const to = s.flag ? instantOf(s.pick * 5 * HOUR_MS) : null;
    return commands.correct({ field: 'ANSWER_NEEDED_BY', code: { from: null, to } });
  },
  (s) => (s.pick < 20 ? commands.reopen({ reason: s.text }) : commands.complete()),
  (s) => commands.extend({ workingDays: s.pick % 9, reason: s.text }),
  (s, request) => commands.pause({ ...limit(s, request), reason: s.text }),
  (s, request) => commands.resume({ ...limit(s, request), ...(s.flag ? { note: s.text } : {}) }),
  (s, request) => commands.pause({ ...part(s, request), reason: 'menunggu' }),
  (s, request) => commands.resume(part(s, request)),
  (s, request) => commands.recompute({ ...limit(s, request), reckoning: of(RECKONINGS, s) }),
  (s, request) => commands.miss(limit(s, request)),
];

const itemOf = ({ pick }: Step): OutboundItemId => (pick % 2 === 0 ? ITEM : OTHER_ITEM);

/** No calendar at all, none off but weekends, and Wednesdays off as well. */
const RECKONINGS = [
  reckoningWith({ dayOff: () => undefined, version: () => undefined }),
  WEEKENDS_ONLY,
  reckoningWith({
    dayOff: (date) =>
      new Date(date).getUTCDay() === 3
        ? { date, kind: 'LOCAL_HOLIDAY', name: 'Libur daerah' }
        : undefined,
    version: (year) => `${year}/1`,
  }),
];

/** One of the request or of an office's part; also one that it does not have. */
function limit(
  s: Step,
  request: InformationRequest,
): { rule: RuleId; assignmentId?: AssignmentId } {
  return s.flag ? { rule: of(RULE_IDS, s) } : part(s, request);
}

const part = (s: Step, request: InformationRequest) =>
  ({ rule: 'INT-CONTRIBUTION', assignmentId: known(s, request) }) as const;

const START = Date.parse('2026-03-02T01:00:00.000Z');
const instantOf = (ms: number): Instant => new Date(START + ms).toISOString() as Instant;

type Story = { track: Track; busy: boolean; steps: readonly Step[] };

/** A busy story keeps to registering and coordinating, so that it gets far. */
function commandOf(s: Step, state: RequestOrNone, index: number, story: Story): RequestCommand {
  const { track, busy } = story;
  // Often without a calendar: the declaration comes later.
  const reckoning = s.flag ? RECKONINGS[0]! : of(RECKONINGS, s);
  if (state === null) return commands.receive({ track, ...asker(track), reckoning });
  if (busy && state.state === 'RECEIVED') return commands.register({ track: state.track });
  const makers = busy ? MAKE.slice(6, 18) : MAKE;
  return makers[s.kind % makers.length]!(s, state, index);
}

/** Plays the steps; calls back after every event that was recorded. */
function play(story: Story, check: (state: InformationRequest, log: Log) => void): Log {
  const log: Log = [];
  let state: RequestOrNone = null;
  let now = 0;
  for (const [index, each] of story.steps.entries()) {
    now += each.later * HOUR_MS;
    const times: Times = { at: instantOf(now - each.back * HOUR_MS), now: instantOf(now) };
    const command = { ...commandOf(each, state, index, story), ...times };
    const decision = informationRequest.decide(command, state);
    if (isRejection(decision)) continue;
    for (const event of decision) {
      const happened = { ...event, id: uuid<EventId>(1_000 + log.length), occurredAt: times.at };
      log.push(happened);
      state = informationRequest.evolve(state, happened);
    }
    if (state !== null) check(state, log);
  }
  return log;
}

const story = fc.record({
  track: fc.constantFrom(...TRACKS),
  busy: fc.boolean(),
  steps: fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
});

const sealed: Sealed = {
  keyId: uuid(11),
  nonce: 'n'.repeat(16),
  ciphertext: 'c'.repeat(32),
  commitment: 'k'.repeat(43),
};

/** As the log would give it back. */
function stored(event: Happened<InformationRequestEvent>): Happened<InformationRequestEvent> {
  const { data, version } = requestCodec.toStored(event, () => sealed);
  const { id, occurredAt } = event;
  const read = requestCodec.fromStored(event.type, version, JSON.parse(JSON.stringify(data)));
  return { ...read, id, occurredAt };
}

function leadsOf(log: Log): Set<AssignmentId> {
  const leads = new Set<AssignmentId>();
  for (const { type, data } of log) {
    if (type === 'OfficeAssigned' && data.lead) leads.add(data.assignmentId);
    if (type === 'AssignmentDeclined' || type === 'AssignmentTakenOver') {
      leads.delete(data.assignmentId);
    }
    if (type === 'AssignmentReassigned') leads.delete(data.assignmentId);
    if (type === 'LeadOfficeSet') {
      leads.clear();
      leads.add(data.assignmentId);
    }
  }
  return leads;
}

const isNew = ({ state }: Assignment): boolean => state === 'ASSIGNED' || state === 'ACCEPTED';

describe('an information request, whatever is asked of it', () => {
  it('folds to the same state again, also from what the log stores', () => {
    fc.assert(
      fc.property(story, (each) => {
        let last: RequestOrNone = null;
        const log = play(each, (state) => (last = state));
        expect(fold(informationRequest, log)).toEqual(last);
        expect(fold(informationRequest, log.map(stored))).toEqual(last);
      }),
      { numRuns: 300 },
    );
  });

  it('has at most one lead, which is the one its state names', () => {
    fc.assert(
      fc.property(story, (each) => {
        play(each, (state, log) => {
          expect([...leadsOf(log)]).toEqual(state.lead === undefined ? [] : [state.lead]);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('gives an office one open part at a time', () => {
    fc.assert(
      fc.property(story, (each) => {
        play(each, ({ assignments }) => {
          const busy = Object.values(assignments).filter(isNew);
          expect(new Set(busy.map((one) => one.office)).size).toBe(busy.length);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is never transferred on the statutory track, and closed only when told', () => {
    fc.assert(
      fc.property(story, (each) => {
        play(each, ({ state, track, told }) => {
          expect(track === 'STATUTORY' && state === 'TRANSFERRED').toBe(false);
          if (state === 'CLOSED') expect(told).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing open after an end, and no office with the ball after an answer', () => {
    fc.assert(
      fc.property(story, (each) => {
        play(each, (request) => {
          if (isOpen(request)) return;
          expect(Object.values(request.assignments).filter(hasBall)).toEqual([]);
          if (request.state !== 'ANSWERED') expect(request.clocks).toEqual([]);
          for (const { clock } of Object.values(request.assignments)) expect(clock).toBeUndefined();
        });
      }),
      { numRuns: 300 },
    );
  });

  it('reaches every kind of event it has, so that the above says something', () => {
    const seen = new Set<string>();
    const sample = fc.sample(story, { numRuns: 600, seed: 7 });
    for (const each of sample) for (const { type } of play(each, () => undefined)) seen.add(type);
    const imported = ['HistoricActivityRecorded'];
    expect(requestCodec.types.filter((type) => !seen.has(type))).toEqual(imported);
  });
});
