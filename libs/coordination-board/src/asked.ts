import type { Day, Instant } from '#kernel';

/** What the queries share. */
export type Asked = {
  now: Instant;
  today: Day;
  from: Day;
  until: Day;
  dueSoonUntil: Instant;
  /** As JSON. */
  tracks: string;
};
