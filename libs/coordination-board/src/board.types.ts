import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Day, Instant, OfficeCode, Position } from '#kernel';
import type { Reading } from '#access';
import { DateScalar, DateTimeScalar, IsText, PositionScalar } from '#graphql/api';
import type { AssignmentState, Outcome, RequestState, Track } from '#information-requests';
import {
  AssignmentStateEnum,
  OutcomeEnum,
  RequestStateEnum,
  TrackEnum,
} from '#information-requests/api';
import { Office, officeOf } from '#offices/api';
import type { Board } from './board.ts';
import type { OfficeCoordination as Row } from './office-rows.ts';
import type { RequestCounts as Counts } from './request-counts.ts';

@ObjectType({ description: 'How many requests are in a state.' })
export class RequestStateCount {
  @Field(() => RequestStateEnum, { description: 'The state.' })
  state!: RequestState;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'How many open requests run on a track.' })
export class RequestTrackCount {
  @Field(() => TrackEnum, { description: 'The track.' })
  track!: Track;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'How many requests had an outcome in the period.' })
export class RequestOutcomeCount {
  @Field(() => OutcomeEnum, { description: 'The outcome.' })
  outcome!: Outcome;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({ description: 'How many assignments of an office are in a state.' })
export class AssignmentStateCount {
  @Field(() => AssignmentStateEnum, { description: 'The state.' })
  state!: AssignmentState;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}

@ObjectType({
  description: "Of the whole city, whatever the filter's officeCodes; its tracks narrow them.",
})
export class RequestCounts implements Counts {
  @Field(() => Int, { description: 'RECEIVED to IN_REVIEW.' })
  open!: number;

  @Field(() => Int, { description: 'RECEIVED or INCOMPLETE.' })
  unregistered!: number;

  @Field(() => Int, { description: 'Open, and no office has the ball.' })
  unassigned!: number;

  @Field(() => Int, { description: 'Whose binding limit has passed.' })
  overdue!: number;

  @Field(() => Int, { description: 'Of them those on the statutory track.' })
  statutoryOverdue!: number;

  @Field(() => Int, { description: "Offices' limits that have passed." })
  assignmentsOverdue!: number;

  @Field(() => Int, { description: 'Whose binding limit waits for a calendar.' })
  undetermined!: number;

  @Field(() => Int, { description: 'Answered, and the requester has not been told.' })
  answeredNotTold!: number;

  @Field(() => [RequestStateCount], { description: 'All requests.' })
  byState!: RequestStateCount[];

  @Field(() => [RequestTrackCount], { description: 'Open ones.' })
  byTrack!: RequestTrackCount[];

  @Field(() => [RequestOutcomeCount], { description: 'Answered in the period.' })
  byOutcome!: RequestOutcomeCount[];

  @Field(() => Int, { description: 'Answered in the period.' })
  answeredInPeriod!: number;

  @Field(() => Float, {
    nullable: true,
    description: '0 to 1; null when fewer than five were answered in the period.',
  })
  onTimeShare!: number | null;

  @Field(() => Int, { description: 'Emergency releases and skipped steps not yet reviewed.' })
  reviewDebts!: number;

  @Field(() => Int, { description: 'Objections that wait for their decision.' })
  openObjections!: number;
}

@ObjectType({ description: 'One row of the board: what an office holds and how it keeps up.' })
export class OfficeCoordination {
  readonly #row: Row;
  readonly #reading: Reading;

  constructor(row: Row, reading: Reading) {
    this.#row = row;
    this.#reading = reading;
  }

  get row(): Row {
    return this.#row;
  }

  @Field(() => Office, { description: 'The office.' })
  get office(): Office {
    const office = officeOf(this.#row.office, this.#reading);
    if (office === null) throw new Error(`the board names an unknown office`);
    return office;
  }

  @Field(() => Int, { description: 'ASSIGNED, ACCEPTED or RETURNED.' })
  get openAssignments(): number {
    return this.#row.openAssignments;
  }

  @Field(() => [AssignmentStateCount], { description: 'Every state, also those with none.' })
  get byState(): AssignmentStateCount[] {
    return this.#row.byState;
  }

  @Field(() => Int, { description: 'Due within two working days.' })
  get dueSoon(): number {
    return this.#row.dueSoon;
  }

  @Field(() => Int, { description: 'Whose limit has passed.' })
  get overdue(): number {
    return this.#row.overdue;
  }

  @Field(() => Int, { description: 'Contributions that came back to the office.' })
  get returned(): number {
    return this.#row.returned;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null when nothing is open.' })
  get oldestOpenSince(): Instant | null {
    return this.#row.oldestOpenSince;
  }

  @Field(() => Int, { description: 'Assignments whose first submission falls in the period.' })
  get contributedInPeriod(): number {
    return this.#row.contributedInPeriod;
  }

  @Field(() => Float, {
    nullable: true,
    description:
      '0 to 1; null when fewer than five contributions fall in the period, as are the two below.',
  })
  get onTimeShare(): number | null {
    return this.#row.onTimeShare;
  }

  @Field(() => Float, {
    nullable: true,
    description: 'From assignment to first submission, pauses left out.',
  })
  get medianWorkingDays(): number | null {
    return this.#row.medianWorkingDays;
  }

  @Field(() => Float, { nullable: true, description: 'The 90th percentile of the same.' })
  get p90WorkingDays(): number | null {
    return this.#row.p90WorkingDays;
  }

  @Field(() => Int, { description: 'Texts whose next step is one of this office.' })
  get awaitingApproval(): number {
    return this.#row.awaitingApproval;
  }

  @Field(() => Int, { description: 'Of its texts: emergencies and skipped steps not reviewed.' })
  get reviewDebts(): number {
    return this.#row.reviewDebts;
  }

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Last event of a case by an actor of the office; looking is none.',
  })
  get lastActivityAt(): Instant | null {
    return this.#row.lastActivityAt;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Working days without activity although work is open; null when nothing is.',
  })
  get silentWorkingDays(): number | null {
    return this.#row.silentWorkingDays;
  }
}

@ObjectType({ description: 'The city and the rows that changed; the first message has every row.' })
export class CoordinationBoardChange {
  @Field(() => DateTimeScalar, { description: 'The instant that this shows.' })
  asOf!: Instant;

  @Field(() => PositionScalar, { description: 'The place in the log that this shows.' })
  position!: Position;

  @Field(() => RequestCounts, { description: 'Of the whole city.' })
  requests!: RequestCounts;

  @Field(() => [OfficeCoordination], { description: 'Rows that changed, by code.' })
  offices!: OfficeCoordination[];
}

@ObjectType({ description: 'Where each matter stands in every office: counts, never contents.' })
export class CoordinationBoard extends CoordinationBoardChange {
  @Field(() => DateScalar, { description: 'First day that the counts of a period cover.' })
  from!: Day;

  @Field(() => DateScalar, { description: 'Last day that they cover.' })
  until!: Day;

  @Field(() => DateTimeScalar, {
    description: 'Up to when a due instant is due soon: the end of the second working day.',
  })
  dueSoonUntil!: Board['dueSoonUntil'];
}

@InputType({ description: 'from, until: the period, default the last 30 days.' })
export class CoordinationBoardFilter {
  @Field(() => [String], { nullable: true, description: 'Only the rows of these offices.' })
  @IsOptional()
  @ArrayMaxSize(200)
  @IsText(32, { each: true })
  officeCodes?: OfficeCode[] | null;

  @Field(() => [TrackEnum], { nullable: true, description: 'Only requests on these tracks.' })
  @IsOptional()
  @ArrayMaxSize(10)
  tracks?: Track[] | null;

  @Field(() => DateScalar, { nullable: true, description: 'First day of the period.' })
  @IsOptional()
  from?: Day | null;

  @Field(() => DateScalar, { nullable: true, description: 'Last day of the period.' })
  @IsOptional()
  until?: Day | null;
}
