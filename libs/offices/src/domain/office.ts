import { isBlank, reject } from '#kernel';
import type { Day, Decider, Decision, OfficeCode, Text } from '#kernel';

export const OFFICE_KINDS = [
  'SECRETARIAT',
  'INSPECTORATE',
  'DEPARTMENT',
  'AGENCY',
  'HOSPITAL',
  'DISTRICT',
  'SUBDISTRICT',
  'OTHER',
] as const;
export type OfficeKind = (typeof OFFICE_KINDS)[number];

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type OfficeEvent =
  | {
      type: 'OfficeOpened';
      data: { code: OfficeCode; name: string; kind: OfficeKind; parent?: OfficeCode; from: Day };
    }
  | { type: 'OfficeRenamed'; data: { name: string; from: Day } }
  | { type: 'OfficeEnded'; data: { until: Day; successors: OfficeCode[]; reason: Text } };

export type OfficeCommand =
  | {
      type: 'OpenOffice';
      code: OfficeCode;
      name: string;
      kind: OfficeKind;
      parent?: OfficeCode;
      from: Day;
    }
  | { type: 'RenameOffice'; name: string; from: Day }
  | { type: 'EndOffice'; until: Day; successors: OfficeCode[]; reason: string };

export type OfficeRejection = 'INVALID_STATE' | 'NOT_FOUND' | 'REASON_REQUIRED';

export type Office =
  | { status: 'UNKNOWN' }
  | { status: 'OPEN'; name: string; from: Day }
  | { status: 'ENDED'; name: string; from: Day; until: Day };

type OfficeDecision = Decision<OfficeEvent, OfficeRejection>;
type Command<T extends OfficeCommand['type']> = Extract<OfficeCommand, { type: T }>;

/** A body of the city: it opens, is renamed, and ends with successors; its code never changes. */
export const office: Decider<OfficeCommand, OfficeEvent, Office, OfficeRejection> = {
  initialState: { status: 'UNKNOWN' },

  decide(command, state) {
    switch (command.type) {
      case 'OpenOffice':
        return open(command, state);
      case 'RenameOffice':
        return rename(command, state);
      case 'EndOffice':
        return end(command, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'OfficeOpened':
        return { status: 'OPEN', name: event.data.name, from: event.data.from };
      case 'OfficeRenamed':
        return state.status === 'UNKNOWN' ? state : { ...state, name: event.data.name };
      case 'OfficeEnded':
        return state.status === 'UNKNOWN'
          ? state
          : { ...state, status: 'ENDED', until: event.data.until };
    }
  },
};

function open({ type: _, ...data }: Command<'OpenOffice'>, state: Office): OfficeDecision {
  return state.status === 'UNKNOWN' ? [{ type: 'OfficeOpened', data }] : reject('INVALID_STATE');
}

function rename({ name, from }: Command<'RenameOffice'>, state: Office): OfficeDecision {
  if (state.status === 'UNKNOWN') return reject('NOT_FOUND');
  if (state.status === 'ENDED') return reject('INVALID_STATE');
  if (from < state.from) return reject('INVALID_STATE');
  return state.name === name ? [] : [{ type: 'OfficeRenamed', data: { name, from } }];
}

/** A merger or a split names its successors. */
function end(command: Command<'EndOffice'>, state: Office): OfficeDecision {
  const { until, successors, reason } = command;
  if (state.status === 'UNKNOWN') return reject('NOT_FOUND');
  if (state.status === 'ENDED') return state.until === until ? [] : reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (until < state.from) return reject('INVALID_STATE');
  return [{ type: 'OfficeEnded', data: { until, successors, reason } }];
}
