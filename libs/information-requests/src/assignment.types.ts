import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { Instant } from '#kernel';
import type { Reading } from '#access';
import { DateTimeScalar, Node } from '#graphql/api';
import { clocksOf } from '#limits';
import { Deadline } from '#limits/api';
import { Office, officeOf } from '#offices/api';
import { Actor } from '#persons/api';
import { openKept } from '#read-model';
import type { AssignmentState } from './domain/state.ts';
import { AssignmentStateEnum } from './request.enums.ts';
import { contributionsOf, preparedOf } from './request.queries.ts';
import type { AssignmentRow, ContributionRow, PreparedRow } from './request.queries.ts';
import { seesInside, seesPrepared } from './request.visibility.ts';
import type { InformationRequest } from './request.types.ts';
import { mayOnAssignment } from './viewer-may.ts';

@ObjectType({ description: 'Prepared by the office, not submitted; seen by that office alone.' })
export class PreparedContribution {
  readonly #row: PreparedRow;
  readonly reading: Reading;

  constructor(row: PreparedRow, reading: Reading) {
    this.#row = row;
    this.reading = reading;
  }

  get attachmentIds(): string[] {
    return JSON.parse(this.#row.attachments) as string[];
  }

  @Field(() => String, { nullable: true, description: 'The text; null after erasure.' })
  get text(): string | null {
    return openKept(this.reading.texts, this.#row.kept);
  }

  @Field({ description: 'False: we do not hold this.' })
  get informationHeld(): boolean {
    return this.#row.information_held === 1;
  }

  @Field(() => DateTimeScalar, { description: 'When it was prepared.' })
  get preparedAt(): Instant {
    return this.#row.prepared_at;
  }

  @Field(() => Actor, { description: 'Who prepared it.' })
  get preparedBy(): Actor {
    return new Actor(JSON.parse(this.#row.prepared_by) as never, this.reading);
  }
}

@ObjectType({
  implements: () => [Node],
  description: "One office's part in a request (disposisi), with its own state and limit.",
})
export class Assignment implements Node {
  readonly row: AssignmentRow;
  readonly requestObject: InformationRequest;

  constructor(row: AssignmentRow, request: InformationRequest) {
    this.row = row;
    this.requestObject = request;
  }

  get reading(): Reading {
    return this.requestObject.reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.row.id;
  }

  @Field(() => Office, { description: 'The office.' })
  get office(): Office {
    const office = officeOf(this.row.office, this.reading);
    if (office === null) throw new Error(`assignment ${this.row.id} names an unknown office`);
    return office;
  }

  @Field({ description: 'This office leads the answer.' })
  get lead(): boolean {
    return this.requestObject.row.lead === this.row.id;
  }

  @Field(() => AssignmentStateEnum, { description: 'Where it stands.' })
  get state(): AssignmentState {
    return this.row.state;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What the coordinator asks; null where the viewer may not see it.',
  })
  get instructions(): string | null {
    return this.#openInside(this.row.instructions);
  }

  @Field(() => DateTimeScalar, { description: 'When it was assigned.' })
  get assignedAt(): Instant {
    return this.row.assigned_at;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the office accepted.' })
  get acceptedAt(): Instant | null {
    return this.row.accepted_at;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was settled.' })
  get settledAt(): Instant | null {
    return this.row.settled_at;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Why it was declined, reassigned, taken over or last returned.',
  })
  get reason(): string | null {
    return this.#openInside(this.row.reason);
  }

  @Field(() => Office, {
    nullable: true,
    description: 'Declined: the office that holds it, as the declining office says.',
  })
  get heldBy(): Office | null {
    return this.#inside ? officeOf(this.row.held_by, this.reading) : null;
  }

  @Field(() => Assignment, { nullable: true, description: 'Reassigned: what took its place.' })
  get successor(): Assignment | null {
    const { successor } = this.row;
    const row = this.requestObject.assignmentRows.find(({ id }) => id === successor);
    return row === undefined ? null : new Assignment(row, this.requestObject);
  }

  @Field(() => Deadline, { nullable: true, description: "The office's limit." })
  get deadline(): Deadline | null {
    const row = clocksOf(this.reading.db, this.row.id).at(-1);
    return row === undefined ? null : new Deadline(row, this.requestObject, this.reading);
  }

  @Field({ description: "The office's limit runs and its due instant has passed." })
  get overdue(): boolean {
    return this.row.due_at !== null && this.row.due_at <= this.reading.now;
  }

  @Field(() => PreparedContribution, {
    nullable: true,
    description: 'Prepared by the office, not yet submitted; seen by that office alone.',
  })
  get prepared(): PreparedContribution | null {
    if (!seesPrepared(this.row, this.reading.viewer)) return null;
    const row = preparedOf(this.reading.db, this.row.id);
    return row === undefined ? null : new PreparedContribution(row, this.reading);
  }

  @Field(() => [Contribution], {
    description: 'What the office delivered, oldest first; empty where the viewer may not see it.',
  })
  get contributions(): Contribution[] {
    if (!this.#inside) return [];
    return contributionsOf(this.reading.db, this.row.id).map((row) => new Contribution(row, this));
  }

  @Field(() => [String], {
    description: 'Names of the mutations that the viewer could call on it now; empty as of a past.',
  })
  get viewerMay(): string[] {
    return mayOnAssignment(this.row, this.requestObject.row, this.reading);
  }

  get #inside(): boolean {
    return seesInside(this.row, this.reading);
  }

  #openInside(kept: string | null): string | null {
    return this.#inside ? openKept(this.reading.texts, kept) : null;
  }
}

@ObjectType({ implements: () => [Node], description: 'What an office delivered.' })
export class Contribution implements Node {
  readonly #row: ContributionRow;
  readonly assignmentObject: Assignment;

  constructor(row: ContributionRow, assignment: Assignment) {
    this.#row = row;
    this.assignmentObject = assignment;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.#row.id;
  }

  @Field(() => String, { nullable: true, description: 'The text; null after erasure.' })
  get text(): string | null {
    return openKept(this.reading.texts, this.#row.kept);
  }

  @Field({ description: 'False: we do not hold this.' })
  get informationHeld(): boolean {
    return this.#row.information_held === 1;
  }

  @Field(() => DateTimeScalar, { description: 'When it was submitted.' })
  get submittedAt(): Instant {
    return this.#row.submitted_at;
  }

  @Field(() => Actor, { description: 'Who submitted it.' })
  get submittedBy(): Actor {
    return new Actor(JSON.parse(this.#row.submitted_by) as never, this.reading);
  }

  @Field(() => String, { nullable: true, description: 'Why it was returned, where it was.' })
  get returnedReason(): string | null {
    return openKept(this.reading.texts, this.#row.returned_reason);
  }

  @Field(() => Assignment, { description: 'The part it belongs to.' })
  get assignment(): Assignment {
    return this.assignmentObject;
  }

  get reading(): Reading {
    return this.assignmentObject.reading;
  }

  get attachmentIds(): string[] {
    return JSON.parse(this.#row.attachments) as string[];
  }
}
