import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloDriver } from '@nestjs/apollo';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { Request } from 'express';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { askingOf, recordOpenings } from '#access';
import type { AccessLog } from '#access-log';
import type { Asking, GraphContext, Headers } from '#access';
import type { Position } from '#kernel';
import type { City } from './city.ts';
import { costOf } from './cost.ts';
import type { Admitted, Door } from './door.ts';
import { formatError, formatThrown, traceOf, withoutHints } from './errors.ts';
import type { Report } from './errors.ts';

const MIN_POSITION_MS = 2_000;

/** The context of an operation, and what it asks for. */
export type Served = GraphContext & Pick<Admitted, 'rootFields' | 'charge'>;

/** Apollo over the schema that the resolvers declare, behind the door. */
export function graphOptions(city: City, log: Logger, door: Door): ApolloDriverConfig {
  const report: Report = (id, defect) => {
    log.error({ errorId: id, ...traceOf(defect) }, 'defect');
  };
  return {
    driver: ApolloDriver,
    path: '/graphql',
    autoSchemaFile: true,
    sortSchema: true,
    buildSchemaOptions: { numberScalarMode: 'integer' },
    // The door shows it to who is signed in.
    introspection: true,
    playground: false,
    graphiql: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    // A document that came by its hash would not come through the door.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    context: ({ req }: { req: Request }) => contextOf(req, city, door),
    formatError: (formatted, error) => formatError(formatted, error, report),
    plugins: [costs(), openings(city.parts.accessLog, report), endOfAnswer(log)],
  };
}

/**
 * Who asks, fresh for every request. With `x-min-position` it waits until this node shows that
 * position, 2 s at most.
 */
export async function contextOf(req: Request, city: City, door: Door): Promise<Served> {
  const { asking, rootFields, charge } = door.admitted(req);
  const waited = await waitForPosition(req.headers, city);
  return { rootFields, charge, asking: waited ? await askingIn(req.headers, city) : asking };
}

/** Who asks beside GraphQL. */
export async function askingAt(headers: Headers, city: City): Promise<Asking> {
  await waitForPosition(headers, city);
  return askingIn(headers, city);
}

function askingIn(headers: Headers, city: City): Promise<Asking> {
  const { signIns, model, clock } = city.parts;
  return askingOf(headers, clock.now(), { signIns, model });
}

async function waitForPosition(headers: Headers, city: City): Promise<boolean> {
  const { model, store } = city.parts;
  const wanted = headers['x-min-position'];
  if (typeof wanted !== 'string') return false;
  const position = wanted as Position;
  try {
    store.compare(position, position);
  } catch {
    throw refusal('BAD_USER_INPUT', 'x-min-position is no position of this log', 400);
  }
  if (await model.waitFor(position, MIN_POSITION_MS)) return true;
  throw refusal('SERVICE_UNAVAILABLE', 'this node has not reached x-min-position yet', 503);
}

const refusal = (code: string, message: string, status: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status } } });

/** What the operation costs is told with its answer, and refused before it is executed. */
function costs(): ApolloServerPlugin<Served> {
  return {
    async requestDidStart() {
      let cost: number | undefined;
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (operation === undefined) return;
          cost = costOf({ schema, document, operation, variables: request.variables });
          await contextValue.charge(cost);
        },
        async willSendResponse({ response: { body, http } }) {
          if (cost === undefined || body.kind !== 'single') return;
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
          const retryAfter = body.singleResult.errors?.[0]?.extensions?.['retryAfter'];
          if (typeof retryAfter === 'number') http.headers.set('retry-after', String(retryAfter));
        },
      };
    },
  };
}

/** Whose data the answer shows is recorded, or nothing of it is sent. */
function openings(accessLog: AccessLog, report: Report): ApolloServerPlugin<Served> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue, response: { body, http } }) {
          if (body.kind !== 'single') return;
          try {
            await recordOpenings(contextValue.asking, accessLog);
          } catch (error) {
            body.singleResult.data = null;
            body.singleResult.errors = [formatThrown(error, report)];
            http.status = 503;
          }
        },
      };
    },
  };
}

/** Closes what the answer was read from, and logs what was asked: words of the schema alone. */
function endOfAnswer(log: Logger): ApolloServerPlugin<Served> {
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      return {
        async willSendResponse({ contextValue, operation, errors, response: { body } }) {
          const { asking, rootFields } = contextValue;
          for (const close of asking.atEnd) close();
          if (asking.viewer === undefined && body.kind === 'single' && body.singleResult.errors) {
            body.singleResult.errors = body.singleResult.errors.map(withoutHints);
          }
          const ms = Math.round(performance.now() - startedAt);
          const codes = errors?.map(({ extensions }) => extensions['code']);
          const asked = operation && { operation: operation.operation, fields: rootFields };
          log.info({ ...asked, ms, codes }, 'graphql');
        },
      };
    },
  };
}
