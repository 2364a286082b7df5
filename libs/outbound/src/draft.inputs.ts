import { Field, ID, InputType, Int } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsInt,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import type { ValidationArguments } from 'class-validator';
import type { Day, OutboundKind } from '#kernel';
import {
  Changing,
  DateScalar,
  IsId,
  IsText,
  NestedInput,
  NestedList,
  OptionalId,
  OptionalIds,
  OptionalOfficeCode,
  OptionalText,
  Repeatable,
} from '#graphql/api';
import type { Outcome, WantedForm } from '#information-requests';
import { OutcomeEnum, WantedFormEnum } from '#information-requests/api';
import { OutboundKindEnum } from '#offices/api';
import { LANGUAGE, OUTBOUND_LIMITS } from './codec.ts';
import type { PartDecision } from './domain/events.ts';
import { PartDecisionEnum } from './outbound.enums.ts';

export const TITLE = { description: 'At most 300 characters.' };
export const BODY = { description: 'The text, at most 50,000 characters.' };

@InputType({ description: 'A passage and the contribution it rests on.' })
export class CitationInput {
  @Field(() => ID, { description: 'The contribution.' })
  @IsId()
  contributionId!: string;

  @Field({ description: 'The passage, at most 2,000 characters.' })
  @IsText(OUTBOUND_LIMITS.passage)
  passage!: string;
}

@InputType({ description: 'One requested part and what becomes of it.' })
export class AnswerPartInput {
  @Field({ description: 'Which part, at most 2,000 characters.' })
  @IsText(OUTBOUND_LIMITS.reason)
  part!: string;

  @Field(() => PartDecisionEnum, { description: 'What becomes of it.' })
  decision!: PartDecision;

  @Field(() => String, { nullable: true, description: 'Why, at most 2,000 characters.' })
  @OptionalText(OUTBOUND_LIMITS.reason)
  reason?: string | null;

  @Field(() => ID, { nullable: true, description: 'GRANTED_REDACTED and REFUSED_EXEMPT.' })
  @OptionalId()
  consequenceTestId?: string | null;

  @Field(() => String, { nullable: true, description: 'REFUSED_OTHER, at most 500 characters.' })
  @OptionalText(OUTBOUND_LIMITS.short)
  legalBasis?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'TO_FOLLOW.' })
  @IsOptional()
  followsBy?: Day | null;
}

@InputType({ description: 'What the written notice must say beside the parts, KIP 22(7).' })
export class AnswerNoticeInput {
  @Field(() => String, { nullable: true, description: 'Which public body holds it, if known.' })
  @OptionalText(OUTBOUND_LIMITS.short)
  heldByPublicBody?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Is it documented?' })
  documented?: boolean | null;

  @Field(() => WantedFormEnum, { nullable: true, description: 'In which form it is given.' })
  form?: WantedForm | null;

  @Field(() => String, { nullable: true, description: 'What is blacked out and why.' })
  @OptionalText(OUTBOUND_LIMITS.reason)
  blackedOut?: string | null;

  @Field(() => Int, { nullable: true, description: 'What it costs, in rupiah.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_000_000_000)
  costIdr?: number | null;

  @Field(() => String, { nullable: true, description: 'How to pay, at most 500 characters.' })
  @OptionalText(OUTBOUND_LIMITS.short)
  howToPay?: string | null;
}

/** Each once, and not the request itself. */
function areOthers(ids: unknown, of?: ValidationArguments): boolean {
  const { requestId } = of?.object as DraftAnswerInput;
  if (!Array.isArray(ids)) return false;
  return new Set<unknown>([requestId, ...(ids as unknown[])]).size > ids.length;
}

@InputType({ description: 'Drafts the answer to a request; it goes through its approval.' })
export class DraftAnswerInput extends Changing {
  @Field(() => ID, { description: 'Which request; expectedVersion is its version.' })
  @IsId()
  requestId!: string;

  @Field(() => [ID], { nullable: true, description: 'Others of the same track, each once.' })
  @OptionalIds(OUTBOUND_LIMITS.items - 1)
  @ValidateBy({ name: 'areOthers', validator: { validate: areOthers } })
  alsoAnswers?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Part now, the rest to follow: its release does not answer the request.',
  })
  interim?: boolean | null;

  @Field(TITLE)
  @IsText(OUTBOUND_LIMITS.title)
  title!: string;

  @Field(BODY)
  @IsText(OUTBOUND_LIMITS.body)
  body!: string;

  @Field(() => OutcomeEnum, { description: 'As what it answers.' })
  outcome!: Outcome;

  @Field(() => [AnswerPartInput], { nullable: true, description: 'Statutory answers name them.' })
  @NestedList(() => AnswerPartInput, OUTBOUND_LIMITS.items)
  parts?: AnswerPartInput[] | null;

  @Field(() => AnswerNoticeInput, { nullable: true, description: 'KIP 22(7).' })
  @NestedInput(() => AnswerNoticeInput)
  notice?: AnswerNoticeInput | null;

  @Field(() => String, { nullable: true, description: 'Default id.' })
  @IsOptional()
  @Matches(LANGUAGE)
  language?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(OUTBOUND_LIMITS.attachments)
  attachmentIds?: string[] | null;

  @Field(() => [CitationInput], { nullable: true, description: 'What passages rest on.' })
  @NestedList(() => CitationInput, OUTBOUND_LIMITS.items)
  citations?: CitationInput[] | null;

  @Field(() => Boolean, { nullable: true, description: 'The leadership decides it too.' })
  sensitive?: boolean | null;
}

@InputType({ description: 'Drafts a text that is to leave the house; answers by draftAnswer.' })
export class DraftOutboundItemInput extends Repeatable {
  @Field(() => OutboundKindEnum, { description: 'What it is; not ANSWER.' })
  kind!: OutboundKind;

  @Field(TITLE)
  @IsText(OUTBOUND_LIMITS.title)
  title!: string;

  @Field(BODY)
  @IsText(OUTBOUND_LIMITS.body)
  body!: string;

  @Field(() => String, { nullable: true, description: 'Default id.' })
  @IsOptional()
  @Matches(LANGUAGE)
  language?: string | null;

  @Field(() => String, { nullable: true, description: 'Whose text it is; an office: its own.' })
  @OptionalOfficeCode()
  originOfficeCode?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'The leadership decides it too.' })
  sensitive?: boolean | null;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(OUTBOUND_LIMITS.attachments)
  attachmentIds?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Who sees it before an embargo ends.' })
  @IsOptional()
  @ArrayMaxSize(OUTBOUND_LIMITS.items)
  @ArrayUnique()
  @IsText(32, { each: true })
  audienceOfficeCodes?: string[] | null;

  @Field(() => [CitationInput], { nullable: true, description: 'What passages rest on.' })
  @NestedList(() => CitationInput, OUTBOUND_LIMITS.items)
  citations?: CitationInput[] | null;
}
