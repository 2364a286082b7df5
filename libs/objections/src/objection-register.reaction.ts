import { Injectable } from '@nestjs/common';
import { Clock, Transact } from '#event-store';
import type { Envelope, Reactor } from '#event-store';
import { finishEntries } from '#information-requests';
import type { FinishEntry, RegisterEvent } from '#information-requests';
import { Registers } from '#information-requests/api';
import type { Numbering } from '#information-requests/api';
import type { ObjectionCommand, ObjectionRejection } from './domain/objection.ts';
import type { ObjectionOrNone } from './domain/objection-state.ts';
import { objectionKind } from './kinds.ts';

type Register = Extract<ObjectionCommand, { type: 'RegisterObjection' }>;

/** The year is that of the lodging. */
export const objectionNumbering = (
  id: string,
  command: Register,
): Numbering<ObjectionOrNone, ObjectionRejection, Register> => ({
  kind: objectionKind,
  id,
  register: 'KEB',
  since: (state) => state?.lodgedAt,
  command,
});

export const finishObjectionEntry = finishEntries('finish-objection-entry', ['KEB']);

/** The net under the register of objections. */
@Injectable()
export class ObjectionRegisterNet implements Reactor<RegisterEvent, FinishEntry> {
  readonly reaction = finishObjectionEntry;
  readonly #transact: Transact;
  readonly #registers: Registers;
  readonly #clock: Clock;

  constructor(transact: Transact, registers: Registers, clock: Clock) {
    this.#transact = transact;
    this.#registers = registers;
    this.#clock = clock;
  }

  /** An objection that has the number is left alone; one that refuses it has its entry voided. */
  async dispatch(
    { register, number, label, entity }: FinishEntry,
    envelope: Envelope,
  ): Promise<string | undefined> {
    const now = this.#clock.now();
    const at = envelope.occurredAt ?? now;
    const command = { type: 'RegisterObjection', number: label, at, now } as const;
    const done = await this.#transact.run(objectionKind, entity, command, envelope);
    if (done.outcome === 'conflict' || done.outcome === 'key-reused') return 'CONFLICT';
    if (done.outcome === 'rejected') {
      await this.#registers.void(register, { number, refusal: done.code }, envelope);
    }
    return undefined;
  }
}
