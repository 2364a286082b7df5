import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { StoreUnavailable } from '#event-store';
import { City } from './city.ts';

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

  /** The log can be reached and the read model has caught up with it. */
  @Get('ready')
  async ready(): Promise<{ status: 'ready'; sequence: number }> {
    const { store, model } = this.#city.parts;
    try {
      await store.health();
      await model.health();
      return { status: 'ready', sequence: model.checkpoint.sequence };
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new ServiceUnavailableException({ status: 'unavailable', reason: error.message });
    }
  }
}
