import { Injectable } from '@nestjs/common';
import type { Asking, Reading } from '#access';
import { badInput } from '#graphql/api';
import { EventStore, decode, streamName } from '#event-store';
import type { StoredEvent } from '#event-store';
import { ReadModel, isWithin } from '#read-model';
import type { AsOf } from '#read-model';
import { requestCodec } from './codecs.ts';
import { visibleRequest } from './request.visibility.ts';

/** What a single case of the past links to. */
const PROJECTIONS = [
  ...['limits', 'information_requests', 'objections', 'consequence_tests'],
  ...['offices', 'persons', 'reckoning'],
];

/** Single cases as of a past instant: their streams folded into a temporary model. */
@Injectable()
export class RequestsAsOf {
  readonly #store: EventStore;
  readonly #model: ReadModel;

  constructor(store: EventStore, model: ReadModel) {
    this.#store = store;
    this.#model = model;
  }

  /**
   * A reading of that past, in which the request, its offices and its people are as then; who
   * sees it is decided by today's rules. Null where the viewer does not see it today.
   */
  async of(id: string, asOf: AsOf, reading: Reading, asking: Asking): Promise<Reading | null> {
    if (asOf.at > reading.now) throw badInput('asOf must not be in the future');
    const row = visibleRequest(id, reading);
    if (row === undefined) return null;
    const others = [...relatedTo(row.related), ...(row.replaced_by ? [row.replaced_by] : [])];
    const streams = new Set([
      ...[id, ...others].map((each) => streamName('informationRequest', each)),
      ...this.#referenceStreams(),
      ...this.#followingStreams(id),
    ]);
    const own = await this.#read(streamName('informationRequest', id));
    for (const person of peopleIn(own)) streams.add(streamName('person', person));
    const events = (await Promise.all([...streams].map((name) => this.#read(name)))).flat();
    const then = events
      .filter((event) => isWithin(event, asOf) || isCalendar(event))
      .sort((a, b) => this.#store.compare(a.position, b.position));
    const db = this.#model.ofEvents(then, PROJECTIONS);
    asking.atEnd.push(() => db.close());
    return reading.asOfInstant(asOf, db);
  }

  /** All offices, appointments and calendars of the city, and the staff who hold posts. */
  #referenceStreams(): string[] {
    const { db } = this.#model;
    const ids = (sql: string): string[] => db.prepare(sql).pluck().all() as string[];
    return [
      ...ids('SELECT code FROM offices').map((code) => streamName('office', code)),
      ...ids('SELECT DISTINCT CAST(year AS TEXT) FROM working_calendars').map((year) =>
        streamName('workingCalendar', year),
      ),
      ...ids('SELECT id FROM appointments').map((id) => streamName('appointment', id)),
      ...ids('SELECT id FROM persons WHERE staff = 1').map((id) => streamName('person', id)),
    ];
  }

  /** Objections to it, who made them, and consequence tests. */
  #followingStreams(id: string): string[] {
    const { db } = this.#model;
    const all = (sql: string): string[] => db.prepare(sql).pluck().all(id) as string[];
    const people = `SELECT requester FROM objections
      WHERE request = ? AND requester IS NOT NULL`;
    return [
      ...all('SELECT id FROM objections WHERE request = ?').map((one) =>
        streamName('objection', one),
      ),
      ...all(people).map((one) => streamName('person', one)),
      ...all('SELECT id FROM consequence_tests WHERE request = ?').map((one) =>
        streamName('consequenceTest', one),
      ),
    ];
  }

  async #read(stream: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.#store.readStream(stream)) events.push(event);
    return events;
  }
}

/** A limit names the versions that it was counted by, and they never change. */
const isCalendar = ({ stream }: StoredEvent): boolean => stream.startsWith('workingCalendar-');

const relatedTo = (related: string): string[] =>
  (JSON.parse(related) as { request: string }[]).map(({ request }) => request);

function peopleIn(events: readonly StoredEvent[]): string[] {
  return events.flatMap((stored) => {
    const { event } = decode(requestCodec, stored);
    return event.type === 'InformationRequestReceived' && event.data.requester !== undefined
      ? [event.data.requester]
      : [];
  });
}
