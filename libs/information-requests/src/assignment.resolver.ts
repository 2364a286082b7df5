import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Assignment } from './assignment.types.ts';
import { InformationRequest } from './request.types.ts';

/** Apart from the type, which the request's own type needs first. */
@Resolver(() => Assignment)
export class AssignmentResolver {
  @ResolveField(() => InformationRequest, { description: 'The request it is part of.' })
  request(@Parent() assignment: Assignment): InformationRequest {
    return assignment.requestObject;
  }
}
