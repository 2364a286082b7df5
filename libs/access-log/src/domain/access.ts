import { cityDay } from '#calendar';
import { reject } from '#kernel';
import type { Day, Decider, Decision, Happened, Instant, Text } from '#kernel';

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type AccessEvent =
  | { type: 'SignedIn'; data: { way: SignInWay } }
  | { type: 'SignInFailed'; data: object }
  | { type: 'AccountLocked'; data: { until: Instant } }
  | { type: 'SignInBound'; data: object }
  | { type: 'PasswordChanged'; data: object }
  | { type: 'AccountReset'; data: object }
  /** Tokens issued before then count no more; one of them may have been kept. */
  | { type: 'SessionsEnded'; data: object }
  | { type: 'CommandRefused'; data: RefusedCommand }
  /** Cases, persons and attachments whose personal data was shown. */
  | { type: 'PersonalDataOpened'; data: { entities: string[]; purpose?: Text } };

export const SIGN_IN_WAYS = ['PASSWORD', 'PROVIDER'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** What was asked for; the entity where the mutation names one by an id or a code. */
type RefusedCommand = { mutation: string; entity?: string };

export type AccessCommand = { at: Instant } & (
  | { type: 'RecordSignIn'; way: SignInWay }
  | { type: 'RecordFailedSignIn' }
  | { type: 'RecordLock'; until: Instant }
  | { type: 'RecordBinding' }
  | { type: 'RecordNewPassword' }
  | { type: 'ResetAccount' }
  | { type: 'EndSessions' }
  | ({ type: 'RefuseCommand' } & RefusedCommand)
  | { type: 'RecordOpening'; entities: string[]; purpose?: string }
);

/** One person in one month: what was recorded last, so that a repeat is not recorded again. */
export type Access = {
  signedInOn?: Day;
  /** Hours of the clock. */
  failedIn?: string;
  lockedIn?: string;
  bound: boolean;
  passwordOn?: Day;
  refused: { on?: Day; commands: readonly string[] };
};

/** Of one person and day; who tries more has told enough, and cannot fill the log. */
export const MOST_REFUSALS = 200;

type AccessDecision = Decision<AccessEvent, 'NOT_PERMITTED'>;

export const access: Decider<AccessCommand, AccessEvent, Access, 'NOT_PERMITTED'> = {
  initialState: { bound: false, refused: { commands: [] } },

  decide(command, state) {
    const { at } = command;
    switch (command.type) {
      case 'RecordSignIn':
        if (state.signedInOn === cityDay(at)) return [];
        return [{ type: 'SignedIn', data: { way: command.way } }];
      case 'RecordFailedSignIn':
        return state.failedIn === hourOf(at) ? [] : [{ type: 'SignInFailed', data: {} }];
      case 'RecordLock':
        if (state.lockedIn === hourOf(at)) return [];
        return [{ type: 'AccountLocked', data: { until: command.until } }];
      case 'RecordBinding':
        return state.bound ? [] : [{ type: 'SignInBound', data: {} }];
      case 'RecordNewPassword':
        return state.passwordOn === cityDay(at) ? [] : [{ type: 'PasswordChanged', data: {} }];
      case 'ResetAccount':
        return [{ type: 'AccountReset', data: {} }];
      case 'EndSessions':
        return [{ type: 'SessionsEnded', data: {} }];
      case 'RefuseCommand':
        return refuse(command, state);
      case 'RecordOpening': {
        const { entities, purpose } = command;
        const data = purpose === undefined ? { entities } : { entities, purpose };
        return [{ type: 'PersonalDataOpened', data }];
      }
    }
  },

  evolve(state, event) {
    const { occurredAt } = event;
    switch (event.type) {
      case 'SignedIn':
        return { ...state, signedInOn: cityDay(occurredAt) };
      case 'SignInFailed':
        return { ...state, failedIn: hourOf(occurredAt) };
      case 'AccountLocked':
        return { ...state, lockedIn: hourOf(occurredAt) };
      case 'SignInBound':
        return { ...state, bound: true };
      case 'PasswordChanged':
        return { ...state, passwordOn: cityDay(occurredAt) };
      case 'AccountReset':
        return { ...state, bound: false };
      case 'CommandRefused':
        return { ...state, refused: withRefusal(state, event) };
      case 'SessionsEnded':
      case 'PersonalDataOpened':
        return state;
    }
  },
};

/** Always refused; recorded once for a mutation, entity and day. */
function refuse(
  { at, mutation, entity }: { at: Instant } & RefusedCommand,
  { refused }: Access,
): AccessDecision {
  const data = entity === undefined ? { mutation } : { mutation, entity };
  const known = refused.on === cityDay(at) ? refused.commands : [];
  const enough = known.includes(nameOf(data)) || known.length >= MOST_REFUSALS;
  if (enough) return reject('NOT_PERMITTED');
  return reject('NOT_PERMITTED', { type: 'CommandRefused', data });
}

function withRefusal(
  { refused }: Access,
  { occurredAt, data }: Happened<Extract<AccessEvent, { type: 'CommandRefused' }>>,
): Access['refused'] {
  const on = cityDay(occurredAt);
  const before = refused.on === on ? refused.commands : [];
  return { on, commands: [...before, nameOf(data)] };
}

const nameOf = ({ mutation, entity }: RefusedCommand): string => `${mutation} ${entity ?? ''}`;

const hourOf = (at: Instant): string => at.slice(0, 13);
