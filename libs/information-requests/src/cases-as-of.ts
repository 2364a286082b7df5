import { Injectable } from '@nestjs/common';
import type { PersonId } from '#kernel';
import type { Asking, Reading } from '#access';
import { badInput } from '#graphql/api';
import { EventStore, entityIdOf, streamName } from '#event-store';
import type { StoredEvent } from '#event-store';
import { sameHumanAs } from '#persons';
import { ReadModel, isWithin } from '#read-model';
import type { AsOf } from '#read-model';
import { findRequest } from './request.queries.ts';
import { visibleRequest } from './request.visibility.ts';

/** What a single case of the past links to; every projection but the board and the trail. */
const PROJECTIONS = [
  'offices',
  'reckoning',
  'approval_routes',
  'persons',
  'attachments',
  'limits',
  'information_requests',
  'outbound',
  'objections',
  'consequence_tests',
];

/** A case, what it links to, and what those link to: an answer of a request, its attachments. */
const STEPS = 2;
const MOST_STREAMS = 500;

/** Known by the slices that have cases: by which streams a case is told besides its own. */
export abstract class CaseLinks {
  abstract of(caseId: string, db: Reading['db']): readonly string[];
}

/** Single cases as of a past instant: their streams folded into a temporary model. */
@Injectable()
export class CasesAsOf {
  readonly #store: EventStore;
  readonly #model: ReadModel;
  readonly #links: CaseLinks;

  constructor(store: EventStore, model: ReadModel, links: CaseLinks) {
    this.#store = store;
    this.#model = model;
    this.#links = links;
  }

  /** Null where the viewer does not see the request today. */
  async of(id: string, asOf: AsOf, reading: Reading, asking: Asking): Promise<Reading | null> {
    if (visibleRequest(id, reading) === undefined) return null;
    return this.around(streamName('informationRequest', id), asOf, reading, asking);
  }

  /**
   * A reading of that past, in which the case, its offices and its people are as then; who sees it
   * is decided by today's rules.
   */
  async around(stream: string, asOf: AsOf, reading: Reading, asking: Asking): Promise<Reading> {
    if (asOf.at > reading.now) throw badInput('asOf must not be in the future');
    const streams = this.#linkedTo(stream);
    for (const name of this.#referenceStreams()) streams.add(name);
    for (const person of this.#peopleIn(streams)) streams.add(streamName('person', person));
    for (const name of [...streams].filter((each) => each.startsWith('person-'))) {
      for (const id of sameHumanAs(this.#model.db, entityIdOf(name))) {
        streams.add(streamName('person', id));
      }
    }
    const events = (await Promise.all([...streams].map((name) => this.#read(name)))).flat();
    const then = events
      .filter((event) => isWithin(event, asOf) || isCalendar(event))
      .sort((a, b) => this.#store.compare(a.position, b.position));
    const db = this.#model.ofEvents(then, PROJECTIONS);
    asking.atEnd.push(() => db.close());
    return reading.asOfInstant(asOf, db);
  }

  #linkedTo(stream: string): Set<string> {
    const streams = new Set([stream]);
    let latest = [stream];
    for (let step = 0; step < STEPS; step += 1) {
      const linked = latest.flatMap((name) => this.#linksOf(entityIdOf(name)));
      latest = linked.filter((name) => !streams.has(name)).slice(0, MOST_STREAMS);
      for (const name of latest) streams.add(name);
    }
    return streams;
  }

  #linksOf(id: string): string[] {
    const { db } = this.#model;
    const request = findRequest(db, id);
    const related =
      request === undefined ? [] : (JSON.parse(request.related) as { request: string }[]);
    const replaced = request?.replaced_by ?? null;
    return [
      ...related.map((one) => streamName('informationRequest', one.request)),
      ...(replaced === null ? [] : [streamName('informationRequest', replaced)]),
      ...this.#links.of(id, db),
    ];
  }

  /** Who asked in the requests among them. */
  #peopleIn(streams: ReadonlySet<string>): PersonId[] {
    const { db } = this.#model;
    const ids = [...streams].map((name) => entityIdOf(name));
    return ids.flatMap((id) => findRequest(db, id)?.requester ?? []);
  }

  /** All offices, appointments, calendars and routes of the city, and the staff who hold posts. */
  #referenceStreams(): string[] {
    const { db } = this.#model;
    const ids = (sql: string): string[] => db.prepare(sql).pluck().all() as string[];
    return [
      'log-opened',
      ...ids('SELECT code FROM offices').map((code) => streamName('office', code)),
      ...ids('SELECT DISTINCT CAST(year AS TEXT) FROM working_calendars').map((year) =>
        streamName('workingCalendar', year),
      ),
      ...ids('SELECT kind FROM approval_routes').map((kind) => streamName('approvalRoute', kind)),
      ...ids('SELECT id FROM appointments').map((id) => streamName('appointment', id)),
      ...ids('SELECT id FROM persons WHERE staff = 1').map((id) => streamName('person', id)),
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
