import { z } from 'zod';
import { instantSchema, officeCodeSchema } from '#event-store';
import type { KeyRole } from '#event-store';

/** What the document needs of a codec. */
type Described = {
  readonly types: readonly string[];
  definition(type: string): {
    version: number;
    tells: string;
    plain: z.ZodType;
    paths: readonly { readonly path: readonly string[]; readonly role: KeyRole }[];
  };
};
type Schema = z.core.JSONSchema.BaseSchema;
type Field = { path: readonly string[]; name: string; holds: string };

const KEY_OF: Record<KeyRole, string> = {
  person: 'person',
  name: 'name',
  words: "requester's words",
  case: 'case',
  contribution: 'contribution',
  log: 'log',
};

const INTRODUCTION = `# Events

Every fact that the log can hold, as it is stored. Names, fields and meanings are a public format:
they are added to, never changed. A sealed text stands in the log as ciphertext and is opened with
the key named here; all else stands there in clear. A field with \`?\` may be absent; \`[]\` stands
for every item of a list.
`;

export function eventsDocument(codec: Described): string {
  const sections = codec.types.map((type) => section(type, codec.definition(type)));
  return [INTRODUCTION, ...sections].join('\n');
}

function section(type: string, event: ReturnType<Described['definition']>): string {
  const keys = new Map(event.paths.map(({ path, role }) => [path.join('/'), KEY_OF[role]]));
  const rows = fields(z.toJSONSchema(event.plain), { path: [], name: '' }).map(
    ({ path, name, holds }) => `| \`${name}\` | ${holds} | ${keys.get(path.join('/')) ?? ''} |`,
  );
  const table = ['| Field | Holds | Sealed with the key of the |', '|---|---|---|', ...rows];
  return `## ${type}\n\n${event.tells} Version ${event.version}.\n\n${table.join('\n')}\n`;
}

/** The leaves of a schema; `*` in a path stands for every item, as in the paths of a codec. */
function fields(schema: Schema, { path, name }: Omit<Field, 'holds'>): Field[] {
  if (isSchema(schema.items)) {
    return fields(schema.items, { path: [...path, '*'], name: `${name}[]` });
  }
  if (schema.properties === undefined) return [{ path, name, holds: holds(schema) }];
  return Object.entries(schema.properties).flatMap(([key, property]) => {
    const optional = schema.required?.includes(key) === true ? '' : '?';
    const dot = name === '' ? '' : '.';
    const at = { path: [...path, key], name: `${name}${dot}${key}${optional}` };
    return isSchema(property) ? fields(property, at) : [];
  });
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null;

const patternOf = (schema: z.ZodType): string | undefined => z.toJSONSchema(schema).pattern;
const NAMED_PATTERNS = new Map([
  [patternOf(instantSchema), 'instant'],
  [patternOf(officeCodeSchema), 'office code'],
]);
const NAMED_FORMATS = new Map([
  ['uuid', 'id'],
  ['date', 'day'],
]);

function holds(schema: Schema): string {
  if (schema.anyOf !== undefined) {
    return schema.anyOf.map((option) => (isSchema(option) ? holds(option) : '')).join(' or ');
  }
  if (Array.isArray(schema.type)) {
    return schema.type.map((type) => holds({ ...schema, type })).join(' or ');
  }
  if (schema.const !== undefined) return inCode(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(inCode).join(', ');
  const { type = 'anything', format = '', pattern, maxLength } = schema;
  if (type !== 'string') return type === 'boolean' ? 'true or false' : type;
  const named = NAMED_FORMATS.get(format) ?? NAMED_PATTERNS.get(pattern);
  if (named !== undefined) return named;
  if (pattern !== undefined) return `code ${inCode(pattern)}`;
  return maxLength === undefined ? 'text' : `text of at most ${maxLength} characters`;
}

const inCode = (value: unknown): string => `\`${String(value).replaceAll('|', '\\|')}\``;
