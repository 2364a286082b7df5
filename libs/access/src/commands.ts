import { Injectable } from '@nestjs/common';
import type { DomainEvent, Instant, PersonActor, Position } from '#kernel';
import { AccessLog } from '#access-log';
import { Transact } from '#event-store';
import type { Envelope, StreamKind, Transacted } from '#event-store';
import type { UserErrorCode } from '#graphql/api';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { signedIn } from './asking.ts';
import { envelopeOf, handledAs, refused } from './call.ts';
import type { Call, Handled } from './call.ts';
import type { Permits } from './viewer.ts';

const READ_YOUR_WRITE_MS = 2_000;

/** Whose command it is, once it is permitted. */
export type Authorised = { actor: PersonActor; envelope: Envelope };

/** The one way from a mutation to the log: may they, is it a repeat, record, then read it. */
@Injectable()
export class Commands {
  readonly #transact: Transact;
  readonly #vault: Vault;
  readonly #model: ReadModel;
  readonly #accessLog: AccessLog;

  constructor(transact: Transact, vault: Vault, model: ReadModel, accessLog: AccessLog) {
    this.#transact = transact;
    this.#vault = vault;
    this.#model = model;
    this.#accessLog = accessLog;
  }

  /** Now, and never before what the log holds already. */
  now(): Instant {
    return this.#transact.now();
  }

  /** The actor and envelope, or why not. */
  async authorise(call: Call, permits: Permits): Promise<Authorised | Handled> {
    const actor = signedIn(call.asking).actor(permits);
    if (actor === 'INVALID_INPUT') return refused(call, 'INVALID_INPUT', 'x-acting-as');
    if (actor === 'NOT_PERMITTED') return this.refuse(call);
    return { actor, envelope: envelopeOf(call, actor, this.#vault) };
  }

  /** By policy: told, and recorded for the auditor before it is. */
  async refuse(call: Call, field?: string): Promise<Handled> {
    const { personId, actingIn } = signedIn(call.asking);
    await this.#accessLog.refused(personId, call, actingIn);
    return refused(call, 'NOT_PERMITTED', field);
  }

  /** Where the rules say more than the post: in one of those that permit it, the first. */
  async authoriseAny(call: Call, permits: Permits): Promise<Authorised | Handled> {
    const viewer = signedIn(call.asking);
    const held = [viewer.actingAs, ...viewer.appointments].find((one) => one && permits(one));
    return this.authorise(call, ({ id }) => id === held?.id);
  }

  /** Decides and records one command of one stream. */
  async record<C, E extends DomainEvent, S, Code extends UserErrorCode>(
    call: Call,
    kind: StreamKind<C, E, S, Code>,
    { id, command, envelope }: { id: string; command: C; envelope: Envelope },
  ): Promise<Handled> {
    const handled = handledAs(call, id, await this.#transact.run(kind, id, command, envelope));
    const [error] = handled.userErrors;
    return error?.code === 'NOT_PERMITTED' ? this.refuse(call) : handled;
  }

  /** What the caller of a mutation is told of a recorded command. */
  outcome<S, Code extends UserErrorCode>(
    call: Call,
    id: string,
    transacted: Transacted<S, Code>,
  ): Handled {
    return handledAs(call, id, transacted);
  }

  /** False: recorded, but this node cannot show it yet. */
  async isVisible(position: Position | null): Promise<boolean> {
    return position === null || this.#model.waitFor(position, READ_YOUR_WRITE_MS);
  }
}

export const isHandled = (result: Authorised | Handled): result is Handled =>
  'userErrors' in result;
