import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Actor as StoredActor, Day, Instant, Position, Exemption } from '#kernel';
import type { Reading } from '#access';
import {
  DateScalar,
  DateTimeScalar,
  Node,
  PositionScalar,
  UserError,
  connectionTypes,
} from '#graphql/api';
import { ExemptionEnum, InformationRequest, requestOf } from '#information-requests/api';
import { clocksOf } from '#limits';
import { Deadline } from '#limits/api';
import { Actor } from '#persons/api';
import { openKept } from '#read-model';
import { requestsOf, stateOn, visibleTest } from './consequence-test.queries.ts';
import type { ConsequenceTestRow } from './consequence-test.queries.ts';
import type { ConsequenceTestState } from './domain/consequence-test.ts';
import * as enums from './objection.enums.ts';
import { mayOnTest } from './viewer-may.ts';

@ObjectType({
  implements: () => [Node],
  description: 'The recorded weighing before information may be called exempt.',
})
export class ConsequenceTest implements Node {
  readonly row: ConsequenceTestRow;
  readonly reading: Reading;

  constructor(row: ConsequenceTestRow, reading: Reading) {
    this.row = row;
    this.reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.row.id;
  }

  @Field(() => Int, { description: 'Counts the events of this test; for expectedVersion.' })
  get version(): number {
    return this.row.version;
  }

  @Field(() => enums.ConsequenceTestStateEnum, { description: 'Where it stands today.' })
  get state(): ConsequenceTestState {
    return stateOn(this.row, this.reading.today);
  }

  @Field(() => String, { nullable: true, description: 'What information; null after erasure.' })
  get information(): string | null {
    return this.#open('information');
  }

  @Field(() => ExemptionEnum, { description: 'Letter of UU 14/2008 Pasal 17.' })
  get exemption(): Exemption {
    return this.row.exemption;
  }

  @Field(() => String, { nullable: true, description: 'The other law that the letter refers to.' })
  get otherLaw(): string | null {
    return this.#open('other_law');
  }

  @Field(() => String, { nullable: true, description: 'What harm opening it would do.' })
  get harmIfOpened(): string | null {
    return this.#open('harm_if_opened');
  }

  @Field(() => String, { nullable: true, description: 'What harm keeping it closed would do.' })
  get harmIfClosed(): string | null {
    return this.#open('harm_if_closed');
  }

  @Field(() => String, { nullable: true, description: "The legal reviewer's opinion." })
  get opinion(): string | null {
    return this.#open('opinion');
  }

  @Field(() => Actor, { nullable: true, description: 'Whose opinion.' })
  get opinionBy(): Actor | null {
    return this.#actor('opinion_by');
  }

  @Field(() => [String], { description: 'Who else took part; empty after erasure.' })
  get otherParticipants(): string[] {
    const kept = JSON.parse(this.row.other_participants) as string[];
    return kept.flatMap((text) => openKept(this.reading.texts, text) ?? []);
  }

  @Field(() => String, { nullable: true, description: 'Reason of the decision.' })
  get decisionReason(): string | null {
    return this.#open('decision_reason');
  }

  @Field(() => Actor, { nullable: true, description: 'Who decided.' })
  get decidedBy(): Actor | null {
    return this.#actor('decided_by');
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided.' })
  get decidedAt(): Instant | null {
    return this.row.decided_at;
  }

  @Field({ description: 'Decided while nobody was legal reviewer.' })
  get withoutOpinion(): boolean {
    return this.row.without_opinion === 1;
  }

  @Field(() => String, { nullable: true, description: 'Number of the decree.' })
  get decreeNumber(): string | null {
    return this.#open('decree_number');
  }

  @Field(() => String, { nullable: true, description: 'Where the decree was issued.' })
  get decreePlace(): string | null {
    return this.#open('decree_place');
  }

  @Field(() => Actor, { nullable: true, description: 'The superior who assented.' })
  get assentOfSuperior(): Actor | null {
    return this.#actor('assent_by');
  }

  @Field(() => DateScalar, { nullable: true, description: 'The last day of the exemption.' })
  get endsOn(): Day | null {
    return this.row.ends_on;
  }

  @Field(() => String, { nullable: true, description: 'Letters G to J: the event that ends it.' })
  get endsWhen(): string | null {
    return this.#open('ends_when');
  }

  @Field(() => DateScalar, { nullable: true, description: 'Then: the day to look again.' })
  get reviewOn(): Day | null {
    return this.row.review_on;
  }

  @Field({ description: 'Decided exempt, and not ended today.' })
  get valid(): boolean {
    return this.state === 'DECIDED_EXEMPT';
  }

  @Field(() => String, { nullable: true, description: 'Ended early: on what basis.' })
  get endingBasis(): string | null {
    return this.#open('ending_basis');
  }

  @Field(() => String, { nullable: true, description: 'Ended early: why.' })
  get endingReason(): string | null {
    return this.#open('ending_reason');
  }

  @Field(() => ConsequenceTest, { nullable: true, description: 'The test that it renews.' })
  get renews(): ConsequenceTest | null {
    return this.row.renews === null ? null : consequenceTestOf(this.row.renews, this.reading);
  }

  @Field(() => Deadline, { nullable: true, description: 'When it is to be looked at again.' })
  get deadline(): Deadline | null {
    const row = clocksOf(this.reading.db, this.row.id).at(-1);
    return row === undefined ? null : new Deadline(row, this, this.reading);
  }

  @Field(() => [InformationRequest], { description: 'The requests it concerns, as far as seen.' })
  get requests(): InformationRequest[] {
    return requestsOf(this.reading.db, this.row)
      .map((id) => requestOf(id, this.reading))
      .filter((request) => request !== null);
  }

  @Field(() => [String], {
    description: 'Names of the mutations that the viewer could call on it now.',
  })
  get viewerMay(): string[] {
    return mayOnTest(this.row, this.reading);
  }

  #open(column: keyof ConsequenceTestRow): string | null {
    return openKept(this.reading.texts, this.row[column] as string | null);
  }

  #actor(column: 'opinion_by' | 'assent_by' | 'decided_by'): Actor | null {
    const by = this.row[column];
    return by === null ? null : new Actor(JSON.parse(by) as StoredActor, this.reading);
  }
}

/** The test when the viewer sees it. */
export function consequenceTestOf(id: string, reading: Reading): ConsequenceTest | null {
  const row = visibleTest(id, reading);
  return row === undefined ? null : new ConsequenceTest(row, reading);
}

export const { Connection: ConsequenceTestConnection } = connectionTypes(
  ConsequenceTest,
  'ConsequenceTest',
);

@ObjectType({ description: 'The consequence test, or why not.' })
export class ConsequenceTestPayload {
  @Field(() => ConsequenceTest, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  consequenceTest!: ConsequenceTest | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}
