import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { EventId, Position } from '#kernel';
import { AppendUnknown, StoreUnavailable } from '../event-store.ts';
import type {
  Appended,
  EventStore,
  ExpectedRevision,
  NewEvent,
  ReadAllOptions,
  StoredEvent,
  Subscription,
} from '../event-store.ts';
import { CatchUpSubscription } from '../catch-up-subscription.ts';
import { lockFolder } from './folder-lock.ts';
import { prepareLogFile } from './log-file.ts';
import type { AppendAnswer, AppendRequest, WriterData } from './writer-messages.ts';

const APPEND_DEADLINE_MS = 10_000;
const PAGE = 500;

type Row = Omit<StoredEvent, 'position' | 'id'> & { position: number; id: string };
type Pending = {
  resolve(answer: Appended): void;
  reject(error: Error): void;
  deadline: number;
};

/** The log in one SQLite file: for one machine, development, a city. */
export class EmbeddedEventStore implements EventStore {
  readonly #lock: { release(): void } | undefined;
  readonly #file: string;
  readonly #reader: Database.Database;
  readonly #pending = new Map<number, Pending>();
  readonly #subscriptions = new Set<CatchUpSubscription>();
  readonly #sweep: NodeJS.Timeout;
  #outbox: AppendRequest[] = [];
  #calls = 0;
  #restartMs = 25;
  #worker: Worker | undefined;
  #closed = false;

  /**
   * @param options.readOnly beside a running writer: no lock, no appends.
   * @throws StoreUnavailable when the folder is locked, unreadable or of another version.
   */
  constructor(folder: string, options: { readOnly?: boolean } = {}) {
    const readOnly = options.readOnly === true;
    this.#lock = readOnly ? undefined : lockFolder(folder);
    try {
      this.#file = prepareLogFile(folder, readOnly);
      this.#reader = new Database(this.#file, { readonly: true });
    } catch (error) {
      this.#lock?.release();
      throw error;
    }
    if (this.#lock !== undefined) this.#worker = this.#startWorker();
    this.#sweep = setInterval(() => this.#lookAround(), 1_000);
    this.#sweep.unref();
  }

  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    if (this.#closed || this.#lock === undefined) {
      return Promise.reject(new StoreUnavailable('the log is closed for appends'));
    }
    if (events.length === 0) return Promise.reject(new RangeError('no events to append'));
    const call = (this.#calls += 1);
    return new Promise((resolve, reject) => {
      // An idle writer does not keep the process alive, one that owes an answer does.
      if (this.#pending.size === 0) this.#worker?.ref();
      this.#pending.set(call, { resolve, reject, deadline: Date.now() + APPEND_DEADLINE_MS });
      this.#outbox.push({
        call,
        stream,
        expected: expected === 'no-stream' ? -1 : expected,
        events,
      });
      if (this.#outbox.length > 1) return;
      // What is asked for in one turn goes together; a writer that is idle need not wait for it.
      if (this.#pending.size === 1) queueMicrotask(() => this.#flush());
      else setImmediate(() => this.#flush());
    });
  }

  async *readStream(stream: string, fromRevision = 0): AsyncIterable<StoredEvent> {
    const sql = `SELECT * FROM events WHERE stream = ? AND revision >= ?
      ORDER BY revision LIMIT ${PAGE}`;
    const page = this.#read(() => this.#reader.prepare<[string, number], Row>(sql));
    for (let from = fromRevision; ; from += PAGE) {
      const rows = this.#read(() => page.all(stream, from));
      for (const row of rows) yield stored(row);
      if (rows.length < PAGE) return;
    }
  }

  async readAll({ from, direction, limit }: ReadAllOptions): Promise<readonly StoredEvent[]> {
    const backwards = direction === 'backwards';
    const sql = backwards
      ? 'SELECT * FROM events WHERE position < ? ORDER BY position DESC LIMIT ?'
      : 'SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?';
    const start = from === undefined ? (backwards ? Number.MAX_SAFE_INTEGER : 0) : rowOf(from);
    return this.#read(() => this.#reader.prepare<number[], Row>(sql).all(start, limit)).map(stored);
  }

  subscribe(
    after: Position | undefined,
    handler: (events: readonly StoredEvent[]) => Promise<void> | void,
  ): Subscription {
    const read = (from: Position | undefined): Promise<readonly StoredEvent[]> =>
      this.readAll(from === undefined ? { limit: PAGE } : { from, limit: PAGE });
    const subscription = new CatchUpSubscription({
      after,
      read,
      handler,
      ended: (one) => this.#subscriptions.delete(one),
    });
    this.#subscriptions.add(subscription);
    subscription.wake();
    return subscription;
  }

  async eventAt(position: Position): Promise<StoredEvent | undefined> {
    const sql = 'SELECT * FROM events WHERE position = ?';
    const row = this.#read(() => this.#reader.prepare<number[], Row>(sql).get(rowOf(position)));
    return row && stored(row);
  }

  async head(): Promise<Position | undefined> {
    const sql = 'SELECT max(position) AS position FROM events';
    const row = this.#read(() => this.#reader.prepare<[], { position: number | null }>(sql).get());
    return row?.position == null ? undefined : positionOf(row.position);
  }

  compare(a: Position, b: Position): number {
    return rowOf(a) - rowOf(b);
  }

  async health(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the log is closed');
    await this.head();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#sweep);
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.#worker?.terminate();
    this.#failAll('the log was closed');
    this.#reader.close();
    this.#lock?.release();
  }

  #startWorker(): Worker {
    // From source the entry is a .ts file that Node itself strips; compiled it is a .js file.
    const entry = new URL(`./writer.worker${extname(import.meta.url)}`, import.meta.url);
    const data: WriterData = { file: this.#file };
    const worker = new Worker(entry, { workerData: data });
    worker.on('message', (answers: AppendAnswer[]) => this.#settle(answers));
    worker.on('error', (error: Error) =>
      this.#failAll(`the log's writer failed: ${error.message}`),
    );
    worker.on('exit', () => {
      this.#worker = undefined;
      this.#failAll("the log's writer stopped");
      if (!this.#closed) this.#restartWorker();
    });
    worker.unref();
    return worker;
  }

  /** With a pause that grows while it keeps stopping. */
  #restartWorker(): void {
    this.#restartMs = Math.min(this.#restartMs * 2, 5_000);
    setTimeout(() => {
      if (!this.#closed) this.#worker = this.#startWorker();
      this.#flush();
    }, this.#restartMs).unref();
  }

  #flush(): void {
    if (this.#worker === undefined) return;
    const requests = this.#outbox;
    this.#outbox = [];
    this.#worker.postMessage(requests);
  }

  #settle(answers: readonly AppendAnswer[]): void {
    this.#restartMs = 25;
    for (const answer of answers) {
      const pending = this.#pending.get(answer.call);
      this.#pending.delete(answer.call);
      if (pending !== undefined) settle(pending, answer);
    }
    if (this.#pending.size === 0) this.#worker?.unref();
    for (const subscription of this.#subscriptions) subscription.wake();
  }

  #failAll(reason: string): void {
    for (const [call, pending] of this.#pending) {
      this.#pending.delete(call);
      pending.reject(new AppendUnknown(reason));
    }
  }

  /** Ends what waits too long; beside another process's writer, looks for what it wrote. */
  #lookAround(): void {
    this.#expire();
    if (this.#lock !== undefined) return;
    for (const subscription of this.#subscriptions) subscription.wake();
  }

  #expire(): void {
    for (const [call, pending] of this.#pending) {
      if (pending.deadline > Date.now()) return;
      this.#pending.delete(call);
      pending.reject(new AppendUnknown(`no answer within ${APPEND_DEADLINE_MS} ms`));
    }
  }

  #read<T>(query: () => T): T {
    try {
      return query();
    } catch (error) {
      if (error instanceof RangeError) throw error;
      throw new StoreUnavailable(`cannot read the log: ${String(error)}`);
    }
  }
}

function settle({ resolve, reject }: Pending, answer: AppendAnswer): void {
  switch (answer.outcome) {
    case 'appended': {
      const { revision, position } = answer;
      return resolve({ outcome: 'appended', revision, position: positionOf(position) });
    }
    case 'conflict':
      return resolve({
        outcome: 'conflict',
        actual: answer.actual < 0 ? 'no-stream' : answer.actual,
      });
    case 'failed':
      return reject(new StoreUnavailable(`the log refused an append: ${answer.reason}`));
    case 'unknown':
      return reject(new AppendUnknown(`the log could not tell: ${answer.reason}`));
  }
}

const positionOf = (row: number): Position => String(row) as Position;

function rowOf(position: Position): number {
  const row = Number(position);
  if (!/^\d{1,15}$/.test(position)) throw new RangeError('not a position of this log');
  return row;
}

function stored(row: Row): StoredEvent {
  return { ...row, id: row.id as EventId, position: positionOf(row.position) };
}
