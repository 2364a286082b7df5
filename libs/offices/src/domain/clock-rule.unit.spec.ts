import { scenariosFor } from '#kernel/testing';
import { clockRule } from './clock-rule.ts';
import type { ClockRuleCommand } from './clock-rule.ts';

const { given } = scenariosFor(clockRule);
const basis = 'Perwali 12/2026';
const reason = 'Beban kerja.';
const set = (
  rule: ClockRuleCommand['rule'],
  change: ClockRuleCommand['change'],
  more = {},
): ClockRuleCommand => ({ type: 'SetClockRule', rule, change, basis, reason, ...more });

describe('a rule of time limits', () => {
  it('is changed by a decision, and keeps what is left out', () => {
    const longer = { rule: 'INT-CONTRIBUTION', length: 7, basis, reason } as const;
    given()
      .when(set('INT-CONTRIBUTION', { length: 7 }))
      .then({ type: 'ClockRuleSet', data: longer });
    const state = given({ type: 'ClockRuleSet', data: longer })
      .when(set('INT-CONTRIBUTION', { pausable: false }))
      .state();
    expect(state).toEqual({ length: 7, pausable: false });
  });

  it('says nothing when it is so already', () => {
    given()
      .when(set('INT-CONTRIBUTION', { length: 5, pausable: true }))
      .thenNothing();
    given().when(set('INT-CONTRIBUTION', {})).thenNothing();
  });

  it('has a sensible length, and a start only where the law leaves it open', () => {
    for (const length of [0, 366]) {
      given().when(set('INT-REVIEW', { length })).thenField('INVALID_INPUT', 'length');
    }
    given()
      .when(set('INTER-OFFICE', { startsAt: 'REGISTRATION' }))
      .thenField('INVALID_INPUT', 'startsAt');
    given()
      .when(set('KIP-22-7', { skips: ['LOCAL_HOLIDAY', 'LOCAL_HOLIDAY'] }))
      .thenField('INVALID_INPUT', 'skips');
    given()
      .when(set('MEDIA-ACK', { pausable: true }))
      .thenField('INVALID_INPUT', 'pausable');
    given()
      .when(set('HJ-ASK', { length: 2 }))
      .thenField('INVALID_INPUT', 'ruleId');
  });

  it('needs a basis and a reason', () => {
    given()
      .when(set('KIP-22-7', { length: 9 }, { basis: ' ' }))
      .thenField('INVALID_INPUT', 'basis');
    given()
      .when(set('KIP-22-7', { length: 9 }, { reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
  });
});
