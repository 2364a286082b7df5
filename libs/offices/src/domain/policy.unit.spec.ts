import { scenariosFor } from '#kernel/testing';
import { DEFAULT_POLICIES, POLICY_KEYS, policy } from './policy.ts';
import type { PolicyCommand, PolicyKey } from './policy.ts';

const { given } = scenariosFor(policy);
const basis = 'Perwali 12/2026';
const reason = 'Keputusan pimpinan.';
const set = (key: PolicyKey, value: string, more = {}): PolicyCommand => ({
  type: 'SetPolicy',
  key,
  value,
  basis,
  reason,
  ...more,
});

describe('a policy of the city', () => {
  it('is set by a decision, once', () => {
    const data = { key: 'LAPSE_DAYS', value: '5', basis, reason } as const;
    given().when(set('LAPSE_DAYS', '5')).then({ type: 'PolicySet', data });
    given({ type: 'PolicySet', data }).when(set('LAPSE_DAYS', '5')).thenNothing();
    for (const key of POLICY_KEYS) given().when(set(key, DEFAULT_POLICIES[key])).thenNothing();
  });

  it.each<[PolicyKey, string]>([
    ['LAPSE_DAYS', '0'],
    ['LAPSE_DAYS', '3.5'],
    ['SUPERIOR_ASSENT', 'yes'],
    ['OFFICE_HOURS', '08:00-16:00'],
    ['RETENTION_MEDIA', '5 years'],
  ])('%s is not %s', (key, value) => {
    given().when(set(key, value)).thenField('INVALID_INPUT', 'value');
  });

  it('needs a basis and a reason', () => {
    given()
      .when(set('LAPSE_DAYS', '5', { basis: '' }))
      .thenField('INVALID_INPUT', 'basis');
    given()
      .when(set('LAPSE_DAYS', '5', { reason: '' }))
      .thenRejected('REASON_REQUIRED');
  });
});
