import { CommandBus } from '@nestjs/cqrs';
import {
  Args,
  ArgsType,
  Field,
  ID,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { ConsequenceTestId, RequestId } from '#kernel';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Handled } from '#access';
import { OptionalId, PageArgs, given } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { AnswerPart } from '#outbound/api';
import { HandleConsequenceTest } from './consequence-test.handler.ts';
import type { ConsequenceTestIntent } from './consequence-test.handler.ts';
import * as inputs from './consequence-test.inputs.ts';
import {
  ConsequenceTest,
  ConsequenceTestConnection,
  ConsequenceTestPayload,
  consequenceTestOf,
} from './consequence-test.types.ts';
import { RECORDED_STATES } from './domain/consequence-test.ts';
import type { ConsequenceTestState } from './domain/consequence-test.ts';
import { listTests } from './objection-list.ts';
import { ConsequenceTestStateEnum } from './objection.enums.ts';
import { mutationOf } from './objection.policy.ts';

@ArgsType()
class ConsequenceTestsArgs extends PageArgs {
  @Field(() => [ConsequenceTestStateEnum], {
    nullable: true,
    description: 'In one of these states today.',
  })
  @IsOptional()
  @ArrayMaxSize(RECORDED_STATES.length)
  states?: ConsequenceTestState[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Decided exempt and not ended, or not so.' })
  @IsOptional()
  valid?: boolean | null;

  @Field(() => ID, { nullable: true, description: 'Those that concern this request.' })
  @OptionalId()
  requestId?: string | null;
}

type Repeatable = { idempotencyKey?: string | null; expectedVersion?: number | null };

/** Consequence tests; the mutations only translate. */
@Resolver()
export class ConsequenceTestResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => ConsequenceTestConnection, {
    description: 'The consequence tests that the viewer sees, the newest first.',
  })
  consequenceTests(
    @Args() { states, valid, requestId, ...args }: ConsequenceTestsArgs,
    @CurrentAsking() asking: Asking,
  ): Connection<ConsequenceTest> {
    return listTests(this.#readings.of(asking), args, given({ states, valid, requestId }));
  }

  @Mutation(() => ConsequenceTestPayload, {
    description: 'Opens a consequence test. Coordinator or approver.',
  })
  openConsequenceTest(
    @Args('input') input: inputs.OpenConsequenceTestInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ConsequenceTestPayload> {
    const { information, exemption, otherLaw, harmIfOpened, harmIfClosed } = input;
    return this.#handle(input, asking, '', {
      type: 'OpenConsequenceTest',
      information,
      exemption,
      harmIfOpened,
      harmIfClosed,
      ...given({
        request: input.requestId as RequestId | null | undefined,
        renews: input.renews as ConsequenceTestId | null | undefined,
        otherLaw,
        otherParticipants: input.otherParticipants,
      }),
    });
  }

  @Mutation(() => ConsequenceTestPayload, { description: 'Gives an opinion. Legal reviewer.' })
  giveOpinion(
    @Args('input') input: inputs.GiveOpinionInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ConsequenceTestPayload> {
    const { consequenceTestId, opinion, occurredAt: at } = input;
    return this.#handle(input, asking, consequenceTestId, { type: 'GiveOpinion', opinion, at });
  }

  @Mutation(() => ConsequenceTestPayload, {
    description: 'Assents before the decision, where the city asks for it. PPID superior.',
  })
  assentToConsequenceTest(
    @Args('input') input: inputs.AssentToConsequenceTestInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ConsequenceTestPayload> {
    const intent = { type: 'AssentToConsequenceTest' } as const;
    return this.#handle(input, asking, input.consequenceTestId, intent);
  }

  @Mutation(() => ConsequenceTestPayload, { description: 'Decides exempt or open. Approver.' })
  decideConsequenceTest(
    @Args('input') input: inputs.DecideConsequenceTestInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ConsequenceTestPayload> {
    const { consequenceTestId, exempt, reason, occurredAt: at } = input;
    const { endsOn, endsWhen, reviewOn, decreeNumber, decreePlace } = input;
    return this.#handle(input, asking, consequenceTestId, {
      type: 'DecideConsequenceTest',
      exempt,
      term: given({ endsOn, endsWhen, reviewOn }),
      ...given({ decreeNumber, decreePlace }),
      reason,
      at,
    });
  }

  @Mutation(() => ConsequenceTestPayload, {
    description: 'Ends an exemption before its term. Approver.',
  })
  endConsequenceTest(
    @Args('input') input: inputs.EndConsequenceTestInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ConsequenceTestPayload> {
    const { consequenceTestId, basis, reason } = input;
    const intent = { type: 'EndConsequenceTest', basis, reason } as const;
    return this.#handle(input, asking, consequenceTestId, intent);
  }

  async #handle(
    input: Repeatable,
    asking: Asking,
    entity: string,
    intent: ConsequenceTestIntent,
  ): Promise<ConsequenceTestPayload> {
    const call = { mutation: mutationOf(intent.type), asking, input, entity };
    const handled = await this.#bus.execute<HandleConsequenceTest, Handled>(
      new HandleConsequenceTest(call, intent),
    );
    const { id, position } = handled;
    const visible = id !== null && (await this.#commands.isVisible(position));
    const consequenceTest = visible ? consequenceTestOf(id, this.#readings.of(asking)) : null;
    return { ...handled, consequenceTest };
  }
}

/** What a refused or blackened part rests on. */
@Resolver(() => AnswerPart)
export class PartTestResolver {
  @ResolveField(() => ConsequenceTest, {
    nullable: true,
    description: 'GRANTED_REDACTED and REFUSED_EXEMPT; null where the viewer may not see it.',
  })
  consequenceTest(@Parent() { kept, reading }: AnswerPart): ConsequenceTest | null {
    const { consequenceTest } = kept;
    return consequenceTest === undefined ? null : consequenceTestOf(consequenceTest, reading);
  }
}
