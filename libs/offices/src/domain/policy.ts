import { isBlank, reject, rejectField } from '#kernel';
import type { Decider, Decision, Text } from '#kernel';
import { DEFAULT_HOURS, DEFAULT_LAPSE_DAYS, officeHours } from '#calendar';

export const POLICY_KEYS = [
  'SUPERIOR_ASSENT',
  'LAPSE_DAYS',
  'OFFICE_HOURS',
  'RETENTION_STATUTORY',
  'RETENTION_MEDIA',
  'RETENTION_INTER_OFFICE',
] as const;
export type PolicyKey = (typeof POLICY_KEYS)[number];

/** What holds until the city decides otherwise, domain §5 and §10. */
export const DEFAULT_POLICIES: Readonly<Record<PolicyKey, string>> = {
  SUPERIOR_ASSENT: 'false',
  LAPSE_DAYS: String(DEFAULT_LAPSE_DAYS),
  OFFICE_HOURS: DEFAULT_HOURS,
  RETENTION_STATUTORY: 'P5Y',
  RETENTION_MEDIA: 'P5Y',
  RETENTION_INTER_OFFICE: 'P5Y',
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type PolicyEvent = {
  type: 'PolicySet';
  data: { key: PolicyKey; value: string; basis: string; reason: Text };
};

export type PolicyCommand = {
  type: 'SetPolicy';
  key: PolicyKey;
  value: string;
  basis: string;
  reason: string;
};

export type PolicyRejection = 'INVALID_INPUT' | 'REASON_REQUIRED';

/** The value as it was last set. */
export type PolicyState = string | null;

const isYears = (value: string): boolean => /^P[1-9]\d?Y$/.test(value);

const FORM: Readonly<Record<PolicyKey, (value: string) => boolean>> = {
  SUPERIOR_ASSENT: (value) => value === 'true' || value === 'false',
  LAPSE_DAYS: (value) => /^[1-9]\d?$/.test(value),
  OFFICE_HOURS: (value) => officeHours(value) !== undefined,
  RETENTION_STATUTORY: isYears,
  RETENTION_MEDIA: isYears,
  RETENTION_INTER_OFFICE: isYears,
};

/** A decision of the city where the law leaves it room. */
export const policy: Decider<PolicyCommand, PolicyEvent, PolicyState, PolicyRejection> = {
  initialState: null,

  decide({ key, value, basis, reason }, state): Decision<PolicyEvent, PolicyRejection> {
    if (!FORM[key](value)) return rejectField('INVALID_INPUT', 'value');
    if (isBlank(basis)) return rejectField('INVALID_INPUT', 'basis');
    if (isBlank(reason)) return reject('REASON_REQUIRED');
    if ((state ?? DEFAULT_POLICIES[key]) === value) return [];
    return [{ type: 'PolicySet', data: { key, value, basis, reason } }];
  },

  evolve: (_, { data: { value } }) => value,
};
