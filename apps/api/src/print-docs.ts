/** Writes docs/generated/schema.graphql and errors.md, or with --check compares them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import {
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { ATTACHMENT_ERRORS } from '#attachments/api';
import { MESSAGES } from '#graphql/api';
import { TOP_LEVEL } from './errors.ts';
import { RESOLVERS } from './resolvers.ts';

async function buildSchema(): Promise<GraphQLSchema> {
  const app = await NestFactory.create(GraphQLSchemaBuilderModule, { logger: false });
  await app.init();
  const schema = await app
    .get(GraphQLSchemaFactory)
    .create(RESOLVERS, { numberScalarMode: 'integer' });
  await app.close();
  return lexicographicSortSchema(schema);
}

type Named = { name: string; description?: string | null | undefined };

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/** Types, fields, arguments and enum values without a description. */
function undescribed(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const inner = types.flatMap((type): Named[] => {
    if (isEnumType(type)) return type.getValues().map((value) => within(type, value));
    if (isInputObjectType(type)) {
      return Object.values(type.getFields()).map((field) => within(type, field));
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const named = within(type, field);
      const args = field.args.filter(({ name }) => name !== 'input');
      return [named, ...args.map((arg) => within(named, arg))];
    });
  });
  return [...types.filter(({ name }) => !ROOTS.includes(name)), ...inner]
    .filter(({ description }) => !description)
    .map(({ name }) => name);
}

const within = (outer: Named, { name, description }: Named): Named => ({
  name: `${outer.name}.${name}`,
  description,
});

function errorsDocument(): string {
  const rows = (all: Record<string, { tells: string }>): string =>
    Object.entries(all)
      .map(([code, { tells }]) => `| \`${code}\` | ${tells} |`)
      .join('\n');
  return `# Errors

Written by \`npm run docs\` from the code.

## \`userErrors\` of a mutation

| Code | What it tells |
| --- | --- |
${rows(MESSAGES)}

## Top-level \`errors\`, in \`extensions.code\`

| Code | What it tells |
| --- | --- |
${rows(TOP_LEVEL)}

## \`errors\` of \`/attachments\`, in \`extensions.code\`

The top-level ones (a file too large is \`BAD_USER_INPUT\` with 413, of no allowed type with 415),
and:

| Code | What it tells |
| --- | --- |
${rows(ATTACHMENT_ERRORS)}
`;
}

const schema = await buildSchema();
const documents = {
  'docs/generated/schema.graphql': `${printSchema(schema)}\n`,
  'docs/generated/errors.md': errorsDocument(),
};
const problems = undescribed(schema).map((name) => `${name} has no description`);
for (const [file, text] of Object.entries(documents)) {
  if (!process.argv.includes('--check')) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) problems.push(`${file} is old: npm run docs`);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
