import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InformationRequest } from '#information-requests/api';
import { itemsAnswering } from './outbound.queries.ts';
import { OutboundItem, itemOf } from './outbound.types.ts';
import { AnswerPart } from './answer.types.ts';

/** What a request shows of the texts that answer it; they are seen under their own rules. */
@Resolver(() => InformationRequest)
export class RequestAnswersResolver {
  @ResolveField(() => OutboundItem, {
    nullable: true,
    description: 'The latest text that answers it; all of them in answers.',
  })
  answer(@Parent() request: InformationRequest): OutboundItem | null {
    return this.answers(request).at(-1) ?? null;
  }

  @ResolveField(() => [OutboundItem], { description: 'Texts that answer it, the oldest first.' })
  answers(@Parent() { id, reading }: InformationRequest): OutboundItem[] {
    return itemsAnswering(reading.db, id)
      .map((row) => itemOf(row.id, reading))
      .filter((item) => item !== null);
  }

  @ResolveField(() => [AnswerPart], {
    description: 'What became of each requested part, of the latest text that left the house.',
  })
  answerParts(@Parent() request: InformationRequest): AnswerPart[] {
    const out = this.answers(request).filter(({ row }) => row.released_at !== null);
    return out.at(-1)?.parts ?? [];
  }
}
