import { CommandBus } from '@nestjs/cqrs';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { PersonId } from '#kernel';
import { Commands, CurrentAsking, Readings } from '#access';
import type { Asking, Call, Reading } from '#access';
import { PageArgs, connectionOf, pageOf } from '#graphql/api';
import type { Connection, Page } from '#graphql/api';
import { Appointment } from '#offices/api';
import { MergePersonsInput } from './erasure.inputs.ts';
import { HandlePerson } from './person.handler.ts';
import type { HandledPerson } from './person.handler.ts';
import { CorrectPersonInput, RegisterStaffInput, ResetPasswordInput } from './person.inputs.ts';
import { Person, PersonConnection, PersonPayload, personOf } from './person.types.ts';
import { listStaff } from './persons.queries.ts';

@Resolver(() => Appointment)
export class AppointmentPersonResolver {
  @ResolveField(() => Person, { description: 'Who holds the post.' })
  person(@Parent() { personId, reading }: Appointment): Person {
    const found = personOf(personId, reading, reading.viewer.holds('ADMIN') ? 'CLEAR' : 'NONE');
    if (found === null) throw new Error('an appointment names an unknown person');
    return found;
  }
}

@Resolver(() => Person)
export class PersonResolver {
  readonly #bus: CommandBus;
  readonly #commands: Commands;
  readonly #readings: Readings;

  constructor(bus: CommandBus, commands: Commands, readings: Readings) {
    this.#bus = bus;
    this.#commands = commands;
    this.#readings = readings;
  }

  @Query(() => PersonConnection, {
    nullable: true,
    description: 'Staff by name or office, for the admin; null for anyone else.',
  })
  persons(
    @Args() args: PageArgs,
    @Args('search', { type: () => String, nullable: true, description: 'Part of the name.' })
    search: string | null | undefined,
    @Args('officeCode', { type: () => String, nullable: true, description: 'Holds a post there.' })
    officeCode: string | null | undefined,
    @CurrentAsking() asking: Asking,
  ): Connection<Person> | null {
    const reading = this.#readings.of(asking);
    if (!reading.viewer.holds('ADMIN')) return null;
    const found = staffNamed(reading, search ?? '', officeCode ?? undefined);
    const page = pageOf(args);
    return connectionOf(cut(found, page), page, {
      cursor: ({ id }) => ({ key: null, id }),
      node: (person) => person,
      total: () => found.length,
    });
  }

  @Mutation(() => PersonPayload, {
    description: 'Registers a member of staff and their account. Admin.',
  })
  async registerStaff(
    @Args('input') input: RegisterStaffInput,
    @CurrentAsking() asking: Asking,
  ): Promise<PersonPayload> {
    const { name, username } = input;
    const call = { mutation: 'registerStaff', asking, input, entity: '' };
    return this.#handle(new HandlePerson(call, { type: 'RegisterStaff', name, username }));
  }

  @Mutation(() => PersonPayload, { description: 'Gives an account a new first password. Admin.' })
  async resetPassword(
    @Args('input') input: ResetPasswordInput,
    @CurrentAsking() asking: Asking,
  ): Promise<PersonPayload> {
    const id = input.personId as PersonId;
    const call = { mutation: 'resetPassword', asking, input, entity: id };
    return this.#handle(new HandlePerson(call, { type: 'ResetPassword', id }));
  }

  @Mutation(() => PersonPayload, {
    description: 'Corrects a person: staff by the admin, everyone else by the coordinator.',
  })
  async correctPerson(
    @Args('input') input: CorrectPersonInput,
    @CurrentAsking() asking: Asking,
  ): Promise<PersonPayload> {
    const { personId, field, value, reason } = input;
    const id = personId as PersonId;
    const call: Call = { mutation: 'correctPerson', asking, input, entity: id };
    const intent = { type: 'CorrectPerson', id, field, to: value ?? null, reason } as const;
    return this.#handle(new HandlePerson(call, intent));
  }

  @Mutation(() => PersonPayload, {
    description:
      'Two persons are one human: cases of one show the other. Never staff. Coordinator.',
  })
  async mergePersons(
    @Args('input') input: MergePersonsInput,
    @CurrentAsking() asking: Asking,
  ): Promise<PersonPayload> {
    const { keepPersonId, dropPersonId, reason } = input;
    const [keep, drop] = [keepPersonId as PersonId, dropPersonId as PersonId];
    const call: Call = { mutation: 'mergePersons', asking, input, entity: drop };
    return this.#handle(new HandlePerson(call, { type: 'MergePersons', keep, drop, reason }));
  }

  async #handle(envelope: HandlePerson): Promise<PersonPayload> {
    const handled = await this.#bus.execute<HandlePerson, HandledPerson>(envelope);
    const visible = await this.#commands.isVisible(handled.position);
    const { asking } = envelope.call;
    const reading = this.#readings.of(asking);
    const shown = reading.viewer.holds('ADMIN', 'COORDINATOR') ? 'CLEAR' : 'NONE';
    return { ...handled, person: visible ? personOf(handled.id, reading, shown) : null };
  }
}

/** More staff than any city has in one place; the list is cut there. */
const MOST_STAFF = 10_000;

/** Names are sealed, so they are opened, compared and put in order here. */
function staffNamed(reading: Reading, search: string, office: string | undefined): Person[] {
  const holds = `EXISTS (SELECT 1 FROM appointments a WHERE a.person = p.id AND a.office = ?
    AND a.from_day <= ? AND (a.until_day IS NULL OR a.until_day >= ?))`;
  const { db, today } = reading;
  const rows = listStaff(db, {
    where: office === undefined ? [] : [holds],
    params: office === undefined ? [] : [office, today, today],
    orderBy: 'id',
    limit: MOST_STAFF,
  });
  const wanted = search.normalize('NFC').toLowerCase();
  return rows
    .map((row) => new Person(row, reading, 'CLEAR'))
    .filter(({ name }) => (name ?? '').toLowerCase().includes(wanted))
    .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? '', 'id') || (a.id < b.id ? -1 : 1));
}

/** What a keyset query would have read: one row more than the page, in reading order. */
function cut(all: readonly Person[], { after, before, backwards, limit }: Page): Person[] {
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after.id) + 1;
  const until = before === undefined ? all.length : all.findIndex(({ id }) => id === before.id);
  const between = all.slice(from, until < 0 ? all.length : until);
  return (backwards ? between.reverse() : between).slice(0, limit + 1);
}
