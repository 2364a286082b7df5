import { readFileSync } from 'node:fs';
import {
  GraphQLError,
  buildSchema,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { measure } from '../../apps/api/src/bounds.ts';
import { costOf } from '../../apps/api/src/cost.ts';

/** As it stands in the project; that it is current is checked elsewhere. */
export const schema = buildSchema(
  readFileSync(new URL('../../docs/generated/schema.graphql', import.meta.url), 'utf8'),
);

/** What has rules of its own wherever it is met. */
const THINGS = `InformationRequest Assignment Contribution OutboundItem Objection ConsequenceTest
  Attachment`.split(/\s+/);
/** Shown to everybody alike: where they are met on the way, who or which it is will do. */
const BRIEF: Readonly<Record<string, readonly string[]>> = {
  Office: ['id', 'code'],
  Appointment: ['id', 'post'],
  ClockRule: ['id'],
  Actor: ['personId', 'name', 'role'],
};

export const typeOf = (name: string): GraphQLObjectType => {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
};

const fieldsOf = (type: GraphQLObjectType): GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields());

/** A field with its arguments, and what is asked of its object in any case. */
type Step = { called: string; head: string };
/** From an object to one of the values that can be reached from it. */
type Path = readonly Step[];

/** Through how many things to go, how long pages are, and in what types the way is already. */
type Reach = { things: number; page: number; within: readonly string[] };

const isThing = (type: GraphQLOutputType): boolean => THINGS.includes(getNamedType(type).name);

/** To every field of an object, and to those of other things as far as the reach goes. */
export function pathsOf(type: GraphQLObjectType, reach: Reach): Path[] {
  const inner = { ...reach, within: [...reach.within, type.name] };
  return fieldsOf(type).flatMap((field) => pathsThrough(field, inner));
}

function pathsThrough(field: GraphQLField<unknown, unknown>, reach: Reach): Path[] {
  const type = getNamedType(field.type);
  const page = field.name === 'versions' ? 3 : reach.page;
  const paged = field.args.some(({ name }) => name === 'first');
  const called = paged ? `${field.name}(first: ${page})` : field.name;
  if (isLeafType(type)) return [[{ called, head: '' }]];
  const id = isInterfaceType(type) || (isObjectType(type) && 'id' in type.getFields());
  const step = { called, head: id ? '__typename id' : '__typename' };
  if (!isObjectType(type)) return [[step]];
  return innerPaths(type, reach).map((path) => [step, ...path]);
}

/** What of an object is asked that was met on the way. */
function innerPaths(type: GraphQLObjectType, reach: Reach): Path[] {
  const first = reach.things > 0 && reach.within.length === 1;
  const brief =
    first && ['Actor', 'Appointment'].includes(type.name) ? undefined : BRIEF[type.name];
  if (brief !== undefined) return leaves(brief);
  if (type.name === 'PageInfo') return leaves(['hasNextPage', 'hasPreviousPage']);
  if (type.name.endsWith('Edge')) {
    const node = getNamedType(type.getFields()['node']?.type) as GraphQLObjectType;
    const step = { called: 'node', head: '__typename' };
    return [...leaves(['cursor']), ...leavesOf(node).map((path) => [step, ...path])];
  }
  if (isThing(type) && reach.things === 0) return [[]];
  if (isThing(type)) return pathsOf(type, { things: reach.things - 1, page: 3, within: [] });
  if (type.name === 'DeadlineStep' && reach.things === 0) return leaves(['date', 'kind']);
  return reach.within.includes(type.name) ? leavesOf(type) : pathsOf(type, reach);
}

const leaves = (names: readonly string[]): Path[] => names.map((called) => [{ called, head: '' }]);

const leavesOf = (type: GraphQLObjectType): Path[] =>
  leaves(
    fieldsOf(type)
      .filter((field) => isLeafType(getNamedType(field.type)))
      .map(({ name }) => name),
  );

/** One selection of all of them. */
function written(paths: readonly Path[]): string {
  const byStep = new Map<string, { head: string; rest: Path[] }>();
  for (const [step, ...rest] of paths) {
    if (step === undefined) continue;
    const found = byStep.get(step.called) ?? { head: step.head, rest: [] };
    byStep.set(step.called, found);
    found.rest.push(rest);
  }
  return [...byStep]
    .map(([called, { head, rest }]) =>
      head === '' ? called : `${called} { ${head} ${written(rest)} }`,
    )
    .join(' ');
}

/** As many ids as are asked for in one list. */
const MOST_IDS = 20;
/** As many paths as are tried at once. */
const STRIDE = 12;

/** As few documents as the paths fit into, within the bounds of the server. */
export function documentsWith(
  paths: readonly Path[],
  documentOf: (selections: string) => string,
): string[] {
  const documents: string[] = [];
  let group: Path[] = [];
  for (let at = 0; at < paths.length; at += STRIDE) {
    const more = paths.slice(at, at + STRIDE);
    const together = at > 0 && isAdmitted(documentOf(written([...group, ...more])));
    group = together ? [...group, ...more] : more;
    if (together) documents.pop();
    documents.push(documentOf(written(group)));
  }
  return documents;
}

function isAdmitted(source: string): boolean {
  try {
    const { document, operation } = measure(source, undefined);
    if (operation === undefined) throw new Error('no operation');
    const variables = { id: '', ids: Array.from({ length: MOST_IDS }, () => '') };
    return costOf({ schema, document, operation, variables }) > 0;
  } catch (error) {
    if (error instanceof GraphQLError) return false;
    throw error;
  }
}
