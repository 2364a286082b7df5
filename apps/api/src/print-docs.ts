/** Writes docs/generated/schema.graphql and errors.md, or with --check compares them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, printSchema } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { MESSAGES } from '#graphql/api';
import { lexicographicSortSchema } from 'graphql';
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

/** Types, fields, arguments and enum values without a description. */
function undescribed(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    ({ name }) => !name.startsWith('__') && !['Query', 'Mutation', 'Subscription'].includes(name),
  );
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const silent = types.filter(({ description }) => !description).map(({ name }) => name);
  for (const type of [...types, ...roots]) {
    if (isEnumType(type)) {
      for (const { name, description } of type.getValues()) {
        if (!description) silent.push(`${type.name}.${name}`);
      }
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.description) silent.push(`${type.name}.${field.name}`);
      const args = 'args' in field ? field.args : [];
      for (const { name, description } of args) {
        if (!description && name !== 'input') silent.push(`${type.name}.${field.name}(${name})`);
      }
    }
  }
  return silent;
}

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
