import { randomUUID } from 'node:crypto';
import { Catch, HttpException } from '@nestjs/common';
import type { ArgumentsHost, HttpServer } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { GqlArgumentsHost } from '@nestjs/graphql';
import type { GqlContextType } from '@nestjs/graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError, GraphQLResolveInfo } from 'graphql';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { GraphContext } from '#access';
import { StoreUnavailable } from '#event-store';
import { InputRejected, userError } from '#graphql/api';
import type { UserError } from '#graphql/api';

type Report = (id: string, defect: unknown) => void;

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
  SERVICE_UNAVAILABLE: {
    tells: 'The log or the identity provider is away, or this node lags; nothing was half done.',
  },
  INTERNAL_SERVER_ERROR: { tells: 'A defect; the message names the id under which it was logged.' },
} as const;
const PASSED_ON: readonly string[] = Object.keys(TOP_LEVEL).slice(0, 3);
const MALFORMED = /^(GRAPHQL_|PERSISTED_QUERY|BAD_REQUEST|OPERATION_RESOLUTION)/;

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  BAD_USER_INPUT: 400,
  SERVICE_UNAVAILABLE: 503,
};

function overHttp(error: unknown, report: Report): HttpException {
  const given = error instanceof GraphQLError ? error.toJSON() : { message: '' };
  const formatted = formatError(given, error, report);
  const status = STATUS[String(formatted.extensions?.['code'])] ?? 500;
  return new HttpException({ errors: [formatted] }, status);
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
  if (PASSED_ON.includes(code)) return { message, ...place, extensions: { code } };
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

/** Where a defect arose, without its message: that could repeat what somebody wrote. */
export function traceOf(defect: unknown): { name: string; at: string[] } {
  if (!(defect instanceof Error)) return { name: typeof defect, at: [] };
  const at = (defect.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: defect.name, at: at.slice(0, 12).map((line) => line.trim()) };
}
