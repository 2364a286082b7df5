import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { StoreUnavailable } from '#event-store';
import { City } from './city.ts';

type Ready = { status: 'ready'; sequence: number; degraded?: string };

/** @throws what is no outage */
function reasonOf(error: unknown): string {
  if (error instanceof StoreUnavailable) return error.message;
  throw error;
}

@Controller('health')
export class HealthController {
  readonly #city: City;

  constructor(city: City) {
    this.#city = city;
  }

  /** The process answers. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /**
   * The log can be reached and the read model has caught up with it. Without the place that nodes
   * share a node is ready still, and degraded: it shows what it has, takes no files, and waits with
   * what other nodes sealed. Were it not, no node would be.
   */
  @Get('ready')
  async ready(): Promise<Ready> {
    const { store, model, keeping } = this.#city.parts;
    try {
      await store.health();
      const degraded = await keeping.vault.health().then(() => undefined, reasonOf);
      if (degraded === undefined) await model.health();
      const { sequence } = model.checkpoint;
      return { status: 'ready', sequence, ...(degraded === undefined ? {} : { degraded }) };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new ServiceUnavailableException({ status: 'unavailable', reason: error.message });
    }
  }
}
