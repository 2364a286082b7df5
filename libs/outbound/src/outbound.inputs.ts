import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, ArrayUnique, IsOptional, Matches } from 'class-validator';
import type { Instant } from '#kernel';
import {
  Changing,
  DateTimeScalar,
  IsId,
  IsInReach,
  IsText,
  NestedInput,
  NestedList,
  OptionalIds,
  OptionalText,
  REASON,
  Reason,
  Sha256Scalar,
} from '#graphql/api';
import type { Outcome } from '#information-requests';
import { OutcomeEnum } from '#information-requests/api';
import { LANGUAGE, OUTBOUND_LIMITS } from './codec.ts';
import type { EmergencyGround } from './domain/events.ts';
import { EmergencyGroundEnum } from './outbound.enums.ts';

import { AnswerNoticeInput, AnswerPartInput, BODY, CitationInput, TITLE } from './draft.inputs.ts';
const HASH = { description: 'Of the text that was read: contentHash of the item.' };

@InputType({ isAbstract: true })
abstract class OfItem extends Changing {
  @Field(() => ID, { description: 'Which item.' })
  @IsId()
  outboundItemId!: string;
}

@InputType({ description: 'Edits the text: a new version, and no approval counts any more.' })
export class ReviseOutboundItemInput extends OfItem {
  @Field(() => String, { nullable: true, ...TITLE })
  @OptionalText(OUTBOUND_LIMITS.title)
  title?: string | null;

  @Field(() => String, { nullable: true, ...BODY })
  @OptionalText(OUTBOUND_LIMITS.body)
  body?: string | null;

  @Field(() => String, { nullable: true, description: 'E.g. id.' })
  @IsOptional()
  @Matches(LANGUAGE)
  language?: string | null;

  @Field(() => [ID], { nullable: true, description: 'All of them, at most 20.' })
  @OptionalIds(OUTBOUND_LIMITS.attachments)
  attachmentIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'All of them, each once.' })
  @IsOptional()
  @ArrayMaxSize(OUTBOUND_LIMITS.items)
  @ArrayUnique()
  @IsText(32, { each: true })
  audienceOfficeCodes?: string[] | null;

  @Field(() => [CitationInput], { nullable: true, description: 'All of them.' })
  @NestedList(() => CitationInput, OUTBOUND_LIMITS.items)
  citations?: CitationInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'ANSWER: all requests that it answers.' })
  @OptionalIds(OUTBOUND_LIMITS.items)
  answers?: string[] | null;

  @Field(() => OutcomeEnum, { nullable: true, description: 'ANSWER: as what.' })
  outcome?: Outcome | null;

  @Field(() => [AnswerPartInput], { nullable: true, description: 'ANSWER: all parts.' })
  @NestedList(() => AnswerPartInput, OUTBOUND_LIMITS.items)
  parts?: AnswerPartInput[] | null;

  @Field(() => AnswerNoticeInput, { nullable: true, description: 'ANSWER: KIP 22(7).' })
  @NestedInput(() => AnswerNoticeInput)
  notice?: AnswerNoticeInput | null;
}

@InputType({ description: 'The leadership decides it too, or no more.' })
export class SetSensitiveInput extends OfItem {
  @Field({ description: 'False: cleared, by the approver alone.' })
  sensitive!: boolean;

  @Field(REASON)
  @Reason(OUTBOUND_LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'Sends the current version along its route.' })
export class SubmitForApprovalInput extends OfItem {}

@InputType({ isAbstract: true })
abstract class OfText extends OfItem {
  @Field(() => Sha256Scalar, HASH)
  contentHash!: string;
}

@InputType({ description: 'Approves this text, by its hash.' })
export class ApproveOutboundItemInput extends OfText {
  @Field(() => String, { nullable: true, description: 'A note, at most 2,000 characters.' })
  @OptionalText(OUTBOUND_LIMITS.reason)
  note?: string | null;
}

@InputType({ isAbstract: true })
abstract class OfTextBecause extends OfText {
  @Field(REASON)
  @Reason(OUTBOUND_LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'Sends the text back to its author.' })
export class ReturnOutboundItemInput extends OfTextBecause {}

@InputType({ description: 'The text does not leave the house.' })
export class RejectOutboundItemInput extends OfTextBecause {}

@InputType({ description: 'Lets the approved text go out at an instant.' })
export class ScheduleReleaseInput extends OfText {
  @Field(() => DateTimeScalar, { description: 'When; an embargo where it has an audience.' })
  @IsInReach()
  releaseAt!: Instant;
}

@InputType({ description: 'Takes the text off the schedule.' })
export class CancelScheduleInput extends OfTextBecause {}

@InputType({ description: 'Lets the approved text leave the house.' })
export class ReleaseOutboundItemInput extends OfText {}

@InputType({ description: 'Lets the text leave the house at once; a review is owed.' })
export class EmergencyReleaseInput extends OfTextBecause {
  @Field(() => EmergencyGroundEnum, { description: 'On what ground.' })
  ground!: EmergencyGround;
}

@InputType({ description: 'Looks at an emergency release or a skipped step, after the release.' })
export class ReviewReleaseInput extends OfText {
  @Field({ description: 'What was found, at most 2,000 characters.' })
  @Reason(OUTBOUND_LIMITS.reason)
  finding!: string;
}

@InputType({ description: 'Gives the text up before it is released.' })
export class DropOutboundItemInput extends OfItem {
  @Field(REASON)
  @Reason(OUTBOUND_LIMITS.reason)
  reason!: string;
}

@InputType({ isAbstract: true })
abstract class Replacing extends OfItem {
  @Field(TITLE)
  @IsText(OUTBOUND_LIMITS.title)
  title!: string;

  @Field(BODY)
  @IsText(OUTBOUND_LIMITS.body)
  body!: string;

  @Field(REASON)
  @Reason(OUTBOUND_LIMITS.reason)
  reason!: string;
}

@InputType({ description: 'Drafts a corrected text, which takes the full route.' })
export class CorrectReleaseInput extends Replacing {}

@InputType({ description: 'Drafts a later text, which takes the full route.' })
export class SupersedeReleaseInput extends Replacing {}

@InputType({ description: 'Takes a released text back.' })
export class WithdrawReleaseInput extends OfItem {
  @Field(REASON)
  @Reason(OUTBOUND_LIMITS.reason)
  reason!: string;
}
