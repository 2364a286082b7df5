import type { Decider, Decision } from '#kernel';
import type { Track } from './events.ts';

/** Statutory, media, inter-office; objections. */
export const REGISTERS = ['PIP', 'MED', 'ANT', 'KEB'] as const;
export type RegisterCode = (typeof REGISTERS)[number];

export const REGISTER_OF: Readonly<Record<Track, RegisterCode>> = {
  STATUTORY: 'PIP',
  MEDIA: 'MED',
  INTER_OFFICE: 'ANT',
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type RegisterEvent =
  | { type: 'RegisterOpened'; data: { register: RegisterCode; year: number; lastNumber: number } }
  | { type: 'RegisterEntryMade'; data: { number: number; label: string; entity: string } }
  | { type: 'RegisterEntryVoided'; data: { number: number; entity: string; refusal: string } };

export type RegisterCommand =
  | { type: 'OpenRegister'; register: RegisterCode; year: number; lastNumber: number }
  | { type: 'MakeEntry'; register: RegisterCode; year: number; entity: string }
  /** The entity refused the number after all: the gap is explained by its refusal. */
  | { type: 'VoidEntry'; number: number; refusal: string };

export type Register = {
  opened: boolean;
  last: number;
  /**
   * Number by entity, voided ones left out. One map for all states of a fold, because a copy for
   * every entry would make folding a year quadratic; an older state is never looked at again.
   */
  entries: Map<string, number>;
};

/** The yearly register of one track: numbers without gaps, and every gap explained. */
export const register: Decider<RegisterCommand, RegisterEvent, Register, 'INVALID_STATE'> = {
  initialState: { opened: false, last: 0, entries: new Map() },

  decide(command, state): Decision<RegisterEvent, 'INVALID_STATE'> {
    switch (command.type) {
      case 'OpenRegister': {
        const { type: _, ...data } = command;
        return state.opened
          ? { rejected: 'INVALID_STATE', events: [] }
          : [{ type: 'RegisterOpened', data }];
      }
      case 'MakeEntry':
        return makeEntry(command, state);
      case 'VoidEntry': {
        const { number, refusal } = command;
        const entity = [...state.entries].find(([, taken]) => taken === number)?.[0];
        return entity === undefined
          ? []
          : [{ type: 'RegisterEntryVoided', data: { number, entity, refusal } }];
      }
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'RegisterOpened':
        return { opened: true, last: event.data.lastNumber, entries: new Map() };
      case 'RegisterEntryMade': {
        const { number, entity } = event.data;
        return { ...state, last: number, entries: state.entries.set(entity, number) };
      }
      case 'RegisterEntryVoided':
        state.entries.delete(event.data.entity);
        return state;
    }
  },
};

/** The next number; an entity that has one keeps it. */
function makeEntry(
  { register, year, entity }: Extract<RegisterCommand, { type: 'MakeEntry' }>,
  state: Register,
): readonly RegisterEvent[] {
  if (state.entries.has(entity)) return [];
  const number = state.last + 1;
  const entry: RegisterEvent = {
    type: 'RegisterEntryMade',
    data: { number, label: numberLabel(register, year, number), entity },
  };
  if (state.opened) return [entry];
  return [{ type: 'RegisterOpened', data: { register, year, lastNumber: 0 } }, entry];
}

/** `0042/PIP/2026`. */
export function numberLabel(register: RegisterCode, year: number, number: number): string {
  return `${String(number).padStart(4, '0')}/${register}/${year}`;
}
