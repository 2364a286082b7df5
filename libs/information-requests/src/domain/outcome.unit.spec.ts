import { CORRESPONDENCE_KINDS } from '#kernel';
import type { EventId, Instant } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { WEEKENDS_ONLY, endOfDay, startClock } from '#calendar';
import {
  ANSWER,
  RECEIPT,
  REGISTRATION,
  SPOKESPERSON,
  answered,
  assigned,
  at,
  commands,
  declined,
  march,
  received,
  registered,
  submitted,
  uuid,
  withdrawn,
} from '../testing/samples.ts';
import type { Fact } from '../testing/samples.ts';
import { OUTCOMES } from './events.ts';
import type { InformationRequestEvent, Outcome } from './events.ts';
import { informationRequest } from './information-request.ts';
import { ON_THE_SPOT } from './outcome.ts';

const { given } = scenariosFor(informationRequest);
const answeredBy = (outcome: Outcome): InformationRequestEvent => ({
  type: 'InformationRequestAnswered',
  data: { outcome, told: true },
});
const voided: InformationRequestEvent = {
  type: 'InformationRequestVoided',
  data: { reason: 'TEST' },
};
const notice: Fact<'CorrespondenceRecorded'> = {
  type: 'CorrespondenceRecorded',
  data: { kind: 'ANSWER_NOTICE', way: 'EMAIL' },
  occurredAt: at(12),
};

describe('an outcome on the spot', () => {
  it('is one of its track, and counts as told', () => {
    for (const track of ['MEDIA', 'INTER_OFFICE'] as const) {
      for (const outcome of OUTCOMES) {
        const result = given(received(track), registered(track)).when(
          commands.outcome({ outcome, ...(outcome === 'ANSWERED_DIRECTLY' ? spoken : {}) }),
        );
        if (!ON_THE_SPOT[track].includes(outcome)) result.thenField('INVALID_INPUT', 'outcome');
        else expect(result.state()).toMatchObject({ state: 'ANSWERED', told: true, clocks: [] });
      }
    }
    given(received('MEDIA'), registered('MEDIA'))
      .when(commands.outcome())
      .then(answeredBy('INTERVIEW'));
  });

  const spoken = { spokesperson: SPOKESPERSON, gist: 'Anggaran naik.' };

  it('that is a direct answer names the spokesperson and the gist', () => {
    const past = [received('MEDIA'), registered('MEDIA')] as const;
    const direct = { outcome: 'ANSWERED_DIRECTLY' } as const;
    given(...past)
      .when(commands.outcome({ ...direct, ...spoken }))
      .then({ type: 'InformationRequestAnswered', data: { ...direct, told: true, ...spoken } });
    given(...past)
      .when(commands.outcome({ ...direct, gist: 'Anggaran naik.' }))
      .thenField('INVALID_INPUT', 'spokespersonId');
    given(...past)
      .when(commands.outcome({ ...direct, spokesperson: SPOKESPERSON }))
      .thenField('INVALID_INPUT', 'gist');
    given(...past)
      .when(commands.outcome({ ...direct, ...spoken, gist: ' ' }))
      .thenField('INVALID_INPUT', 'gist');
  });

  it('is not for the statutory track, and not before the registration or after the end', () => {
    given(received(), registered())
      .when(commands.outcome({ outcome: 'GRANTED' }))
      .thenRejected('INVALID_STATE');
    given(received('MEDIA')).when(commands.outcome()).thenRejected('INVALID_STATE');
    given(received('MEDIA'), registered('MEDIA'), answered())
      .when(commands.outcome())
      .thenRejected('INVALID_STATE');
    given(received('MEDIA'), withdrawn).when(commands.outcome()).thenRejected('INVALID_STATE');
  });

  it('waits until no office has the ball, and keeps the order of times', () => {
    const past = [received('MEDIA'), registered('MEDIA'), assigned(1)] as const;
    given(...past)
      .when(commands.outcome())
      .thenRejected('ASSIGNMENTS_OPEN');
    given(...past, declined(1))
      .when(commands.outcome())
      .then(answeredBy('INTERVIEW'));
    given(...past, submitted(1))
      .when(commands.outcome())
      .then(answeredBy('INTERVIEW'));
    given(received('MEDIA'), registered('MEDIA'))
      .when(commands.outcome({ at: at(2) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });
});

describe('correspondence', () => {
  it('is recorded in every state but voided', () => {
    const data = { kind: 'ACKNOWLEDGEMENT', way: 'EMAIL' } as const;
    for (const past of [[], [registered()], [registered(), assigned(1)], [withdrawn]]) {
      given(received(), ...past)
        .when(commands.correspond())
        .then({ type: 'CorrespondenceRecorded', data });
    }
    given(received(), voided).when(commands.correspond()).thenRejected('INVALID_STATE');
  });

  it('carries a note, and a cost only when information was handed over', () => {
    const data = { kind: 'INFORMATION_HANDED_OVER', way: 'PICK_UP', note: 'CD' } as const;
    given(received())
      .when(commands.correspond({ ...data, costPaidIdr: 5000 }))
      .then({ type: 'CorrespondenceRecorded', data: { ...data, costPaidIdr: 5000 } });
    for (const kind of CORRESPONDENCE_KINDS) {
      if (kind === data.kind) continue;
      given(received(), registered(), answered())
        .when(commands.correspond({ kind, costPaidIdr: 5000 }))
        .thenField('INVALID_INPUT', 'costPaidIdr');
    }
  });

  it('is not before the receipt, and not in the future', () => {
    for (const time of [{ at: at(1) }, { at: at(13), now: at(12) }]) {
      given(received()).when(commands.correspond(time)).thenField('INVALID_INPUT', 'occurredAt');
    }
    given(received(), registered(), answered())
      .when(commands.correspond({ at: at(2) }))
      .then({ type: 'CorrespondenceRecorded', data: { kind: 'ACKNOWLEDGEMENT', way: 'EMAIL' } });
  });

  it('tells the answer once there is one, not before it, and so ends the limit', () => {
    const tell = commands.correspond({ kind: 'ANSWER_NOTICE' });
    given(received(), registered()).when(tell).thenRejected('INVALID_STATE');
    given(received(), registered(), answered())
      .when({ ...tell, at: at(9) })
      .thenField('INVALID_INPUT', 'occurredAt');
    const before = given(received(), registered(), answered()).state()!;
    expect(before).toMatchObject({ told: false, clocks: [{ rule: 'KIP-22-7' }] });
    const after = given(received(), registered(), answered()).when(tell).state()!;
    expect(after).toMatchObject({ told: true, clocks: [] });
    given(received(), registered(), answered(), notice)
      .when(commands.close())
      .then({ type: 'InformationRequestClosed', data: {} });
  });

  it('of another kind tells nothing', () => {
    for (const kind of CORRESPONDENCE_KINDS.filter((each) => each !== 'ANSWER_NOTICE')) {
      const state = given(received(), registered(), answered())
        .when(commands.correspond({ kind }))
        .state()!;
      expect(state.told).toBe(false);
    }
  });
});

const corrected = (
  data: Omit<Fact<'InformationRequestEntryCorrected'>['data'], 'reason'>,
): InformationRequestEvent => ({
  type: 'InformationRequestEntryCorrected',
  data: { ...data, reason: 'salah ketik' },
});
const change = <T>(from: T, to: T): { from: T; to: T } => ({ from, to });

describe('correcting an entry', () => {
  it('keeps old value, new value and reason', () => {
    const text = change('Anggaran jaln', 'Anggaran jalan');
    given(received())
      .when(commands.correct({ field: 'SUBJECT', text }))
      .then(corrected({ field: 'SUBJECT', subject: text }));
    for (const field of ['DETAILS', 'PURPOSE'] as const) {
      given(received())
        .when(commands.correct({ field, text }))
        .then(corrected({ field, words: text }));
    }
    const references = change([], [{ system: 'SP4N', number: 'X-1' }]);
    given(received())
      .when(commands.correct({ field: 'REFERENCE', references }))
      .then(corrected({ field: 'REFERENCE', references }));
  });

  it('needs a reason, and an entry that was not voided', () => {
    const correction = { field: 'SUBJECT', text: change('a', 'b') } as const;
    given(received())
      .when(commands.correct(correction, { reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given(received(), voided).when(commands.correct(correction)).thenRejected('INVALID_STATE');
    given(received(), withdrawn)
      .when(commands.correct(correction))
      .then(corrected({ field: 'SUBJECT', subject: correction.text }));
  });

  it('records nothing when nothing changes', () => {
    for (const field of ['SUBJECT', 'DETAILS', 'PURPOSE'] as const) {
      given(received())
        .when(commands.correct({ field, text: change('a', 'a') }))
        .thenNothing();
    }
    given(received())
      .when(commands.correct({ field: 'CHANNEL', code: change('EMAIL', 'EMAIL') }))
      .thenNothing();
    given(received())
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(2) }))
      .thenNothing();
  });

  it('leaves no subject and no details empty, and knows the codes', () => {
    for (const field of ['SUBJECT', 'DETAILS'] as const) {
      for (const to of [' ', null]) {
        given(received())
          .when(commands.correct({ field, text: { from: 'a', to } }))
          .thenField('INVALID_INPUT', 'value');
      }
    }
    const codes = [
      ['CHANNEL', 'LETTER', 'PIGEON'],
      ['WANTED_FORM', 'INSPECT', 'FILM'],
      ['DELIVERY', 'POST', 'PIGEON'],
    ] as const;
    for (const [field, right, wrong] of codes) {
      const code = change<string | null>(null, right);
      given(received()).when(commands.correct({ field, code })).then(corrected({ field, code }));
      given(received())
        .when(commands.correct({ field, code: { from: null, to: wrong } }))
        .thenField('INVALID_INPUT', 'value');
    }
    given(received())
      .when(commands.correct({ field: 'CHANNEL', code: { from: 'EMAIL', to: null } }))
      .thenField('INVALID_INPUT', 'value');
    const cleared = { from: 'POST', to: null };
    given(received())
      .when(commands.correct({ field: 'DELIVERY', code: cleared }))
      .then(corrected({ field: 'DELIVERY', code: cleared }));
  });

  it('of what is missing fits an incomplete request, and lists something', () => {
    const incomplete: InformationRequestEvent = {
      type: 'InformationRequestFoundIncomplete',
      data: { missing: ['KTP'] },
    };
    const missing = change(['KTP'], ['KTP', 'surat kuasa']);
    given(received(), incomplete)
      .when(commands.correct({ field: 'MISSING', missing }))
      .then(corrected({ field: 'MISSING', missing }));
    given(received())
      .when(commands.correct({ field: 'MISSING', missing }))
      .thenField('INVALID_INPUT', 'values');
    for (const to of [[], [' ']]) {
      given(received(), incomplete)
        .when(commands.correct({ field: 'MISSING', missing: { from: ['KTP'], to } }))
        .thenField('INVALID_INPUT', 'values');
    }
  });
});

describe("correcting a journalist's deadline", () => {
  const recomputed = (to?: Instant): InformationRequestEvent => {
    const clock = startClock('MEDIA-ANSWER', at(2), WEEKENDS_ONLY, to);
    const dueFrom = march(3);
    return {
      type: 'DeadlineRecomputed',
      data: { rule: 'MEDIA-ANSWER', clock, dueFrom, dueTo: clock.dueOn! },
    };
  };

  it('moves the limit of media in the same append', () => {
    const code = change<Instant | null>(null, at(2, 15));
    given(received('MEDIA'))
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code }))
      .then(corrected({ field: 'ANSWER_NEEDED_BY', code }), recomputed(at(2, 15)));
    const state = given(received('MEDIA'))
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code }))
      .state()!;
    expect(state).toMatchObject({
      answerNeededBy: at(2, 15),
      clocks: [{ dueAt: at(2, 15) }, { rule: 'MEDIA-ACK' }],
    });
  });

  it('says nothing of a limit that does not move', () => {
    const code = change<Instant | null>(null, at(20));
    given(received('MEDIA'))
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code }))
      .then(corrected({ field: 'ANSWER_NEEDED_BY', code }));
  });

  it('can take the deadline away, and then the whole limit counts', () => {
    const code = change<Instant | null>(at(2, 15), null);
    const state = given(received('MEDIA', { answerNeededBy: at(2, 15) }))
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code }))
      .state()!;
    expect(state.answerNeededBy).toBeUndefined();
    expect(state.clocks[0]!.dueAt).toBe(endOfDay(march(3)));
  });

  it('is for media only, and not before the receipt', () => {
    const code = change<Instant | null>(null, at(5));
    given(received())
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code }))
      .thenField('INVALID_INPUT', 'value');
    given(received('MEDIA'))
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code: change(null, at(1)) }))
      .thenField('INVALID_INPUT', 'value');
  });
});

describe('correcting when something happened', () => {
  it('moves the limits that run from the receipt', () => {
    const state = given(received(), registered())
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(-1) }))
      .state()!;
    expect(state.receivedAt).toBe(at(-1));
    expect(state.clocks).toEqual([startClock('KIP-22-7', at(-1), WEEKENDS_ONLY)]);
    given(received(), registered())
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(-3) }))
      .then(
        corrected({ field: 'OCCURRED_AT', code: change(at(2), at(-3)), ofEvent: RECEIPT }),
        recomputedFrom(at(-3)),
      );
  });

  const recomputedFrom = (startedAt: Instant): InformationRequestEvent => {
    const clock = startClock('KIP-22-7', startedAt, WEEKENDS_ONLY);
    const data = { rule: clock.rule, clock, dueFrom: march(16), dueTo: clock.dueOn! };
    return { type: 'DeadlineRecomputed', data };
  };

  it('keeps each moment between the one before and the one after', () => {
    const past = [received(), registered(), answered()] as const;
    const wrong: [Instant, EventId][] = [
      [at(2, 11), RECEIPT],
      [at(2, 8), REGISTRATION],
      [at(11), REGISTRATION],
      [at(2, 9), ANSWER],
      [at(32), ANSWER],
    ];
    for (const [to, ofEvent] of wrong) {
      given(...past)
        .when(commands.correct({ field: 'OCCURRED_AT', to, ofEvent }))
        .thenField('INVALID_INPUT', 'value');
    }
    const state = given(...past)
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(9), ofEvent: ANSWER }))
      .state()!;
    expect(state).toMatchObject({ answeredAt: at(9), changedAt: at(9), receivedAt: at(2) });
  });

  it('knows only events of this request', () => {
    given(received())
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(1), ofEvent: uuid(99) }))
      .thenField('INVALID_INPUT', 'eventId');
  });

  it('leaves the limit of a conversion on another day where it is', () => {
    const state = given(received('MEDIA'), registered('MEDIA'), {
      type: 'InformationRequestConverted',
      data: {
        number: '0007/PIP/2026',
        requestedOn: march(4),
        clocks: [startClock('KIP-22-7', at(4, 0), WEEKENDS_ONLY)],
        reason: 'diminta menurut UU KIP',
      },
    })
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(-3) }))
      .state()!;
    expect(state.clocks[0]!.dueOn).toBe(march(18));
  });
});
