import type { RequestHandler } from 'express';
import { createHandler } from 'graphql-sse/lib/use/express';
import type { GraphQLSchema } from 'graphql';
import { GraphQLError } from 'graphql';
import type { GraphContext } from '#access';
import type { City } from './city.ts';
import { contextOf } from './graph.ts';

/**
 * Live updates by server-sent events, through the same authentication as queries. A stream ends
 * with its token: a front-end signs in again and subscribes again.
 */
export function streamHandler(schema: () => GraphQLSchema, city: City): RequestHandler {
  return createHandler({
    schema: () => schema(),
    context: async (request) => {
      const context: GraphContext = await contextOf(request.raw.headers, city);
      if (context.asking.viewer === undefined || context.asking.mustChangePassword) {
        throw new GraphQLError('sign in first', { extensions: { code: 'UNAUTHENTICATED' } });
      }
      return context;
    },
  }) as RequestHandler;
}
