import { Field, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { Day } from '#kernel';
import type { CalendarDay, ClockRule } from '#calendar';
import { DateScalar, Repeatable, IsText, NestedList, Reason } from '#graphql/api';
import type { PolicyKey } from './domain/policy.ts';
import { MOST_DAYS, REFERENCE } from './reckoning.codecs.ts';
import { CalendarDayKindEnum, ClockStartEnum, PolicyKeyEnum } from './reckoning.types.ts';

const REASON = { description: 'Must not name a person: it is sealed with a key that stays.' };

@InputType({ description: 'A day off.' })
export class CalendarDayInput implements CalendarDay {
  @Field(() => DateScalar, { description: 'The day, also where it falls on a weekend.' })
  date!: Day;

  @Field(() => CalendarDayKindEnum, { description: 'Why it is no working day.' })
  kind!: CalendarDay['kind'];

  @Field({ description: 'Its name, at most 300 characters.' })
  @IsText(REFERENCE)
  name!: string;
}

/** As the domain writes them: of their own, without a class. */
export const daysOf = (days: readonly CalendarDayInput[] | null | undefined): CalendarDay[] =>
  (days ?? []).map(({ date, kind, name }) => ({ date, kind, name }));

@InputType({ description: 'Declares the days off of a year that has no calendar yet.' })
export class DeclareCalendarInput extends Repeatable {
  @Field(() => Int, { description: 'The year.' })
  @IsInt()
  @Min(1900)
  @Max(2999)
  year!: number;

  @Field({ description: 'The decree, at most 300 characters.' })
  @IsText(REFERENCE)
  source!: string;

  @Field(() => [CalendarDayInput], { description: 'Each day once, all of that year.' })
  @NestedList(() => CalendarDayInput, MOST_DAYS)
  days!: CalendarDayInput[];
}

@InputType({ description: 'Adds days off to a declared year, or takes some away.' })
export class AmendCalendarInput extends Repeatable {
  @Field(() => Int, { description: 'The year.' })
  @IsInt()
  @Min(1900)
  @Max(2999)
  year!: number;

  @Field({ description: 'The decree, at most 300 characters.' })
  @IsText(REFERENCE)
  source!: string;

  @Field(() => [CalendarDayInput], { nullable: true, description: 'New days off.' })
  @NestedList(() => CalendarDayInput, MOST_DAYS)
  add?: CalendarDayInput[] | null;

  @Field(() => [DateScalar], { nullable: true, description: 'Days that are off no more.' })
  @IsOptional()
  @ArrayMaxSize(MOST_DAYS)
  remove?: Day[] | null;

  @Field(() => Int, {
    description: 'How many limits the preview said would move; another number now is refused.',
  })
  @IsInt()
  @Min(0)
  @Max(1e9)
  expectedMoves!: number;
}

@InputType({ description: 'Changes a rule; what is left out stays. Running limits keep theirs.' })
export class SetClockRuleInput extends Repeatable {
  @Field({ description: 'E.g. INT-CONTRIBUTION.' })
  @IsText(40)
  ruleId!: string;

  @Field(() => Int, { nullable: true, description: 'How many units.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(365)
  length?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'May it be paused?' })
  pausable?: boolean | null;

  @Field(() => ClockStartEnum, { nullable: true, description: 'KIP-22-7 only.' })
  startsAt?: ClockRule['startsAt'] | null;

  @Field(() => [CalendarDayKindEnum], { nullable: true, description: 'Which days off it skips.' })
  @IsOptional()
  @ArrayMaxSize(4)
  skips?: ClockRule['skips'][number][] | null;

  @Field({ description: 'The decision on which it rests, at most 300 characters.' })
  @IsText(REFERENCE)
  basis!: string;

  @Field(() => String, REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'Sets a policy of the city.' })
export class SetPolicyInput extends Repeatable {
  @Field(() => PolicyKeyEnum, { description: 'Which policy.' })
  key!: PolicyKey;

  @Field({ description: 'Its value; the form depends on the key.' })
  @IsText(REFERENCE)
  value!: string;

  @Field({ description: 'The decision on which it rests, at most 300 characters.' })
  @IsText(REFERENCE)
  basis!: string;

  @Field(() => String, REASON)
  @Reason()
  reason!: string;
}
