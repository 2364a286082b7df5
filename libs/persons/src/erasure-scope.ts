import type Database from 'better-sqlite3';
import type { KeyId } from '#kernel';
import { keysNamedBy } from '#event-store';
import type { EventStore, KeyRole, StoredEvent } from '#event-store';
import type { Scope } from './domain/erasure.ts';
import type { Target } from './domain/target.ts';
import { SAME_HUMAN, SAME_OR_REPRESENTED, findPerson, sameHumanAs } from './persons.queries.ts';

type Db = Database.Database;

// The tables of cases are their own slices'; what goes together is said here, once.
const TABLE_OF: Readonly<Record<Target['kind'], string>> = {
  PERSON: 'persons',
  REQUEST: 'requests',
  CONTRIBUTION: 'contributions',
  OUTBOUND_ITEM: 'outbound_items',
  OBJECTION: 'objections',
  CONSEQUENCE_TEST: 'consequence_tests',
  ATTACHMENT: 'attachments',
};

/** What has this id; of a merged person the one who was kept. */
export function targetOf(db: Db, id: string): Target | undefined {
  for (const [kind, table] of Object.entries(TABLE_OF) as [Target['kind'], string][]) {
    if (db.prepare(`SELECT 1 FROM ${table} WHERE id = ?`).get(id) === undefined) continue;
    const kept = kind === 'PERSON' ? findPerson(db, id)?.merged_into : null;
    return { kind, id: kept ?? id };
  }
  return undefined;
}

/** Everything that goes with a target (domain §10), and everything whose standing decides. */
export class Affected {
  readonly streams = new Set<string>();
  readonly wordsOf = new Set<string>();
  readonly contributions = new Map<string, string>();
  readonly requests = new Set<string>();
  readonly items = new Set<string>();
  readonly objections = new Set<string>();
  readonly tests = new Set<string>();
  /** Ids by which any of it may be held. */
  readonly concerned = new Set<string>();
  readonly #db: Db;

  constructor(db: Db, { kind, id }: Target, withCases: boolean) {
    this.#db = db;
    const take: Readonly<Record<Target['kind'], () => void>> = {
      PERSON: () => this.#person(id, withCases),
      REQUEST: () => this.#request(id),
      CONTRIBUTION: () => this.#contribution(id),
      OUTBOUND_ITEM: () => this.#item(id),
      OBJECTION: () => this.#objection(id),
      CONSEQUENCE_TEST: () => this.#test(id),
      ATTACHMENT: () => this.#attachment(id),
    };
    take[kind]();
  }

  #person(id: string, withCases: boolean): void {
    for (const person of this.#human(id)) this.streams.add(`person-${person}`);
    for (const request of this.#ids(`requests WHERE requester IN (${SAME_HUMAN})`, id)) {
      if (withCases) this.#request(request);
      else this.#words('informationRequest', this.requests, request);
    }
    for (const objection of this.#ids(`objections WHERE requester IN (${SAME_HUMAN})`, id)) {
      if (withCases) this.#objection(objection);
      else this.#words('objection', this.objections, objection);
    }
    this.#standsFor(id);
  }

  /** Who stands for somebody stays reachable while that case must be kept; the case stays. */
  #standsFor(id: string): void {
    const theirs = (cases: string): string[] =>
      this.#ids(`${cases} WHERE requester IN (${SAME_OR_REPRESENTED})`, id);
    for (const request of theirs('requests')) this.#stays(this.requests, request);
    for (const objection of theirs('objections')) this.#stays(this.objections, objection);
  }

  /** A case that is not erased, whose standing and whose hold decide all the same. */
  #stays(cases: Set<string>, id: string): void {
    cases.add(id);
    this.concerned.add(id);
  }

  #words(category: string, cases: Set<string>, id: string): void {
    this.wordsOf.add(`${category}-${id}`);
    cases.add(id);
    this.concerned.add(id);
  }

  #request(id: string): void {
    this.#whole('informationRequest', this.requests, id);
    this.#askerOf('requests', id);
    const parts = this.#ids('assignments WHERE request = ?', id);
    for (const part of [id, ...parts]) this.#attachmentsOf(part);
    for (const given of this.#ids('contributions WHERE request = ?', id)) this.concerned.add(given);
    for (const objection of this.#ids('objections WHERE request = ?', id)) {
      this.#objection(objection);
    }
    const alone = `outbound_items i WHERE EXISTS
      (SELECT 1 FROM outbound_answers a WHERE a.item = i.id AND a.request = ?) AND
      (SELECT count(*) FROM outbound_answers a WHERE a.item = i.id) = 1`;
    for (const item of this.#ids(alone, id)) this.#item(item);
  }

  #contribution(id: string): void {
    this.concerned.add(id);
    const [request] = this.#column('request', 'contributions WHERE id = ?', id);
    if (request === undefined) return;
    this.contributions.set(id, `informationRequest-${request}`);
    this.#stays(this.requests, request);
  }

  #item(id: string): void {
    this.#whole('outboundItem', this.items, id);
    this.#attachmentsOf(id);
    for (const one of this.#column('request', 'outbound_answers WHERE item = ?', id)) {
      this.#stays(this.requests, one);
    }
  }

  #objection(id: string): void {
    this.#whole('objection', this.objections, id);
    this.#askerOf('objections', id);
    this.#attachmentsOf(id);
    const of = 'objections WHERE id = ? AND request IS NOT NULL';
    for (const request of this.#column('request', of, id)) this.#stays(this.requests, request);
  }

  #test(id: string): void {
    this.#whole('consequenceTest', this.tests, id);
    this.#attachmentsOf(id);
    for (const from of [
      'consequence_tests WHERE id = ? AND request IS NOT NULL',
      'answered_parts WHERE consequence_test = ?',
    ]) {
      for (const request of this.#column('request', from, id)) this.#stays(this.requests, request);
    }
  }

  /** With the case that it belongs to, whose standing decides: the case itself stays. */
  #attachment(id: string): void {
    this.streams.add(`attachment-${id}`);
    this.concerned.add(id);
    for (const named of this.#column('case_id', 'attachment_cases WHERE attachment = ?', id)) {
      const [request] = this.#column('request', 'assignments WHERE id = ?', named);
      const kept = request ?? named;
      this.concerned.add(kept);
      const tables = {
        requests: this.requests,
        outbound_items: this.items,
        objections: this.objections,
        consequence_tests: this.tests,
      };
      for (const [table, cases] of Object.entries(tables)) {
        if (this.#ids(`${table} WHERE id = ?`, kept).length > 0) cases.add(kept);
      }
    }
  }

  #whole(category: string, cases: Set<string>, id: string): void {
    this.streams.add(`${category}-${id}`);
    cases.add(id);
    this.concerned.add(id);
  }

  #attachmentsOf(caseId: string): void {
    for (const id of this.#column('attachment', 'attachment_cases WHERE case_id = ?', caseId)) {
      this.streams.add(`attachment-${id}`);
      this.concerned.add(id);
    }
  }

  /** Who is held keeps their words. */
  #askerOf(table: 'requests' | 'objections', id: string): void {
    const who = `${table} WHERE id = ? AND requester IS NOT NULL`;
    for (const asker of this.#column('requester', who, id)) this.#human(asker);
  }

  #human(id: string): string[] {
    const all = sameHumanAs(this.#db, id);
    for (const one of all) this.concerned.add(one);
    return all;
  }

  #ids(from: string, id: string): string[] {
    return this.#column('id', from, id);
  }

  #column(column: string, from: string, id: string): string[] {
    return this.#db.prepare(`SELECT ${column} FROM ${from}`).pluck().all(id) as string[];
  }
}

/** The keys that the events of the streams concerned name. */
export async function scopeOf(affected: Affected, store: EventStore): Promise<Scope> {
  const destroys = new Set<KeyId>();
  const collect = async (
    stream: string,
    takes: (role: KeyRole, event: StoredEvent) => boolean,
  ): Promise<void> => {
    for await (const stored of store.readStream(stream)) {
      const data = JSON.parse(stored.data) as object;
      const named = Object.entries(keysNamedBy({ type: stored.type, data }));
      for (const [role, key] of named) {
        if (takes(role as KeyRole, stored)) destroys.add(key);
      }
    }
  };
  // A key for the name alone is of staff: it says who acted for the public, and stays.
  for (const stream of affected.streams) await collect(stream, (role) => role !== 'name');
  for (const stream of affected.wordsOf) await collect(stream, (role) => role === 'words');
  for (const [contribution, stream] of affected.contributions) {
    await collect(stream, (role, { data }) => {
      const { contributionId } = JSON.parse(data) as { contributionId?: string };
      return role === 'contribution' && contributionId === contribution;
    });
  }
  const [streams, wordsOf] = [[...affected.streams], [...affected.wordsOf]];
  return { destroys: [...destroys], streams, wordsOf };
}
