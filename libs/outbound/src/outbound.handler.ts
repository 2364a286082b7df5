import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { OutboundItemId, PersonId } from '#kernel';
import { Commands, Readings, isHandled, refused, signedIn } from '#access';
import type { Call, Handled, Reading } from '#access';
import { Transact, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { STEP_ROLES, reckoningOf } from '#offices';
import { AnswerNet } from './answer-net.ts';
import { AnsweredRequests } from './answered-requests.ts';
import { Contents } from './contents.ts';
import type { Said } from './contents.ts';
import type { Command, OutboundCommand } from './domain/commands.ts';
import type { OutboundItem } from './domain/state.ts';
import { hasLeft, isLive, pendingStep } from './domain/state.ts';
import { outboundKind } from './item-kind.ts';
import { fitsStep, permits } from './outbound.policy.ts';
import { holdersOn, stateOf } from './outbound.queries.ts';
import type { ItemRow } from './outbound.queries.ts';
import { visibleItem } from './outbound.visibility.ts';
import { Releases } from './releases.ts';
import { routeFor } from './routing.ts';

type Later =
  | 'SubmitForApproval'
  | 'ApproveOutboundItem'
  | 'ReturnOutboundItem'
  | 'RejectOutboundItem'
  | 'SetSensitive'
  | 'ScheduleRelease'
  | 'CancelSchedule'
  | 'ReleaseOutboundItem'
  | 'EmergencyRelease'
  | 'ReviewRelease'
  | 'DropOutboundItem'
  | 'WithdrawRelease';

/** What the handler adds to what the caller says. */
type Filled =
  | 'at'
  | 'now'
  | 'by'
  | 'holds'
  | 'holdersOf'
  | 'reckoning'
  | 'standingOf'
  | 'assignmentsOpen'
  | 'steps'
  | 'notes'
  | 'routeSince'
  | 'base';

type IntentOf<C> = C extends OutboundCommand ? Omit<C, Filled> : never;

/** A command about an item as a caller sends it; a revision says what is to change. */
export type ItemIntent = IntentOf<Command<Later>> | { type: 'ReviseOutboundItem'; said: Said };

/** The envelope of every command about an item that exists. */
export class HandleOutboundItem {
  readonly call: Call;
  readonly id: OutboundItemId;
  readonly intent: ItemIntent;

  constructor(call: Call, id: OutboundItemId, intent: ItemIntent) {
    this.call = call;
    this.id = id;
    this.intent = intent;
  }
}

type Facts = { row: ItemRow; item: OutboundItem; reading: Reading; by: PersonId };

@CommandHandler(HandleOutboundItem)
export class OutboundItemHandler implements ICommandHandler<HandleOutboundItem, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #transact: Transact;
  readonly #requests: AnsweredRequests;
  readonly #releases: Releases;
  readonly #contents: Contents;
  readonly #net: AnswerNet;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    transact: Transact,
    requests: AnsweredRequests,
    releases: Releases,
    contents: Contents,
    net: AnswerNet,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#transact = transact;
    this.#requests = requests;
    this.#releases = releases;
    this.#contents = contents;
    this.#net = net;
  }

  /** What one may not see is not found; then policy, then what the input names, then the rules. */
  async execute({ call, id, intent }: HandleOutboundItem): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    const row = visibleItem(id, reading);
    if (row === undefined) return refused(call, 'NOT_FOUND', 'outboundItemId');
    const item = stateOf(row);
    const authorised = await this.#authorise(call, intent, row, item);
    if (isHandled(authorised)) return authorised;
    const { actor } = authorised;
    const envelope = { ...authorised.envelope, occurredAt: this.#commands.now() };
    const facts = { row, item, reading, by: actor.personId };
    if (intent.type === 'ReviseOutboundItem') {
      return this.#revise(call, intent.said, facts, envelope);
    }
    const holds = (step: Parameters<typeof fitsStep>[0]): boolean =>
      fitsStep(step)({ ...actor, office: actor.office } as never);
    const command = await this.#fill(intent, facts, holds);
    if (command.type === 'ReleaseOutboundItem' || command.type === 'EmergencyRelease') {
      return this.#commands.outcome(call, id, await this.#releases.release(id, command, envelope));
    }
    const done = await this.#transact.run(outboundKind, id, command, envelope);
    const over = command.type === 'DropOutboundItem' || command.type === 'RejectOutboundItem';
    if (over && 'state' in done && done.state !== null && isOver(done.state)) {
      await this.#requests.dropDrafts(id, done.state.requests, envelope);
    }
    return this.#commands.outcome(call, id, done);
  }

  /** In the post that has the turn, where one of theirs has; who else decides texts is told so. */
  #authorise(call: Call, intent: ItemIntent, row: ItemRow, item: OutboundItem) {
    const { kind, author, steps } = item;
    const facts = {
      kind,
      author,
      originOffice: row.origin_office ?? undefined,
      steps,
      ...('sensitive' in intent ? { sensitive: intent.sensitive } : {}),
    };
    const pending = item.steps[pendingStep(item)];
    const decides = DECIDING.includes(intent.type);
    if (decides && pending !== undefined) {
      const inTurn = signedIn(call.asking).actor(fitsStep(pending)) !== 'NOT_PERMITTED';
      if (inTurn) return this.#commands.authorise(call, fitsStep(pending));
      return this.#commands.authoriseAny(call, ({ role }) => STEP_ROLES.includes(role));
    }
    const may = permits(intent.type, facts);
    return decides ? this.#commands.authoriseAny(call, may) : this.#commands.authorise(call, may);
  }

  /** The domain's command: who, when, and what it must know of posts, requests and tests. */
  async #fill(
    intent: Exclude<ItemIntent, { type: 'ReviseOutboundItem' }>,
    { row, item, reading, by }: Facts,
    holds: (step: Parameters<typeof fitsStep>[0]) => boolean,
  ): Promise<OutboundCommand> {
    const now = this.#commands.now();
    const who = { at: now, now, by };
    const holdersOf = holdersOn(reading.db, reading.today);
    const reckoning = reckoningOf(reading.db);
    const standingOf = this.#contents.standingIn(reading);
    switch (intent.type) {
      case 'SubmitForApproval': {
        const originOffice = row.origin_office ?? undefined;
        const route = routeFor({ ...item, originOffice }, reading);
        const base = item.contentVersion;
        return { ...intent, ...who, ...route, base, holdersOf, reckoning, standingOf };
      }
      case 'ApproveOutboundItem': {
        const assignmentsOpen = await this.#requests.anyOpen(item.requests);
        return { ...intent, ...who, holds, holdersOf, reckoning, assignmentsOpen };
      }
      case 'ReturnOutboundItem':
      case 'RejectOutboundItem':
        return { ...intent, ...who, holds, holdersOf };
      case 'SetSensitive':
        return { ...intent, ...who, holdersOf, reckoning };
      case 'ReleaseOutboundItem': {
        const assignmentsOpen = await this.#requests.anyOpen(item.requests);
        return { ...intent, ...who, assignmentsOpen, standingOf };
      }
      case 'EmergencyRelease':
        return { ...intent, ...who, standingOf };
      default:
        return { ...intent, ...who };
    }
  }

  /** Requests that it is to answer are asked first; those it leaves go on without it. */
  async #revise(call: Call, said: Said, facts: Facts, sent: Envelope): Promise<Handled> {
    const { row, item, reading, by } = facts;
    const { id } = row;
    const built = this.#contents.revised(row, { said, reading, envelope: sent });
    if ('code' in built) return refused(call, built.code, built.field);
    const { content, contentHash, envelope } = built;
    const kept = content.answer?.requests ?? [];
    const now = this.#commands.now();
    const times = { at: now, now };
    const outcome = content.answer?.outcome as never;
    const drafting = { type: 'DraftAnswer', item: id, outcome, ...times } as const;
    const { commands } = await this.#transact.load(outboundKind, id);
    const repeated = commands.has(envelope.commandId) || item.replaces !== undefined;
    const refusal = await this.#requests.refusal(repeated ? [] : kept, drafting);
    if (refusal !== undefined) return refused(call, refusal.code, refusal.field);
    const command = {
      type: 'ReviseOutboundItem',
      ...times,
      by,
      content,
      contentHash,
      base: item.contentVersion,
      standingOf: this.#contents.standingIn(reading),
    } as const;
    const done = await this.#transact.run(outboundKind, id, command, envelope);
    if (done.outcome === 'recorded' && item.replaces === undefined) {
      await this.#net.tellDrafted(id, stepOf(envelope, 'tell'));
      const left = item.requests.filter((request) => !kept.includes(request));
      await this.#requests.dropDrafts(id, left, envelope);
    }
    return this.#commands.outcome(call, id, done);
  }
}

/** It never leaves the house. */
const isOver = (item: OutboundItem): boolean => !isLive(item) && !hasLeft(item);

const DECIDING: readonly ItemIntent['type'][] = [
  'ApproveOutboundItem',
  'ReturnOutboundItem',
  'RejectOutboundItem',
];
