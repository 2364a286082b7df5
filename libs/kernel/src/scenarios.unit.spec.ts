import { reject, rejectField } from './decider.ts';
import type { Decider } from './decider.ts';
import { scenariosFor } from './scenarios.ts';

// A toy: a door that is opened and shut, and remembers who knocked while it was locked.
type DoorEvent =
  | { type: 'DoorOpened'; data: { by: string; note?: string | undefined } }
  | { type: 'DoorLocked'; data: object }
  | { type: 'KnockHeard'; data: { by: string } };
type DoorCommand = { type: 'OpenDoor'; by: string };
type Door = { status: 'SHUT' | 'OPEN' | 'LOCKED'; at?: string; seen: string[] };

const door: Decider<DoorCommand, DoorEvent, Door, 'LOCKED' | 'NAME_REQUIRED'> = {
  initialState: { status: 'SHUT', seen: [] },
  decide({ by }, { status }) {
    if (by === '') return rejectField('NAME_REQUIRED', 'by');
    if (status === 'LOCKED') return reject('LOCKED', { type: 'KnockHeard', data: { by } });
    return status === 'OPEN' ? [] : [{ type: 'DoorOpened', data: { by, note: undefined } }];
  },
  evolve(state, { type, id, occurredAt }) {
    const seen = [...state.seen, id];
    if (type === 'KnockHeard') return { ...state, seen };
    return { status: type === 'DoorOpened' ? 'OPEN' : 'LOCKED', at: occurredAt, seen };
  },
};

const { given } = scenariosFor(door);
const openDoor = (by = 'rara'): DoorCommand => ({ type: 'OpenDoor', by });
const opened: DoorEvent = { type: 'DoorOpened', data: { by: 'rara' } };
const locked: DoorEvent = { type: 'DoorLocked', data: {} };
const heard: DoorEvent = { type: 'KnockHeard', data: { by: 'rara' } };

describe('a scenario', () => {
  it('passes when what was decided is what was expected', () => {
    given().when(openDoor()).then(opened);
    given(opened).when(openDoor()).thenNothing();
    given(opened).when(openDoor()).then();
    given(locked).when(openDoor()).thenRejected('LOCKED', heard);
    given().when(openDoor('')).thenField('NAME_REQUIRED', 'by');
    given().when(openDoor('')).thenRejected('NAME_REQUIRED');
  });

  it('fails when other events were decided', () => {
    const others: DoorEvent[][] = [
      [],
      [locked],
      [opened, opened],
      [{ type: 'DoorOpened', data: { by: 'dewi' } }],
      [{ type: 'DoorOpened', data: { by: 'rara', note: 'x' } }],
    ];
    for (const events of others) {
      expect(() =>
        given()
          .when(openDoor())
          .then(...events),
      ).toThrow('expected');
    }
    expect(() => given().when(openDoor()).thenNothing()).toThrow('DoorOpened');
  });

  it('fails when it was refused, or not, against what was expected', () => {
    expect(() => given(locked).when(openDoor()).then(opened)).toThrow('LOCKED');
    expect(() => given(locked).when(openDoor()).thenNothing()).toThrow('LOCKED');
    expect(() => given().when(openDoor()).thenRejected('LOCKED')).toThrow('DoorOpened');
    expect(() => given(opened).when(openDoor()).thenRejected('LOCKED')).toThrow();
  });

  it('fails when it was refused with another code, field or events to keep', () => {
    const refused = given(locked).when(openDoor());
    expect(() => refused.thenRejected('NAME_REQUIRED', heard)).toThrow();
    expect(() => refused.thenRejected('LOCKED')).toThrow('KnockHeard');
    expect(() => refused.thenRejected('LOCKED', opened)).toThrow();
    expect(() => refused.thenField('LOCKED', 'by')).toThrow();
    const named = given().when(openDoor(''));
    expect(() => named.thenField('NAME_REQUIRED', 'name')).toThrow();
    expect(() => named.thenField('LOCKED', 'by')).toThrow();
  });

  it('prints both sides', () => {
    expect(() => given().when(openDoor()).then(locked)).toThrow(/DoorLocked[^]*but was[^]*rara/);
  });

  it('gives the state before and after, and none after a refusal', () => {
    expect(given().state().status).toBe('SHUT');
    expect(given(opened, locked).state().status).toBe('LOCKED');
    expect(given().when(openDoor()).state().status).toBe('OPEN');
    expect(() => given(locked).when(openDoor()).state()).toThrow('rejected: LOCKED');
  });

  it('fills in ids and times, and takes those that are given', () => {
    expect(given(opened, locked).state()).toMatchObject({ seen: ['event-0', 'event-1'] });
    const at = '2026-03-04T02:00:00.000Z';
    expect(given({ ...opened, id: 'mine', occurredAt: at }).state()).toMatchObject({
      at,
      seen: ['mine'],
    });
    const later = scenariosFor(door, { occurredAt: at });
    expect(later.given(opened).state().at).toBe(at);
  });
});
