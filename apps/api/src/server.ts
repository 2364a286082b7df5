import { ValidationPipe } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import express from 'express';
import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Keeper, Reactor } from '#event-store';
import { InputRejected } from '#graphql/api';
import { RegisterNet } from '#information-requests/api';
import { LimitKeeper } from '#limits/api';
import { AnswerNet, OutboundKeeper } from '#outbound/api';
import { ObjectionRegisterNet, RenewalNet, UpheldNet } from '#objections/api';
import { AppModule } from './app.module.ts';
import type { City } from './city.ts';
import { ResolverErrorFilter, traceOf } from './errors.ts';
import { serveGraphiql } from './graphiql.ts';
import { answerLargeHeaders } from './large-headers.ts';
import { streamHandler } from './stream.ts';

/** The largest legal input, 20,000 characters twice and escaped, fits well. */
const BODY_LIMIT = '512kb';

export type ServerOptions = { log: Logger; production: boolean };

/** The HTTP server over an opened city; closing it closes the city. */
export async function createServer(
  city: City,
  { log, production }: ServerOptions,
): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.of(city, log, production),
    { bodyParser: false, logger: nestLogger(log) },
  );
  answerLargeHeaders(app.getHttpServer());
  app.disable('x-powered-by');
  app.use(express.json({ limit: BODY_LIMIT, strict: true }), malformedBody(log));
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      forbidUnknownValues: false,
      exceptionFactory: (errors) => new InputRejected(errors),
    }),
  );
  app.useGlobalFilters(
    new ResolverErrorFilter(app.getHttpAdapter(), (id, defect) => {
      log.error({ errorId: id, ...traceOf(defect) }, 'defect');
    }),
  );
  app.use(
    '/graphql/stream',
    streamHandler(() => app.get(GraphQLSchemaHost).schema, city),
  );
  if (!production) serveGraphiql(app);
  await app.init();
  const nets = [RegisterNet, AnswerNet, ObjectionRegisterNet, UpheldNet, RenewalNet] as const;
  await city.startReactions(nets.map((net) => app.get<Reactor<never, never>>(net)));
  for (const [name, keeper] of Object.entries({ limits: LimitKeeper, outbound: OutboundKeeper })) {
    app.get<Keeper>(keeper).start((failure) => {
      log.error(traceOf(failure), name);
    });
  }
  return app;
}

/** What Nest itself has to say; of an error only where it arose. */
function nestLogger(log: Logger): LoggerService {
  return {
    log: () => undefined,
    warn: (message) => {
      log.warn({ nest: String(message) }, 'nest');
    },
    error: (message) => {
      log.error(message instanceof Error ? traceOf(message) : { nest: String(message) }, 'nest');
    },
  };
}

/** A body that is no JSON, or too large, is answered in the form of every other error. */
function malformedBody(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusOf(error);
    if (status >= 500) log.error(traceOf(error), 'body');
    const message = status === 413 ? `the body is larger than ${BODY_LIMIT}` : 'not a JSON body';
    response.status(status).json({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
  };
}

function statusOf(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error && error.status;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 400;
}
