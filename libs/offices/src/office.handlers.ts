import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import type { AppointmentId, OfficeCode } from '#kernel';
import { Commands, isHandled, refused } from '#access';
import type { Call, Handled, Permits } from '#access';
import { Clock, derivedId } from '#event-store';
import type { StreamKind } from '#event-store';
import { cityDay } from '#calendar';
import { findPerson } from '#persons';
import { ReadModel } from '#read-model';
import { appointmentCodec, officeCodec } from './codecs.ts';
import { appointment } from './domain/appointment.ts';
import type {
  Appointed,
  Appointment,
  AppointmentCommand,
  AppointmentEvent,
  AppointmentRejection,
  StoodInFor,
} from './domain/appointment.ts';
import { office } from './domain/office.ts';
import type { Office, OfficeCommand, OfficeEvent, OfficeRejection } from './domain/office.ts';
import { findAppointment, findOffice } from './offices.queries.ts';
import type { AppointmentRow } from './offices.queries.ts';

export const officeKind: StreamKind<OfficeCommand, OfficeEvent, Office, OfficeRejection> = {
  category: 'office',
  decider: office,
  codec: officeCodec,
};

export const appointmentKind: StreamKind<
  AppointmentCommand,
  AppointmentEvent,
  Appointment,
  AppointmentRejection
> = { category: 'appointment', decider: appointment, codec: appointmentCodec };

const isAdmin: Permits = ({ role }) => role === 'ADMIN';

/** The envelope of every command about an office. */
export class HandleOffice {
  readonly call: Call;
  readonly code: OfficeCode;
  readonly command: OfficeCommand;

  constructor(call: Call, code: OfficeCode, command: OfficeCommand) {
    this.call = call;
    this.code = code;
    this.command = command;
  }
}

@CommandHandler(HandleOffice)
export class OfficeHandler implements ICommandHandler<HandleOffice, Handled> {
  readonly #commands: Commands;
  readonly #model: ReadModel;

  constructor(commands: Commands, model: ReadModel) {
    this.#commands = commands;
    this.#model = model;
  }

  async execute({ call, code, command }: HandleOffice): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, isAdmin);
    if (isHandled(authorised)) return authorised;
    const unknown = this.#unknownOffice(command);
    if (unknown !== undefined) return refused(call, 'NOT_FOUND', unknown);
    const { envelope } = authorised;
    return this.#commands.record(call, officeKind, { id: code, command, envelope });
  }

  #unknownOffice(command: OfficeCommand): string | undefined {
    const exists = (code: string): boolean =>
      findOffice(this.#model.db, code, '9999-12-31' as never) !== undefined;
    if (command.type === 'OpenOffice') {
      return command.parent === undefined || exists(command.parent) ? undefined : 'parentCode';
    }
    if (command.type !== 'EndOffice') return undefined;
    return command.successors.every(exists) ? undefined : 'successorCodes';
  }
}

/** The envelope of every command about an appointment; without an id it makes one. */
export class HandleAppointment {
  readonly call: Call;
  readonly command:
    | { type: 'Appoint'; appointed: Appointed }
    | { type: 'EndAppointment'; id: AppointmentId; until: Appointed['from']; reason: string };

  constructor(call: Call, command: HandleAppointment['command']) {
    this.call = call;
    this.command = command;
  }
}

@CommandHandler(HandleAppointment)
export class AppointmentHandler implements ICommandHandler<HandleAppointment, Handled> {
  readonly #commands: Commands;
  readonly #model: ReadModel;
  readonly #clock: Clock;

  constructor(commands: Commands, model: ReadModel, clock: Clock) {
    this.#commands = commands;
    this.#model = model;
    this.#clock = clock;
  }

  async execute({ call, command: sent }: HandleAppointment): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, isAdmin);
    if (isHandled(authorised)) return authorised;
    const { actor, envelope } = authorised;
    if (sent.type === 'EndAppointment') {
      const { id, ...command } = sent;
      return this.#commands.record(call, appointmentKind, { id, command, envelope });
    }
    const { appointed } = sent;
    const held = appointed.actingFor && findAppointment(this.#model.db, appointed.actingFor);
    const unknown = this.#unknown(appointed, held);
    if (unknown !== undefined) return refused(call, 'NOT_FOUND', unknown);
    if (this.#hasEnded(appointed.office)) return refused(call, 'OFFICE_NOT_ACTIVE', 'officeCode');
    const id = derivedId<AppointmentId>(envelope.commandId, 'appointment');
    const { personId: by } = actor;
    const holder = held && { holder: standingOf(held) };
    const command = { type: 'Appoint', by, ...appointed, ...holder } as const;
    return this.#commands.record(call, appointmentKind, { id, command, envelope });
  }

  #unknown(
    { person, office: code, actingFor }: Appointed,
    held: AppointmentRow | undefined,
  ): string | undefined {
    const { db } = this.#model;
    if (findPerson(db, person)?.staff !== 1) return 'personId';
    if (findOffice(db, code, cityDay(this.#clock.now())) === undefined) return 'officeCode';
    return actingFor !== undefined && held === undefined ? 'actingForAppointmentId' : undefined;
  }

  #hasEnded(code: string): boolean {
    const today = cityDay(this.#clock.now());
    const until = findOffice(this.#model.db, code, today)?.until ?? null;
    return until !== null && until < today;
  }
}

function standingOf({ person, office, role, from, until, actingFor }: AppointmentRow): StoodInFor {
  return {
    person,
    office,
    role,
    from,
    ...(until === null ? {} : { until }),
    ...(actingFor === null ? {} : { actingFor }),
  };
}
