import type { Actor, CommandId, DomainEvent, EventId, Instant } from '#kernel';
import { AppendUnknown, derivedId, encode } from '#event-store';
import type { Codec, EventStore, Keyring, NewEvent, Sealing } from '#event-store';

const ATTEMPTS = 4;
/** A longer append would hold up the ones beside it. */
const PAGE = 500;

/** One import's facts on their way into the log. */
export type Recording = {
  store: EventStore;
  sealer: Sealing;
  actor: Actor;
  /** SHA-256 of the file. */
  file: string;
};

export type Fact<E extends DomainEvent> = { id: EventId; event: E; at: Instant; line: number };

export type Target<E extends DomainEvent> = {
  stream: string;
  codec: Codec<E>;
  keyring: Keyring;
  /** Of its last event; -1 for none. */
  revision: number;
  correlationId: string;
  recordedAt: Instant;
};

/** Appends the facts in their order. @throws Error when somebody else writes to the stream. */
export async function record<E extends DomainEvent>(
  facts: readonly Fact<NoInfer<E>>[],
  { stream, codec, keyring, revision, correlationId, recordedAt }: Target<E>,
  { store, sealer, actor, file }: Recording,
): Promise<void> {
  const events = facts.map(({ id, event, at, line }) =>
    encode({ codec, sealer, keyring }, id, event, {
      $correlationId: correlationId,
      commandId: derivedId<CommandId>(id, 'import'),
      occurredAt: at,
      recordedAt,
      actor,
      source: { file, line },
    }),
  );
  for (let from = 0; from < events.length; from += PAGE) {
    await append(store, stream, revision + from, events.slice(from, from + PAGE));
  }
}

/** Sends the same bytes again while it is unknown whether they were stored. */
async function append(
  store: EventStore,
  stream: string,
  revision: number,
  events: readonly NewEvent[],
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const expected = revision < 0 ? 'no-stream' : revision;
      const { outcome } = await store.append(stream, expected, events);
      if (outcome === 'appended') return;
      throw new Error(`somebody else writes to ${stream}; run the import again, alone`);
    } catch (error) {
      if (!(error instanceof AppendUnknown) || attempt === ATTEMPTS) throw error;
    }
  }
}
