import {
  Args,
  ArgsType,
  Field,
  ID,
  Query,
  Resolver,
  Subscription,
  registerEnumType,
} from '@nestjs/graphql';
import { IsOptional, Matches, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import type { Instant } from '#kernel';
import { CurrentAsking, Readings } from '#access';
import type { Asking } from '#access';
import { DateTimeScalar, OptionalId, PageArgs, badInput, enumOf } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { AS_OF_BASES, LiveStream, ReadModel } from '#read-model';
import type { AsOfBasis, Look } from '#read-model';
import { AnswerSight } from './live-answers.ts';
import { InformationRequestFilter } from './request-filter.ts';
import {
  InformationRequestConnection,
  InformationRequestOrder,
  listRequests,
} from './request-list.ts';
import { findByNumber } from './request.queries.ts';
import { InformationRequest, requestOf } from './request.types.ts';
import { CasesAsOf } from './cases-as-of.ts';

export const AsOfBasisEnum = enumOf(AS_OF_BASES);
registerEnumType(AsOfBasisEnum, {
  name: 'AsOfBasis',
  description: 'Which past is meant.',
  valuesMap: {
    KNOWN_BY: { description: 'As it was then known: recorded by then.' },
    HAPPENED_BY: {
      description: 'As we now know it was: happened by then. For imported history.',
    },
  },
});

@ArgsType()
class RequestArgs {
  @Field(() => ID, { nullable: true, description: 'Its id.' })
  @OptionalId()
  id?: string | null;

  @Field(() => String, { nullable: true, description: 'Its number, also a former one.' })
  @IsOptional()
  @Matches(/^\d{4,9}\/[A-Z]{3}\/\d{4}$/)
  number?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'As of a past instant.' })
  @IsOptional()
  asOf?: Instant | null;

  @Field(() => AsOfBasisEnum, { defaultValue: 'KNOWN_BY', description: 'Which past is meant.' })
  basis!: AsOfBasis;
}

@ArgsType()
class RequestsArgs extends PageArgs {
  @Field(() => InformationRequestFilter, { nullable: true, description: 'Which ones.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => InformationRequestFilter)
  filter?: InformationRequestFilter | null;

  @Field(() => InformationRequestOrder, { nullable: true, description: 'In which order.' })
  @IsOptional()
  @Type(() => InformationRequestOrder)
  orderBy?: InformationRequestOrder | null;
}

@Resolver(() => InformationRequest)
export class InformationRequestResolver {
  readonly #readings: Readings;
  readonly #asOf: CasesAsOf;
  readonly #model: ReadModel;
  readonly #answers: AnswerSight;

  constructor(readings: Readings, asOf: CasesAsOf, model: ReadModel, answers: AnswerSight) {
    this.#readings = readings;
    this.#asOf = asOf;
    this.#model = model;
    this.#answers = answers;
  }

  @Query(() => InformationRequest, {
    nullable: true,
    description: 'One request by exactly one of id and number; null where the viewer sees none.',
  })
  async informationRequest(
    @Args() { id, number, asOf, basis }: RequestArgs,
    @CurrentAsking() asking: Asking,
  ): Promise<InformationRequest | null> {
    if ((id == null) === (number == null)) throw badInput('exactly one of id and number');
    const reading = this.#readings.of(asking);
    const found = id ?? findByNumber(reading.db, number ?? '')?.id;
    if (found === undefined) return null;
    if (asOf == null) return requestOf(found, reading);
    const then = await this.#asOf.of(found, { at: asOf, basis }, reading, asking);
    return then && requestOf(found, then);
  }

  @Query(() => InformationRequestConnection, {
    description: 'The requests that the viewer sees; without personal data.',
  })
  informationRequests(
    @Args() { filter, orderBy, ...args }: RequestsArgs,
    @CurrentAsking() asking: Asking,
  ): Connection<InformationRequest> {
    const wanted = { filter: filter ?? {}, ...(orderBy == null ? {} : { order: orderBy }) };
    return listRequests(this.#readings.of(asking), args, wanted, this.#answers);
  }

  @Subscription(() => InformationRequest, {
    description: 'The request at once and at every change; ends when it may no longer be seen.',
    resolve: (request: InformationRequest) => request,
  })
  informationRequestChanged(
    @Args('id', { type: () => ID, description: 'Which request.' }) id: string,
    @CurrentAsking() asking: Asking,
  ): AsyncIterableIterator<InformationRequest> {
    let sent = 0;
    const look = (): Look<InformationRequest> => {
      const request = requestOf(id, this.#readings.again(asking));
      if (request === null) return 'ended';
      if (request.version === sent) return 'nothing';
      sent = request.version;
      return { value: request };
    };
    return new LiveStream(this.#model, { look });
  }
}
