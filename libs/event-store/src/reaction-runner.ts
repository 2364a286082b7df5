import type { CommandId, DomainEvent, EventId, Position, Projected, Reaction } from '#kernel';
import type { Clock } from './clock.ts';
import type { Codec } from './codec.ts';
import { derivedId, freshId } from './command-id.ts';
import type { EventStore, StoredEvent, Subscription } from './event-store.ts';
import { projected } from './recorded.ts';
import { reactionKind } from './reaction-log.ts';
import type { ReactionEvent } from './reaction-log.ts';
import type { Envelope, Transact } from './transact.ts';

/** A reaction and who carries out what it wants; undefined when done, a code when refused. */
export type Reactor<E extends DomainEvent = DomainEvent, Command = unknown> = {
  reaction: Reaction<E, Command>;
  dispatch(command: Command, envelope: Envelope): Promise<string | undefined>;
};

export type ReactionRunnerOptions = {
  store: EventStore;
  transact: Transact;
  codec: Codec<DomainEvent>;
  clock: Clock;
  reactors: readonly Reactor<never, never>[];
  /** Where the event with this sequence stands; undefined before the first. */
  positionBefore(sequence: number): Position | undefined;
  /** Events in the log now. */
  size(): number;
  alarm(message: string): void;
};

/** Progress is recorded after so many events, or so long; what came after it is redone. */
const EVENTS_PER_ADVANCE = 1_000;
const ADVANCE_MS = 3_600_000;

/** Runs reactions over the log, each from where it last recorded to be. */
export class ReactionRunner {
  readonly #options: ReactionRunnerOptions;
  readonly #runs: ReactionRun[] = [];

  constructor(options: ReactionRunnerOptions) {
    this.#options = options;
  }

  /** Resolves when every reaction has recorded where it starts: commands may come from then on. */
  async start(): Promise<void> {
    for (const reactor of this.#options.reactors) {
      const run = new ReactionRun(reactor, this.#options);
      this.#runs.push(run);
      await run.start();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#runs.map((run) => run.close()));
  }
}

/** Where a reaction starts in a log that is opened now: at its beginning. */
export async function startReactionAtBeginning(transact: Transact, name: string): Promise<void> {
  await record(transact, name, {
    type: 'ReactionAdvanced',
    data: { reaction: name, sequence: 0 },
  });
}

class ReactionRun {
  readonly #reactor: Reactor;
  readonly #options: ReactionRunnerOptions;
  readonly #closing = new AbortController();
  #subscription: Subscription | undefined;
  #sequence = 0;
  #done: Position | undefined;
  #recorded = { sequence: 0, at: 0 };
  /** Something besides progress records was seen since. */
  #news = false;

  constructor(reactor: Reactor, options: ReactionRunnerOptions) {
    this.#reactor = reactor;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { transact, store, positionBefore, size } = this.#options;
    const { name } = this.#reactor.reaction;
    const { state } = await transact.load(reactionKind, name);
    this.#sequence = state?.sequence ?? size();
    this.#recorded = { sequence: this.#sequence, at: this.#now() };
    if (state === null) await this.#advance(undefined);
    const from = positionBefore(this.#sequence);
    this.#subscription = store.subscribe(from, (events) => this.#look(events));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#subscription?.close();
  }

  async #look(events: readonly StoredEvent[]): Promise<void> {
    const { store } = this.#options;
    for (const stored of events) {
      if (this.#closing.signal.aborted) return;
      // A batch is looked at again when something in it failed.
      if (this.#done !== undefined && store.compare(stored.position, this.#done) <= 0) continue;
      await this.#react(stored);
      this.#done = stored.position;
      this.#sequence += 1;
      this.#news ||= !stored.stream.startsWith('reaction-');
      const since = this.#sequence - this.#recorded.sequence;
      const due = since >= EVENTS_PER_ADVANCE || this.#now() - this.#recorded.at >= ADVANCE_MS;
      if (this.#news && due) await this.#advance(stored.id);
    }
  }

  async #react(stored: StoredEvent): Promise<void> {
    const { reaction } = this.#reactor;
    const wanted = (reaction.on as Record<string, Wanted | undefined>)[stored.type];
    if (wanted === undefined) return;
    const event = projected(this.#options.codec, stored, this.#sequence);
    if (event.imported) return;
    await this.#sleepUntil(Date.parse(event.recordedAt) + reaction.graceMs);
    if (this.#closing.signal.aborted) return;
    for (const [index, command] of wanted(event).entries()) {
      const envelope = envelopeAfter(event, reaction.name, index);
      const refusal = await this.#reactor.dispatch(command, envelope);
      if (refusal !== undefined) await this.#refused(stored.id, refusal);
    }
  }

  async #refused(eventId: EventId, refusal: string): Promise<void> {
    const { transact, alarm } = this.#options;
    const { name } = this.#reactor.reaction;
    const data = { reaction: name, eventId, refusal };
    await record(transact, name, { type: 'ReactionRefused', data });
    alarm(`reaction ${name}: refused with ${refusal} after event ${eventId}`);
  }

  async #advance(eventId: EventId | undefined): Promise<void> {
    const { name } = this.#reactor.reaction;
    this.#recorded = { sequence: this.#sequence, at: this.#now() };
    this.#news = false;
    const last = eventId === undefined ? {} : { eventId };
    await record(this.#options.transact, name, {
      type: 'ReactionAdvanced',
      data: { reaction: name, sequence: this.#sequence, ...last },
    });
  }

  #now(): number {
    return Date.parse(this.#options.clock.now());
  }

  async #sleepUntil(time: number): Promise<void> {
    const { signal } = this.#closing;
    const left = time - this.#now();
    if (left <= 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

type Wanted = (event: Projected) => readonly unknown[];

/** The command's id follows from the event: running it twice changes nothing. */
function envelopeAfter(event: Projected, name: string, index: number): Envelope {
  const { actor } = event;
  return {
    commandId: derivedId<CommandId>(name, event.id, String(index)),
    correlationId: event.correlationId,
    causationId: event.id,
    occurredAt: event.occurredAt,
    actor: {
      system: 'reaction',
      name,
      ...(actor.personId === undefined ? {} : { personId: actor.personId }),
    },
  };
}

async function record(transact: Transact, name: string, event: ReactionEvent): Promise<void> {
  const commandId = freshId<CommandId>();
  const actor = { system: 'reaction', name } as const;
  const envelope = { commandId, correlationId: commandId, actor };
  await transact.run(reactionKind, name, { type: 'Record', event }, envelope);
}
