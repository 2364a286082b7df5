import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import type { Day } from '#kernel';
import { DateScalar, IsId, IsText, OptionalText, Reason, Repeatable } from '#graphql/api';
import type { ErasureRequester } from './domain/erasure.ts';
import { PERSON_LIMITS } from './codec.ts';
import { ERASURE_LIMITS } from './erasure-codecs.ts';
import { ErasureRequesterEnum } from './erasure.types.ts';

const TARGET =
  'Id of a person (never of staff), request, contribution, outbound item, objection, ' +
  'consequence test or attachment.';

@InputType({ description: 'Two persons turn out to be one human.' })
export class MergePersonsInput extends Repeatable {
  @Field(() => ID, { description: 'Who is shown from now on.' })
  @IsId()
  keepPersonId!: string;

  @Field(() => ID, { description: 'Whose cases show the other one from now on.' })
  @IsId()
  dropPersonId!: string;

  @Field({ description: 'Why they are one, at most 2,000 characters.' })
  @Reason(PERSON_LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'What is to be erased, and why that is lawful.' })
export class OrderErasureInput extends Repeatable {
  @Field(() => ID, { description: TARGET })
  @IsId()
  targetId!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Of a person: their requests and objections too, not only their words in them.',
  })
  @IsOptional()
  withCases?: boolean | null;

  @Field({ description: 'By which rule, at most 2,000 characters; without the name of anyone.' })
  @IsText(ERASURE_LIMITS.ground)
  ground!: string;

  @Field(() => ErasureRequesterEnum, { description: 'Who asked for it.' })
  askedBy!: ErasureRequester;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the retention schedule, at most 100 characters.',
  })
  @OptionalText(ERASURE_LIMITS.retentionCode)
  retentionCode?: string | null;

  @Field({ description: 'Why, at most 2,000 characters; without the name of anyone.' })
  @Reason(ERASURE_LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'By another person than the one who ordered it.' })
export class ConfirmErasureInput extends Repeatable {
  @Field(() => ID, { description: 'Which erasure.' })
  @IsId()
  erasureId!: string;
}

@InputType({ description: 'By another person than the one who ordered it.' })
export class RefuseErasureInput extends Repeatable {
  @Field(() => ID, { description: 'Which erasure.' })
  @IsId()
  erasureId!: string;

  @Field({ description: 'Why not, at most 2,000 characters.' })
  @Reason(ERASURE_LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'Nothing of the target is erased while it is held.' })
export class PlaceLegalHoldInput extends Repeatable {
  @Field(() => ID, { description: TARGET })
  @IsId()
  targetId!: string;

  @Field({ description: 'Why, at most 2,000 characters; without the name of anyone.' })
  @Reason(ERASURE_LIMITS.reason)
  reason!: string;

  @Field(() => DateScalar, { nullable: true, description: 'Its last day; null: until lifted.' })
  @IsOptional()
  until?: Day | null;
}

@InputType({ description: 'Ends a hold.' })
export class LiftLegalHoldInput extends Repeatable {
  @Field(() => ID, { description: 'What is held.' })
  @IsId()
  targetId!: string;

  @Field({ description: 'Why, at most 2,000 characters; without the name of anyone.' })
  @Reason(ERASURE_LIMITS.reason)
  reason!: string;
}
