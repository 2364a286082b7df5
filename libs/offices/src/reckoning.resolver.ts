import { Args, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CommandBus } from '@nestjs/cqrs';
import { RULE_IDS } from '#calendar';
import type { RuleId } from '#calendar';
import { Commands, CurrentAsking, Readings, refused } from '#access';
import type { Asking, Call, Handled, Reading } from '#access';
import { given } from '#graphql/api';
import { HandleReckoning } from './reckoning.handlers.ts';
import * as inputs from './reckoning.inputs.ts';
import { calendarsOfYear, clockRules, policies } from './reckoning.queries.ts';
import {
  CalendarPayload,
  ClockRule,
  ClockRulePayload,
  Policy,
  PolicyPayload,
  WorkingCalendar,
} from './reckoning.types.ts';

@Resolver()
export class ReckoningResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => [WorkingCalendar], {
    description: 'Every version of the calendar of a year, the first one first.',
  })
  workingCalendars(
    @Args('year', { type: () => Int, description: 'The year.' }) year: number,
    @CurrentAsking() asking: Asking,
  ): WorkingCalendar[] {
    return calendarsOfYear(this.#readings.of(asking).db, year);
  }

  @Query(() => [ClockRule], { description: 'Every rule of time limits as it stands.' })
  clockRules(@CurrentAsking() asking: Asking): ClockRule[] {
    return [...clockRules(this.#readings.of(asking).db).values()];
  }

  @Query(() => [Policy], { description: 'Every policy of the city as it stands.' })
  policies(@CurrentAsking() asking: Asking): Policy[] {
    return policies(this.#readings.of(asking).db);
  }

  @Mutation(() => CalendarPayload, {
    description:
      'Declares the days off of a year; limits that waited for it get their date. Admin.',
  })
  async declareCalendar(
    @Args('input') input: inputs.DeclareCalendarInput,
    @CurrentAsking() asking: Asking,
  ): Promise<CalendarPayload> {
    const { year, source, days } = input;
    const call = { mutation: 'declareCalendar', asking, input, entity: String(year) };
    return this.#calendar(call, year, {
      type: 'DeclareCalendar',
      year,
      source,
      days: inputs.daysOf(days),
    });
  }

  @Mutation(() => CalendarPayload, {
    description: 'Amends the calendar of a year, and moves the running limits it touches. Admin.',
  })
  async amendCalendar(
    @Args('input') input: inputs.AmendCalendarInput,
    @CurrentAsking() asking: Asking,
  ): Promise<CalendarPayload> {
    const { year, source, add, remove, expectedMoves } = input;
    const call = { mutation: 'amendCalendar', asking, input, entity: String(year) };
    const amendment = {
      year,
      source,
      add: inputs.daysOf(add),
      remove: remove ?? [],
      expectedMoves,
    };
    return this.#calendar(call, year, { type: 'AmendCalendar', ...amendment });
  }

  @Mutation(() => ClockRulePayload, {
    description: 'Changes a rule of time limits, by a decision of the city. Admin.',
  })
  async setClockRule(
    @Args('input') input: inputs.SetClockRuleInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ClockRulePayload> {
    const { ruleId, length, pausable, startsAt, skips, basis, reason } = input;
    const call = { mutation: 'setClockRule', asking, input, entity: ruleId };
    if (!isRule(ruleId)) return { ...refused(call, 'NOT_FOUND', 'ruleId'), rule: null };
    const change = given({ length, pausable, startsAt, skips });
    const decision = { type: 'SetClockRule', rule: ruleId, change, basis, reason } as const;
    const { handled, reading } = await this.#decide(call, decision);
    return { ...handled, rule: (reading && clockRules(reading.db).get(ruleId)) ?? null };
  }

  @Mutation(() => PolicyPayload, { description: 'Sets a policy of the city. Admin.' })
  async setPolicy(
    @Args('input') input: inputs.SetPolicyInput,
    @CurrentAsking() asking: Asking,
  ): Promise<PolicyPayload> {
    const { key, value, basis, reason } = input;
    const call = { mutation: 'setPolicy', asking, input, entity: key };
    const decision = { type: 'SetPolicy', key, value, basis, reason } as const;
    const { handled, reading } = await this.#decide(call, decision);
    const found = reading && policies(reading.db).find((one) => one.key === key);
    return { ...handled, policy: found ?? null };
  }

  async #calendar(
    call: Call,
    year: number,
    decision: HandleReckoning['decision'],
  ): Promise<CalendarPayload> {
    const { handled, reading } = await this.#decide(call, decision);
    return { ...handled, calendar: (reading && calendarsOfYear(reading.db, year).at(-1)) ?? null };
  }

  /** The reading is null when it was refused, or while this node cannot show the write yet. */
  async #decide(
    call: Call,
    decision: HandleReckoning['decision'],
  ): Promise<{ handled: Handled; reading: Reading | null }> {
    const envelope = new HandleReckoning(call, decision);
    const handled = await this.#bus.execute<HandleReckoning, Handled>(envelope);
    const visible = handled.id !== null && (await this.#commands.isVisible(handled.position));
    return { handled, reading: visible ? this.#readings.of(call.asking) : null };
  }
}

const isRule = (id: string): id is RuleId => (RULE_IDS as readonly string[]).includes(id);
