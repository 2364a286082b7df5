import { setTimeout as pause } from 'node:timers/promises';
import { freshId } from '#event-store';
import type { NewEvent } from '#event-store';

export const PREFIX = 'kota_';

export const newEvent = (note = 'ditutup'): NewEvent => ({
  id: freshId(),
  type: 'ContractNoted',
  data: JSON.stringify({ note }),
  metadata: '{}',
});

export async function until(met: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!met() && Date.now() < end) await pause(5);
  expect(met()).toBe(true);
}

/** After each specification: nothing reached nobody's promise, which would end a process. */
export function expectNothingLost(): void {
  const lost: unknown[] = [];
  const note = (error: unknown): void => void lost.push(error);
  beforeAll(() => {
    process.on('uncaughtException', note);
    process.on('unhandledRejection', note);
  });
  afterAll(() => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  });
  afterEach(() => expect(lost.splice(0)).toEqual([]));
}
