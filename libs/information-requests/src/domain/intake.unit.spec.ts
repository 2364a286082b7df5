import { instant } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { endOfDay } from '#calendar';
import {
  DINKES,
  KEYS,
  OTHER_REQUEST,
  SITI,
  answered,
  assigned,
  assignment,
  at,
  commands,
  declined,
  march,
  received,
  registered,
  withdrawn,
} from '../testing/samples.ts';
import type { Fact } from '../testing/samples.ts';
import { informationRequest } from './information-request.ts';

const { given } = scenariosFor(informationRequest);

const incomplete: Fact<'InformationRequestFoundIncomplete'> = {
  type: 'InformationRequestFoundIncomplete',
  data: { missing: ['KTP'] },
  occurredAt: at(3),
};
const completed: Fact<'InformationRequestCompleted'> = {
  type: 'InformationRequestCompleted',
  data: {},
  occurredAt: at(4),
};
const bare = <F extends { id?: string; occurredAt?: string }>(fact: F): F => {
  const { id: _, occurredAt: __, ...event } = fact;
  return event as F;
};

describe('receiving an information request', () => {
  it('starts the legal limit and that of registration on the statutory track', () => {
    given().when(commands.receive()).then(bare(received()));
    const clocks = given(received()).state()!.clocks;
    expect(clocks.map(({ rule, dueOn }) => [rule, dueOn])).toEqual([
      ['KIP-22-7', march(16)],
      ['PPID-REGISTER', march(3)],
    ]);
  });

  it('starts the limits of the other two tracks', () => {
    given()
      .when(commands.receive({ track: 'MEDIA' }))
      .then(bare(received('MEDIA')));
    given()
      .when(commands.receive({ track: 'INTER_OFFICE' }))
      .then(bare(received('INTER_OFFICE')));
    expect(given(received('MEDIA')).state()!.clocks[0]!.dueOn).toBe(march(3));
    expect(given(received('INTER_OFFICE')).state()!.clocks[0]!.dueOn).toBe(march(9));
  });

  it('keeps to the earlier deadline of a journalist, and only to an earlier one', () => {
    const soon = at(2, 15);
    given()
      .when(commands.receive({ track: 'MEDIA', answerNeededBy: soon }))
      .then(bare(received('MEDIA', { answerNeededBy: soon })));
    expect(given(received('MEDIA', { answerNeededBy: soon })).state()!.clocks[0]!.dueAt).toBe(soon);
    const far = given(received('MEDIA', { answerNeededBy: at(20) })).state()!;
    expect(far.clocks[0]!.dueAt).toBe(endOfDay(march(3)));
  });

  it('may be entered later, but not before it happened', () => {
    given()
      .when(commands.receive({ at: at(2), now: at(20) }))
      .then(bare(received()));
    given()
      .when(commands.receive({ at: at(3), now: at(2) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('names a person or an office, as the track wants', () => {
    const { requester: _, ...nobody } = commands.receive();
    given().when(nobody).thenField('INVALID_INPUT', 'requester');
    given()
      .when({ ...nobody, track: 'MEDIA' })
      .thenField('INVALID_INPUT', 'requester');
    given()
      .when({ ...nobody, track: 'INTER_OFFICE' })
      .thenField('INVALID_INPUT', 'requestingOfficeCode');
    given()
      .when(commands.receive({ track: 'INTER_OFFICE', requester: SITI }))
      .thenField('INVALID_INPUT', 'requester');
    for (const track of ['STATUTORY', 'MEDIA'] as const) {
      given()
        .when(commands.receive({ track, requestingOffice: DINKES }))
        .thenField('INVALID_INPUT', 'requestingOfficeCode');
    }
  });

  it('takes a deadline from journalists only, and none before the receipt', () => {
    for (const track of ['STATUTORY', 'INTER_OFFICE'] as const) {
      given()
        .when(commands.receive({ track, answerNeededBy: at(20) }))
        .thenField('INVALID_INPUT', 'answerNeededBy');
    }
    given()
      .when(commands.receive({ track: 'MEDIA', answerNeededBy: at(1) }))
      .thenField('INVALID_INPUT', 'answerNeededBy');
  });

  it('happens once, and before everything else', () => {
    given(received()).when(commands.receive()).thenRejected('INVALID_STATE');
    const { receive: _, correct, ...others } = commands;
    for (const command of Object.values(others)) given().when(command()).thenRejected('NOT_FOUND');
    given()
      .when(correct({ field: 'SUBJECT', text: { from: 'a', to: 'b' } }))
      .thenRejected('NOT_FOUND');
  });

  it('keeps relations, references, form and delivery, and needs no words key', () => {
    const more = {
      relatedTo: [{ request: OTHER_REQUEST, relation: 'FOLLOW_UP' as const }],
      references: [{ system: 'SP4N', number: 'X-1', date: march(1) }],
      wantedForm: 'INSPECT' as const,
      delivery: 'EMAIL' as const,
      keys: { case: KEYS.case },
    };
    const event = bare(received());
    given()
      .when(commands.receive(more))
      .then({ ...event, data: { ...event.data, ...more } });
  });
});

describe('a request in which something is missing', () => {
  it('is found incomplete, with what is missing', () => {
    given(received())
      .when(commands.markIncomplete({ at: at(3) }))
      .then(bare(incomplete));
    given(received())
      .when(commands.markIncomplete({ missing: [] }))
      .thenField('INVALID_INPUT', 'missing');
    given(received())
      .when(commands.markIncomplete({ missing: ['KTP', ' '] }))
      .thenField('INVALID_INPUT', 'missing');
    for (const past of [[incomplete], [registered()], [withdrawn]]) {
      given(received(), ...past)
        .when(commands.markIncomplete())
        .thenRejected('INVALID_STATE');
    }
  });

  it('is completed, once', () => {
    given(received(), incomplete)
      .when(commands.complete({ note: 'KTP ada' }))
      .then({ ...bare(completed), data: { note: 'KTP ada' } });
    given(received(), incomplete).when(commands.complete()).then(bare(completed));
    given(received(), incomplete, completed).when(commands.complete()).thenNothing();
    given(received(), registered()).when(commands.complete()).thenRejected('INVALID_STATE');
    expect(given(received(), incomplete, completed).state()!.state).toBe('RECEIVED');
  });

  it('keeps the order of times', () => {
    given(received())
      .when(commands.markIncomplete({ at: at(1) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(received(), incomplete)
      .when(commands.complete({ at: at(2) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(received(), incomplete)
      .when(commands.complete({ at: at(5), now: at(4) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('lapses when the days of the requester are over, with a reason', () => {
    const over = endOfDay(march(6));
    const justBefore = instant(new Date(Date.parse(over) - 1).toISOString());
    given(received(), incomplete)
      .when(commands.lapse({ now: over }))
      .then({ type: 'InformationRequestLapsed', data: { reason: 'tidak dilengkapi' } });
    given(received(), incomplete)
      .when(commands.lapse({ now: justBefore }))
      .thenRejected('INVALID_STATE');
    given(received(), incomplete)
      .when(commands.lapse({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given(received()).when(commands.lapse()).thenRejected('INVALID_STATE');
    given(received(), incomplete, completed).when(commands.lapse()).thenRejected('INVALID_STATE');
  });
});

describe('an entry that should not exist', () => {
  it('is voided while it is open, and may name the one that replaces it', () => {
    const voided = { type: 'InformationRequestVoided', data: { reason: 'DUPLICATE' } } as const;
    for (const past of [[], [incomplete], [registered()], [registered(), assigned(1)]]) {
      given(received(), ...past)
        .when(commands.voidEntry())
        .then(voided);
    }
    given(received())
      .when(commands.voidEntry({ reason: 'TEST', note: 'uji', replacedBy: OTHER_REQUEST }))
      .then({ ...voided, data: { reason: 'TEST', note: 'uji', replacedBy: OTHER_REQUEST } });
    given(received(), voided).when(commands.voidEntry()).thenRejected('INVALID_STATE');
    given(received(), answered()).when(commands.voidEntry()).thenRejected('INVALID_STATE');
  });

  it('of the wrong track is replaced by one with the same day of receipt', () => {
    const wrong = { reason: 'WRONG_TRACK', replacedBy: OTHER_REQUEST } as const;
    given(received())
      .when(commands.voidEntry({ ...wrong, replacementReceivedOn: march(2) }))
      .then({ type: 'InformationRequestVoided', data: wrong });
    given(received())
      .when(commands.voidEntry({ ...wrong, replacementReceivedOn: march(3) }))
      .thenField('INVALID_INPUT', 'replacedById');
    given(received()).when(commands.voidEntry(wrong)).thenField('INVALID_INPUT', 'replacedById');
    given(received())
      .when(commands.voidEntry({ reason: 'WRONG_TRACK' }))
      .then({ type: 'InformationRequestVoided', data: { reason: 'WRONG_TRACK' } });
  });
});

describe('registering', () => {
  it('gives the request its number, once', () => {
    given(received()).when(commands.register()).then(bare(registered()));
    given(received(), registered()).when(commands.register()).thenNothing();
    given(received(), registered(), assigned(1)).when(commands.register()).thenNothing();
  });

  it('is done already for a number that it had before its conversion', () => {
    const converted: Fact<'InformationRequestConverted'> = {
      type: 'InformationRequestConverted',
      data: { number: '0007/PIP/2026', requestedOn: march(2), clocks: [], reason: 'UU KIP' },
    };
    const past = [received('MEDIA'), registered('MEDIA'), converted] as const;
    given(...past)
      .when(commands.register({ track: 'MEDIA', number: '0001/MED/2026' }))
      .thenNothing();
    given(...past)
      .when(commands.register({ number: '0007/PIP/2026' }))
      .thenNothing();
    given(...past)
      .when(commands.register({ track: 'MEDIA', number: '0002/MED/2026' }))
      .thenRejected('INVALID_STATE');
  });

  it('is refused while something is missing, after the end, and for another track', () => {
    given(received(), incomplete).when(commands.register()).thenRejected('INVALID_STATE');
    given(received(), withdrawn).when(commands.register()).thenRejected('INVALID_STATE');
    given(received('MEDIA')).when(commands.register()).thenRejected('INVALID_STATE');
  });

  it('keeps the order of times, and ends the limit of registration', () => {
    given(received(), incomplete, completed)
      .when(commands.register({ at: at(3, 12) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    const rules = given(received(), registered())
      .state()!
      .clocks.map(({ rule }) => rule);
    expect(rules).toEqual(['KIP-22-7']);
  });
});

describe('converting a media request', () => {
  const past = [received('MEDIA'), registered('MEDIA')] as const;

  it('starts the legal limit on the day of receipt and cancels the limit of media', () => {
    const state = given(...past)
      .when(commands.convert())
      .state()!;
    expect(state).toMatchObject({ track: 'STATUTORY', number: '0007/PIP/2026' });
    expect(state.clocks.map(({ rule, startedAt, dueOn }) => [rule, startedAt, dueOn])).toEqual([
      ['KIP-22-7', at(2), march(16)],
    ]);
    expect(state.state).toBe('REGISTERED');
  });

  it('or on the day on which the requester asked under the law, as a day within hours', () => {
    const state = given(...past)
      .when(commands.convert({ requestedOn: march(4) }))
      .state()!;
    expect(state.clocks[0]).toMatchObject({ startOn: march(4), dueOn: march(18) });
  });

  it('is possible for media only, registered or in coordination, and not twice', () => {
    given(...past, assigned(1))
      .when(commands.convert())
      .state();
    given(received('MEDIA')).when(commands.convert()).thenRejected('INVALID_STATE');
    given(...past, answered())
      .when(commands.convert())
      .thenRejected('INVALID_STATE');
    for (const track of ['STATUTORY', 'INTER_OFFICE'] as const) {
      given(received(track), registered(track))
        .when(commands.convert())
        .thenRejected('INVALID_STATE');
    }
  });

  it('needs a reason and days in order', () => {
    given(...past)
      .when(commands.convert({ reason: '' }))
      .thenRejected('REASON_REQUIRED');
    given(...past)
      .when(commands.convert({ requestedOn: march(1) }))
      .thenField('INVALID_INPUT', 'requestedOn');
    given(...past)
      .when(commands.convert({ requestedOn: march(13), now: at(12) }))
      .thenField('INVALID_INPUT', 'requestedOn');
    given(...past)
      .when(commands.convert({ at: at(2) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });
});

describe('the other ends', () => {
  it('withdrawing works while the request is open, needs a reason, and happens once', () => {
    given(received()).when(commands.withdraw()).then(bare(withdrawn));
    given(received(), registered(), assigned(1)).when(commands.withdraw()).then(bare(withdrawn));
    given(received(), withdrawn).when(commands.withdraw()).thenNothing();
    given(received(), answered()).when(commands.withdraw()).thenRejected('INVALID_STATE');
    given(received())
      .when(commands.withdraw({ reason: '\t' }))
      .thenRejected('REASON_REQUIRED');
    given(received())
      .when(commands.withdraw({ at: at(1) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('transferring names the body, and never a statutory request', () => {
    const data = { publicBody: 'Provinsi', reason: 'milik mereka' };
    for (const track of ['MEDIA', 'INTER_OFFICE'] as const) {
      given(received(track))
        .when(commands.transfer())
        .then({ type: 'InformationRequestTransferred', data });
    }
    given(received()).when(commands.transfer()).thenRejected('INVALID_STATE');
    given(received('MEDIA'), withdrawn).when(commands.transfer()).thenRejected('INVALID_STATE');
    given(received('MEDIA'))
      .when(commands.transfer({ reason: '' }))
      .thenRejected('REASON_REQUIRED');
    given(received('MEDIA'))
      .when(commands.transfer({ publicBody: ' ' }))
      .thenField('INVALID_INPUT', 'publicBody');
    given(received('MEDIA'))
      .when(commands.transfer({ at: at(1) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('cancel open assignments and every limit, and leave the others as they were', () => {
    const past = [received('MEDIA'), registered('MEDIA'), assigned(1), assigned(2), declined(2)];
    const ends = [commands.withdraw(), commands.transfer(), commands.voidEntry()];
    for (const command of ends) {
      const state = given(...past)
        .when(command)
        .state()!;
      expect(state.clocks).toEqual([]);
      expect(state.assignments[assignment(1)]!.state).toBe('CANCELLED');
      expect(state.assignments[assignment(2)]!.state).toBe('DECLINED');
    }
  });

  it('closing needs an answer that was told and no office that has the ball', () => {
    const told = answered({ outcome: 'INTERVIEW', told: true });
    given(received('MEDIA'), told)
      .when(commands.close({ note: 'selesai' }))
      .then({ type: 'InformationRequestClosed', data: { note: 'selesai' } });
    given(received(), answered()).when(commands.close()).thenRejected('NOT_TOLD');
    given(received(), registered()).when(commands.close()).thenRejected('INVALID_STATE');
    given(received(), told, assigned(1)).when(commands.close()).thenRejected('ASSIGNMENTS_OPEN');
    given(received('MEDIA'), told)
      .when(commands.close({ at: at(9) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(received('MEDIA'), told, { type: 'InformationRequestClosed', data: {} })
      .when(commands.close())
      .thenNothing();
  });
});
