import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type {
  ConsequenceTestId,
  ContributionId,
  OfficeCode,
  OutboundItemId,
  RequestId,
} from '#kernel';
import { CurrentAsking } from '#access';
import type { Asking } from '#access';
import { given } from '#graphql/api';
import { InformationRequestPayload, requestOf } from '#information-requests/api';
import type { Said } from './contents.ts';
import { AnswerPartInput, DraftAnswerInput, DraftOutboundItemInput } from './draft.inputs.ts';
import * as inputs from './outbound.inputs.ts';
import { OutboundItemPayload, OutboundMutations } from './outbound.payload.ts';
import { itemOf } from './outbound.types.ts';

type Payload = Promise<OutboundItemPayload>;

/** Mutations about what leaves the house; they only translate. */
@Resolver()
export class OutboundItemMutations {
  readonly #items: OutboundMutations;

  constructor(items: OutboundMutations) {
    this.#items = items;
  }

  @Mutation(() => InformationRequestPayload, {
    description: 'Drafts the answer to one or more requests. Coordinator, approver.',
  })
  async draftAnswer(
    @Args('input') input: DraftAnswerInput,
    @CurrentAsking() asking: Asking,
  ): Promise<InformationRequestPayload> {
    const { requestId, alsoAnswers, sensitive } = input;
    const of = { mutation: 'draftAnswer', entity: requestId };
    const handled = await this.#items.draft(of, input, asking, {
      type: 'ANSWER',
      request: requestId as RequestId,
      also: (alsoAnswers ?? []) as RequestId[],
      sensitive: sensitive ?? false,
      said: saidIn(input),
    });
    const show: typeof requestOf = (_, reading) => requestOf(requestId, reading);
    return { ...handled, informationRequest: await this.#items.shown(handled, asking, show) };
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'Drafts a text. Coordinator, approver; officer or lead for their own office.',
  })
  async draftOutboundItem(
    @Args('input') input: DraftOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { kind, sensitive, originOfficeCode } = input;
    const handled = await this.#items.draft(
      { mutation: 'draftOutboundItem', entity: '' },
      input,
      asking,
      {
        type: 'DRAFT',
        kind,
        sensitive: sensitive ?? false,
        ...given({ originOffice: originOfficeCode as OfficeCode | null | undefined }),
        said: saidIn(input),
      },
    );
    return { ...handled, outboundItem: await this.#items.shown(handled, asking, itemOf) };
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'Edits a text that has not left the house. Who may draft it.',
  })
  reviseOutboundItem(
    @Args('input') input: inputs.ReviseOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const requests = input.answers as RequestId[] | null | undefined;
    const said = { ...saidIn(input), ...given({ requests }) };
    const intent = { type: 'ReviseOutboundItem', said } as const;
    return this.#items.handle('reviseOutboundItem', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'Sets it: author, holders of a step, coordinator; clears it: approver.',
  })
  setSensitive(
    @Args('input') input: inputs.SetSensitiveInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { sensitive, reason } = input;
    const intent = { type: 'SetSensitive', sensitive, reason } as const;
    return this.#items.handle('setSensitive', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Who may draft it.' })
  submitForApproval(
    @Args('input') input: inputs.SubmitForApprovalInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const intent = { type: 'SubmitForApproval' } as const;
    return this.#items.handle('submitForApproval', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Whoever holds the step; four eyes.' })
  approveOutboundItem(
    @Args('input') input: inputs.ApproveOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, note } = input;
    const intent = { type: 'ApproveOutboundItem', contentHash, ...given({ note }) } as const;
    return this.#items.handle('approveOutboundItem', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Whoever holds the step.' })
  returnOutboundItem(
    @Args('input') input: inputs.ReturnOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, reason } = input;
    const intent = { type: 'ReturnOutboundItem', contentHash, reason } as const;
    return this.#items.handle('returnOutboundItem', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Whoever holds the step.' })
  rejectOutboundItem(
    @Args('input') input: inputs.RejectOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, reason } = input;
    const intent = { type: 'RejectOutboundItem', contentHash, reason } as const;
    return this.#items.handle('rejectOutboundItem', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Coordinator, approver.' })
  scheduleRelease(
    @Args('input') input: inputs.ScheduleReleaseInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, releaseAt } = input;
    const intent = { type: 'ScheduleRelease', contentHash, releaseAt } as const;
    return this.#items.handle('scheduleRelease', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Coordinator, approver.' })
  cancelSchedule(
    @Args('input') input: inputs.CancelScheduleInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, reason } = input;
    const intent = { type: 'CancelSchedule', contentHash, reason } as const;
    return this.#items.handle('cancelSchedule', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, {
    description:
      'Lets the approved text out; an answer answers its requests. Coordinator, approver.',
  })
  releaseOutboundItem(
    @Args('input') input: inputs.ReleaseOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const intent = { type: 'ReleaseOutboundItem', contentHash: input.contentHash } as const;
    return this.#items.handle('releaseOutboundItem', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'Lets a text out unapproved; never a statutory answer. Coordinator, approver.',
  })
  emergencyRelease(
    @Args('input') input: inputs.EmergencyReleaseInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, ground, reason } = input;
    const intent = { type: 'EmergencyRelease', contentHash, ground, reason } as const;
    return this.#items.handle('emergencyRelease', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'Ends a review debt. Coordinator, approver, who neither wrote nor released it.',
  })
  reviewRelease(
    @Args('input') input: inputs.ReviewReleaseInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const { contentHash, finding } = input;
    const intent = { type: 'ReviewRelease', contentHash, finding } as const;
    return this.#items.handle('reviewRelease', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, { description: 'Author, coordinator, approver.' })
  dropOutboundItem(
    @Args('input') input: inputs.DropOutboundItemInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const intent = { type: 'DropOutboundItem', reason: input.reason } as const;
    return this.#items.handle('dropOutboundItem', input, asking, intent);
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'The payload is the new, linked item. Coordinator, approver.',
  })
  correctRelease(
    @Args('input') input: inputs.CorrectReleaseInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    return this.#replace('correctRelease', input, asking, 'CORRECTED');
  }

  @Mutation(() => OutboundItemPayload, {
    description: 'The payload is the new, linked item. Coordinator, approver.',
  })
  supersedeRelease(
    @Args('input') input: inputs.SupersedeReleaseInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    return this.#replace('supersedeRelease', input, asking, 'SUPERSEDED');
  }

  @Mutation(() => OutboundItemPayload, { description: 'Approver.' })
  withdrawRelease(
    @Args('input') input: inputs.WithdrawReleaseInput,
    @CurrentAsking() asking: Asking,
  ): Payload {
    const intent = { type: 'WithdrawRelease', reason: input.reason } as const;
    return this.#items.handle('withdrawRelease', input, asking, intent);
  }

  async #replace(
    mutation: string,
    input: inputs.CorrectReleaseInput,
    asking: Asking,
    as: 'CORRECTED' | 'SUPERSEDED',
  ): Payload {
    const { outboundItemId, title, body, reason } = input;
    const replaces = { item: outboundItemId as OutboundItemId, as };
    const intent = { type: 'REPLACE', replaces, title, body, reason } as const;
    const of = { mutation, entity: outboundItemId };
    const handled = await this.#items.draft(of, input, asking, intent);
    return { ...handled, outboundItem: await this.#items.shown(handled, asking, itemOf) };
  }
}

type Nulled<T> = { [K in keyof T]: T[K] | null | undefined };

/** Plain values: what reaches the log is no instance of an input class. */
function saidIn(input: Partial<Nulled<DraftAnswerInput & DraftOutboundItemInput>>): Said {
  const { title, body, language, interim, outcome, citations, parts, notice } = input;
  return given({
    title,
    body,
    language,
    interim,
    outcome,
    attachments: input.attachmentIds,
    audience: input.audienceOfficeCodes as OfficeCode[] | null | undefined,
    citations: citations?.map(({ contributionId, passage }) => ({
      contribution: contributionId as ContributionId,
      passage,
    })),
    parts: parts?.map(partOf),
    notice: notice && given({ ...notice }),
  });
}

function partOf({ part, decision, consequenceTestId, ...rest }: AnswerPartInput) {
  const { reason, legalBasis, followsBy } = rest;
  const consequenceTest = consequenceTestId as ConsequenceTestId | null | undefined;
  return { part, decision, ...given({ reason, consequenceTest, legalBasis, followsBy }) };
}
