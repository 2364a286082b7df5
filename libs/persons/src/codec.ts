import { isEmail } from 'class-validator';
import { z } from 'zod';
import type { PersonId, Text } from '#kernel';
import { codeSchema, defineCodec, idOf, keyIdSchema } from '#event-store';
import type { KeyRole, Texts } from '#event-store';
import { IDENTITY_KINDS, PERSON_CODES, PERSON_KINDS, PERSON_TEXTS } from './domain/person.ts';
import type { Change, PersonEvent } from './domain/person.ts';

/** Longest texts of a person, in characters; the API's inputs use them too. */
export const PERSON_LIMITS = {
  name: 200,
  identityNumber: 60,
  email: 254,
  phone: 40,
  address: 500,
  organisation: 200,
  occupation: 100,
  reason: 2_000,
} as const;

/** What a telephone number looks like; whether it rings is another question. */
export const PHONE = /^[+0-9][0-9 ()./-]{3,39}$/;

/** `isEmail` alone throws at half a surrogate pair. */
export const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && value.isWellFormed() && isEmail(value);

const changeOf = (texts: Texts, role: KeyRole): z.ZodType<Change<Text>> => {
  const text = texts.sealed(role, PERSON_LIMITS.address);
  return z.strictObject({ from: text.nullable(), to: text.nullable() });
};

/** A code or an id: what the clear fields of a person hold. */
const clear = codeSchema(/^[A-Za-z0-9_-]{1,40}$/);

export const personCodec = defineCodec<PersonEvent>({
  PersonRegistered: {
    version: 1,
    tells: 'A human became known under an id of their own; who they are is sealed.',
    schema: (texts) => {
      const own = (field: keyof typeof PERSON_LIMITS): z.ZodExactOptional<z.ZodType<Text>> =>
        texts.sealed('person', PERSON_LIMITS[field]).exactOptional();
      return z.strictObject({
        kind: z.enum(PERSON_KINDS),
        staff: z.boolean(),
        name: texts.sealed('name', PERSON_LIMITS.name).exactOptional(),
        identityKind: z.enum(IDENTITY_KINDS).exactOptional(),
        identityNumber: own('identityNumber'),
        email: own('email'),
        phone: own('phone'),
        address: own('address'),
        organisation: own('organisation'),
        occupation: own('occupation'),
        representedBy: idOf<PersonId>().exactOptional(),
        keys: z.strictObject({ person: keyIdSchema, name: keyIdSchema.exactOptional() }),
      });
    },
  },
  PersonCorrected: {
    version: 1,
    tells: 'Something about a person was wrong: old value, new value and reason.',
    schema: (texts) =>
      z.strictObject({
        field: z.enum([...PERSON_TEXTS, ...PERSON_CODES]),
        name: changeOf(texts, 'name').exactOptional(),
        text: changeOf(texts, 'person').exactOptional(),
        code: z.strictObject({ from: clear.nullable(), to: clear.nullable() }).exactOptional(),
        reason: texts.sealed('person', PERSON_LIMITS.reason),
      }),
  },
  PersonsMerged: {
    version: 1,
    tells: 'Two persons are one human: this one is shown as the one who is kept.',
    schema: (texts) =>
      z.strictObject({
        into: idOf<PersonId>(),
        reason: texts.sealed('person', PERSON_LIMITS.reason),
      }),
  },
});
