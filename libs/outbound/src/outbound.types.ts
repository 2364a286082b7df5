import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { AttachmentId, Instant, OutboundKind } from '#kernel';
import type { Reading } from '#access';
import { DateTimeScalar, Node, Sha256Scalar, connectionTypes } from '#graphql/api';
import { InformationRequest, OutcomeEnum } from '#information-requests/api';
import type { Outcome } from '#information-requests';
import { Office, OutboundKindEnum, officeOf } from '#offices/api';
import { Actor } from '#persons/api';
import { openKept } from '#read-model';
import type { EmergencyGround } from './domain/events.ts';
import type { OutboundItem as State, OutboundState } from './domain/state.ts';
import { AnswerNotice, AnswerPart, Citation } from './answer.types.ts';
import { renderNotice } from './notice.ts';
import { EmergencyGroundEnum, OutboundStateEnum } from './outbound.enums.ts';
import { routeNoteOf } from './route-note.ts';
import { attachmentIdsOf, stateOf, versionOf } from './outbound.queries.ts';
import type { ItemRow } from './outbound.queries.ts';
import { seesMaking, visibleItem } from './outbound.visibility.ts';
import { ApprovalStep, OutboundVersion, ShownContent } from './version.types.ts';
import { mayOnItem } from './viewer-may.ts';

@ObjectType({ implements: () => [Node], description: 'A text that leaves the house.' })
export class OutboundItem implements Node {
  readonly row: ItemRow;
  readonly reading: Reading;
  readonly shown: ShownContent;
  readonly #state: State;

  constructor(row: ItemRow, reading: Reading) {
    this.row = row;
    this.reading = reading;
    this.#state = stateOf(row);
    const version = versionOf(reading.db, row.id, this.#state.contentVersion);
    this.shown = new ShownContent(version, this, reading);
  }

  /** Of the current version. */
  get attachmentIds(): AttachmentId[] {
    return attachmentIdsOf(this.shown.row);
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.row.id;
  }

  @Field(() => Int, { description: 'Counts the events of this item; for expectedVersion.' })
  get version(): number {
    return this.row.version;
  }

  @Field(() => OutboundKindEnum, { description: 'What it is.' })
  get kind(): OutboundKind {
    return this.row.kind;
  }

  @Field(() => OutboundStateEnum, { description: 'Where it stands.' })
  get state(): OutboundState {
    return this.row.state;
  }

  @Field(() => String, { nullable: true, description: 'Null after erasure, as is body.' })
  get title(): string | null {
    return this.row.title;
  }

  @Field(() => String, { nullable: true, description: 'The text of the current version.' })
  get body(): string | null {
    return this.shown.open(this.shown.row.body);
  }

  @Field({ description: 'E.g. id.' })
  get language(): string {
    return this.shown.row.language;
  }

  @Field(() => Int, { description: 'Number of the text, from 1; each has its own contentHash.' })
  get contentVersion(): number {
    return this.#state.contentVersion;
  }

  @Field(() => Sha256Scalar, { description: 'Of the current version; approvals name it.' })
  get contentHash(): string {
    return this.#state.contentHash;
  }

  @Field({ description: 'The leadership decides it after the others.' })
  get sensitive(): boolean {
    return this.row.sensitive === 1;
  }

  @Field(() => Actor, { description: 'Of the current version.' })
  get author(): Actor {
    return this.shown.author;
  }

  @Field(() => Office, { nullable: true, description: 'Whose text it is.' })
  get originOffice(): Office | null {
    return officeOf(this.row.origin_office, this.reading);
  }

  @Field(() => [InformationRequest], { description: 'ANSWER: the requests it answers, as seen.' })
  get answers(): InformationRequest[] {
    return this.shown.requests;
  }

  @Field({ description: 'ANSWER: part now, the rest to follow.' })
  get interim(): boolean {
    return this.#state.interim;
  }

  @Field(() => OutcomeEnum, { nullable: true, description: 'ANSWER: as what it answers them.' })
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

  @Field(() => String, {
    nullable: true,
    description: 'The written notice as it will leave the house; the addressee where seen.',
  })
  get rendered(): string | null {
    return renderNotice(this);
  }

  @Field(() => [ApprovalStep], { description: 'The route of the current version, in order.' })
  get steps(): ApprovalStep[] {
    return this.shown.steps;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Why the route differs from the rule, e.g. no lead office; not for its audience.',
  })
  get routeNote(): string | null {
    return seesMaking(this.id, this.reading) ? routeNoteOf(this.row, this.reading) : null;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'SCHEDULED: when it goes out.' })
  get releaseAt(): Instant | null {
    return this.row.release_at;
  }

  @Field(() => [Office], { description: 'Who sees it before an embargo ends.' })
  get audience(): Office[] {
    return this.shown.audience;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it left the house.' })
  get releasedAt(): Instant | null {
    return this.row.released_at;
  }

  @Field(() => EmergencyGroundEnum, { nullable: true, description: 'Why it left at once.' })
  get emergencyGround(): EmergencyGround | null {
    return this.row.emergency_ground;
  }

  @Field(() => String, {
    nullable: true,
    description: 'The reason of the emergency; not for its audience.',
  })
  get emergencyReason(): string | null {
    if (!seesMaking(this.id, this.reading)) return null;
    return openKept(this.reading.texts, this.row.emergency_reason);
  }

  @Field({ description: 'An emergency or a skipped step that nobody has looked at yet.' })
  get reviewDebt(): boolean {
    return this.row.review_debt === 1;
  }

  @Field(() => OutboundItem, { nullable: true, description: 'What it is to correct.' })
  get corrects(): OutboundItem | null {
    return this.#linked(this.row.replaces_as === 'CORRECTED' ? this.row.replaces : null);
  }

  @Field(() => OutboundItem, { nullable: true, description: 'The corrected text.' })
  get correctedBy(): OutboundItem | null {
    return this.#linked(this.row.state === 'CORRECTED' ? this.row.replaced_by : null);
  }

  @Field(() => OutboundItem, { nullable: true, description: 'What it is to supersede.' })
  get supersedes(): OutboundItem | null {
    return this.#linked(this.row.replaces_as === 'SUPERSEDED' ? this.row.replaces : null);
  }

  @Field(() => OutboundItem, { nullable: true, description: 'The later text.' })
  get supersededBy(): OutboundItem | null {
    return this.#linked(this.row.state === 'SUPERSEDED' ? this.row.replaced_by : null);
  }

  @Field(() => [String], {
    description: 'Names of the mutations that the viewer could call on it now; empty as of a past.',
  })
  get viewerMay(): string[] {
    return mayOnItem(this.row, this.#state, this.reading);
  }

  #linked(id: string | null): OutboundItem | null {
    return id === null ? null : itemOf(id, this.reading);
  }
}

export const { Connection: OutboundItemConnection } = connectionTypes(OutboundItem, 'OutboundItem');
export const { Connection: OutboundVersionConnection } = connectionTypes(
  OutboundVersion,
  'OutboundVersion',
);

/** The item when the viewer sees it. */
export function itemOf(id: string, reading: Reading): OutboundItem | null {
  const row = visibleItem(id, reading);
  return row === undefined ? null : new OutboundItem(row, reading);
}

/** The item when the viewer sees how it came about: the limits of its steps hang on that. */
export const followedItem = (id: string, reading: Reading): OutboundItem | null =>
  seesMaking(id, reading) ? itemOf(id, reading) : null;
