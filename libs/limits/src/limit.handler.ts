import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { Commands, isHandled } from '#access';
import type { Call, Handled } from '#access';
import { reckoningOf } from '#offices';
import { ReadModel } from '#read-model';
import { LimitHolders } from './city-limits.ts';
import { caseOf, placeOf } from './limits.queries.ts';
import type { ClockRow } from './limits.queries.ts';

export type LimitChange =
  { type: 'PauseDeadline'; reason: string } | { type: 'ResumeDeadline'; note?: string };

/** The envelope of a pause or its end, of whatever case; the viewer sees the limit. */
export class HandleLimit {
  readonly call: Call;
  readonly row: ClockRow;
  readonly change: LimitChange;

  constructor(call: Call, row: ClockRow, change: LimitChange) {
    this.call = call;
    this.row = row;
    this.change = change;
  }
}

@CommandHandler(HandleLimit)
export class LimitHandler implements ICommandHandler<HandleLimit, Handled> {
  readonly #commands: Commands;
  readonly #holders: LimitHolders;
  readonly #model: ReadModel;

  constructor(commands: Commands, holders: LimitHolders, model: ReadModel) {
    this.#commands = commands;
    this.#holders = holders;
    this.#model = model;
  }

  async execute({ call, row, change }: HandleLimit): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, ({ role }) => role === 'COORDINATOR');
    if (isHandled(authorised)) return authorised;
    const now = this.#commands.now();
    const said = { ...placeOf(row), at: now, now };
    const command =
      change.type === 'PauseDeadline'
        ? { ...change, ...said }
        : { ...change, ...said, reckoning: reckoningOf(this.#model.db) };
    const { kind } = this.#holders.of(row);
    const { envelope } = authorised;
    return this.#commands.record(call, kind, { id: caseOf(row), command, envelope });
  }
}
