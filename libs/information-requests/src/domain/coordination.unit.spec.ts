import { scenariosFor } from '#kernel/testing';
import {
  DINKES,
  DISDIK,
  accepted,
  answered,
  assigned,
  assignment,
  at,
  clockOf,
  commands,
  contribution,
  declined,
  received,
  registered,
  returned,
  settled,
  submitted,
  withdrawn,
} from '../testing/samples.ts';
import type { Fact } from '../testing/samples.ts';
import { informationRequest } from './information-request.ts';

const { given: givenAny } = scenariosFor(informationRequest);
type Past = Parameters<typeof givenAny>;
const given = (...past: Past): ReturnType<typeof givenAny> =>
  givenAny(received(), registered(), ...past);

const [first, second] = [assignment(1), assignment(2)];
const reassigned: Fact<'AssignmentReassigned'> = {
  type: 'AssignmentReassigned',
  data: { assignmentId: first, successor: second, reason: 'salah alamat' },
};
const takenOver: Fact<'AssignmentTakenOver'> = {
  type: 'AssignmentTakenOver',
  data: { assignmentId: first, reason: 'OPD tidak menjawab' },
};

describe('assigning an office', () => {
  it('gives it a part and a limit of its own, and puts the request in coordination', () => {
    const event = {
      type: 'OfficeAssigned',
      data: { assignmentId: first, office: DINKES, lead: false, clock: clockOf(at(12)) },
    } as const;
    given().when(commands.assign()).then(event);
    given()
      .when(commands.assign({ lead: true, instructions: 'segera' }))
      .then({ ...event, data: { ...event.data, lead: true, instructions: 'segera' } });
    expect(given(assigned(1)).state()!.state).toBe('IN_COORDINATION');
  });

  it('wants a registered request that has not ended', () => {
    givenAny(received()).when(commands.assign()).thenRejected('INVALID_STATE');
    given(withdrawn).when(commands.assign()).thenRejected('INVALID_STATE');
    given(answered()).when(commands.assign()).thenRejected('INVALID_STATE');
  });

  it('wants an active office', () => {
    given()
      .when(commands.assign({ officeActive: false }))
      .thenRejected('OFFICE_NOT_ACTIVE');
  });

  it('happens once as long as the office has the ball, again when it has not', () => {
    const again = commands.assign({ newAssignmentId: second });
    for (const past of [[], [accepted(1)], [submitted(1), returned(1)]]) {
      given(assigned(1), ...past)
        .when(again)
        .thenRejected('OFFICE_ALREADY_ASSIGNED');
    }
    for (const past of [[declined(1)], [submitted(1)], [submitted(1), settled(1)]]) {
      const state = given(assigned(1), ...past)
        .when(again)
        .state()!;
      expect(state.assignments[second]!.state).toBe('ASSIGNED');
    }
    given(assigned(1))
      .when(commands.assign({ newAssignmentId: second, office: DISDIK }))
      .state();
  });

  it('refuses a second lead', () => {
    given(assigned(1, DINKES, true))
      .when(commands.assign({ newAssignmentId: second, office: DISDIK, lead: true }))
      .thenRejected('INVALID_STATE');
    given(assigned(1, DINKES, true), declined(1))
      .when(commands.assign({ newAssignmentId: second, office: DISDIK, lead: true }))
      .state();
  });
});

describe('the lead', () => {
  const two = [assigned(1, DINKES, true), assigned(2, DISDIK)] as const;

  it('is moved to another assignment, and not when it is there already', () => {
    given(...two)
      .when(commands.setLead({ assignmentId: second }))
      .then({ type: 'LeadOfficeSet', data: { assignmentId: second } });
    given(...two)
      .when(commands.setLead({ assignmentId: first }))
      .thenNothing();
  });

  it('goes to no assignment that is declined, reassigned, taken over, cancelled or unknown', () => {
    for (const past of [declined(1), reassigned, takenOver]) {
      given(assigned(1), past).when(commands.setLead()).thenRejected('INVALID_STATE');
    }
    given(assigned(1), withdrawn).when(commands.setLead()).thenRejected('INVALID_STATE');
    given(...two)
      .when(commands.setLead({ assignmentId: assignment(9) }))
      .thenRejected('NOT_FOUND');
  });

  it('may be an office that has contributed or is settled', () => {
    given(assigned(1), submitted(1))
      .when(commands.setLead())
      .then({ type: 'LeadOfficeSet', data: { assignmentId: first } });
    given(assigned(1), submitted(1), settled(1))
      .when(commands.setLead())
      .then({ type: 'LeadOfficeSet', data: { assignmentId: first } });
  });

  it('is lost by declining and taking over, kept by settling, handed on by reassigning', () => {
    const lead = assigned(1, DINKES, true);
    expect(given(lead, declined(1)).state()!.lead).toBeUndefined();
    expect(given(lead, takenOver).state()!.lead).toBeUndefined();
    expect(given(lead, submitted(1), settled(1)).state()!.lead).toBe(first);
    expect(given(lead).when(commands.reassign()).state()!.lead).toBe(second);
    expect(given(lead, assigned(2, DISDIK), declined(2)).state()!.lead).toBe(first);
  });
});

describe('accepting and declining', () => {
  it('accepts once', () => {
    given(assigned(1))
      .when(commands.accept())
      .then({ type: 'AssignmentAccepted', data: { assignmentId: first } });
    given(assigned(1), accepted(1)).when(commands.accept()).thenNothing();
    given(assigned(1), submitted(1)).when(commands.accept()).thenRejected('INVALID_STATE');
    given(assigned(1), declined(1)).when(commands.accept()).thenRejected('INVALID_STATE');
    given(assigned(1), withdrawn).when(commands.accept()).thenRejected('INVALID_STATE');
    given().when(commands.accept()).thenRejected('NOT_FOUND');
  });

  it('declines with a reason while the ball is with the office, and may name who has it', () => {
    const data = { assignmentId: first, reason: 'bukan kewenangan' };
    for (const past of [[], [accepted(1)], [submitted(1), returned(1)]]) {
      given(assigned(1), ...past)
        .when(commands.decline())
        .then({ type: 'AssignmentDeclined', data });
    }
    given(assigned(1))
      .when(commands.decline({ heldBy: DISDIK }))
      .then({ type: 'AssignmentDeclined', data: { ...data, heldBy: DISDIK } });
    given(assigned(1))
      .when(commands.decline({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
    given(assigned(1), declined(1)).when(commands.decline()).thenRejected('INVALID_STATE');
    given(assigned(1), submitted(1)).when(commands.decline()).thenRejected('INVALID_STATE');
    given().when(commands.decline()).thenRejected('NOT_FOUND');
  });

  it('keeps the order of times of that assignment', () => {
    for (const time of [{ at: at(2, 12) }, { at: at(5), now: at(4) }]) {
      for (const command of [commands.accept(time), commands.decline(time)]) {
        given(assigned(1)).when(command).thenField('INVALID_INPUT', 'occurredAt');
      }
    }
    given(assigned(1), accepted(1))
      .when(commands.decline({ at: at(3, 12) }))
      .thenField('INVALID_INPUT', 'occurredAt');
  });
});

describe('reassigning and taking over', () => {
  it('hands the part to another office in one append', () => {
    given(assigned(1))
      .when(commands.reassign())
      .then(reassigned, {
        type: 'OfficeAssigned',
        data: { assignmentId: second, office: DISDIK, lead: false, clock: clockOf(at(12)) },
      });
    const state = given(assigned(1)).when(commands.reassign()).state()!;
    expect(state.assignments[first]!.state).toBe('REASSIGNED');
    expect(state.assignments[second]).toMatchObject({ state: 'ASSIGNED', office: DISDIK });
  });

  it('wants a reason, an active office without an open part, and the ball with the old one', () => {
    given(assigned(1))
      .when(commands.reassign({ reason: '' }))
      .thenRejected('REASON_REQUIRED');
    given(assigned(1))
      .when(commands.reassign({ officeActive: false }))
      .thenRejected('OFFICE_NOT_ACTIVE');
    given(assigned(1), assigned(2, DISDIK))
      .when(commands.reassign({ newAssignmentId: assignment(3) }))
      .thenRejected('OFFICE_ALREADY_ASSIGNED');
    given(assigned(1))
      .when(commands.reassign({ office: DINKES }))
      .thenRejected('OFFICE_ALREADY_ASSIGNED');
    given(assigned(1), submitted(1)).when(commands.reassign()).thenRejected('INVALID_STATE');
    given(assigned(1), withdrawn).when(commands.reassign()).thenRejected('INVALID_STATE');
    given().when(commands.reassign()).thenRejected('NOT_FOUND');
  });

  it('lets Diskominfo answer itself, with a reason', () => {
    given(assigned(1)).when(commands.takeOver()).then(takenOver);
    given(assigned(1))
      .when(commands.takeOver({ reason: '' }))
      .thenRejected('REASON_REQUIRED');
    given(assigned(1), takenOver).when(commands.takeOver()).thenRejected('INVALID_STATE');
    given(assigned(1), submitted(1)).when(commands.takeOver()).thenRejected('INVALID_STATE');
    given().when(commands.takeOver()).thenRejected('NOT_FOUND');
  });
});

describe('contributing', () => {
  const event = { type: 'ContributionSubmitted', data: submitted(1).data } as const;

  it('is possible with or without accepting first, and after a return', () => {
    for (const past of [[], [accepted(1)], [submitted(1), returned(1)]]) {
      given(assigned(1), ...past)
        .when(commands.submit())
        .then(event);
    }
    expect(given(assigned(1), submitted(1)).state()!.assignments[first]).toMatchObject({
      state: 'CONTRIBUTED',
      contribution: contribution(1),
    });
  });

  it('may say that the office does not hold it, but not nothing', () => {
    given(assigned(1))
      .when(commands.submit({ informationHeld: false }))
      .then({ ...event, data: { ...event.data, informationHeld: false } });
    given(assigned(1))
      .when(commands.submit({ text: ' \n' }))
      .thenField('INVALID_INPUT', 'text');
  });

  it('is prepared first without moving the assignment', () => {
    given(assigned(1))
      .when(commands.prepare())
      .then({ ...event, type: 'ContributionPrepared' });
    const prepared = { ...event, type: 'ContributionPrepared' } as const;
    expect(given(assigned(1), prepared).state()).toEqual(given(assigned(1)).state());
    given(assigned(1))
      .when(commands.prepare({ text: '' }))
      .thenField('INVALID_INPUT', 'text');
  });

  it('wants the ball with the office, and times in order', () => {
    for (const make of [commands.submit, commands.prepare]) {
      for (const past of [submitted(1), declined(1), takenOver, reassigned, withdrawn]) {
        given(assigned(1), past).when(make()).thenRejected('INVALID_STATE');
      }
      given().when(make()).thenRejected('NOT_FOUND');
      given(assigned(1), accepted(1))
        .when(make({ at: at(3, 12) }))
        .thenField('INVALID_INPUT', 'occurredAt');
    }
  });
});

describe('what an office contributed', () => {
  it('is returned with a reason and a new limit', () => {
    given(assigned(1), submitted(1))
      .when(commands.returnIt())
      .then({
        type: 'ContributionReturned',
        data: {
          assignmentId: first,
          contributionId: contribution(1),
          clock: clockOf(at(12)),
          reason: 'belum lengkap',
        },
      });
    given(assigned(1), submitted(1))
      .when(commands.returnIt({ reason: '' }))
      .thenRejected('REASON_REQUIRED');
    expect(given(assigned(1), submitted(1), returned(1)).state()!.assignments[first]!.state).toBe(
      'RETURNED',
    );
  });

  it('is accepted once', () => {
    given(assigned(1), submitted(1))
      .when(commands.acceptIt())
      .then({ type: 'ContributionAccepted', data: { assignmentId: first } });
    given(assigned(1), submitted(1), settled(1)).when(commands.acceptIt()).thenNothing();
  });

  it('must have been contributed', () => {
    for (const make of [commands.returnIt, commands.acceptIt]) {
      for (const past of [[], [accepted(1)], [submitted(1), returned(1)], [declined(1)]]) {
        given(assigned(1), ...past)
          .when(make())
          .thenRejected('INVALID_STATE');
      }
      given(assigned(1), submitted(1), withdrawn).when(make()).thenRejected('INVALID_STATE');
      given().when(make()).thenRejected('NOT_FOUND');
    }
    given(assigned(1), submitted(1), settled(1))
      .when(commands.returnIt())
      .thenRejected('INVALID_STATE');
  });
});
