import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { CurrentAsking, Readings } from '#access';
import type { Asking, Reading } from '#access';
import { attachmentOf } from '#attachments/api';
import { Node, badInput } from '#graphql/api';
import {
  assignmentNode,
  contributionNode,
  reachablePerson,
  requestOf,
} from '#information-requests/api';
import { findClock } from '#limits';
import { LimitHolders, deadlineOf } from '#limits/api';
import { consequenceTestOf, objectionOf, objectorOf } from '#objections/api';
import { appointmentOf, officeOf } from '#offices/api';
import { itemOf } from '#outbound/api';
import { erasureOf } from '#persons/api';
import { caseSight } from './case-sight.ts';

const MOST = 100;

/** Every kind of thing that has a global id, asked under the same read rules as its own query. */
const SOURCES: readonly ((id: string, reading: Reading) => Node | null)[] = [
  requestOf,
  assignmentNode,
  contributionNode,
  (id, reading) => attachmentOf(id, reading, caseSight),
  itemOf,
  objectionOf,
  consequenceTestOf,
  erasureOf,
  officeOf,
  appointmentOf,
  reachablePerson,
  objectorOf,
];

@Resolver(() => Node)
export class NodeResolver {
  readonly #readings: Readings;
  readonly #holders: LimitHolders;

  constructor(readings: Readings, holders: LimitHolders) {
    this.#readings = readings;
    this.#holders = holders;
  }

  @Query(() => Node, { nullable: true, description: 'Whatever has this id; null where unseen.' })
  node(
    @Args('id', { type: () => ID, description: 'A global id.' }) id: string,
    @CurrentAsking() asking: Asking,
  ): Node | null {
    return this.#found(id, this.#readings.of(asking));
  }

  @Query(() => [Node], { nullable: 'items', description: 'In the order of the ids; at most 100.' })
  nodes(
    @Args('ids', { type: () => [ID], description: 'Global ids, at most 100.' }) ids: string[],
    @CurrentAsking() asking: Asking,
  ): (Node | null)[] {
    if (ids.length > MOST) throw badInput(`at most ${MOST} ids`);
    const reading = this.#readings.of(asking).ofList();
    return ids.map((id) => this.#found(id, reading));
  }

  #found(id: string, reading: Reading): Node | null {
    for (const source of SOURCES) {
      const node = source(id, reading);
      if (node !== null) return node;
    }
    const clock = findClock(reading.db, id);
    return clock === undefined ? null : deadlineOf(clock, this.#holders, reading);
  }
}
