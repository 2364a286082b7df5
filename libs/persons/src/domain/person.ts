import { isBlank, reject, rejectField } from '#kernel';
import type { Decider, Decision, KeyId, PersonId, Text } from '#kernel';

export const PERSON_KINDS = [
  'CITIZEN',
  'LEGAL_BODY',
  'GROUP',
  'JOURNALIST',
  'STAFF',
  'UNKNOWN',
] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];
export const IDENTITY_KINDS = [
  'NIK',
  'LEGAL_ENTITY_DECREE',
  'FAMILY_CARD_OR_KIA',
  'OTHER',
  'NOT_SHOWN',
] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

export const PERSON_TEXTS = [
  'NAME',
  'IDENTITY_NUMBER',
  'EMAIL',
  'PHONE',
  'ADDRESS',
  'ORGANISATION',
  'OCCUPATION',
] as const;
export const PERSON_CODES = ['KIND', 'IDENTITY_KIND', 'REPRESENTED_BY'] as const;
export type PersonField = (typeof PERSON_TEXTS)[number] | (typeof PERSON_CODES)[number];

/** Everything that says who someone is. */
export type Identity<T extends Text = Text> = {
  kind: PersonKind;
  name?: T;
  identityKind?: IdentityKind;
  identityNumber?: T;
  email?: T;
  phone?: T;
  address?: T;
  organisation?: T;
  occupation?: T;
  representedBy?: PersonId;
};

export type Change<T> = { from: T | null; to: T | null };

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type PersonEvent =
  | {
      type: 'PersonRegistered';
      /** Staff have a key for the name that is never destroyed. */
      data: Identity & { staff: boolean; keys: { person: KeyId; name?: KeyId } };
    }
  | {
      type: 'PersonCorrected';
      data: {
        field: PersonField;
        name?: Change<Text>;
        text?: Change<Text>;
        code?: Change<string>;
        reason: Text;
      };
    }
  /** They are the same human as `into`, who stands for them from now on. */
  | { type: 'PersonsMerged'; data: { into: PersonId; reason: Text } };

export type PersonCommand =
  | ({
      type: 'RegisterPerson';
      staff: boolean;
      keys: { person: KeyId; name?: KeyId };
    } & Identity<string>)
  | {
      type: 'CorrectPerson';
      field: PersonField;
      /** Opened by whoever sends the command; the state keeps no text. */
      from: string | null;
      to: string | null;
      reason: string;
    }
  | {
      type: 'MergePerson';
      into: PersonId;
      /** What is known of the one who is kept. */
      kept: { staff: boolean; merged: boolean };
      /** Of either: there is nothing left that could be kept. */
      erased: boolean;
      reason: string;
    };

export type PersonRejection = 'INVALID_STATE' | 'INVALID_INPUT' | 'NOT_FOUND' | 'REASON_REQUIRED';

export type Person =
  | { status: 'UNKNOWN' }
  | { status: 'KNOWN'; kind: PersonKind; staff: boolean; mergedInto?: PersonId };

type PersonDecision = Decision<PersonEvent, PersonRejection>;
type Command<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

export const person: Decider<PersonCommand, PersonEvent, Person, PersonRejection> = {
  initialState: { status: 'UNKNOWN' },

  decide(command, state) {
    switch (command.type) {
      case 'RegisterPerson':
        return register(command, state);
      case 'CorrectPerson':
        return correct(command, state);
      case 'MergePerson':
        return merge(command, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'PersonRegistered':
        return { status: 'KNOWN', kind: event.data.kind, staff: event.data.staff };
      case 'PersonCorrected':
        return corrected(state, event.data);
      case 'PersonsMerged':
        return state.status === 'UNKNOWN' ? state : { ...state, mergedInto: event.data.into };
    }
  },
};

/** Identity numbers are never asked of the press. */
function register(command: Command<'RegisterPerson'>, state: Person): PersonDecision {
  const { type: _, ...data } = command;
  if (state.status === 'KNOWN') return reject('INVALID_STATE');
  if ((data.kind === 'STAFF') !== data.staff) return rejectField('INVALID_INPUT', 'kind');
  if (data.staff && isBlank(data.name ?? '')) return rejectField('INVALID_INPUT', 'name');
  if (data.kind === 'JOURNALIST') {
    if (data.identityNumber !== undefined) return rejectField('INVALID_INPUT', 'identityNumber');
    if (data.identityKind !== undefined) return rejectField('INVALID_INPUT', 'identityKind');
  }
  return [{ type: 'PersonRegistered', data }];
}

function correct(command: Command<'CorrectPerson'>, state: Person): PersonDecision {
  const { field, from, to, reason } = command;
  if (state.status === 'UNKNOWN') return reject('NOT_FOUND');
  if (state.mergedInto !== undefined) return reject('INVALID_STATE');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (!correctable(state, field, to)) return rejectField('INVALID_INPUT', 'value');
  if (from === to) return [];
  const change = { from, to };
  if (field === 'NAME') return [{ type: 'PersonCorrected', data: { field, name: change, reason } }];
  const code = PERSON_CODES.find((each) => each === field);
  return code === undefined
    ? [{ type: 'PersonCorrected', data: { field, text: change, reason } }]
    : [{ type: 'PersonCorrected', data: { field, code: change, reason } }];
}

/** Staff are never merged with others: the same human as citizen and as staff is two persons. */
function merge(command: Command<'MergePerson'>, state: Person): PersonDecision {
  const { into, kept, erased, reason } = command;
  if (state.status === 'UNKNOWN') return reject('NOT_FOUND');
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (state.staff) return rejectField('INVALID_INPUT', 'dropPersonId');
  if (kept.staff) return rejectField('INVALID_INPUT', 'keepPersonId');
  if (state.mergedInto === into) return [];
  if (state.mergedInto !== undefined || kept.merged || erased) return reject('INVALID_STATE');
  return [{ type: 'PersonsMerged', data: { into, reason } }];
}

function correctable(state: Person, field: PersonField, to: string | null): boolean {
  if (state.status === 'UNKNOWN') return false;
  switch (field) {
    case 'KIND':
      return PERSON_KINDS.some((kind) => kind === to && (kind === 'STAFF') === state.staff);
    case 'IDENTITY_KIND':
      return to === null || IDENTITY_KINDS.some((kind) => kind === to);
    case 'IDENTITY_NUMBER':
      return to === null || state.kind !== 'JOURNALIST';
    case 'NAME':
      return !state.staff || !isBlank(to ?? '');
    case 'EMAIL':
    case 'PHONE':
    case 'ADDRESS':
    case 'ORGANISATION':
    case 'OCCUPATION':
    case 'REPRESENTED_BY':
      return true;
  }
}

function corrected(
  state: Person,
  { field, code }: { field: PersonField; code?: Change<string> },
): Person {
  const kind = field === 'KIND' ? PERSON_KINDS.find((each) => each === code?.to) : undefined;
  return state.status === 'UNKNOWN' || kind === undefined ? state : { ...state, kind };
}
