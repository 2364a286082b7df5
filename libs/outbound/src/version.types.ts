import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { Instant, OfficeCode, Role } from '#kernel';
import type { Reading } from '#access';
import { DateTimeScalar, Sha256Scalar } from '#graphql/api';
import { InformationRequest, OutcomeEnum, requestOf } from '#information-requests/api';
import type { Outcome } from '#information-requests';
import { findClock } from '#limits';
import { Deadline } from '#limits/api';
import { Office, RoleEnum, officeOf } from '#offices/api';
import { Actor } from '#persons/api';
import { openKept } from '#read-model';
import { AnswerNotice, AnswerPart, Citation } from './answer.types.ts';
import type { ApprovalDecision } from './domain/state.ts';
import { ApprovalDecisionEnum } from './outbound.enums.ts';
import { answerOf, citationsOf, listOf, stepsOf } from './outbound.queries.ts';
import type { StepRow, VersionRow } from './outbound.queries.ts';
import { seesMaking } from './outbound.visibility.ts';

@ObjectType({ description: 'One step of the route of a version.' })
export class ApprovalStep {
  readonly #row: StepRow;
  readonly #version: VersionRow;
  readonly #entity: Deadline['entity'];
  readonly #reading: Reading;

  constructor(row: StepRow, version: VersionRow, entity: Deadline['entity'], reading: Reading) {
    this.#row = row;
    this.#version = version;
    this.#entity = entity;
    this.#reading = reading;
  }

  @Field(() => RoleEnum, { description: 'Who takes it.' })
  get role(): Role {
    return this.#row.role;
  }

  @Field(() => Office, { nullable: true, description: 'Of which office; null: of any.' })
  get office(): Office | null {
    return officeOf(this.#row.office, this.#reading);
  }

  @Field(() => ApprovalDecisionEnum, { description: 'What became of it.' })
  get decision(): ApprovalDecision {
    return this.#row.decision;
  }

  @Field(() => Actor, { nullable: true, description: 'Who took it.' })
  get by(): Actor | null {
    const { by } = this.#row;
    return by === null ? null : new Actor(JSON.parse(by) as never, this.#reading);
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided.' })
  get at(): Instant | null {
    return this.#row.at;
  }

  @Field(() => String, { nullable: true, description: 'Why, or a note.' })
  get reason(): string | null {
    return openKept(this.#reading.texts, this.#row.reason);
  }

  @Field(() => Sha256Scalar, { nullable: true, description: 'Of the text that was decided on.' })
  get contentHash(): string | null {
    return this.#row.at === null ? null : this.#version.content_hash;
  }

  @Field(() => Deadline, { nullable: true, description: 'Its limit, once it was its turn.' })
  get deadline(): Deadline | null {
    const { item, clock } = this.#row;
    const row = findClock(this.#reading.db, `${item}.INT-REVIEW.${clock ?? ''}`);
    return row === undefined ? null : new Deadline(row, this.#entity, this.#reading);
  }
}

/** What both an item and each of its versions show of a content. */
export class ShownContent {
  readonly row: VersionRow;
  readonly #entity: Deadline['entity'];
  readonly #reading: Reading;

  constructor(row: VersionRow, entity: Deadline['entity'], reading: Reading) {
    this.row = row;
    this.#entity = entity;
    this.#reading = reading;
  }

  open(kept: string): string | null {
    return openKept(this.#reading.texts, kept);
  }

  get audience(): Office[] {
    const offices = listOf<OfficeCode>(this.row.audience).map((code) =>
      officeOf(code, this.#reading),
    );
    return offices.filter((office) => office !== null);
  }

  get track(): string | undefined {
    return answerOf(this.row)?.track;
  }

  /** Every request that it answers, in order; null where the viewer does not see it. */
  get answered(): (InformationRequest | null)[] {
    const ids = answerOf(this.row)?.requests ?? [];
    return ids.map((id) => requestOf(id, this.#reading));
  }

  get requests(): InformationRequest[] {
    return this.answered.filter((request) => request !== null);
  }

  get outcome(): Outcome | null {
    return (answerOf(this.row)?.outcome as Outcome | undefined) ?? null;
  }

  get parts(): AnswerPart[] {
    return (answerOf(this.row)?.parts ?? []).map((kept) => new AnswerPart(kept, this.#reading));
  }

  get notice(): AnswerNotice | null {
    const notice = answerOf(this.row)?.notice;
    return notice === undefined ? null : new AnswerNotice(notice, this.#reading);
  }

  get citations(): Citation[] {
    return citationsOf(this.row).map((kept) => new Citation(kept, this.#reading));
  }

  get author(): Actor {
    return new Actor(JSON.parse(this.row.author) as never, this.#reading);
  }

  get steps(): ApprovalStep[] {
    const { item, content_version } = this.row;
    if (!seesMaking(item, this.#reading)) return [];
    return stepsOf(this.#reading.db, item, content_version).map(
      (row) => new ApprovalStep(row, this.row, this.#entity, this.#reading),
    );
  }
}

@ObjectType({ description: 'Everything that its hash covers, and what became of it.' })
export class OutboundVersion {
  readonly shown: ShownContent;
  readonly reading: Reading;

  constructor(shown: ShownContent, reading: Reading) {
    this.shown = shown;
    this.reading = reading;
  }

  @Field(() => Int, { description: 'From 1.' })
  get contentVersion(): number {
    return this.shown.row.content_version;
  }

  @Field(() => Sha256Scalar, { description: 'Over everything that an approval approves.' })
  get contentHash(): string {
    return this.shown.row.content_hash;
  }

  @Field(() => String, { nullable: true, description: 'Null after erasure, as is body.' })
  get title(): string | null {
    return this.shown.open(this.shown.row.title);
  }

  @Field(() => String, { nullable: true, description: 'The text.' })
  get body(): string | null {
    return this.shown.open(this.shown.row.body);
  }

  @Field({ description: 'E.g. id.' })
  get language(): string {
    return this.shown.row.language;
  }

  @Field(() => [Office], { description: 'Who sees it before an embargo ends.' })
  get audience(): Office[] {
    return this.shown.audience;
  }

  @Field(() => [InformationRequest], { description: 'ANSWER: what it answers, as far as seen.' })
  get answers(): InformationRequest[] {
    return this.shown.requests;
  }

  @Field(() => OutcomeEnum, { nullable: true, description: 'ANSWER: as what.' })
  get outcome(): Outcome | null {
    return this.shown.outcome;
  }

  @Field(() => [AnswerPart], { description: 'ANSWER: what became of each part.' })
  get parts(): AnswerPart[] {
    return this.shown.parts;
  }

  @Field(() => AnswerNotice, { nullable: true, description: 'ANSWER: KIP 22(7).' })
  get notice(): AnswerNotice | null {
    return this.shown.notice;
  }

  @Field(() => [Citation], { description: 'What passages rest on.' })
  get citations(): Citation[] {
    return this.shown.citations;
  }

  @Field(() => [ApprovalStep], {
    description: 'Its route, in order; none before it was submitted.',
  })
  get steps(): ApprovalStep[] {
    return this.shown.steps;
  }

  @Field(() => Actor, { description: 'Who wrote it.' })
  get author(): Actor {
    return this.shown.author;
  }

  @Field(() => DateTimeScalar, { description: 'When it was written.' })
  get at(): Instant {
    return this.shown.row.at;
  }
}
