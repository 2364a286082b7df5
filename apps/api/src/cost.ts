import { GraphQLError, getNamedType, getNullableType, isLeafType, isListType } from 'graphql';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getComplexity } from 'graphql-query-complexity';
import type { ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { tooComplex } from './bounds.ts';

/** What an operation may cost. A field costs 1, what a list has in it as often as it is long. */
export const MOST_COST = 20_000;

const PAGE = 25;
const LIST = 5;
/** Lists without `first` that are longer than most. */
export const SIZES: Readonly<Record<string, number>> = {
  'CoordinationBoard.offices': 40,
  'CoordinationBoardChange.offices': 40,
  'Deadline.ledger': 25,
  'DeadlinePreview.ledger': 25,
  'Query.clockRules': 20,
  'WorkingCalendar.days': 25,
};
/** The past is told again from the log. */
const PAST = 1_000;
/** The schema about itself: all of it at once, and seldom. */
const INTROSPECTION = 2_000;

export type Operation = {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>> | undefined;
};

/**
 * What a valid operation costs.
 * @throws GraphQLError TOO_COMPLEX with the cost when it is too much, BAD_USER_INPUT for variables
 * that do not fit.
 */
export function costOf(asked: Operation): number {
  const cost = complexityOf(asked);
  if (cost <= MOST_COST) return cost;
  throw tooComplex(`costs ${cost}; at most ${MOST_COST}`, { cost });
}

function complexityOf({ schema, document, operation, variables = {} }: Operation): number {
  const operationName = operation.name?.value;
  try {
    return getComplexity({
      schema,
      query: document,
      variables,
      ...(operationName === undefined ? {} : { operationName }),
      estimators: [costOfField],
      // The door has counted them.
      maxQueryNodes: Number.POSITIVE_INFINITY,
    });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    Object.assign(error.extensions, { code: 'BAD_USER_INPUT', http: { status: 400 } });
    throw error;
  }
}

function costOfField({ type, field, args, childComplexity }: ComplexityEstimatorArgs): number {
  if (field.name === '__schema' || field.name === '__type') return INTROSPECTION;
  const past = args['asOf'] == null ? 0 : PAST;
  return past + 1 + sizeOf({ type, field, args }) * childComplexity;
}

type Listed = Pick<ComplexityEstimatorArgs, 'type' | 'field'> & {
  args: Record<string, unknown>;
};

function sizeOf({ type, field, args }: Listed): number {
  const named = getNamedType(field.type);
  // A length that is none is refused where it is read, and must not make others cheaper.
  if (named.name.endsWith('Connection')) {
    return Math.max(1, Number(args['first'] ?? args['last'] ?? PAGE));
  }
  // The page of a connection was counted with it.
  if (type.name.endsWith('Connection')) return 1;
  if (!isListType(getNullableType(field.type)) || isLeafType(named)) return 1;
  if (Array.isArray(args['ids'])) return args['ids'].length;
  return SIZES[`${type.name}.${field.name}`] ?? LIST;
}
