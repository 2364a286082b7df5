import { scenariosFor } from '#kernel/testing';
import { importedClock } from '#calendar';
import {
  DINKES,
  DISDIK,
  accepted,
  assigned,
  assignment,
  at,
  commands,
  declined,
  received,
  submitted,
  withdrawn,
} from '../testing/samples.ts';
import type { Fact } from '../testing/samples.ts';
import type { Handover } from './events.ts';
import { informationRequest } from './information-request.ts';

const { given } = scenariosFor(informationRequest);

const receipt = received('STATUTORY', { historic: true });
const row = (handover?: Handover): Fact<'HistoricActivityRecorded'> => ({
  type: 'HistoricActivityRecorded',
  data: { activity: 'T06', ...(handover === undefined ? {} : { handover }) },
  occurredAt: at(3),
});
const [first, second] = [assignment(1), assignment(2)];
const closed: Fact<'InformationRequestClosed'> = {
  type: 'InformationRequestClosed',
  data: { activity: 'Closing' },
  occurredAt: at(9),
};

describe('an imported request', () => {
  it('is registered elsewhere, and nobody works on it yet', () => {
    expect(given(receipt).state()).toMatchObject({
      state: 'REGISTERED',
      historic: true,
      assignments: {},
    });
    expect(given(receipt).state()!.number).toBeUndefined();
    given(receipt).when(commands.register()).thenRejected('INVALID_STATE');
  });

  it('goes to the office of its first row that has one', () => {
    expect(given(receipt, row()).state()!.state).toBe('REGISTERED');
    const state = given(receipt, row({ office: DINKES, assignmentId: first })).state()!;
    expect(state.state).toBe('IN_COORDINATION');
    expect(state.assignments[first]).toEqual({
      office: DINKES,
      state: 'ASSIGNED',
      changedAt: at(3),
    });
  });

  it('goes on with a row of the same office, and on to the office of another', () => {
    const ofFirst = row({ office: DINKES, assignmentId: first });
    const again = given(receipt, ofFirst, { ...ofFirst, occurredAt: at(4) }).state()!;
    expect(again.assignments).toEqual(given(receipt, ofFirst).state()!.assignments);
    const state = given(receipt, ofFirst, row({ office: DISDIK, assignmentId: second })).state()!;
    expect(state.assignments[first]!.state).toBe('REASSIGNED');
    expect(state.assignments[second]).toMatchObject({ office: DISDIK, state: 'ASSIGNED' });
  });

  it("is nobody's after a row without an office, and at its end", () => {
    const ofFirst = row({ office: DINKES, assignmentId: first });
    expect(given(receipt, ofFirst, row({})).state()!.assignments[first]!.state).toBe('SETTLED');
    const state = given(receipt, ofFirst, closed).state()!;
    expect(state).toMatchObject({ state: 'CLOSED', clocks: [], historic: true });
    expect(state.assignments[first]!.state).toBe('SETTLED');
  });

  it('is not moved by rows after its end', () => {
    const late = row({ office: DINKES, assignmentId: first });
    expect(given(receipt, closed, late).state()).toEqual(given(receipt, closed).state());
  });

  it('takes a hand-over from a row that is mapped to correspondence too', () => {
    const state = given(receipt, {
      type: 'CorrespondenceRecorded',
      data: {
        kind: 'OTHER',
        way: 'EMAIL',
        activity: 'T02',
        handover: { office: DINKES, assignmentId: first },
      },
    }).state()!;
    expect(state.assignments[first]!.office).toBe(DINKES);
  });

  it('keeps the limit of its file, which no correction moves', () => {
    const clock = importedClock(at(2), at(20));
    const imported = { ...receipt, data: { ...receipt.data, clocks: [clock] } };
    const state = given(imported)
      .when(commands.correct({ field: 'OCCURRED_AT', to: at(1) }))
      .state()!;
    expect(state.clocks).toEqual([clock]);
  });

  it('goes on with normal commands, and is history no more', () => {
    const ofFirst = row({ office: DINKES, assignmentId: first });
    const assign = commands.assign({ newAssignmentId: second, office: DISDIK });
    expect(given(receipt).when(assign).state()).toMatchObject({
      state: 'IN_COORDINATION',
      historic: false,
    });
    for (const command of [commands.accept(), commands.submit(), commands.decline()]) {
      expect(given(receipt, ofFirst).when(command).state()!.historic).toBe(false);
    }
    const ended = given(receipt, ofFirst).when(commands.withdraw()).state()!;
    expect(ended.state).toBe('WITHDRAWN');
  });
});

describe('a row whose case was not received yet', () => {
  it('changes nothing', () => {
    expect(given(row({ office: DINKES, assignmentId: first })).state()).toBeNull();
  });
});

describe('the state of a request', () => {
  it('remembers when request and assignment changed last', () => {
    const state = given(received('MEDIA'), assigned(1), accepted(1, at(4))).state()!;
    expect(state.changedAt).toBe(at(2));
    expect(state.assignments[first]!.changedAt).toBe(at(4));
  });

  it('is not moved by facts about an assignment that it does not know', () => {
    const before = given(received()).state();
    for (const fact of [accepted(7), declined(7), submitted(7)]) {
      expect(given(received(), fact).state()).toEqual(before);
    }
  });

  it('cancels what was open when the request is withdrawn', () => {
    const state = given(received(), assigned(1), assigned(2, DISDIK), submitted(2), withdrawn);
    expect(state.state()!.assignments).toMatchObject({
      [first]: { state: 'CANCELLED', changedAt: at(11) },
      [second]: { state: 'CONTRIBUTED' },
    });
  });
});
