import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { AttachmentId, EventId, ObjectionId, OfficeCode, PersonId, RequestId } from '#kernel';
import { CurrentAsking } from '#access';
import type { Asking } from '#access';
import { given } from '#graphql/api';
import { requesterOf } from '#persons/api';
import { RecordCorrespondenceInput } from './correspondence.input.ts';
import type { Spoken } from './domain/commands.ts';
import type { Reference } from './domain/events.ts';
import { ExtendDeadlineInput } from './extend-deadline.input.ts';
import { ReopenInformationRequestInput } from './reopen.input.ts';
import * as inputs from './request.inputs.ts';
import {
  CorrespondencePayload,
  InformationRequestPayload,
  RequestMutations,
} from './request.payload.ts';

type Payload = Promise<InformationRequestPayload>;

/** Mutations about a request as a whole; they only translate. */
@Resolver()
export class InformationRequestMutations {
  readonly #requests: RequestMutations;

  constructor(requests: RequestMutations) {
    this.#requests = requests;
  }

  @Mutation(() => InformationRequestPayload, {
    description:
      'Records a question that arrived. Coordinator; officer or lead at their office; intake.',
  })
  receiveInformationRequest(
    @Args('input') input: inputs.ReceiveInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { track, channel, subject, details, purpose, wantedForm, delivery } = input;
    const { occurredAt, answerNeededBy, answeredAtOnce, requester } = input;
    const attachments = input.attachmentIds as AttachmentId[] | null | undefined;
    return this.#requests.receive(input, asking, {
      track,
      channel,
      subject,
      details,
      ...given({
        purpose,
        wantedForm,
        delivery,
        answerNeededBy,
        requestingOffice: input.requestingOfficeCode as OfficeCode | null | undefined,
        receivingOffice: input.receivingOfficeCode as OfficeCode | null | undefined,
        requester: requester && requesterOf(requester),
        references: input.references?.map(referenceOf),
        relatedTo: input.relatedTo?.map(({ requestId, relation }) => ({
          request: requestId as RequestId,
          relation,
        })),
        answeredAtOnce: answeredAtOnce && spokenOf(answeredAtOnce),
        attachments,
        at: occurredAt,
      }),
    });
  }

  @Mutation(() => InformationRequestPayload, { description: 'Lists what is missing. Coordinator.' })
  markInformationRequestIncomplete(
    @Args('input') input: inputs.MarkInformationRequestIncompleteInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, missing, occurredAt: at } = input;
    const intent = { type: 'MarkInformationRequestIncomplete', missing, at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'What was missing came in. Coordinator.',
  })
  completeInformationRequest(
    @Args('input') input: inputs.CompleteInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, note, occurredAt: at } = input;
    const intent = { type: 'CompleteInformationRequest', ...given({ note }), at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Ends a request that was never completed. Coordinator.',
  })
  lapseInformationRequest(
    @Args('input') input: inputs.LapseInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, reason } = input;
    const intent = { type: 'LapseInformationRequest', reason } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Ends an entry that should not exist. Coordinator.',
  })
  voidInformationRequest(
    @Args('input') input: inputs.VoidInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, reason, note } = input;
    const replacedBy = input.replacedById as RequestId | null | undefined;
    const more = given({ note, replacedBy });
    const intent = { type: 'VoidInformationRequest', reason, ...more } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: "Gives it the next number of its year's register. Coordinator.",
  })
  registerInformationRequest(
    @Args('input') input: inputs.RegisterInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, occurredAt: at } = input;
    const intent = { type: 'RegisterInformationRequest', at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Extends the statutory limit, UU 14/2008 Pasal 22 ayat (8). Approver.',
  })
  extendDeadline(
    @Args('input') input: ExtendDeadlineInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, workingDays, ground, reason } = input;
    const intent = { type: 'ExtendDeadline', workingDays, ground, reason } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Records an outcome without a text of ours. Coordinator; media also their office.',
  })
  recordOutcome(
    @Args('input') input: inputs.RecordOutcomeInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, occurredAt: at } = input;
    const intent = { type: 'RecordOutcome', ...spokenOf(input), at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => CorrespondencePayload, {
    description: 'Records what was sent to or came from whoever asks or objects. Coordinator.',
  })
  recordCorrespondence(
    @Args('input') input: RecordCorrespondenceInput,
    @CurrentAsking() asking: Asking,
  ): Promise<CorrespondencePayload> {
    const { entityId, kind, way, occurredAt: at, note, costPaidIdr } = input;
    const proofs = input.proofIds as AttachmentId[] | null | undefined;
    const letter = { kind, way, at, ...given({ note, costPaidIdr, proofs }) };
    return this.#requests.correspond(input, asking, entityId, letter);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Turns a media request into a statutory one, with a second number. Coordinator.',
  })
  convertToStatutory(
    @Args('input') input: inputs.ConvertToStatutoryInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, requestedOn, reason, occurredAt: at } = input;
    const intent = { type: 'ConvertToStatutory', reason, ...given({ requestedOn }), at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Lets an answered, closed or lapsed request go on. Coordinator.',
  })
  reopenInformationRequest(
    @Args('input') input: ReopenInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, cause, reason } = input;
    const objection = input.objectionId as ObjectionId | null | undefined;
    const said = { cause, reason, ...given({ objection }) };
    const intent = { type: 'ReopenInformationRequest', ...said } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'The requester withdrew it. Coordinator.',
  })
  withdrawInformationRequest(
    @Args('input') input: inputs.WithdrawInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, reason, occurredAt: at } = input;
    const intent = { type: 'WithdrawInformationRequest', reason, at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Another public body answers it; never a statutory one. Coordinator.',
  })
  transferInformationRequest(
    @Args('input') input: inputs.TransferInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, publicBody, reason, occurredAt: at } = input;
    const intent = { type: 'TransferInformationRequest', publicBody, reason, at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, { description: 'Closes the case. Coordinator.' })
  closeInformationRequest(
    @Args('input') input: inputs.CloseInformationRequestInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, note, occurredAt: at } = input;
    const intent = { type: 'CloseInformationRequest', ...given({ note }), at } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Corrects an entry; old value, new value and reason stay. Coordinator.',
  })
  correctInformationRequestEntry(
    @Args('input') input: inputs.CorrectInformationRequestEntryInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { requestId, field, value, values, reference, eventId, reason } = input;
    const correction = {
      field,
      ...given({
        value,
        values,
        reference: reference && referenceOf(reference),
        ofEvent: eventId as EventId | null | undefined,
      }),
    };
    const intent = { type: 'CorrectInformationRequestEntry', reason, correction } as const;
    return this.#requests.handle(input, asking, requestId, intent);
  }
}

const referenceOf = (input: inputs.ExternalReferenceInput): Reference<string> => {
  const { system, number, date } = input;
  return { system, number, ...given({ date }) };
};

function spokenOf(input: inputs.OnTheSpotInput): Spoken {
  const { outcome, spokespersonId, gist } = input;
  const attachments = input.attachmentIds as AttachmentId[] | null | undefined;
  const spokesperson = spokespersonId as PersonId | null | undefined;
  return { outcome, ...given({ spokesperson, gist, attachments }) };
}
