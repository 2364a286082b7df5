import type { Reading } from '#access';
import type { TestStanding } from './domain/commands.ts';

/** Known by who keeps consequence tests: what parts of an answer rest on. */
export abstract class ConsequenceTests {
  /** As of the reading's day; undefined where there is none. */
  abstract standingOf(id: string, reading: Pick<Reading, 'db' | 'today'>): TestStanding;
  /** The letter of KIP article 17. */
  abstract exemptionOf(id: string, reading: Pick<Reading, 'db'>): string | undefined;
}
