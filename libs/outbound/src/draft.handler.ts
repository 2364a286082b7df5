import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { isRejection } from '#kernel';
import type { OfficeCode, OutboundItemId, OutboundKind, RequestId } from '#kernel';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Authorised, Call, Handled, Reading } from '#access';
import { Transact, derivedId, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { requestOf } from '#information-requests/api';
import { findOffice } from '#offices';
import { Vault } from '#sealing';
import { AnswerNet } from './answer-net.ts';
import { AnsweredRequests } from './answered-requests.ts';
import { Contents } from './contents.ts';
import type { Said } from './contents.ts';
import type { Command } from './domain/commands.ts';
import type { Content, Replaces } from './domain/events.ts';
import { outboundItem } from './domain/outbound-item.ts';
import { STANDING_STATES } from './domain/state.ts';
import { outboundKind } from './item-kind.ts';
import { mayDraft, permits } from './outbound.policy.ts';
import { stateOf } from './outbound.queries.ts';
import { visibleItem } from './outbound.visibility.ts';

/** A text of its own, the answer to requests, or what is to stand in place of a released one. */
export type DraftIntent =
  | {
      type: 'DRAFT';
      kind: OutboundKind;
      originOffice?: OfficeCode;
      sensitive: boolean;
      said: Said;
    }
  | { type: 'ANSWER'; request: RequestId; also: RequestId[]; sensitive: boolean; said: Said }
  | { type: 'REPLACE'; replaces: Replaces; title: string; body: string; reason: string };

/** The envelope of every command that makes an item. */
export class DraftOutboundItem {
  readonly call: Call;
  readonly intent: DraftIntent;

  constructor(call: Call, intent: DraftIntent) {
    this.call = call;
    this.intent = intent;
  }
}

type Draft = {
  kind: OutboundKind;
  originOffice?: OfficeCode;
  sensitive: boolean;
  replaces?: Replaces;
  reason?: string;
  content: Content<string>;
  contentHash: string;
  envelope: Envelope;
};

@CommandHandler(DraftOutboundItem)
export class DraftHandler implements ICommandHandler<DraftOutboundItem, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #transact: Transact;
  readonly #requests: AnsweredRequests;
  readonly #contents: Contents;
  readonly #vault: Vault;
  readonly #net: AnswerNet;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    transact: Transact,
    requests: AnsweredRequests,
    contents: Contents,
    vault: Vault,
    net: AnswerNet,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#transact = transact;
    this.#requests = requests;
    this.#contents = contents;
    this.#vault = vault;
    this.#net = net;
  }

  execute({ call, intent }: DraftOutboundItem): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    switch (intent.type) {
      case 'DRAFT':
        return this.#draft(call, intent, reading);
      case 'ANSWER':
        return this.#answer(call, intent, reading);
      case 'REPLACE':
        return this.#replace(call, intent, reading);
    }
  }

  /** Answers are drafted for their requests, which are asked. */
  async #draft(
    call: Call,
    { kind, originOffice: named, sensitive, said }: Extract<DraftIntent, { type: 'DRAFT' }>,
    reading: Reading,
  ): Promise<Handled> {
    const own = reading.viewer.officesAs('OFFICE_OFFICER', 'OFFICE_LEAD');
    const wide = reading.viewer.holds('COORDINATOR', 'APPROVER');
    const originOffice = named ?? (wide || own.length !== 1 ? undefined : own[0]);
    const authorised = await this.#commands.authorise(call, mayDraft(kind, originOffice));
    if (isHandled(authorised)) return authorised;
    if (kind === 'ANSWER') return refused(call, 'INVALID_INPUT', 'kind');
    if (originOffice !== undefined && !findOffice(reading.db, originOffice, reading.today)) {
      return refused(call, 'NOT_FOUND', 'originOfficeCode');
    }
    const id = idOf(authorised);
    const { envelope } = authorised;
    const built = this.#contents.drafted(id, kind, { said, reading, envelope });
    if ('code' in built) return refused(call, built.code, built.field);
    const draft = { kind, sensitive, ...built };
    const item = originOffice === undefined ? draft : { ...draft, originOffice };
    return this.#record(call, item, authorised, reading);
  }

  /** Every request is asked first, and told in the same call. */
  async #answer(
    call: Call,
    { request, also, sensitive, said }: Extract<DraftIntent, { type: 'ANSWER' }>,
    reading: Reading,
  ): Promise<Handled> {
    if (requestOf(request, reading) === null) return refused(call, 'NOT_FOUND', 'requestId');
    const facts = {
      kind: 'ANSWER',
      originOffice: undefined,
      author: undefined,
      steps: [],
    } as const;
    const authorised = await this.#commands.authorise(call, permits('DraftOutboundItem', facts));
    if (isHandled(authorised)) return authorised;
    const { expectedVersion, ...envelope } = authorised.envelope;
    const id = idOf(authorised);
    const known = await this.#transact.load(outboundKind, id);
    const repeated = known.commands.has(envelope.commandId);
    if (!repeated && expectedVersion !== undefined) {
      const version = await this.#requests.version(request);
      if (version !== expectedVersion) return refused(call, 'CONFLICT');
    }
    const answering = { ...said, requests: [request, ...also] };
    const built = this.#contents.drafted(id, 'ANSWER', { said: answering, reading, envelope });
    if ('code' in built) {
      const field = built.field === 'answers' ? 'alsoAnswers' : built.field;
      return refused(call, built.code, field);
    }
    const item = { kind: 'ANSWER', sensitive, ...built } as const;
    return this.#record(call, item, authorised, reading);
  }

  /** The whole route again; what it replaces stays as it is until this is released. */
  async #replace(
    call: Call,
    { replaces, title, body, reason }: Extract<DraftIntent, { type: 'REPLACE' }>,
    reading: Reading,
  ): Promise<Handled> {
    const row = visibleItem(replaces.item, reading);
    if (row === undefined) return refused(call, 'NOT_FOUND', 'outboundItemId');
    const { kind, author, steps } = stateOf(row);
    const originOffice = row.origin_office ?? undefined;
    const facts = { kind, originOffice, author, steps };
    const authorised = await this.#commands.authorise(call, permits('ReplaceOutboundItem', facts));
    if (isHandled(authorised)) return authorised;
    const { expectedVersion, ...envelope } = authorised.envelope;
    const id = idOf(authorised);
    const { commands } = await this.#transact.load(outboundKind, id);
    if (!commands.has(envelope.commandId)) {
      if (expectedVersion !== undefined && expectedVersion !== row.version) {
        return refused(call, 'CONFLICT');
      }
      if (!STANDING_STATES.includes(row.state)) return refused(call, 'INVALID_STATE');
    }
    const said = { title, body };
    const built = this.#contents.drafted(id, kind, { said, reading, envelope }, row);
    if ('code' in built) return refused(call, built.code, built.field);
    const { sensitive } = stateOf(row);
    const draft = { kind, sensitive, replaces, reason, ...built };
    const item = originOffice === undefined ? draft : { ...draft, originOffice };
    return this.#record(call, item, authorised, reading);
  }

  /** A request that has another answer by now refuses: the draft leaves it, or is dropped. */
  async #record(
    call: Call,
    { envelope: sent, ...draft }: Draft,
    authorised: Authorised,
    reading: Reading,
  ): Promise<Handled> {
    const id = idOf(authorised);
    const now = this.#commands.now();
    const times = { at: now, now };
    const envelope = { ...sent, occurredAt: now };
    const command: Command<'DraftOutboundItem'> = {
      type: 'DraftOutboundItem',
      ...times,
      by: authorised.actor.personId,
      ...draft,
      key: await this.#vault.takeKey(),
      standingOf: this.#contents.standingIn(reading),
    };
    const { answer } = draft.content;
    const requests = draft.replaces === undefined ? (answer?.requests ?? []) : [];
    const { commands } = await this.#transact.load(outboundKind, id);
    if (!commands.has(envelope.commandId)) {
      const asked = outboundItem.decide(command, null);
      if (isRejection(asked)) return refused(call, asked.rejected, asked.field);
      const outcome = answer?.outcome as never;
      const telling = { type: 'DraftAnswer', item: id, outcome, ...times } as const;
      const refusal = await this.#requests.refusal(requests, telling);
      if (refusal !== undefined) return refused(call, refusal.code, refusal.field);
    }
    const done = await this.#transact.run(outboundKind, id, command, envelope);
    const late = 'state' in done ? await this.#net.tellDrafted(id, stepOf(envelope, 'tell')) : [];
    if (requests.length > 0 && late.length === requests.length) {
      return refused(call, 'INVALID_STATE');
    }
    return this.#commands.outcome(call, id, done);
  }
}

const idOf = ({ envelope }: Authorised): OutboundItemId =>
  derivedId<OutboundItemId>(envelope.commandId, 'outboundItem');
