import { isBlank, reject, rejectField } from '#kernel';
import type {
  AttachmentId,
  CorrespondenceKind,
  Day,
  Decider,
  Decision,
  DeliveryWay,
  Instant,
  PersonId,
} from '#kernel';
import { cityDay, decideLimit, startClock, startOfDay } from '#calendar';
import type { LimitCommand, LimitRejection, Reckoning } from '#calendar';
import { DISPUTE_STAGES } from './objection-events.ts';
import type {
  DisputeStage,
  Lodged,
  ObjectionDecision,
  ObjectionEvent,
} from './objection-events.ts';
import { evolve } from './objection-state.ts';
import type { Objection, ObjectionOrNone, ObjectionState } from './objection-state.ts';

type Times = { at: Instant; now: Instant };

export type ObjectionCommand =
  | LimitCommand
  | (Times &
      (
        | ({
            type: 'LodgeObjection';
            /** Of the request that it is about. */
            requestReceivedAt?: Instant;
            reckoning: Reckoning;
          } & Lodged<string>)
        | { type: 'RegisterObjection'; number: string }
        | {
            type: 'DecideObjection';
            decision: ObjectionDecision;
            text: string;
            by: PersonId;
            /** Who decided the request. */
            decidedBy: readonly PersonId[];
          }
        | {
            type: 'RecordDispute';
            stage: DisputeStage;
            on: Day;
            number?: string;
            note?: string;
            documents?: AttachmentId[];
            reckoning: Reckoning;
          }
        | { type: 'SettleDispute'; on: Day; outcome: string }
        | {
            type: 'RecordCorrespondence';
            kind: CorrespondenceKind;
            way: DeliveryWay;
            note?: string;
            costPaidIdr?: number;
            proofs?: AttachmentId[];
            reckoning: Reckoning;
          }
      ));

export type ObjectionRejection = LimitRejection | 'INVALID_INPUT' | 'NOT_FOUND' | 'SAME_PERSON';

type Type = ObjectionCommand['type'];
type Command<T extends Type> = Extract<ObjectionCommand, { type: T }>;
type ObjectionDecided = Decision<ObjectionEvent, ObjectionRejection>;

/**
 * The requester disputes how a request was handled, KIP 35 and 36; what may follow before the
 * Information Commission, KIP 37, is followed by date and stage.
 */
export const objection: Decider<
  ObjectionCommand,
  ObjectionEvent,
  ObjectionOrNone,
  ObjectionRejection
> = {
  initialState: null,

  decide(command, state) {
    if (command.type === 'LodgeObjection') {
      return state === null ? lodge(command) : reject('INVALID_STATE');
    }
    return state === null ? reject('NOT_FOUND') : decideExisting(command, state);
  },

  evolve,
};

/** As much of an objection as decides which commands fit it. */
export type ObjectionShape = { state: ObjectionState; numbered: boolean; decided: boolean };

const FITS: Readonly<
  Record<
    Exclude<Type, LimitCommand['type'] | 'LodgeObjection'>,
    (objection: ObjectionShape) => boolean
  >
> = {
  RegisterObjection: ({ state, numbered }) => !numbered && state !== 'SETTLED',
  DecideObjection: ({ state, numbered, decided }) => numbered && !decided && state !== 'SETTLED',
  RecordDispute: ({ state }) => state !== 'SETTLED',
  SettleDispute: ({ state }) => state === 'DISPUTED',
  RecordCorrespondence: () => true,
};
export const OBJECTION_COMMANDS = Object.keys(FITS) as readonly (keyof typeof FITS)[];

export const fitsObjection = (type: keyof typeof FITS, shape: ObjectionShape): boolean =>
  FITS[type](shape);

const fits = (type: keyof typeof FITS, { state, number, decision }: Objection): boolean =>
  fitsObjection(type, { state, numbered: number !== undefined, decided: decision !== undefined });

const wrongTime = ({ at, now }: Times, after: Instant): boolean => at > now || at < after;

/** A late one is recorded all the same; whether it is admitted is for the superior to decide. */
function lodge(command: Command<'LodgeObjection'>): ObjectionDecided {
  const { type: _, at, now, requestReceivedAt: __, reckoning, ...lodged } = command;
  const fault = lodgingFault(command);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  const found = startClock('KIP-36-1', startOfDay(lodged.groundFoundOn), reckoning);
  const late = found.dueAt !== undefined && at >= found.dueAt;
  const clocks = [found, startClock('KIP-36-2', at, reckoning)];
  const data = { ...lodged, ...(late ? { lodgedLate: true as const } : {}), clocks };
  return [{ type: 'ObjectionLodged', data }];
}

/** Ground b alone may stand without a request, KIP 35(1)b. */
function lodgingFault(command: Command<'LodgeObjection'>): string | undefined {
  const { at, now, request, requester, grounds, groundFoundOn, requestReceivedAt } = command;
  const others = grounds.filter((ground) => ground !== 'B_PERIODIC_NOT_PROVIDED');
  if (grounds.length === 0 || new Set(grounds).size < grounds.length) return 'grounds';
  if (request === undefined && others.length > 0) return 'requestId';
  if (request === undefined && requester === undefined) return 'requester';
  if (isBlank(command.statement)) return 'statement';
  if (groundFoundOn > cityDay(now)) return 'groundFoundOn';
  const early = requestReceivedAt !== undefined && at < requestReceivedAt;
  return early || at > now || cityDay(at) < groundFoundOn ? 'occurredAt' : undefined;
}

type OfExisting = Exclude<ObjectionCommand, { type: 'LodgeObjection' }>;

function decideExisting(command: OfExisting, state: Objection): ObjectionDecided {
  switch (command.type) {
    case 'RegisterObjection':
      return register(command, state);
    case 'DecideObjection':
      return decideIt(command, state);
    case 'RecordDispute':
      return recordDispute(command, state);
    case 'SettleDispute':
      return settle(command, state);
    case 'RecordCorrespondence':
      return recordCorrespondence(command, state);
    case 'RecordMissedDeadline':
      return recordMissed(command, state);
    case 'PauseDeadline':
    case 'ResumeDeadline':
    case 'RecomputeDeadline':
      return ofLimit(command, state);
  }
}

function register(command: Command<'RegisterObjection'>, state: Objection): ObjectionDecided {
  const { type, number } = command;
  if (state.number !== undefined) return [];
  if (!fits(type, state)) return reject('INVALID_STATE');
  if (wrongTime(command, state.changedAt)) return rejectField('INVALID_INPUT', 'occurredAt');
  return [{ type: 'ObjectionRegistered', data: { number } }];
}

/** Who decided the request does not decide the objection [policy]. */
function decideIt(command: Command<'DecideObjection'>, state: Objection): ObjectionDecided {
  const { type, decision, text, by, decidedBy } = command;
  if (!fits(type, state)) return reject('INVALID_STATE');
  if (decidedBy.includes(by)) return reject('SAME_PERSON');
  if (isBlank(text)) return rejectField('INVALID_INPUT', 'text');
  if (wrongTime(command, state.changedAt)) return rejectField('INVALID_INPUT', 'occurredAt');
  const { request } = state;
  const reopens = isUpheld(decision) && request !== undefined ? { request } : {};
  return [{ type: 'ObjectionDecided', data: { decision, ...reopens, text } }];
}

export const isUpheld = (decision: ObjectionDecision | undefined): boolean =>
  decision === 'UPHELD' || decision === 'UPHELD_IN_PART';

/** From any state, by date and stage; stages only go on. */
function recordDispute(command: Command<'RecordDispute'>, state: Objection): ObjectionDecided {
  const { type, stage, on, number, note, documents, now, reckoning } = command;
  if (!fits(type, state) || placeOf(stage) <= placeOf(state.dispute?.stage)) {
    return reject('INVALID_STATE');
  }
  const after = state.dispute?.on ?? cityDay(state.lodgedAt);
  if (on > cityDay(now) || on < after) return rejectField('INVALID_INPUT', 'on');
  if (number !== undefined && isBlank(number)) return rejectField('INVALID_INPUT', 'number');
  const data = {
    stage,
    on,
    ...(number === undefined ? {} : { number }),
    ...(note === undefined ? {} : { note }),
    ...(documents === undefined ? {} : { documents }),
    ...(stage === 'DECIDED' ? { clocks: [startClock('KIP-48', startOfDay(on), reckoning)] } : {}),
  };
  return [{ type: 'DisputeRecorded', data }];
}

const placeOf = (stage: DisputeStage | undefined): number =>
  stage === undefined ? -1 : DISPUTE_STAGES.indexOf(stage);

function settle(command: Command<'SettleDispute'>, state: Objection): ObjectionDecided {
  const { type, on, outcome, now } = command;
  if (!fits(type, state) || state.dispute === undefined) return reject('INVALID_STATE');
  if (isBlank(outcome)) return rejectField('INVALID_INPUT', 'outcome');
  if (on > cityDay(now) || on < state.dispute.on) return rejectField('INVALID_INPUT', 'on');
  return [{ type: 'DisputeSettled', data: { on, outcome } }];
}

/** A reply only once decided; from its receipt the requester has 14 working days, KIP 37(2). */
function recordCorrespondence(
  command: Command<'RecordCorrespondence'>,
  state: Objection,
): ObjectionDecided {
  const { kind, way, note, costPaidIdr, proofs, at, reckoning } = command;
  const isReply = kind === 'OBJECTION_REPLY';
  if (isReply && state.decidedAt === undefined) return reject('INVALID_STATE');
  if (costPaidIdr !== undefined && kind !== 'INFORMATION_HANDED_OVER') {
    return rejectField('INVALID_INPUT', 'costPaidIdr');
  }
  const after = isReply ? (state.decidedAt ?? state.lodgedAt) : state.lodgedAt;
  if (wrongTime(command, after)) return rejectField('INVALID_INPUT', 'occurredAt');
  const starts = isReply && !state.replied && state.dispute === undefined;
  const data = {
    kind,
    way,
    ...(note === undefined ? {} : { note }),
    ...(costPaidIdr === undefined ? {} : { costPaidIdr }),
    ...(proofs === undefined ? {} : { proofs }),
    ...(starts ? { clocks: [startClock('KIP-37', at, reckoning)] } : {}),
  };
  return [{ type: 'ObjectionCorrespondenceRecorded', data }];
}

/** Silence opens the way to the commission too, KIP 37 with 36(2). */
function recordMissed(
  command: Command<'RecordMissedDeadline'>,
  state: Objection,
): ObjectionDecided {
  const decision = ofLimit(command, state);
  if ('rejected' in decision || command.rule !== 'KIP-36-2') return decision;
  if (state.dispute !== undefined || state.decision !== undefined) return decision;
  const opened = decision.flatMap((event) => {
    if (event.type !== 'DeadlineMissed') return [];
    const clocks = [startClock('KIP-37', event.data.dueAt, command.reckoning)];
    return [{ type: 'ObjectionLeftUnanswered', data: { clocks } } as const];
  });
  return [...decision, ...opened];
}

const ofLimit = (command: LimitCommand, { clocks }: Objection): ObjectionDecided =>
  decideLimit(
    command,
    clocks.find(({ rule }) => rule === command.rule),
  );
