import Database from 'better-sqlite3';
import type { Instant } from '#kernel';
import type { Row } from './row.ts';

export type BadLine = { line: number; reason: string };

const COLUMNS = [
  ...['line', 'caseId', 'activity', 'at', 'day', 'office', 'person', 'channel', 'subject'],
  ...['requester', 'start', 'startDay', 'due', 'end', 'endDay'],
];

const OF_OFFICE = 'WHERE office = ?';

const ENDS_EARLY = `
  INSERT OR IGNORE INTO bad
  SELECT line, 'the case ends on an earlier day than it starts' FROM rows AS one
  WHERE endDay < coalesce(
    startDay,
    (SELECT startDay FROM rows WHERE caseId = one.caseId AND startDay IS NOT NULL
      ORDER BY at, line LIMIT 1),
    (SELECT day FROM rows WHERE caseId = one.caseId ORDER BY at, line LIMIT 1))`;

/**
 * The rows of a file, to be read case by case. SQLite keeps them in a nameless temporary file
 * that is gone with the process, however it ends: they hold names in clear.
 */
export class Staging {
  readonly #db = new Database('');
  readonly #addRow: Database.Statement<[Row]>;
  readonly #addBad: Database.Statement<[number, string]>;

  constructor() {
    this.#db.pragma('journal_mode = OFF');
    this.#db.exec(`
      CREATE TABLE rows (${COLUMNS.map((name) => `"${name}"`).join(', ')}, PRIMARY KEY (line));
      CREATE TABLE bad (line INTEGER PRIMARY KEY, reason TEXT NOT NULL);
      CREATE TABLE cases (place INTEGER PRIMARY KEY, caseId TEXT NOT NULL);
      BEGIN`);
    this.#addRow = this.#db.prepare(
      `INSERT INTO rows VALUES (${COLUMNS.map((name) => `@${name}`).join(', ')})`,
    );
    this.#addBad = this.#db.prepare('INSERT OR IGNORE INTO bad VALUES (?, ?)');
  }

  add(row: Row): void {
    this.#addRow.run(row);
  }

  addBad(line: number, reason: string): void {
    this.#addBad.run(line, reason);
  }

  /** Every value of the office column, in the order of the lines. */
  offices(): string[] {
    return this.#db
      .prepare<[], string>('SELECT office FROM rows GROUP BY office ORDER BY min(line)')
      .pluck()
      .all();
  }

  refuseOffice(office: string, reason: string): void {
    const sql = `INSERT OR IGNORE INTO bad SELECT line, ? FROM rows ${OF_OFFICE}`;
    this.#db.prepare(sql).run(reason, office);
  }

  /** Leaves the bad lines out and puts the rest in order, case by case. */
  settle(): { bad: number; rows: number; cases: number } {
    this.#db.exec(`
      CREATE INDEX by_case ON rows (caseId, at, line);
      CREATE INDEX by_start ON rows (caseId, at, line) WHERE startDay IS NOT NULL`);
    const leaveOut = this.#db.prepare('DELETE FROM rows WHERE line IN (SELECT line FROM bad)');
    // A line left out may be the one that its case started with.
    do leaveOut.run();
    while (this.#db.prepare(ENDS_EARLY).run().changes > 0);
    this.#db.exec(`
      INSERT INTO cases (caseId) SELECT caseId FROM rows GROUP BY caseId
        ORDER BY min(coalesce(start, at)), min(line)`);
    return { bad: this.#count('bad'), rows: this.#count('rows'), cases: this.#count('cases') };
  }

  badLines(): IterableIterator<BadLine> {
    return this.#db.prepare<[], BadLine>('SELECT * FROM bad ORDER BY line').iterate();
  }

  /** Where an office appears first; without one, where the first case starts. */
  first(office?: string): { at: Instant; line: number } | undefined {
    const [time, where] = office === undefined ? ['coalesce(start, at)', ''] : ['at', OF_OFFICE];
    return this.#db
      .prepare<string[], { at: Instant; line: number }>(
        `SELECT ${time} AS at, line FROM rows ${where} ORDER BY 1, line LIMIT 1`,
      )
      .get(...(office === undefined ? [] : [office]));
  }

  /** The rows of each case, by time and then line; cases by their start. */
  *cases(): Generator<Row[]> {
    const rowsOf = this.#db.prepare<[string], Row>(
      'SELECT * FROM rows WHERE caseId = ? ORDER BY at, line',
    );
    const all = this.#db.prepare<[], string>('SELECT caseId FROM cases ORDER BY place').pluck();
    for (const caseId of all.iterate()) yield rowsOf.all(caseId);
  }

  close(): void {
    this.#db.close();
  }

  #count(table: 'bad' | 'rows' | 'cases'): number {
    return this.#db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  }
}
