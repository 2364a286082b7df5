import type { Instant } from '#kernel';

/** The time of day, injected wherever something happens "now". */
export abstract class Clock {
  abstract now(): Instant;
}

export class SystemClock extends Clock {
  now(): Instant {
    return new Date().toISOString() as Instant;
  }
}
