import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Day, Instant } from '#kernel';
import {
  Changing,
  DateScalar,
  DateTimeScalar,
  IsId,
  IsText,
  NestedInput,
  OptionalId,
  OptionalIds,
  OptionalText,
  Repeatable,
  WHEN,
} from '#graphql/api';
import { PersonInput } from '#persons/api';
import { LIMITS } from './codecs.ts';
import type {
  DisputeStage,
  ObjectionDecision,
  ObjectionGround,
} from './domain/objection-events.ts';
import * as enums from './objection.enums.ts';

@InputType({ description: 'An objection that came in; a late one is recorded all the same.' })
export class LodgeObjectionInput extends Repeatable {
  @Field(() => ID, { nullable: true, description: 'To which request; none with ground B alone.' })
  @OptionalId()
  requestId?: string | null;

  @Field(() => PersonInput, {
    nullable: true,
    description: 'Who objects; default whoever made the request.',
  })
  @NestedInput(() => PersonInput)
  requester?: PersonInput | null;

  @Field(() => [enums.ObjectionGroundEnum], { description: 'On what grounds, each once.' })
  @ArrayMaxSize(LIMITS.items)
  grounds!: ObjectionGround[];

  @Field({ description: "In the requester's words, at most 20,000 characters." })
  @IsText(LIMITS.text)
  statement!: string;

  @Field(() => DateScalar, { description: 'When the ground was found; not in the future.' })
  groundFoundOn!: Day;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it came in, if it is entered later; not before the ground was found.',
  })
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ isAbstract: true })
abstract class OfObjection extends Changing {
  @Field(() => ID, { description: 'Which objection.' })
  @IsId()
  objectionId!: string;
}

@InputType({ description: "Gives it the next number of its year's register." })
export class RegisterObjectionInput extends OfObjection {
  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'What the superior decides.' })
export class DecideObjectionInput extends OfObjection {
  @Field(() => enums.ObjectionDecisionEnum, { description: 'The decision.' })
  decision!: ObjectionDecision;

  @Field({ description: 'Its text, at most 20,000 characters.' })
  @IsText(LIMITS.text)
  text!: string;

  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'A dispute before the Information Commission reached a stage.' })
export class RecordDisputeInput extends OfObjection {
  @Field(() => enums.DisputeStageEnum, { description: 'Which stage; they only go on.' })
  stage!: DisputeStage;

  @Field(() => DateScalar, { description: 'On which day; not before the stage before it.' })
  on!: Day;

  @Field(() => String, { nullable: true, description: 'Its number, at most 200 characters.' })
  @OptionalText(LIMITS.short)
  number?: string | null;

  @Field(() => String, { nullable: true, description: 'A note, at most 2,000 characters.' })
  @OptionalText(LIMITS.reason)
  note?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Uploads of its documents, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  documentIds?: string[] | null;
}

@InputType({ description: 'The dispute ended.' })
export class SettleDisputeInput extends OfObjection {
  @Field({ description: 'How it ended, at most 2,000 characters.' })
  @IsText(LIMITS.reason)
  outcome!: string;

  @Field(() => DateScalar, { description: 'On which day.' })
  on!: Day;
}
