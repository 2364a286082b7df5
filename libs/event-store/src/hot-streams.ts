const MOST = 64;

/**
 * Streams whose folded state stays in memory. Another process may write to them: the expected
 * revision finds that out, and what came since is read. A state may be folded in place, so only
 * one reading of a stream goes on at a time, and nobody is shown it half done.
 */
export class HotStreams {
  readonly #kept = new Map<string, { version: number }>();
  readonly #behind = new Set<string>();
  readonly #reading = new Map<string, Promise<unknown>>();

  /** @param read goes on from what is kept; from the beginning where nothing is. */
  async load<L extends { version: number }>(
    stream: string,
    read: (kept: L | undefined) => Promise<L>,
  ): Promise<L> {
    const running = this.#reading.get(stream);
    if (running !== undefined) return running as Promise<L>;
    const kept = this.#kept.get(stream) as L | undefined;
    if (kept !== undefined && !this.#behind.has(stream)) return kept;
    const reading = read(kept);
    this.#reading.set(stream, reading);
    try {
      const loaded = await reading;
      this.#behind.delete(stream);
      this.keep(stream, loaded);
      return loaded;
    } finally {
      this.#reading.delete(stream);
    }
  }

  /** The one that knows most of it. */
  keep(stream: string, loaded: { version: number }): void {
    const known = this.#kept.get(stream);
    if (known !== undefined && known.version > loaded.version) return;
    this.#kept.delete(stream);
    this.#kept.set(stream, loaded);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size <= MOST || oldest === undefined) return;
    this.#kept.delete(oldest);
    this.#behind.delete(oldest);
  }

  /** Another writer went on with it. */
  fellBehind(stream: string): void {
    if (this.#kept.has(stream)) this.#behind.add(stream);
  }
}
