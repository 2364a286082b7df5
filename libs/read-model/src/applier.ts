import type Database from 'better-sqlite3';
import type { DomainEvent, Projected, Projection, Sql, SqlValue, TextOpener } from '#kernel';
import { projected } from '#event-store';
import type { Codec, StoredEvent } from '#event-store';

type Handler = (event: Projected, sql: Sql, texts: TextOpener) => void;

/** What every reader of the log needs to turn events into rows. */
export type Views = {
  readonly codec: Codec<DomainEvent>;
  readonly projections: readonly Projection[];
};

/** Runs events through the projections, inside the caller's transaction. */
export class Applier {
  readonly #codec: Codec<DomainEvent>;
  readonly #handlers = new Map<string, Handler[]>();
  readonly #onEvery: ((event: Projected, sql: Sql) => void)[] = [];
  readonly #sql: Sql;
  readonly #texts: TextOpener;

  constructor(db: Database.Database, { codec, projections }: Views, texts: TextOpener) {
    this.#codec = codec;
    this.#texts = texts;
    this.#sql = sqlOn(db);
    for (const { on, onEvery } of projections) {
      if (onEvery !== undefined) this.#onEvery.push(onEvery);
      for (const [type, handler] of Object.entries(on)) {
        const known = this.#handlers.get(type) ?? [];
        this.#handlers.set(type, [...known, handler as Handler]);
      }
    }
  }

  /** @throws UnknownEvent: nothing may be built past it. */
  apply(stored: StoredEvent, sequence: number): void {
    const event = projected(this.#codec, stored, sequence);
    for (const handle of this.#onEvery) handle(event, this.#sql);
    for (const handle of this.#handlers.get(event.type) ?? []) {
      handle(event, this.#sql, this.#texts);
    }
  }
}

/** Statements are prepared once. */
function sqlOn(db: Database.Database): Sql {
  const prepared = new Map<string, Database.Statement<SqlValue[]>>();
  const statement = (text: string): Database.Statement<SqlValue[]> => {
    let known = prepared.get(text);
    if (known === undefined) prepared.set(text, (known = db.prepare(text)));
    return known;
  };
  return {
    run(text, ...values) {
      statement(text).run(...values);
    },
    get: <Row>(text: string, ...values: readonly SqlValue[]) =>
      statement(text).get(...values) as Row | undefined,
  };
}
