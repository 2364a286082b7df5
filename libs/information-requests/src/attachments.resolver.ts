import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Attachment, CaseSight, attachmentsOfIds } from '#attachments/api';
import { Contribution, PreparedContribution } from './assignment.types.ts';
import { Correspondence } from './correspondence.types.ts';
import { attachmentIdsOf } from './request.queries.ts';
import { InformationRequest } from './request.types.ts';

const FIELD = { description: 'Files, as far as the viewer sees them.' };

/** What files a request and its parts show; each is seen under the rules of its case. */
@Resolver(() => InformationRequest)
export class RequestAttachmentsResolver {
  readonly #sight: CaseSight;

  constructor(sight: CaseSight) {
    this.#sight = sight;
  }

  @ResolveField(() => [Attachment], FIELD)
  attachments(@Parent() { id, reading }: InformationRequest): Attachment[] {
    return attachmentsOfIds(attachmentIdsOf(reading.db, id), reading, this.#sight);
  }
}

@Resolver(() => Contribution)
export class ContributionAttachmentsResolver {
  readonly #sight: CaseSight;

  constructor(sight: CaseSight) {
    this.#sight = sight;
  }

  @ResolveField(() => [Attachment], FIELD)
  attachments(@Parent() { attachmentIds, reading }: Contribution): Attachment[] {
    return attachmentsOfIds(attachmentIds, reading, this.#sight);
  }
}

@Resolver(() => PreparedContribution)
export class PreparedAttachmentsResolver {
  readonly #sight: CaseSight;

  constructor(sight: CaseSight) {
    this.#sight = sight;
  }

  @ResolveField(() => [Attachment], FIELD)
  attachments(@Parent() { attachmentIds, reading }: PreparedContribution): Attachment[] {
    return attachmentsOfIds(attachmentIds, reading, this.#sight);
  }
}

@Resolver(() => Correspondence)
export class CorrespondenceProofsResolver {
  readonly #sight: CaseSight;

  constructor(sight: CaseSight) {
    this.#sight = sight;
  }

  @ResolveField(() => [Attachment], FIELD)
  proofs(@Parent() { proofIds, reading }: Correspondence): Attachment[] {
    return attachmentsOfIds(proofIds, reading, this.#sight);
  }
}
