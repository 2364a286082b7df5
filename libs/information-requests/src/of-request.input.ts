import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import type { Instant } from '#kernel';
import { DateTimeScalar, IsId, IsIdempotencyKey, IsVersion } from '#graphql/api';

export const KEY = { nullable: true, description: 'Makes a repeat of the same input harmless.' };
export const VERSION = {
  nullable: true,
  description: 'Refuse with CONFLICT if the request has moved on.',
};
export const WHEN = {
  nullable: true,
  description:
    'When it happened, if it is entered later: not in the future, not before what it follows.',
};
export const REASON = { description: 'Why, at most 2,000 characters; must not be blank.' };

/** What every mutation about one request says. */
@InputType({ isAbstract: true })
export abstract class OfRequest {
  @Field(() => ID, KEY)
  @IsIdempotencyKey()
  idempotencyKey?: string | null;

  @Field(() => Int, VERSION)
  @IsVersion()
  expectedVersion?: number | null;

  @Field(() => ID, { description: 'Which request.' })
  @IsId()
  requestId!: string;
}

@InputType({ isAbstract: true })
export abstract class HappenedToRequest extends OfRequest {
  @Field(() => DateTimeScalar, WHEN)
  @IsOptional()
  occurredAt?: Instant | null;
}
