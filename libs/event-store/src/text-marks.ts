import { z } from 'zod';
import type { Day, Instant, KeyId, OfficeCode, Sealed, Text } from '#kernel';

/**
 * Whose key seals a text (domain §10): `person`, `name` (of staff, never destroyed; of others the
 * person's), `words` (the requester's own; where a case has none, the case's), `case`,
 * `contribution`, or the log's own.
 */
export type KeyRole = 'person' | 'name' | 'words' | 'case' | 'contribution' | 'log';

/** Makes the schemas of text fields; every string of an event comes from here. */
export interface Texts {
  /** Sealed in the log; at most `max` characters before. */
  sealed(role: KeyRole, max: number): z.ZodType<Text>;
  /** In clear: names of offices and posts, activity names of imported history. */
  reference(max: number): z.ZodType<string>;
}

const BASE64URL = /^[A-Za-z0-9_-]*$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** In characters as a person counts them, not in UTF-16 units. */
const lengthOf = (text: string): number => [...text.normalize('NFC')].length;

const roles = new WeakMap<z.ZodType, KeyRole>();
const known = new WeakSet<z.ZodType>();

function allow<T>(schema: z.ZodType): z.ZodType<T> {
  known.add(schema);
  return schema as z.ZodType<T>;
}

const reference = (max: number): z.ZodType<string> => allow(z.string().min(1).max(max));

export const sealedSchema: z.ZodType<Sealed> = z.strictObject({
  keyId: allow<KeyId>(z.uuid()),
  nonce: allow<string>(z.string().length(16).regex(BASE64URL)),
  ciphertext: allow<string>(z.string().regex(BASE64URL)),
  commitment: allow<string>(z.string().length(43).regex(BASE64URL)),
});

/** For what comes with a command. */
export const plainTexts: Texts = {
  sealed(role, max) {
    const schema = allow<Text>(z.string().refine((text) => lengthOf(text) <= max));
    roles.set(schema, role);
    return schema;
  },
  reference,
};

/** For what stands in the log. */
export const storedTexts: Texts = { sealed: () => sealedSchema, reference };

/** UUID of an entity, in clear. */
export const idOf = <Id extends string>(): z.ZodType<Id> => allow<Id>(z.uuid());
export const instantSchema = allow<Instant>(z.string().regex(INSTANT));
export const daySchema = allow<Day>(z.iso.date());
export const officeCodeSchema = allow<OfficeCode>(z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/));
/** A short fixed form in clear: a register number, a hash, a version. */
export const codeSchema = (form: RegExp): z.ZodType<string> => allow(z.string().regex(form));
export const keyIdSchema = allow<KeyId>(z.uuid());

/** Where a schema has sealed texts: property names, `*` for every item of a list. */
export type SealedPath = { readonly path: readonly string[]; readonly role: KeyRole };

/** @throws TypeError for a text field without a mark, or a shape that could hide one. */
export function sealedPaths(schema: z.ZodType, path: readonly string[] = []): SealedPath[] {
  const role = roles.get(schema);
  if (role !== undefined) return [{ path, role }];
  if (known.has(schema)) return [];
  if (schema instanceof z.ZodObject) {
    if (!(schema.def.catchall instanceof z.ZodNever)) {
      throw new TypeError(`/${path.join('/')}: only strict objects`);
    }
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([key, field]) =>
      sealedPaths(field, [...path, key]),
    );
  }
  if (schema instanceof z.ZodArray) return sealedPaths(schema.element as z.ZodType, [...path, '*']);
  if (schema instanceof z.ZodUnion) {
    return (schema.options as z.ZodType[]).flatMap((option) => sealedPaths(option, path));
  }
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodExactOptional
  ) {
    return sealedPaths(schema.unwrap() as z.ZodType, path);
  }
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return [];
  if (schema instanceof z.ZodNumber || schema instanceof z.ZodBoolean) return [];
  throw new TypeError(`/${path.join('/')}: a field without a mark (${schema.constructor.name})`);
}
