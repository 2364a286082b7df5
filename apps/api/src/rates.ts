import { isIPv6 } from 'node:net';
import { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Asking } from '#access';

/** How many operations in ten seconds. */
export type RateLimits = {
  /** Of one person who is signed in. */
  person: number;
  /** From one address, of callers who are not. */
  address: number;
  /** Attempts to sign in, from one address. */
  signIn: number;
};

const WINDOW_S = 10;

export type Caller = { asking?: Asking; address: string };

/**
 * Counts what callers ask for, in the memory of this node. An operation is a field of the root, so
 * a document of twenty counts as twenty; what is refused unread counts as one.
 */
export class Rates {
  readonly #windows: { [K in keyof RateLimits]: RateLimiterMemory } | undefined;
  /** Told which limit was passed, once in a window; never who passed it. */
  readonly #passed: (limit: keyof RateLimits) => void;

  constructor(most?: RateLimits, passed: (limit: keyof RateLimits) => void = () => undefined) {
    const window = (points: number): RateLimiterMemory =>
      new RateLimiterMemory({ points, duration: WINDOW_S });
    this.#windows = most && {
      person: window(most.person),
      address: window(most.address),
      signIn: window(most.signIn),
    };
    this.#passed = passed;
  }

  /** @throws GraphQLError RATE_LIMITED */
  async take({ asking, address }: Caller, operations = 1): Promise<void> {
    const viewer = asking?.viewer;
    if (viewer !== undefined) await this.#take('person', viewer.personId, operations);
    else await this.#take('address', networkOf(address), operations);
  }

  /** @throws GraphQLError RATE_LIMITED */
  async takeSignIn({ address }: Caller, attempts: number): Promise<void> {
    await this.#take('signIn', networkOf(address), attempts);
  }

  async #take(limit: keyof RateLimits, key: string, operations: number): Promise<void> {
    const window = this.#windows?.[limit];
    if (window === undefined || operations <= 0) return;
    try {
      await window.consume(key, operations);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      if (error.consumedPoints - operations <= window.points) this.#passed(limit);
      throw rateLimited(Math.max(1, Math.ceil(error.msBeforeNext / 1_000)));
    }
  }
}

/** One line has a whole /64 of addresses of version 6: they are one caller. */
function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = [], after = []] = address
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const network = [...before, ...zeros, ...after].slice(0, 4);
  return network.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

const rateLimited = (retryAfter: number): GraphQLError =>
  new GraphQLError(`too many operations; try again in ${retryAfter} s`, {
    extensions: { code: 'RATE_LIMITED', retryAfter, http: { status: 429 } },
  });
