import { EXEMPTIONS } from '#kernel';
import type { ConsequenceTestId, Day, Instant, KeyId, PersonId, RequestId } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { WEEKENDS_ONLY, startReview } from '#calendar';
import { TEST_COMMANDS, consequenceTest, fitsTest, isOver } from './consequence-test.ts';
import type { ConsequenceTestCommand } from './consequence-test.ts';
import type { ConsequenceTestEvent } from './consequence-test-events.ts';

const { given } = scenariosFor(consequenceTest);

/** A time of March 2026 in the city; the 2nd is a Monday. */
const at = (day: number, hour = 9): Instant =>
  new Date(Date.UTC(2026, 2, day, hour - 7)).toISOString() as Instant;
const day = (text: string): Day => text as Day;
const uuid = <Id extends string>(number: number): Id =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as Id;
const [SUPERIOR, OTHER_SUPERIOR] = [uuid<PersonId>(1), uuid<PersonId>(2)];
const [OLD, NEW] = [uuid<ConsequenceTestId>(3), uuid<ConsequenceTestId>(4)];

type Type = ConsequenceTestCommand['type'];
type Command<T extends Type> = Extract<ConsequenceTestCommand, { type: T }>;
const times = { at: at(12), now: at(31) };
const reckoning = WEEKENDS_ONLY;

const opening = {
  exemption: 'B',
  information: 'Rancangan mesin.',
  harmIfOpened: 'Ditiru pesaing.',
  harmIfClosed: 'Tidak ada.',
  keys: { case: uuid<KeyId>(5) },
} as const;
const open = (fields: Partial<Command<'OpenConsequenceTest'>> = {}): ConsequenceTestCommand => ({
  type: 'OpenConsequenceTest',
  ...opening,
  ...times,
  ...fields,
});
const opine = (fields: Partial<Command<'GiveOpinion'>> = {}): ConsequenceTestCommand => ({
  type: 'GiveOpinion',
  opinion: 'Sesuai Pasal 17.',
  ...times,
  ...fields,
});
const assent = (by = SUPERIOR): ConsequenceTestCommand => ({
  type: 'AssentToConsequenceTest',
  by,
  ...times,
});
const term = { endsOn: day('2028-03-12') };
const decide = (
  fields: Partial<Command<'DecideConsequenceTest'>> = {},
): ConsequenceTestCommand => ({
  type: 'DecideConsequenceTest',
  exempt: true,
  term,
  reason: 'Kerugian lebih besar.',
  reviewerHeld: true,
  assentNeeded: false,
  reckoning,
  ...times,
  ...fields,
});
const end = (fields: Partial<Command<'EndConsequenceTest'>> = {}): ConsequenceTestCommand => ({
  type: 'EndConsequenceTest',
  basis: 'Putusan 7/2026',
  reason: 'Paten terbit.',
  ...times,
  ...fields,
});
const renew: ConsequenceTestCommand = {
  type: 'RenewConsequenceTest',
  by: NEW,
  exempt: true,
  ...times,
};
const findOpen: ConsequenceTestCommand = { ...renew, exempt: false };

type Fact = ConsequenceTestEvent & { occurredAt?: string };
const opened = (fields: object = {}): Fact => ({
  type: 'ConsequenceTestOpened',
  data: { ...opening, ...fields },
  occurredAt: at(2),
});
const opined: Fact = {
  type: 'ConsequenceTestOpinionGiven',
  data: { opinion: 'Sesuai Pasal 17.' },
  occurredAt: at(4),
};
const assented: Fact = {
  type: 'ConsequenceTestAssented',
  data: { by: SUPERIOR },
  occurredAt: at(5),
};
const review = startReview(at(12), { before: term.endsOn }, reckoning);
const exempt = (fields: object = {}): ConsequenceTestEvent => ({
  type: 'ConsequenceTestDecided',
  data: { exempt: true, ...term, reason: 'Kerugian lebih besar.', clocks: [review], ...fields },
});
const decided: Fact = { ...exempt(), occurredAt: at(12) };
const ended: ConsequenceTestEvent = {
  type: 'ConsequenceTestEnded',
  data: { basis: 'Putusan 7/2026', reason: 'Paten terbit.' },
};
const renewed: ConsequenceTestEvent = { type: 'ConsequenceTestRenewed', data: { by: NEW } };
const foundOpen: ConsequenceTestEvent = {
  type: 'ConsequenceTestRenewed',
  data: { by: NEW, open: true },
};

describe('a consequence test', () => {
  it('is opened once, with what it weighs', () => {
    const named = { request: uuid<RequestId>(6), renews: OLD, otherParticipants: ['Bappeda'] };
    given()
      .when(open(named))
      .then({ type: 'ConsequenceTestOpened', data: { ...opening, ...named } });
    given(opened()).when(open()).thenRejected('INVALID_STATE');
    given()
      .when(open({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    for (const field of ['information', 'otherLaw', 'harmIfOpened', 'harmIfClosed'] as const) {
      given()
        .when(open({ [field]: ' ' }))
        .thenField('INVALID_INPUT', field);
    }
    given()
      .when(open({ otherParticipants: ['Bappeda', ' '] }))
      .thenField('INVALID_INPUT', 'otherParticipants');
  });

  it('is not there before that', () => {
    for (const command of [opine(), assent(), decide(), end(), renew]) {
      given().when(command).thenRejected('NOT_FOUND');
    }
  });

  it('takes one opinion, before the decision and not before its opening', () => {
    given(opened()).when(opine()).then({ type: opined.type, data: opined.data });
    given(opened(), opined).when(opine()).thenRejected('INVALID_STATE');
    given(opened(), opined, decided).when(opine()).thenRejected('INVALID_STATE');
    given(opened())
      .when(opine({ opinion: ' ' }))
      .thenField('INVALID_INPUT', 'opinion');
    given(opened())
      .when(opine({ at: at(1) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(opened())
      .when(opine({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('takes the assent of the superior before the decision; the same one twice is nothing', () => {
    given(opened())
      .when(assent())
      .then({ type: 'ConsequenceTestAssented', data: { by: SUPERIOR } });
    given(opened(), opined, assented).when(assent()).thenNothing();
    given(opened(), assented).when(assent(OTHER_SUPERIOR)).thenRejected('INVALID_STATE');
    given(opened(), opined, decided).when(assent()).thenRejected('INVALID_STATE');
  });
});

describe('the decision of a consequence test', () => {
  it('comes with the opinion of the legal reviewer, after it', () => {
    given(opened(), opined).when(decide()).then(exempt());
    given(opened()).when(decide()).thenRejected('INVALID_STATE');
    given(opened(), opined)
      .when(decide({ at: at(3) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(opened(), opined)
      .when(decide({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(opened(), opined, decided).when(decide()).thenRejected('INVALID_STATE');
  });

  it('does without where nobody is legal reviewer, and says so', () => {
    given(opened())
      .when(decide({ reviewerHeld: false }))
      .then(exempt({ withoutOpinion: true }));
    given(opened(), opined)
      .when(decide({ reviewerHeld: false }))
      .then(exempt());
  });

  it('waits for the assent where the city asks for it', () => {
    const asked = { assentNeeded: true };
    given(opened(), opined).when(decide(asked)).thenRejected('INVALID_STATE');
    given(opened(), opined, assented).when(decide(asked)).then(exempt());
    given(opened(), opined, assented)
      .when(decide({ ...asked, at: at(4, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('needs a reason', () => {
    given(opened(), opined)
      .when(decide({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
  });

  it('names the decree and the test that it renews', () => {
    const decree = { decreeNumber: '188/1', decreePlace: 'Tasikmalaya' };
    given(opened({ renews: OLD }), opined)
      .when(decide(decree))
      .then(exempt({ ...decree, renews: OLD }));
    for (const field of ['decreeNumber', 'decreePlace']) {
      given(opened(), opined)
        .when(decide({ [field]: ' ' }))
        .thenField('INVALID_INPUT', field);
    }
  });

  it('opens information without a term, also that of the test it renews', () => {
    const open = { exempt: false, term: {} };
    const data = { exempt: false, reason: 'Kerugian lebih besar.', clocks: [] };
    given(opened(), opined).when(decide(open)).then({ type: 'ConsequenceTestDecided', data });
    given(opened({ renews: OLD }), opined)
      .when(decide(open))
      .then({ type: 'ConsequenceTestDecided', data: { ...data, renews: OLD } });
    for (const [field, value] of [
      ['endsOn', term.endsOn],
      ['endsWhen', 'x'],
      ['reviewOn', term.endsOn],
    ] as const) {
      given(opened(), opined)
        .when(decide({ ...open, term: { [field]: value } }))
        .thenField('INVALID_INPUT', field);
    }
  });

  it('exempts until a day after it, whatever the letter', () => {
    for (const exemption of EXEMPTIONS) {
      given(opened({ exemption }), opined).when(decide()).then(exempt());
    }
    const fault = (term: object, field: string) =>
      given(opened(), opined).when(decide({ term })).thenField('INVALID_INPUT', field);
    fault({}, 'endsOn');
    fault({ endsOn: day('2026-03-12') }, 'endsOn');
    fault({ endsOn: day('3000-01-01') }, 'endsOn');
    fault({ ...term, endsWhen: 'x' }, 'endsWhen');
    fault({ ...term, reviewOn: term.endsOn }, 'reviewOn');
    fault({ reviewOn: term.endsOn }, 'endsWhen');
  });

  it('for letters g to j may wait for an event, with a day to look again', () => {
    const event = { endsWhen: 'Ahli waris menyetujui.', reviewOn: day('2027-03-12') };
    const clocks = [startReview(at(12), { on: event.reviewOn }, reckoning)];
    for (const exemption of EXEMPTIONS) {
      const then = given(opened({ exemption }), opined).when(decide({ term: event }));
      if (exemption < 'G') then.thenField('INVALID_INPUT', 'endsWhen');
      else {
        const data = { exempt: true, ...event, reason: 'Kerugian lebih besar.', clocks };
        then.then({ type: 'ConsequenceTestDecided', data });
      }
    }
    const fault = (term: object, field: string) =>
      given(opened({ exemption: 'H' }), opined)
        .when(decide({ term: { ...event, ...term } }))
        .thenField('INVALID_INPUT', field);
    fault({ reviewOn: undefined }, 'reviewOn');
    fault({ reviewOn: day('2026-03-12') }, 'reviewOn');
    fault({ reviewOn: day('9999-12-31') }, 'reviewOn');
    fault({ endsWhen: ' ' }, 'endsWhen');
  });
});

describe('an exemption', () => {
  it('is ended early with basis and reason, once, and not when its day has passed', () => {
    given(opened(), opined, decided).when(end()).then(ended);
    given(opened(), opined, decided)
      .when(end({ basis: ' ' }))
      .thenField('INVALID_INPUT', 'basis');
    given(opened(), opined, decided)
      .when(end({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given(opened(), opined, decided, ended).when(end()).thenRejected('INVALID_STATE');
    given(opened(), opined).when(end()).thenRejected('INVALID_STATE');
    const openInfo = exempt({ exempt: false, endsOn: undefined, clocks: [] });
    given(opened(), opined, openInfo).when(end()).thenRejected('INVALID_STATE');
    const late = '2028-03-12T17:00:00.000Z' as Instant;
    given(opened(), opined, decided)
      .when(end({ now: late }))
      .thenRejected('INVALID_STATE');
    expect(isOver(term, day('2028-03-12'))).toBe(false);
    expect(isOver(term, day('2028-03-13'))).toBe(true);
  });

  it('that was renewed need not be looked at again; nothing else is renewed', () => {
    given(opened(), opined, decided).when(renew).then(renewed);
    given(opened(), opined, decided, renewed).when(renew).thenNothing();
    given(opened(), opined, decided, ended).when(renew).thenNothing();
    given(opened(), opined).when(renew).thenNothing();
    given(opened(), opined, decided, renewed).when(end()).then(ended);
    const { clocks } = given(opened(), opined, decided, renewed).state() ?? { clocks: null };
    expect(clocks).toEqual([]);
  });

  it('ends when the test that renews it finds the information open, renewed before or not', () => {
    given(opened(), opined, decided).when(findOpen).then(foundOpen);
    given(opened(), opined, decided, renewed).when(findOpen).then(foundOpen);
    given(opened(), opined, decided, foundOpen).when(findOpen).thenNothing();
    given(opened(), opined, decided, foundOpen).when(renew).thenNothing();
    given(opened(), opined, decided, ended).when(findOpen).thenNothing();
    expect(given(opened(), opined, decided, foundOpen).state()).toMatchObject({
      state: 'ENDED',
      clocks: [],
    });
    given(opened(), opined, decided, foundOpen).when(end()).thenRejected('INVALID_STATE');
  });

  it('is missed when nobody looked again, until it ended', () => {
    const rule = 'EXEMPT-REVIEW' as const;
    const now = review.dueAt!;
    const miss = { type: 'RecordMissedDeadline', rule, at: now, now, reckoning } as const;
    const missed: ConsequenceTestEvent = { type: 'DeadlineMissed', data: { rule, dueAt: now } };
    given(opened(), opined, decided).when(miss).then(missed);
    given(opened(), opined, decided, missed).when(miss).thenNothing();
    given(opened(), opined, decided, ended).when(miss).thenNothing();
    const pause = { type: 'PauseDeadline', rule, reason: 'x', ...times } as const;
    given(opened(), opined, decided).when(pause).thenRejected('CLOCK_NOT_PAUSABLE');
    given(opened(), opined, ended).when(pause).thenRejected('INVALID_STATE');
  });
});

describe('what one could do with a test', () => {
  it('hangs on its state, on today, and on what the city asks', () => {
    const facts = { today: day('2026-03-12'), reviewerHeld: true, assentNeeded: true };
    const may = (test: object, more: object = {}): string[] =>
      TEST_COMMANDS.filter((type) =>
        fitsTest(type, { state: 'OPEN', assented: false, ...test }, { ...facts, ...more }),
      );
    expect(may({})).toEqual(['GiveOpinion', 'AssentToConsequenceTest']);
    expect(may({ state: 'OPINED', assented: true })).toEqual(['DecideConsequenceTest']);
    const free = { reviewerHeld: false, assentNeeded: false };
    expect(may({}, free)).toContain('DecideConsequenceTest');
    expect(may({ state: 'DECIDED_EXEMPT' })).toEqual(['EndConsequenceTest']);
    expect(may({ state: 'DECIDED_EXEMPT', endsOn: day('2026-03-11') })).toEqual([]);
    expect(may({ state: 'ENDED' })).toEqual([]);
  });
});
