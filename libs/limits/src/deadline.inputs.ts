import { ArgsType, Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { Day, Instant } from '#kernel';
import {
  Changing,
  DateScalar,
  DateTimeScalar,
  IsText,
  NestedList,
  OptionalText,
  Reason,
} from '#graphql/api';
import { CalendarDayInput, MOST_DAYS } from '#offices/api';

const DEADLINE_ID = /^[0-9a-f-]{36}\.[A-Z0-9-]{1,40}\.\d{1,15}$/;

@InputType({ isAbstract: true })
abstract class OfDeadline extends Changing {
  @Field(() => ID, { description: 'Which limit.' })
  @Matches(DEADLINE_ID)
  deadlineId!: string;
}

@InputType({ description: 'Pauses a limit whose rule allows it.' })
export class PauseDeadlineInput extends OfDeadline {
  @Field({ description: 'Why it does not count.' })
  @Reason()
  reason!: string;
}

@InputType({ description: 'Lets a paused limit count again.' })
export class ResumeDeadlineInput extends OfDeadline {
  @Field(() => String, { nullable: true, description: 'What came of the waiting.' })
  @OptionalText(2_000)
  note?: string | null;
}

@ArgsType()
export class DeadlinePreviewArgs {
  @Field({ description: 'E.g. KIP-22-7.' })
  @IsText(40)
  ruleId!: string;

  @Field(() => DateTimeScalar, { description: 'The instant it would start.' })
  startedAt!: Instant;

  @Field(() => Int, { nullable: true, description: 'Working days of an extension, KIP-22-7.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(7)
  extendBy?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether cuti bersama is skipped; null as the rule says.',
  })
  skipCollectiveLeave?: boolean | null;
}

@ArgsType()
export class AmendmentArgs {
  @Field(() => Int, { description: 'The year.' })
  @IsInt()
  @Min(1900)
  @Max(2999)
  year!: number;

  @Field(() => [CalendarDayInput], { nullable: true, description: 'New days off.' })
  @NestedList(() => CalendarDayInput, MOST_DAYS)
  add?: CalendarDayInput[] | null;

  @Field(() => [DateScalar], { nullable: true, description: 'Days that are off no more.' })
  @IsOptional()
  @ArrayMaxSize(MOST_DAYS)
  remove?: Day[] | null;
}
