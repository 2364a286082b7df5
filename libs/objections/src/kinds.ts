import type { StreamKind } from '#event-store';
import { consequenceTestCodec, objectionCodec } from './codecs.ts';
import { consequenceTest } from './domain/consequence-test.ts';
import type {
  ConsequenceTestCommand,
  ConsequenceTestOrNone,
  ConsequenceTestRejection,
} from './domain/consequence-test.ts';
import type { ConsequenceTestEvent } from './domain/consequence-test-events.ts';
import { objection } from './domain/objection.ts';
import type { ObjectionCommand, ObjectionRejection } from './domain/objection.ts';
import type { ObjectionEvent } from './domain/objection-events.ts';
import type { ObjectionOrNone } from './domain/objection-state.ts';

export const objectionKind: StreamKind<
  ObjectionCommand,
  ObjectionEvent,
  ObjectionOrNone,
  ObjectionRejection
> = { category: 'objection', decider: objection, codec: objectionCodec };

export const consequenceTestKind: StreamKind<
  ConsequenceTestCommand,
  ConsequenceTestEvent,
  ConsequenceTestOrNone,
  ConsequenceTestRejection
> = { category: 'consequenceTest', decider: consequenceTest, codec: consequenceTestCodec };
