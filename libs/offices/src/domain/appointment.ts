import { isBlank, reject, rejectField } from '#kernel';
import type {
  AppointmentId,
  Capacity,
  Day,
  Decider,
  Decision,
  OfficeCode,
  PersonId,
  Role,
  Text,
} from '#kernel';

/** A person in a post, with dates and the letter that gives the mandate. */
export type Appointed = {
  person: PersonId;
  office: OfficeCode;
  role: Role;
  post: string;
  capacity: Capacity;
  mandateNumber: string;
  mandateDate: Day;
  /** PLH and deputies: whose appointment it stands in for. */
  actingFor?: AppointmentId;
  from: Day;
  /** The last day. */
  until?: Day;
  /** Auditors whose mandate lets them see personal data, until this day. */
  unmaskUntil?: Day;
};

// Stored formats: names and fields below are in logs that we can never rewrite. Add, never change.
export type AppointmentEvent =
  | { type: 'AppointmentMade'; data: Appointed }
  | { type: 'AppointmentEnded'; data: { until: Day; reason: Text } };

/** The appointment that one stands in for, as it is known when the command is sent. */
export type StoodInFor = Pick<
  Appointed,
  'person' | 'office' | 'role' | 'from' | 'until' | 'actingFor'
>;

export type AppointmentCommand =
  | ({ type: 'Appoint'; by: PersonId | null; holder?: StoodInFor } & Appointed)
  | { type: 'EndAppointment'; until: Day; reason: string };

export type AppointmentRejection =
  'INVALID_STATE' | 'INVALID_INPUT' | 'NOT_FOUND' | 'NOT_PERMITTED' | 'REASON_REQUIRED';

export type Appointment = { status: 'NONE' } | { status: 'MADE'; from: Day; until?: Day };

type AppointmentDecision = Decision<AppointmentEvent, AppointmentRejection>;
type Command<T extends AppointmentCommand['type']> = Extract<AppointmentCommand, { type: T }>;

export const appointment: Decider<
  AppointmentCommand,
  AppointmentEvent,
  Appointment,
  AppointmentRejection
> = {
  initialState: { status: 'NONE' },

  decide(command, state) {
    switch (command.type) {
      case 'Appoint':
        return appoint(command, state);
      case 'EndAppointment':
        return end(command, state);
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'AppointmentMade': {
        const { from, until } = event.data;
        return { status: 'MADE', from, ...(until === undefined ? {} : { until }) };
      }
      case 'AppointmentEnded':
        return state.status === 'NONE' ? state : { ...state, until: event.data.until };
    }
  },
};

/** Who appoints (the admin) appoints everyone but themselves. */
function appoint(command: Command<'Appoint'>, state: Appointment): AppointmentDecision {
  const { type: _, by, holder, ...data } = command;
  if (state.status !== 'NONE') return reject('INVALID_STATE');
  if (by === data.person) return reject('NOT_PERMITTED');
  if (data.until !== undefined && data.until < data.from) {
    return rejectField('INVALID_INPUT', 'until');
  }
  if (data.unmaskUntil !== undefined && data.role !== 'AUDITOR') {
    return rejectField('INVALID_INPUT', 'unmaskUntil');
  }
  const fault = holder && delegationFault(data, holder);
  if (fault !== undefined) return rejectField('INVALID_INPUT', fault);
  return [{ type: 'AppointmentMade', data }];
}

/**
 * Who stands in for somebody has their role in their office, never longer than they do; and what
 * was delegated is not delegated on.
 */
function delegationFault(
  data: Appointed,
  holder: StoodInFor,
): 'actingForAppointmentId' | 'from' | 'until' | undefined {
  const sameWork = data.office === holder.office && data.role === holder.role;
  const self = data.person === holder.person;
  if (!sameWork || self || holder.actingFor !== undefined) return 'actingForAppointmentId';
  if (data.from < holder.from) return 'from';
  if (holder.until === undefined) return undefined;
  if (data.from > holder.until) return 'from';
  return data.until === undefined || data.until > holder.until ? 'until' : undefined;
}

function end(command: Command<'EndAppointment'>, state: Appointment): AppointmentDecision {
  const { until, reason } = command;
  if (state.status === 'NONE') return reject('NOT_FOUND');
  if (state.until === until) return [];
  if (isBlank(reason)) return reject('REASON_REQUIRED');
  if (until < state.from) return rejectField('INVALID_INPUT', 'until');
  if (state.until !== undefined && until > state.until) return reject('INVALID_STATE');
  return [{ type: 'AppointmentEnded', data: { until, reason } }];
}
