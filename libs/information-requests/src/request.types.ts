import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { DeliveryWay, Instant } from '#kernel';
import { BINDING_RULES } from '#calendar';
import type { Reading } from '#access';
import { DateTimeScalar, Node } from '#graphql/api';
import { clocksOf } from '#limits';
import { Deadline } from '#limits/api';
import { Office, officeOf } from '#offices/api';
import { Person, personOf, staffOf } from '#persons/api';
import { openKept } from '#read-model';
import type { PersonalSight } from '#read-model';
import { Assignment } from './assignment.types.ts';
import { Correspondence, ExternalReference, openReference } from './correspondence.types.ts';
import type * as words from './domain/events.ts';
import type { RequestState } from './domain/state.ts';
import * as enums from './request.enums.ts';
import { assignmentsOf, correspondenceOf, keptText } from './request.queries.ts';
import type { AssignmentRow, RequestRow } from './request.queries.ts';
import type { KeptReference } from './request-texts.ts';
import { asDelivered, follows, personalSight, visibleRequest } from './request.visibility.ts';
import { mayOnRequest } from './viewer-may.ts';

@ObjectType({
  implements: () => [Node],
  description: 'A question that the city owes an answer to.',
})
export class InformationRequest implements Node {
  readonly row: RequestRow;
  readonly reading: Reading;
  readonly #followed: boolean;
  #assignments: AssignmentRow[] | undefined;
  #personal: PersonalSight | undefined;

  constructor(row: RequestRow, reading: Reading) {
    this.#followed = follows(row, reading);
    this.row = this.#followed ? row : asDelivered(row);
    this.reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.row.id;
  }

  @Field(() => Int, { description: 'Counts the events of this request; for expectedVersion.' })
  get version(): number {
    return this.row.version;
  }

  @Field(() => String, {
    nullable: true,
    description: "Number in the year's register, e.g. 0042/PIP/2026; null until registered.",
  })
  get number(): string | null {
    return this.row.number;
  }

  @Field(() => [String], { description: 'Earlier numbers, after a conversion.' })
  get formerNumbers(): string[] {
    return JSON.parse(this.row.former_numbers) as string[];
  }

  @Field(() => [ExternalReference], {
    description: 'Numbers that other systems or desks gave it; empty after erasure.',
  })
  get references(): ExternalReference[] {
    const kept = this.#keptList<KeptReference>('references');
    return kept.flatMap((one) => openReference(one, this.reading));
  }

  @Field(() => enums.TrackEnum, { description: 'On which track it runs.' })
  get track(): words.Track {
    return this.row.track;
  }

  @Field(() => enums.RequestStateEnum, { description: 'Where it stands.' })
  get state(): RequestState {
    return this.row.state;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Neutral heading by the clerk, without names; null after erasure.',
  })
  get subject(): string | null {
    return this.row.subject;
  }

  @Field(() => String, {
    nullable: true,
    description: "What was asked, in the requester's words; null where the viewer may not see it.",
  })
  get details(): string | null {
    return this.#personalText('details');
  }

  @Field(() => String, { nullable: true, description: 'What for, in their words; as details.' })
  get purpose(): string | null {
    return this.#personalText('purpose');
  }

  @Field(() => enums.ChannelEnum, { description: 'How it came in.' })
  get channel(): words.Channel {
    return this.row.channel;
  }

  @Field(() => Person, {
    nullable: true,
    description: 'Null for INTER_OFFICE and where unknown.',
  })
  get requester(): Person | null {
    return personOf(this.row.requester, this.reading, this.#sight, this.row.id);
  }

  @Field(() => Office, { nullable: true, description: 'INTER_OFFICE: who asks.' })
  get requestingOffice(): Office | null {
    return officeOf(this.row.requesting_office, this.reading);
  }

  @Field(() => Office, { description: 'Where it arrived.' })
  get receivingOffice(): Office {
    const office = officeOf(this.row.receiving_office, this.reading);
    if (office === null) throw new Error(`request ${this.row.id} names an unknown office`);
    return office;
  }

  @Field(() => enums.WantedFormEnum, { nullable: true, description: 'In which form.' })
  get wantedForm(): words.WantedForm | null {
    return this.row.wanted_form;
  }

  @Field(() => enums.DeliveryWayEnum, { nullable: true, description: 'How to hand it over.' })
  get delivery(): DeliveryWay | null {
    return this.row.delivery;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: "The journalist's own deadline." })
  get answerNeededBy(): Instant | null {
    return this.row.answer_needed_by;
  }

  @Field(() => [String], { description: 'What is missing, while INCOMPLETE.' })
  get missing(): string[] {
    if (!this.#followed) return [];
    const opened = this.#keptList<string>('missing').map((kept) => this.#open(kept));
    return opened.filter((text) => text !== null);
  }

  @Field(() => DateTimeScalar, { description: 'When it arrived.' })
  get receivedAt(): Instant {
    return this.row.received_at;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it got its number.' })
  get registeredAt(): Instant | null {
    return this.row.registered_at;
  }

  @Field(() => Office, { nullable: true, description: 'The office that leads the answer.' })
  get leadOffice(): Office | null {
    const lead = this.assignmentRows.find(({ id }) => id === this.row.lead);
    return officeOf(lead?.office ?? null, this.reading);
  }

  @Field(() => [Assignment], { description: 'The parts that offices have in it, oldest first.' })
  get assignments(): Assignment[] {
    return this.assignmentRows.map((row) => new Assignment(row, this));
  }

  @Field(() => Deadline, { nullable: true, description: 'The limit that binds now.' })
  get deadline(): Deadline | null {
    const row = this.#clocks.findLast(({ rule, cancelled }) => {
      return BINDING_RULES.includes(rule) && cancelled === 0;
    });
    return row === undefined ? null : new Deadline(row, this, this.reading);
  }

  @Field(() => [Deadline], { description: 'All limits of the request itself, oldest first.' })
  get deadlines(): Deadline[] {
    return this.#clocks.map((row) => new Deadline(row, this, this.reading));
  }

  @Field({ description: 'The binding limit runs and its due instant has passed.' })
  get overdue(): boolean {
    return this.row.due_at !== null && this.row.due_at <= this.reading.now;
  }

  @Field(() => enums.OutcomeEnum, { nullable: true, description: 'What became of it.' })
  get outcome(): words.Outcome | null {
    return this.row.outcome;
  }

  @Field(() => Person, { nullable: true, description: 'Who spoke, for an on-the-spot answer.' })
  get spokesperson(): Person | null {
    return staffOf(this.row.spokesperson, this.reading);
  }

  @Field(() => String, { nullable: true, description: 'What was said, for such an answer.' })
  get gist(): string | null {
    return this.#caseText('gist');
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it had its outcome.' })
  get answeredAt(): Instant | null {
    return this.row.answered_at;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the requester was told.' })
  get toldAt(): Instant | null {
    return this.row.told_at;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed.' })
  get closedAt(): Instant | null {
    return this.row.closed_at;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Reason of withdrawal, transfer, lapse or void, note of closing.',
  })
  get closingNote(): string | null {
    return this.#caseText('closingNote');
  }

  @Field(() => String, { nullable: true, description: 'The public body that answers it.' })
  get transferredTo(): string | null {
    return this.#caseText('transferredTo');
  }

  @Field(() => InformationRequest, { nullable: true, description: 'The entry that replaces it.' })
  get replacedBy(): InformationRequest | null {
    return this.row.replaced_by === null ? null : requestOf(this.row.replaced_by, this.reading);
  }

  @Field(() => [RelatedRequest], { description: 'Earlier requests that it relates to.' })
  get related(): RelatedRequest[] {
    const related = JSON.parse(this.row.related) as words.Related[];
    return related.map((one) => ({ ...one, request: requestOf(one.request, this.reading) }));
  }

  @Field(() => [Correspondence], { description: 'Letters and notices, oldest first.' })
  get correspondence(): Correspondence[] {
    const rows = this.#followed ? correspondenceOf(this.reading.db, this.row.id) : [];
    return rows.map((row) => new Correspondence(row, this.reading));
  }

  @Field(() => [String], {
    description: 'Names of the mutations that the viewer could call on it now; empty as of a past.',
  })
  get viewerMay(): string[] {
    return mayOnRequest(this.row, this.reading);
  }

  get assignmentRows(): AssignmentRow[] {
    this.#assignments ??= this.#followed ? assignmentsOf(this.reading.db, this.row.id) : [];
    return this.#assignments;
  }

  get #clocks(): ReturnType<typeof clocksOf> {
    return this.#followed ? clocksOf(this.reading.db, this.row.id) : [];
  }

  get #sight(): PersonalSight {
    return (this.#personal ??= personalSight(this.row, this.reading));
  }

  #personalText(field: string): string | null {
    const kept = keptText(this.reading.db, this.row.id, field);
    return this.reading.openPersonal(kept, this.#sight, this.row.id);
  }

  #caseText(field: string): string | null {
    return this.#followed ? this.#open(keptText(this.reading.db, this.row.id, field)) : null;
  }

  #keptList<T>(field: string): T[] {
    return JSON.parse(keptText(this.reading.db, this.row.id, field) ?? '[]') as T[];
  }

  #open(kept: string | null): string | null {
    return openKept(this.reading.texts, kept);
  }
}

@ObjectType({ description: 'An earlier request that this one relates to.' })
export class RelatedRequest {
  @Field(() => enums.RelationEnum, { description: 'How it relates.' })
  relation!: words.Related['relation'];

  @Field(() => InformationRequest, { nullable: true, description: 'Null where unseen.' })
  request!: InformationRequest | null;
}

/** The request when the viewer sees it. */
export function requestOf(id: string, reading: Reading): InformationRequest | null {
  const row = visibleRequest(id, reading);
  return row === undefined ? null : new InformationRequest(row, reading);
}
