import { CommandBus } from '@nestjs/cqrs';
import { Args, ArgsType, Field, Mutation, Query, Resolver } from '@nestjs/graphql';
import { IsOptional } from 'class-validator';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Handled, Reading } from '#access';
import { COUNT_LIMIT, PageArgs, connectionOf, given, keysetOf, pageOf } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { heldAmong, isHeld } from './erasure-bars.ts';
import { HandleErasure } from './erasure.handler.ts';
import {
  ConfirmErasureInput,
  LiftLegalHoldInput,
  OrderErasureInput,
  PlaceLegalHoldInput,
  RefuseErasureInput,
} from './erasure.inputs.ts';
import {
  Erasure,
  ErasureConnection,
  ErasurePayload,
  ErasureStateEnum,
  LegalHoldPayload,
  erasureOf,
} from './erasure.types.ts';
import { seesErasures } from './erasures.queries.ts';
import type { ErasureRow, ErasureState } from './erasures.queries.ts';
import { HandleLegalHold } from './legal-hold.handler.ts';

@ArgsType()
class ErasuresArgs extends PageArgs {
  @Field(() => [ErasureStateEnum], { nullable: true, description: 'Only those; null: all.' })
  @IsOptional()
  states?: ErasureState[] | null;
}

@Resolver(() => Erasure)
export class ErasureResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => ErasureConnection, {
    description: 'The newest first, for approver, superior and auditor; empty for anyone else.',
  })
  erasures(
    @Args() { states, ...args }: ErasuresArgs,
    @CurrentAsking() asking: Asking,
  ): Connection<Erasure> {
    return listErasures(this.#readings.of(asking), args, states ?? undefined);
  }

  @Mutation(() => ErasurePayload, {
    description:
      'Orders to destroy the keys of a person or a case; another one confirms. Approver.',
  })
  orderErasure(
    @Args('input') input: OrderErasureInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ErasurePayload> {
    const { targetId, withCases, ground, askedBy, retentionCode, reason } = input;
    const call = { mutation: 'orderErasure', asking, input, entity: '' };
    const said = { targetId, withCases: withCases ?? false, ground, askedBy, reason };
    const intent = { type: 'OrderErasure', ...said, ...given({ retentionCode }) } as const;
    return this.#handle(new HandleErasure(call, intent));
  }

  @Mutation(() => ErasurePayload, {
    description: 'Destroys the keys, for ever. Superior, or another approver than who ordered it.',
  })
  confirmErasure(
    @Args('input') input: ConfirmErasureInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ErasurePayload> {
    const { erasureId: id } = input;
    const call = { mutation: 'confirmErasure', asking, input, entity: id };
    return this.#handle(new HandleErasure(call, { type: 'ConfirmErasure', id }));
  }

  @Mutation(() => ErasurePayload, {
    description: 'Nothing is destroyed. Superior, or another approver than who ordered it.',
  })
  refuseErasure(
    @Args('input') input: RefuseErasureInput,
    @CurrentAsking() asking: Asking,
  ): Promise<ErasurePayload> {
    const { erasureId: id, reason } = input;
    const call = { mutation: 'refuseErasure', asking, input, entity: id };
    return this.#handle(new HandleErasure(call, { type: 'RefuseErasure', id, reason }));
  }

  @Mutation(() => LegalHoldPayload, {
    description: 'Nothing of the target is erased while it is held. Approver or superior.',
  })
  placeLegalHold(
    @Args('input') input: PlaceLegalHoldInput,
    @CurrentAsking() asking: Asking,
  ): Promise<LegalHoldPayload> {
    const { targetId, reason, until } = input;
    const call = { mutation: 'placeLegalHold', asking, input, entity: targetId };
    const intent = { type: 'PlaceLegalHold', reason, ...given({ until }) } as const;
    return this.#hold(new HandleLegalHold(call, targetId, intent));
  }

  @Mutation(() => LegalHoldPayload, { description: 'Ends a hold. Approver or superior.' })
  liftLegalHold(
    @Args('input') input: LiftLegalHoldInput,
    @CurrentAsking() asking: Asking,
  ): Promise<LegalHoldPayload> {
    const { targetId, reason } = input;
    const call = { mutation: 'liftLegalHold', asking, input, entity: targetId };
    return this.#hold(new HandleLegalHold(call, targetId, { type: 'LiftLegalHold', reason }));
  }

  async #handle(envelope: HandleErasure): Promise<ErasurePayload> {
    const handled = await this.#bus.execute<HandleErasure, Handled>(envelope);
    const visible = await this.#commands.isVisible(handled.position);
    const reading = this.#readings.of(envelope.call.asking);
    const { id, ...outcome } = handled;
    return { ...outcome, erasure: visible && id !== null ? erasureOf(id, reading) : null };
  }

  async #hold(envelope: HandleLegalHold): Promise<LegalHoldPayload> {
    const { id, ...handled } = await this.#bus.execute<HandleLegalHold, Handled>(envelope);
    await this.#commands.isVisible(handled.position);
    const { db, today } = this.#readings.of(envelope.call.asking);
    const held = id !== null && (isHeld(db, id, today) || heldAmong(db, id, today).length > 0);
    return { ...handled, targetId: id, held };
  }
}

function listErasures(
  reading: Reading,
  args: PageArgs,
  states: readonly ErasureState[] | undefined,
): Connection<Erasure> {
  const page = pageOf(args);
  const keyset = keysetOf(page, { key: 'ordered_at', id: 'id', descending: true });
  const among = states === undefined ? '1' : `state IN (${states.map(() => '?').join(', ')})`;
  const condition = seesErasures(reading) ? among : '0';
  const params = condition === '0' ? [] : (states ?? []);
  const { db } = reading;
  const rows = db
    .prepare(
      `SELECT * FROM erasures WHERE ${[condition, ...keyset.where].join(' AND ')}
        ORDER BY ${keyset.orderBy} LIMIT ?`,
    )
    .all(...params, ...keyset.params, page.limit + 1) as ErasureRow[];
  return connectionOf(rows, page, {
    cursor: ({ ordered_at, id }) => ({ key: ordered_at, id }),
    node: (row) => new Erasure(row, reading),
    total: () => {
      const sql = `SELECT count(*) FROM
        (SELECT 1 FROM erasures WHERE ${condition} LIMIT ${COUNT_LIMIT + 1})`;
      return db
        .prepare(sql)
        .pluck()
        .get(...params) as number;
    },
  });
}
