import type { INestApplicationContext } from '@nestjs/common';
import type { AssignmentId, Instant, OfficeCode, PersonId } from '#kernel';
import { Opened, Viewer } from '#access';
import type { Asking } from '#access';
import { cityDay } from '#calendar';
import { Clock } from '#event-store';
import { RequestMutations } from '#information-requests/api';
import type { InformationRequestPayload, Receipt, RequestIntent } from '#information-requests/api';
import { appointmentsOfPerson } from '#offices';
import { OutboundMutations, itemOf } from '#outbound/api';
import type { DraftIntent, ItemIntent, OutboundItem } from '#outbound/api';
import { ReadModel } from '#read-model';

/** A clock that a story moves forward. */
export class StoryClock extends Clock {
  #now: Instant;

  constructor(start: Instant) {
    super();
    this.#now = start;
  }

  now(): Instant {
    return this.#now;
  }

  /** @throws RangeError for a step back. */
  moveTo(at: Instant): void {
    if (at < this.#now) throw new RangeError(`the story goes back from ${this.#now} to ${at}`);
    this.#now = at;
  }
}

/** Plays commands as the people of the demo would send them; a refusal ends the play. */
export class Play {
  readonly #requests: RequestMutations;
  readonly #items: OutboundMutations;
  readonly #model: ReadModel;
  readonly #clock: StoryClock;
  readonly #people: ReadonlyMap<string, { id: PersonId }>;

  constructor(
    app: INestApplicationContext,
    clock: StoryClock,
    people: ReadonlyMap<string, { id: PersonId }>,
  ) {
    this.#requests = app.get(RequestMutations);
    this.#items = app.get(OutboundMutations);
    this.#model = app.get(ReadModel);
    this.#clock = clock;
    this.#people = people;
  }

  /** `at`: day and time in the city, e.g. `2026-10-05 09:30`. */
  async receive(at: string, who: string, receipt: Receipt): Promise<Played> {
    const asking = this.#asking(at, who);
    const { informationRequest, userErrors } = await this.#requests.receive({}, asking, receipt);
    return new Played(this, played(informationRequest, userErrors));
  }

  async send(at: string, who: string, id: string, intent: RequestIntent): Promise<Shown> {
    const asking = this.#asking(at, who);
    const { informationRequest, userErrors } = await this.#requests.handle({}, asking, id, intent);
    return played(informationRequest, userErrors);
  }

  async draft(at: string, who: string, intent: DraftIntent): Promise<OutboundItem> {
    const asking = this.#asking(at, who);
    const of = { mutation: 'draft', entity: '' };
    const handled = await this.#items.draft(of, {}, asking, intent);
    return played(await this.#items.shown(handled, asking, itemOf), handled.userErrors);
  }

  async act(
    at: string,
    who: string,
    { id: outboundItemId }: OutboundItem,
    intent: ItemIntent,
  ): Promise<OutboundItem> {
    const asking = this.#asking(at, who);
    const { outboundItem, userErrors } = await this.#items.handle(
      intent.type,
      { outboundItemId },
      asking,
      intent,
    );
    return played(outboundItem, userErrors);
  }

  #asking(at: string, username: string): Asking {
    this.#clock.moveTo(new Date(`${at.replace(' ', 'T')}:00+07:00`).toISOString() as Instant);
    const now = this.#clock.now();
    const person = this.#people.get(username);
    if (person === undefined) throw new Error(`nobody is called ${username}`);
    const held = appointmentsOfPerson(this.#model.db, person.id, cityDay(now));
    const viewer = new Viewer(person.id, held, undefined);
    const asked = { purpose: undefined, opened: new Opened(), atEnd: [] };
    return { ...asked, viewer, language: 'id', now, mustChangePassword: false };
  }
}

type Shown = NonNullable<InformationRequestPayload['informationRequest']>;

/** One request of the story, as far as it has come. */
export class Played {
  readonly #play: Play;
  #shown: Shown;

  constructor(play: Play, shown: Shown) {
    this.#play = play;
    this.#shown = shown;
  }

  get id(): string {
    return this.#shown.id;
  }

  async next(at: string, who: string, intent: RequestIntent): Promise<this> {
    this.#shown = await this.#play.send(at, who, this.id, intent);
    return this;
  }

  /** The last assignment of an office. */
  of(office: string): { assignmentId: AssignmentId } {
    const found = this.#shown.assignments.findLast(({ row }) => row.office === office);
    if (found === undefined) throw new Error(`${office} has no part in it`);
    return { assignmentId: found.row.id };
  }
}

export const office = (code: string): OfficeCode => code as OfficeCode;

function played<T>(shown: T | null, userErrors: readonly { code: string }[]): T {
  if (shown === null) {
    throw new Error(`the story was refused: ${userErrors.map(({ code }) => code).join(', ')}`);
  }
  return shown;
}
