import { setTimeout as pause } from 'node:timers/promises';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { ServerDuplexStream, sendUnaryData } from '@grpc/grpc-js';
import type {
  AppendReq,
  BatchAppendReq,
  BatchAppendResp,
  ReadReq,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { StoredEvent } from '#event-store';
import { answerBatches } from './batches.ts';
import { after, before, dropped, refusal, tell } from './faults.ts';
import type { Answer, AppendCall, Drop, Fault, ReadCall } from './faults.ts';
import { KeptLog } from './kept-log.ts';
import {
  checkpoint,
  confirmation,
  expectedOf,
  gossipOf,
  nameOf,
  notFound,
  positionAt,
  received,
  startOf,
  success,
  supportedMethods,
  wrongVersion,
} from './messages.ts';
import type { Received } from './messages.ts';
import { GossipService, ServerFeaturesService, StreamsService } from './protocol.ts';

const LATE_MS = 300;
/** After so many of others' events a subscriber is told how far it is. */
const WINDOW = 32;

/** As gRPC has it an append is answered once; this server must be able to do it twice. */
const SERVICE = { ...StreamsService, append: { ...StreamsService.append, responseStream: true } };

/** Who is in a cluster, as its members tell it. */
export type Members = {
  readonly all: readonly ProtocolServer[];
  readonly leader: ProtocolServer | undefined;
};

/**
 * A test instrument: speaks the real protocol to the real client, keeps what it is told in the
 * embedded store, and misbehaves when it is told to. It is no server for anything else.
 */
export class ProtocolServer {
  readonly log: KeptLog;
  readonly #members: Members;
  readonly #subscriptions = new Set<ReadCall>();
  readonly #faults: Fault[] = [];
  #server = new Server();
  #port = 0;
  /** Subscriptions are told nothing. */
  muted = false;
  /** Nobody is told anything, and nothing is stored. */
  dead = false;
  /** What every append meets. */
  appendsMeet: Fault | undefined;
  /** What every read and subscription is refused with. */
  readsMeet: Fault | undefined;
  isUp = false;
  subscribed = 0;
  /** Appends that were stored, each a call of its own. */
  appends = 0;
  /** Appends that shared a stream. */
  batched = 0;
  /** Reads and subscriptions. */
  refused = 0;
  /** Reads of a stream, and of all. */
  readonly reads = { stream: 0, all: 0 };
  /** How often a subscriber had to take something before more was sent. */
  held = 0;

  constructor(log: KeptLog, members?: Members) {
    this.log = log;
    this.#members = members ?? { all: [this], leader: this };
  }

  static async started(): Promise<ProtocolServer> {
    const server = new ProtocolServer(await KeptLog.opened());
    await server.start();
    return server;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.#port}?tls=false`;
  }

  get port(): number {
    return this.#port;
  }

  get subscriptions(): number {
    return this.#subscriptions.size;
  }

  /** The events of a stream, whoever wrote them. */
  events(stream: string): Promise<StoredEvent[]> {
    return this.log.events(stream);
  }

  next(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Again on the same port, with what it has stored. */
  async start(): Promise<void> {
    this.#server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    this.#server.addService(SERVICE, {
      read: (call: ReadCall) => void this.#read(call),
      append: (call: AppendCall) => void this.#append(call),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) =>
        answerBatches(call, this.log, () => (this.batched += 1)),
    });
    this.#server.addService(ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: sendUnaryData<unknown>) =>
        answer(null, supportedMethods()),
    });
    this.#server.addService(GossipService, {
      read: (_: unknown, answer: sendUnaryData<unknown>) => {
        const { all, leader } = this.#members;
        answer(null, gossipOf(all, leader));
      },
    });
    const address = `127.0.0.1:${this.#port}`;
    this.#port = await new Promise((resolve, reject) => {
      this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
    this.isUp = true;
  }

  /** As if it were killed. */
  stop(): void {
    this.isUp = false;
    this.#server.forceShutdown();
    this.#subscriptions.clear();
  }

  async close(): Promise<void> {
    this.stop();
    await this.log.close();
  }

  drop(how: Drop): void {
    for (const call of this.#subscriptions) dropped(call, how);
    this.#subscriptions.clear();
  }

  async #append(call: AppendCall): Promise<void> {
    const asked = await askedIn(call);
    if (asked === undefined || this.dead) return;
    const fault = this.#faults.shift() ?? this.appendsMeet ?? this.#notLeading();
    const refused = before(fault, this.#members.leader?.port);
    tell(call, refused ?? (await this.#stored(asked, fault)), fault);
  }

  #notLeading(): Fault | undefined {
    return this.#members.leader === this ? undefined : 'NOT_LEADER';
  }

  async #stored({ options, messages }: Asked, fault: Fault | undefined): Promise<Answer> {
    const stream = nameOf(options?.getStreamIdentifier());
    const done = await this.log.append(stream, expectedOf(options), messages);
    this.appends += 1;
    if (fault === 'LATE') await pause(LATE_MS);
    const wrong = after(fault);
    if (wrong !== undefined) return wrong;
    return done.outcome === 'conflict'
      ? wrongVersion(done.actual)
      : success(done.revision, done.position);
  }

  async #read(call: ReadCall): Promise<void> {
    if (this.dead) return;
    const refused = refusal(this.readsMeet);
    if (refused !== undefined) {
      this.refused += 1;
      call.emit('error', refused);
      return;
    }
    const options = call.request.getOptions();
    if (options === undefined) throw new Error('a read without options');
    if (options.hasSubscription()) {
      this.#subscribe(call, options);
      return;
    }
    this.reads[options.hasStream() ? 'stream' : 'all'] += 1;
    const found = await this.log.read(options);
    if (found === undefined)
      call.write(notFound(nameOf(options.getStream()?.getStreamIdentifier())));
    for (const event of found ?? []) call.write(this.log.message(event));
    call.end();
  }

  #subscribe(call: ReadCall, options: ReadReq.Options): void {
    this.subscribed += 1;
    this.#subscriptions.add(call);
    const prefixes = options.getFilter()?.getStreamIdentifier()?.getPrefixList() ?? [''];
    call.write(confirmation());
    const start = startOf(options.getAll());
    const after = start === undefined ? undefined : positionAt(start);
    let passed = 0;
    const subscription = this.log.subscribe(after, async (events) => {
      for (const event of events) {
        if (this.muted || !this.#subscriptions.has(call)) continue;
        const wanted = prefixes.some((prefix) => event.stream.startsWith(prefix));
        passed = wanted ? 0 : passed + 1;
        if (!wanted && passed % WINDOW !== 0) continue;
        if (call.write(wanted ? this.log.message(event) : checkpoint(event.position))) continue;
        this.held += 1;
        await drained(call);
      }
    });
    const ended = (): void => {
      this.#subscriptions.delete(call);
      void subscription.close();
    };
    call.on('cancelled', ended);
    call.on('close', ended);
  }
}

type Asked = { options: AppendReq.Options | undefined; messages: Received[] };

/** Undefined where the caller went away before all was said. */
async function askedIn(call: AppendCall): Promise<Asked | undefined> {
  const asked: Asked = { options: undefined, messages: [] };
  try {
    for await (const request of call as AsyncIterable<AppendReq>) {
      const message = request.getProposedMessage();
      if (request.hasOptions()) asked.options = request.getOptions();
      else if (message !== undefined) asked.messages.push(received(message));
    }
  } catch (error) {
    if (call.cancelled) return undefined;
    throw error;
  }
  return asked;
}

const drained = (call: ReadCall): Promise<void> =>
  new Promise((resolve) => {
    const go = (): void => {
      for (const event of ['drain', 'close', 'cancelled']) call.off(event, go);
      resolve();
    };
    for (const event of ['drain', 'close', 'cancelled']) call.on(event, go);
  });
