import { isBlank, reject, rejectField } from '#kernel';
import type { Instant } from '#kernel';
import {
  addWorkingDays,
  cityDay,
  endOfDay,
  moveOf,
  restartClock,
  startClock,
  startDay,
  startOfDay,
  startedOf,
} from '#calendar';
import type { Reckoning, StartedClock } from '#calendar';
import type { Command, RequestDecision, Times } from './commands.ts';
import type { InformationRequestEvent, Track } from './events.ts';
import { droppedDraft } from './answers.ts';
import { fits } from './permitted.ts';
import { anyOpen } from './state.ts';
import type { InformationRequest } from './state.ts';

type EntryCommand = Command<
  | 'MarkInformationRequestIncomplete'
  | 'CompleteInformationRequest'
  | 'LapseInformationRequest'
  | 'VoidInformationRequest'
  | 'RegisterInformationRequest'
  | 'ConvertToStatutory'
  | 'WithdrawInformationRequest'
  | 'TransferInformationRequest'
  | 'CloseInformationRequest'
>;

/** What becomes of the entry itself, from its receipt to its end. */
export function decideEntry(command: EntryCommand, request: InformationRequest): RequestDecision {
  switch (command.type) {
    case 'MarkInformationRequestIncomplete':
      return markIncomplete(command, request);
    case 'CompleteInformationRequest':
      return complete(command, request);
    case 'LapseInformationRequest':
      return lapse(command, request);
    case 'VoidInformationRequest':
      return voidEntry(command, request);
    case 'RegisterInformationRequest':
      return register(command, request);
    case 'ConvertToStatutory':
      return convert(command, request);
    case 'WithdrawInformationRequest':
      return withdraw(command, request);
    case 'TransferInformationRequest':
      return transfer(command, request);
    case 'CloseInformationRequest':
      return close(command, request);
  }
}

/** What happened outside may be entered later, but not before what it follows. */
export function timeFault({ at, now }: Times, after: Instant): boolean {
  return at > now || at < after;
}

export const wrongTime = (): RequestDecision => rejectField('INVALID_INPUT', 'occurredAt');

/** An oral request is written down in full, KIP 22(2),(3). */
export function receive(command: Command<'ReceiveInformationRequest'>): RequestDecision {
  const { type: _, at, now, reckoning, ...received } = command;
  const fault = receiptFault(command);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  const clocks = firstClocks(received.track, at, reckoning, received.answerNeededBy);
  return [{ type: 'InformationRequestReceived', data: { ...received, clocks } }];
}

function receiptFault(command: Command<'ReceiveInformationRequest'>): string | undefined {
  const { track, at, now, requester, requestingOffice, answerNeededBy } = command;
  if (at > now) return 'occurredAt';
  if (isBlank(command.subject)) return 'subject';
  if (isBlank(command.details)) return 'details';
  if (track === 'INTER_OFFICE') {
    if (requester !== undefined) return 'requester';
    if (requestingOffice === undefined) return 'requestingOfficeCode';
  } else {
    if (requester === undefined) return 'requester';
    if (requestingOffice !== undefined) return 'requestingOfficeCode';
  }
  const late = answerNeededBy !== undefined && answerNeededBy < at;
  if (late || (answerNeededBy !== undefined && track !== 'MEDIA')) return 'answerNeededBy';
  return undefined;
}

/** The limits that run from the receipt, domain §5. */
function firstClocks(
  track: Track,
  at: Instant,
  reckoning: Reckoning,
  answerNeededBy?: Instant,
): StartedClock[] {
  switch (track) {
    case 'STATUTORY': {
      const fromReceipt = reckoning.rule('KIP-22-7').startsAt !== 'REGISTRATION';
      const answer = fromReceipt ? [startClock('KIP-22-7', at, reckoning)] : [];
      return [...answer, startClock('PPID-REGISTER', at, reckoning)];
    }
    case 'MEDIA':
      return [
        startClock('MEDIA-ANSWER', at, reckoning, answerNeededBy),
        startClock('MEDIA-ACK', at, reckoning),
      ];
    case 'INTER_OFFICE':
      return [startClock('INTER-OFFICE', at, reckoning)];
  }
}

function markIncomplete(
  command: Command<'MarkInformationRequestIncomplete'>,
  request: InformationRequest,
): RequestDecision {
  const { type, missing } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (missing.length === 0 || missing.some(isBlank)) {
    return rejectField('INVALID_INPUT', 'missing');
  }
  if (timeFault(command, request.changedAt)) return wrongTime();
  return [{ type: 'InformationRequestFoundIncomplete', data: { missing } }];
}

function complete(
  command: Command<'CompleteInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, note, at, reckoning } = command;
  if (request.state === 'RECEIVED') return [];
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (timeFault(command, request.changedAt)) return wrongTime();
  const data = note === undefined ? {} : { note };
  const completed = { type: 'InformationRequestCompleted', data } as const;
  return [completed, ...restartedAt(at, request, reckoning)];
}

/** Where the city counts the statutory limit from the completion [?]. */
function restartedAt(
  at: Instant,
  request: InformationRequest,
  reckoning: Reckoning,
): InformationRequestEvent[] {
  const rule = 'KIP-22-7';
  const old = request.clocks.find((clock) => clock.rule === rule);
  if (old?.terms?.startsAt !== 'COMPLETION') return [];
  const clock = restartClock(startedOf(old), at, reckoning);
  return [{ type: 'DeadlineRecomputed', data: { rule, clock, ...moveOf(old, clock) } }];
}

/** Only after the days that the requester had to complete it [policy]. */
function lapse(
  command: Command<'LapseInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, reason, now, reckoning } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  const { hours, lapseDays } = reckoning;
  const start = startDay(request.changedAt, reckoning, hours);
  if (now < endOfDay(addWorkingDays(start, lapseDays, reckoning))) return reject('INVALID_STATE');
  return [{ type: 'InformationRequestLapsed', data: { reason } }];
}

/** An entry that replaces one of the wrong track keeps the day of receipt. */
function voidEntry(
  command: Command<'VoidInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, reason, note, replacedBy, replacementReceivedOn } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  const moved = replacementReceivedOn !== cityDay(request.receivedAt);
  if (reason === 'WRONG_TRACK' && replacedBy !== undefined && moved) {
    return rejectField('INVALID_INPUT', 'replacedById');
  }
  const data = {
    reason,
    ...(note === undefined ? {} : { note }),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
  return [...droppedDraft(request), { type: 'InformationRequestVoided', data }];
}

function register(
  command: Command<'RegisterInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, number, track, at, reckoning } = command;
  if (request.number !== undefined && request.track === track) return [];
  if (request.numbers.includes(number)) return [];
  if (!fits(type, request) || request.track !== track) return reject('INVALID_STATE');
  if (timeFault(command, request.changedAt)) return wrongTime();
  const rule = 'KIP-22-7';
  const starts = track === 'STATUTORY' && request.clocks.every((clock) => clock.rule !== rule);
  const clocks = starts ? { clocks: [startClock(rule, at, reckoning)] } : {};
  return [{ type: 'InformationRequestRegistered', data: { number, ...clocks } }];
}

/**
 * The requester asked under the law after all: the statutory limit counts from that day, and one
 * that has passed is shown as missed. Working days count from the start of that day.
 */
function convert(
  command: Command<'ConvertToStatutory'>,
  request: InformationRequest,
): RequestDecision {
  const { type, number, reason, at, reckoning } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (timeFault(command, request.changedAt)) return wrongTime();
  const received = cityDay(request.receivedAt);
  const requestedOn = command.requestedOn ?? received;
  if (requestedOn < received || requestedOn > cityDay(at)) {
    return rejectField('INVALID_INPUT', 'requestedOn');
  }
  const startedAt = requestedOn === received ? request.receivedAt : startOfDay(requestedOn);
  const clocks = [startClock('KIP-22-7', startedAt > at ? at : startedAt, reckoning)];
  return [{ type: 'InformationRequestConverted', data: { number, requestedOn, clocks, reason } }];
}

function withdraw(
  command: Command<'WithdrawInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, reason } = command;
  if (request.state === 'WITHDRAWN') return [];
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (timeFault(command, request.changedAt)) return wrongTime();
  return [...droppedDraft(request), { type: 'InformationRequestWithdrawn', data: { reason } }];
}

/** Statutory ones are not transferred: the law wants a written notice, KIP 22(7)a-b. */
function transfer(
  command: Command<'TransferInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, publicBody, reason } = command;
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (isBlank(publicBody)) return rejectField('INVALID_INPUT', 'publicBody');
  if (timeFault(command, request.changedAt)) return wrongTime();
  const data = { publicBody, reason };
  return [...droppedDraft(request), { type: 'InformationRequestTransferred', data }];
}

/** Needs an answer that was told, and no office that still has the ball. */
function close(
  command: Command<'CloseInformationRequest'>,
  request: InformationRequest,
): RequestDecision {
  const { type, note } = command;
  if (request.state === 'CLOSED') return [];
  if (!fits(type, request)) return reject('INVALID_STATE');
  if (anyOpen(request)) return reject('ASSIGNMENTS_OPEN');
  if (!request.told) return reject('NOT_TOLD');
  if (timeFault(command, request.changedAt)) return wrongTime();
  return [{ type: 'InformationRequestClosed', data: note === undefined ? {} : { note } }];
}
