import type { Reading } from '#access';
import { anyoneHolds, policyValue } from '#offices';
import type { ConsequenceTestRow } from './consequence-test.queries.ts';
import { TEST_COMMANDS, fitsTest } from './domain/consequence-test.ts';
import type { TestFacts } from './domain/consequence-test.ts';
import { OBJECTION_COMMANDS, fitsObjection } from './domain/objection.ts';
import type { ObjectionRow } from './objection.queries.ts';
import { mutationOf, permitsOnObjection, permitsOnTest } from './objection.policy.ts';

/** The mutations that would pass policy and state; what the input says may still be refused. */
export function mayOnObjection(row: ObjectionRow, { viewer, asOf }: Reading): string[] {
  if (asOf !== undefined) return [];
  const { state, number, decision } = row;
  const shape = { state, numbered: number !== null, decided: decision !== null };
  return OBJECTION_COMMANDS.filter(
    (type) => fitsObjection(type, shape) && viewer.may(permitsOnObjection(type)),
  ).map(mutationOf);
}

export function mayOnTest(row: ConsequenceTestRow, reading: Reading): string[] {
  if (reading.asOf !== undefined) return [];
  const { state, ends_on: endsOn, assent_by } = row;
  const shape = { state, endsOn, assented: assent_by !== null };
  const facts = factsOf(reading);
  return TEST_COMMANDS.filter(
    (type) => fitsTest(type, shape, facts) && reading.viewer.may(permitsOnTest(type)),
  ).map(mutationOf);
}

/** What the city looks like today to who decides a test. */
export const factsOf = ({ db, today }: Pick<Reading, 'db' | 'today'>): TestFacts => ({
  today,
  reviewerHeld: anyoneHolds(db, 'LEGAL_REVIEWER', today),
  assentNeeded: policyValue(db, 'SUPERIOR_ASSENT') === 'true',
});
