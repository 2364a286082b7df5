import { isBlank, reject, rejectField } from '#kernel';
import type {
  ConsequenceTestId,
  Day,
  Decider,
  Decision,
  Exemption,
  Instant,
  PersonId,
} from '#kernel';
import { cityDay, decideLimit, limited, startReview } from '#calendar';
import type { LimitCommand, LimitRejection, Reckoning, RunningClock } from '#calendar';
import { termFault } from './exemption-term.ts';
import type { Term } from './exemption-term.ts';
import type { ConsequenceTestEvent, Opening } from './consequence-test-events.ts';

type Times = { at: Instant; now: Instant };

/** What the decision says beside exempt or open. */
type Decree = {
  term: Term<string>;
  decreeNumber?: string;
  decreePlace?: string;
  reason: string;
};

export type ConsequenceTestCommand =
  | LimitCommand
  | (Times &
      (
        | ({ type: 'OpenConsequenceTest' } & Opening<string>)
        | { type: 'GiveOpinion'; opinion: string }
        | { type: 'AssentToConsequenceTest'; by: PersonId }
        | ({
            type: 'DecideConsequenceTest';
            exempt: boolean;
            /** Somebody is legal reviewer on that day, so an opinion is needed. */
            reviewerHeld: boolean;
            /** The city asks for the superior's assent [policy]. */
            assentNeeded: boolean;
            reckoning: Reckoning;
          } & Decree)
        | { type: 'EndConsequenceTest'; basis: string; reason: string }
        /** By the system: a test that renews this one was decided, exempt or open. */
        | { type: 'RenewConsequenceTest'; by: ConsequenceTestId; exempt: boolean }
      ));

export type ConsequenceTestRejection = LimitRejection | 'INVALID_INPUT' | 'NOT_FOUND';

/** As it was decided or ended; that its date has passed is derived. */
export const RECORDED_STATES = [
  'OPEN',
  'OPINED',
  'DECIDED_EXEMPT',
  'DECIDED_OPEN',
  'ENDED',
] as const;
export type ConsequenceTestState = (typeof RECORDED_STATES)[number];

type ConsequenceTest = {
  state: ConsequenceTestState;
  exemption: Exemption;
  renews?: ConsequenceTestId;
  /** The last time that something happened to it. */
  changedAt: Instant;
  assentedBy?: PersonId;
  endsOn?: Day;
  renewedBy?: ConsequenceTestId;
  clocks: readonly RunningClock[];
};
/** Null before it was opened. */
export type ConsequenceTestOrNone = ConsequenceTest | null;

type Type = ConsequenceTestCommand['type'];
type Command<T extends Type> = Extract<ConsequenceTestCommand, { type: T }>;
type TestDecision = Decision<ConsequenceTestEvent, ConsequenceTestRejection>;

/** The weighing that comes before information may be called exempt, KIP 17, 19 and 20. */
export const consequenceTest: Decider<
  ConsequenceTestCommand,
  ConsequenceTestEvent,
  ConsequenceTestOrNone,
  ConsequenceTestRejection
> = {
  initialState: null,

  decide(command, state) {
    if (command.type === 'OpenConsequenceTest') {
      return state === null ? open(command) : reject('INVALID_STATE');
    }
    return state === null ? reject('NOT_FOUND') : decideExisting(command, state);
  },

  evolve(state, event) {
    if (event.type === 'ConsequenceTestOpened') {
      const { exemption, renews } = event.data;
      const renewing = renews === undefined ? {} : { renews };
      return { state: 'OPEN', exemption, ...renewing, changedAt: event.occurredAt, clocks: [] };
    }
    return state === null ? null : { ...state, ...followed(state, event) };
  },
};

type Later = Exclude<ConsequenceTestEvent, { type: 'ConsequenceTestOpened' }>;

function followed(
  test: ConsequenceTest,
  event: Later & { occurredAt: Instant },
): Partial<ConsequenceTest> {
  const changedAt = event.occurredAt;
  switch (event.type) {
    case 'ConsequenceTestOpinionGiven':
      return { state: 'OPINED', changedAt };
    case 'ConsequenceTestAssented':
      return { assentedBy: event.data.by, changedAt };
    case 'ConsequenceTestDecided': {
      const { exempt, endsOn, clocks } = event.data;
      const state = exempt ? 'DECIDED_EXEMPT' : 'DECIDED_OPEN';
      return { state, changedAt, clocks, ...(endsOn === undefined ? {} : { endsOn }) };
    }
    case 'ConsequenceTestEnded':
      return { state: 'ENDED', changedAt, clocks: [] };
    case 'ConsequenceTestRenewed': {
      const { by, open } = event.data;
      const ended = open === true ? { state: 'ENDED' as const } : {};
      return { ...ended, renewedBy: by, clocks: [] };
    }
    case 'DeadlinePaused':
    case 'DeadlineResumed':
    case 'DeadlineComputed':
    case 'DeadlineRecomputed':
    case 'DeadlineMissed': {
      const { rule } = event.data;
      return { clocks: test.clocks.map((one) => (one.rule === rule ? limited(one, event) : one)) };
    }
  }
}

/** As much of a test as decides which commands fit it. */
export type TestShape = Pick<ConsequenceTest, 'state'> & { assented: boolean; endsOn?: Day | null };
export type TestFacts = { today: Day; reviewerHeld: boolean; assentNeeded: boolean };

const undecided = ({ state }: TestShape): boolean => state === 'OPEN' || state === 'OPINED';

/** Its last day has passed. */
export const isOver = ({ endsOn }: { endsOn?: Day | null }, today: Day): boolean =>
  endsOn != null && endsOn < today;

const FITS: Readonly<
  Record<
    Exclude<Type, LimitCommand['type'] | 'OpenConsequenceTest' | 'RenewConsequenceTest'>,
    (test: TestShape, facts: TestFacts) => boolean
  >
> = {
  GiveOpinion: ({ state }) => state === 'OPEN',
  AssentToConsequenceTest: (test) => undecided(test) && !test.assented,
  DecideConsequenceTest: (test, { reviewerHeld, assentNeeded }) =>
    undecided(test) &&
    (test.state === 'OPINED' || !reviewerHeld) &&
    (test.assented || !assentNeeded),
  EndConsequenceTest: (test, { today }) => test.state === 'DECIDED_EXEMPT' && !isOver(test, today),
};
export const TEST_COMMANDS = Object.keys(FITS) as readonly (keyof typeof FITS)[];

export const fitsTest = (type: keyof typeof FITS, test: TestShape, facts: TestFacts): boolean =>
  FITS[type](test, facts);

const shapeOf = ({ state, assentedBy, endsOn }: ConsequenceTest): TestShape => ({
  state,
  assented: assentedBy !== undefined,
  endsOn: endsOn ?? null,
});
const nothingNeeded = (now: Instant): TestFacts => ({
  today: cityDay(now),
  reviewerHeld: false,
  assentNeeded: false,
});

const isGivenBlank = (text: string | undefined): boolean => text !== undefined && isBlank(text);
const wrongTime = ({ at, now }: Times, after: Instant): boolean => at > now || at < after;

function open(command: Command<'OpenConsequenceTest'>): TestDecision {
  const { type: _, at, now, ...opening } = command;
  if (at > now) return rejectField('INVALID_INPUT', 'occurredAt');
  for (const field of ['information', 'otherLaw', 'harmIfOpened', 'harmIfClosed'] as const) {
    if (isGivenBlank(opening[field])) return rejectField('INVALID_INPUT', field);
  }
  if (opening.otherParticipants?.some(isBlank) === true) {
    return rejectField('INVALID_INPUT', 'otherParticipants');
  }
  return [{ type: 'ConsequenceTestOpened', data: opening }];
}

type OfExisting = Exclude<ConsequenceTestCommand, { type: 'OpenConsequenceTest' }>;

function decideExisting(command: OfExisting, test: ConsequenceTest): TestDecision {
  switch (command.type) {
    case 'GiveOpinion':
      return giveOpinion(command, test);
    case 'AssentToConsequenceTest':
      return assent(command, test);
    case 'DecideConsequenceTest':
      return decideTest(command, test);
    case 'EndConsequenceTest':
      return end(command, test);
    case 'RenewConsequenceTest':
      return renew(command, test);
    case 'PauseDeadline':
    case 'ResumeDeadline':
    case 'RecomputeDeadline':
    case 'RecordMissedDeadline':
      return decideLimit(
        command,
        test.clocks.find(({ rule }) => rule === command.rule),
      );
  }
}

function giveOpinion(command: Command<'GiveOpinion'>, test: ConsequenceTest): TestDecision {
  const { type, opinion, now } = command;
  if (!fitsTest(type, shapeOf(test), nothingNeeded(now))) return reject('INVALID_STATE');
  if (isBlank(opinion)) return rejectField('INVALID_INPUT', 'opinion');
  if (wrongTime(command, test.changedAt)) return rejectField('INVALID_INPUT', 'occurredAt');
  return [{ type: 'ConsequenceTestOpinionGiven', data: { opinion } }];
}

/** Before the decision; whether it is needed is for the city to say [policy]. */
function assent(command: Command<'AssentToConsequenceTest'>, test: ConsequenceTest): TestDecision {
  const { type, by, now } = command;
  if (test.assentedBy === by) return [];
  if (!fitsTest(type, shapeOf(test), nothingNeeded(now))) return reject('INVALID_STATE');
  return [{ type: 'ConsequenceTestAssented', data: { by } }];
}

/** With the legal reviewer's opinion; where nobody is one, without it, and the event says so. */
function decideTest(
  command: Command<'DecideConsequenceTest'>,
  test: ConsequenceTest,
): TestDecision {
  const { type, exempt, term, decreeNumber, decreePlace, reason } = command;
  const facts = { ...command, today: cityDay(command.now) };
  if (!fitsTest(type, shapeOf(test), facts)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (wrongTime(command, test.changedAt)) return rejectField('INVALID_INPUT', 'occurredAt');
  const fault = termFault(term, { exempt, exemption: test.exemption, from: cityDay(command.at) });
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  for (const field of ['decreeNumber', 'decreePlace'] as const) {
    if (isGivenBlank(command[field])) return rejectField('INVALID_INPUT', field);
  }
  const data = {
    exempt,
    ...term,
    ...(decreeNumber === undefined ? {} : { decreeNumber }),
    ...(decreePlace === undefined ? {} : { decreePlace }),
    ...(test.state === 'OPINED' ? {} : { withoutOpinion: true as const }),
    ...(test.renews === undefined ? {} : { renews: test.renews }),
    reason,
    clocks: exempt ? reviewOf(command) : [],
  };
  return [{ type: 'ConsequenceTestDecided', data }];
}

function reviewOf({ at, term, reckoning }: Command<'DecideConsequenceTest'>): RunningClock[] {
  const { endsOn, reviewOn } = term;
  if (endsOn !== undefined) return [startReview(at, { before: endsOn }, reckoning)];
  return reviewOn === undefined ? [] : [startReview(at, { on: reviewOn }, reckoning)];
}

/** Early, with its basis. */
function end(command: Command<'EndConsequenceTest'>, test: ConsequenceTest): TestDecision {
  const { type, basis, reason, now } = command;
  if (!fitsTest(type, shapeOf(test), nothingNeeded(now))) return reject('INVALID_STATE');
  if (isBlank(basis)) return rejectField('INVALID_INPUT', 'basis');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'ConsequenceTestEnded', data: { basis, reason } }];
}

/** It need not be looked at again; unless found open it stays what it is until its own end. */
function renew(
  { by, exempt }: Command<'RenewConsequenceTest'>,
  test: ConsequenceTest,
): TestDecision {
  if (test.state !== 'DECIDED_EXEMPT' || (exempt && test.renewedBy !== undefined)) return [];
  return [{ type: 'ConsequenceTestRenewed', data: exempt ? { by } : { by, open: true } }];
}
