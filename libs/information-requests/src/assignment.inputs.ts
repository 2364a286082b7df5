import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import type { Instant } from '#kernel';
import {
  DateTimeScalar,
  IsId,
  IsOfficeCode,
  IsText,
  OptionalIds,
  OptionalOfficeCode,
  OptionalText,
  REASON,
  Reason,
  WHEN,
} from '#graphql/api';
import { OfRequest } from './of-request.input.ts';
import { LIMITS } from './schema-parts.ts';

@InputType({ isAbstract: true })
abstract class OfAssignment extends OfRequest {
  @Field(() => ID, { description: 'Which assignment of it.' })
  @IsId()
  assignmentId!: string;
}

@InputType({ description: 'Gives an office a part in the request.' })
export class AssignOfficeInput extends OfRequest {
  @Field({ description: 'Which office; it must be active today.' })
  @IsOfficeCode()
  officeCode!: string;

  @Field({ description: 'It leads the answer; a second lead is refused.' })
  lead!: boolean;

  @Field(() => String, { nullable: true, description: 'What is asked of it.' })
  @OptionalText(LIMITS.text)
  instructions?: string | null;
}

@InputType({ description: 'Moves the lead to an assignment.' })
export class SetLeadOfficeInput extends OfAssignment {}

@InputType({ description: 'The office works on it.' })
export class AcceptAssignmentInput extends OfAssignment {
  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'The office declines its part.' })
export class DeclineAssignmentInput extends OfAssignment {
  @Field(REASON)
  @Reason()
  reason!: string;

  @Field(() => String, { nullable: true, description: 'Which office has the information.' })
  @OptionalOfficeCode()
  heldByOfficeCode?: string | null;

  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'Another office takes its place; the lead goes with it.' })
export class ReassignOfficeInput extends OfAssignment {
  @Field({ description: 'Which office takes over; it must be active today.' })
  @IsOfficeCode()
  officeCode!: string;

  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'Diskominfo answers this part itself.' })
export class TakeOverAssignmentInput extends OfAssignment {
  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'Prepares a contribution, seen by the office alone.' })
export class PrepareContributionInput extends OfAssignment {
  @Field({ description: 'The text, at most 20,000 characters.' })
  @IsText(LIMITS.text)
  text!: string;

  @Field({ description: 'False: we do not hold this.' })
  informationHeld!: boolean;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  attachmentIds?: string[] | null;
}

@InputType({ description: "Delivers the office's part; accepts it first where that was not done." })
export class SubmitContributionInput extends OfAssignment {
  @Field({ description: 'The text, at most 20,000 characters.' })
  @IsText(LIMITS.text)
  text!: string;

  @Field({ description: 'False: we do not hold this.' })
  informationHeld!: boolean;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  attachmentIds?: string[] | null;

  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}

@InputType({ description: 'Gives the ball back to the office, with a new limit.' })
export class ReturnContributionInput extends OfAssignment {
  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: "Settles the office's part." })
export class AcceptContributionInput extends OfAssignment {}
