import type Database from 'better-sqlite3';
import type { Instant } from '#kernel';
import { WEEKENDS_ONLY, startClock } from '#calendar';
import type { RuleId } from '#calendar';
import type { Track } from '#information-requests';
import { coordinationBoard, defaultPeriod } from '../board.ts';
import type { Board } from '../board.ts';
import type { OfficeCoordination } from '../office-rows.ts';
import { actorOf, applierOn, boardOf, importer } from './board-of.ts';
import type { Entered } from './board-of.ts';

type Loose = { type: Entered['type']; data: object };

const RULE: Readonly<Record<Track, RuleId>> = {
  STATUTORY: 'KIP-22-7',
  MEDIA: 'MEDIA-ANSWER',
  INTER_OFFICE: 'INTER-OFFICE',
};

/** Minutes of the city's clock, as `2026-03-02 09:00`. */
export const city = (text: string): Instant =>
  new Date(`${text.replace(' ', 'T')}:00.000+07:00`).toISOString() as Instant;

export const started = (rule: RuleId, time: string) => startClock(rule, city(time), WEEKENDS_ONLY);

/** A city with two offices, to which things happen in the order in which they are told. */
export class Story {
  readonly db: Database.Database = boardOf([]);
  readonly #apply = applierOn(this.db);
  #count = 0;

  constructor() {
    for (const code of ['DINKES', 'DISKOMINFO']) this.opened(code);
  }

  opened(code: string, from = '2020-01-01'): void {
    const data = { code, name: code, kind: 'DEPARTMENT', from };
    this.happens('2026-01-01 08:00', code, { type: 'OfficeOpened', data });
  }

  happens(time: string, entity: string, event: Loose, by: string | null = 'DISKOMINFO'): void {
    this.#count += 1;
    const actor = by === null ? importer : actorOf(by);
    const heading = { id: `event-${this.#count}`, entity, occurredAt: city(time), actor };
    this.#apply({ ...event, ...heading } as Entered);
  }

  received(time: string, id: string, track: Track = 'STATUTORY'): void {
    const data = { track, clocks: [started(RULE[track], time)] };
    this.happens(time, id, { type: 'InformationRequestReceived', data });
  }

  registered(time: string, id: string): void {
    this.happens(time, id, { type: 'InformationRequestRegistered', data: { number: '1' } });
  }

  assigned(time: string, id: string, office = 'DINKES'): void {
    const clock = started('INT-CONTRIBUTION', time);
    const data = { assignmentId: `${id}-${office}`, office, lead: false, clock };
    this.happens(time, id, { type: 'OfficeAssigned', data });
  }

  submitted(time: string, id: string, office = 'DINKES'): void {
    const data = { assignmentId: `${id}-${office}`, contributionId: `c-${id}` };
    this.happens(time, id, { type: 'ContributionSubmitted', data }, office);
  }

  returned(time: string, id: string, office = 'DINKES'): void {
    const clock = started('INT-CONTRIBUTION', time);
    const data = { assignmentId: `${id}-${office}`, contributionId: `c-${id}`, clock };
    this.happens(time, id, { type: 'ContributionReturned', data });
  }

  answered(time: string, id: string, outcome: string, told: boolean): void {
    this.happens(time, id, { type: 'InformationRequestAnswered', data: { outcome, told } });
  }

  board(time: string, ...tracks: Track[]): Board {
    const now = city(time);
    const narrowed = tracks.length > 0 ? { tracks } : {};
    return coordinationBoard(this.db, { now, ...defaultPeriod(now), ...narrowed });
  }

  city(time: string, ...tracks: Track[]): Board['requests'] {
    return this.board(time, ...tracks).requests;
  }

  office(time: string, ...tracks: Track[]): OfficeCoordination {
    return this.board(time, ...tracks).offices.find(({ office }) => office === 'DINKES')!;
  }
}
