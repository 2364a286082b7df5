import type { AppointmentId, OfficeCode, PersonId } from './ids.ts';

export const ROLES = [
  'OFFICE_OFFICER',
  'OFFICE_LEAD',
  'COORDINATOR',
  'LEGAL_REVIEWER',
  'LEADERSHIP',
  'APPROVER',
  'PPID_SUPERIOR',
  'AUDITOR',
  'ADMIN',
  'INTAKE_SERVICE',
] as const;
export type Role = (typeof ROLES)[number];

/** Definitive; Plt. on a vacant post; Plh. while the holder is away; Pj. */
export const CAPACITIES = ['DEFINITIVE', 'PLT', 'PLH', 'PJ'] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** Somebody acting in a post, as the post stood at that moment. A stored format. */
export type PersonActor = {
  personId: PersonId;
  appointmentId: AppointmentId;
  office: OfficeCode;
  role: Role;
  post: string;
  capacity: Capacity;
  mandateNumber: string;
  actingFor?: AppointmentId;
};

export const SYSTEMS = ['timer', 'reaction', 'import', 'operator', 'access'] as const;

/**
 * A part of the system; a reaction names the person whose event it follows, access the one whose
 * account it concerns. A stored format.
 */
type SystemActor = {
  system: (typeof SYSTEMS)[number];
  name: string;
  personId?: PersonId;
};

/** Who did it: stored with every event. */
export type Actor = PersonActor | SystemActor;
