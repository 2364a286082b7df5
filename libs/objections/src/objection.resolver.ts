import { CommandBus } from '@nestjs/cqrs';
import {
  Args,
  ArgsType,
  Field,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { AttachmentId, ObjectionId, RequestId } from '#kernel';
import { Attachment, CaseSight, attachmentsOfIds } from '#attachments/api';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Handled } from '#access';
import { PageArgs, given } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { CorrespondencePayload, InformationRequest } from '#information-requests/api';
import { requesterOf } from '#persons/api';
import { OBJECTION_STATES } from './domain/objection-state.ts';
import type { ObjectionState } from './domain/objection-state.ts';
import { LodgeObjection } from './lodge.handler.ts';
import { listObjections } from './objection-list.ts';
import { ObjectionStateEnum } from './objection.enums.ts';
import { HandleObjection } from './objection.handler.ts';
import type { ObjectionIntent } from './objection.handler.ts';
import * as inputs from './objection.inputs.ts';
import { mutationOf } from './objection.policy.ts';
import { objectionsOf } from './objection.queries.ts';
import {
  Dispute,
  Objection,
  ObjectionConnection,
  ObjectionPayload,
  objectionOf,
} from './objection.types.ts';

@ArgsType()
class ObjectionsArgs extends PageArgs {
  @Field(() => [ObjectionStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(OBJECTION_STATES.length)
  states?: ObjectionState[] | null;
}

type Repeatable = { idempotencyKey?: string | null; expectedVersion?: number | null };

/** Objections; the mutations only translate. */
@Resolver()
export class ObjectionResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => ObjectionConnection, {
    description: 'The objections that the viewer sees, the newest first; without personal data.',
  })
  objections(
    @Args() { states, ...args }: ObjectionsArgs,
    @CurrentAsking() asking: Asking,
  ): Connection<Objection> {
    return listObjections(this.#readings.of(asking), args, states ?? undefined);
  }

  @Mutation(() => ObjectionPayload, { description: 'Records an objection. Coordinator.' })
  async lodgeObjection(
    @Args('input') input: inputs.LodgeObjectionInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ObjectionPayload> {
    const { requestId, requester, grounds, statement, groundFoundOn, occurredAt: at } = input;
    const request = requestId as RequestId | null | undefined;
    const call = { mutation: 'lodgeObjection', asking, input, entity: '' };
    const more = given({ request, requester: requester && requesterOf(requester), at });
    const lodging = { grounds, statement, groundFoundOn, ...more };
    const envelope = new LodgeObjection(call, lodging);
    return this.#payload(await this.#bus.execute(envelope), asking);
  }

  @Mutation(() => ObjectionPayload, {
    description: "Gives it the next number of its year's register. Coordinator.",
  })
  registerObjection(
    @Args('input') input: inputs.RegisterObjectionInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ObjectionPayload> {
    const { objectionId, occurredAt: at } = input;
    return this.#handle(input, asking, objectionId, { type: 'RegisterObjection', at });
  }

  @Mutation(() => ObjectionPayload, {
    description: 'Decides it; what is upheld lets its request go on. PPID superior.',
  })
  decideObjection(
    @Args('input') input: inputs.DecideObjectionInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ObjectionPayload> {
    const { objectionId, decision, text, occurredAt: at } = input;
    const intent = { type: 'DecideObjection', decision, text, at } as const;
    return this.#handle(input, asking, objectionId, intent);
  }

  @Mutation(() => ObjectionPayload, {
    description: 'Records a stage of the dispute that followed. Coordinator.',
  })
  recordDispute(
    @Args('input') input: inputs.RecordDisputeInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ObjectionPayload> {
    const { objectionId, stage, on, number, note } = input;
    const documents = input.documentIds as AttachmentId[] | null | undefined;
    const more = given({ number, note, documents });
    const intent = { type: 'RecordDispute', stage, on, ...more } as const;
    return this.#handle(input, asking, objectionId, intent);
  }

  @Mutation(() => ObjectionPayload, { description: 'The dispute ended. Coordinator.' })
  settleDispute(
    @Args('input') input: inputs.SettleDisputeInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ObjectionPayload> {
    const { objectionId, on, outcome } = input;
    return this.#handle(input, asking, objectionId, { type: 'SettleDispute', on, outcome });
  }

  async #handle(
    input: Repeatable,
    asking: Asking,
    id: string,
    intent: ObjectionIntent,
  ): Promise<ObjectionPayload> {
    const call = { mutation: mutationOf(intent.type), asking, input, entity: id };
    const envelope = new HandleObjection(call, id as ObjectionId, intent);
    return this.#payload(await this.#bus.execute(envelope), asking);
  }

  async #payload(handled: Handled, asking: Asking): Promise<ObjectionPayload> {
    const { id, position } = handled;
    const visible = id !== null && (await this.#commands.isVisible(position));
    return { ...handled, objection: visible ? objectionOf(id, this.#readings.of(asking)) : null };
  }
}

@Resolver(() => InformationRequest)
export class RequestObjectionsResolver {
  @ResolveField(() => [Objection], { description: 'Objections to it, as far as seen.' })
  objections(@Parent() { id, reading }: InformationRequest): Objection[] {
    return objectionsOf(id, reading).map((row) => new Objection(row, reading));
  }
}

@Resolver(() => Dispute)
export class DisputeDocumentsResolver {
  readonly #sight: CaseSight;

  constructor(sight: CaseSight) {
    this.#sight = sight;
  }

  @ResolveField(() => [Attachment], { description: 'As far as the viewer sees them.' })
  documents(@Parent() { documentIds, reading }: Dispute): Attachment[] {
    return attachmentsOfIds(documentIds, reading, this.#sight);
  }
}

@Resolver(() => CorrespondencePayload)
export class CorrespondenceObjectionResolver {
  readonly #readings: Readings;

  constructor(readings: Readings) {
    this.#readings = readings;
  }

  @ResolveField(() => Objection, {
    nullable: true,
    description: 'Where it belongs to an objection; null when refused or not yet to be seen.',
  })
  objection(
    @Parent() { objectionId }: CorrespondencePayload,
    @CurrentAsking() asking: Asking,
  ): Objection | null {
    return objectionId === undefined ? null : objectionOf(objectionId, this.#readings.of(asking));
  }
}
