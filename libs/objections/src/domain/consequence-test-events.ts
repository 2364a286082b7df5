import type { ConsequenceTestId, KeyId, PersonId, RequestId, Text, Exemption } from '#kernel';
import type { LimitEvent, StartedClock } from '#calendar';
import type { Term } from './exemption-term.ts';

/** What is weighed. */
export type Opening<T extends Text = Text> = {
  request?: RequestId;
  renews?: ConsequenceTestId;
  exemption: Exemption;
  information: T;
  /** The other law that a letter refers to, where it does. */
  otherLaw?: T;
  harmIfOpened: T;
  harmIfClosed: T;
  otherParticipants?: T[];
  keys: { case: KeyId };
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type ConsequenceTestEvent =
  | { type: 'ConsequenceTestOpened'; data: Opening }
  | { type: 'ConsequenceTestOpinionGiven'; data: { opinion: Text } }
  | { type: 'ConsequenceTestAssented'; data: { by: PersonId } }
  | {
      type: 'ConsequenceTestDecided';
      /** `renews`: the test whose review it is; found open, it can be used no more. */
      data: {
        exempt: boolean;
        decreeNumber?: Text;
        decreePlace?: Text;
        withoutOpinion?: true;
        renews?: ConsequenceTestId;
        reason: Text;
        clocks: StartedClock[];
      } & Term;
    }
  | { type: 'ConsequenceTestEnded'; data: { basis: Text; reason: Text } }
  /** `open`: the other test found the information open, so this exemption ends. */
  | { type: 'ConsequenceTestRenewed'; data: { by: ConsequenceTestId; open?: true } }
  | LimitEvent;
