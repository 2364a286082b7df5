import { Injectable } from '@nestjs/common';
import type { ConsequenceTestId, Instant, ObjectionId, Reaction, RequestId } from '#kernel';
import { Clock, Transact } from '#event-store';
import type { Envelope, Reactor } from '#event-store';
import type { ConsequenceTestEvent } from './domain/consequence-test-events.ts';
import type { ObjectionEvent } from './domain/objection-events.ts';
import { consequenceTestKind } from './kinds.ts';
import { Reopening } from './reopening.ts';

/** Longer than a live call may take, so that the nets never overtake it. */
const GRACE_MS = 15_000;

type Reopen = { objection: ObjectionId; request: RequestId; at: Instant };

/** The net under upheld objections. */
export const reopenUpheld: Reaction<ObjectionEvent, Reopen> = {
  name: 'reopen-upheld',
  graceMs: GRACE_MS,
  on: {
    ObjectionDecided: ({ entityId, occurredAt: at, data: { request } }) =>
      request === undefined ? [] : [{ objection: entityId as ObjectionId, request, at }],
  },
};

@Injectable()
export class UpheldNet implements Reactor<ObjectionEvent, Reopen> {
  readonly reaction = reopenUpheld;
  readonly #reopening: Reopening;

  constructor(reopening: Reopening) {
    this.#reopening = reopening;
  }

  async dispatch({ at, ...step }: Reopen, envelope: Envelope): Promise<string | undefined> {
    const done = await this.#reopening.reopen(step, at, envelope);
    return done === 'CONFLICT' ? done : undefined;
  }
}

type Renew = { test: ConsequenceTestId; by: ConsequenceTestId; exempt: boolean };

/** The net under renewals. */
export const renewTest: Reaction<ConsequenceTestEvent, Renew> = {
  name: 'renew-consequence-test',
  graceMs: GRACE_MS,
  on: {
    ConsequenceTestDecided: ({ entityId, data: { renews, exempt } }) =>
      renews === undefined ? [] : [{ test: renews, by: entityId as ConsequenceTestId, exempt }],
  },
};

@Injectable()
export class RenewalNet implements Reactor<ConsequenceTestEvent, Renew> {
  readonly reaction = renewTest;
  readonly #transact: Transact;
  readonly #clock: Clock;

  constructor(transact: Transact, clock: Clock) {
    this.#transact = transact;
    this.#clock = clock;
  }

  async dispatch({ test, by, exempt }: Renew, envelope: Envelope): Promise<string | undefined> {
    const now = this.#clock.now();
    const command = {
      type: 'RenewConsequenceTest',
      by,
      exempt,
      at: envelope.occurredAt ?? now,
      now,
    } as const;
    const done = await this.#transact.run(consequenceTestKind, test, command, envelope);
    return 'state' in done ? undefined : 'CONFLICT';
  }
}
