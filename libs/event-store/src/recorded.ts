import type { DomainEvent, Happened, Projected } from '#kernel';
import type { Codec } from './codec.ts';
import type { StoredEvent } from './event-store.ts';
import { metadataSchema } from './metadata.ts';
import type { Metadata } from './metadata.ts';

/** An event read from the log, its data checked against the stored schema and upcast. */
export type Recorded<E extends DomainEvent = DomainEvent> = {
  readonly event: Happened<E>;
  readonly metadata: Metadata;
  readonly stored: StoredEvent;
};

/** @throws UnknownEvent, ZodError or SyntaxError: the log holds what this program cannot read. */
export function decode<E extends DomainEvent>(codec: Codec<E>, stored: StoredEvent): Recorded<E> {
  const metadata = metadataSchema.parse(JSON.parse(stored.metadata));
  const { schemaVersion, occurredAt } = metadata;
  const event = codec.fromStored(stored.type, schemaVersion, JSON.parse(stored.data));
  return { event: { ...event, id: stored.id, occurredAt }, metadata, stored };
}

/** The event with everything that its metadata and its place tell. */
export function projected(
  codec: Codec<DomainEvent>,
  stored: StoredEvent,
  sequence: number,
): Projected {
  const { event, metadata } = decode(codec, stored);
  return {
    ...event,
    entityId: entityIdOf(stored.stream),
    stream: stored.stream,
    revision: stored.revision,
    position: stored.position,
    sequence,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    commandId: metadata.commandId,
    correlationId: metadata.$correlationId,
    causationId: metadata.$causationId,
    imported: metadata.source !== undefined,
  };
}

/**
 * Codecs of several kinds of stream as one, for whoever reads the whole log. A type that stands in
 * two of them is the same event: its definition is one object.
 */
export function combineCodecs(codecs: readonly Codec<DomainEvent>[]): Codec<DomainEvent> {
  const byType = new Map<string, Codec<DomainEvent>>();
  for (const codec of codecs) {
    for (const type of codec.types) {
      const known = byType.get(type)?.definition(type).source;
      if (known !== undefined && known !== codec.definition(type).source) {
        throw new TypeError(`two codecs know ${type}`);
      }
      byType.set(type, codec);
    }
  }
  const first = [...byType.values()][0];
  if (first === undefined) throw new TypeError('no codec');
  // A type nobody knows falls to the first codec, which refuses it by name.
  const of = (type: string): Codec<DomainEvent> => byType.get(type) ?? first;
  return {
    types: [...byType.keys()],
    definition: (type) => of(type).definition(type),
    toStored: (event, seal) => of(event.type).toStored(event, seal),
    fromStored: (type, version, data) => of(type).fromStored(type, version, data),
  };
}

/** `informationRequest-<id>`: the category is what comes before the first hyphen. */
export const streamName = (category: string, entityId: string): string => `${category}-${entityId}`;

export function entityIdOf(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}
