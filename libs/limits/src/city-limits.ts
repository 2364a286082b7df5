import { Injectable } from '@nestjs/common';
import type { Day, DomainEvent } from '#kernel';
import { moveOf, recount } from '#calendar';
import type { LimitCommand, Reckoning, StartedClock } from '#calendar';
import type { Reading } from '#access';
import type { StreamKind } from '#event-store';
import type { UserErrorCode, Node } from '#graphql/api';
import { RunningLimits } from '#offices/api';
import { ReadModel } from '#read-model';
import { runningClocks } from './limits.queries.ts';
import type { ClockRow } from './limits.queries.ts';

/** A kind of case that has limits: its stream takes their commands, and shows what it is. */
export type LimitHolder = {
  kind: StreamKind<LimitCommand, DomainEvent, unknown, UserErrorCode>;
  /** The case when the viewer sees it; a limit is seen like its case. */
  entityOf(id: string, reading: Reading): Node | null;
};

/** Every kind of case that has limits, as the composition root puts them together. */
export abstract class LimitHolders {
  abstract readonly all: readonly LimitHolder[];

  of({ stream }: ClockRow): LimitHolder {
    const category = stream.slice(0, stream.indexOf('-'));
    const found = this.all.find(({ kind }) => kind.category === category);
    if (found === undefined) throw new Error(`no case of ${category} holds limits`);
    return found;
  }
}

/** `dueTo` is absent where the limit would wait for the next year's calendar. */
export type LimitMove = { row: ClockRow; dueFrom: Day; dueTo?: Day };

/** The running limits of every case. */
@Injectable()
export class CityLimits extends RunningLimits {
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
