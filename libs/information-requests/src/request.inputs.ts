import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Day, DeliveryWay, Instant } from '#kernel';
import {
  DateScalar,
  DateTimeScalar,
  IsId,
  IsInReach,
  IsText,
  NestedInput,
  NestedList,
  OptionalId,
  OptionalIds,
  OptionalOfficeCode,
  OptionalText,
  Reason,
  Repeatable,
  REASON,
  WHEN,
} from '#graphql/api';
import { PersonInput } from '#persons/api';
import type * as words from './domain/events.ts';
import * as enums from './request.enums.ts';
import { HappenedToRequest, OfRequest } from './of-request.input.ts';
import { LIMITS } from './schema-parts.ts';

@InputType({ description: 'A number that another system or desk gave the request.' })
export class ExternalReferenceInput {
  @Field({ description: 'Which system or desk, at most 200 characters.' })
  @IsText(LIMITS.short)
  system!: string;

  @Field({ description: 'The number it gave, at most 200 characters.' })
  @IsText(LIMITS.short)
  number!: string;

  @Field(() => DateScalar, { nullable: true, description: 'When it gave it.' })
  @IsOptional()
  date?: Day | null;
}

@InputType({ description: 'An earlier request that this one relates to.' })
export class RelatedRequestInput {
  @Field(() => ID, { description: 'The earlier request.' })
  @IsId()
  requestId!: string;

  @Field(() => enums.RelationEnum, { description: 'How it relates.' })
  relation!: words.Related['relation'];
}

@InputType({ description: 'An answer given on the spot.' })
export class OnTheSpotInput {
  @Field(() => enums.OutcomeEnum, { description: 'What came of it.' })
  outcome!: words.Outcome;

  @Field(() => ID, { nullable: true, description: 'Who spoke: a member of staff.' })
  @OptionalId()
  spokespersonId?: string | null;

  @Field(() => String, { nullable: true, description: 'What was said, at most 20,000 characters.' })
  @OptionalText(LIMITS.text)
  gist?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  attachmentIds?: string[] | null;
}

@InputType({ description: 'A question that arrived. An oral one is written down in full.' })
export class ReceiveInformationRequestInput extends Repeatable {
  @Field(() => enums.TrackEnum, { description: 'On which track it runs.' })
  track!: words.Track;

  @Field(() => enums.ChannelEnum, { description: 'How it came in.' })
  channel!: words.Channel;

  @Field({ description: 'Neutral heading without names, at most 300 characters.' })
  @IsText(LIMITS.subject)
  subject!: string;

  @Field({ description: "What was asked, in the requester's words, at most 20,000 characters." })
  @IsText(LIMITS.text)
  details!: string;

  @Field(() => String, { nullable: true, description: 'What for, in their words.' })
  @OptionalText(LIMITS.text)
  purpose?: string | null;

  @Field(() => PersonInput, { nullable: true, description: 'STATUTORY and MEDIA: who asks.' })
  @NestedInput(() => PersonInput)
  requester?: PersonInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'INTER_OFFICE: which office asks; by an officer or lead: their own.',
  })
  @OptionalOfficeCode()
  requestingOfficeCode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Where it arrived; default one's own office.",
  })
  @OptionalOfficeCode()
  receivingOfficeCode?: string | null;

  @Field(() => enums.WantedFormEnum, { nullable: true, description: 'In which form.' })
  @IsOptional()
  wantedForm?: words.WantedForm | null;

  @Field(() => enums.DeliveryWayEnum, { nullable: true, description: 'How to hand it over.' })
  @IsOptional()
  delivery?: DeliveryWay | null;

  @Field(() => [ExternalReferenceInput], { nullable: true, description: 'Numbers of others.' })
  @NestedList(() => ExternalReferenceInput)
  references?: ExternalReferenceInput[] | null;

  @Field(() => [RelatedRequestInput], { nullable: true, description: 'Earlier requests.' })
  @NestedList(() => RelatedRequestInput)
  relatedTo?: RelatedRequestInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  attachmentIds?: string[] | null;

  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The journalist's own deadline, MEDIA only.",
  })
  @IsOptional()
  @IsInReach()
  answerNeededBy?: Instant | null;

  @Field(() => OnTheSpotInput, {
    nullable: true,
    description: 'MEDIA: asked and answered on the spot; receives, registers and records it.',
  })
  @NestedInput(() => OnTheSpotInput)
  answeredAtOnce?: OnTheSpotInput | null;
}

@InputType({ description: 'Something is missing.' })
export class MarkInformationRequestIncompleteInput extends HappenedToRequest {
  @Field(() => [String], { description: 'What is missing; at most 50 of 2,000 characters.' })
  @ArrayMaxSize(LIMITS.items)
  @IsText(LIMITS.reason, { each: true, blank: true })
  missing!: string[];
}

@InputType({ description: 'What was missing came in.' })
export class CompleteInformationRequestInput extends HappenedToRequest {
  @Field(() => String, { nullable: true, description: 'A note, at most 2,000 characters.' })
  @OptionalText(LIMITS.reason)
  note?: string | null;
}

@InputType({ description: 'It was never completed in the days the requester had.' })
export class LapseInformationRequestInput extends OfRequest {
  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'The entry should not exist.' })
export class VoidInformationRequestInput extends OfRequest {
  @Field(() => enums.VoidReasonEnum, { description: 'Why.' })
  reason!: (typeof words.VOID_REASONS)[number];

  @Field(() => String, { nullable: true, description: 'A note, at most 2,000 characters.' })
  @OptionalText(LIMITS.reason)
  note?: string | null;

  @Field(() => ID, { nullable: true, description: 'The entry that replaces it.' })
  @OptionalId()
  replacedById?: string | null;
}

@InputType({ description: "Gives it the next number of its year's register." })
export class RegisterInformationRequestInput extends HappenedToRequest {}

@InputType({ description: 'The requester asks under the law after all. MEDIA only.' })
export class ConvertToStatutoryInput extends HappenedToRequest {
  @Field(() => DateScalar, {
    nullable: true,
    description: 'When they asked under the law; default the day of receipt.',
  })
  @IsOptional()
  requestedOn?: Day | null;

  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'An outcome without a text of ours through the route.' })
export class RecordOutcomeInput extends HappenedToRequest {
  @Field(() => enums.OutcomeEnum, { description: 'MEDIA on the spot, or INTER_OFFICE.' })
  outcome!: words.Outcome;

  @Field(() => ID, { nullable: true, description: 'Who spoke: a member of staff.' })
  @OptionalId()
  spokespersonId?: string | null;

  @Field(() => String, { nullable: true, description: 'What was said, at most 20,000 characters.' })
  @OptionalText(LIMITS.text)
  gist?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Of uploads, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  attachmentIds?: string[] | null;
}

@InputType({ description: 'The requester withdrew it.' })
export class WithdrawInformationRequestInput extends HappenedToRequest {
  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'Another public body answers it. MEDIA and INTER_OFFICE.' })
export class TransferInformationRequestInput extends HappenedToRequest {
  @Field({ description: 'Which body, at most 200 characters.' })
  @IsText(LIMITS.short)
  publicBody!: string;

  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'The case is closed.' })
export class CloseInformationRequestInput extends HappenedToRequest {
  @Field(() => String, { nullable: true, description: 'A note, at most 2,000 characters.' })
  @OptionalText(LIMITS.reason)
  note?: string | null;
}

@InputType({
  description:
    'Corrects an entry by one of value, values (MISSING) and reference; by none it is cleared.',
})
export class CorrectInformationRequestEntryInput extends OfRequest {
  @Field(() => enums.CorrectableFieldEnum, { description: 'Which entry was wrong.' })
  field!: words.CorrectableField;

  @Field(() => String, { nullable: true, description: 'The right value; an instant in RFC 3339.' })
  @OptionalText(LIMITS.text)
  value?: string | null;

  @Field(() => [String], { nullable: true, description: 'MISSING: what is really missing.' })
  @IsOptional()
  @ArrayMaxSize(LIMITS.items)
  @IsText(LIMITS.reason, { each: true })
  values?: string[] | null;

  @Field(() => ExternalReferenceInput, { nullable: true, description: 'REFERENCE.' })
  @NestedInput(() => ExternalReferenceInput)
  reference?: ExternalReferenceInput | null;

  @Field(() => ID, { nullable: true, description: 'OCCURRED_AT: of which event; default receipt.' })
  @OptionalId()
  eventId?: string | null;

  @Field(REASON)
  @Reason()
  reason!: string;
}
