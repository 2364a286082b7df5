import { Args, ArgsType, Field, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { CurrentAsking, Readings } from '#access';
import type { Asking, Reading } from '#access';
import { PageArgs } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { InformationRequest, seesCaseTexts, seesPersonalData } from '#information-requests/api';
import { OutboundItem } from '#outbound/api';
import { ReadModel } from '#read-model';
import { History } from './history.ts';
import { AuditTrailFilter, HistoryEntry, HistoryEntryConnection } from './history.types.ts';

@ArgsType()
class AuditTrailArgs extends PageArgs {
  @Field(() => AuditTrailFilter, { nullable: true, description: 'Which events.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AuditTrailFilter)
  filter?: AuditTrailFilter | null;
}

type Condition = { sql: string; params: (string | number)[] };

@Resolver(() => InformationRequest)
export class RequestHistoryResolver {
  readonly #history: History;
  readonly #model: ReadModel;

  constructor(history: History, model: ReadModel) {
    this.#history = history;
    this.#model = model;
  }

  @ResolveField(() => HistoryEntryConnection, {
    description: 'Everything that happened to it, oldest first; cut where the answer is as of.',
  })
  history(
    @Parent() { row, reading }: InformationRequest,
    @Args() args: PageArgs,
  ): Promise<Connection<HistoryEntry>> {
    const caseTexts = seesCaseTexts(row, reading);
    const sight = { personal: seesPersonalData(row, reading), caseTexts };
    const condition = ofEntity(row.id, reading);
    const seen = caseTexts ? condition : { sql: '0', params: [] };
    // The trail stands in the model of now; names are read in that of the answer.
    const trail = reading.asOf === undefined ? reading : reading.over(this.#model.db);
    return this.#history.page(trail, args, seen, () => sight);
  }
}

@Resolver(() => OutboundItem)
export class ItemHistoryResolver {
  readonly #history: History;
  readonly #model: ReadModel;

  constructor(history: History, model: ReadModel) {
    this.#history = history;
    this.#model = model;
  }

  @ResolveField(() => HistoryEntryConnection, {
    description: 'Everything that happened to it, oldest first, refused attempts included.',
  })
  history(
    @Parent() { id, reading }: OutboundItem,
    @Args() args: PageArgs,
  ): Promise<Connection<HistoryEntry>> {
    const sight = { personal: false, caseTexts: true };
    const trail = reading.asOf === undefined ? reading : reading.over(this.#model.db);
    return this.#history.page(trail, args, ofEntity(id, reading), () => sight);
  }
}

function ofEntity(id: string, { asOf }: Reading): Condition {
  if (asOf === undefined) return { sql: 'entity_id = ?', params: [id] };
  const time = asOf.basis === 'KNOWN_BY' ? 'recorded_at' : 'occurred_at';
  return { sql: `entity_id = ? AND ${time} <= ?`, params: [id, asOf.at] };
}

@Resolver(() => HistoryEntry)
export class AuditTrailResolver {
  readonly #history: History;
  readonly #readings: Readings;

  constructor(history: History, readings: Readings) {
    this.#history = history;
    this.#readings = readings;
  }

  @Query(() => HistoryEntryConnection, {
    nullable: true,
    description:
      'Every event of the log, oldest first. Null for those who may not read the whole history.',
  })
  async auditTrail(
    @Args() { filter, ...args }: AuditTrailArgs,
    @CurrentAsking() asking: Asking,
  ): Promise<Connection<HistoryEntry> | null> {
    const reading = this.#readings.of(asking);
    if (!reading.viewer.holds('AUDITOR')) return null;
    const sight = { personal: false, caseTexts: true };
    return this.#history.page(reading, args, conditionOf(filter ?? {}), () => sight);
  }
}

function conditionOf(filter: AuditTrailFilter): Condition {
  const { types, officeCodes, actorPersonId, entityId, correlationId } = filter;
  const all: Condition[] = [{ sql: '1', params: [] }];
  const isIn = (column: string, values: string[] | null | undefined): void => {
    if (values == null) return;
    all.push({ sql: `${column} IN (${values.map(() => '?').join(', ')})`, params: values });
  };
  const compare = (sql: string, value: string | null | undefined): void => {
    if (value != null) all.push({ sql, params: [value] });
  };
  isIn('type', types);
  isIn('office', officeCodes);
  compare('person = ?', actorPersonId);
  compare('entity_id = ?', entityId);
  compare('correlation_id = ?', correlationId);
  compare('recorded_at >= ?', filter.recordedFrom);
  compare('recorded_at < ?', filter.recordedUntil);
  return {
    sql: all.map(({ sql }) => sql).join(' AND '),
    params: all.flatMap(({ params }) => params),
  };
}
