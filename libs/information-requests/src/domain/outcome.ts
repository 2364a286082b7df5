import { DELIVERY_WAYS, isBlank, reject, rejectField } from '#kernel';
import type { Instant } from '#kernel';
import { moveOf, recount, restartClock, startClock, startedOf } from '#calendar';
import type { Reckoning, RunningClock, StartedClock } from '#calendar';
import type { Command, Correction, RequestDecision } from './commands.ts';
import { CHANNELS, WANTED_FORMS } from './events.ts';
import type { Corrected, InformationRequestEvent, Outcome, Track } from './events.ts';
import { timeFault, wrongTime } from './intake.ts';
import { droppedDraft } from './answers.ts';
import { fits } from './permitted.ts';
import { anyOpen } from './state.ts';
import type { InformationRequest } from './state.ts';

/** Outcomes without a text of ours through the route, by track; statutory ones always have one. */
export const ON_THE_SPOT: Readonly<Record<Track, readonly Outcome[]>> = {
  STATUTORY: [],
  MEDIA: [
    'ANSWERED_DIRECTLY',
    'INTERVIEW',
    'DOORSTOP',
    'PHOTO_OPPORTUNITY',
    'REFERRED',
    'DECLINED_TO_COMMENT',
    'SPOKESPERSON_UNAVAILABLE',
    'CANCELLED_BY_JOURNALIST',
  ],
  INTER_OFFICE: ['PROVIDED', 'PROVIDED_IN_PART', 'NOT_HELD', 'DECLINED'],
};

/** The requester was there when it happened, so it counts as told; a live answer is dropped. */
export function recordOutcome(
  command: Command<'RecordOutcome'>,
  request: InformationRequest,
): RequestDecision {
  const { type, outcome, spokesperson, gist, attachments } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (!ON_THE_SPOT[request.track].includes(outcome)) return rejectField('INVALID_INPUT', 'outcome');
  if (anyOpen(request)) return reject('ASSIGNMENTS_OPEN');
  if (outcome === 'ANSWERED_DIRECTLY') {
    if (spokesperson === undefined) return rejectField('INVALID_INPUT', 'spokespersonId');
    if (gist === undefined || isBlank(gist)) return rejectField('INVALID_INPUT', 'gist');
  }
  if (timeFault(command, request.changedAt)) return wrongTime();
  const data = {
    outcome,
    told: true,
    ...(spokesperson === undefined ? {} : { spokesperson }),
    ...(gist === undefined ? {} : { gist }),
    ...(attachments === undefined ? {} : { attachments }),
  };
  return [...droppedDraft(request), { type: 'InformationRequestAnswered', data }];
}

/** Not before the receipt; a notice of the answer only once answered, and not before it. */
export function recordCorrespondence(
  command: Command<'RecordCorrespondence'>,
  request: InformationRequest,
): RequestDecision {
  const { type, kind, way, note, costPaidIdr, proofs } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  const ofAnswer = kind === 'ANSWER_NOTICE';
  if (ofAnswer && request.answeredAt === undefined) return reject('INVALID_STATE');
  if (costPaidIdr !== undefined && kind !== 'INFORMATION_HANDED_OVER') {
    return rejectField('INVALID_INPUT', 'costPaidIdr');
  }
  const after = ofAnswer ? request.answeredAt : request.receivedAt;
  if (timeFault(command, after ?? request.receivedAt)) return wrongTime();
  const data = {
    kind,
    way,
    ...(note === undefined ? {} : { note }),
    ...(costPaidIdr === undefined ? {} : { costPaidIdr }),
    ...(proofs === undefined ? {} : { proofs }),
  };
  return [{ type: 'CorrespondenceRecorded', data }];
}

/** Earlier answers stay; a new limit counts from here, and one that still ran is cancelled. */
export function reopen(
  command: Command<'ReopenInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, cause, objection, reason, at, reckoning } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (objection !== undefined && cause !== 'OBJECTION_UPHELD') {
    return rejectField('INVALID_INPUT', 'objectionId');
  }
  const clocks = [startClock('REDO', at, reckoning)];
  const named = objection === undefined ? {} : { objection };
  return [{ type: 'InformationRequestReopened', data: { cause, ...named, clocks, reason } }];
}

/** A correction that moves a running clock says so in the same append. */
export function correctEntry(
  command: Command<'CorrectInformationRequestEntry'>,
  request: InformationRequest,
): RequestDecision {
  const { type, correction, reason, now, reckoning } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (correction.field === 'ANSWER_NEEDED_BY' && request.clocks.some(isPaused)) {
    return reject('INVALID_STATE');
  }
  const fault = correctionFault(correction, request, now);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  const entry = corrected(correction, request);
  if (entry === undefined) return [];
  const event = { type: 'InformationRequestEntryCorrected', data: { ...entry, reason } } as const;
  return [event, ...movedClocks(correction, request, reckoning)];
}

function correctionFault(
  correction: Correction,
  request: InformationRequest,
  now: Instant,
): string | undefined {
  switch (correction.field) {
    case 'SUBJECT':
    case 'DETAILS':
      return isBlank(correction.text.to ?? '') ? 'value' : undefined;
    case 'PURPOSE':
      return undefined;
    case 'CHANNEL':
      return isOneOf(CHANNELS, correction.code.to) ? undefined : 'value';
    case 'WANTED_FORM':
      return isOneOf([null, ...WANTED_FORMS], correction.code.to) ? undefined : 'value';
    case 'DELIVERY':
      return isOneOf([null, ...DELIVERY_WAYS], correction.code.to) ? undefined : 'value';
    case 'ANSWER_NEEDED_BY': {
      const { to } = correction.code;
      const wrong = request.track !== 'MEDIA' || (to !== null && to < request.receivedAt);
      return wrong ? 'value' : undefined;
    }
    case 'MISSING': {
      const { to } = correction.missing;
      const wrong = request.state !== 'INCOMPLETE' || to.length === 0 || to.some(isBlank);
      return wrong ? 'values' : undefined;
    }
    case 'REFERENCE':
      return undefined;
    case 'OCCURRED_AT':
      return momentFault(correction, request, now);
  }
}

const isOneOf = (allowed: readonly (string | null)[], value: string | null): boolean =>
  allowed.includes(value);

type MomentCorrection = Extract<Correction, { field: 'OCCURRED_AT' }>;

/** A corrected moment keeps its place between the one before it and the one after it. */
function momentFault(
  { to, ofEvent }: MomentCorrection,
  request: InformationRequest,
  now: Instant,
): string | undefined {
  const times = Object.entries(request.moments);
  const index = times.findIndex(([id, { what }]) =>
    ofEvent === undefined ? what === 'RECEIVED' : id === ofEvent,
  );
  const moment = times[index]?.[1];
  if (moment === undefined) return 'eventId';
  const before = times[index - 1]?.[1].at ?? to;
  const { answerNeededBy = to } = moment.what === 'RECEIVED' ? request : {};
  return to > (moment.next ?? now) || to < before || to > answerNeededBy ? 'value' : undefined;
}

function corrected(
  correction: Correction,
  request: InformationRequest,
): Omit<Corrected, 'reason'> | undefined {
  const { field } = correction;
  switch (field) {
    case 'SUBJECT':
      return changed(correction.text) && { field, subject: correction.text };
    case 'DETAILS':
    case 'PURPOSE':
      return changed(correction.text) && { field, words: correction.text };
    case 'CHANNEL':
    case 'WANTED_FORM':
    case 'DELIVERY':
    case 'ANSWER_NEEDED_BY':
      return changed(correction.code) && { field, code: correction.code };
    case 'MISSING':
      return { field, missing: correction.missing };
    case 'REFERENCE':
      return { field, references: correction.references };
    case 'OCCURRED_AT': {
      const [id, moment] = momentOf(correction, request) ?? [];
      if (id === undefined || moment === undefined || moment.at === correction.to) return undefined;
      return { field, code: { from: moment.at, to: correction.to }, ofEvent: id };
    }
  }
}

const changed = (change: { from: unknown; to: unknown }): true | undefined =>
  change.from === change.to ? undefined : true;

function momentOf(
  { ofEvent }: MomentCorrection,
  request: InformationRequest,
): [keyof InformationRequest['moments'], InformationRequest['moments'][never]] | undefined {
  const found = Object.entries(request.moments).find(([id, { what }]) =>
    ofEvent === undefined ? what === 'RECEIVED' : id === ofEvent,
  );
  return found as ReturnType<typeof momentOf>;
}

/** It is not pausable once it is due at the journalist's own deadline. */
const isPaused = ({ rule, pausedOn }: RunningClock): boolean =>
  rule === 'MEDIA-ANSWER' && pausedOn !== undefined;

/** Clocks that run from the receipt, or end with the journalist's own deadline. */
function movedClocks(
  correction: Correction,
  request: InformationRequest,
  reckoning: Reckoning,
): InformationRequestEvent[] {
  return request.clocks.flatMap((old) => {
    const clock = restarted(old, correction, request, reckoning);
    if (clock === undefined) return [];
    if (clock.dueAt === old.dueAt && clock.startedAt === old.startedAt) return [];
    const data = { rule: old.rule, clock, ...moveOf(old, clock) };
    return [{ type: 'DeadlineRecomputed', data } as const];
  });
}

function restarted(
  old: RunningClock,
  correction: Correction,
  request: InformationRequest,
  reckoning: Reckoning,
): StartedClock | undefined {
  if (old.rule === 'IMPORTED') return undefined;
  if (correction.field === 'OCCURRED_AT') {
    const moment = momentOf(correction, request)?.[1];
    const startsLimits = moment?.what === 'RECEIVED' || moment?.what === 'REGISTERED';
    return startsLimits && old.startedAt === moment.at
      ? restartClock(startedOf(old), correction.to, reckoning)
      : undefined;
  }
  if (correction.field === 'ANSWER_NEEDED_BY' && old.rule === 'MEDIA-ANSWER') {
    const { noLaterThan: _, ...whole } = startedOf(old);
    const { to } = correction.code;
    return recount(to === null ? whole : { ...whole, noLaterThan: to }, reckoning);
  }
  return undefined;
}
