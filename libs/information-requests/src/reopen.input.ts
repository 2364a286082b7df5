import { Field, ID, InputType } from '@nestjs/graphql';
import { OptionalId, REASON, Reason } from '#graphql/api';
import type { ReopenCause } from './domain/events.ts';
import { OfRequest } from './of-request.input.ts';
import { ReopenCauseEnum } from './request.enums.ts';

@InputType({ description: 'An answered, closed or lapsed request goes on, under a new limit.' })
export class ReopenInformationRequestInput extends OfRequest {
  @Field(() => ReopenCauseEnum, { description: 'Why it goes on.' })
  cause!: ReopenCause;

  @Field(() => ID, {
    nullable: true,
    description: 'OBJECTION_UPHELD: the objection to this request that was upheld.',
  })
  @OptionalId()
  objectionId?: string | null;

  @Field(REASON)
  @Reason()
  reason!: string;
}
