import { Injectable } from '@nestjs/common';
import type { Instant } from '#kernel';
import { cityDay } from '#calendar';
import { Clock } from '#event-store';
import { appointmentsOfPerson } from '#offices';
import { ReadModel } from '#read-model';
import { Vault } from '#sealing';
import { signedIn } from './asking.ts';
import type { Asking } from './asking.ts';
import { Reading } from './reading.ts';
import type { Viewer } from './viewer.ts';

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
    return this.#reading(asking, signedIn(asking), asking.now);
  }

  /**
   * Who is asking by the rules of this moment: a live stream asks again at every message. Who
   * signed out meanwhile holds no post any more.
   */
  again(asking: Asking): Reading {
    const now = this.#clock.now();
    const before = asking.viewer ?? signedIn(asking);
    const left = asking.bearer?.isInForce(now) === false;
    const held = left ? [] : appointmentsOfPerson(this.#model.db, before.personId, cityDay(now));
    return this.#reading(asking, before.with(held), now);
  }

  #reading({ language, opened }: Asking, viewer: Viewer, now: Instant): Reading {
    return new Reading({ db: this.#model.db, texts: this.#vault, viewer, language, now, opened });
  }
}
