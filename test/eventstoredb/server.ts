import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerReadableStream, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import type {
  AppendReq,
  AppendResp,
  ReadReq,
  ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { EmbeddedEventStore } from '#event-store';
import type { StoredEvent } from '#event-store';
import { after, before, failure } from './faults.ts';
import type { Answer, Fault } from './faults.ts';
import {
  confirmation,
  eventMessage,
  expectedOf,
  nameOf,
  notFound,
  positionAt,
  received,
  startOf,
  success,
  wrongVersion,
} from './messages.ts';
import type { Received } from './messages.ts';
import {
  GossipService,
  ServerFeaturesService,
  StreamsService,
  features,
  gossip,
  streams,
} from './protocol.ts';

const LATE_MS = 300;

/** How every open subscription ends. */
export type Drop = 'END' | 'CANCELLED' | 'UNAVAILABLE' | 'ABORTED' | 'INTERNAL';

type Read = ServerWritableStream<ReadReq, ReadResp>;
type Append = ServerReadableStream<AppendReq, AppendResp>;

/**
 * A test instrument: speaks the real protocol to the real client, keeps what it is told in the
 * embedded store, and misbehaves when it is told to. It is no server for anything else.
 */
export class ProtocolServer {
  readonly #folder = mkdtempSync(join(tmpdir(), 'simpul-server-'));
  readonly #store = new EmbeddedEventStore(join(this.#folder, 'log'));
  readonly #contentTypes = new Map<string, string>();
  readonly #subscriptions = new Set<Read>();
  readonly #faults: Fault[] = [];
  #server = new Server();
  #port = 0;
  /** Subscriptions are told nothing. */
  muted = false;
  /** Nobody is told anything, and nothing is stored. */
  dead = false;
  subscribed = 0;

  static async started(): Promise<ProtocolServer> {
    const server = new ProtocolServer();
    await server.#foreign();
    await server.start();
    return server;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get port(): number {
    return this.#port;
  }

  /** How many events there are in a stream, whoever wrote them. */
  async events(stream: string): Promise<StoredEvent[]> {
    const found: StoredEvent[] = [];
    for await (const event of this.#store.readStream(stream)) found.push(event);
    return found;
  }

  next(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Again on the same port, with what it has stored. */
  async start(): Promise<void> {
    this.#server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    this.#server.addService(StreamsService, {
      read: (call: Read) => void this.#read(call),
      append: (call: Append, answer: sendUnaryData<AppendResp>) => void this.#append(call, answer),
    });
    this.#server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) => {
        answer(null, new features.SupportedMethods());
      },
    });
    this.#server.addService(GossipService, {
      read: (_: unknown, answer: sendUnaryData<unknown>) => answer(null, this.#members()),
    });
    const address = `127.0.0.1:${this.#port}`;
    this.#port = await new Promise((resolve, reject) => {
      this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
  }

  /** As if it were killed. */
  stop(): void {
    this.#server.forceShutdown();
    this.#subscriptions.clear();
  }

  async close(): Promise<void> {
    this.stop();
    await this.#store.close();
    rmSync(this.#folder, { recursive: true });
  }

  drop(how: Drop): void {
    for (const call of this.#subscriptions) {
      if (how === 'END') call.end();
      else call.emit('error', failure(status[how], 'dropped'));
    }
    this.#subscriptions.clear();
  }

  /** Streams of the server itself and of somebody else, between which ours lie. */
  async #foreign(): Promise<void> {
    for (const [stream, type] of [
      ['$stats-127.0.0.1', '$statsCollected'],
      ['toko-1', 'Terjual'],
    ] as const) {
      const event = { id: crypto.randomUUID(), type, data: '{"a":1}', metadata: '{}' };
      await this.#store.append(stream, 'no-stream', [event as never]);
    }
  }

  #members() {
    const member = new gossip.MemberInfo();
    member.setState(gossip.MemberInfo.VNodeState.LEADER);
    member.setIsAlive(true);
    const place = new gossip.EndPoint();
    place.setAddress('127.0.0.1');
    place.setPort(this.#port);
    member.setHttpEndPoint(place);
    const members = new gossip.ClusterInfo();
    members.setMembersList([member]);
    return members;
  }

  async #append(call: Append, answer: sendUnaryData<AppendResp>): Promise<void> {
    let options: AppendReq.Options | undefined;
    const messages: Received[] = [];
    for await (const request of call as AsyncIterable<AppendReq>) {
      if (request.hasOptions()) options = request.getOptions();
      else {
        const message = request.getProposedMessage();
        if (message !== undefined) messages.push(received(message));
      }
    }
    if (this.dead) return;
    const fault = this.#faults.shift();
    const told = before(fault, this.#port) ?? (await this.#stored(options, messages, fault));
    if (told === 'SILENT') return;
    if ('code' in told) answer(told);
    else answer(null, told);
  }

  async #stored(
    options: AppendReq.Options | undefined,
    messages: readonly Received[],
    fault: Fault | undefined,
  ): Promise<Answer | 'SILENT'> {
    for (const { event, contentType } of messages) this.#contentTypes.set(event.id, contentType);
    const stream = nameOf(options?.getStreamIdentifier());
    const events = messages.map(({ event }) => event);
    const done = await this.#store.append(stream, expectedOf(options), events);
    if (fault === 'LATE') await pause(LATE_MS);
    const wrong = after(fault);
    if (wrong !== undefined) return wrong;
    return done.outcome === 'conflict'
      ? wrongVersion(done.actual)
      : success(done.revision, done.position);
  }

  async #read(call: Read): Promise<void> {
    if (this.dead) return;
    const options = call.request.getOptions();
    if (options === undefined) throw new Error('a read without options');
    if (options.hasSubscription()) {
      this.#subscribe(call, options);
      return;
    }
    const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;
    const backwards = options.getReadDirection() === BACKWARDS;
    const count = Number(options.getCount());
    const found = options.hasStream()
      ? await this.#ofStream(options, backwards)
      : await this.#ofAll(options, backwards, count);
    if (found === undefined)
      call.write(notFound(nameOf(options.getStream()?.getStreamIdentifier())));
    for (const event of found?.slice(0, count) ?? []) call.write(this.#message(event));
    call.end();
  }

  /** Undefined: there is no such stream. */
  async #ofStream(
    options: ReadReq.Options,
    backwards: boolean,
  ): Promise<StoredEvent[] | undefined> {
    const of = options.getStream();
    const events = await this.events(nameOf(of?.getStreamIdentifier()));
    if (events.length === 0) return undefined;
    if (backwards) return events.toReversed();
    return events.slice(of?.hasRevision() === true ? Number(of.getRevision()) : 0);
  }

  /** Forwards with the event at the position, backwards without it. */
  async #ofAll(
    options: ReadReq.Options,
    backwards: boolean,
    limit: number,
  ): Promise<readonly StoredEvent[]> {
    const start = startOf(options.getAll());
    if (start === undefined) {
      return this.#store.readAll({ direction: backwards ? 'backwards' : 'forwards', limit });
    }
    const from = positionAt(start);
    if (backwards) return this.#store.readAll({ from, direction: 'backwards', limit });
    const at = await this.#store.eventAt(from);
    const rest = await this.#store.readAll({ from, limit });
    return at === undefined ? rest : [at, ...rest];
  }

  #subscribe(call: Read, options: ReadReq.Options): void {
    this.subscribed += 1;
    this.#subscriptions.add(call);
    const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [''];
    call.write(confirmation());
    const start = startOf(options.getAll());
    const after = start === undefined ? undefined : positionAt(start);
    const subscription = this.#store.subscribe(after, async (events) => {
      for (const event of events) {
        const wanted = prefixes.some((prefix) => event.stream.startsWith(prefix));
        if (!wanted || this.muted || !this.#subscriptions.has(call)) continue;
        if (!call.write(this.#message(event))) await drained(call);
      }
    });
    const ended = (): void => {
      this.#subscriptions.delete(call);
      void subscription.close();
    };
    call.on('cancelled', ended);
    call.on('close', ended);
  }

  #message(event: StoredEvent): ReadResp {
    return eventMessage(event, this.#contentTypes.get(event.id) ?? 'application/json');
  }
}

const drained = (call: Read): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      for (const event of ['drain', 'close', 'cancelled']) call.off(event, go);
      resolve();
    };
    for (const event of ['drain', 'close', 'cancelled']) call.on(event, go);
  });
