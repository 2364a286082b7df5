import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import type { GraphQLNamedType } from 'graphql';

const schema = buildSchema(
  readFileSync(new URL('../docs/generated/schema.graphql', import.meta.url), 'utf8'),
);

/** Every field of a type that needs no argument, as a selection; lists of pages are left out. */
export function everyField(type: string, depth: number): string {
  return selectionOf(schema.getType(type), depth);
}

function selectionOf(type: GraphQLNamedType | undefined, depth: number): string {
  if (!isObjectType(type)) throw new Error(`${type?.name ?? 'nothing'} is not an object type`);
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const of = getNamedType(field.type);
    if (field.args.some(isRequiredArgument)) return [];
    if (isLeafType(of)) return [field.name];
    if (depth === 0 || !isObjectType(of) || of.name.endsWith('Connection')) return [];
    return [`${field.name} { ${selectionOf(of, depth - 1)} }`];
  });
  return fields.join(' ');
}
