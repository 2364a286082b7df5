import type { IncomingMessage } from 'node:http';
import express from 'express';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { GraphQLError } from 'graphql';
import { askingOf, signedIn } from '#access';
import type { Asking } from '#access';
import { boundValue, measure } from './bounds.ts';
import type { Measured } from './bounds.ts';
import type { City } from './city.ts';
import { Rates } from './rates.ts';
import type { Caller } from './rates.ts';

/** The largest legal input, 50,000 characters and their citations, fits well. */
const BODY_LIMIT = '512kb';
/** Above, the rate is asked before the body is read; it then counts as one operation more. */
const SMALL_BODY = 16_384;

/** A costly operation counts once more for every so much that it costs. */
const COST_OF_ONE = 1_000;

/** Who came through the door with what. */
export type Admitted = Measured & {
  asking: Asking;
  /** @throws GraphQLError RATE_LIMITED */
  charge(cost: number): Promise<void>;
};

/**
 * Stands before both endpoints of GraphQL. What it refuses is neither read nor held against the
 * schema: callers beyond their rate, other forms than JSON, documents and variables beyond bounds.
 */
export class Door {
  readonly #city: City;
  readonly #rates: Rates;
  readonly #admitted = new WeakMap<IncomingMessage, Admitted>();

  constructor(city: City, rates = new Rates()) {
    this.#city = city;
    this.#rates = rates;
  }

  /** @throws Error for a request that did not come through the door, which none can. */
  admitted(request: IncomingMessage): Admitted {
    const admitted = this.#admitted.get(request);
    if (admitted === undefined) throw new Error('a request that was not admitted');
    return admitted;
  }

  /** Before what answers operations, in this order. */
  get beforeOperations(): (RequestHandler | ErrorRequestHandler)[] {
    // Compressed, a body would be small where it is asked for its size, and large to read.
    const json = express.json({ limit: BODY_LIMIT, strict: true, inflate: false });
    return [this.#head, json, this.#unread, this.#body];
  }

  /** Before what is answered beside GraphQL: every request is one operation. */
  readonly beforeFiles: RequestHandler = async (request, _response, next) => {
    await this.#rates.take(await this.#callerOf(request));
    next();
  };

  readonly #head: RequestHandler = async (request, response, next) => {
    if (request.method !== 'POST') {
      response.set('allow', 'POST');
      await this.#rates.take({ address: addressOf(request) });
      throw refusal(405, 'operations are sent by POST');
    }
    // Any other type a page of another origin could send without asking first.
    if (!request.is('application/json')) {
      await this.#rates.take({ address: addressOf(request) });
      throw refusal(415, 'application/json is expected');
    }
    const small = Number(request.headers['content-length'] ?? NaN) <= SMALL_BODY;
    if (!small) await this.#rates.take(await this.#callerOf(request));
    next();
  };

  /** What the reader of bodies refuses; whatever `#head` refuses is counted there. */
  readonly #unread: ErrorRequestHandler = async (error, request, _response, next) => {
    if (!(error instanceof GraphQLError)) {
      await this.#rates.take({ address: addressOf(request) });
    }
    next(error);
  };

  readonly #body: RequestHandler = async (request, _response, next) => {
    // Asked when the body is whole: whoever sends it slowly gains nothing by it.
    const caller = await this.#callerOf(request);
    await this.#rates.take(caller);
    const { query, operationName } = bodyOf(request);
    const measured = measure(query, operationName);
    const { rootFields } = measured;
    await this.#rates.takeSignIn(caller, rootFields.filter((name) => SIGN_INS.has(name)).length);
    await this.#rates.take(caller, rootFields.length - 1);
    const { asking } = caller;
    if (rootFields.some((name) => INTROSPECTION.has(name))) signedIn(asking);
    const charge = (cost: number): Promise<void> =>
      this.#rates.take(caller, Math.floor(cost / COST_OF_ONE));
    this.#admitted.set(request, { ...measured, asking, charge });
    next();
  };

  async #callerOf(request: Request): Promise<Required<Caller>> {
    const { signIns, model, clock } = this.#city.parts;
    const address = addressOf(request);
    try {
      const asking = await askingOf(request.headers, clock.now(), { signIns, model });
      return { asking, address };
    } catch (error) {
      await this.#rates.take({ address });
      throw error;
    }
  }
}

const addressOf = (request: Request): string => request.ip ?? '';

/** Each checks a password. */
const SIGN_INS = new Set(['signIn', 'changePassword']);
/** The schema tells about itself who is signed in. */
const INTROSPECTION = new Set(['__schema', '__type']);

type Body = { query: string; operationName: string | undefined };

/** @throws GraphQLError for a body that is no operation */
function bodyOf(request: Request): Body {
  const body = request.body as unknown;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refusal(400, 'one operation is expected, as an object');
  }
  boundValue(body);
  const { query, operationName, variables } = body as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') throw refusal(400, 'query is missing');
  if (operationName != null && typeof operationName !== 'string') {
    throw refusal(400, 'operationName is no text');
  }
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) {
    throw refusal(400, 'variables are no object');
  }
  return { query, operationName: operationName ?? undefined };
}

const refusal = (status: number, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status } } });
