import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { Day } from '#kernel';
import { calendarsOf } from '#calendar';
import type { CalendarDay, Reckoning } from '#calendar';
import { Commands, isHandled, refused } from '#access';
import type { Call, Handled } from '#access';
import type { StreamKind } from '#event-store';
import { ReadModel } from '#read-model';
import { clockRule } from './domain/clock-rule.ts';
import type {
  ClockRuleCommand,
  ClockRuleEvent,
  ClockRuleRejection,
  ClockRuleState,
} from './domain/clock-rule.ts';
import { policy } from './domain/policy.ts';
import type { PolicyCommand, PolicyEvent, PolicyRejection, PolicyState } from './domain/policy.ts';
import { amendedDays, workingCalendar } from './domain/working-calendar.ts';
import type {
  WorkingCalendarCommand,
  WorkingCalendarEvent,
  WorkingCalendarRejection,
  WorkingCalendarState,
} from './domain/working-calendar.ts';
import { clockRuleCodec, policyCodec, workingCalendarCodec } from './reckoning.codecs.ts';
import { currentCalendars, reckoningOf } from './reckoning.queries.ts';

export const workingCalendarKind: StreamKind<
  WorkingCalendarCommand,
  WorkingCalendarEvent,
  WorkingCalendarState,
  WorkingCalendarRejection
> = { category: 'workingCalendar', decider: workingCalendar, codec: workingCalendarCodec };

const clockRuleKind: StreamKind<
  ClockRuleCommand,
  ClockRuleEvent,
  ClockRuleState,
  ClockRuleRejection
> = { category: 'clockRule', decider: clockRule, codec: clockRuleCodec };

const policyKind: StreamKind<PolicyCommand, PolicyEvent, PolicyState, PolicyRejection> = {
  category: 'policy',
  decider: policy,
  codec: policyCodec,
};

/** Days off to add to a year and to take away. */
export type Amendment = { year: number; add: CalendarDay[]; remove: Day[] };

/** Known by those who keep the limits. */
export abstract class RunningLimits {
  /** How many running limits that count by a year's calendar a reckoning would move. */
  abstract countMoves(year: number, reckoning: Reckoning): number;
}

/** How the city would count with the amendment; undefined when the year has no calendar. */
export function reckoningAfter(
  { year, add, remove }: Amendment,
  db: ReadModel['db'],
): Reckoning | undefined {
  const current = currentCalendars(db);
  if (current.every((one) => one.year !== year)) return undefined;
  const amended = current.map((one) =>
    one.year === year ? { ...one, days: amendedDays(one.days, { add, remove }) } : one,
  );
  return reckoningOf(db, calendarsOf(amended));
}

/** The envelope of every decision about how the city counts time. */
export class HandleReckoning {
  readonly call: Call;
  readonly decision:
    | { type: 'DeclareCalendar'; year: number; source: string; days: CalendarDay[] }
    | ({ type: 'AmendCalendar'; source: string; expectedMoves: number } & Amendment)
    | ClockRuleCommand
    | PolicyCommand;

  constructor(call: Call, decision: HandleReckoning['decision']) {
    this.call = call;
    this.decision = decision;
  }
}

@CommandHandler(HandleReckoning)
export class ReckoningHandler implements ICommandHandler<HandleReckoning, Handled> {
  readonly #commands: Commands;
  readonly #model: ReadModel;
  readonly #limits: RunningLimits;

  constructor(commands: Commands, model: ReadModel, limits: RunningLimits) {
    this.#commands = commands;
    this.#model = model;
    this.#limits = limits;
  }

  async execute({ call, decision }: HandleReckoning): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, ({ role }) => role === 'ADMIN');
    if (isHandled(authorised)) return authorised;
    const { envelope } = authorised;
    switch (decision.type) {
      case 'DeclareCalendar': {
        const id = String(decision.year);
        const command = decision;
        return this.#commands.record(call, workingCalendarKind, { id, command, envelope });
      }
      case 'AmendCalendar': {
        const { year, ...said } = decision;
        const after = reckoningAfter(decision, this.#model.db);
        if (after === undefined) return refused(call, 'CALENDAR_MISSING', 'year');
        const command = { ...said, moves: this.#limits.countMoves(year, after) };
        const id = String(year);
        return this.#commands.record(call, workingCalendarKind, { id, command, envelope });
      }
      case 'SetClockRule':
        return this.#commands.record(call, clockRuleKind, {
          id: decision.rule,
          command: decision,
          envelope,
        });
      case 'SetPolicy':
        return this.#commands.record(call, policyKind, {
          id: decision.key,
          command: decision,
          envelope,
        });
    }
  }
}
