const EVERY_MS = 1_000;

/**
 * Records what time alone brings about. Every second it looks at what is due by the state of
 * things, so nothing is lost while it stands still; what is recorded already changes nothing, so
 * any number of nodes may run it.
 */
export abstract class Keeper {
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #stopped = false;

  /** One look at everything that may be due. @throws the first of its failures. */
  abstract sweep(): Promise<void>;

  protected get stopped(): boolean {
    return this.#stopped;
  }

  /** `alarm` is told why a look failed; the next one tries again. */
  start(alarm: (failure: unknown) => void): void {
    const look = (): void => {
      this.#sweeping = this.sweep()
        .catch(alarm)
        .then(() => {
          if (!this.#stopped) this.#timer = setTimeout(look, EVERY_MS).unref();
        });
    };
    look();
  }

  /** Resolves when a look under way has ended. */
  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }
}
