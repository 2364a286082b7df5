import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { IsOptional, Matches, MaxLength, ValidateBy } from 'class-validator';
import {
  IsId,
  Repeatable,
  IsText,
  IsVersion,
  NestedInput,
  OptionalId,
  OptionalText,
  Reason,
} from '#graphql/api';
import { USERNAME } from '#access';
import { PERSON_LIMITS, PHONE, isAddress } from './codec.ts';
import type { IdentityKind, PersonField, PersonKind } from './domain/person.ts';
import { IdentityKindEnum, PersonFieldEnum, PersonKindEnum } from './person.types.ts';

@InputType({ description: 'Either the id of a person already known, or who they are.' })
export class PersonInput {
  @Field(() => ID, { nullable: true, description: 'Somebody already known; nothing else then.' })
  @OptionalId()
  personId?: string | null;

  @Field(() => PersonKindEnum, { nullable: true, description: 'What they are; default UNKNOWN.' })
  @IsOptional()
  kind?: PersonKind | null;

  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  @OptionalText(PERSON_LIMITS.name)
  name?: string | null;

  @Field(() => IdentityKindEnum, { nullable: true, description: 'Which proof was shown.' })
  @IsOptional()
  identityKind?: IdentityKind | null;

  @Field(() => String, { nullable: true, description: 'Its number; never of journalists.' })
  @OptionalText(PERSON_LIMITS.identityNumber)
  identityNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'An e-mail address.' })
  @IsOptional()
  @ValidateBy({ name: 'isAddress', validator: { validate: isAddress } })
  @MaxLength(PERSON_LIMITS.email)
  email?: string | null;

  @Field(() => String, { nullable: true, description: 'A telephone number.' })
  @IsOptional()
  @Matches(PHONE)
  phone?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 500 characters.' })
  @OptionalText(PERSON_LIMITS.address)
  address?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  @OptionalText(PERSON_LIMITS.organisation)
  organisation?: string | null;

  @Field(() => String, { nullable: true, description: 'At most 100 characters.' })
  @OptionalText(PERSON_LIMITS.occupation)
  occupation?: string | null;

  @Field(() => PersonInput, { nullable: true, description: 'Attorney, or guardian of a child.' })
  @NestedInput(() => PersonInput)
  representedBy?: PersonInput | null;
}

@InputType({ description: 'A member of staff, with the name they sign in with.' })
export class RegisterStaffInput extends Repeatable {
  @Field({ description: 'At most 200 characters.' })
  @IsText(PERSON_LIMITS.name)
  name!: string;

  @Field({ description: 'Lower-case letters, digits, dots, hyphens and underscores; 2 to 63.' })
  @Matches(USERNAME)
  username!: string;
}

@InputType({ description: 'Gives an account a new first password.' })
export class ResetPasswordInput extends Repeatable {
  @Field(() => ID, { description: 'A member of staff.' })
  @IsId()
  personId!: string;
}

@InputType({ description: 'Corrects one field of a person; old value, new value and reason stay.' })
export class CorrectPersonInput extends Repeatable {
  @Field(() => Int, { nullable: true, description: 'Refuse with CONFLICT if it has moved on.' })
  @IsVersion()
  expectedVersion?: number | null;

  @Field(() => ID, { description: 'Which person.' })
  @IsId()
  personId!: string;

  @Field(() => PersonFieldEnum, { description: 'What was wrong.' })
  field!: PersonField;

  @Field(() => String, { nullable: true, description: 'The right value; null clears the field.' })
  @OptionalText(PERSON_LIMITS.address)
  value?: string | null;

  @Field({ description: 'Why it is corrected, at most 2,000 characters.' })
  @Reason(PERSON_LIMITS.reason)
  reason!: string;
}
