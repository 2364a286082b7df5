import { Injectable } from '@nestjs/common';
import { isRejection } from '#kernel';
import type { DomainEvent, Instant, RequestId } from '#kernel';
import { cityDay } from '#calendar';
import { Transact, stepOf } from '#event-store';
import type { Envelope, StreamKind, Transacted } from '#event-store';
import { registerCodec } from './codecs.ts';
import type { RequestCommand, RequestRejection } from './domain/commands.ts';
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

/** Which case is told its number in which register, and by which command. */
export type Numbering<S, Code extends string, C extends { number: string }> = {
  kind: StreamKind<C, DomainEvent, S, Code>;
  id: string;
  register: RegisterCode;
  /** Its instant decides the year; undefined for a case that does not exist. */
  since(state: S): Instant | undefined;
  /** `number` is filled in here. */
  command: C;
};

/** How long a call, in its turn, goes on for a number that other nodes take too. */
const DEADLINE_MS = 5_000;

/**
 * Gives requests and objections their numbers: asks the case first (a refusal uses no number),
 * makes the entry, then tells the case. A crash in between is finished by the reaction on the
 * entry.
 */
@Injectable()
export class Registers {
  readonly #transact: Transact;
  /** Entries of one register queue here, so that they do not contend for its revision. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(transact: Transact) {
    this.#transact = transact;
  }

  async number<S, Code extends string, C extends { number: string }>(
    { kind, id, register: code, since, command }: Numbering<S, Code, C>,
    envelope: Envelope,
  ): Promise<Transacted<S, Code>> {
    const { state, version, commands } = await this.#transact.load(kind, id);
    const from = since(state);
    if (from === undefined || commands.has(envelope.commandId)) {
      return this.#transact.run(kind, id, command, envelope);
    }
    const { expectedVersion = version } = envelope;
    if (expectedVersion !== version) return { outcome: 'conflict' };
    const asked = kind.decider.decide(command, state);
    if (isRejection(asked) || asked.length === 0) {
      return this.#transact.run(kind, id, command, envelope);
    }
    const year = yearOf(from);
    const number = await this.#enter(code, year, id, envelope);
    if (number === undefined) return { outcome: 'conflict' };
    const numbered = { ...command, number: numberLabel(code, year, number) };
    const done = await this.#transact.run(kind, id, numbered, envelope);
    if (done.outcome === 'rejected' || done.outcome === 'conflict') {
      const refusal = done.outcome === 'rejected' ? done.code : 'CONFLICT';
      await this.void(registerId(code, year), { number, refusal }, envelope);
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

  /** The number of the case's entry; undefined when other writers kept winning. */
  async #enter(
    code: RegisterCode,
    year: number,
    entity: string,
    envelope: Envelope,
  ): Promise<number | undefined> {
    const stream = registerId(code, year);
    const command = { type: 'MakeEntry', register: code, year, entity } as const;
    return this.#inTurn(stream, async () => {
      const deadline = Date.now() + DEADLINE_MS;
      for (let attempt = 0; Date.now() < deadline; attempt += 1) {
        const step = stepOf(envelope, `entry${attempt}`);
        const entered = await this.#transact.run(registerKind, stream, command, step);
        const number = 'state' in entered ? entered.state.entries.get(entity) : undefined;
        if (number !== undefined) return number;
      }
      return undefined;
    });
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

const yearOf = (from: Instant): number => Number(cityDay(from).slice(0, 4));

type NumberedCommand = Extract<
  RequestCommand,
  { type: 'RegisterInformationRequest' | 'ConvertToStatutory' }
>;

/** The year is that of the receipt. */
export const requestNumbering = (
  id: RequestId,
  track: Track,
  command: NumberedCommand,
): Numbering<RequestOrNone, RequestRejection, NumberedCommand> => ({
  kind: requestKind,
  id,
  register: REGISTER_OF[track],
  since: (state) => state?.receivedAt,
  command,
});
