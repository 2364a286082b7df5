import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional } from 'class-validator';
import type { Day, Instant, Exemption } from '#kernel';
import {
  Changing,
  DateScalar,
  DateTimeScalar,
  IsId,
  IsText,
  OptionalId,
  OptionalText,
  REASON,
  Reason,
  Repeatable,
  WHEN,
} from '#graphql/api';
import { ExemptionEnum } from '#information-requests/api';
import { LIMITS } from './codecs.ts';

@InputType({ description: 'What is weighed before information may be called exempt.' })
export class OpenConsequenceTestInput extends Repeatable {
  @Field(() => ID, { nullable: true, description: 'The request that asks for it.' })
  @OptionalId()
  requestId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The exempt test that it renews.' })
  @OptionalId()
  renews?: string | null;

  @Field({ description: 'What information, at most 20,000 characters.' })
  @IsText(LIMITS.text)
  information!: string;

  @Field(() => ExemptionEnum, { description: 'Letter of UU 14/2008 Pasal 17.' })
  exemption!: Exemption;

  @Field(() => String, { nullable: true, description: 'The other law that the letter refers to.' })
  @OptionalText(LIMITS.reason)
  otherLaw?: string | null;

  @Field({ description: 'What harm opening it would do, at most 20,000 characters.' })
  @IsText(LIMITS.text)
  harmIfOpened!: string;

  @Field({ description: 'What harm keeping it closed would do, at most 20,000 characters.' })
  @IsText(LIMITS.text)
  harmIfClosed!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Who else takes part, each once; at most 50 of 200 characters.',
  })
  @IsOptional()
  @ArrayMaxSize(LIMITS.items)
  @ArrayUnique()
  @IsText(LIMITS.short, { each: true })
  otherParticipants?: string[] | null;
}

@InputType({ isAbstract: true })
abstract class OfConsequenceTest extends Changing {
  @Field(() => ID, { description: 'Which consequence test.' })
  @IsId()
  consequenceTestId!: string;
}

@InputType({ description: "The legal reviewer's opinion." })
export class GiveOpinionInput extends OfConsequenceTest {
  @Field({ description: 'At most 20,000 characters.' })
  @IsText(LIMITS.text)
  opinion!: string;

  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'The superior assents, before the decision.' })
export class AssentToConsequenceTestInput extends OfConsequenceTest {}

@InputType({ description: 'Exempt for a term, or open.' })
export class DecideConsequenceTestInput extends OfConsequenceTest {
  @Field({ description: 'Exempt; false: open, without any of the next three.' })
  exempt!: boolean;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Exempt: the last day, after the day of the decision.',
  })
  @IsOptional()
  endsOn?: Day | null;

  @Field(() => String, {
    nullable: true,
    description: 'Or, for letters G to J, the event that ends it, with reviewOn.',
  })
  @OptionalText(LIMITS.reason)
  endsWhen?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'With endsWhen: the day to look again.' })
  @IsOptional()
  reviewOn?: Day | null;

  @Field(() => String, { nullable: true, description: 'Number of the decree.' })
  @OptionalText(LIMITS.short)
  decreeNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the decree was issued.' })
  @OptionalText(LIMITS.short)
  decreePlace?: string | null;

  @Field({ description: 'Why, at most 20,000 characters; must not be blank.' })
  @Reason(LIMITS.text)
  reason!: string;

  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'Ends an exemption before its term.' })
export class EndConsequenceTestInput extends OfConsequenceTest {
  @Field({ description: 'On what basis, at most 2,000 characters.' })
  @IsText(LIMITS.reason)
  basis!: string;

  @Field(REASON)
  @Reason()
  reason!: string;
}
