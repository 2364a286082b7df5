import { Injectable } from '@nestjs/common';
import { cityDay } from '#calendar';
import { Clock } from '#event-store';
import { appointmentsOfPerson } from '#offices';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { signedIn } from './asking.ts';
import type { Asking } from './asking.ts';
import { Reading } from './reading.ts';

/** Opens what a signed-in person reads: the read model of this node. */
@Injectable()
export class Readings {
  readonly #model: ReadModel;
  readonly #vault: Vault;
  readonly #clock: Clock;

  constructor(model: ReadModel, vault: Vault, clock: Clock) {
    this.#model = model;
    this.#vault = vault;
    this.#clock = clock;
  }

  /** @throws GraphQLError UNAUTHENTICATED */
  of(asking: Asking): Reading {
    const { language, now } = asking;
    const viewer = signedIn(asking);
    return new Reading({ db: this.#model.db, texts: this.#vault, viewer, language, now });
  }

  /** Who is asking by the rules of this moment: a live stream asks again at every message. */
  again(asking: Asking): Reading {
    const now = this.#clock.now();
    const before = signedIn(asking);
    const held = appointmentsOfPerson(this.#model.db, before.personId, cityDay(now));
    return this.of({ ...asking, now, viewer: before.with(held) });
  }
}
