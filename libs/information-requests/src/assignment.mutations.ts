import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { AssignmentId, AttachmentId, OfficeCode } from '#kernel';
import { CurrentAsking } from '#access';
import type { Asking } from '#access';
import { given } from '#graphql/api';
import * as inputs from './assignment.inputs.ts';
import { InformationRequestPayload, RequestMutations } from './request.payload.ts';

type Payload = Promise<InformationRequestPayload>;

/** Mutations about the parts that offices have; they only translate. */
@Resolver()
export class AssignmentMutations {
  readonly #requests: RequestMutations;

  constructor(requests: RequestMutations) {
    this.#requests = requests;
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Gives an office a part in the request. Coordinator.',
  })
  assignOffice(
    @Args('input') input: inputs.AssignOfficeInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, officeCode, lead, instructions } = input;
    const office = officeCode as OfficeCode;
    const intent = { type: 'AssignOffice', office, lead, ...given({ instructions }) } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Moves the lead to an assignment. Coordinator.',
  })
  setLeadOffice(
    @Args('input') input: inputs.SetLeadOfficeInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const intent = { type: 'SetLeadOffice', ...named(input) } as const;
    return this.#requests.handle(input, asking, input.requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'The office works on it. Officer or lead of that office.',
  })
  acceptAssignment(
    @Args('input') input: inputs.AcceptAssignmentInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, occurredAt: at } = input;
    const intent = { type: 'AcceptAssignment', ...named(input), at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'The office declines, with a reason. Officer or lead of that office.',
  })
  declineAssignment(
    @Args('input') input: inputs.DeclineAssignmentInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, reason, occurredAt: at } = input;
    const heldBy = input.heldByOfficeCode as OfficeCode | null | undefined;
    const more = given({ heldBy });
    const intent = { type: 'DeclineAssignment', ...named(input), reason, ...more, at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Another office takes its place, with a reason. Coordinator.',
  })
  reassignOffice(
    @Args('input') input: inputs.ReassignOfficeInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, officeCode, reason } = input;
    const office = officeCode as OfficeCode;
    const intent = { type: 'ReassignOffice', ...named(input), office, reason } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Diskominfo answers this part itself, with a reason. Coordinator.',
  })
  takeOverAssignment(
    @Args('input') input: inputs.TakeOverAssignmentInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, reason } = input;
    const intent = { type: 'TakeOverAssignment', ...named(input), reason } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Prepares a contribution. Officer or lead of that office.',
  })
  prepareContribution(
    @Args('input') input: inputs.PrepareContributionInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, text, informationHeld } = input;
    const said = { text, informationHeld, ...filesOf(input) };
    const intent = { type: 'PrepareContribution', ...named(input), ...said } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: "Delivers the office's part. Lead of that office.",
  })
  submitContribution(
    @Args('input') input: inputs.SubmitContributionInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, text, informationHeld, occurredAt: at } = input;
    const said = { text, informationHeld, at, ...filesOf(input) };
    const intent = { type: 'SubmitContribution', ...named(input), ...said } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Gives the ball back to the office, with a reason. Coordinator.',
  })
  returnContribution(
    @Args('input') input: inputs.ReturnContributionInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, reason } = input;
    const intent = { type: 'ReturnContribution', ...named(input), reason } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: "Settles the office's part. Coordinator.",
  })
  acceptContribution(
    @Args('input') input: inputs.AcceptContributionInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const intent = { type: 'AcceptContribution', ...named(input) } as const;
    return this.#requests.handle(input, asking, input.requestId, intent);
  }
}

const named = ({ assignmentId }: { assignmentId: string }): { assignmentId: AssignmentId } => ({
  assignmentId: assignmentId as AssignmentId,
});

const filesOf = ({ attachmentIds }: { attachmentIds?: string[] | null }) =>
  given({ attachments: attachmentIds as AttachmentId[] | null | undefined });
