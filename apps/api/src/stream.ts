import type { RequestHandler, Response } from 'express';
import { createHandler } from 'graphql-sse/lib/use/express';
import { GraphQLError, execute, getOperationAST, subscribe } from 'graphql';
import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { recordOpenings, signedIn } from '#access';
import type { PersonId } from '#kernel';
import type { City } from './city.ts';
import { costOf } from './cost.ts';
import type { Door } from './door.ts';
import { formatThrown } from './errors.ts';
import type { Report } from './errors.ts';
import { contextOf } from './graph.ts';
import type { Served } from './graph.ts';

/** Of one person at a time; each is looked at again at every event. */
export const MOST_STREAMS = 20;

type Streamed = Served & { cost?: number };

export type Streaming = {
  schema(): GraphQLSchema;
  city: City;
  door: Door;
  report: Report;
};

/**
 * Live updates by server-sent events, through the same door and the same authentication as
 * queries, each over a connection of its own: one that is opened first and filled later would be
 * kept under a token that is nobody's. A stream ends with its token: a front-end signs in again
 * and subscribes again.
 */
export function streamHandler({ schema, city, door, report }: Streaming): RequestHandler {
  const places = new Places();
  const handler = createHandler<Streamed>({
    authenticate: () => null,
    onSubscribe: async ({ raw, context: { res } }, { operationName, variables }) => {
      const { document, operation } = door.admitted(raw);
      const contextValue = await contextOf(raw, city, door);
      const { personId } = signedIn(contextValue.asking);
      if (operation === undefined) throw refusal('BAD_USER_INPUT', 'no such operation');
      places.take(personId, res);
      const named = { operationName: operationName ?? null, variableValues: variables ?? null };
      return { schema: schema(), document, contextValue, ...named };
    },
    execute: (args) => ifAffordable(args, execute),
    subscribe: (args) => ifAffordable(args, subscribe),
    onNext: async ({ cost, asking }, _request, { errors, ...result }) => {
      try {
        await recordOpenings(asking, city.parts.accessLog);
      } catch (error) {
        const { message, extensions } = formatThrown(error, report);
        return { errors: [new GraphQLError(message, { extensions })] };
      }
      return {
        ...result,
        ...(errors && { errors: errors.map((error) => told(error, report)) }),
        ...(cost !== undefined && { extensions: { ...result.extensions, cost } }),
      };
    },
    onComplete: ({ asking }) => asking.atEnd.forEach((close) => close()),
  });
  return async (request, response) => {
    if (request.headers.accept !== 'text/event-stream') {
      throw refusal('BAD_USER_INPUT', 'accept: text/event-stream is expected', 406);
    }
    await handler(request, response);
  };
}

/** How many streams each person holds open. */
class Places {
  readonly #taken = new Map<PersonId, number>();

  take(person: PersonId, response: Response): void {
    // Who has left already would never give it back: a response closes once.
    if (response.destroyed || response.closed) throw refusal('BAD_USER_INPUT', 'nobody listens');
    const taken = this.#taken.get(person) ?? 0;
    if (taken >= MOST_STREAMS) throw refusal('RATE_LIMITED', `at most ${MOST_STREAMS} streams`);
    this.#taken.set(person, taken + 1);
    response.once('close', () => this.#leave(person));
  }

  #leave(person: PersonId): void {
    const taken = this.#taken.get(person) ?? 0;
    if (taken > 1) this.#taken.set(person, taken - 1);
    else this.#taken.delete(person);
  }
}

/** What costs too much is refused before it is executed, with its cost, in the stream. */
async function ifAffordable<R>(
  args: ExecutionArgs & { contextValue: Streamed },
  go: (args: ExecutionArgs) => R | Promise<R>,
): Promise<R | ExecutionResult> {
  const { schema, document, operationName, contextValue } = args;
  const operation = getOperationAST(document, operationName);
  if (operation == null) throw new Error('an operation that was not admitted');
  try {
    const variables = args.variableValues ?? undefined;
    contextValue.cost = costOf({ schema, document, operation, variables });
    await contextValue.charge(contextValue.cost);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { errors: [error] };
  }
  return go(args);
}

/** Nothing formats errors in a stream but this. */
function told(error: GraphQLError, report: Report): GraphQLError {
  const { message, extensions } = formatThrown(error, report);
  const { nodes = null, source = null, positions = null, path = null } = error;
  return new GraphQLError(message, {
    nodes,
    source,
    positions,
    path,
    extensions: { ...extensions },
  });
}

const refusal = (code: string, message: string, status?: number): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...(status && { http: { status } }) } });
