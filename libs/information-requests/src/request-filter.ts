import { Field, InputType } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Exemption, Instant } from '#kernel';
import { BINDING_RULES } from '#calendar';
import type { Reading } from '#access';
import { DateTimeScalar, IsText, OptionalText } from '#graphql/api';
import type { Outcome, Track } from './domain/events.ts';
import { OPEN_ASSIGNMENT, OPEN_STATES } from './domain/state.ts';
import type { AssignmentState, RequestState } from './domain/state.ts';
import * as enums from './request.enums.ts';
import type { AnswerSight } from './live-answers.ts';
import type { Condition } from './request.visibility.ts';
import { followedRequests, visibleRequests } from './request.visibility.ts';

const MOST = 50;

@InputType({ description: 'All given conditions hold at once; every count of the board is one.' })
export class InformationRequestFilter {
  @Field(() => [enums.TrackEnum], { nullable: true, description: 'On one of these tracks.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  tracks?: Track[] | null;

  @Field(() => [enums.RequestStateEnum], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  states?: RequestState[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: RECEIVED, INCOMPLETE, REGISTERED, IN_COORDINATION or IN_REVIEW.',
  })
  open?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: RECEIVED or INCOMPLETE.' })
  unregistered?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: open, and no office has the ball.' })
  unassigned?: boolean | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'Has, or had, an assignment of one of these; it fits all conditions on assignments.',
  })
  @IsOptional()
  @ArrayMaxSize(MOST)
  @IsText(32, { each: true })
  officeCodes?: string[] | null;

  @Field(() => [enums.AssignmentStateEnum], {
    nullable: true,
    description: 'Has an assignment in one of these states.',
  })
  @IsOptional()
  @ArrayMaxSize(MOST)
  assignmentStates?: AssignmentState[] | null;

  @Field(() => Boolean, { nullable: true, description: 'Has an assignment whose limit passed.' })
  assignmentOverdue?: boolean | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Has an assignment whose running limit ends by then, and not before now.',
  })
  @IsOptional()
  assignmentDueBefore?: Instant | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First submission of an assignment falls at or after.',
  })
  @IsOptional()
  contributedFrom?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'And before.' })
  @IsOptional()
  contributedUntil?: Instant | null;

  @Field(() => [enums.OutcomeEnum], { nullable: true, description: 'With one of these outcomes.' })
  @IsOptional()
  @ArrayMaxSize(MOST)
  outcomes?: Outcome[] | null;

  @Field(() => [enums.ExemptionEnum], {
    nullable: true,
    description: 'A part was refused or blacked out on one of these letters of article 17.',
  })
  @IsOptional()
  @ArrayMaxSize(MOST)
  exemptions?: Exemption[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The binding limit runs and has passed.',
  })
  overdue?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'The binding limit waits for a calendar.',
  })
  undetermined?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Answered, and the requester has not been told.',
  })
  answeredNotTold?: boolean | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The binding limit ends before.' })
  @IsOptional()
  dueBefore?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received at or after.' })
  @IsOptional()
  receivedFrom?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Received before.' })
  @IsOptional()
  receivedUntil?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Answered at or after.' })
  @IsOptional()
  answeredFrom?: Instant | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Answered before.' })
  @IsOptional()
  answeredUntil?: Instant | null;

  @Field(() => String, {
    nullable: true,
    description: "Words of the number, the subject and other systems' numbers; each as a prefix.",
  })
  @OptionalText(200)
  search?: string | null;
}

/** A binding limit that waits for a calendar. */
const UNDETERMINED = `EXISTS (SELECT 1 FROM clocks c WHERE c.entity = r.id
  AND c.stopped_at IS NULL AND c.paused_on IS NULL AND c.waits_for IS NOT NULL
  AND c.rule IN (${BINDING_RULES.map((rule) => `'${rule}'`).join(', ')}))`;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');

type Given = { sql: string; params: readonly (string | number)[] };

const isIn = (column: string, values: readonly string[] | null | undefined): Given[] =>
  values == null ? [] : [{ sql: `${column} IN (${marks(values)})`, params: values }];

const compared = (column: string, sign: string, value: string | null | undefined): Given[] =>
  value == null ? [] : [{ sql: `${column} ${sign} ?`, params: [value] }];

/** True: it holds; false: it does not; left out: either. */
const holds = (sql: string, params: string[], wanted: boolean | null | undefined): Given[] =>
  wanted == null ? [] : [{ sql: wanted ? sql : `NOT coalesce(${sql}, 0)`, params }];

const OPEN = `r.state IN (${OPEN_STATES.map((state) => `'${state}'`).join(', ')})`;
const BALL = `state IN (${OPEN_ASSIGNMENT.map((state) => `'${state}'`).join(', ')})`;
const UNASSIGNED = `(${OPEN} AND NOT EXISTS
  (SELECT 1 FROM assignments b WHERE b.request = r.id AND b.${BALL}))`;

/** Of what was sent, number and state; any other condition tells what is done with a request. */
const OF_DELIVERY: readonly string[] = [
  'tracks',
  'states',
  'open',
  'unregistered',
  'receivedFrom',
  'receivedUntil',
  'search',
] satisfies (keyof InformationRequestFilter)[];

const tellsMore = (filter: InformationRequestFilter): boolean =>
  Object.entries(filter).some(([name, value]) => value != null && !OF_DELIVERY.includes(name));

/** Who asks, and what else the list tells of its requests. */
type Asked = { reading: Reading; answers: AnswerSight; byDueDate: boolean };

/** What the list is of: the given conditions, and what the viewer may see. */
export function conditionOf(
  filter: InformationRequestFilter,
  { reading: { now, viewer }, answers, byDueDate }: Asked,
): Condition {
  const all: Given[] = [
    byDueDate || tellsMore(filter) ? followedRequests(viewer) : visibleRequests(viewer),
    ...isIn('r.track', filter.tracks),
    ...isIn('r.state', filter.states),
    ...holds(OPEN, [], filter.open),
    ...holds("r.state IN ('RECEIVED', 'INCOMPLETE')", [], filter.unregistered),
    ...holds("(r.state = 'ANSWERED' AND r.told_at IS NULL)", [], filter.answeredNotTold),
    ...holds(UNDETERMINED, [], filter.undetermined),
    ...holds(UNASSIGNED, [], filter.unassigned),
    ...ofAssignments(filter, now),
    ...isIn('r.outcome', filter.outcomes),
    ...exempted(filter.exemptions, answers.of(viewer)),
    ...holds('r.due_at <= ?', [now], filter.overdue),
    ...compared('r.due_at', '<', filter.dueBefore),
    ...compared('r.received_at', '>=', filter.receivedFrom),
    ...compared('r.received_at', '<', filter.receivedUntil),
    ...compared('r.answered_at', '>=', filter.answeredFrom),
    ...compared('r.answered_at', '<', filter.answeredUntil),
    ...searched(filter.search),
  ];
  return {
    sql: all.map(({ sql }) => sql).join(' AND '),
    params: all.flatMap(({ params }) => [...params]),
  };
}

/** One assignment that fits all conditions on assignments. */
function ofAssignments(filter: InformationRequestFilter, now: Instant): Given[] {
  const all: Given[] = [
    ...isIn('a.office', filter.officeCodes),
    ...isIn('a.state', filter.assignmentStates),
    ...(filter.assignmentOverdue === true ? compared('a.due_at', '<=', now) : []),
    ...compared('a.due_at', '<=', filter.assignmentDueBefore),
    ...(filter.assignmentDueBefore == null ? [] : compared('a.due_at', '>', now)),
    ...compared('a.first_submitted_at', '>=', filter.contributedFrom),
    ...compared('a.first_submitted_at', '<', filter.contributedUntil),
  ];
  const late = 'SELECT 1 FROM assignments l WHERE l.request = r.id AND l.due_at <= ?';
  const none: Given[] =
    filter.assignmentOverdue === false ? [{ sql: `NOT EXISTS (${late})`, params: [now] }] : [];
  if (all.length === 0) return none;
  const conditions = all.map(({ sql }) => sql).join(' AND ');
  const sql = `EXISTS (SELECT 1 FROM assignments a WHERE a.request = r.id AND ${conditions})`;
  return [{ sql, params: all.flatMap(({ params }) => [...params]) }, ...none];
}

function exempted(letters: readonly Exemption[] | null | undefined, seen: Condition): Given[] {
  if (letters == null) return [];
  const sql = `EXISTS (SELECT 1 FROM answered_parts x LEFT JOIN outbound_items o ON o.id = x.item
    WHERE x.request = r.id AND x.exemption IN (${marks(letters)}) AND ${seen.sql})`;
  return [{ sql, params: [...letters, ...seen.params] }];
}

/** Quoted words with a prefix star: nothing of the query language of FTS5 gets through. */
function searched(search: string | null | undefined): Given[] {
  const words = search?.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (search == null) return [];
  if (words.length === 0) return [{ sql: '0', params: [] }];
  const sql = 'r.receipt IN (SELECT rowid FROM requests_fts WHERE requests_fts MATCH ?)';
  return [{ sql, params: [words.map((word) => `"${word}"*`).join(' ')] }];
}
