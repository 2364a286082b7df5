import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CAPACITIES, ROLES } from '#kernel';
import type { Capacity, Day, PersonId, Position, Role } from '#kernel';
import type { Reading } from '#access';
import { DateScalar, Node, PositionScalar, UserError, connectionTypes, enumOf } from '#graphql/api';
import { OFFICE_KINDS } from './domain/office.ts';
import type { OfficeKind } from './domain/office.ts';
import { appointmentsOfOffice, findAppointment, findOffice, isActive } from './offices.queries.ts';
import type { AppointmentRow, OfficeRow } from './offices.queries.ts';

export const OfficeKindEnum = enumOf(OFFICE_KINDS);
registerEnumType(OfficeKindEnum, {
  name: 'OfficeKind',
  description: 'What kind of body an office is.',
  valuesMap: {
    SECRETARIAT: { description: 'Sekretariat.' },
    INSPECTORATE: { description: 'Inspektorat.' },
    DEPARTMENT: { description: 'Dinas.' },
    AGENCY: { description: 'Badan.' },
    HOSPITAL: { description: 'Rumah sakit daerah.' },
    DISTRICT: { description: 'Kecamatan.' },
    SUBDISTRICT: { description: 'Kelurahan.' },
    OTHER: { description: 'Any other body.' },
  },
});

export const RoleEnum = enumOf(ROLES);
registerEnumType(RoleEnum, {
  name: 'Role',
  description: 'What a person may do in their post.',
  valuesMap: {
    OFFICE_OFFICER: { description: 'Petugas OPD: prepares what the office contributes.' },
    OFFICE_LEAD: { description: 'PPID Pelaksana: signs what the office contributes.' },
    COORDINATOR: { description: 'Petugas IKP Diskominfo: routes requests and reviews texts.' },
    LEGAL_REVIEWER: { description: 'Bagian Hukum: takes part in consequence tests.' },
    LEADERSHIP: { description: 'On behalf of the mayor: decides sensitive texts.' },
    APPROVER: { description: 'PPID Utama: gives the last word on outbound information.' },
    PPID_SUPERIOR: { description: 'Atasan PPID: decides objections.' },
    AUDITOR: { description: 'Reads everything recorded, changes nothing.' },
    ADMIN: { description: 'Keeps offices, staff, appointments and accounts.' },
    INTAKE_SERVICE: { description: 'A program that delivers requests.' },
  },
});

export const CapacityEnum = enumOf(CAPACITIES);
registerEnumType(CapacityEnum, {
  name: 'Capacity',
  description: 'In which capacity a post is held.',
  valuesMap: {
    DEFINITIVE: { description: 'Definitif.' },
    PLT: { description: 'Plt.: acting, on a vacant post.' },
    PLH: { description: 'Plh.: acting while the holder is away.' },
    PJ: { description: 'Pj.: acting head.' },
  },
});

@ObjectType({
  implements: () => [Node],
  description: 'A body of the city (OPD), known by a code that never changes.',
})
export class Office implements Node {
  readonly #row: OfficeRow;
  readonly #reading: Reading;

  constructor(row: OfficeRow, reading: Reading) {
    this.#row = row;
    this.#reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.#row.code;
  }

  @Field({ description: 'Its code, e.g. DINKES; it never changes.' })
  get code(): string {
    return this.#row.code;
  }

  @Field({ description: 'Its name on that day.' })
  get name(): string {
    return this.#row.name;
  }

  @Field(() => OfficeKindEnum, { description: 'What kind of body it is.' })
  get kind(): OfficeKind {
    return this.#row.kind;
  }

  @Field(() => Office, { nullable: true, description: 'The office it belongs to.' })
  get parent(): Office | null {
    return officeOf(this.#row.parent, this.#reading);
  }

  @Field({ description: 'It has begun and has not ended.' })
  get active(): boolean {
    return isActive(this.#row, this.#reading.today);
  }

  @Field(() => DateScalar, { description: 'The first day.' })
  get from(): Day {
    return this.#row.from;
  }

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null while it goes on.' })
  get until(): Day | null {
    return this.#row.until;
  }

  @Field(() => [Office], { description: 'Who carries on its work after its end.' })
  get successors(): Office[] {
    const found = this.#row.successors.map((code) => officeOf(code, this.#reading));
    return found.filter((office) => office !== null);
  }

  @Field(() => [Appointment], { description: 'In force today.' })
  get appointments(): Appointment[] {
    const { db, today } = this.#reading;
    return appointmentsOfOffice(db, this.#row.code, today).map(
      (row) => new Appointment(row, this.#reading),
    );
  }
}

@ObjectType({
  implements: () => [Node],
  description: 'Who holds which post, from when to when, in which capacity, by which mandate.',
})
export class Appointment implements Node {
  readonly row: AppointmentRow;
  readonly reading: Reading;

  constructor(row: AppointmentRow, reading: Reading) {
    this.row = row;
    this.reading = reading;
  }

  @Field(() => ID, { description: 'Global and opaque; for x-acting-as.' })
  get id(): string {
    return this.row.id;
  }

  @Field(() => Int, { description: 'Counts its events; for expectedVersion.' })
  get version(): number {
    return this.row.version;
  }

  get personId(): PersonId {
    return this.row.person;
  }

  @Field(() => Office, { description: 'The office of the post.' })
  get office(): Office {
    const office = officeOf(this.row.office, this.reading);
    if (office === null) throw new Error(`appointment ${this.row.id} names an unknown office`);
    return office;
  }

  @Field(() => RoleEnum, { description: 'What the person may do in it.' })
  get role(): Role {
    return this.row.role;
  }

  @Field({ description: 'Jabatan, e.g. Sekretaris.' })
  get post(): string {
    return this.row.post;
  }

  @Field(() => CapacityEnum, { description: 'Definitive or acting.' })
  get capacity(): Capacity {
    return this.row.capacity;
  }

  @Field({ description: 'Number of the letter that gives the mandate.' })
  get mandateNumber(): string {
    return this.row.mandateNumber;
  }

  @Field(() => DateScalar, { description: 'Date of that letter.' })
  get mandateDate(): Day {
    return this.row.mandateDate;
  }

  @Field(() => Appointment, {
    nullable: true,
    description: 'PLH and deputies: whose appointment it stands in for.',
  })
  get actingFor(): Appointment | null {
    return appointmentOf(this.row.actingFor, this.reading);
  }

  @Field(() => DateScalar, { description: 'The first day.' })
  get from(): Day {
    return this.row.from;
  }

  @Field(() => DateScalar, { nullable: true, description: 'The last day; null while open.' })
  get until(): Day | null {
    return this.row.until;
  }

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Auditors with a mandate to see personal data: until this day.',
  })
  get unmaskUntil(): Day | null {
    return this.row.unmaskUntil;
  }
}

export function officeOf(code: string | null, reading: Reading): Office | null {
  const row = code === null ? undefined : findOffice(reading.db, code, reading.today);
  return row === undefined ? null : new Office(row, reading);
}

export function appointmentOf(id: string | null, reading: Reading): Appointment | null {
  const row = id === null ? undefined : findAppointment(reading.db, id);
  return row === undefined ? null : new Appointment(row, reading);
}

export const { Connection: OfficeConnection } = connectionTypes(Office, 'Office');

@ObjectType({ description: 'The office, or why not.' })
export class OfficePayload {
  @Field(() => Office, { nullable: true, description: 'Null when refused or not yet to be seen.' })
  office!: Office | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}

@ObjectType({ description: 'The appointment, or why not.' })
export class AppointmentPayload {
  @Field(() => Appointment, {
    nullable: true,
    description: 'Null when refused or not yet to be seen.',
  })
  appointment!: Appointment | null;

  @Field(() => [UserError], { description: 'Empty when it took effect.' })
  userErrors!: UserError[];

  @Field(() => PositionScalar, { nullable: true, description: 'For x-min-position.' })
  position!: Position | null;
}
