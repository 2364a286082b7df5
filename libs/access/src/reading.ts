import type Database from 'better-sqlite3';
import type { Day, Instant, TextOpener } from '#kernel';
import { cityDay } from '#calendar';
import type { Language } from '#graphql/api';
import { maskKept, openKept } from '#read-model';
import type { AsOf, PersonalSight } from '#read-model';
import type { Opened } from './opened.ts';
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
  /** The day whose rules decide who sees what: today, also in a past. */
  readonly rulesDay: Day;
  /** Lists show no personal data. */
  readonly inList: boolean;
  /** Of whom it showed what, to be recorded before the answer is sent. */
  readonly opened: Opened;

  constructor(
    options: Pick<Reading, 'db' | 'texts' | 'viewer' | 'language' | 'now' | 'opened'> &
      Partial<Pick<Reading, 'rules' | 'rulesDay' | 'asOf' | 'inList'>>,
  ) {
    this.db = options.db;
    this.rules = options.rules ?? options.db;
    this.rulesDay = options.rulesDay ?? cityDay(options.now);
    this.texts = options.texts;
    this.viewer = options.viewer;
    this.language = options.language;
    this.now = options.now;
    this.asOf = options.asOf;
    this.inList = options.inList ?? false;
    this.opened = options.opened;
  }

  get today(): Day {
    return cityDay(this.now);
  }

  /**
   * Who somebody is, or their own words; null also where nothing may be known of it, or it was
   * erased. `of`: the case or person whose opening is noted where it stands in clear.
   */
  openPersonal(kept: string | null, sight: PersonalSight, ...of: readonly string[]): string | null {
    if (sight === 'NONE') return null;
    if (sight === 'MASKED') return maskKept(this.texts, kept);
    const text = openKept(this.texts, kept);
    if (text !== null) this.opened.note(...of);
    return text;
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
    const { db, rules, rulesDay, texts, viewer, language, now, inList, opened } = this;
    return { db, rules, rulesDay, texts, viewer, language, now, inList, opened };
  }
}
