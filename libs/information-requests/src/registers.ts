import { Injectable } from '@nestjs/common';
import { isRejection } from '#kernel';
import type { Instant, RequestId } from '#kernel';
import { cityDay } from '#calendar';
import { Transact, stepOf } from '#event-store';
import type { Envelope, StreamKind, Transacted } from '#event-store';
import { registerCodec } from './codecs.ts';
import type { RequestCommand, RequestRejection } from './domain/commands.ts';
import { informationRequest } from './domain/information-request.ts';
import { REGISTER_OF, numberLabel, register } from './domain/register.ts';
import type { Register, RegisterCode, RegisterCommand, RegisterEvent } from './domain/register.ts';
import type { Track } from './domain/events.ts';
import type { RequestOrNone } from './domain/state.ts';
import { requestKind } from './request-kind.ts';

export const registerKind: StreamKind<RegisterCommand, RegisterEvent, Register, 'INVALID_STATE'> = {
  category: 'register',
  decider: register,
  codec: registerCodec,
  hot: true,
};

/** `register-PIP-2026`. */
export const registerId = (code: RegisterCode, year: number): string => `${code}-${year}`;

type Numbered = Transacted<RequestOrNone, RequestRejection>;
type NumberedCommand = Extract<
  RequestCommand,
  { type: 'RegisterInformationRequest' | 'ConvertToStatutory' }
>;

/** How long a call goes on for a number that other nodes take too, in milliseconds. */
const DEADLINE_MS = 5_000;

/**
 * Gives requests their numbers: asks the request first (a refusal uses no number), makes the
 * entry, then tells the request. A crash in between is finished by the reaction on the entry.
 */
@Injectable()
export class Registers {
  readonly #transact: Transact;
  /** Entries of one register queue here, so that they do not contend for its revision. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  /** `command.number` is filled in here. */
  async number(
    id: RequestId,
    track: Track,
    command: NumberedCommand,
    envelope: Envelope,
  ): Promise<Numbered> {
    const { state, version, commands } = await this.#transact.load(requestKind, id);
    if (state === null || commands.has(envelope.commandId)) {
      return this.#transact.run(requestKind, id, command, envelope);
    }
    const { expectedVersion = version } = envelope;
    if (expectedVersion !== version) return { outcome: 'conflict' };
    const asked = informationRequest.decide(command, state);
    if (isRejection(asked) || asked.length === 0) {
      return this.#transact.run(requestKind, id, command, envelope);
    }
    const year = yearOf(state.receivedAt);
    const number = await this.#enter(REGISTER_OF[track], year, id, envelope);
    if (number === undefined) return { outcome: 'conflict' };
    const label = numberLabel(REGISTER_OF[track], year, number);
    const numbered = { ...command, number: label };
    const done = await this.#transact.run(requestKind, id, numbered, envelope);
    if (done.outcome === 'rejected' || done.outcome === 'conflict') {
      const refusal = done.outcome === 'rejected' ? done.code : 'CONFLICT';
      await this.void(registerId(REGISTER_OF[track], year), { number, refusal }, envelope);
    }
    return done;
  }

  /** Explains the gap that a refused number leaves. */
  async void(
    stream: string,
    { number, refusal }: { number: number; refusal: string },
    envelope: Envelope,
  ): Promise<void> {
    const command = { type: 'VoidEntry', number, refusal } as const;
    await this.#transact.run(registerKind, stream, command, stepOf(envelope, 'void'));
  }

  /** The number of the request's entry; undefined when other writers kept winning. */
  async #enter(
    code: RegisterCode,
    year: number,
    entity: RequestId,
    envelope: Envelope,
  ): Promise<number | undefined> {
    const stream = registerId(code, year);
    const command = { type: 'MakeEntry', register: code, year, entity } as const;
    const deadline = Date.now() + DEADLINE_MS;
    for (let attempt = 0; Date.now() < deadline; attempt += 1) {
      const entered = await this.#inTurn(stream, () =>
        this.#transact.run(registerKind, stream, command, stepOf(envelope, `entry${attempt}`)),
      );
      if ('state' in entered) {
        const number = entered.state.entries.get(entity);
        if (number !== undefined) return number;
      }
    }
    return undefined;
  }

  async #inTurn<T>(stream: string, run: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(stream) ?? Promise.resolve();
    const mine = before.then(run, run);
    this.#queues.set(stream, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(stream) === mine) this.#queues.delete(stream);
    }
  }
}

const yearOf = (receivedAt: Instant): number => Number(cityDay(receivedAt).slice(0, 4));
