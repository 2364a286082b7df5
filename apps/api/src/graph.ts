import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { Request } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { askingOf } from '#access';
import type { GraphContext, Headers } from '#access';
import type { Position } from '#kernel';
import type { City } from './city.ts';
import { formatError, traceOf } from './errors.ts';

const MIN_POSITION_MS = 2_000;
const MAX_TOKENS = 5_000;

/** Apollo over the schema that the resolvers declare. */
export function graphOptions(city: City, log: Logger, production: boolean): ApolloDriverConfig {
  return {
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: { numberScalarMode: 'integer' },
    introspection: !production,
    playground: false,
    graphiql: false,
    csrfPrevention: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxLexicalTokens: MAX_TOKENS },
    context: ({ req }: { req: Request }) => contextOf(req.headers, city),
    formatError: (formatted, error) =>
      formatError(formatted, error, (id, defect) => {
        log.error({ errorId: id, ...traceOf(defect) }, 'defect');
      }),
    plugins: [endOfAnswer(log)],
  };
}

/**
 * Who asks, fresh for every request. With `x-min-position` it waits until this node shows that
 * position, 2 s at most.
 */
export async function contextOf(headers: Headers, city: City): Promise<GraphContext> {
  const { signIns, model, clock, store } = city.parts;
  const wanted = headers['x-min-position'];
  if (typeof wanted === 'string') {
    const position = wanted as Position;
    try {
      store.compare(position, position);
    } catch {
      throw refusal('BAD_USER_INPUT', 'x-min-position is no position of this log', 400);
    }
    if (!(await model.waitFor(position, MIN_POSITION_MS))) {
      throw refusal('SERVICE_UNAVAILABLE', 'this node has not reached x-min-position yet', 503);
    }
  }
  return { asking: await askingOf(headers, clock.now(), { signIns, model }) };
}

const refusal = (code: string, message: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

/** Closes what the answer was read from, and logs the operation without its variables. */
function endOfAnswer(log: Logger): ApolloServerPlugin<GraphContext> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse({ contextValue, operationName, operation, errors }) {
          for (const close of contextValue.asking.atEnd) close();
          const ms = Math.round(performance.now() - startedAt);
          const codes = errors?.map(({ extensions }) => extensions['code']);
          log.info({ operation: operation?.operation, name: operationName, ms, codes }, 'graphql');
        },
      };
    },
  };
}
