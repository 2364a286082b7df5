import type { Server } from 'node:http';
import { ValidationPipe } from '@nestjs/common';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Keeper, Reactor } from '#event-store';
import { InputRejected } from '#graphql/api';
import { RegisterNet } from '#information-requests/api';
import { LimitKeeper } from '#limits/api';
import { AnswerNet, OutboundKeeper } from '#outbound/api';
import { ObjectionRegisterNet, RenewalNet, UpheldNet } from '#objections/api';
import { ErasureNet } from '#persons/api';
import { AppModule } from './app.module.ts';
import type { City } from './city.ts';
import type { Config } from './config.ts';
import { Door } from './door.ts';
import { ResolverErrorFilter, answerErrors, traceOf } from './errors.ts';
import type { Report } from './errors.ts';
import { serveGraphiql } from './graphiql.ts';
import { apiHeaders } from './headers.ts';
import { answerLargeHeaders } from './large-headers.ts';
import { Rates } from './rates.ts';
import type { RateLimits } from './rates.ts';
import { streamHandler } from './stream.ts';

/** Longer than proxies keep theirs, or one would ask on a connection that was just closed. */
const KEEP_ALIVE_MS = 75_000;

export type ServerOptions = { log: Logger } & Pick<Config, 'production' | 'rates' | 'proxies'>;

/** The HTTP server over an opened city; closing it closes the city. */
export async function createServer(
  city: City,
  { log, production, rates, proxies = 0 }: ServerOptions,
): Promise<NestExpressApplication> {
  const door = new Door(city, ratesOf(rates, log));
  const app = await NestFactory.create<NestExpressApplication>(AppModule.of(city, log, door), {
    bodyParser: false,
    logger: nestLogger(log),
  });
  const server: Server = app.getHttpServer();
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  answerLargeHeaders(server);
  app.disable('x-powered-by');
  app.set('trust proxy', proxies);
  app.use(apiHeaders);
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      forbidUnknownValues: false,
      exceptionFactory: (errors) => new InputRejected(errors),
    }),
  );
  const report: Report = (id, defect) => {
    log.error({ errorId: id, ...traceOf(defect) }, 'defect');
  };
  app.useGlobalFilters(new ResolverErrorFilter(app.getHttpAdapter(), report));
  app.use('/graphql', door.beforeOperations);
  app.use('/attachments', door.beforeFiles);
  const schema = (): GraphQLSchema => app.get(GraphQLSchemaHost).schema;
  app.use('/graphql/stream', streamHandler({ schema, city, door, report }));
  if (!production) serveGraphiql(app);
  app.use(answerErrors(report));
  await app.init();
  const nets = [RegisterNet, AnswerNet, ObjectionRegisterNet, UpheldNet, RenewalNet] as const;
  await city.startReactions(
    [...nets, ErasureNet].map((net) => app.get<Reactor<never, never>>(net)),
  );
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

const ratesOf = (most: RateLimits | undefined, log: Logger): Rates =>
  new Rates(most, (limit) => log.warn({ limit }, 'rate limited'));
