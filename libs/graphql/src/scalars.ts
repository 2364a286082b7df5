import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import type { Day, Instant, Position } from '#kernel';
import { isDay } from '#kernel';

/** A scalar whose every value is a string that one function checks and normalises. */
function textScalar<T extends string>(
  name: string,
  description: string,
  parse: (text: string) => T | undefined,
): GraphQLScalarType<T, string> {
  const read = (value: unknown): T => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed === undefined) throw new GraphQLError(`${name}: ${description}`);
    return parsed;
  };
  return new GraphQLScalarType<T, string>({
    name,
    description,
    serialize: (value) => String(value),
    parseValue: read,
    parseLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function parseInstant(text: string): Instant | undefined {
  const parsed = RFC_3339.test(text) && isDay(text.slice(0, 10)) ? new Date(text) : undefined;
  if (parsed === undefined || Number.isNaN(parsed.getTime())) return undefined;
  const year = parsed.getUTCFullYear();
  return year >= 1900 && year <= 9999 ? (parsed.toISOString() as Instant) : undefined;
}

export const DateTimeScalar = textScalar<Instant>(
  'DateTime',
  'RFC 3339 instant, e.g. 2026-03-02T01:30:00.000Z; answered in UTC with milliseconds.',
  parseInstant,
);

export const DateScalar = textScalar<Day>(
  'Date',
  "Calendar day in the city's zone, Asia/Jakarta: YYYY-MM-DD.",
  (text) => (isDay(text) && text >= '1900-01-01' ? (text as Day) : undefined),
);

export const PositionScalar = textScalar<Position>(
  'Position',
  'Opaque place in the event log; totally ordered within one log.',
  (text) => (/^[\w.:-]{1,64}$/.test(text) ? (text as Position) : undefined),
);

export const Sha256Scalar = textScalar<string>(
  'Sha256',
  'SHA-256 in lower-case hexadecimal.',
  (text) => (/^[0-9a-f]{64}$/.test(text) ? text : undefined),
);
