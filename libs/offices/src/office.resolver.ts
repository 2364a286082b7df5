import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CommandBus } from '@nestjs/cqrs';
import type { AppointmentId, OfficeCode, PersonId } from '#kernel';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Handled, Reading } from '#access';
import { COUNT_LIMIT, PageArgs, connectionOf, given, keysetOf, pageOf } from '#graphql/api';
import type { Connection } from '#graphql/api';
import { HandleAppointment, HandleOffice } from './office.handlers.ts';
import * as inputs from './office.inputs.ts';
import { countOffices, listOffices } from './offices.queries.ts';
import {
  AppointmentPayload,
  Office,
  OfficeConnection,
  OfficePayload,
  appointmentOf,
  officeOf,
} from './office.types.ts';

@Resolver(() => Office)
export class OfficeResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => Office, { nullable: true, description: 'An office by its code.' })
  office(
    @Args('code', { description: 'E.g. DINKES.' }) code: string,
    @CurrentAsking() asking: Asking,
  ): Office | null {
    return officeOf(code, this.#readings.of(asking));
  }

  @Query(() => OfficeConnection, { description: 'All offices, also ended ones, by code.' })
  offices(@Args() args: PageArgs, @CurrentAsking() asking: Asking): Connection<Office> {
    const reading = this.#readings.of(asking);
    const page = pageOf(args);
    const keyset = keysetOf(page, { key: 'code', id: 'code', descending: false });
    const { db, today } = reading;
    const rows = listOffices(db, today, { ...keyset, limit: page.limit + 1 });
    return connectionOf(rows, page, {
      cursor: ({ code }) => ({ key: code, id: code }),
      node: (row) => new Office(row, reading),
      total: () => countOffices(db, COUNT_LIMIT + 1),
    });
  }

  @Mutation(() => OfficePayload, { description: 'Opens an office. Admin.' })
  async openOffice(
    @Args('input') input: inputs.OpenOfficeInput,
    @CurrentAsking() asking: Asking,
  ): Promise<OfficePayload> {
    const { code, name, kind, parentCode, from } = input;
    const parent = given({ parent: parentCode as OfficeCode | null | undefined });
    return this.#office('openOffice', input, asking, {
      code,
      command: { type: 'OpenOffice', code: code as OfficeCode, name, kind, from, ...parent },
    });
  }

  @Mutation(() => OfficePayload, { description: 'Renames an office from a day on. Admin.' })
  async renameOffice(
    @Args('input') input: inputs.RenameOfficeInput,
    @CurrentAsking() asking: Asking,
  ): Promise<OfficePayload> {
    const { officeCode, name, from } = input;
    return this.#office('renameOffice', input, asking, {
      code: officeCode,
      command: { type: 'RenameOffice', name, from },
    });
  }

  @Mutation(() => OfficePayload, { description: 'Ends an office with a day. Admin.' })
  async endOffice(
    @Args('input') input: inputs.EndOfficeInput,
    @CurrentAsking() asking: Asking,
  ): Promise<OfficePayload> {
    const { officeCode, until, successorCodes, reason } = input;
    const successors = successorCodes as OfficeCode[];
    return this.#office('endOffice', input, asking, {
      code: officeCode,
      command: { type: 'EndOffice', until, successors, reason },
    });
  }

  @Mutation(() => AppointmentPayload, {
    description: 'Puts a person into a post. Admin, and not themselves.',
  })
  async appoint(
    @Args('input') input: inputs.AppointInput,
    @CurrentAsking() asking: Asking,
  ): Promise<AppointmentPayload> {
    const { idempotencyKey: _, personId, officeCode, actingForAppointmentId, ...rest } = input;
    const { until, unmaskUntil, ...post } = rest;
    const actingFor = actingForAppointmentId as AppointmentId | null | undefined;
    const appointed = {
      ...post,
      person: personId as PersonId,
      office: officeCode as OfficeCode,
      ...given({ until, unmaskUntil, actingFor }),
    };
    const call = { mutation: 'appoint', asking, input, entity: '' };
    return this.#appointment(asking, new HandleAppointment(call, { type: 'Appoint', appointed }));
  }

  @Mutation(() => AppointmentPayload, { description: 'Ends an appointment with a day. Admin.' })
  async endAppointment(
    @Args('input') input: inputs.EndAppointmentInput,
    @CurrentAsking() asking: Asking,
  ): Promise<AppointmentPayload> {
    const { appointmentId, until, reason } = input;
    const id = appointmentId as AppointmentId;
    const call = { mutation: 'endAppointment', asking, input, entity: id };
    const command = { type: 'EndAppointment', id, until, reason } as const;
    return this.#appointment(asking, new HandleAppointment(call, command));
  }

  async #office(
    mutation: string,
    input: { idempotencyKey?: string | null },
    asking: Asking,
    { code, command }: { code: string; command: HandleOffice['command'] },
  ): Promise<OfficePayload> {
    const call = { mutation, asking, input, entity: code };
    const envelope = new HandleOffice(call, code as OfficeCode, command);
    const handled = await this.#bus.execute<HandleOffice, Handled>(envelope);
    const reading = await this.#after(handled, asking);
    return { ...handled, office: reading && officeOf(handled.id, reading) };
  }

  async #appointment(asking: Asking, envelope: HandleAppointment): Promise<AppointmentPayload> {
    const handled = await this.#bus.execute<HandleAppointment, Handled>(envelope);
    const reading = await this.#after(handled, asking);
    return { ...handled, appointment: reading && appointmentOf(handled.id, reading) };
  }

  /** Null while this node cannot show the write yet. */
  async #after({ position }: Handled, asking: Asking): Promise<Reading | null> {
    return (await this.#commands.isVisible(position)) ? this.#readings.of(asking) : null;
  }
}
