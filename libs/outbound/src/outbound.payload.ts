import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Field, ObjectType } from '@nestjs/graphql';
import type { OutboundItemId, Position } from '#kernel';
import { Commands, Readings } from '#access';
import type { Asking, Handled } from '#access';
import { PositionScalar, UserError } from '#graphql/api';
import { DraftOutboundItem } from './draft.handler.ts';
import type { DraftIntent } from './draft.handler.ts';
import { HandleOutboundItem } from './outbound.handler.ts';
import type { ItemIntent } from './outbound.handler.ts';
import { OutboundItem, itemOf } from './outbound.types.ts';

@ObjectType({ description: 'The item, or why not. Of every mutation about one item.' })
export class OutboundItemPayload {
  @Field(() => OutboundItem, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  outboundItem!: OutboundItem | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

type Input = { idempotencyKey?: string | null; expectedVersion?: number | null };

/** From a mutation's input to its payload, which reads its own write. */
@Injectable()
export class OutboundMutations {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  async handle(
    mutation: string,
    input: Input & { outboundItemId: string },
    asking: Asking,
    intent: ItemIntent,
  ): Promise<OutboundItemPayload> {
    const { outboundItemId: entity } = input;
    const call = { mutation, asking, input, entity };
    const envelope = new HandleOutboundItem(call, entity as OutboundItemId, intent);
    return this.#payload(await this.#bus.execute(envelope), asking);
  }

  /** `of.entity` is what it is drafted for, if anything. */
  async draft(
    of: { mutation: string; entity: string },
    input: Input,
    asking: Asking,
    intent: DraftIntent,
  ): Promise<Handled> {
    return this.#bus.execute(new DraftOutboundItem({ ...of, asking, input }, intent));
  }

  async #payload(handled: Handled, asking: Asking): Promise<OutboundItemPayload> {
    return { ...handled, outboundItem: await this.shown(handled, asking, itemOf) };
  }

  async shown<T>(
    { id, position }: Handled,
    asking: Asking,
    show: (id: string, reading: ReturnType<Readings['of']>) => T | null,
  ): Promise<T | null> {
    const visible = id !== null && (await this.#commands.isVisible(position));
    return visible ? show(id, this.#readings.of(asking)) : null;
  }
}
