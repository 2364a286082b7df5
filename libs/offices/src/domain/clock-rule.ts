import { isBlank, reject, rejectField } from '#kernel';
import type { Decider, Decision, Text } from '#kernel';
import { CLOCK_RULES } from '#calendar';
import type { ClockRule, RuleId } from '#calendar';

/** What a decision of the city may change of a rule; what is left out stays as it is. */
export type RuleChange = Partial<Pick<ClockRule, 'pausable' | 'startsAt' | 'skips'>> & {
  length?: number;
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type ClockRuleEvent = {
  type: 'ClockRuleSet';
  data: RuleChange & { rule: RuleId; basis: string; reason: Text };
};

export type ClockRuleCommand = {
  type: 'SetClockRule';
  rule: RuleId;
  change: RuleChange;
  /** The decision on which it rests. */
  basis: string;
  reason: string;
};

type ClockRuleRejection = 'INVALID_INPUT' | 'REASON_REQUIRED';
export type { ClockRuleRejection };

/** What was changed so far. */
export type ClockRuleState = RuleChange;

const LONGEST = 365;

/** A rule of time limits; clocks that run keep the rule they started with. */
export const clockRule: Decider<
  ClockRuleCommand,
  ClockRuleEvent,
  ClockRuleState,
  ClockRuleRejection
> = {
  initialState: {},

  decide({ rule, change, basis, reason }, state): Decision<ClockRuleEvent, ClockRuleRejection> {
    const fault = faultOf(rule, change);
    if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
    if (isBlank(basis)) return rejectField('INVALID_INPUT', 'basis');
    if (isBlank(reason)) return reject('REASON_REQUIRED');
    const now = { ...CLOCK_RULES[rule], ...state };
    const changed = Object.entries(change).some(
      ([key, value]) => JSON.stringify(now[key as keyof RuleChange]) !== JSON.stringify(value),
    );
    return changed ? [{ type: 'ClockRuleSet', data: { rule, ...change, basis, reason } }] : [];
  },

  evolve(state, { data: { rule: _, basis: __, reason: ___, ...change } }) {
    return { ...state, ...change };
  },
};

/** Only what the rule counts by; the start only of the statutory limit, KIP 22(7). */
function faultOf(rule: RuleId, change: RuleChange): string | undefined {
  const { length, startsAt, skips } = change;
  const counted = CLOCK_RULES[rule].length !== null;
  if (!counted) return 'ruleId';
  if (length !== undefined && (length < 1 || length > LONGEST)) return 'length';
  if (startsAt !== undefined && rule !== 'KIP-22-7') return 'startsAt';
  const { unit } = CLOCK_RULES[rule];
  if (change.pausable === true && unit !== 'WORKING_DAY') return 'pausable';
  if (skips !== undefined && new Set(skips).size < skips.length) return 'skips';
  return undefined;
}
