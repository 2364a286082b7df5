import { Field, InputType } from '@nestjs/graphql';
import { REASON, Reason } from '#graphql/api';
import type { ReopenCause } from './domain/events.ts';
import { OfRequest } from './of-request.input.ts';
import { ReopenCauseEnum } from './request.enums.ts';

@InputType({ description: 'An answered, closed or lapsed request goes on, under a new limit.' })
export class ReopenInformationRequestInput extends OfRequest {
  @Field(() => ReopenCauseEnum, {
    description: 'OBJECTION_UPHELD is NOT_FOUND while no objection is recorded here.',
  })
  cause!: ReopenCause;

  @Field(REASON)
  @Reason()
  reason!: string;
}
