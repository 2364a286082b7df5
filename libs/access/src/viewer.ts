import type { AppointmentId, Day, OfficeCode, PersonActor, PersonId, Role } from '#kernel';
import type { AppointmentRow } from '#offices';

/** Which appointments permit an act. */
export type Permits = (appointment: AppointmentRow) => boolean;

/**
 * Who is asking, with all appointments in force today: those decide what they see. The one that
 * they act in decides what they may do, and is the actor of the event.
 */
export class Viewer {
  readonly personId: PersonId;
  readonly appointments: readonly AppointmentRow[];
  readonly #actingAs: AppointmentId | undefined;
  readonly #offices: ReadonlySet<string> | undefined;

  /** `offices`: those of their posts that the sign-in stands for; undefined: all of them. */
  constructor(
    personId: PersonId,
    appointments: readonly AppointmentRow[],
    actingAs: AppointmentId | undefined,
    offices?: ReadonlySet<string>,
  ) {
    this.personId = personId;
    this.appointments =
      offices === undefined
        ? appointments
        : appointments.filter(({ office }) => offices.has(office));
    this.#actingAs = actingAs;
    this.#offices = offices;
  }

  /** The one that `x-acting-as` names, or the only one. */
  get actingAs(): AppointmentRow | undefined {
    if (this.#actingAs === undefined) {
      return this.appointments.length === 1 ? this.appointments[0] : undefined;
    }
    return this.appointments.find(({ id }) => id === this.#actingAs);
  }

  /** The same person with the appointments of another moment. */
  with(appointments: readonly AppointmentRow[]): Viewer {
    return new Viewer(this.personId, appointments, this.#actingAs, this.#offices);
  }

  /** For what is told of them beside a command: the post they act in, where it is one. */
  get actingIn(): PersonActor | undefined {
    return this.actingAs && actorIn(this.actingAs);
  }

  holds(...roles: readonly Role[]): boolean {
    return this.appointments.some(({ role }) => roles.includes(role));
  }

  /** An auditor whose mandate lets them see who people are, until its last day. */
  unmasks(today: Day): boolean {
    return this.appointments.some(
      ({ unmaskUntil }) => unmaskUntil !== null && unmaskUntil >= today,
    );
  }

  /** Offices in which they hold one of the roles. */
  officesAs(...roles: readonly Role[]): OfficeCode[] {
    const held = this.appointments.filter(({ role }) => roles.includes(role));
    return [...new Set(held.map(({ office }) => office))];
  }

  /** Would some post of theirs permit it, in the one they act in if they said so? */
  may(permits: Permits): boolean {
    return typeof this.actor(permits) !== 'string';
  }

  /**
   * The post in which they act. Several that permit the act need `x-acting-as`, so that no event
   * guesses in which post somebody acted.
   */
  actor(permits: Permits): PersonActor | 'NOT_PERMITTED' | 'INVALID_INPUT' {
    const named = this.#actingAs;
    const held = this.appointments.filter(({ id }) => named === undefined || id === named);
    const [first, ...others] = held.filter(permits);
    if (first === undefined) return 'NOT_PERMITTED';
    return others.length === 0 ? actorIn(first) : 'INVALID_INPUT';
  }
}

function actorIn(appointment: AppointmentRow): PersonActor {
  const { id, person, office, role, post, capacity, mandateNumber, actingFor } = appointment;
  return {
    personId: person,
    appointmentId: id,
    office,
    role,
    post,
    capacity,
    mandateNumber,
    ...(actingFor === null ? {} : { actingFor }),
  };
}
