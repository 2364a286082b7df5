import type { Day, Instant } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { endOfDay, reckoningWith } from '#calendar';
import { isUpheld, objection } from './objection.ts';
import type { ObjectionCommand } from './objection.ts';
import { OBJECTION_DECISIONS, OBJECTION_GROUNDS } from './objection-events.ts';
import {
  APPROVER,
  at,
  bare,
  data,
  decide,
  decided,
  dispute,
  disputed,
  dueAt,
  found,
  lodge,
  lodged,
  march,
  missed,
  reckoning,
  register,
  registered,
  reply,
  REQUEST,
  settle,
  settled,
  SUPERIOR,
  unanswered,
  without,
  write,
} from '../testing/objection-samples.ts';
import type { Fact } from '../testing/objection-samples.ts';

const { given } = scenariosFor(objection);
const rulesOf = (...past: Fact[]): string[] =>
  given(...past)
    .state()
    ?.clocks.map(({ rule }) => rule) ?? [];

describe('an objection', () => {
  it('is lodged on the very day that its ground was found, and its reply has 30 days', () => {
    given().when(lodge()).then({ type: 'ObjectionLodged', data });
    expect(rulesOf(lodged)).toEqual(['KIP-36-2']);
    expect(reply.dueOn).toBe('2026-04-13');
    given(lodged).when(lodge()).thenRejected('INVALID_STATE');
  });

  it('that comes late is recorded all the same', () => {
    const over = found.dueAt!;
    const last = new Date(Date.parse(over) - 1).toISOString() as Instant;
    const inTime = given()
      .when(lodge({ at: last, now: last }))
      .events();
    expect(inTime[0]?.data).not.toHaveProperty('lodgedLate');
    const [late] = given()
      .when(lodge({ at: over, now: over }))
      .events();
    expect(late?.data).toMatchObject({ lodgedLate: true });
  });

  it('is not called late by a calendar that nobody declared', () => {
    const undeclared = reckoningWith({ dayOff: () => undefined, version: () => undefined });
    const [event] = given()
      .when(lodge({ at: at(1, 9, 12), now: at(1, 9, 12), reckoning: undeclared }))
      .events();
    expect(event?.data).not.toHaveProperty('lodgedLate');
    expect(event?.data).toMatchObject({ clocks: [{ waitsFor: 2026 }, { waitsFor: 2026 }] });
  });

  it('names its grounds, each once; ground b alone may stand without a request', () => {
    for (const ground of OBJECTION_GROUNDS) {
      expect(
        given()
          .when(lodge({ grounds: [ground] }))
          .events(),
      ).toHaveLength(1);
    }
    given()
      .when(lodge({ grounds: [] }))
      .thenField('INVALID_INPUT', 'grounds');
    const twice = ['A_EXEMPTION', 'A_EXEMPTION'] as const;
    given()
      .when(lodge({ grounds: [...twice] }))
      .thenField('INVALID_INPUT', 'grounds');
    expect(given().when(without('request')).events()).toHaveLength(1);
    const both = { ...without('request'), grounds: [...OBJECTION_GROUNDS] } as ObjectionCommand;
    given().when(both).thenField('INVALID_INPUT', 'requestId');
  });

  it('has somebody behind it, whom an unknown asker of a request may be', () => {
    given().when(without('request', 'requester')).thenField('INVALID_INPUT', 'requester');
    expect(given().when(without('requester')).events()).toHaveLength(1);
  });

  it('tells a ground found before it was lodged, and after the request', () => {
    given()
      .when(lodge({ statement: ' ' }))
      .thenField('INVALID_INPUT', 'statement');
    const tomorrow = { groundFoundOn: '2026-04-01' as Day };
    given().when(lodge(tomorrow)).thenField('INVALID_INPUT', 'groundFoundOn');
    given()
      .when(lodge({ groundFoundOn: march(3) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given()
      .when(lodge({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given()
      .when(lodge({ requestReceivedAt: at(2, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('is not there before that', () => {
    for (const command of [register(), decide(), dispute('FILED'), settle(), write()]) {
      given().when(command).thenRejected('NOT_FOUND');
    }
  });

  it('gets one number, also while a dispute runs', () => {
    given(lodged).when(register()).then(bare(registered));
    given(lodged, registered)
      .when(register({ number: '0002/KEB/2026' }))
      .thenNothing();
    given(lodged, disputed('FILED')).when(register()).then(bare(registered));
    expect(given(lodged, disputed('FILED'), registered).state()?.state).toBe('DISPUTED');
    given(lodged, disputed('FILED'), settled).when(register()).thenRejected('INVALID_STATE');
    given(lodged)
      .when(register({ at: at(1) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(lodged)
      .when(register({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });
});

describe('the decision of an objection', () => {
  it('may be any of six; what is upheld names its request', () => {
    for (const decision of OBJECTION_DECISIONS) {
      const reopens = isUpheld(decision) ? { request: REQUEST } : {};
      const data = { decision, ...reopens, text: 'Dikabulkan.' };
      given(lodged, registered).when(decide({ decision })).then({ type: 'ObjectionDecided', data });
    }
    expect(OBJECTION_DECISIONS.filter(isUpheld)).toEqual(['UPHELD', 'UPHELD_IN_PART']);
  });

  it('is not for who decided the request', () => {
    given(lodged, registered)
      .when(decide({ decidedBy: [APPROVER, SUPERIOR] }))
      .thenRejected('SAME_PERSON');
    given(lodged, registered)
      .when(decide({ decidedBy: [APPROVER] }))
      .then(bare(decided()));
  });

  it('comes once, after the number, also while a dispute runs', () => {
    given(lodged).when(decide()).thenRejected('INVALID_STATE');
    given(lodged, registered, decided()).when(decide()).thenRejected('INVALID_STATE');
    given(lodged, registered, disputed('FILED')).when(decide()).then(bare(decided()));
    const both = [lodged, registered, disputed('FILED'), decided()];
    expect(given(...both).state()?.state).toBe('DISPUTED');
    given(lodged, registered, disputed('FILED'), settled)
      .when(decide())
      .thenRejected('INVALID_STATE');
    given(lodged, registered)
      .when(decide({ text: ' ' }))
      .thenField('INVALID_INPUT', 'text');
    given(lodged, registered)
      .when(decide({ at: at(2) }))
      .thenField('INVALID_INPUT', 'occurredAt');
    given(lodged, registered)
      .when(decide({ at: at(31, 10) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });

  it('ends the limit of the reply', () => {
    expect(rulesOf(lodged, registered, decided())).toEqual([]);
  });
});

describe('silence', () => {
  const miss = { type: 'RecordMissedDeadline', rule: 'KIP-36-2', reckoning } as const;
  const passed = { ...miss, at: dueAt, now: dueAt };

  it('opens the way to the commission, in the same breath', () => {
    given(lodged).when(passed).then(missed, unanswered);
    given(lodged, missed, unanswered).when(passed).thenNothing();
    expect(rulesOf(lodged, missed, unanswered)).toEqual(['KIP-36-2', 'KIP-37']);
    given(lodged, disputed('FILED')).when(passed).then(missed);
    given(lodged, registered, decided()).when(passed).thenNothing();
  });

  it('was none when a decision in time is entered later', () => {
    expect(rulesOf(lodged, registered, missed, unanswered, decided())).toEqual([]);
    const late = { ...decided(), occurredAt: endOfDay('2026-04-14' as Day) };
    expect(rulesOf(lodged, registered, missed, unanswered, late)).toEqual(['KIP-37']);
    const ending = { ...decided(), occurredAt: reply.dueAt! };
    expect(rulesOf(lodged, registered, missed, unanswered, ending)).toEqual(['KIP-37']);
  });

  it('is never recorded of the limit of the requester', () => {
    const now = endOfDay('2026-12-31' as Day);
    const own = { ...miss, rule: 'KIP-37', at: now, now } as const;
    given(lodged, missed, unanswered).when(own).thenNothing();
  });
});
