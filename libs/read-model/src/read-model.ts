import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Position } from '#kernel';
import { StoreUnavailable } from '#event-store';
import type { StoredEvent, Subscription } from '#event-store';
import { Applier } from './applier.ts';
import {
  beginModel,
  completeModel,
  forgetJournal,
  openModelFile,
  readCheckpoint,
  writeCheckpoint,
} from './model-file.ts';
import type { Checkpoint } from './model-file.ts';
import { modelFile, runReplay } from './model-place.ts';
import type { ReadModelOptions } from './model-place.ts';
import type { AsOf } from './replay.ts';

type Waiter = { position: Position; resolve(reached: boolean): void; timer: NodeJS.Timeout };

/** The read model of this node: one SQLite file, fed from the log, deletable at any time. */
export class ReadModel {
  readonly db: Database.Database;
  readonly #options: ReadModelOptions;
  readonly #applier: Applier;
  readonly #subscription: Subscription;
  readonly #listeners = new Set<() => void>();
  readonly #wipedBy: ReadonlySet<string>;
  #checkpoint: Checkpoint;
  #waiters: Waiter[] = [];
  #failure: Error | undefined;

  private constructor(db: Database.Database, options: ReadModelOptions) {
    this.db = db;
    this.#options = options;
    this.#checkpoint = readCheckpoint(db);
    this.#applier = new Applier(db, options.views, options.texts);
    this.#wipedBy = new Set(options.views.projections.flatMap(({ wipedBy = [] }) => wipedBy));
    const after = this.#checkpoint.position ?? undefined;
    this.#subscription = options.store.subscribe(after, (events) => this.#follow(events));
  }

  /** Opens the file, or builds it when there is none that fits; says why it does. */
  static async open(options: ReadModelOptions): Promise<ReadModel> {
    return new ReadModel(openModelFile(await modelFile(options)), options);
  }

  /** Place and count of the last event that the rows hold. */
  get checkpoint(): Readonly<Checkpoint> {
    return this.#checkpoint;
  }

  /** @throws StoreUnavailable when the model cannot follow the log, or lags behind it. */
  async health(): Promise<void> {
    if (this.#failure !== undefined) {
      throw new StoreUnavailable(`the read model has stopped: ${this.#failure.message}`);
    }
    const head = await this.#options.store.head();
    if (head !== undefined && !this.#has(head)) {
      throw new StoreUnavailable('the read model has not caught up yet');
    }
  }

  /** True when the rows hold the event at that position; false after the timeout. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    if (this.#has(position)) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#waiters = this.#waiters.filter((waiter) => waiter.timer !== timer);
        resolve(false);
      }, timeoutMs);
      this.#waiters.push({ position, resolve, timer });
    });
  }

  /** Called after every batch of events; returns how to stop. */
  onAdvance(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A temporary model of the whole log as of an instant; the caller closes it. */
  async asOf(asOf: AsOf, only: readonly string[]): Promise<Database.Database> {
    const { folder, sources, viewsUrl } = this.#options;
    const file = join(folder, `as-of-${randomUUID()}.sqlite`);
    await runReplay({ ...sources, file, viewsUrl, asOf, only }, () => undefined);
    const db = new Database(file, { readonly: true });
    // The name goes at once, the content with the connection.
    rmSync(file);
    return db;
  }

  /** A model in memory of the given events only; the caller closes it. */
  ofEvents(events: readonly StoredEvent[], only: readonly string[]): Database.Database {
    const { views, texts } = this.#options;
    const projections = views.projections.filter(({ name }) => only.includes(name));
    const db = new Database(':memory:');
    const applier = new Applier(db, { ...views, projections }, texts);
    beginModel(db, projections);
    events.forEach((event, i) => applier.apply(event, i));
    completeModel(db, projections);
    return db;
  }

  async close(): Promise<void> {
    await this.#subscription.close();
    for (const { timer, resolve } of this.#waiters) {
      clearTimeout(timer);
      resolve(false);
    }
    this.#waiters = [];
    this.db.close();
  }

  #has(position: Position): boolean {
    const reached = this.#checkpoint.position;
    return reached !== null && this.#options.store.compare(position, reached) <= 0;
  }

  async #follow(events: readonly StoredEvent[]): Promise<void> {
    try {
      await this.#options.beforeShown?.(events);
      this.#advance(events);
      this.#failure = undefined;
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
    this.#tell();
  }

  /** Rows and checkpoint in one transaction, so that every event counts exactly once. */
  #advance(events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    const { logId, sequence } = this.#checkpoint;
    const next: Checkpoint = {
      logId,
      position: last.position,
      eventId: last.id,
      sequence: sequence + events.length,
    };
    this.db.transaction(() => {
      events.forEach((event, i) => this.#applier.apply(event, sequence + i));
      writeCheckpoint(this.db, next);
    })();
    this.#checkpoint = next;
    if (events.some(({ type }) => this.#wipedBy.has(type))) forgetJournal(this.db);
  }

  #tell(): void {
    this.#waiters = this.#waiters.filter((waiter) => {
      if (!this.#has(waiter.position)) return true;
      clearTimeout(waiter.timer);
      waiter.resolve(true);
      return false;
    });
    for (const listener of this.#listeners) listener();
  }
}
