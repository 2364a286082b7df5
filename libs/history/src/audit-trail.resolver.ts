import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { IsOptional, ValidateNested } from 'class-validator';
import { CurrentAsking, Readings } from '#access';
import type { Asking } from '#access';
import { PageArgs } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { History } from './history.ts';
import type { Condition } from './history.ts';
import { AuditTrailFilter, HistoryEntry, HistoryEntryConnection } from './history.types.ts';

@ArgsType()
class AuditTrailArgs extends PageArgs {
  @Field(() => AuditTrailFilter, { nullable: true, description: 'Which events.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => AuditTrailFilter)
  filter?: AuditTrailFilter | null;
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
    const sight = { personal: 'MASKED' as const, caseTexts: true };
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
