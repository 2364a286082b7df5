import { Injectable } from '@nestjs/common';
import { isRejection } from '#kernel';
import type { CommandId, OutboundItemId } from '#kernel';
import { cityDay } from '#calendar';
import { Clock, Keeper, Transact, derivedId } from '#event-store';
import type { Envelope } from '#event-store';
import { reckoningOf } from '#offices';
import { ReadModel } from '#read-model';
import { AnsweredRequests } from './answered-requests.ts';
import { ConsequenceTests } from './consequence-tests.ts';
import { outboundItem } from './domain/outbound-item.ts';
import { outboundKind } from './item-kind.ts';
import { holdersOn, stateOf } from './outbound.queries.ts';
import type { ItemRow } from './outbound.queries.ts';
import { Releases } from './releases.ts';

const SHOWN_MS = 1_000;
const AT_ONCE = 500;
const ACTOR = { system: 'timer', name: 'outbound' } as const;

/** A scheduled item goes out at its instant; a step for which nobody is left is passed over. */
@Injectable()
export class OutboundKeeper extends Keeper {
  readonly #transact: Transact;
  readonly #model: ReadModel;
  readonly #clock: Clock;
  readonly #releases: Releases;
  readonly #requests: AnsweredRequests;
  readonly #tests: ConsequenceTests;

  // eslint-disable-next-line max-params -- injected
  constructor(
    transact: Transact,
    model: ReadModel,
    clock: Clock,
    releases: Releases,
    requests: AnsweredRequests,
    tests: ConsequenceTests,
  ) {
    super();
    this.#transact = transact;
    this.#model = model;
    this.#clock = clock;
    this.#releases = releases;
    this.#requests = requests;
    this.#tests = tests;
  }

  /** One look at every item whose turn it may be. @throws the first of its failures. */
  async sweep(): Promise<void> {
    const failures: unknown[] = [];
    for (const row of this.#due()) {
      await this.#releaseScheduled(row).catch((error: unknown) => failures.push(error));
    }
    for (const row of this.#inApproval()) {
      await this.#judge(row).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  #due(): Generator<ItemRow> {
    const now = this.#clock.now();
    const page = this.#model.db.prepare<[string, string, string], ItemRow>(
      `SELECT * FROM outbound_items WHERE state = 'SCHEDULED' AND release_at <= ?
        AND (release_at, id) > (?, ?) ORDER BY release_at, id LIMIT ${AT_ONCE}`,
    );
    return this.#paged((last) => page.all(now, last?.release_at ?? '', last?.id ?? ''));
  }

  #inApproval(): Generator<ItemRow> {
    const page = this.#model.db.prepare<[string, string, string], ItemRow>(
      `SELECT * FROM outbound_items WHERE pending_role IS NOT NULL
        AND (pending_role, pending_since, id) > (?, ?, ?)
        ORDER BY pending_role, pending_since, id LIMIT ${AT_ONCE}`,
    );
    return this.#paged((last) =>
      page.all(last?.pending_role ?? '', last?.pending_since ?? '', last?.id ?? ''),
    );
  }

  /** Page by page, so that a row that stays in its place holds up no other. */
  *#paged(next: (last: ItemRow | undefined) => ItemRow[]): Generator<ItemRow> {
    let last: ItemRow | undefined;
    do {
      const rows = next(last);
      yield* rows;
      last = rows.at(-1);
    } while (last !== undefined && !this.stopped);
  }

  /** The same command on whatever node; a refusal is recorded in its place. */
  async #releaseScheduled(row: ItemRow): Promise<void> {
    if (this.stopped) return;
    const { id, release_at, version } = row;
    const now = this.#transact.now();
    const reading = { db: this.#model.db, today: cityDay(now) };
    const envelope = envelopeOf(id, `release ${release_at ?? ''} ${version}`);
    const command = {
      type: 'ReleaseScheduled',
      at: now,
      now,
      assignmentsOpen: await this.#requests.anyOpen(stateOf(row).requests),
      standingOf: (test: string) => this.#tests.standingOf(test, reading),
    } as const;
    const done = await this.#releases.release(id, command, { ...envelope, occurredAt: now });
    if (done.outcome !== 'rejected') {
      await this.#shown(done);
      return;
    }
    const refused = { type: 'RefuseScheduledRelease', at: now, now, refusal: done.code } as const;
    const refusal = envelopeOf(id, `refusal ${release_at ?? ''} ${version}`);
    await this.#shown(await this.#transact.run(outboundKind, id, refused, refusal));
  }

  /** Asked of the row first, so that a look at many costs no reads of the log. */
  async #judge(row: ItemRow): Promise<void> {
    if (this.stopped) return;
    const { db } = this.#model;
    const now = this.#transact.now();
    const holdersOf = holdersOn(db, cityDay(now));
    const command = { type: 'JudgeStep', at: now, now, holdersOf } as const;
    const judging = { ...command, reckoning: reckoningOf(db) };
    const asked = outboundItem.decide(judging, stateOf(row));
    if (isRejection(asked) || asked.length === 0) return;
    const envelope = envelopeOf(row.id, `judge ${row.version}`);
    await this.#shown(await this.#transact.run(outboundKind, row.id, judging, envelope));
  }

  /** The next look must not find it again. */
  async #shown(done: Awaited<ReturnType<Releases['release']>>): Promise<void> {
    if ('position' in done && done.position !== undefined) {
      await this.#model.waitFor(done.position, SHOWN_MS);
    }
  }
}

function envelopeOf(id: OutboundItemId, why: string): Envelope {
  const commandId = derivedId<CommandId>('outbound', id, why);
  return { commandId, actor: ACTOR, correlationId: id };
}
