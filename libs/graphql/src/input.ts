import { Type as Nested } from 'class-transformer';
import type { ValidationError } from 'class-validator';
import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import type { ClassConstructor } from 'class-transformer';
import { isBlank } from '#kernel';

// Tab, line feed and carriage return are text; other control characters and noncharacters are not.
const FOREIGN = /[^\P{Cc}\t\n\r]|\p{Noncharacter_Code_Point}/u;

function isCleanText(value: unknown, max: number): boolean {
  return (
    typeof value === 'string' &&
    value.isWellFormed() &&
    !FOREIGN.test(value) &&
    [...value.normalize('NFC')].length <= max
  );
}

/** A text of at most `max` characters that shows something, without what is no character. */
export function IsText(max: number, options: { each?: boolean; blank?: boolean } = {}) {
  const { each = false, blank = false } = options;
  return ValidateBy(
    {
      name: 'isText',
      validator: {
        validate: (value: unknown) =>
          isCleanText(value, max) && (blank || !isBlank(value as string)),
        defaultMessage: () => `at most ${max} characters, no control characters, not blank`,
      },
    },
    { each },
  );
}

/** Many decorators as one. */
function all(...decorators: PropertyDecorator[]): PropertyDecorator {
  return (target, key) => decorators.forEach((decorate) => decorate(target, key));
}

/** A reason: the domain refuses a blank one with a code of its own. */
export const Reason = (max = 2_000): PropertyDecorator => IsText(max, { blank: true });

export const OptionalText = (max: number): PropertyDecorator => all(IsOptional(), IsText(max));

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id of something; whether it exists is another question. */
export const IsId = (options: { each?: boolean } = {}): PropertyDecorator =>
  all(IsString(options), Matches(UUID, options));

export const OptionalId = (): PropertyDecorator => all(IsOptional(), IsId());

/** What lies ahead: no calendar reaches further. */
export const LATEST = '2999-12-31T16:59:59.999Z';
export const IsInReach = (): PropertyDecorator =>
  ValidateBy({
    name: 'isInReach',
    validator: { validate: (at: unknown) => typeof at === 'string' && at <= LATEST },
  });

/** Ids, at most so many. */
export const OptionalIds = (max: number): PropertyDecorator =>
  all(IsOptional(), IsArray(), ArrayMaxSize(max), IsId({ each: true }));

export const IsOfficeCode = (): PropertyDecorator =>
  all(IsString(), Matches(/^[A-Z0-9][A-Z0-9-]{0,31}$/));

export const OptionalOfficeCode = (): PropertyDecorator => all(IsOptional(), IsOfficeCode());

/** Scoped to person, mutation and entity. */
export const IsIdempotencyKey = (): PropertyDecorator =>
  all(IsOptional(), IsString(), Matches(/^[\x21-\x7e]{1,200}$/));

export const IsVersion = (): PropertyDecorator => all(IsOptional(), IsInt(), Min(0), Max(1e9));

/** Nested inputs, at most so many. */
export const NestedList = (of: () => ClassConstructor<object>, max = 50): PropertyDecorator =>
  all(IsOptional(), IsArray(), ArrayMaxSize(max), ValidateNested({ each: true }), Nested(of));

export const NestedInput = (of: () => ClassConstructor<object>): PropertyDecorator =>
  all(IsOptional(), ValidateNested(), Nested(of));

/** The arguments of a mutation or query do not have the right shape. */
export class InputRejected extends Error {
  override readonly name = 'InputRejected';
  readonly paths: string[][];

  constructor(errors: readonly ValidationError[]) {
    const paths = errors.flatMap((error) => pathsOf(error, []));
    super(paths.map((path) => path.join('.')).join(', '));
    this.paths = paths;
  }
}

function pathsOf({ property, children }: ValidationError, above: string[]): string[][] {
  const path = [...above, property];
  return children?.length ? children.flatMap((child) => pathsOf(child, path)) : [path];
}

/** The properties that were given: null and undefined mean "not given" in an input. */
export function given<T extends object>(properties: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== null && value !== undefined),
  ) as { [K in keyof T]?: NonNullable<T[K]> };
}
