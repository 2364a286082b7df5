import { CommandBus } from '@nestjs/cqrs';
import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Day, Instant, Position } from '#kernel';
import { CLOCK_RULES, RULE_IDS, extendClock, ledgerOf, startClock } from '#calendar';
import type { ClockRule, Reckoning } from '#calendar';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Handled, Reading } from '#access';
import {
  DateScalar,
  DateTimeScalar,
  LATEST,
  PositionScalar,
  UserError,
  given,
  userError,
} from '#graphql/api';
import { reckoningOf } from '#offices';
import { daysOf, reckoningAfter } from '#offices/api';
import { CityLimits, LimitHolders } from './city-limits.ts';
import type { LimitMove } from './city-limits.ts';
import {
  AmendmentArgs,
  DeadlinePreviewArgs,
  PauseDeadlineInput,
  ResumeDeadlineInput,
} from './deadline.inputs.ts';
import { Deadline, DeadlineStep, deadlineOf, stepsOf } from './deadline.types.ts';
import { HandleLimit } from './limit.handler.ts';
import type { LimitChange } from './limit.handler.ts';
import { caseOf, clockId, findClock } from './limits.queries.ts';
import type { ClockRow } from './limits.queries.ts';

/** Moves that a preview names one by one. */
const SHOWN_MOVES = 100;

@ObjectType({ description: 'The limit, or why not.' })
export class DeadlinePayload {
  @Field(() => Deadline, { nullable: true, description: 'Null when refused or not yet seen.' })
  deadline!: Deadline | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@ObjectType({ description: 'What would be due, and why.' })
export class DeadlinePreview {
  @Field(() => DateScalar, { nullable: true, description: 'The day it would end with.' })
  dueOn!: Day | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant it would end with.' })
  dueAt!: Instant | null;

  @Field(() => [DeadlineStep], { description: 'Every day, in order.' })
  ledger!: DeadlineStep[];

  @Field(() => [String], { description: 'Versions of the calendars used.' })
  calendars!: string[];

  @Field(() => [UserError], { description: 'CALENDAR_MISSING where a year was not declared.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'A running limit that an amendment would move.' })
export class DeadlineMove {
  /** Of its case. */
  row!: ClockRow;

  @Field(() => ID, { description: 'Which limit.' })
  deadlineId!: string;

  @Field({ description: 'E.g. KIP-22-7.' })
  ruleId!: string;

  @Field(() => DateScalar, { description: 'Due day now.' })
  dueFrom!: Day;

  @Field(() => DateScalar, { description: 'Due day after the amendment.' })
  dueTo!: Day;
}

@ObjectType({ description: 'Which running limits an amendment would move.' })
export class CalendarAmendmentPreview {
  @Field(() => Int, { description: 'How many; amendCalendar wants this number.' })
  moves!: number;

  @Field(() => [DeadlineMove], {
    description: 'The first hundred by due day, of those that keep having a date.',
  })
  first!: DeadlineMove[];

  @Field(() => [UserError], { description: 'CALENDAR_MISSING where the year was not declared.' })
  userErrors!: UserError[];
}

@Resolver()
export class DeadlineResolver {
  readonly #bus: CommandBus;
  readonly #readings: Readings;
  readonly #commands: Commands;
  readonly #limits: CityLimits;
  readonly #holders: LimitHolders;

  // eslint-disable-next-line max-params -- injected
  constructor(
    bus: CommandBus,
    readings: Readings,
    commands: Commands,
    limits: CityLimits,
    holders: LimitHolders,
  ) {
    this.#bus = bus;
    this.#readings = readings;
    this.#commands = commands;
    this.#limits = limits;
    this.#holders = holders;
  }

  @Mutation(() => DeadlinePayload, { description: 'Pauses a limit. Coordinator.' })
  pauseDeadline(
    @Args('input') input: PauseDeadlineInput,
    @CurrentAsking() asking: Asking,
  ): Promise<DeadlinePayload> {
    const { reason } = input;
    return this.#handle('pauseDeadline', input, asking, { type: 'PauseDeadline', reason });
  }

  @Mutation(() => DeadlinePayload, { description: 'Lets a limit count again. Coordinator.' })
  resumeDeadline(
    @Args('input') input: ResumeDeadlineInput,
    @CurrentAsking() asking: Asking,
  ): Promise<DeadlinePayload> {
    const change = { type: 'ResumeDeadline', ...given({ note: input.note }) } as const;
    return this.#handle('resumeDeadline', input, asking, change);
  }

  @Query(() => DeadlinePreview, {
    description: 'What would be due, and why, without recording anything.',
  })
  deadlinePreview(
    @Args() args: DeadlinePreviewArgs,
    @CurrentAsking() asking: Asking,
  ): DeadlinePreview {
    const reading = this.#readings.of(asking);
    const { ruleId, startedAt, extendBy } = args;
    const rule = RULE_IDS.find((id) => id === ruleId);
    const nothing = { dueOn: null, dueAt: null, ledger: [], calendars: [] };
    const refused = (code: 'INVALID_INPUT' | 'NOT_FOUND', field: string): DeadlinePreview => ({
      ...nothing,
      userErrors: [userError(code, asking.language, [field])],
    });
    if (rule === undefined) return refused('NOT_FOUND', 'ruleId');
    if (CLOCK_RULES[rule].length === null) return refused('INVALID_INPUT', 'ruleId');
    if (startedAt > LATEST) return refused('INVALID_INPUT', 'startedAt');
    if (extendBy != null && rule !== 'KIP-22-7') return refused('INVALID_INPUT', 'extendBy');
    const reckoning = asAsked(reckoningOf(reading.db), args);
    const started = startClock(rule, startedAt, reckoning);
    const clock = extendBy == null ? started : extendClock(started, extendBy, reckoning);
    const ledger = stepsOf(ledgerOf(clock, reckoning));
    const { dueOn = null, dueAt = null, calendars, waitsFor } = clock;
    const missing = userError('CALENDAR_MISSING', asking.language, ['startedAt']);
    return { dueOn, dueAt, ledger, calendars, userErrors: waitsFor === undefined ? [] : [missing] };
  }

  @Query(() => CalendarAmendmentPreview, {
    description: 'Which running limits an amendment would move, without recording anything. Admin.',
  })
  previewCalendarAmendment(
    @Args() { year, add, remove }: AmendmentArgs,
    @CurrentAsking() asking: Asking,
  ): CalendarAmendmentPreview {
    const reading = this.#readings.of(asking);
    const refused = (code: 'NOT_PERMITTED' | 'CALENDAR_MISSING'): CalendarAmendmentPreview => ({
      moves: 0,
      first: [],
      userErrors: [userError(code, asking.language, ['year'])],
    });
    if (!reading.viewer.holds('ADMIN')) return refused('NOT_PERMITTED');
    const amendment = { year, add: daysOf(add), remove: remove ?? [] };
    const after = reckoningAfter(amendment, reading.db);
    if (after === undefined) return refused('CALENDAR_MISSING');
    const moves = this.#limits.moves(year, after);
    const dated = moves.filter((move): move is Required<LimitMove> => move.dueTo !== undefined);
    const first = dated.slice(0, SHOWN_MOVES).map(({ row, dueFrom, dueTo }) => ({
      row,
      deadlineId: clockId(row),
      ruleId: row.rule,
      dueFrom,
      dueTo,
    }));
    return { moves: moves.length, first, userErrors: [] };
  }

  async #handle(
    mutation: string,
    input: PauseDeadlineInput | ResumeDeadlineInput,
    asking: Asking,
    change: LimitChange,
  ): Promise<DeadlinePayload> {
    const { deadlineId } = input;
    const found = this.#find(deadlineId, this.#readings.of(asking));
    if (found === null) return notDone('NOT_FOUND', asking);
    const { row, deadline } = found;
    if (deadline.stoppedAt !== null) return notDone('INVALID_STATE', asking);
    const call = { mutation, asking, input, entity: caseOf(row) };
    const handled = await this.#bus.execute<HandleLimit, Handled>(
      new HandleLimit(call, row, change),
    );
    const { userErrors, position } = handled;
    const visible = userErrors.length === 0 && (await this.#commands.isVisible(position));
    const after = visible ? this.#find(deadlineId, this.#readings.of(asking)) : null;
    return { deadline: after?.deadline ?? null, userErrors, position };
  }

  #find(id: string, reading: Reading): { row: ClockRow; deadline: Deadline } | null {
    const row = findClock(reading.db, id);
    const deadline = row === undefined ? null : deadlineOf(row, this.#holders, reading);
    return row === undefined || deadline === null ? null : { row, deadline };
  }
}

const notDone = (code: 'NOT_FOUND' | 'INVALID_STATE', { language }: Asking): DeadlinePayload => ({
  deadline: null,
  userErrors: [userError(code, language, ['input', 'deadlineId'])],
  position: null,
});

/** The rule with or without collective leave, as somebody wants to see it. */
function asAsked(reckoning: Reckoning, { skipCollectiveLeave }: DeadlinePreviewArgs): Reckoning {
  if (skipCollectiveLeave == null) return reckoning;
  const asked = ({ skips, ...rest }: ClockRule): ClockRule => {
    const others = skips.filter((kind) => kind !== 'COLLECTIVE_LEAVE');
    return { ...rest, skips: skipCollectiveLeave ? [...others, 'COLLECTIVE_LEAVE'] : others };
  };
  return { ...reckoning, rule: (id) => asked(reckoning.rule(id)) };
}
