import { z } from 'zod';
import { codeSchema, defineCodec, instantSchema } from '#event-store';
import { SIGN_IN_WAYS } from './domain/access.ts';
import type { AccessEvent } from './domain/access.ts';

const nothing = (): z.ZodType<object> => z.strictObject({});

/** An id, or a code of the reference data: nothing that somebody could write freely. */
export const ENTITY = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z][A-Z0-9_-]{0,39})$/;

/** Characters of `x-purpose`. */
export const PURPOSE_LENGTH = 500;
/** More than the fields that one request may ask. */
const MOST_OPENED = 2_000;

export const accessCodec = defineCodec<AccessEvent>({
  SignedIn: {
    version: 1,
    tells: 'Somebody signed in, with a password or through the provider; once a day.',
    schema: () => z.strictObject({ way: z.enum(SIGN_IN_WAYS) }),
  },
  SignInFailed: {
    version: 1,
    tells: 'Somebody tried to sign in to the account in vain; once an hour.',
    schema: nothing,
  },
  AccountLocked: {
    version: 1,
    tells: 'After too many of them no password is accepted until then; once an hour.',
    schema: () => z.strictObject({ until: instantSchema }),
  },
  SignInBound: {
    version: 1,
    tells: 'From now on one sign-in of the provider is this person.',
    schema: nothing,
  },
  PasswordChanged: {
    version: 1,
    tells: 'The person chose another password; once a day.',
    schema: nothing,
  },
  AccountReset: {
    version: 1,
    tells: 'The admin ended every session, lock and binding of the account.',
    schema: nothing,
  },
  SessionsEnded: {
    version: 1,
    tells: 'Tokens of this person issued before count no more; the one that ended them may stay.',
    schema: nothing,
  },
  CommandRefused: {
    version: 1,
    tells: 'A post did not permit a command; once for a mutation, entity and day.',
    schema: () =>
      z.strictObject({
        mutation: codeSchema(/^[a-zA-Z]{1,60}$/),
        entity: codeSchema(ENTITY).exactOptional(),
      }),
  },
  PersonalDataOpened: {
    version: 1,
    tells: 'Personal data of these cases, persons or attachments was shown unmasked, and why.',
    schema: (texts) =>
      z.strictObject({
        entities: z.array(codeSchema(ENTITY)).min(1).max(MOST_OPENED),
        purpose: texts.sealed('log', PURPOSE_LENGTH).exactOptional(),
      }),
  },
});
