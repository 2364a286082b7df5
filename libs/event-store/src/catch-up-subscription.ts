import type { Position } from '#kernel';
import type { StoredEvent, Subscription } from './event-store.ts';

type SubscriptionOptions = {
  after: Position | undefined;
  read(from: Position | undefined): Promise<readonly StoredEvent[]>;
  handler(events: readonly StoredEvent[]): Promise<void> | void;
  ended(subscription: CatchUpSubscription): void;
};

/** Reads on from its own position whenever it is woken; one handler call at a time. */
export class CatchUpSubscription implements Subscription {
  readonly #options: SubscriptionOptions;
  #position: Position | undefined;
  #running: Promise<void> | undefined;
  #woken = false;
  #closed = false;
  #endPause: (() => void) | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#position = options.after;
  }

  wake(): void {
    this.#woken = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#woken && !this.#closed) this.wake();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endPause?.();
    await this.#running;
    this.#options.ended(this);
  }

  /** Cut short by close. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #run(): Promise<void> {
    while (this.#woken && !this.#closed) {
      this.#woken = false;
      await this.#catchUp();
    }
  }

  async #catchUp(): Promise<void> {
    for (let backOff = 50; !this.#closed;) {
      try {
        const events = await this.#options.read(this.#position);
        const last = events.at(-1);
        if (last === undefined) return;
        await this.#options.handler(events);
        this.#position = last.position;
      } catch (error) {
        // The handler reports its own defects; the events must not be lost to it.
        process.emitWarning(`a subscription's handler failed: ${String(error)}`);
        await this.#pause(backOff);
        backOff = Math.min(backOff * 2, 5_000);
      }
    }
  }
}
