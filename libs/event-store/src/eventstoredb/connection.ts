import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, isCommandError } from '@eventstore/db-client';
import type { Credentials, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { InterceptingCall, status } from '@grpc/grpc-js';
import type { CallOptions, Channel, Interceptor, Metadata } from '@grpc/grpc-js';
import { StoreUnavailable } from '../event-store.ts';

/** Longer than a leader's election, shorter than anybody waits. */
export const CALL_DEADLINE_MS = 5_000;
export const NO_ANSWER = `no answer within ${CALL_DEADLINE_MS} ms`;

/** How long a channel that is given up stays open. */
const LEFT_MS = 500;

/** Carries no name and no password: with any, each append is a call of its own with a deadline. */
const NOBODY: Credentials = { username: 'none', password: 'none' };

/** Answers of a server that is well, and what the client itself connects anew after. */
const KEPT_AFTER: ReadonlySet<string> = new Set([
  'wrong-expected-version',
  'maximum-append-size-exceeded',
  'not-leader',
  'unavailable',
  'cancelled',
]);

/** A client, and the channel that it does not close itself. */
type Opened = { client: EventStoreDBClient; channel?: Promise<Channel> };

/**
 * A client of the server. The one package speaks through here alone, so that its successor changes
 * this folder and nothing else. One that failed in a way nobody knows is thrown away.
 */
export class Connection {
  readonly #url: string;
  readonly credentials: Credentials;
  #opened: Opened | undefined;

  /** @throws StoreUnavailable for an address that is none. */
  constructor(url: string) {
    this.#url = url;
    this.credentials = credentialsIn(url) ?? NOBODY;
    this.#opened = opened(url);
  }

  get client(): EventStoreDBClient {
    this.#opened ??= opened(this.#url);
    return this.#opened.client;
  }

  /** The next call connects anew where that may help, unless another has seen to it. */
  failed(client: EventStoreDBClient, error: unknown): void {
    if (this.#opened?.client === client && !KEPT_AFTER.has(typeOf(error) ?? '')) this.#leave();
  }

  async close(): Promise<void> {
    const client = this.#opened?.client;
    this.#leave();
    await Promise.race([client?.dispose(), pause(1_000, undefined, { ref: false })]);
  }

  /** One page of a read, all of it or an error. @throws StoreUnavailable */
  async page(
    read: (client: EventStoreDBClient) => StreamingRead<ResolvedEvent>,
    deadlineMs: number = CALL_DEADLINE_MS,
  ): Promise<ResolvedEvent[]> {
    const { client } = this;
    let events: StreamingRead<ResolvedEvent> | undefined;
    try {
      events = read(client);
      return await collected(events, deadlineMs);
    } catch (error) {
      if (typeOf(error) === 'stream-not-found') return [];
      this.failed(client, error);
      throw new StoreUnavailable(`cannot read the log: ${reasonOf(error)}`);
    } finally {
      void events?.cancel().catch(() => undefined);
    }
  }

  /**
   * What is open ends by itself, or at its own deadline. Who waited for the channel begins a call
   * on it as soon as it is there, and on a closed one that throws outside of any promise.
   */
  #leave(): void {
    void this.#opened?.channel?.then(
      (channel) => setTimeout(() => channel.close(), LEFT_MS).unref(),
      () => undefined,
    );
    this.#opened = undefined;
  }
}

async function collected(
  events: StreamingRead<ResolvedEvent>,
  deadlineMs: number,
): Promise<ResolvedEvent[]> {
  // It may fail again after it was given up, and nobody would listen.
  events.on('error', () => undefined);
  const found: ResolvedEvent[] = [];
  const timer = setTimeout(() => {
    events.destroy(new Error(NO_ANSWER));
  }, deadlineMs);
  try {
    for await (const event of events) found.push(event);
    return found;
  } finally {
    clearTimeout(timer);
  }
}

function opened(url: string): Opened {
  try {
    const one: Opened = { client: EventStoreDBClient.connectionString(url) };
    corrected(one);
    return one;
  } catch {
    // Its own words repeat the address, and with it a password.
    throw new StoreUnavailable('not an address of an event store, as esdb://host:2113?tls=true');
  }
}

type Arguments = [Metadata, CallOptions];
type Inside = {
  callArguments(...options: unknown[]): Arguments;
  getChannel(): Promise<Channel>;
};

/**
 * The client reads the leader's address from an answer that may not hold it, and outside of any
 * promise, which would end the process. Such an answer loses its error's name and keeps its code.
 * It also leaves its channel open when it is disposed of, so that is kept at hand.
 */
function corrected(one: Opened): void {
  const inside = one.client as unknown as Inside;
  const { callArguments, getChannel } = inside;
  inside.callArguments = (...options) => {
    const [metadata, call] = callArguments(...options);
    return [metadata, { ...call, interceptors: [withoutLeader] }];
  };
  inside.getChannel = () => (one.channel = getChannel());
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

export function reasonOf(error: unknown): string {
  const type = typeOf(error);
  if (type === 'unknown') return status[Number((error as { code?: unknown }).code)] ?? type;
  return type ?? (error instanceof Error ? error.message : String(error));
}

/** How the client classifies an error; undefined where it does not. */
export const typeOf = (error: unknown): string | undefined =>
  error instanceof Error && isCommandError(error) ? error.type : undefined;
