import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import type { Position, RequestId } from '#kernel';
import { Commands, Readings } from '#access';
import type { Asking, Handled } from '#access';
import { PositionScalar, UserError } from '#graphql/api';
import { ObjectionCorrespondence } from './objection.ports.ts';
import type { Letter } from './objection.ports.ts';
import { ReceiveInformationRequest } from './receive.handler.ts';
import type { Receipt } from './receive.handler.ts';
import { HandleInformationRequest } from './request.handler.ts';
import type { RequestIntent } from './request.handler.ts';
import { mutationOf } from './request.policy.ts';
import { InformationRequest, requestOf } from './request.types.ts';

@ObjectType({ description: 'The request, or why not. Of every mutation about one request.' })
export class InformationRequestPayload {
  @Field(() => InformationRequest, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  informationRequest!: InformationRequest | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@ObjectType({ description: 'What the correspondence belongs to, or why not.' })
export class CorrespondencePayload extends InformationRequestPayload {
  /** The objection that it belongs to, when this node shows it. */
  objectionId?: string;
}

type Repeatable = { idempotencyKey?: string | null; expectedVersion?: number | null };

/** From a mutation's input to its payload, which reads its own write. */
@Injectable()
export class RequestMutations {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #objections: ObjectionCorrespondence;

  constructor(
    bus: CommandBus,
    commands: Commands,
    readings: Readings,
    objections: ObjectionCorrespondence,
  ) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
    this.#objections = objections;
  }

  async handle(
    input: Repeatable,
    asking: Asking,
    id: string,
    intent: RequestIntent,
  ): Promise<InformationRequestPayload> {
    const call = { mutation: mutationOf(intent.type), asking, input, entity: id };
    const envelope = new HandleInformationRequest(call, id as RequestId, intent);
    return this.#payload(await this.#bus.execute(envelope), asking);
  }

  /** Of a request or an objection. */
  async correspond(
    input: Repeatable,
    asking: Asking,
    id: string,
    letter: Letter,
  ): Promise<CorrespondencePayload> {
    const call = { mutation: 'recordCorrespondence', asking, input, entity: id };
    const ofObjection = this.#objections.record(call, letter);
    if (ofObjection === undefined) {
      return this.handle(input, asking, id, { type: 'RecordCorrespondence', ...letter });
    }
    const handled = await ofObjection;
    const visible = handled.id !== null && (await this.#commands.isVisible(handled.position));
    return { ...handled, informationRequest: null, ...(visible ? { objectionId: id } : {}) };
  }

  async receive(
    input: Repeatable,
    asking: Asking,
    receipt: Receipt,
  ): Promise<InformationRequestPayload> {
    const call = { mutation: 'receiveInformationRequest', asking, input, entity: '' };
    const envelope = new ReceiveInformationRequest(call, receipt);
    return this.#payload(await this.#bus.execute(envelope), asking);
  }

  async #payload(handled: Handled, asking: Asking): Promise<InformationRequestPayload> {
    const { id, position } = handled;
    const visible = id !== null && (await this.#commands.isVisible(position));
    return {
      ...handled,
      informationRequest: visible ? requestOf(id, this.#readings.of(asking)) : null,
    };
  }
}
