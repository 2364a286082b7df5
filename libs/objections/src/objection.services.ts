import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { ObjectionId } from '#kernel';
import { Readings } from '#access';
import type { Call, Handled, Reading } from '#access';
import { ObjectionCorrespondence, UpheldObjections } from '#information-requests/api';
import type { Letter } from '#information-requests/api';
import { isUpheld } from './domain/objection.ts';
import { HandleObjection } from './objection.handler.ts';
import { visibleObjection } from './objection.queries.ts';

/** What requests ask about objections. */
@Injectable()
export class CityUpheldObjections extends UpheldObjections {
  upheld(objectionId: string, requestId: string, reading: Reading): boolean {
    const row = visibleObjection(objectionId, reading);
    return row?.request === requestId && isUpheld(row.decision ?? undefined);
  }
}

/** What `recordCorrespondence` records of an objection. */
@Injectable()
export class LettersOfObjections extends ObjectionCorrespondence {
  readonly #bus: CommandBus;
  readonly #readings: Readings;

  constructor(bus: CommandBus, readings: Readings) {
    super();
    this.#bus = bus;
    this.#readings = readings;
  }

  record(call: Call, letter: Letter): Promise<Handled> | undefined {
    const row = visibleObjection(call.entity, this.#readings.of(call.asking));
    if (row === undefined) return undefined;
    const intent = { type: 'RecordCorrespondence', ...letter } as const;
    return this.#bus.execute<HandleObjection, Handled>(
      new HandleObjection(call, call.entity as ObjectionId, intent),
    );
  }
}
