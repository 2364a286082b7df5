import { scenariosFor } from '#kernel/testing';
import { REGISTERS, REGISTER_OF, numberLabel, register } from './register.ts';
import type { RegisterCommand, RegisterEvent } from './register.ts';
import { TRACKS } from './events.ts';

const { given } = scenariosFor(register);

const opened = (lastNumber: number): RegisterEvent => ({
  type: 'RegisterOpened',
  data: { register: 'PIP', year: 2026, lastNumber },
});
const entry = (number: number, entity: string): RegisterEvent => ({
  type: 'RegisterEntryMade',
  data: { number, label: numberLabel('PIP', 2026, number), entity },
});
const make = (entity: string): RegisterCommand => ({
  type: 'MakeEntry',
  register: 'PIP',
  year: 2026,
  entity,
});
const voided = (number: number, entity: string): RegisterEvent => ({
  type: 'RegisterEntryVoided',
  data: { number, entity, refusal: 'INVALID_STATE' },
});
const voidEntry = (number: number): RegisterCommand => ({
  type: 'VoidEntry',
  number,
  refusal: 'INVALID_STATE',
});

describe('a register', () => {
  it('opens itself with its first entry', () => {
    given().when(make('a')).then(opened(0), entry(1, 'a'));
  });

  it('may go on in mid-year after a number', () => {
    given()
      .when({ type: 'OpenRegister', ...opened(0).data } as RegisterCommand)
      .then(opened(0));
    given(opened(41)).when(make('a')).then(entry(42, 'a'));
  });

  it('is opened once', () => {
    const open: RegisterCommand = {
      type: 'OpenRegister',
      register: 'PIP',
      year: 2026,
      lastNumber: 41,
    };
    given(opened(41)).when(open).thenRejected('INVALID_STATE');
    given(opened(0), entry(1, 'a')).when(open).thenRejected('INVALID_STATE');
  });

  it('gives each entity one number, always the next', () => {
    given(opened(0), entry(1, 'a')).when(make('b')).then(entry(2, 'b'));
    given(opened(0), entry(1, 'a')).when(make('a')).thenNothing();
  });

  it('explains a gap by the refusal of the entity, and gives that number to nobody else', () => {
    const past = [opened(0), entry(1, 'a')] as const;
    given(...past)
      .when(voidEntry(1))
      .then(voided(1, 'a'));
    given(...past, voided(1, 'a'))
      .when(make('b'))
      .then(entry(2, 'b'));
    given(...past, voided(1, 'a'))
      .when(make('a'))
      .then(entry(2, 'a'));
  });

  it('voids a number once, and none that was never given', () => {
    given(opened(0), entry(1, 'a')).when(voidEntry(2)).thenNothing();
    given(opened(0), entry(1, 'a'), voided(1, 'a')).when(voidEntry(1)).thenNothing();
    given(opened(0), entry(1, 'a'), voided(1, 'a'), entry(2, 'a'))
      .when(voidEntry(2))
      .then(voided(2, 'a'));
  });

  it('writes its numbers as the city does', () => {
    expect(numberLabel('PIP', 2026, 42)).toBe('0042/PIP/2026');
    expect(numberLabel('MED', 2026, 12_345)).toBe('12345/MED/2026');
  });

  it('exists for every track, and for objections, under a code of its own', () => {
    expect([...TRACKS.map((track) => REGISTER_OF[track]), 'KEB']).toEqual([...REGISTERS]);
  });
});
