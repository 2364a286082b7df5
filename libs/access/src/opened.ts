import type { AccessLog } from '#access-log';
import type { Viewer } from './viewer.ts';

/**
 * Cases, persons and attachments of which one request to the API, or one live stream, shows
 * somebody's data unmasked.
 */
export class Opened {
  readonly #recorded = new Set<string>();
  readonly #noted = new Set<string>();

  note(...ids: readonly string[]): void {
    for (const id of ids) if (!this.#recorded.has(id)) this.#noted.add(id);
  }

  /** Those not recorded yet; of what a stream shows again and again, only the first time. */
  async each(record: (ids: string[]) => Promise<void>): Promise<void> {
    const ids = [...this.#noted];
    if (ids.length === 0) return;
    await record(ids);
    for (const id of ids) this.#recorded.add(id);
    this.#noted.clear();
  }
}

/** To whom, of what, and why. */
type Shown = { viewer: Viewer | undefined; opened: Opened; purpose: string | undefined };

/**
 * Records what personal data an answer shows, before any of it is sent.
 * @throws StoreUnavailable, and whatever else kept it from being recorded: then nothing may be sent
 */
export async function recordOpenings(
  { viewer, opened, purpose }: Shown,
  log: AccessLog,
): Promise<void> {
  if (viewer === undefined) return;
  await opened.each((entities) =>
    log.opened(viewer.personId, { entities, purpose }, viewer.actingIn),
  );
}
