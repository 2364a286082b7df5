import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, isCommandError } from '@eventstore/db-client';
import type { Credentials, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { InterceptingCall } from '@grpc/grpc-js';
import type { CallOptions, Interceptor, Metadata } from '@grpc/grpc-js';
import { StoreUnavailable } from '../event-store.ts';

/** Longer than a leader's election, shorter than anybody waits. */
export const CALL_DEADLINE_MS = 5_000;

/** Carries no name and no password: with any, each append is a call of its own with a deadline. */
const NOBODY: Credentials = { username: 'none', password: 'none' };

/**
 * A client of the server. The one package speaks through here alone, so that its successor changes
 * this folder and nothing else. One that failed in a way nobody knows is thrown away.
 */
export class Connection {
  readonly #url: string;
  readonly credentials: Credentials;
  #client: EventStoreDBClient | undefined;

  /** @throws StoreUnavailable for an address that is none. */
  constructor(url: string) {
    this.#url = url;
    this.credentials = credentialsIn(url) ?? NOBODY;
    this.#client = clientOf(url);
  }

  get client(): EventStoreDBClient {
    this.#client ??= clientOf(this.#url);
    return this.#client;
  }

  /** The next call connects anew. */
  async renew(): Promise<void> {
    const old = this.#client;
    this.#client = undefined;
    // What it still had open ends by itself, or at its own deadline.
    await Promise.race([old?.dispose(), pause(1_000, undefined, { ref: false })]);
  }

  /** One page of a read, all of it or an error. @throws StoreUnavailable */
  async page(
    read: (client: EventStoreDBClient) => StreamingRead<ResolvedEvent>,
  ): Promise<ResolvedEvent[]> {
    let events: StreamingRead<ResolvedEvent> | undefined;
    try {
      events = read(this.client);
      return await collected(events);
    } catch (error) {
      const type = typeOf(error);
      if (type === 'stream-not-found') return [];
      if (type === undefined) await this.renew();
      throw new StoreUnavailable(`cannot read the log: ${reasonOf(error)}`);
    } finally {
      void events?.cancel().catch(() => undefined);
    }
  }
}

async function collected(events: StreamingRead<ResolvedEvent>): Promise<ResolvedEvent[]> {
  // It may fail again after it was given up, and nobody would listen.
  events.on('error', () => undefined);
  const found: ResolvedEvent[] = [];
  const timer = setTimeout(() => {
    events.destroy(new Error(`no answer within ${CALL_DEADLINE_MS} ms`));
  }, CALL_DEADLINE_MS);
  try {
    for await (const event of events) found.push(event);
    return found;
  } finally {
    clearTimeout(timer);
  }
}

function clientOf(url: string): EventStoreDBClient {
  try {
    const client = EventStoreDBClient.connectionString(url);
    namingLeaders(client);
    return client;
  } catch {
    // Its own words repeat the address, and with it a password.
    throw new StoreUnavailable('not an address of an event store, as esdb://host:2113?tls=true');
  }
}

type Arguments = [Metadata, CallOptions];
type WithArguments = { callArguments(...options: unknown[]): Arguments };

/**
 * The client reads the leader's address from an answer that may not hold it, and outside of any
 * promise, which would end the process. Such an answer loses its error's name and keeps its code.
 */
function namingLeaders(client: EventStoreDBClient): void {
  const calls = client as unknown as WithArguments;
  const { callArguments } = calls;
  calls.callArguments = (...options) => {
    const [metadata, call] = callArguments(...options);
    return [metadata, { ...call, interceptors: [withoutLeader] }];
  };
}

const withoutLeader: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start: (metadata, _listener, next) => {
      next(metadata, {
        onReceiveStatus: (status, pass) => {
          const { metadata: trailers } = status;
          const isNotLeader = String(trailers.get('exception')[0]) === 'not-leader';
          if (isNotLeader && trailers.get('leader-endpoint-host').length === 0) {
            trailers.remove('exception');
          }
          pass(status);
        },
      });
    },
  });

function credentialsIn(url: string): Credentials | undefined {
  const [, username, password] = /^[a-z+]+:\/\/([^:@/]*):([^@/]*)@/.exec(url) ?? [];
  if (username === undefined || password === undefined) return undefined;
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

export const reasonOf = (error: unknown): string =>
  typeOf(error) ?? (error instanceof Error ? error.message : String(error));

/** How the client classifies an error; undefined where it does not. */
export const typeOf = (error: unknown): string | undefined =>
  error instanceof Error && isCommandError(error) ? error.type : undefined;
