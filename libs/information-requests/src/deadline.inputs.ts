import { ArgsType, Field, ID, InputType, Int, registerEnumType } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { Day, Instant } from '#kernel';
import {
  DateScalar,
  DateTimeScalar,
  IsIdempotencyKey,
  IsText,
  IsVersion,
  NestedList,
  OptionalText,
  Reason,
  enumOf,
} from '#graphql/api';
import { CalendarDayInput, MOST_DAYS } from '#offices/api';
import { EXTENSION_GROUNDS } from './domain/events.ts';
import type { ExtensionGround } from './domain/events.ts';
import { KEY, OfRequest, VERSION } from './of-request.input.ts';
import { LIMITS } from './schema-parts.ts';

const ExtensionGroundEnum = enumOf(EXTENSION_GROUNDS);
registerEnumType(ExtensionGroundEnum, {
  name: 'ExtensionGround',
  description: 'Why the city needs more time, UU 14/2008 Pasal 22 ayat (8).',
  valuesMap: {
    NOT_YET_HELD: { description: 'The information is not yet held.' },
    EXEMPTION_UNDECIDED: { description: 'Whether it is exempt is not yet decided.' },
    OTHER: { description: 'Another ground, told in the reason.' },
  },
});

@InputType({ description: 'Extends the statutory limit, once and before it lapses.' })
export class ExtendDeadlineInput extends OfRequest {
  @Field(() => Int, { description: '1 to 7.' })
  @IsInt()
  @Min(0)
  @Max(1_000)
  workingDays!: number;

  @Field(() => ExtensionGroundEnum, { description: 'On what ground.' })
  ground!: ExtensionGround;

  @Field({ description: 'The written reason.' })
  @Reason(LIMITS.reason)
  reason!: string;
}

const DEADLINE_ID = /^[0-9a-f-]{36}\.[A-Z0-9-]{1,40}\.\d{1,15}$/;

@InputType({ isAbstract: true })
abstract class OfDeadline {
  @Field(() => ID, KEY)
  @IsIdempotencyKey()
  idempotencyKey?: string | null;

  @Field(() => Int, VERSION)
  @IsVersion()
  expectedVersion?: number | null;

  @Field(() => ID, { description: 'Which limit.' })
  @Matches(DEADLINE_ID)
  deadlineId!: string;
}

@InputType({ description: 'Pauses a limit whose rule allows it.' })
export class PauseDeadlineInput extends OfDeadline {
  @Field({ description: 'Why it does not count.' })
  @Reason(LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'Lets a paused limit count again.' })
export class ResumeDeadlineInput extends OfDeadline {
  @Field(() => String, { nullable: true, description: 'What came of the waiting.' })
  @OptionalText(LIMITS.reason)
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
