import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Actor as StoredActor, Instant, Position } from '#kernel';
import type { Reading } from '#access';
import {
  DateTimeScalar,
  Node,
  PositionScalar,
  UserError,
  connectionTypes,
  enumOf,
} from '#graphql/api';
import { openKept } from '#read-model';
import { ERASURE_REQUESTERS } from './domain/erasure.ts';
import type { ErasureRequester } from './domain/erasure.ts';
import { ERASURE_STATES, findErasure, seesErasures } from './erasures.queries.ts';
import type { ErasureRow, ErasureState } from './erasures.queries.ts';
import { Actor } from './person.types.ts';

export const ErasureStateEnum = enumOf(ERASURE_STATES);
registerEnumType(ErasureStateEnum, {
  name: 'ErasureState',
  description: 'Where an erasure stands.',
  valuesMap: {
    ORDERED: { description: 'Waits for another person; confirmed, it is done at once.' },
    REFUSED: { description: 'Another person refused it; nothing was destroyed.' },
    DONE: { description: 'The keys are destroyed.' },
  },
});

export const ErasureRequesterEnum = enumOf(ERASURE_REQUESTERS);
registerEnumType(ErasureRequesterEnum, {
  name: 'ErasureRequester',
  description: 'Who asked for an erasure.',
  valuesMap: {
    THE_PERSON: { description: 'Whose data it is.' },
    HEIR_OR_GUARDIAN: { description: 'Who stands for them.' },
    COURT: { description: 'By order of a court, which overrides retention and nothing else.' },
    AUTHORITY: { description: 'By order of an authority.' },
    CITY: { description: 'The city itself, when the time of keeping is over.' },
  },
});

@ObjectType({
  implements: () => [Node],
  description: 'An erasure, from its order to its certificate: keys are destroyed, events stay.',
})
export class Erasure implements Node {
  readonly #row: ErasureRow;
  readonly #reading: Reading;

  constructor(row: ErasureRow, reading: Reading) {
    this.#row = row;
    this.#reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.#row.id;
  }

  @Field(() => ErasureStateEnum, { description: 'Where it stands.' })
  get state(): ErasureState {
    return this.#row.state;
  }

  @Field(() => ID, {
    description:
      'Person, request, contribution, outbound item, objection, consequence test or attachment.',
  })
  get targetId(): string {
    return this.#row.target;
  }

  @Field({ description: 'Of a person: their requests and objections too.' })
  get withCases(): boolean {
    return this.#row.with_cases === 1;
  }

  @Field({ description: 'By which rule.' })
  get ground(): string {
    return this.#open(this.#row.ground) ?? '';
  }

  @Field({ description: 'Why.' })
  get reason(): string {
    return this.#open(this.#row.reason) ?? '';
  }

  @Field(() => ErasureRequesterEnum, { description: 'Who asked for it.' })
  get askedBy(): ErasureRequester {
    return this.#row.asked_by;
  }

  @Field(() => String, { nullable: true, description: 'Code of the retention schedule.' })
  get retentionCode(): string | null {
    return this.#open(this.#row.retention_code);
  }

  @Field(() => DateTimeScalar, { description: 'When it was ordered.' })
  get orderedAt(): Instant {
    return this.#row.ordered_at;
  }

  @Field(() => Actor, { description: 'Who ordered it.' })
  get orderedBy(): Actor {
    return this.#actor(this.#row.ordered_by);
  }

  @Field(() => Actor, { nullable: true, description: 'Who confirmed it: somebody else.' })
  get confirmedBy(): Actor | null {
    const { confirmed_by: by } = this.#row;
    return by === null ? null : this.#actor(by);
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the keys were destroyed: with this it is a certificate.',
  })
  get keyDestroyedAt(): Instant | null {
    return this.#row.key_destroyed_at;
  }

  @Field(() => ID, { nullable: true, description: 'The event that certifies it.' })
  get certificateEventId(): string | null {
    return this.#row.certificate;
  }

  #actor(json: string): Actor {
    return new Actor(JSON.parse(json) as StoredActor, this.#reading);
  }

  #open(kept: string | null): string | null {
    return openKept(this.#reading.texts, kept);
  }
}

/** The erasure when the viewer sees it; unseen and absent are the same. */
export function erasureOf(id: string, reading: Reading): Erasure | null {
  const row = seesErasures(reading) ? findErasure(reading.db, id) : undefined;
  return row === undefined ? null : new Erasure(row, reading);
}

export const { Connection: ErasureConnection } = connectionTypes(Erasure, 'Erasure');

@ObjectType({ description: 'The erasure, or why not.' })
export class ErasurePayload {
  @Field(() => Erasure, { nullable: true, description: 'Null when refused or not yet to be seen.' })
  erasure!: Erasure | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@ObjectType({ description: 'Whether the target is held now, or why not.' })
export class LegalHoldPayload {
  @Field(() => ID, { nullable: true, description: 'Of a merged person, who was kept.' })
  targetId!: string | null;

  @Field({ description: 'Nothing of it can be erased.' })
  held!: boolean;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}
