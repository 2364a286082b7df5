import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentAsking, Readings } from '#access';
import type { Asking } from '#access';
import { caseOf } from '#limits';
import { DeadlineMove } from '#limits/api';
import { Assignment } from './assignment.types.ts';
import { InformationRequest, requestOf } from './request.types.ts';

/** Apart from the type, which the request's own type needs first. */
@Resolver(() => Assignment)
export class AssignmentResolver {
  @ResolveField(() => InformationRequest, { description: 'The request it is part of.' })
  request(@Parent() assignment: Assignment): InformationRequest {
    return assignment.requestObject;
  }
}

/** The preview of an amendment knows limits, not their cases. */
@Resolver(() => DeadlineMove)
export class MovedRequestResolver {
  readonly #readings: Readings;

  constructor(readings: Readings) {
    this.#readings = readings;
  }

  @ResolveField(() => InformationRequest, {
    nullable: true,
    description: 'Its request; null for who may not see it, and for the limit of another case.',
  })
  request(
    @Parent() { row }: DeadlineMove,
    @CurrentAsking() asking: Asking,
  ): InformationRequest | null {
    return requestOf(caseOf(row), this.#readings.of(asking).ofList());
  }
}
