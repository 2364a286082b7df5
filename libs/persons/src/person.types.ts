import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Actor as StoredActor, Capacity, PersonId, Position, Role } from '#kernel';
import type { Reading } from '#access';
import { Node, PositionScalar, UserError, connectionTypes, enumOf } from '#graphql/api';
import { Appointment, CapacityEnum, Office, RoleEnum, appointmentOf, officeOf } from '#offices/api';
import { appointmentsOfPerson } from '#offices';
import { openKept } from '#read-model';
import type { PersonalSight } from '#read-model';
import { IDENTITY_KINDS, PERSON_CODES, PERSON_KINDS, PERSON_TEXTS } from './domain/person.ts';
import type { IdentityKind, PersonKind } from './domain/person.ts';
import { heldAmong } from './erasure-bars.ts';
import { findKept, findPerson } from './persons.queries.ts';
import type { PersonRow } from './persons.queries.ts';

export const PersonKindEnum = enumOf(PERSON_KINDS);
registerEnumType(PersonKindEnum, {
  name: 'PersonKind',
  description: 'What a person is to the city.',
  valuesMap: {
    CITIZEN: { description: 'A citizen.' },
    LEGAL_BODY: { description: 'A legal body.' },
    GROUP: { description: 'A group of people.' },
    JOURNALIST: { description: 'A journalist; identity numbers are never asked of the press.' },
    STAFF: { description: 'Somebody who acts in a post of the city.' },
    UNKNOWN: { description: 'Nobody knows.' },
  },
});

export const IdentityKindEnum = enumOf(IDENTITY_KINDS);
registerEnumType(IdentityKindEnum, {
  name: 'IdentityKind',
  description: 'Which proof of identity was shown. Never asked of journalists.',
  valuesMap: {
    NIK: { description: 'Population number.' },
    LEGAL_ENTITY_DECREE: { description: 'Decree of a legal body.' },
    FAMILY_CARD_OR_KIA: { description: 'Family card or child identity card.' },
    OTHER: { description: 'Another proof.' },
    NOT_SHOWN: { description: 'Asked, not shown.' },
  },
});

export const PersonFieldEnum = enumOf([...PERSON_TEXTS, ...PERSON_CODES]);
registerEnumType(PersonFieldEnum, {
  name: 'PersonField',
  description: 'What can be corrected about a person.',
  valuesMap: {
    KIND: { description: 'What the person is; staff stay staff.' },
    NAME: { description: 'The name.' },
    IDENTITY_KIND: { description: 'Which proof was shown.' },
    IDENTITY_NUMBER: { description: 'Its number; not of journalists.' },
    EMAIL: { description: 'E-mail address.' },
    PHONE: { description: 'Telephone number.' },
    ADDRESS: { description: 'Postal address.' },
    ORGANISATION: { description: 'Whom they belong to.' },
    OCCUPATION: { description: 'What they do.' },
    REPRESENTED_BY: { description: 'Id of the attorney or guardian.' },
  },
});

@ObjectType({
  implements: () => [Node],
  description:
    'A human known by an id. Names of staff are always shown; what identifies anyone else ' +
    'is masked in lists and for auditors, and null where the viewer may not see it.',
})
export class Person implements Node {
  readonly #row: PersonRow;
  readonly #reading: Reading;
  readonly #sight: PersonalSight;
  readonly #shownIn: string | undefined;

  /**
   * @param sight of who this is; the name of staff is seen by everyone.
   * @param shownIn the case that shows them, which is noted with the person.
   */
  constructor(row: PersonRow, reading: Reading, sight: PersonalSight, shownIn?: string) {
    this.#row = row;
    this.#reading = reading;
    this.#sight = sight;
    this.#shownIn = shownIn;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.#row.id;
  }

  @Field(() => Int, { description: 'Counts its events; for expectedVersion.' })
  get version(): number {
    return this.#row.version;
  }

  @Field(() => PersonKindEnum, { description: 'What the person is to the city.' })
  get kind(): PersonKind {
    return this.#row.kind;
  }

  @Field({ description: 'Acts in a post of the city.' })
  get staff(): boolean {
    return this.#row.staff === 1;
  }

  @Field(() => String, { nullable: true, description: 'Always shown of staff.' })
  get name(): string | null {
    return this.staff ? openKept(this.#reading.texts, this.#row.name) : this.#open('name');
  }

  @Field(() => IdentityKindEnum, { nullable: true, description: 'Which proof was shown.' })
  get identityKind(): IdentityKind | null {
    return this.#sight === 'CLEAR' ? this.#row.identity_kind : null;
  }

  @Field(() => String, { nullable: true, description: 'Number of that proof.' })
  get identityNumber(): string | null {
    return this.#open('identity_number');
  }

  @Field(() => String, { nullable: true, description: 'E-mail address.' })
  get email(): string | null {
    return this.#open('email');
  }

  @Field(() => String, { nullable: true, description: 'Telephone number.' })
  get phone(): string | null {
    return this.#open('phone');
  }

  @Field(() => String, { nullable: true, description: 'Postal address.' })
  get address(): string | null {
    return this.#open('address');
  }

  @Field(() => String, { nullable: true, description: 'Whom they belong to, e.g. the outlet.' })
  get organisation(): string | null {
    return this.#open('organisation');
  }

  @Field(() => String, { nullable: true, description: 'What they do.' })
  get occupation(): string | null {
    return this.#open('occupation');
  }

  @Field(() => Person, { nullable: true, description: 'Attorney or guardian.' })
  get representedBy(): Person | null {
    if (this.#sight === 'NONE') return null;
    return personOf(this.#row.represented_by, this.#reading, this.#sight, this.#shownIn);
  }

  @Field(() => [Appointment], { description: 'Of staff, in force today.' })
  get appointments(): Appointment[] {
    const { db, today } = this.#reading;
    return appointmentsOfPerson(db, this.#row.id, today).map(
      (row) => new Appointment(row, this.#reading),
    );
  }

  @Field({ description: 'Their key is destroyed: nothing is left that says who they are.' })
  get erased(): boolean {
    return findPerson(this.#reading.rules, this.#row.id)?.erased === 1;
  }

  @Field({ description: 'They, or somebody merged into them, may not be erased now.' })
  get legalHold(): boolean {
    const { rules, rulesDay } = this.#reading;
    return heldAmong(rules, this.#row.id, rulesDay).length > 0;
  }

  #open(column: Exclude<keyof PersonRow, 'version' | 'staff' | 'erased'>): string | null {
    // Of staff it is the admin's to see, and data of no case.
    const noted = this.staff ? [] : [this.id, ...(this.#shownIn ? [this.#shownIn] : [])];
    return this.#reading.openPersonal(this.#row[column], this.#sight, ...noted);
  }
}

/**
 * Of somebody who was merged, who was kept.
 * @param shownIn the case that shows them, if one does
 */
export function personOf(
  id: string | null,
  reading: Reading,
  sight: PersonalSight,
  shownIn?: string,
): Person | null {
  const row = id === null ? undefined : findKept(reading.db, id);
  return row === undefined ? null : new Person(row, reading, sight, shownIn);
}

/** What the admin sees: everything of staff, nothing of others. */
export function staffOf(id: string | null, reading: Reading): Person | null {
  const found = personOf(id, reading, reading.viewer.holds('ADMIN') ? 'CLEAR' : 'NONE');
  return found?.staff === true ? found : null;
}

@ObjectType({
  description: 'Who acted, in which post and capacity, at that time; or which part of the system.',
})
export class Actor {
  readonly #actor: StoredActor;
  readonly #reading: Reading;

  constructor(actor: StoredActor, reading: Reading) {
    this.#actor = actor;
    this.#reading = reading;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Part of the system: timer, reaction, import, operator, access. Null for a person.',
  })
  get system(): string | null {
    return 'system' in this.#actor ? this.#actor.system : null;
  }

  @Field(() => ID, {
    nullable: true,
    description:
      'The person; of a reaction, whose event it follows; of access, whose account it concerns.',
  })
  get personId(): PersonId | null {
    return this.#actor.personId ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Name of that person.' })
  get name(): string | null {
    return personOf(this.personId, this.#reading, 'NONE')?.name ?? null;
  }

  @Field(() => Office, { nullable: true, description: 'The office they acted for.' })
  get office(): Office | null {
    return 'role' in this.#actor ? officeOf(this.#actor.office, this.#reading) : null;
  }

  @Field(() => RoleEnum, { nullable: true, description: 'The role they acted in.' })
  get role(): Role | null {
    return 'role' in this.#actor ? this.#actor.role : null;
  }

  @Field(() => String, { nullable: true, description: 'The post they acted in.' })
  get post(): string | null {
    return 'role' in this.#actor ? this.#actor.post : null;
  }

  @Field(() => CapacityEnum, { nullable: true, description: 'Definitive or acting.' })
  get capacity(): Capacity | null {
    return 'role' in this.#actor ? this.#actor.capacity : null;
  }

  @Field(() => String, { nullable: true, description: 'Number of the letter of the mandate.' })
  get mandateNumber(): string | null {
    return 'role' in this.#actor ? this.#actor.mandateNumber : null;
  }

  @Field(() => Appointment, { nullable: true, description: 'PLH: for whose appointment.' })
  get actingFor(): Appointment | null {
    const id = 'role' in this.#actor ? this.#actor.actingFor : undefined;
    return appointmentOf(id ?? null, this.#reading);
  }
}

export const { Connection: PersonConnection } = connectionTypes(Person, 'Person');

@ObjectType({ description: 'The person, or why not.' })
export class PersonPayload {
  @Field(() => Person, { nullable: true, description: 'Null when refused or not yet to be seen.' })
  person!: Person | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a new or reset account: returned once, to be changed at the first sign-in.',
  })
  firstPassword!: string | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}
