import { randomUUID } from 'node:crypto';
import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, HttpServer } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { GqlArgumentsHost } from '@nestjs/graphql';
import type { GqlContextType } from '@nestjs/graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import type { ErrorRequestHandler } from 'express';
import type { GraphQLFormattedError, GraphQLResolveInfo } from 'graphql';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GraphContext } from '#access';
import { StoreUnavailable } from '#event-store';
import { InputRejected, userError } from '#graphql/api';
import type { UserError } from '#graphql/api';

export type Report = (id: string, defect: unknown) => void;

/**
 * Errors of resolvers and controllers, all answered in one form. A wrong shape becomes user errors
 * for a mutation's input; everything else goes on to `formatError` without Nest logging it, whose
 * log would repeat the message.
 */
@Catch()
export class ResolverErrorFilter extends BaseExceptionFilter {
  readonly #report: Report;

  constructor(server: HttpServer, report: Report) {
    super(server);
    this.#report = report;
  }

  override catch(error: unknown, host: ArgumentsHost): unknown {
    if (host.getType<GqlContextType>() !== 'graphql') {
      const known = error instanceof HttpException || this.isHttpError(error);
      super.catch(known ? error : overHttp(error, this.#report), host);
      return undefined;
    }
    if (!(error instanceof InputRejected)) throw error;
    const graphql = GqlArgumentsHost.create(host);
    const { operation } = graphql.getInfo<GraphQLResolveInfo>();
    if (operation.operation !== OperationTypeNode.MUTATION) {
      throw error;
    }
    const { language } = graphql.getContext<GraphContext>().asking;
    const userErrors: UserError[] = error.paths.map((path) =>
      userError('INVALID_INPUT', language, ['input', ...path]),
    );
    return { userErrors, position: null, done: false, firstPassword: null };
  }
}

/** The codes that top-level errors have; everything else is a defect. */
export const TOP_LEVEL = {
  UNAUTHENTICATED: { tells: 'Nobody is signed in, or the first password was not changed yet.' },
  BAD_USER_INPUT: { tells: 'The document, the variables or the arguments of a query are wrong.' },
  TOO_COMPLEX: { tells: 'Too deep, too many fields, or too costly; `cost` tells what it costs.' },
  RATE_LIMITED: { tells: 'Too often; the header `retry-after` tells when to ask again.' },
  SERVICE_UNAVAILABLE: {
    tells: 'The log or the identity provider is away, or this node lags; nothing was half done.',
  },
  INTERNAL_SERVER_ERROR: { tells: 'A defect; the message names the id under which it was logged.' },
} as const;
const PASSED_ON: readonly string[] = Object.keys(TOP_LEVEL).slice(0, -1);
const MALFORMED = /^(GRAPHQL_|PERSISTED_QUERY|BAD_REQUEST|OPERATION_RESOLUTION)/;

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  BAD_USER_INPUT: 400,
  TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
};

function overHttp(error: unknown, report: Report): HttpException {
  const formatted = formatThrown(error, report);
  return new HttpException({ errors: [formatted] }, statusBy(formatted));
}

const statusBy = ({ extensions }: GraphQLFormattedError): number =>
  STATUS[String(extensions?.['code'])] ?? 500;

/** The same for an error of any kind, that nobody formatted yet. */
export function formatThrown(error: unknown, report: Report): GraphQLFormattedError {
  const given = error instanceof GraphQLError ? error.toJSON() : { message: '' };
  return formatError(given, error, report);
}

/** What a caller is told of an error; `report` gets defects, without personal data. */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: Report,
): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const { message, locations, path } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  const given = formatted.extensions?.['code'];
  const code = typeof given === 'string' ? given : '';
  if (cause instanceof StoreUnavailable) {
    const extensions = { code: 'SERVICE_UNAVAILABLE', retryable: true };
    return { message: 'the log is away; nothing was half done, try again', ...place, extensions };
  }
  // Of a query, or of a field below one or below a mutation, which no filter sees.
  if (cause instanceof InputRejected) {
    const extensions = { code: 'BAD_USER_INPUT' };
    return { message: `not accepted: ${cause.message}`, ...place, extensions };
  }
  if (PASSED_ON.includes(code)) {
    return { message, ...place, extensions: { code, ...numbersIn(formatted.extensions) } };
  }
  if (MALFORMED.test(code)) return { message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  const wrongValue = error instanceof GraphQLError && error.originalError === undefined;
  if (wrongValue && code === '')
    return { message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  const id = randomUUID();
  report(id, cause);
  return {
    message: `something went wrong here; say this when you ask for help: ${id}`,
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR', id },
  };
}

/** What a cost was, and when to come again. */
function numbersIn(extensions: GraphQLFormattedError['extensions']): Record<string, number> {
  const told = ['cost', 'retryAfter'].map((name) => [name, extensions?.[name]] as const);
  return Object.fromEntries(told.filter((one): one is [string, number] => one[1] !== undefined));
}

/** The schema's own words are suggested to nobody who has not signed in. */
export const withoutHints = (error: GraphQLFormattedError): GraphQLFormattedError => ({
  ...error,
  message: error.message.replace(/ Did you mean .*\?$/s, ''),
});

/**
 * Errors of what stands before Nest's routes, in the one form that all have. A body that is no
 * JSON, or too large, is one of them.
 */
export function answerErrors(report: Report): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, formatted } = answerTo(error, report);
    const { retryAfter } = formatted.extensions ?? {};
    if (typeof retryAfter === 'number') response.set('retry-after', String(retryAfter));
    response.status(status).json({ errors: [formatted] });
  };
}

function answerTo(
  error: unknown,
  report: Report,
): { status: number; formatted: GraphQLFormattedError } {
  const refused = statusOf(error);
  if (!(error instanceof GraphQLError) && refused !== undefined) {
    const message = refused === 413 ? 'the body is too large' : 'not a JSON body';
    return { status: refused, formatted: { message, extensions: { code: 'BAD_USER_INPUT' } } };
  }
  const formatted = formatThrown(error, report);
  const given = error instanceof GraphQLError ? statusIn(error) : undefined;
  return { status: given ?? statusBy(formatted), formatted };
}

/** What the reader of bodies says of one that it refuses. */
function statusOf(error: unknown): number | undefined {
  const status = typeof error === 'object' && error !== null && 'status' in error && error.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function statusIn({ extensions }: GraphQLError): number | undefined {
  const http = extensions['http'] as { status?: number } | undefined;
  return http?.status;
}

/** Where a defect arose, without its message: that could repeat what somebody wrote. */
export function traceOf(defect: unknown): { name: string; at: string[] } {
  if (!(defect instanceof Error)) return { name: typeof defect, at: [] };
  const at = (defect.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: defect.name, at: at.slice(0, 12).map((line) => line.trim()) };
}
