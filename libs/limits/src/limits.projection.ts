import { defineProjection } from '#kernel';
import type { LimitEvent, Moved } from '#calendar';
import { clockRows } from './clock-rows.ts';

/**
 * The limits of every case, running and ended. Cases start and stop their own, in the handlers of
 * their projections, which therefore come after this one.
 */
export const limitsProjection = defineProjection<
  LimitEvent | { type: 'DeadlineExtended'; data: Moved }
>({
  name: 'limits',
  version: 1,
  tables: [
    `CREATE TABLE clocks (
      stream TEXT NOT NULL, -- of the case
      entity TEXT NOT NULL, -- the case, or a part of it
      rule TEXT NOT NULL, sequence INTEGER NOT NULL,
      touched INTEGER NOT NULL, -- sequence of the event that it was last counted by
      clock TEXT NOT NULL, changes TEXT NOT NULL DEFAULT '[]', due_at TEXT, waits_for INTEGER,
      paused_on TEXT, missed_at TEXT, stopped_at TEXT, cancelled INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (entity, rule, sequence)
    ) STRICT, WITHOUT ROWID`,
  ],
  onceBuilt: [
    `CREATE INDEX clocks_touched ON clocks (touched)
      WHERE stopped_at IS NULL AND missed_at IS NULL`,
    `CREATE INDEX clocks_due ON clocks (due_at)
      WHERE stopped_at IS NULL AND paused_on IS NULL AND missed_at IS NULL`,
  ],
  on: clockRows,
});
