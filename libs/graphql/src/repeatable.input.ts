import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsIdempotencyKey, IsVersion } from './input.ts';

export const WHEN = {
  nullable: true,
  description:
    'When it happened, if it is entered later: not in the future, not before what it follows.',
};
export const REASON = { description: 'Why, at most 2,000 characters; must not be blank.' };

/** What every mutation that creates something says. */
@InputType({ isAbstract: true })
export abstract class Repeatable {
  @Field(() => ID, { nullable: true, description: 'Makes a repeat of the same input harmless.' })
  @IsIdempotencyKey()
  idempotencyKey?: string | null;
}

/** What every mutation about something that exists says. */
@InputType({ isAbstract: true })
export abstract class Changing extends Repeatable {
  @Field(() => Int, {
    nullable: true,
    description: 'Refuse with CONFLICT if it has another version by now.',
  })
  @IsVersion()
  expectedVersion?: number | null;
}
