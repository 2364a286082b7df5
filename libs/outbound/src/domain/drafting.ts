import { isBlank, reject, rejectField } from '#kernel';
import type { Day, Decision, Instant, OutboundKind, Rejection } from '#kernel';
import { cityDay } from '#calendar';
import { nextTurn, soleApprover } from './approval.ts';
import type { Command, OutboundRejection, StandingOf } from './commands.ts';
import type { Answering, AnswerPart, Content, OutboundEvent, PartDecision } from './events.ts';
import { isLive } from './state.ts';
import type { OutboundItem, PartFact } from './state.ts';

export type OutboundDecision = Decision<OutboundEvent, OutboundRejection>;
type Refusal = Rejection<OutboundRejection, never>;

export function draft(command: Command<'DraftOutboundItem'>): OutboundDecision {
  const { kind, content, contentHash, originOffice, sensitive, replaces, reason, key } = command;
  const refusal = contentRefusal(kind, content, command);
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

/**
 * Until it is released; every edit is a new version, and voids the approvals given. What changes
 * nothing is no edit, so that nobody becomes the author of another's text.
 */
export function revise(
  command: Command<'ReviseOutboundItem'>,
  item: OutboundItem,
): OutboundDecision {
  const { content, contentHash, by, base } = command;
  if (!isLive(item)) return reject('INVALID_STATE');
  if (base !== item.contentVersion) return reject('CONTENT_CHANGED');
  const refusal = contentRefusal(item.kind, content, command);
  if (refusal !== undefined) return refusal;
  if (contentHash === item.contentHash) return [];
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
  const { request, contentHash, base } = command;
  if (!isLive(item) || item.replaces !== undefined) return [];
  if (!item.requests.includes(request)) return [];
  if (item.requests.length === 1) return [{ type: 'OutboundItemDropped', data: {} }];
  if (base !== item.contentVersion) return reject('CONTENT_CHANGED');
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
  const { steps, routeSince, notes, holdersOf, base } = command;
  if (item.state !== 'DRAFT') return reject('INVALID_STATE');
  if (base !== item.contentVersion) return reject('CONTENT_CHANGED');
  const refusal = partsRefusal(item.parts, command.standingOf);
  if (refusal !== undefined) return refusal;
  const approved = steps.some(({ role }) => role === 'APPROVER');
  if (approved && soleApprover(holdersOf) === item.author) return reject('SAME_PERSON');
  const { contentVersion, contentHash } = item;
  const leads = item.sensitive && steps.at(-1)?.role !== 'LEADERSHIP';
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

/** What a content is held against. */
type Facts = { at: Instant; standingOf: StandingOf };

function contentRefusal(
  kind: OutboundKind,
  { title, body, answer }: Content<string>,
  facts: Facts,
): Refusal | undefined {
  if (isBlank(title)) return rejectField('INVALID_INPUT', 'title');
  if (isBlank(body)) return rejectField('INVALID_INPUT', 'body');
  if ((answer === undefined) !== (kind !== 'ANSWER'))
    return rejectField('INVALID_INPUT', 'answers');
  return answer && answerRefusal(answer, facts);
}

function answerRefusal(answer: Answering<string>, facts: Facts): Refusal | undefined {
  const { requests, parts, notice } = answer;
  if (requests.length === 0 || new Set(requests).size < requests.length) {
    return rejectField('INVALID_INPUT', 'answers');
  }
  const fault = outcomeFault(answer);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  const wrong = parts.some((part) => isWrongPart(part, cityDay(facts.at)));
  if (wrong) return rejectField('INVALID_INPUT', 'parts');
  if (parts.some(lacksLegalBasis)) return reject('LEGAL_BASIS_REQUIRED');
  const blackens = parts.some(({ decision }) => decision === 'GRANTED_REDACTED');
  if (notice?.blackedOut !== undefined && !blackens) return reject('CONSEQUENCE_TEST_REQUIRED');
  return partsRefusal(parts, facts.standingOf);
}

const lacksLegalBasis = ({ decision, legalBasis }: AnswerPart<string>): boolean =>
  decision === 'REFUSED_OTHER' && isBlank(legalBasis ?? '');

/** Which field belongs to which decision; a part that follows has a day to come. */
function isWrongPart(shown: AnswerPart<string>, today: Day): boolean {
  const { part, decision, consequenceTest, legalBasis, followsBy } = shown;
  if (isBlank(part)) return true;
  if (consequenceTest !== undefined && !isExempt(decision)) return true;
  if (legalBasis !== undefined && decision !== 'REFUSED_OTHER') return true;
  if (decision !== 'TO_FOLLOW') return followsBy !== undefined;
  return followsBy === undefined || followsBy <= today;
}

const isExempt = (decision: PartDecision): boolean =>
  decision === 'REFUSED_EXEMPT' || decision === 'GRANTED_REDACTED';
const isGiven = (decision: PartDecision): boolean =>
  decision === 'GRANTED' || decision === 'GRANTED_REDACTED';

/** What an outcome says of the parts, KIP 22(7): whole or part, accepted or refused. */
const SAYS: Readonly<Record<string, (parts: readonly PartDecision[]) => boolean>> = {
  GRANTED: (parts) => parts.every((one) => one === 'GRANTED'),
  ALREADY_PUBLIC: (parts) => parts.every((one) => one === 'GRANTED'),
  GRANTED_IN_PART: (parts) => parts.some(isGiven) && parts.some((one) => one !== 'GRANTED'),
  REFUSED_EXEMPT: (parts) => parts.includes('REFUSED_EXEMPT') && !parts.some(isGiven),
  REFUSED_OTHER: (parts) => parts.includes('REFUSED_OTHER') && !parts.some(isGiven),
  NOT_HELD: (parts) => parts.every((one) => one === 'NOT_HELD'),
  NOT_YET_DOCUMENTED: (parts) => parts.every((one) => one === 'NOT_YET_DOCUMENTED'),
};

/** A statutory answer names its parts, KIP 22(7); what is to follow is left to an interim one. */
function outcomeFault({ track, outcome, interim, parts }: Answering<string>): string | undefined {
  const decisions = parts.map(({ decision }) => decision);
  if (track === 'STATUTORY' && parts.length === 0) return 'parts';
  const follows = decisions.includes('TO_FOLLOW');
  if (follows && !interim) return 'parts';
  if (interim && parts.length > 0 && !follows) return 'parts';
  if (parts.length === 0 || interim) return undefined;
  return SAYS[outcome]?.(decisions) === false ? 'outcome' : undefined;
}

/** Exempt and blackened parts each rest on a consequence test that is in force, KIP 17 and 19. */
export function partsRefusal(
  parts: readonly PartFact[],
  standingOf: StandingOf,
): Refusal | undefined {
  for (const { decision, consequenceTest } of parts) {
    if (!isExempt(decision)) continue;
    const standing = consequenceTest === undefined ? undefined : standingOf(consequenceTest);
    if (standing === 'ENDED') return reject('CONSEQUENCE_TEST_ENDED');
    if (standing !== 'VALID') return reject('CONSEQUENCE_TEST_REQUIRED');
  }
  return undefined;
}
