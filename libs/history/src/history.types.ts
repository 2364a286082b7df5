import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Instant, Position } from '#kernel';
import {
  DateTimeScalar,
  IsText,
  OptionalId,
  OptionalText,
  PositionScalar,
  connectionTypes,
} from '#graphql/api';
import { Actor } from '#persons/api';

@ObjectType({ description: 'An old and a new value.' })
export class HistoryChange {
  @Field({ description: 'What changed.' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'Null where there was none, or not shown.' })
  from!: string | null;

  @Field(() => String, { nullable: true, description: 'Null where there is none, or not shown.' })
  to!: string | null;
}

@ObjectType({ description: 'One event of the log.' })
export class HistoryEntry {
  @Field(() => ID, { description: "The event's id in the log." })
  eventId!: string;

  @Field(() => PositionScalar, { description: 'Where it stands.' })
  position!: Position;

  @Field({ description: 'Its stored type; see the list of events.' })
  type!: string;

  @Field({ description: 'Place among all events of the log, from 0.' })
  sequence!: string;

  @Field(() => ID, { nullable: true, description: 'The entity it belongs to.' })
  entityId!: string | null;

  @Field(() => Int, { description: 'Of the entity, after this event.' })
  version!: number;

  @Field(() => DateTimeScalar, { description: 'When it happened.' })
  occurredAt!: Instant;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  recordedAt!: Instant;

  @Field({ description: 'It comes from an imported register.' })
  imported!: boolean;

  @Field(() => Actor, { nullable: true, description: 'Who did it.' })
  actor!: Actor | null;

  @Field({ description: 'What one call led to has the same one.' })
  correlationId!: string;

  @Field(() => String, { nullable: true, description: 'The event it followed from.' })
  causationId!: string | null;

  @Field({ description: 'One sentence a person can read, Indonesian or English.' })
  summary!: string;

  @Field(() => [HistoryChange], {
    description: 'Old and new values where the event changed something.',
  })
  changes!: HistoryChange[];
}

export const { Connection: HistoryEntryConnection } = connectionTypes(HistoryEntry, 'HistoryEntry');

@InputType({ description: 'Which events; all given conditions hold at once.' })
export class AuditTrailFilter {
  @Field(() => [String], { nullable: true, description: 'Of one of these stored types.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsText(100, { each: true })
  types?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'By an actor of one of these offices.' })
  @IsOptional()
  @ArrayMaxSize(100)
  @IsText(32, { each: true })
  officeCodes?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'By this person.' })
  @OptionalId()
  actorPersonId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this entity.' })
  @OptionalText(100)
  entityId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Recorded at or after.' })
  @IsOptional()
  recordedFrom?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Recorded before.' })
  @IsOptional()
  recordedUntil?: Instant | null;

  @Field(() => String, { nullable: true, description: 'What one call led to.' })
  @OptionalText(100)
  correlationId?: string | null;
}
