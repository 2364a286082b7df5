import { reject, rejectField } from '#kernel';
import type { Decision, OutboundKind, Rejection } from '#kernel';
import { nextTurn, soleApprover } from './approval.ts';
import type { Command, OutboundRejection, StandingOf } from './commands.ts';
import type { Answering, AnswerPart, Content, OutboundEvent, PartDecision } from './events.ts';
import { isLive } from './state.ts';
import type { OutboundItem, PartFact } from './state.ts';

export type OutboundDecision = Decision<OutboundEvent, OutboundRejection>;
type Refusal = Rejection<OutboundRejection, never>;

export const isBlank = (text: string): boolean => text.trim() === '';

export function draft(command: Command<'DraftOutboundItem'>): OutboundDecision {
  const { kind, content, contentHash, originOffice, sensitive, replaces, reason, key } = command;
  const refusal = contentRefusal(kind, content, command.standingOf);
  if (refusal !== undefined) return refusal;
  if (replaces !== undefined && isBlank(reason ?? '')) return reject('REASON_REQUIRED');
  const data = {
    kind,
    author: command.by,
    contentVersion: 1,
    contentHash,
    ...content,
    sensitive,
    keys: { case: key },
    ...(originOffice === undefined ? {} : { originOffice }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(reason === undefined ? {} : { reason }),
  };
  return [{ type: 'OutboundItemDrafted', data }];
}

/** Until it is released; every edit is a new version, and voids the approvals given. */
export function revise(
  command: Command<'ReviseOutboundItem'>,
  item: OutboundItem,
): OutboundDecision {
  const { content, contentHash, by } = command;
  if (!isLive(item)) return reject('INVALID_STATE');
  const refusal = contentRefusal(item.kind, content, command.standingOf);
  if (refusal !== undefined) return refusal;
  const kept = content.answer?.requests ?? [];
  const left = item.requests.filter((id) => !kept.includes(id));
  const version = { contentVersion: item.contentVersion + 1, contentHash };
  const data = { author: by, ...version, ...content, ...(left.length === 0 ? {} : { left }) };
  return [{ type: 'OutboundItemRevised', data }];
}

/** A request that it answered ended otherwise; without any it is dropped. */
export function leaveRequest(
  command: Command<'LeaveRequest'>,
  item: OutboundItem,
): OutboundDecision {
  const { request, contentHash } = command;
  if (!isLive(item) || item.replaces !== undefined) return [];
  if (!item.requests.includes(request)) return [];
  if (item.requests.length === 1) return [{ type: 'OutboundItemDropped', data: {} }];
  const contentVersion = item.contentVersion + 1;
  return [{ type: 'OutboundItemLeftByRequest', data: { request, contentVersion, contentHash } }];
}

/**
 * Along the steps that hold now; a returned text only as a new version. Who alone holds the
 * approver's role writes nothing that needs it.
 */
export function submit(
  command: Command<'SubmitForApproval'>,
  item: OutboundItem,
): OutboundDecision {
  const { steps, routeSince, notes, holdersOf } = command;
  if (item.state !== 'DRAFT') return reject('INVALID_STATE');
  const refusal = partsRefusal(item.parts, command.standingOf);
  if (refusal !== undefined) return refusal;
  const approved = steps.some(({ role }) => role === 'APPROVER');
  if (approved && soleApprover(holdersOf) === item.author) return reject('SAME_PERSON');
  const { contentVersion, contentHash } = item;
  const leads = item.sensitive && !steps.some(({ role }) => role === 'LEADERSHIP');
  const all = leads ? [...steps, { role: 'LEADERSHIP', sensitive: true } as const] : steps;
  const data = { contentVersion, contentHash, steps: all, routeSince, notes };
  const submitted = all.map((step) => ({ ...step, decision: 'WAITING' as const }));
  return [
    { type: 'OutboundItemSubmitted', data },
    ...nextTurn({ ...item, steps: submitted }, command),
  ];
}

export function drop(command: Command<'DropOutboundItem'>, item: OutboundItem): OutboundDecision {
  const { reason } = command;
  if (!isLive(item)) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  return [{ type: 'OutboundItemDropped', data: { reason } }];
}

function contentRefusal(
  kind: OutboundKind,
  { title, body, answer }: Content<string>,
  standingOf: StandingOf,
): Refusal | undefined {
  if (isBlank(title)) return rejectField('INVALID_INPUT', 'title');
  if (isBlank(body)) return rejectField('INVALID_INPUT', 'body');
  if ((answer === undefined) !== (kind !== 'ANSWER'))
    return rejectField('INVALID_INPUT', 'answers');
  return answer && answerRefusal(answer, standingOf);
}

function answerRefusal(answer: Answering<string>, standingOf: StandingOf): Refusal | undefined {
  const { requests, parts, notice } = answer;
  if (requests.length === 0 || new Set(requests).size < requests.length) {
    return rejectField('INVALID_INPUT', 'answers');
  }
  const fault = outcomeFault(answer);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  if (parts.some(({ part }) => isBlank(part))) return rejectField('INVALID_INPUT', 'parts');
  if (parts.some(lacksLegalBasis)) return reject('LEGAL_BASIS_REQUIRED');
  const blackens = parts.some(({ decision }) => decision === 'GRANTED_REDACTED');
  if (notice?.blackedOut !== undefined && !blackens) return reject('CONSEQUENCE_TEST_REQUIRED');
  return partsRefusal(parts, standingOf);
}

const lacksLegalBasis = ({ decision, legalBasis }: AnswerPart<string>): boolean =>
  decision === 'REFUSED_OTHER' && isBlank(legalBasis ?? '');

/** What a whole outcome says, some part must say. */
const SAYS: Readonly<Record<string, PartDecision>> = {
  REFUSED_EXEMPT: 'REFUSED_EXEMPT',
  REFUSED_OTHER: 'REFUSED_OTHER',
  NOT_HELD: 'NOT_HELD',
  NOT_YET_DOCUMENTED: 'NOT_YET_DOCUMENTED',
};

/** A statutory answer names its parts, KIP 22(7); what is to follow is left to an interim one. */
function outcomeFault({ track, outcome, interim, parts }: Answering<string>): string | undefined {
  const decisions = parts.map(({ decision }) => decision);
  if (track === 'STATUTORY' && parts.length === 0) return 'parts';
  const follows = decisions.includes('TO_FOLLOW');
  if (follows && !interim) return 'parts';
  if (interim && parts.length > 0 && !follows) return 'parts';
  if (parts.some(({ decision, followsBy }) => decision === 'TO_FOLLOW' && !followsBy))
    return 'parts';
  if (parts.length === 0 || interim) return undefined;
  const said = SAYS[outcome];
  if (said !== undefined && !decisions.includes(said)) return 'outcome';
  const whole = decisions.every((decision) => decision === 'GRANTED');
  return outcome === 'GRANTED' && !whole ? 'outcome' : undefined;
}

/** Exempt and blackened parts each rest on a consequence test that is in force, KIP 17 and 19. */
export function partsRefusal(
  parts: readonly PartFact[],
  standingOf: StandingOf,
): Refusal | undefined {
  for (const { decision, consequenceTest } of parts) {
    if (decision !== 'REFUSED_EXEMPT' && decision !== 'GRANTED_REDACTED') continue;
    const standing = consequenceTest === undefined ? undefined : standingOf(consequenceTest);
    if (standing === 'ENDED') return reject('CONSEQUENCE_TEST_ENDED');
    if (standing !== 'VALID') return reject('CONSEQUENCE_TEST_REQUIRED');
  }
  return undefined;
}
