import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Day, Instant, ObjectionId, Position } from '#kernel';
import { cityDay, startOfDay } from '#calendar';
import { Attachments } from '#attachments/api';
import { Commands, Readings, isHandled, refused } from '#access';
import type { Call, Handled, Reading } from '#access';
import { Transact } from '#event-store';
import type { Envelope } from '#event-store';
import { Registers } from '#information-requests/api';
import { reckoningOf } from '#offices';
import { isUpheld } from './domain/objection.ts';
import type { ObjectionCommand } from './domain/objection.ts';
import type { ObjectionOrNone } from './domain/objection-state.ts';
import { objectionKind } from './kinds.ts';
import { permitsOnObjection } from './objection.policy.ts';
import { visibleObjection } from './objection.queries.ts';
import type { ObjectionRow } from './objection.queries.ts';
import { objectionNumbering } from './objection-register.reaction.ts';
import { Reopening } from './reopening.ts';
import { RequestDeciders } from './request-deciders.ts';

/** What the handler adds to what the caller says. */
type Filled = 'at' | 'now' | 'reckoning' | 'number' | 'by' | 'decidedBy';

type Type =
  | 'RegisterObjection'
  | 'DecideObjection'
  | 'RecordDispute'
  | 'SettleDispute'
  | 'RecordCorrespondence';
type IntentOf<C> = C extends { type: Type } ? Omit<C, Filled> : never;

/** A command about an objection as a caller sends it. */
export type ObjectionIntent = IntentOf<ObjectionCommand> & {
  /** When it happened, if it is entered later. */
  at?: Instant | null | undefined;
  /** RecordDispute: the number that the commission gave. */
  number?: string;
};

/** The envelope of every command about an objection that exists. */
export class HandleObjection {
  readonly call: Call;
  readonly id: ObjectionId;
  readonly intent: ObjectionIntent;

  constructor(call: Call, id: ObjectionId, intent: ObjectionIntent) {
    this.call = call;
    this.id = id;
    this.intent = intent;
  }
}

type Facts = { row: ObjectionRow; reading: Reading; envelope: Envelope; now: Instant };

@CommandHandler(HandleObjection)
export class ObjectionHandler implements ICommandHandler<HandleObjection, Handled> {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #registers: Registers;
  readonly #transact: Transact;
  readonly #deciders: RequestDeciders;
  readonly #reopening: Reopening;
  readonly #attachments: Attachments;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    registers: Registers,
    transact: Transact,
    deciders: RequestDeciders,
    reopening: Reopening,
    attachments: Attachments,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#registers = registers;
    this.#transact = transact;
    this.#deciders = deciders;
    this.#reopening = reopening;
    this.#attachments = attachments;
  }

  /** What one may not see is not found; then policy, then the rules. */
  async execute({ call, id, intent }: HandleObjection): Promise<Handled> {
    const reading = this.#readings.of(call.asking);
    const row = visibleObjection(id, reading);
    const named = intent.type === 'RecordCorrespondence' ? 'entityId' : 'objectionId';
    if (row === undefined) return refused(call, 'NOT_FOUND', named);
    const authorised = await this.#commands.authorise(call, permitsOnObjection(intent.type));
    if (isHandled(authorised)) return authorised;
    const now = this.#commands.now();
    const at = 'on' in intent ? momentOf(intent.on, row, now) : (intent.at ?? now);
    const sent = { ...authorised.envelope, occurredAt: at };
    const prepared = this.#prepared(intent, id, reading, sent);
    if (typeof prepared === 'string') return refused(call, 'NOT_FOUND', prepared);
    const { envelope } = prepared;
    const command = this.#fill(prepared.intent, { row, reading, envelope, now });
    if (command.type === 'RegisterObjection') {
      const done = await this.#registers.number(objectionNumbering(id, command), envelope);
      return this.#commands.outcome(call, id, done);
    }
    const done = await this.#transact.run(objectionKind, id, command, envelope);
    const handled = this.#commands.outcome(call, id, done);
    if (command.type !== 'DecideObjection' || !('state' in done)) return handled;
    const reopened = await this.#reopen(id, done.state, envelope);
    return reopened === undefined ? handled : { ...handled, position: reopened };
  }

  /** With the files that it names as they are in this case; or which are not known. */
  #prepared(
    intent: ObjectionIntent,
    id: ObjectionId,
    reading: Reading,
    envelope: Envelope,
  ): { intent: ObjectionIntent; envelope: Envelope } | string {
    const prepare = (ids: readonly string[]) =>
      this.#attachments.prepare(ids, id, reading, envelope);
    if (intent.type === 'RecordDispute' && intent.documents !== undefined) {
      const found = prepare(intent.documents);
      if (found === 'NOT_FOUND') return 'documentIds';
      return { intent: { ...intent, documents: found.ids }, envelope: found.envelope };
    }
    if (intent.type === 'RecordCorrespondence' && intent.proofs !== undefined) {
      const found = prepare(intent.proofs);
      if (found === 'NOT_FOUND') return 'proofIds';
      return { intent: { ...intent, proofs: found.ids }, envelope: found.envelope };
    }
    return { intent, envelope };
  }

  /** What is upheld lets its request go on; one that kept changing meanwhile is left to the net. */
  async #reopen(
    id: ObjectionId,
    state: ObjectionOrNone,
    envelope: Envelope,
  ): Promise<Position | undefined> {
    const { request, decision, decidedAt } = state ?? {};
    if (request === undefined || decidedAt === undefined || !isUpheld(decision)) return undefined;
    const step = { objection: id, request };
    const reopened = await this.#reopening.reopen(step, decidedAt, envelope);
    return reopened === 'CONFLICT' ? undefined : reopened;
  }

  /** The domain's command: who, times, reckoning and what it must know of other things. */
  #fill(intent: ObjectionIntent, { row, reading, envelope, now }: Facts): ObjectionCommand {
    const { at: _, number, ...said } = intent;
    const times = { at: envelope.occurredAt ?? now, now };
    switch (said.type) {
      case 'RegisterObjection':
        return { ...said, ...times, number: '' };
      case 'DecideObjection': {
        const decidedBy = row.request === null ? [] : this.#deciders.of(row.request, reading);
        return { ...said, ...times, by: reading.viewer.personId, decidedBy };
      }
      case 'RecordDispute': {
        const named = number === undefined ? {} : { number };
        return { ...said, ...named, ...times, reckoning: reckoningOf(reading.db) };
      }
      case 'SettleDispute':
        return { ...said, ...times };
      case 'RecordCorrespondence':
        return { ...said, ...times, reckoning: reckoningOf(reading.db) };
    }
  }
}

/** What is known by its day happened on it, after what had happened before on that day. */
function momentOf(on: Day, { changed_at }: ObjectionRow, now: Instant): Instant {
  if (on > cityDay(now)) return now;
  return cityDay(changed_at) === on ? changed_at : startOfDay(on);
}
