import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Actor as StoredActor, Day, Instant, Position } from '#kernel';
import type { RuleId } from '#calendar';
import type { Reading } from '#access';
import {
  DateScalar,
  DateTimeScalar,
  Node,
  PositionScalar,
  UserError,
  connectionTypes,
} from '#graphql/api';
import { Correspondence, InformationRequest, requestOf } from '#information-requests/api';
import { clocksOf } from '#limits';
import { Deadline } from '#limits/api';
import { Actor, Person, personOf } from '#persons/api';
import { openKept } from '#read-model';
import type {
  DisputeStage,
  ObjectionDecision,
  ObjectionGround,
} from './domain/objection-events.ts';
import type { ObjectionState } from './domain/objection-state.ts';
import * as enums from './objection.enums.ts';
import {
  hasObjected,
  lettersOf,
  objectorSight,
  visibleObjection,
  visibleObjections,
} from './objection.queries.ts';
import type { ObjectionRow } from './objection.queries.ts';
import { mayOnObjection } from './viewer-may.ts';

@ObjectType({ description: 'A dispute before the Information Commission, which we only follow.' })
export class Dispute {
  @Field(() => String, { nullable: true, description: 'Its number there.' })
  number!: string | null;

  @Field(() => DateScalar, { description: 'The day of its first stage that we know.' })
  filedOn!: Day;

  @Field(() => enums.DisputeStageEnum, { description: 'Where it stands.' })
  stage!: DisputeStage;

  @Field(() => String, { nullable: true, description: 'How it ended.' })
  outcome!: string | null;

  @Field(() => Deadline, {
    nullable: true,
    description: 'The last limit of the dispute: to file it, or to take the ruling to a court.',
  })
  deadline!: Deadline | null;

  documentIds!: string[];
  reading!: Reading;
}

@ObjectType({
  implements: () => [Node],
  description: 'The requester disputes how a request was handled.',
})
export class Objection implements Node {
  readonly row: ObjectionRow;
  readonly reading: Reading;

  constructor(row: ObjectionRow, reading: Reading) {
    this.row = row;
    this.reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.row.id;
  }

  @Field(() => Int, { description: 'Counts the events of this objection; for expectedVersion.' })
  get version(): number {
    return this.row.version;
  }

  @Field(() => String, {
    nullable: true,
    description: "Number in the year's register, e.g. 0001/KEB/2026; null until registered.",
  })
  get number(): string | null {
    return this.row.number;
  }

  @Field(() => InformationRequest, {
    nullable: true,
    description: 'Null with ground B alone, and where the viewer may not see it.',
  })
  get request(): InformationRequest | null {
    return this.row.request === null ? null : requestOf(this.row.request, this.reading);
  }

  @Field(() => Person, { nullable: true, description: 'Who objects.' })
  get requester(): Person | null {
    return personOf(this.row.requester, this.reading, objectorSight(this.reading), this.row.id);
  }

  @Field(() => enums.ObjectionStateEnum, { description: 'Where it stands.' })
  get state(): ObjectionState {
    return this.row.state;
  }

  @Field(() => [enums.ObjectionGroundEnum], { description: 'UU 14/2008 Pasal 35 ayat (1).' })
  get grounds(): ObjectionGround[] {
    return JSON.parse(this.row.grounds) as ObjectionGround[];
  }

  @Field(() => String, {
    nullable: true,
    description: "In the requester's words; masked in lists and for auditors.",
  })
  get statement(): string | null {
    const { statement, id } = this.row;
    return this.reading.openPersonal(statement, objectorSight(this.reading), id);
  }

  @Field(() => DateScalar, { description: 'When the ground was found.' })
  get groundFoundOn(): Day {
    return this.row.ground_found_on;
  }

  @Field(() => DateTimeScalar, { description: 'When it came in.' })
  get lodgedAt(): Instant {
    return this.row.lodged_at;
  }

  @Field({ description: 'After its 30 working days: recorded all the same.' })
  get lodgedLate(): boolean {
    return this.row.lodged_late === 1;
  }

  @Field(() => Deadline, { nullable: true, description: "The limit of the superior's reply." })
  get deadline(): Deadline | null {
    return this.#lastOf('KIP-36-2');
  }

  @Field(() => [Deadline], { description: 'All its limits, the oldest first.' })
  get deadlines(): Deadline[] {
    const rows = clocksOf(this.reading.db, this.row.id);
    return rows.map((row) => new Deadline(row, this, this.reading));
  }

  @Field(() => enums.ObjectionDecisionEnum, { nullable: true, description: 'What was decided.' })
  get decision(): ObjectionDecision | null {
    return this.row.decision;
  }

  @Field(() => String, { nullable: true, description: 'Text of the decision.' })
  get decisionText(): string | null {
    return this.#open(this.row.decision_text);
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided.' })
  get decidedAt(): Instant | null {
    return this.row.decided_at;
  }

  @Field(() => Actor, { nullable: true, description: 'Who decided.' })
  get decidedBy(): Actor | null {
    const { decided_by: by } = this.row;
    return by === null ? null : new Actor(JSON.parse(by) as StoredActor, this.reading);
  }

  @Field(() => [Correspondence], { description: 'Letters and notices, oldest first.' })
  get correspondence(): Correspondence[] {
    const rows = lettersOf(this.reading.db, this.row.id);
    return rows.map((row) => new Correspondence(row, this.reading));
  }

  @Field(() => Dispute, { nullable: true, description: 'Null while nothing was filed.' })
  get dispute(): Dispute | null {
    const { filed_on: filedOn, stage, dispute_number, outcome } = this.row;
    if (filedOn === null || stage === null) return null;
    const number = this.#open(dispute_number);
    const deadline = this.#lastOf('KIP-37', 'KIP-48');
    const documentIds = JSON.parse(this.row.documents) as string[];
    const { reading } = this;
    return {
      number,
      filedOn,
      stage,
      outcome: this.#open(outcome),
      deadline,
      documentIds,
      reading,
    };
  }

  @Field(() => [String], {
    description: 'Names of the mutations that the viewer could call on it now; empty as of a past.',
  })
  get viewerMay(): string[] {
    return mayOnObjection(this.row, this.reading);
  }

  #lastOf(...rules: RuleId[]): Deadline | null {
    const rows = clocksOf(this.reading.db, this.row.id).filter(({ rule }) => rules.includes(rule));
    const row = rows.findLast(({ cancelled }) => cancelled === 0) ?? rows.at(-1);
    return row === undefined ? null : new Deadline(row, this, this.reading);
  }

  #open(kept: string | null): string | null {
    return openKept(this.reading.texts, kept);
  }
}

/** The objection when the viewer sees it. */
export function objectionOf(id: string, reading: Reading): Objection | null {
  const row = visibleObjection(id, reading);
  return row === undefined ? null : new Objection(row, reading);
}

/** Who objected, by their global id, for who sees them in an objection. */
export const objectorOf = (id: string, reading: Reading): Person | null =>
  visibleObjections(reading.viewer) === '1' && hasObjected(reading.db, id)
    ? personOf(id, reading, objectorSight(reading))
    : null;

export const { Connection: ObjectionConnection } = connectionTypes(Objection, 'Objection');

@ObjectType({ description: 'The objection, or why not.' })
export class ObjectionPayload {
  @Field(() => Objection, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  objection!: Objection | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}
