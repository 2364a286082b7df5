import { isBlank, reject, rejectField } from '#kernel';
import type { Day, Decider, Decision, Text } from '#kernel';
import type { Target } from './target.ts';

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type LegalHoldEvent =
  /** `until`: the last day; without it until it is lifted. */
  | { type: 'LegalHoldPlaced'; data: { target: Target; until?: Day; reason: Text } }
  | { type: 'LegalHoldLifted'; data: { reason: Text } };

export type LegalHoldCommand =
  | { type: 'PlaceLegalHold'; target: Target; until?: Day; reason: string; today: Day }
  | { type: 'LiftLegalHold'; reason: string; today: Day };

export type LegalHoldRejection = 'INVALID_INPUT' | 'INVALID_STATE' | 'REASON_REQUIRED';

export type LegalHold = { held: false } | { held: true; until?: Day };

type HoldDecision = Decision<LegalHoldEvent, LegalHoldRejection>;

/** While it stands nothing of its target is erased. */
export const legalHold: Decider<LegalHoldCommand, LegalHoldEvent, LegalHold, LegalHoldRejection> = {
  initialState: { held: false },

  decide(command, state) {
    if (isBlank(command.reason)) return reject('REASON_REQUIRED');
    switch (command.type) {
      case 'PlaceLegalHold':
        return place(command, state);
      case 'LiftLegalHold':
        if (!stands(state, command.today)) return reject('INVALID_STATE');
        return [{ type: 'LegalHoldLifted', data: { reason: command.reason } }];
    }
  },

  evolve(_, event) {
    switch (event.type) {
      case 'LegalHoldPlaced': {
        const { until } = event.data;
        return until === undefined ? { held: true } : { held: true, until };
      }
      case 'LegalHoldLifted':
        return { held: false };
    }
  },
};

/** Placed again it stands until the new day. */
function place(
  { target, until, reason, today }: Extract<LegalHoldCommand, { type: 'PlaceLegalHold' }>,
  state: LegalHold,
): HoldDecision {
  if (until !== undefined && until < today) return rejectField('INVALID_INPUT', 'until');
  if (state.held && state.until === until) return [];
  const term = until === undefined ? {} : { until };
  return [{ type: 'LegalHoldPlaced', data: { target, ...term, reason } }];
}

const stands = (hold: LegalHold, today: Day): boolean =>
  hold.held && (hold.until === undefined || hold.until >= today);
