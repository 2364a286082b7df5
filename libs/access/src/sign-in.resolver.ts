import { Args, Field, ID, InputType, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { MaxLength, MinLength } from 'class-validator';
import type { PersonId } from '#kernel';
import { cityDay } from '#calendar';
import { DateTimeScalar, IsText, UserError, userError } from '#graphql/api';
import type { UserErrorCode } from '#graphql/api';
import { appointmentsOfPerson } from '#offices';
import { Appointment } from '#offices/api';
import { personOf } from '#persons/api';
import { ReadModel } from '#read-model';
import {
  CurrentAsking,
  MAX_PASSWORD,
  MIN_PASSWORD,
  Readings,
  SignIns,
  Viewer,
  signedIn,
} from './index.ts';
import type { Asking, Reading } from './index.ts';

@ObjectType('Viewer', { description: 'Who is asking.' })
export class ViewerType {
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  @Field(() => ID, { description: 'The person.' })
  get personId(): PersonId {
    return this.#reading.viewer.personId;
  }

  @Field({ description: 'Their name.' })
  get name(): string {
    return personOf(this.personId, this.#reading, 'CLEAR')?.name ?? '';
  }

  @Field(() => [Appointment], { description: 'In force today.' })
  get appointments(): Appointment[] {
    return this.#reading.viewer.appointments.map((row) => new Appointment(row, this.#reading));
  }

  @Field(() => Appointment, {
    nullable: true,
    description: 'The one that x-acting-as names, or the only one.',
  })
  get actingAs(): Appointment | null {
    const row = this.#reading.viewer.actingAs;
    return row === undefined ? null : new Appointment(row, this.#reading);
  }
}

@InputType({ description: 'User name and password of an embedded account.' })
export class SignInInput {
  @Field({ description: 'As the admin gave it.' })
  @IsText(64)
  username!: string;

  @Field({ description: 'At most 200 characters.' })
  @IsText(MAX_PASSWORD)
  password!: string;
}

@InputType({ description: 'The password now and the one to come.' })
export class ChangePasswordInput {
  @Field({ description: 'The password now.' })
  @IsText(MAX_PASSWORD)
  currentPassword!: string;

  @Field({ description: '10 to 200 characters.' })
  @IsText(MAX_PASSWORD)
  @MinLength(MIN_PASSWORD)
  @MaxLength(MAX_PASSWORD)
  newPassword!: string;
}

@ObjectType({ description: 'A token for the header `authorization: Bearer …`, or why not.' })
export class SignInPayload {
  @Field(() => String, { nullable: true, description: 'Null when refused.' })
  accessToken!: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Sign in again before then.' })
  expiresAt!: string | null;

  @Field(() => ViewerType, {
    nullable: true,
    description: 'Who signed in; null while the first password has not been changed.',
  })
  viewer!: ViewerType | null;

  @Field(() => [UserError], { description: 'Empty when signed in.' })
  userErrors!: UserError[];
}

@ObjectType({ description: 'Whether it was done.' })
export class AccountPayload {
  @Field({ description: 'It was done.' })
  done!: boolean;

  @Field(() => [UserError], { description: 'Empty when done.' })
  userErrors!: UserError[];
}

@Resolver(() => ViewerType)
export class SignInResolver {
  readonly #signIns: SignIns;
  readonly #readings: Readings;
  readonly #model: ReadModel;

  constructor(signIns: SignIns, readings: Readings, model: ReadModel) {
    this.#signIns = signIns;
    this.#readings = readings;
    this.#model = model;
  }

  @Query(() => ViewerType, { nullable: true, description: 'Who is asking.' })
  viewer(@CurrentAsking() asking: Asking): ViewerType {
    return new ViewerType(this.#readings.of(asking));
  }

  @Mutation(() => SignInPayload, {
    description:
      'Signs in with an embedded account. INVALID_STATE where an identity provider signs in: its' +
      ' access token is used instead.',
  })
  async signIn(
    @Args('input') { username, password }: SignInInput,
    @CurrentAsking() asking: Asking,
  ): Promise<SignInPayload> {
    const refused = (code: UserErrorCode): SignInPayload => {
      const userErrors = [userError(code, asking.language)];
      return { accessToken: null, expiresAt: null, viewer: null, userErrors };
    };
    if (!this.#signIns.embedded) return refused('INVALID_STATE');
    const issued = await this.#signIns.signIn(username, password);
    if (issued === undefined) return refused('INVALID_CREDENTIALS');
    const { account, accessToken, expiresAt } = issued;
    const { personId, mustChange } = account;
    const held = appointmentsOfPerson(this.#model.db, personId, cityDay(asking.now));
    const viewer = new Viewer(personId, held, undefined);
    const reading = mustChange
      ? null
      : this.#readings.of({ ...asking, bearer: undefined, viewer, mustChangePassword: false });
    return { accessToken, expiresAt, viewer: reading && new ViewerType(reading), userErrors: [] };
  }

  @Mutation(() => AccountPayload, {
    description:
      'Ends every session of the viewer: no token that they hold is taken any more. One of an' +
      ' identity provider goes on there: sign out there, too.',
  })
  async signOut(@CurrentAsking() asking: Asking): Promise<AccountPayload> {
    signedIn({ ...asking, mustChangePassword: false });
    await asking.bearer?.end(asking.now);
    return { done: true, userErrors: [] };
  }

  @Mutation(() => AccountPayload, {
    description:
      'Changes the password; the one thing allowed with a first password. Ends every other' +
      ' session of the viewer.',
  })
  async changePassword(
    @Args('input') { currentPassword, newPassword }: ChangePasswordInput,
    @CurrentAsking() asking: Asking,
  ): Promise<AccountPayload> {
    signedIn({ ...asking, mustChangePassword: false });
    const refused = (code: UserErrorCode, path?: string[]): AccountPayload => ({
      done: false,
      userErrors: [userError(code, asking.language, path)],
    });
    const { bearer } = asking;
    if (bearer === undefined || !this.#signIns.embedded) return refused('INVALID_STATE');
    if (newPassword === currentPassword) return refused('INVALID_INPUT', ['input', 'newPassword']);
    const done = await this.#signIns.changePassword(bearer, currentPassword, newPassword);
    if (!done) return refused('INVALID_CREDENTIALS', ['input', 'currentPassword']);
    return { done, userErrors: [] };
  }
}
