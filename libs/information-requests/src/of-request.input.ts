import { Field, ID, InputType } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import type { Instant } from '#kernel';
import { Changing, DateTimeScalar, IsId, WHEN } from '#graphql/api';

/** What every mutation about one request says. */
@InputType({ isAbstract: true })
export abstract class OfRequest extends Changing {
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
