import { Injectable } from '@nestjs/common';
import { Clock, Transact } from '#event-store';
import type { Envelope, Reactor } from '#event-store';
import { finishRegisterEntry } from './domain/finish-register-entry.ts';
import type { FinishEntry } from './domain/finish-register-entry.ts';
import { REGISTER_OF } from './domain/register.ts';
import type { RegisterCode, RegisterEvent } from './domain/register.ts';
import { TRACKS } from './domain/events.ts';
import { reckoningOf } from '#offices';
import { ReadModel } from '#read-model';
import { Registers } from './registers.ts';
import { requestKind } from './request-kind.ts';

/** Carries the reaction out. */
@Injectable()
export class RegisterNet implements Reactor<RegisterEvent, FinishEntry> {
  readonly reaction = finishRegisterEntry;
  readonly #transact: Transact;
  readonly #registers: Registers;
  readonly #clock: Clock;
  readonly #model: ReadModel;

  constructor(transact: Transact, registers: Registers, clock: Clock, model: ReadModel) {
    this.#transact = transact;
    this.#registers = registers;
    this.#clock = clock;
    this.#model = model;
  }

  /** A request that has the number is left alone; one that refuses it has its entry voided. */
  async dispatch(
    { register, number, label, entity }: FinishEntry,
    envelope: Envelope,
  ): Promise<string | undefined> {
    const code = register.slice(0, register.indexOf('-')) as RegisterCode;
    const track = TRACKS.find((each) => REGISTER_OF[each] === code);
    if (track === undefined) return 'NOT_FOUND';
    const now = this.#clock.now();
    const at = envelope.occurredAt ?? now;
    const reckoning = reckoningOf(this.#model.db);
    const said = { number: label, track, reckoning };
    const command = { type: 'RegisterInformationRequest', ...said, at, now } as const;
    const done = await this.#transact.run(requestKind, entity, command, envelope);
    if (done.outcome === 'conflict' || done.outcome === 'key-reused') return 'CONFLICT';
    if (done.outcome === 'rejected') {
      await this.#registers.void(register, { number, refusal: done.code }, envelope);
    }
    return undefined;
  }
}
