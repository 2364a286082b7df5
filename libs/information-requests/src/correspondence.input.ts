import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { CorrespondenceKind, DeliveryWay, Instant } from '#kernel';
import { Changing, DateTimeScalar, IsId, OptionalIds, OptionalText } from '#graphql/api';
import * as enums from './request.enums.ts';
import { LIMITS } from './schema-parts.ts';

@InputType({ description: 'What was sent to or came from the requester.' })
export class RecordCorrespondenceInput extends Changing {
  @Field(() => ID, { description: 'Of which request or objection.' })
  @IsId()
  entityId!: string;

  @Field(() => enums.CorrespondenceKindEnum, { description: 'What it was.' })
  kind!: CorrespondenceKind;

  @Field(() => enums.DeliveryWayEnum, { description: 'How it went or came.' })
  way!: DeliveryWay;

  @Field(() => DateTimeScalar, { description: 'When; not before the receipt, or the lodging.' })
  occurredAt!: Instant;

  @Field(() => String, { nullable: true, description: 'A note, at most 2,000 characters.' })
  @OptionalText(LIMITS.reason)
  note?: string | null;

  @Field(() => Int, { nullable: true, description: 'INFORMATION_HANDED_OVER: rupiah paid.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_000_000_000)
  costPaidIdr?: number | null;

  @Field(() => [ID], { nullable: true, description: 'Uploads that prove it, at most 20.' })
  @OptionalIds(LIMITS.attachments)
  proofIds?: string[] | null;
}
