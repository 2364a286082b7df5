import { Injectable } from '@nestjs/common';
import type { Day } from '#kernel';
import { moveOf, recount } from '#calendar';
import type { Reckoning, StartedClock } from '#calendar';
import { RunningLimits } from '#offices/api';
import { ReadModel } from '#read-model';
import type { ClockRow } from './request.queries.ts';

/** `dueTo` is absent where the limit would wait for the next year's calendar. */
export type LimitMove = { row: ClockRow; dueFrom: Day; dueTo?: Day };

/** The running limits of requests and of their offices. */
@Injectable()
export class RequestLimits extends RunningLimits {
  readonly #model: ReadModel;

  constructor(model: ReadModel) {
    super();
    this.#model = model;
  }

  countMoves(year: number, reckoning: Reckoning): number {
    return this.moves(year, reckoning).length;
  }

  /** Those that a changed calendar of the year would move, in the order of their due day. */
  moves(year: number, reckoning: Reckoning): LimitMove[] {
    return runningClocks(this.#model.db).flatMap((row) => {
      const clock = JSON.parse(row.clock) as StartedClock;
      if (!clock.calendars.some((version) => version.startsWith(`${year}/`))) return [];
      const { dueFrom, dueTo } = moveOf(clock, recount(clock, reckoning));
      if (dueFrom === undefined || dueFrom === dueTo) return [];
      return [{ row, dueFrom, ...(dueTo === undefined ? {} : { dueTo }) }];
    });
  }
}

/**
 * With a date or waiting for one, last counted by an event after that sequence. A miss that was
 * recorded stays, and the limit of a file is not ours.
 */
export const runningClocks = (db: ReadModel['db'], touchedAfter = -1): ClockRow[] =>
  db
    .prepare<[number], ClockRow>(
      `SELECT * FROM request_clocks WHERE stopped_at IS NULL AND missed_at IS NULL
        AND rule <> 'IMPORTED' AND touched > ? ORDER BY due_at, entity, rule`,
    )
    .all(touchedAfter);
