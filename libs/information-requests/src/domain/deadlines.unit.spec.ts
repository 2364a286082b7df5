import type { Day, Instant } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import { WEEKENDS_ONLY, endOfDay, reckoningWith } from '#calendar';
import {
  DINKES,
  RECEIPT,
  answered,
  asker,
  assigned,
  assignment,
  at,
  clockOf,
  commands,
  march,
  received,
  registered,
  submitted,
} from '../testing/samples.ts';
import { informationRequest } from './information-request.ts';
import type { InformationRequest } from './state.ts';

const { given } = scenariosFor(informationRequest);

const OFF = march(11);
/** As above, but the 11th, a Wednesday, is off. */
const AMENDED = reckoningWith({
  dayOff: (date) => (date === OFF ? { date, kind: 'LOCAL_HOLIDAY', name: 'Hari jadi' } : undefined),
  version: (year) => `${year}/1`,
});
const UNDECLARED = reckoningWith({ dayOff: () => undefined, version: () => undefined });

const binding = (request: InformationRequest | null) => request!.clocks[0]!;
const part = { rule: 'INT-CONTRIBUTION', assignmentId: assignment(1) } as const;
const partOf = (request: InformationRequest | null) => request!.assignments[assignment(1)]!.clock!;
const inCoordination = [received(), registered(), assigned(1, DINKES, true)] as const;

describe('extending the statutory limit', () => {
  const before = { at: at(10), now: at(10) };

  it('goes on counting on the same clock, once, by one to seven days', () => {
    const extended = given(received(), registered()).when(commands.extend(before));
    expect(binding(extended.state())).toMatchObject({ dueOn: '2026-03-25', extendedBy: 7 });
    for (const [workingDays, dueOn] of [
      [1, '2026-03-17'],
      [6, '2026-03-24'],
    ] as const) {
      const state = given(received(), registered())
        .when(commands.extend({ ...before, workingDays }))
        .state();
      expect(binding(state)).toMatchObject({ dueOn });
    }
    const [event] = given(received(), registered()).when(commands.extend(before)).events();
    given(received(), registered(), { ...event, occurredAt: at(10) } as never)
      .when(commands.extend(before))
      .thenRejected('ALREADY_EXTENDED');
  });

  it('has at most seven working days, and at least one', () => {
    given(received())
      .when(commands.extend({ ...before, workingDays: 8 }))
      .thenRejected('EXTENSION_TOO_LONG');
    given(received())
      .when(commands.extend({ ...before, workingDays: 0 }))
      .thenField('INVALID_INPUT', 'workingDays');
  });

  it('comes before the limit has lapsed, with a reason', () => {
    const due = endOfDay(march(16));
    const last = new Date(Date.parse(due) - 1).toISOString() as Instant;
    given(received())
      .when(commands.extend({ at: due, now: due }))
      .thenRejected('DEADLINE_PASSED');
    expect(
      given(received())
        .when(commands.extend({ at: last, now: last }))
        .events(),
    ).toHaveLength(1);
    given(received())
      .when(commands.extend({ ...before, reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
  });

  it('is for open statutory requests only', () => {
    given(received('MEDIA')).when(commands.extend(before)).thenRejected('INVALID_STATE');
    given(received(), registered(), {
      type: 'InformationRequestWithdrawn',
      data: { reason: 'x' },
      occurredAt: at(9),
    })
      .when(commands.extend(before))
      .thenRejected('INVALID_STATE');
  });
});

describe('pausing a limit', () => {
  const early = { at: at(4), now: at(4) };
  const pause = (fields = {}) => commands.pause({ ...part, ...early, ...fields });

  it('keeps its date until it is resumed, and moves it by the working days of the pause', () => {
    const paused = given(...inCoordination).when(pause());
    paused.then({
      type: 'DeadlinePaused',
      data: { ...part, from: march(4), reason: 'menunggu OPD' },
    });
    expect(partOf(paused.state())).toMatchObject({ dueOn: '2026-03-10', pausedOn: '2026-03-04' });
    const [event] = paused.events();
    const resumed = given(...inCoordination, { ...event, occurredAt: at(4) } as never).when(
      commands.resume({ ...part, at: at(6), now: at(6), note: 'sudah dijawab' }),
    );
    expect(resumed.events()).toMatchObject([
      {
        type: 'DeadlineResumed',
        data: { dueFrom: '2026-03-10', dueTo: '2026-03-12', note: 'sudah dijawab' },
      },
    ]);
    const clock = partOf(resumed.state());
    expect(clock).toMatchObject({ dueOn: '2026-03-12', pauses: [{ from: '2026-03-04' }] });
    expect(clock).not.toHaveProperty('pausedOn');
  });

  it('does nothing twice', () => {
    given(...inCoordination, {
      type: 'DeadlinePaused',
      data: { ...part, from: march(4), reason: 'x' },
      occurredAt: at(4),
    })
      .when(pause())
      .thenNothing();
    given(...inCoordination)
      .when(commands.resume(part))
      .thenNothing();
  });

  it('is refused where the rule does not allow it, or the limit has passed', () => {
    given(...inCoordination)
      .when(pause({ rule: 'KIP-22-7', assignmentId: undefined }))
      .thenRejected('CLOCK_NOT_PAUSABLE');
    given(...inCoordination)
      .when(pause({ at: at(12), now: at(12) }))
      .thenRejected('DEADLINE_PASSED');
    given(received('MEDIA', { answerNeededBy: at(2, 15) }))
      .when(commands.pause({ rule: 'MEDIA-ANSWER', at: at(2, 10), now: at(2, 10) }))
      .thenRejected('CLOCK_NOT_PAUSABLE');
    given(...inCoordination)
      .when(pause({ reason: '' }))
      .thenRejected('REASON_REQUIRED');
  });

  it('needs a limit that runs', () => {
    given(...inCoordination, submitted(1))
      .when(pause({ at: at(6), now: at(6) }))
      .thenRejected('INVALID_STATE');
    given(...inCoordination)
      .when(pause({ assignmentId: assignment(9) }))
      .thenRejected('INVALID_STATE');
  });
});

describe('an amended calendar', () => {
  it('moves a running limit, and says from when to when', () => {
    const moved = given(received()).when(commands.recompute({ reckoning: AMENDED }));
    expect(moved.events()).toMatchObject([
      {
        type: 'DeadlineRecomputed',
        data: { rule: 'KIP-22-7', dueFrom: '2026-03-16', dueTo: '2026-03-17' },
      },
    ]);
    expect(binding(moved.state())).toMatchObject({ dueOn: '2026-03-17', calendars: ['2026/1'] });
    const office = given(...inCoordination).when(
      commands.recompute({ ...part, reckoning: AMENDED }),
    );
    expect(partOf(office.state()).dueOn).toBe('2026-03-10');
  });

  it('changes nothing that it does not touch, and nothing twice', () => {
    given(received())
      .when(commands.recompute({ rule: 'PPID-REGISTER', reckoning: AMENDED }))
      .thenNothing();
    given(received())
      .when(commands.recompute({ reckoning: WEEKENDS_ONLY }))
      .thenNothing();
    given(...inCoordination, submitted(1))
      .when(commands.recompute({ ...part, reckoning: AMENDED }))
      .thenNothing();
  });

  it('leaves a miss that was recorded', () => {
    const dueAt = endOfDay(march(16));
    const missed = { type: 'DeadlineMissed', data: { rule: 'KIP-22-7', dueAt } } as const;
    given(received(), { ...missed, occurredAt: dueAt })
      .when(commands.recompute({ reckoning: AMENDED }))
      .thenNothing();
  });
});

describe('a year without a calendar', () => {
  const undetermined = given().when(commands.receive({ reckoning: UNDECLARED }));

  it('leaves the limit without a date, and the case moving', () => {
    const state = undetermined.state();
    expect(binding(state)).toMatchObject({ rule: 'KIP-22-7', waitsFor: 2026 });
    expect(binding(state).dueAt).toBeUndefined();
    const [event] = undetermined.events();
    const receipt = { ...event!, id: RECEIPT, occurredAt: at(2) } as never;
    expect(given(receipt).when(commands.register()).events()).toHaveLength(1);
    given(receipt)
      .when(commands.miss({ now: at(31) }))
      .thenNothing();
  });

  it('gives it its date when it is declared', () => {
    const [event] = undetermined.events();
    const receipt = { ...event!, id: RECEIPT, occurredAt: at(2) } as never;
    const computed = given(receipt).when(commands.recompute({ reckoning: WEEKENDS_ONLY }));
    expect(computed.events()).toMatchObject([{ type: 'DeadlineComputed' }]);
    expect(binding(computed.state())).toMatchObject({ dueOn: '2026-03-16' });
    expect(binding(computed.state())).not.toHaveProperty('waitsFor');
    given(receipt)
      .when(commands.recompute({ reckoning: UNDECLARED }))
      .thenNothing();
  });
});

describe('a missed limit', () => {
  const dueAt = endOfDay(march(16));
  const late = { at: dueAt, now: at(31) };

  it('is recorded once, when its instant has passed', () => {
    const missed = { type: 'DeadlineMissed', data: { rule: 'KIP-22-7', dueAt } } as const;
    given(received()).when(commands.miss(late)).then(missed);
    given(received(), { ...missed, occurredAt: dueAt })
      .when(commands.miss(late))
      .thenNothing();
    given(received())
      .when(commands.miss({ now: at(10) }))
      .thenNothing();
  });

  it('is not one that stands still, or that a file gave', () => {
    given(...inCoordination, {
      type: 'DeadlinePaused',
      data: { ...part, from: march(4), reason: 'x' },
      occurredAt: at(4),
    })
      .when(commands.miss({ ...part, ...late }))
      .thenNothing();
    given(...inCoordination, submitted(1))
      .when(commands.miss({ ...part, ...late }))
      .thenNothing();
  });
});

describe('what was read too early', () => {
  it('moves no limit back', () => {
    const [moved] = given(received())
      .when(commands.recompute({ reckoning: AMENDED }))
      .events();
    given(received(), { ...moved!, occurredAt: at(3) })
      .when(commands.recompute({ reckoning: WEEKENDS_ONLY }))
      .thenNothing();
  });
});

describe('a limit over two years without a calendar', () => {
  const declared = (...years: number[]) =>
    reckoningWith({
      dayOff: () => undefined,
      version: (year) => (years.includes(year) ? `${year}/1` : undefined),
    });

  it('gets its date only when both are declared', () => {
    const december = '2026-12-28T02:00:00.000Z' as Instant;
    const now = '2027-01-02T02:00:00.000Z' as Instant;
    const [event] = given()
      .when(commands.receive({ at: december, now, reckoning: UNDECLARED }))
      .events();
    const receipt = { ...event!, id: RECEIPT, occurredAt: december } as never;
    const first = given(receipt).when(commands.recompute({ reckoning: declared(2026) }));
    expect(first.events()).toMatchObject([{ type: 'DeadlineRecomputed' }]);
    expect(binding(first.state())).toMatchObject({ waitsFor: 2027 });
    const [moved] = first.events();
    const second = given(receipt, { ...moved!, occurredAt: now }).when(
      commands.recompute({ reckoning: declared(2026, 2027) }),
    );
    expect(second.events()).toMatchObject([{ type: 'DeadlineComputed' }]);
  });
});

describe('a paused limit of media', () => {
  const paused = {
    type: 'DeadlinePaused',
    data: { rule: 'MEDIA-ANSWER', from: march(2), reason: 'menunggu wartawan' },
    occurredAt: at(2, 10),
  } as const;

  it('ends with the answer, told or not', () => {
    const untold = answered({ outcome: 'STATEMENT', told: false }, at(2, 11));
    given(received('MEDIA'), registered('MEDIA'), paused, untold)
      .when(commands.resume({ rule: 'MEDIA-ANSWER' }))
      .thenRejected('INVALID_STATE');
  });

  it('does not become due at the journalist’s own deadline meanwhile', () => {
    const code = { from: null, to: at(2, 15) };
    given(received('MEDIA'), registered('MEDIA'), paused)
      .when(commands.correct({ field: 'ANSWER_NEEDED_BY', code }))
      .thenRejected('INVALID_STATE');
  });
});

describe('a media request', () => {
  it('is acknowledged in two office hours, by its registration', () => {
    const state = given()
      .when(commands.receive({ track: 'MEDIA', ...asker('MEDIA') }))
      .state();
    expect(state!.clocks).toMatchObject([
      { rule: 'MEDIA-ANSWER', dueOn: '2026-03-03' as Day },
      { rule: 'MEDIA-ACK', dueAt: at(2, 11) },
    ]);
    const after = given(received('MEDIA'), registered('MEDIA')).state();
    expect(after!.clocks.map(({ rule }) => rule)).toEqual(['MEDIA-ANSWER']);
    expect(clockOf(at(2)).terms).toMatchObject({ length: 5, pausable: true });
  });
});
