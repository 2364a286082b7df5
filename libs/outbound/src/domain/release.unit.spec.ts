import { scenariosFor } from '#kernel/testing';
import type { PersonId } from '#kernel';
import { WEEKENDS_ONLY } from '#calendar';
import type { OutboundCommand } from './commands.ts';
import { outboundItem } from './outbound-item.ts';
import { AT, CAST, CONTENT, answering, commandsIn, draft } from '../testing/cast.ts';

const { given } = scenariosFor(outboundItem);
const c = commandsIn(CAST);
const version = { contentVersion: 1, contentHash: 'hash 1' };
const LATER = '2026-03-05T02:00:00.000Z';
const submitted = [draft({ by: 'lead' as PersonId }), c.submit('lead')];
const approved = [...submitted, c.approve('coordinator'), c.approve('approver')];
const scheduled = [...approved, c.schedule('coordinator', LATER)];
const released = [...approved, c.release('approver')];

const after = (commands: OutboundCommand[]) =>
  commands.reduce<ReturnType<typeof outboundItem.decide> & readonly any[]>(
    (events, command) => [
      ...events,
      ...given(...events)
        .when(command)
        .events(),
    ],
    [],
  );
const when = (command: OutboundCommand, before: OutboundCommand[]) =>
  given(...after(before)).when(command);

describe('a release', () => {
  it('is of the text that was read, its whole route approved; a try at another is history', () => {
    when(c.release('approver'), approved).then({
      type: 'OutboundItemReleased',
      data: { ...version, by: 'approver' as PersonId },
    });
    const refused = { type: 'ReleaseRefusedUnapproved', data: version } as const;
    when(c.release('approver'), submitted).thenRejected('NOT_APPROVED', refused);
    when(c.schedule('approver', LATER), submitted).thenRejected('NOT_APPROVED', refused);
    when(c.release('approver', 'hash 0'), approved).thenRejected('CONTENT_CHANGED');
    when(c.release('approver', 'hash 1', true), approved).thenRejected('ASSIGNMENTS_OPEN');
    when(c.release('approver'), released).thenRejected('INVALID_STATE');
  });

  it('of an answer waits for a consequence test that is in force', () => {
    const parts = [{ part: 'Nama', decision: 'REFUSED_EXEMPT', consequenceTest: 'test' } as never];
    const answer = answering({ outcome: 'REFUSED_EXEMPT', parts });
    const refusal = draft({
      kind: 'ANSWER',
      content: { ...CONTENT, answer },
      by: 'lead' as PersonId,
    });
    const ended = commandsIn(CAST, 'ENDED');
    when(ended.release('approver'), [refusal, ...approved.slice(1)]).thenRejected(
      'CONSEQUENCE_TEST_ENDED',
    );
    const black = [{ part: 'Nama', decision: 'GRANTED_REDACTED', consequenceTest: 'test' }];
    const spoken = answering({ track: 'MEDIA', outcome: 'STATEMENT', parts: black as never });
    const press = draft({ kind: 'ANSWER', content: { ...CONTENT, answer: spoken } });
    when(ended.emergency('approver'), [press]).thenRejected('CONSEQUENCE_TEST_ENDED');
  });

  it('by the schedule is reviewed by somebody else than who scheduled it', () => {
    const few = commandsIn(CAST.filter(({ role }) => role !== 'COORDINATOR'));
    const skipped = [
      draft({ by: 'lead' as PersonId }),
      few.submit('lead'),
      few.approve('approver'),
    ];
    const out = [...skipped, c.schedule('coordinator', LATER), c.fire(LATER)];
    when(c.review('coordinator'), out).thenRejected('SAME_PERSON');
    when(c.review('approver'), out).events();
  });

  it('is scheduled for an instant that is to come, and goes then, once', () => {
    when(c.schedule('coordinator', AT), approved).thenRejected('EMBARGO_IN_PAST');
    when(c.schedule('coordinator', LATER), scheduled).thenRejected('INVALID_STATE');
    when(c.release('coordinator'), scheduled).thenRejected('INVALID_STATE');
    when(c.fire(AT), scheduled).thenNothing();
    when(c.fire(LATER), scheduled).then({ type: 'OutboundItemReleased', data: version });
    when(c.fire(LATER), [...scheduled, c.fire(LATER)]).thenNothing();
    when(c.fire(LATER, true), scheduled).thenRejected('ASSIGNMENTS_OPEN');
    expect(when(c.refuseScheduled(), scheduled).state()?.state).toBe('APPROVED');
    when(c.refuseScheduled(), approved).thenNothing();
  });

  it('is taken off the schedule with a reason', () => {
    expect(when(c.cancel('coordinator'), scheduled).state()).not.toHaveProperty('releaseAt');
    when(c.cancel('coordinator', 'hash 0'), scheduled).thenRejected('CONTENT_CHANGED');
    when(c.cancel('coordinator', 'hash 1', ' '), scheduled).thenRejected('REASON_REQUIRED');
    when(c.cancel('coordinator'), approved).thenRejected('INVALID_STATE');
  });
});

describe('an emergency release', () => {
  it('goes out from anywhere before, skips what was left, and leaves a review debt', () => {
    const out = when(c.emergency('coordinator'), submitted).state();
    expect(out).toMatchObject({ state: 'EMERGENCY_RELEASED', reviewDebt: true });
    expect(out?.steps.every(({ decision }) => decision === 'SKIPPED_BY_EMERGENCY')).toBe(true);
    when(c.emergency('coordinator', 'hash 0'), submitted).thenRejected('CONTENT_CHANGED');
    when(c.emergency('coordinator', 'hash 1', ' '), submitted).thenRejected('REASON_REQUIRED');
    when(c.emergency('coordinator'), released).thenRejected('INVALID_STATE');
  });

  it('is never one of a statutory answer', () => {
    const statutory = draft({ kind: 'ANSWER', content: { ...CONTENT, answer: answering() } });
    when(c.emergency('coordinator'), [statutory]).thenRejected('INVALID_STATE');
    const media = answering({ track: 'MEDIA', outcome: 'STATEMENT', parts: [] });
    when(c.emergency('coordinator'), [
      draft({ kind: 'ANSWER', content: { ...CONTENT, answer: media } }),
    ]).events();
  });

  it('is reviewed by who neither wrote nor released it', () => {
    const emergency = [...submitted, c.emergency('coordinator')];
    expect(when(c.review('approver'), emergency).state()?.reviewDebt).toBe(false);
    when(c.review('coordinator'), emergency).thenRejected('SAME_PERSON');
    when(c.review('lead'), emergency).thenRejected('SAME_PERSON');
    when(c.review('approver', 'hash 0'), emergency).thenRejected('CONTENT_CHANGED');
    when(c.review('approver', 'hash 1', ' '), emergency).thenField('INVALID_INPUT', 'finding');
    when(c.review('approver'), [...emergency, c.review('approver')]).thenRejected('INVALID_STATE');
    when(c.review('coordinator 2'), released).thenRejected('INVALID_STATE');
  });
});

describe('what has left the house', () => {
  it('is replaced by a released item, or withdrawn, and edited no more', () => {
    expect(when(c.replace('CORRECTED', 'other'), released).state()?.state).toBe('CORRECTED');
    const superseded = [...released, c.replace('SUPERSEDED', 'other')];
    when(c.replace('SUPERSEDED', 'other'), superseded).thenNothing();
    when(c.replace('SUPERSEDED', 'third'), superseded).thenRejected('INVALID_STATE');
    when(c.replace('CORRECTED', 'other'), approved).thenRejected('INVALID_STATE');
    expect(when(c.withdraw('approver'), released).state()?.state).toBe('WITHDRAWN');
    when(c.withdraw('approver', ' '), released).thenRejected('REASON_REQUIRED');
    when(c.withdraw('approver'), [...released, c.withdraw('approver')]).thenNothing();
    when(c.withdraw('approver'), superseded).thenRejected('INVALID_STATE');
    when(c.drop('coordinator'), released).thenRejected('INVALID_STATE');
    when(c.sensitive('approver'), released).thenRejected('INVALID_STATE');
  });

  it('was drafted anew with a reason, when it replaces another', () => {
    const replaces = { item: 'x' as never, as: 'CORRECTED' } as const;
    given().when(draft({ replaces })).thenRejected('REASON_REQUIRED');
    given()
      .when(draft({ replaces, reason: 'Angka keliru.' }))
      .events();
  });
});

describe('the limit of a step', () => {
  const times = { at: AT, now: AT } as const;
  const review = { ...times, rule: 'INT-REVIEW' } as const;

  it('pauses, goes on and is missed like any other', () => {
    const paused = { type: 'PauseDeadline', ...review, reason: 'Menunggu data.' } as const;
    when(paused, submitted).events();
    const resumed = { type: 'ResumeDeadline', ...review, reckoning: WEEKENDS_ONLY } as const;
    expect(when(resumed, [...submitted, paused]).state()?.clock).not.toHaveProperty('pausedOn');
    when(paused, approved).thenRejected('INVALID_STATE');
    const late = { ...review, now: LATER as never, reckoning: WEEKENDS_ONLY };
    const missed = { type: 'RecordMissedDeadline', ...late } as const;
    expect(when(missed, submitted).state()?.clock?.missed).toBe(true);
    const recompute = { type: 'RecomputeDeadline', ...review, reckoning: WEEKENDS_ONLY } as const;
    when(recompute, submitted).thenNothing();
  });
});
