import { Injectable } from '@nestjs/common';
import type { Day } from '#kernel';
import { moveOf, recount } from '#calendar';
import type { Reckoning, StartedClock } from '#calendar';
import { RunningLimits } from '#offices/api';
import { ReadModel } from '#read-model';
import type { ClockRow } from './request.queries.ts';

export type LimitMove = { row: ClockRow; dueFrom: Day; dueTo: Day };

/** The running limits of requests and of their offices. */
@Injectable()
export class RequestLimits extends RunningLimits {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    super();
    this.#model = model;
  }

  countMoves(reckoning: Reckoning): number {
    return this.moves(reckoning).length;
  }

  /** Those whose due day another reckoning would change, in the order of their due day. */
  moves(reckoning: Reckoning): LimitMove[] {
    return runningClocks(this.#model.db).flatMap((row) => {
      const clock = JSON.parse(row.clock) as StartedClock;
      const { dueFrom, dueTo } = moveOf(clock, recount(clock, reckoning));
      if (dueFrom === undefined || dueTo === undefined || dueFrom === dueTo) return [];
      return [{ row, dueFrom, dueTo }];
    });
  }
}

/** With a date or waiting for one; a miss that was recorded stays, a file's limit is not ours. */
export const runningClocks = (db: ReadModel['db'], startedAfter = -1): ClockRow[] =>
  db
    .prepare<[number], ClockRow>(
      `SELECT * FROM request_clocks WHERE stopped_at IS NULL AND missed_at IS NULL
        AND rule <> 'IMPORTED' AND sequence > ? ORDER BY due_at, entity, rule`,
    )
    .all(startedAfter);
