import { KeyDestroyed, fold, isRejection } from '#kernel';
import type {
  Actor,
  CommandId,
  Decider,
  Decision,
  DomainEvent,
  EventId,
  Instant,
  Position,
} from '#kernel';
import type { Clock } from './clock.ts';
import type { Codec, Keyring } from './codec.ts';
import { derivedId, freshId } from './command-id.ts';
import { encode, keysNamedBy } from './encode.ts';
import { AppendUnknown } from './event-store.ts';
import type { Appended, EventStore, ExpectedRevision, NewEvent } from './event-store.ts';
import { HotStreams } from './hot-streams.ts';
import type { InputHash, Metadata } from './metadata.ts';
import { decode, streamName } from './recorded.ts';
import type { Sealer } from './sealer.ts';

/** A kind of stream: its name's first part, its rules, its stored format. */
export interface StreamKind<C, E extends DomainEvent, S, Code extends string> {
  readonly category: string;
  readonly decider: Decider<C, E, S, Code>;
  readonly codec: Codec<E>;
  /** Keep the folded state in memory; the expected revision keeps it honest. */
  readonly hot?: boolean;
}

/** Who sends a command, and what makes it the same command when it is sent again. */
export type Envelope = {
  readonly commandId: CommandId;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string;
  /** When it happened; default now. */
  readonly occurredAt?: Instant;
  /** Refuse with a conflict if the entity has another number of events. */
  readonly expectedVersion?: number;
  /** Hash of the input under the named secret (default: today's); undefined once it is gone. */
  readonly hashInput?: (secret?: string) => InputHash | undefined;
  /** Awaited before what was accepted is appended, so that what it names is there; false: not. */
  readonly before?: () => Promise<boolean>;
};

/** The envelope of a command that is a part of another one: an id of its own, the same cause. */
export function stepOf(envelope: Envelope, name: string): Envelope {
  const { expectedVersion: _, hashInput: __, before: ___, ...rest } = envelope;
  return { ...rest, commandId: derivedId<CommandId>(envelope.commandId, name) };
}

/** With one more thing to be done, last of all, before what was accepted is appended. */
export function alsoBefore(envelope: Envelope, act: () => Promise<boolean>): Envelope {
  const before = async (): Promise<boolean> =>
    (await envelope.before?.()) !== false && (await act());
  return { ...envelope, before };
}

export type Transacted<S, Code extends string> =
  | {
      readonly outcome: 'recorded' | 'repeated' | 'nothing';
      readonly state: S;
      /** Number of events of the stream. */
      readonly version: number;
      /** Of the last event of this command; undefined when nothing was recorded. */
      readonly position: Position | undefined;
    }
  | { readonly outcome: 'rejected'; readonly code: Code; readonly field: string | undefined }
  | { readonly outcome: 'conflict' | 'key-reused' };

type Loaded<S> = {
  state: S;
  version: number;
  keyring: Keyring;
  commands: Map<
    CommandId,
    { metadata: Pick<Metadata, 'inputHash' | 'refusal'>; position: Position }
  >;
};

type Call<C, E extends DomainEvent, S, Code extends string> = {
  kind: StreamKind<C, E, S, Code>;
  entityId: string;
  loaded: Loaded<S>;
  envelope: Envelope;
};

const ATTEMPTS = 4;

/** Loads, folds, recognises repeats, decides, seals, appends with the exact revision. */
export class Transact {
  readonly #store: EventStore;
  readonly #sealer: Sealer;
  readonly #clock: Clock;
  readonly #hot = new HotStreams();
  #latest: Instant | undefined;

  constructor(store: EventStore, sealer: Sealer, clock: Clock) {
    this.#store = store;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  /** Now, and never before what the log is known to hold. */
  now(): Instant {
    const now = this.#clock.now();
    return this.#latest !== undefined && this.#latest > now ? this.#latest : now;
  }

  /** Tells of a `recordedAt` in the log, so that no later event is recorded earlier. */
  seen(recordedAt: Instant): void {
    if (this.#latest === undefined || recordedAt > this.#latest) this.#latest = recordedAt;
  }

  /**
   * @throws StoreUnavailable when the log is away; nothing is half done.
   */
  async run<C, E extends DomainEvent, S, Code extends string>(
    kind: StreamKind<C, E, S, Code>,
    entityId: string,
    command: C,
    envelope: Envelope,
  ): Promise<Transacted<S, Code>> {
    let isCertain = kind.hot !== true;
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await this.load(kind, entityId);
      await this.#sealer.ready(namedBy(loaded, envelope));
      const repeat = repeated<S, Code>(loaded, envelope);
      if (repeat !== undefined) return repeat;
      const { expectedVersion } = envelope;
      const isOther = expectedVersion !== undefined && expectedVersion !== loaded.version;
      const decision = isOther ? [] : kind.decider.decide(command, loaded.state);
      // Nothing will be appended that would find out what another node recorded: so look.
      if (!isCertain && eventsOf(decision).length === 0) {
        isCertain = true;
        this.#hot.fellBehind(streamName(kind.category, entityId));
        continue;
      }
      if (isOther) return { outcome: 'conflict' };
      const done = await this.#record({ kind, entityId, loaded, envelope }, decision);
      if (done !== undefined) return done;
      this.#hot.fellBehind(streamName(kind.category, entityId));
      if (expectedVersion !== undefined || attempt === ATTEMPTS) return { outcome: 'conflict' };
    }
  }

  /** The state of an entity now, e.g. to ask it before another stream is written. */
  async load<C, E extends DomainEvent, S, Code extends string>(
    kind: StreamKind<C, E, S, Code>,
    entityId: string,
  ): Promise<Loaded<S>> {
    const stream = streamName(kind.category, entityId);
    const read = (kept?: Loaded<S>): Promise<Loaded<S>> => this.#read(kind, stream, kept);
    return kind.hot === true ? this.#hot.load(stream, read) : read();
  }

  /** From what is kept of it on. */
  async #read<C, E extends DomainEvent, S, Code extends string>(
    kind: StreamKind<C, E, S, Code>,
    stream: string,
    kept: Loaded<S> | undefined,
  ): Promise<Loaded<S>> {
    const { initialState: state } = kind.decider;
    const loaded: Loaded<S> = kept
      ? { ...kept, keyring: { ...kept.keyring } }
      : { state, version: 0, keyring: {}, commands: new Map() };
    for await (const stored of this.#store.readStream(stream, loaded.version)) {
      const { event, metadata } = decode(kind.codec, stored);
      loaded.state = kind.decider.evolve(loaded.state, event);
      loaded.version = stored.revision + 1;
      loaded.commands.set(metadata.commandId, { metadata, position: stored.position });
      Object.assign(loaded.keyring, keysNamedBy(event));
      this.seen(metadata.recordedAt);
    }
    return loaded;
  }

  /** Undefined: another writer came first. */
  async #record<C, E extends DomainEvent, S, Code extends string>(
    call: Call<C, E, S, Code>,
    decision: Decision<E, Code>,
  ): Promise<Transacted<S, Code> | undefined> {
    const { kind, entityId, loaded, envelope } = call;
    const refused = isRejection(decision) ? decision : undefined;
    const rejected =
      refused && ({ outcome: 'rejected', code: refused.rejected, field: refused.field } as const);
    const events = eventsOf(decision);
    if (events.length === 0) {
      const { state, version } = loaded;
      return rejected ?? { outcome: 'nothing', state, version, position: undefined };
    }
    if (refused === undefined && (await envelope.before?.()) === false) {
      return { outcome: 'conflict' };
    }
    const metadata = this.#metadata(envelope, refused?.rejected);
    const { occurredAt } = metadata;
    const happened = events.map((e) => ({ ...e, id: freshId<EventId>(), occurredAt }));
    const keyring = Object.assign({}, loaded.keyring, ...events.map(keysNamedBy)) as Keyring;
    await this.#sealer.ready(Object.values(keyring));
    const fresh = unlessErased(() =>
      happened.map(({ id, occurredAt: _, ...event }) =>
        encode({ codec: kind.codec, sealer: this.#sealer, keyring }, id, event as never, metadata),
      ),
    );
    if (fresh === undefined) return OF_ERASED as Transacted<S, Code>;
    const stream = streamName(kind.category, entityId);
    const expected = loaded.version === 0 ? 'no-stream' : loaded.version - 1;
    const appended = await this.#append(stream, expected, fresh);
    if (appended.outcome === 'conflict') return undefined;
    const { position, revision } = appended;
    const state = fold({ ...kind.decider, initialState: loaded.state }, happened);
    const commands = loaded.commands.set(envelope.commandId, { metadata, position });
    const now = { state, version: revision + 1, keyring, commands };
    if (kind.hot === true) this.#hot.keep(stream, now);
    return rejected ?? { outcome: 'recorded', state, version: revision + 1, position };
  }

  #metadata(envelope: Envelope, refusal: string | undefined): Omit<Metadata, 'schemaVersion'> {
    const { commandId, actor, correlationId, causationId } = envelope;
    const recordedAt = this.now();
    this.seen(recordedAt);
    const inputHash = envelope.hashInput?.();
    return {
      $correlationId: correlationId,
      ...(causationId === undefined ? {} : { $causationId: causationId }),
      commandId,
      ...(inputHash === undefined ? {} : { inputHash }),
      occurredAt: envelope.occurredAt ?? recordedAt,
      recordedAt,
      actor,
      ...(refusal === undefined ? {} : { refusal }),
    };
  }

  /** Sends the same bytes again while it is unknown whether they were stored. */
  async #append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly NewEvent[],
  ): Promise<Appended> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#store.append(stream, expected, events);
      } catch (error) {
        if (!(error instanceof AppendUnknown) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

const eventsOf = <E extends DomainEvent, Code extends string>(
  decision: Decision<E, Code>,
): readonly E[] => (isRejection(decision) ? decision.events : decision);

/** A text about what was erased has no key any more: there is nothing to be said about it. */
const OF_ERASED = { outcome: 'rejected', code: 'INVALID_STATE', field: undefined } as const;

function unlessErased<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof KeyDestroyed) return undefined;
    throw error;
  }
}

/** What the stream is sealed with, and what a repeat of the command is known by. */
function namedBy({ keyring, commands }: Loaded<unknown>, { commandId }: Envelope): string[] {
  const before = commands.get(commandId)?.metadata.inputHash;
  return [...Object.values(keyring), ...(before === undefined ? [] : [before.secret])];
}

function repeated<S, Code extends string>(
  { commands, state, version }: Loaded<S>,
  { commandId, hashInput }: Envelope,
): Transacted<S, Code> | undefined {
  const before = commands.get(commandId);
  if (before === undefined) return undefined;
  const { inputHash, refusal } = before.metadata;
  const again = inputHash && hashInput?.(inputHash.secret);
  if (again !== undefined && again.hash !== inputHash?.hash) return { outcome: 'key-reused' };
  if (refusal !== undefined) {
    return { outcome: 'rejected', code: refusal as Code, field: undefined };
  }
  return { outcome: 'repeated', state, version, position: before.position };
}
