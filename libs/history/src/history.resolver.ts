import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Reading } from '#access';
import { PageArgs } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { InformationRequest, follows, personalSight } from '#information-requests/api';
import { OutboundItem, seesMaking } from '#outbound/api';
import { ConsequenceTest, Objection, objectorSight } from '#objections/api';
import { ReadModel } from '#read-model';
import { History } from './history.ts';
import type { Condition } from './history.ts';
import { HistoryEntryConnection } from './history.types.ts';
import type { HistoryEntry } from './history.types.ts';

@Resolver(() => InformationRequest)
export class RequestHistoryResolver {
  readonly #history: History;
  readonly #model: ReadModel;

  constructor(history: History, model: ReadModel) {
    this.#history = history;
    this.#model = model;
  }

  @ResolveField(() => HistoryEntryConnection, {
    description:
      'What happened to it, oldest first, but for what an office only prepared; cut where the' +
      ' answer is as of.',
  })
  history(
    @Parent() { row, reading }: InformationRequest,
    @Args() args: PageArgs,
  ): Promise<Connection<HistoryEntry>> {
    const sight = { personal: personalSight(row, reading), caseTexts: true };
    const seen = follows(row, reading) ? withoutPreparing(ofEntity(row.id, reading)) : NOTHING;
    return this.#history.page(trailOf(reading, this.#model), args, seen, () => sight);
  }
}

/** What an office only prepares is its own; the audit trail has it. */
const withoutPreparing = ({ sql, params }: Condition): Condition => ({
  sql: `${sql} AND type <> 'ContributionPrepared'`,
  params,
});

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
    const sight = { personal: 'NONE' as const, caseTexts: true };
    const trail = trailOf(reading, this.#model);
    const seen = seesMaking(id, reading) ? ofEntity(id, reading) : NOTHING;
    return this.#history.page(trail, args, seen, () => sight);
  }
}

@Resolver(() => Objection)
export class ObjectionHistoryResolver {
  readonly #history: History;
  readonly #model: ReadModel;

  constructor(history: History, model: ReadModel) {
    this.#history = history;
    this.#model = model;
  }

  @ResolveField(() => HistoryEntryConnection, {
    description: 'Everything that happened to it, oldest first.',
  })
  history(
    @Parent() { id, reading }: Objection,
    @Args() args: PageArgs,
  ): Promise<Connection<HistoryEntry>> {
    const sight = { personal: objectorSight(reading), caseTexts: true };
    const trail = trailOf(reading, this.#model);
    return this.#history.page(trail, args, ofEntity(id, reading), () => sight);
  }
}

@Resolver(() => ConsequenceTest)
export class ConsequenceTestHistoryResolver {
  readonly #history: History;
  readonly #model: ReadModel;

  constructor(history: History, model: ReadModel) {
    this.#history = history;
    this.#model = model;
  }

  @ResolveField(() => HistoryEntryConnection, {
    description: 'Everything that happened to it, oldest first.',
  })
  history(
    @Parent() { id, reading }: ConsequenceTest,
    @Args() args: PageArgs,
  ): Promise<Connection<HistoryEntry>> {
    const sight = { personal: 'NONE' as const, caseTexts: true };
    const trail = trailOf(reading, this.#model);
    return this.#history.page(trail, args, ofEntity(id, reading), () => sight);
  }
}

const NOTHING: Condition = { sql: '0', params: [] };

/** The trail stands in the model of now; names are read in that of the answer. */
const trailOf = (reading: Reading, { db }: ReadModel): Reading =>
  reading.asOf === undefined ? reading : reading.over(db);

/** With the orders to erase it. */
function ofEntity(id: string, { asOf }: Reading): Condition {
  const sql = 'entity_id IN (SELECT ? UNION ALL SELECT id FROM erasures WHERE target = ?)';
  if (asOf === undefined) return { sql, params: [id, id] };
  const time = asOf.basis === 'KNOWN_BY' ? 'recorded_at' : 'occurred_at';
  return { sql: `${sql} AND ${time} <= ?`, params: [id, id, asOf.at] };
}
