import { Args, Field, ID, Int, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { AssignmentId, Day, Instant, Position } from '#kernel';
import { CLOCK_RULES, RULE_IDS, extendClock, ledgerOf, startClock } from '#calendar';
import type { ClockRule, Reckoning, RuleId } from '#calendar';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Reading } from '#access';
import {
  DateScalar,
  DateTimeScalar,
  PositionScalar,
  UserError,
  given,
  userError,
} from '#graphql/api';
import { reckoningOf } from '#offices';
import { daysOf, reckoningAfter } from '#offices/api';
import {
  AmendmentArgs,
  DeadlinePreviewArgs,
  ExtendDeadlineInput,
  PauseDeadlineInput,
  ResumeDeadlineInput,
} from './deadline.inputs.ts';
import { Deadline, DeadlineStep, stepsOf } from './deadline.types.ts';
import { RequestLimits } from './request-limits.ts';
import type { LimitMove } from './request-limits.ts';
import type { RequestIntent } from './request.handler.ts';
import { deadlineNode } from './request.nodes.ts';
import { InformationRequestPayload, RequestMutations } from './request.payload.ts';
import { InformationRequest, requestOf } from './request.types.ts';

/** No calendar reaches further. */
const LATEST = '2999-12-31T00:00:00.000Z';
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
  @Field(() => InformationRequest, {
    nullable: true,
    description: 'Its request; null for who may not see it.',
  })
  request!: InformationRequest | null;

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
  readonly #requests: RequestMutations;
  readonly #readings: Readings;
  readonly #commands: Commands;
  readonly #limits: RequestLimits;

  constructor(
    requests: RequestMutations,
    readings: Readings,
    commands: Commands,
    limits: RequestLimits,
  ) {
    this.#requests = requests;
    this.#readings = readings;
    this.#commands = commands;
    this.#limits = limits;
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Extends the statutory limit, UU 14/2008 Pasal 22 ayat (8). Approver.',
  })
  extendDeadline(
    @Args('input') input: ExtendDeadlineInput,
    @CurrentAsking() asking: Asking,
  ): Promise<InformationRequestPayload> {
    const { requestId, workingDays, ground, reason } = input;
    const intent = { type: 'ExtendDeadline', workingDays, ground, reason } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => DeadlinePayload, { description: 'Pauses a limit. Coordinator.' })
  pauseDeadline(
    @Args('input') input: PauseDeadlineInput,
    @CurrentAsking() asking: Asking,
  ): Promise<DeadlinePayload> {
    const { reason } = input;
    return this.#handle(input, asking, (place) => ({ type: 'PauseDeadline', reason, ...place }));
  }

  @Mutation(() => DeadlinePayload, { description: 'Lets a limit count again. Coordinator.' })
  resumeDeadline(
    @Args('input') input: ResumeDeadlineInput,
    @CurrentAsking() asking: Asking,
  ): Promise<DeadlinePayload> {
    const { note } = input;
    return this.#handle(input, asking, (place) => ({
      type: 'ResumeDeadline',
      ...given({ note }),
      ...place,
    }));
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
      request: requestOf(row.request, reading.ofList()),
      deadlineId: `${row.entity}.${row.rule}.${row.sequence}`,
      ruleId: row.rule,
      dueFrom,
      dueTo,
    }));
    return { moves: moves.length, first, userErrors: [] };
  }

  async #handle(
    input: PauseDeadlineInput | ResumeDeadlineInput,
    asking: Asking,
    intentOf: (place: { rule: RuleId; assignmentId?: AssignmentId }) => RequestIntent,
  ): Promise<DeadlinePayload> {
    const found = deadlineNode(input.deadlineId, this.#readings.of(asking));
    if (found === null) return notDone('NOT_FOUND', asking);
    if (found.stoppedAt !== null) return notDone('INVALID_STATE', asking);
    const { requestId, ...place } = found.place;
    const { userErrors, position } = await this.#requests.handle(
      input,
      asking,
      requestId,
      intentOf(place),
    );
    const reading: Reading | null = (await this.#commands.isVisible(position))
      ? this.#readings.of(asking)
      : null;
    const deadline =
      userErrors.length > 0 ? null : reading && deadlineNode(input.deadlineId, reading);
    return { deadline, userErrors, position };
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
