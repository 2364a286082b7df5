import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Instant, OutboundKind } from '#kernel';
import { DateTimeScalar, IsText, OptionalText } from '#graphql/api';
import { OutboundKindEnum } from '#offices/api';
import type { OutboundState } from './domain/state.ts';
import { OutboundStateEnum } from './outbound.enums.ts';

const MOST = 50;

@InputType({ description: 'All given conditions hold at once.' })
export class OutboundItemFilter {
  @Field(() => [OutboundKindEnum], { nullable: true, description: 'Of one of these kinds.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  kinds?: OutboundKind[] | null;

  @Field(() => [OutboundStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  states?: OutboundState[] | null;

  @Field(() => [String], { nullable: true, description: 'Texts of one of these offices.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  @IsText(32, { each: true })
  officeCodes?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: 'A review is owed.' })
  reviewDebt?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The step whose turn it is is held in one of these offices.',
  })
  @IsOptional()
  @ArrayMaxSize(MOST)
  @IsText(32, { each: true })
  awaitingOfficeCodes?: string[] | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Released at or after.' })
  @IsOptional()
  releasedFrom?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Released before.' })
  @IsOptional()
  releasedUntil?: Instant | null;

  @Field(() => String, { nullable: true, description: 'Words of the title; each as a prefix.' })
  @OptionalText(200)
  search?: string | null;
}
