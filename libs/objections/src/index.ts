export { consequenceTestCodec, objectionCodec } from './codecs.ts';
export { exemptionOf, standingOf } from './consequence-test.queries.ts';
export { consequenceTestsProjection } from './consequence-tests.projection.ts';
export type { ConsequenceTestEvent } from './domain/consequence-test-events.ts';
export type { ObjectionEvent } from './domain/objection-events.ts';
export { objectionsProjection } from './objections.projection.ts';
