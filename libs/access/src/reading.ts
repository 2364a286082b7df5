import type Database from 'better-sqlite3';
import type { Day, Instant, TextOpener } from '#kernel';
import { cityDay } from '#calendar';
import type { Language } from '#graphql/api';
import type { AsOf } from '#read-model';
import type { Viewer } from './viewer.ts';

/**
 * What an answer is read from, by whom: bound to every object of the answer, so that one asked
 * as of an instant stays in that instant with everything it links to.
 */
export class Reading {
  readonly db: Database.Database;
  /** The model of now, which decides who sees what; as of a past `db` is that past. */
  readonly rules: Database.Database;
  readonly texts: TextOpener;
  readonly viewer: Viewer;
  readonly language: Language;
  /** Now, or the instant asked for. */
  readonly now: Instant;
  readonly asOf: AsOf | undefined;
  /** Lists show no personal data. */
  readonly inList: boolean;

  constructor(
    options: Pick<Reading, 'db' | 'texts' | 'viewer' | 'language' | 'now'> &
      Partial<Pick<Reading, 'rules' | 'asOf' | 'inList'>>,
  ) {
    this.db = options.db;
    this.rules = options.rules ?? options.db;
    this.texts = options.texts;
    this.viewer = options.viewer;
    this.language = options.language;
    this.now = options.now;
    this.asOf = options.asOf;
    this.inList = options.inList ?? false;
  }

  get today(): Day {
    return cityDay(this.now);
  }

  ofList(): Reading {
    return new Reading({ ...this.#all(), inList: true });
  }

  asOfInstant(asOf: AsOf, db: Database.Database): Reading {
    return new Reading({ ...this.#all(), db, asOf, now: asOf.at as Instant });
  }

  /** The same answer, read from another model. */
  over(db: Database.Database): Reading {
    const { asOf } = this;
    return new Reading({ ...this.#all(), db, ...(asOf === undefined ? {} : { asOf }) });
  }

  #all(): ConstructorParameters<typeof Reading>[0] {
    const { db, rules, texts, viewer, language, now, inList } = this;
    return { db, rules, texts, viewer, language, now, inList };
  }
}
