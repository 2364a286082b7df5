import type { Day } from '#kernel';
import { CORRESPONDENCE_KINDS } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { endOfDay, startClock, startOfDay } from '#calendar';
import { objection } from './objection.ts';
import { DISPUTE_STAGES } from './objection-events.ts';
import {
  at,
  bare,
  decided,
  dispute,
  disputed,
  lodged,
  march,
  missed,
  reckoning,
  registered,
  settle,
  settled,
  unanswered,
  write,
} from '../testing/objection-samples.ts';
import type { Fact } from '../testing/objection-samples.ts';

const { given } = scenariosFor(objection);
const rulesOf = (...past: Fact[]): string[] =>
  given(...past)
    .state()
    ?.clocks.map(({ rule }) => rule) ?? [];

describe('correspondence of an objection', () => {
  const replied = startClock('KIP-37', at(16), reckoning);
  const replyOf = (more: object = {}): Fact => ({
    type: 'ObjectionCorrespondenceRecorded',
    data: { kind: 'OBJECTION_REPLY', way: 'POST', ...more },
    occurredAt: at(16),
  });
  const done = [lodged, registered, decided()];

  it('replies once decided, not before; from then the requester has 14 days', () => {
    given(...done)
      .when(write())
      .then(bare(replyOf({ clocks: [replied] })));
    given(lodged, registered).when(write()).thenRejected('INVALID_STATE');
    given(...done)
      .when(write({ at: at(11) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(...done)
      .when(write({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(...done, replyOf({ clocks: [replied] }))
      .when(write())
      .then(bare(replyOf()));
    given(...done, disputed('FILED'))
      .when(write())
      .then(bare(replyOf()));
  });

  it('counts from the reply, whatever silence had started', () => {
    const late = { ...decided(), occurredAt: endOfDay('2026-04-14' as Day) };
    const past = [lodged, registered, missed, unanswered, late, replyOf({ clocks: [replied] })];
    expect(given(...past).state()?.clocks).toEqual([replied]);
  });

  it('may be anything else at any time', () => {
    for (const kind of CORRESPONDENCE_KINDS.filter((each) => each !== 'OBJECTION_REPLY')) {
      given(lodged)
        .when(write({ kind, note: 'n' }))
        .then(bare(replyOf({ kind, note: 'n' })));
      given(...done, disputed('FILED'), settled)
        .when(write({ kind }))
        .then(bare(replyOf({ kind })));
    }
    given(lodged)
      .when(write({ kind: 'OTHER', at: at(1) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(...done)
      .when(write({ costPaidIdr: 1 }))
      .thenField('INVALID_INPUT', 'costPaidIdr');
    const paid = { kind: 'INFORMATION_HANDED_OVER', costPaidIdr: 1 } as const;
    given(lodged)
      .when(write(paid))
      .then(bare(replyOf(paid)));
  });
});

describe('a dispute', () => {
  it('may follow from any state, and its stages only go on', () => {
    for (const past of [[lodged], [lodged, registered], [lodged, registered, decided()]]) {
      given(...past)
        .when(dispute('FILED'))
        .then(bare(disputed('FILED')));
    }
    for (const [i, stage] of DISPUTE_STAGES.entries()) {
      for (const [j, next] of DISPUTE_STAGES.entries()) {
        const then = given(lodged, disputed(stage)).when(dispute(next));
        if (j <= i) then.thenRejected('INVALID_STATE');
        else expect(then.events()).toHaveLength(1);
      }
    }
    given(lodged, disputed('FILED'), settled).when(dispute('COURT')).thenRejected('INVALID_STATE');
  });

  it('has days in order, none of them to come', () => {
    const on = (day: Day) =>
      given(lodged, disputed('FILED')).when(dispute('MEDIATION', { on: day }));
    on('2026-04-01' as Day).thenField('INVALID_INPUT', 'on');
    on(march(19)).thenField('INVALID_INPUT', 'on');
    expect(on(march(20)).events()).toHaveLength(1);
    given(lodged)
      .when(dispute('FILED', { on: march(1) }))
      .thenField('INVALID_INPUT', 'on');
    given(lodged)
      .when(dispute('FILED', { number: ' ' }))
      .thenField('INVALID_INPUT', 'number');
  });

  it('keeps number and note, and ends the limit to file it', () => {
    const more = { number: '12/KI/2026', note: 'Diterima.' };
    given(lodged)
      .when(dispute('FILED', more))
      .then(bare(disputed('FILED', more)));
    expect(rulesOf(lodged, missed, unanswered, disputed('FILED'))).toEqual(['KIP-36-2']);
  });

  it('gives 14 days from the ruling to go to court, until the court or its end', () => {
    const court = startClock('KIP-48', startOfDay(march(20)), reckoning);
    const ruled = disputed('DECIDED', { clocks: [court] });
    given(lodged, disputed('FILED')).when(dispute('DECIDED')).then(bare(ruled));
    expect(rulesOf(lodged, registered, decided(), ruled)).toEqual(['KIP-48']);
    const now = endOfDay('2026-12-31' as Day);
    const miss = { type: 'RecordMissedDeadline', rule: 'KIP-48', at: now, now, reckoning } as const;
    given(lodged, ruled).when(miss).thenNothing();
    expect(rulesOf(lodged, registered, decided(), ruled, disputed('COURT'))).toEqual([]);
    expect(rulesOf(lodged, ruled, settled)).toEqual([]);
  });

  it('is settled once, with its outcome, not before its last stage', () => {
    given(lodged, disputed('FILED')).when(settle()).then(settled);
    given(lodged).when(settle()).thenRejected('INVALID_STATE');
    given(lodged, disputed('FILED'), settled).when(settle()).thenRejected('INVALID_STATE');
    const late = '2026-04-01' as Day;
    given(lodged, disputed('FILED'))
      .when(settle({ on: late }))
      .thenField('INVALID_INPUT', 'on');
    given(lodged, disputed('FILED'))
      .when(settle({ on: march(19) }))
      .thenField('INVALID_INPUT', 'on');
    given(lodged, disputed('FILED'))
      .when(settle({ outcome: ' ' }))
      .thenField('INVALID_INPUT', 'outcome');
  });
});

describe('the limits of an objection', () => {
  it('are recounted, and never paused', () => {
    const rule = 'KIP-36-2' as const;
    const times = { at: at(12), now: at(31) };
    const pause = { type: 'PauseDeadline', rule, reason: 'x', ...times } as const;
    given(lodged).when(pause).thenRejected('CLOCK_NOT_PAUSABLE');
    given(lodged)
      .when({ ...pause, rule: 'KIP-36-1' })
      .thenRejected('INVALID_STATE');
    given(lodged)
      .when({ type: 'RecomputeDeadline', rule, reckoning, ...times })
      .thenNothing();
  });
});
