import Database from 'better-sqlite3';

export type BareEvent = { id: string; type: string; data: string; metadata: string };

type Waiting = {
  values: [string, string, number, string, string, string];
  resolve(): void;
  reject(error: unknown): void;
};

/**
 * What is left of an event store without everything that makes it one: the same table, the same
 * durability, and what was asked for in one turn of the event loop committed together.
 */
export class BareLog {
  readonly #db: Database.Database;
  readonly #commit: (batch: readonly Waiting[]) => void;
  #waiting: Waiting[] = [];

  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.exec(`CREATE TABLE events (
      position INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      stream TEXT NOT NULL,
      revision INTEGER NOT NULL,
      type TEXT NOT NULL,
      data TEXT NOT NULL,
      metadata TEXT NOT NULL,
      UNIQUE (stream, revision)
    ) STRICT`);
    const insert = this.#db.prepare(
      'INSERT INTO events (id, stream, revision, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#commit = this.#db.transaction((batch: readonly Waiting[]) => {
      for (const { values } of batch) insert.run(...values);
    }).immediate;
  }

  append(stream: string, revision: number, { id, type, data, metadata }: BareEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      const values: Waiting['values'] = [id, stream, revision, type, data, metadata];
      this.#waiting.push({ values, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  close(): void {
    this.#db.close();
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    try {
      this.#commit(batch);
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
