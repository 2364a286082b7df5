import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayMaxSize, IsOptional } from 'class-validator';
import type { Capacity, Day, Role } from '#kernel';
import {
  DateScalar,
  IsId,
  Repeatable,
  IsOfficeCode,
  IsText,
  IsVersion,
  OptionalId,
  OptionalOfficeCode,
  Reason,
} from '#graphql/api';
import type { OfficeKind } from './domain/office.ts';
import { CapacityEnum, OfficeKindEnum, RoleEnum } from './office.types.ts';

const VERSION = { nullable: true, description: 'Refuse with CONFLICT if it has moved on.' };
const REASON = { description: 'Must not name a person: it is sealed with a key that stays.' };

@InputType({ description: 'Opens an office from a day on.' })
export class OpenOfficeInput extends Repeatable {
  @Field({ description: 'Capital letters, digits and hyphens; it never changes.' })
  @IsOfficeCode()
  code!: string;

  @Field({ description: 'Its name, at most 200 characters.' })
  @IsText(200)
  name!: string;

  @Field(() => OfficeKindEnum, { description: 'What kind of body it is.' })
  kind!: OfficeKind;

  @Field(() => String, { nullable: true, description: 'Code of the office it belongs to.' })
  @OptionalOfficeCode()
  parentCode?: string | null;

  @Field(() => DateScalar, { description: 'The first day.' })
  from!: Day;
}

@InputType({ description: 'Gives an office another name from a day on.' })
export class RenameOfficeInput extends Repeatable {
  @Field({ description: 'Which office.' })
  @IsOfficeCode()
  officeCode!: string;

  @Field({ description: 'The new name, at most 200 characters.' })
  @IsText(200)
  name!: string;

  @Field(() => DateScalar, { description: 'From which day on.' })
  from!: Day;
}

@InputType({ description: 'Ends an office; a merger or a split names its successors.' })
export class EndOfficeInput extends Repeatable {
  @Field({ description: 'Which office.' })
  @IsOfficeCode()
  officeCode!: string;

  @Field(() => DateScalar, { description: 'The last day.' })
  until!: Day;

  @Field(() => [String], { description: 'Codes of the offices that carry on; at most 20.' })
  @ArrayMaxSize(20)
  @IsText(32, { each: true })
  successorCodes!: string[];

  @Field(REASON)
  @Reason()
  reason!: string;
}

@InputType({ description: 'Puts a person into a post.' })
export class AppointInput extends Repeatable {
  @Field(() => ID, { description: 'A member of staff.' })
  @IsId()
  personId!: string;

  @Field({ description: 'The office of the post.' })
  @IsOfficeCode()
  officeCode!: string;

  @Field(() => RoleEnum, { description: 'What the person may do in it.' })
  role!: Role;

  @Field({ description: 'Jabatan, e.g. Sekretaris.' })
  @IsText(200)
  post!: string;

  @Field(() => CapacityEnum, { description: 'Definitive or acting.' })
  capacity!: Capacity;

  @Field({ description: 'Number of the letter that gives the mandate.' })
  @IsText(100)
  mandateNumber!: string;

  @Field(() => DateScalar, { description: 'Date of that letter.' })
  mandateDate!: Day;

  @Field(() => ID, {
    nullable: true,
    description:
      'Whose appointment it stands in for: of the same role and office, no longer than it.',
  })
  @OptionalId()
  actingForAppointmentId?: string | null;

  @Field(() => DateScalar, { description: 'The first day.' })
  from!: Day;

  @Field(() => DateScalar, { nullable: true, description: 'The last day, where it is known.' })
  @IsOptional()
  until?: Day | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: 'Auditors with a mandate to see personal data: until this day.',
  })
  @IsOptional()
  unmaskUntil?: Day | null;
}

@InputType({ description: 'Ends an appointment with a day.' })
export class EndAppointmentInput extends Repeatable {
  @Field(() => Int, VERSION)
  @IsVersion()
  expectedVersion?: number | null;

  @Field(() => ID, { description: 'Which appointment.' })
  @IsId()
  appointmentId!: string;

  @Field(() => DateScalar, { description: 'The last day.' })
  until!: Day;

  @Field(REASON)
  @Reason()
  reason!: string;
}
