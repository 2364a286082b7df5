import type { ReadModel } from './read-model.ts';

/** What a look brought: something to send, perhaps with more behind it, nothing, or the end. */
export type Look<T> = { value: T; more?: true } | 'nothing' | 'ended';

export type LiveOptions<T> = {
  look(): Look<T> | Promise<Look<T>>;
  /** How long until something changes by itself, in milliseconds. */
  sleep?(): number;
};

const LONGEST_SLEEP_MS = 60_000;

/**
 * Looks at the read model at once and whenever it advanced, as fast as its reader takes what was
 * found. Ends by itself, or at once when the reader leaves.
 */
export class LiveStream<T> implements AsyncIterableIterator<T> {
  readonly #options: LiveOptions<T>;
  readonly #stop: () => void;
  #advanced = true;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(model: ReadModel, options: LiveOptions<T>) {
    this.#options = options;
    this.#stop = model.onAdvance(() => {
      this.#advanced = true;
      this.#wake?.();
    });
  }

  async next(): Promise<IteratorResult<T>> {
    while (!this.#closed) {
      if (!this.#advanced) await this.#woken();
      if (this.#hasLeft()) break;
      this.#advanced = false;
      const found = await this.#options.look();
      if (found === 'ended') break;
      if (found === 'nothing') continue;
      this.#advanced ||= found.more === true;
      return { done: false, value: found.value };
    }
    return this.return();
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.#closed = true;
    this.#stop();
    this.#wake?.();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<never> {
    void this.return();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The reader may leave while this waits. */
  #hasLeft(): boolean {
    return this.#closed;
  }

  #woken(): Promise<void> {
    const sleep = Math.min(this.#options.sleep?.() ?? LONGEST_SLEEP_MS, LONGEST_SLEEP_MS);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(sleep, 1));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
