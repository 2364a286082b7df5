import { Injectable } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { ICommandHandler } from '@nestjs/cqrs';
import { matches } from 'class-validator';
import type { KeyId, PersonId } from '#kernel';
import { Commands, SignIns, UsernameTaken, isHandled, refused, signedIn } from '#access';
import type { Call, Handled, Permits } from '#access';
import { Transact, alsoBefore, derivedId, stepOf } from '#event-store';
import type { Envelope, StreamKind, Transacted } from '#event-store';
import { ReadModel, openKept } from '#read-model';
import { Vault } from '#sealing';
import { PERSON_LIMITS, PHONE, isAddress, personCodec } from './codec.ts';
import { person } from './domain/person.ts';
import type {
  Identity,
  Person,
  PersonCommand,
  PersonEvent,
  PersonField,
  PersonRejection,
} from './domain/person.ts';
import { isOrdered } from './erasures.queries.ts';
import { COLUMN_OF } from './persons.projection.ts';
import { findPerson } from './persons.queries.ts';
import type { PersonRow } from './persons.queries.ts';
import type { Requester } from './requester.ts';

export const personKind: StreamKind<PersonCommand, PersonEvent, Person, PersonRejection> = {
  category: 'person',
  decider: person,
  codec: personCodec,
};

type PersonKeys = Extract<PersonCommand, { type: 'RegisterPerson' }>['keys'];

/** Where somebody is only looked at, and never registered. */
const NO_KEYS: PersonKeys = { person: '' as KeyId };

const registration = (identity: Identity<string>, keys: PersonKeys): PersonCommand => ({
  type: 'RegisterPerson',
  staff: identity.kind === 'STAFF',
  keys,
  ...identity,
});

/** Somebody a command is about; with an identity, they are new. `fault`: its wrong field. */
export type Someone = { id: PersonId; identity?: Identity<string>; fault?: string };

/** Who may become a person, and the ids they get; for every slice that meets somebody new. */
@Injectable()
export class Persons {
  readonly #transact: Transact;
  readonly #vault: Vault;

  constructor(transact: Transact, vault: Vault) {
    this.#transact = transact;
    this.#vault = vault;
  }

  /** Of the same command always the same person. */
  idFrom(envelope: Envelope, as: string): PersonId {
    return derivedId<PersonId>(envelope.commandId, as);
  }

  /** What a registration would be refused for, asked before anything is recorded. */
  fault(identity: Identity<string>): string | undefined {
    const decision = person.decide(registration(identity, NO_KEYS), person.initialState);
    return 'rejected' in decision ? decision.field : undefined;
  }

  async register(
    id: PersonId,
    identity: Identity<string>,
    envelope: Envelope,
  ): Promise<Transacted<Person, PersonRejection>> {
    const command = registration(identity, await this.#keysOf(identity));
    return this.#transact.run(personKind, id, command, envelope);
  }

  /** Who they are, with whoever stands for them; they themselves first. */
  people(requester: Requester, envelope: Envelope, as = 'requester'): Someone[] {
    if ('known' in requester) return [{ id: requester.known }];
    const { identity, representedBy } = requester;
    const others =
      representedBy === undefined
        ? []
        : this.people(representedBy, envelope, `${as}.representedBy`);
    const full = others[0] === undefined ? identity : { ...identity, representedBy: others[0].id };
    const wrong = full.kind === 'STAFF' ? 'kind' : this.fault(full);
    const fault = wrong === undefined ? {} : { fault: `${as}.${wrong}` };
    return [{ id: this.idFrom(envelope, as), identity: full, ...fault }, ...others];
  }

  /**
   * The envelope with which a command names them: those who are new are registered when it was
   * accepted, whoever is named by another first.
   */
  registering(people: readonly Someone[], envelope: Envelope): Envelope {
    return alsoBefore(envelope, async () => {
      for (const { id, identity } of [...people].reverse()) {
        if (identity === undefined) continue;
        await this.register(id, identity, stepOf(envelope, `person ${id}`));
      }
      return true;
    });
  }

  async #keysOf({ kind }: Identity<string>): Promise<PersonKeys> {
    const key = { person: await this.#vault.takeKey() };
    return kind === 'STAFF' ? { ...key, name: await this.#vault.takeKey() } : key;
  }
}

type PersonIntent =
  | { type: 'RegisterStaff'; name: string; username: string }
  | { type: 'ResetPassword'; id: PersonId }
  | { type: 'MergePersons'; keep: PersonId; drop: PersonId; reason: string }
  | { type: 'CorrectPerson'; id: PersonId; field: PersonField; to: string | null; reason: string };

/** In characters; codes and ids are short. */
const LONGEST: Partial<Record<PersonField, number>> = {
  NAME: PERSON_LIMITS.name,
  IDENTITY_NUMBER: PERSON_LIMITS.identityNumber,
  EMAIL: PERSON_LIMITS.email,
  PHONE: PERSON_LIMITS.phone,
  ADDRESS: PERSON_LIMITS.address,
  ORGANISATION: PERSON_LIMITS.organisation,
  OCCUPATION: PERSON_LIMITS.occupation,
};

/** The envelope of every command about a person. */
export class HandlePerson {
  readonly call: Call;
  readonly intent: PersonIntent;

  constructor(call: Call, intent: PersonIntent) {
    this.call = call;
    this.intent = intent;
  }
}

export type HandledPerson = Handled & { firstPassword: string | null };

@CommandHandler(HandlePerson)
export class PersonHandler implements ICommandHandler<HandlePerson, HandledPerson> {
  readonly #commands: Commands;
  readonly #signIns: SignIns;
  readonly #persons: Persons;
  readonly #model: ReadModel;
  readonly #vault: Vault;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    signIns: SignIns,
    persons: Persons,
    model: ReadModel,
    vault: Vault,
  ) {
    this.#commands = commands;
    this.#signIns = signIns;
    this.#persons = persons;
    this.#model = model;
    this.#vault = vault;
  }

  async execute({ call, intent }: HandlePerson): Promise<HandledPerson> {
    switch (intent.type) {
      case 'RegisterStaff':
        return this.#registerStaff(call, intent);
      case 'ResetPassword':
        return this.#resetPassword(call, intent.id);
      case 'CorrectPerson':
        return { ...(await this.#correct(call, intent)), firstPassword: null };
      case 'MergePersons':
        return { ...(await this.#merge(call, intent)), firstPassword: null };
    }
  }

  /** A crash before the account was made is mended by the same command sent again. */
  async #registerStaff(
    call: Call,
    { name, username }: Extract<PersonIntent, { type: 'RegisterStaff' }>,
  ): Promise<HandledPerson> {
    const authorised = await this.#commands.authorise(call, ({ role }) => role === 'ADMIN');
    if (isHandled(authorised)) return { ...authorised, firstPassword: null };
    const { envelope } = authorised;
    const id = this.#persons.idFrom(envelope, 'staff');
    const known = await this.#signIns.hasAccount(id);
    if (!known && (await this.#signIns.isTaken(username))) {
      return { ...refused(call, 'INVALID_INPUT', 'username'), firstPassword: null };
    }
    const registered = await this.#persons.register(id, { kind: 'STAFF', name }, envelope);
    const handled = this.#commands.outcome(call, id, registered);
    if (handled.userErrors.length > 0 || known) return { ...handled, firstPassword: null };
    try {
      return { ...handled, firstPassword: await this.#signIns.register(username, id) };
    } catch (error) {
      // Another node gave it to somebody else at this moment; this person has no account yet.
      if (!(error instanceof UsernameTaken)) throw error;
      return { ...refused(call, 'INVALID_INPUT', 'username'), firstPassword: null };
    }
  }

  async #resetPassword(call: Call, id: PersonId): Promise<HandledPerson> {
    const authorised = await this.#commands.authorise(call, ({ role }) => role === 'ADMIN');
    if (isHandled(authorised)) return { ...authorised, firstPassword: null };
    if (!(await this.#signIns.hasAccount(id))) {
      return { ...refused(call, 'NOT_FOUND', 'personId'), firstPassword: null };
    }
    const { done, firstPassword } = await this.#signIns.reset(id, authorised.envelope);
    return { ...this.#commands.outcome(call, id, done), firstPassword };
  }

  /** Staff are corrected by the admin, everyone else by the coordinator. */
  async #correct(
    call: Call,
    { id, field, to, reason }: Extract<PersonIntent, { type: 'CorrectPerson' }>,
  ): Promise<Handled> {
    const row = findPerson(this.#model.db, id);
    const keeper = row?.staff === 1 ? 'ADMIN' : 'COORDINATOR';
    const permits: Permits = ({ role }) => role === keeper;
    const hidden = row?.staff !== 1 && signedIn(call.asking).actor(permits) === 'NOT_PERMITTED';
    if (row === undefined || hidden) return refused(call, 'NOT_FOUND', 'personId');
    const authorised = await this.#commands.authorise(call, permits);
    if (isHandled(authorised)) return authorised;
    if (!this.#fits(field, to)) return refused(call, 'INVALID_INPUT', 'value');
    const from = this.#valueOf(row, field);
    const command = { type: 'CorrectPerson', field, from, to, reason } as const;
    const { envelope } = authorised;
    return this.#commands.record(call, personKind, { id, command, envelope });
  }

  /** The payload shows who is kept. */
  async #merge(
    call: Call,
    { keep, drop, reason }: Extract<PersonIntent, { type: 'MergePersons' }>,
  ): Promise<Handled> {
    const authorised = await this.#commands.authorise(call, ({ role }) => role === 'COORDINATOR');
    if (isHandled(authorised)) return authorised;
    const kept = findPerson(this.#model.db, keep);
    const dropped = findPerson(this.#model.db, drop);
    if (kept === undefined) return refused(call, 'NOT_FOUND', 'keepPersonId');
    if (dropped === undefined) return refused(call, 'NOT_FOUND', 'dropPersonId');
    if (keep === drop) return refused(call, 'INVALID_INPUT', 'keepPersonId');
    // Of whom an erasure is ordered stays who it was ordered of.
    if ([keep, drop].some((id) => isOrdered(this.#model.db, id))) {
      return refused(call, 'INVALID_STATE');
    }
    const command = {
      type: 'MergePerson',
      into: keep,
      kept: { staff: kept.staff === 1, merged: kept.merged_into !== null },
      erased: kept.erased === 1 || dropped.erased === 1,
      reason,
    } as const;
    const { envelope } = authorised;
    const merged = await this.#commands.record(call, personKind, { id: drop, command, envelope });
    return { ...merged, id: merged.id === null ? null : keep };
  }

  #valueOf(row: PersonRow, field: PersonField): string | null {
    const value = row[COLUMN_OF[field] as keyof PersonRow] as string | null;
    const inClear = ['KIND', 'IDENTITY_KIND', 'REPRESENTED_BY'].includes(field);
    return inClear ? value : openKept(this.#vault, value);
  }

  #fits(field: PersonField, value: string | null): boolean {
    if (value === null) return field !== 'KIND';
    if ([...value].length > (LONGEST[field] ?? 40)) return false;
    if (field === 'EMAIL') return isAddress(value);
    if (field === 'PHONE') return matches(value, PHONE);
    return field !== 'REPRESENTED_BY' || findPerson(this.#model.db, value) !== undefined;
  }
}
