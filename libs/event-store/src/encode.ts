import type { DomainEvent, EventId, KeyId } from '#kernel';
import { canonicalText, normalised } from './canonical.ts';
import type { Codec, Keyring } from './codec.ts';
import type { NewEvent } from './event-store.ts';
import { metadataSchema } from './metadata.ts';
import type { Metadata } from './metadata.ts';
import type { Sealing } from './sealer.ts';
import type { KeyRole } from './text-marks.ts';

/** The keys that an event names for its stream, under `data.keys`. */
export function keysNamedBy(event: DomainEvent): Keyring {
  return 'keys' in event.data ? (event.data.keys as Keyring) : {};
}

/** The same of an event as it is stored, without a look at the rest. */
export function keyIdsIn({ data }: Pick<NewEvent, 'data'>): KeyId[] {
  if (!data.includes('"keys":{')) return [];
  const { keys = {} } = JSON.parse(data) as { keys?: Keyring };
  return Object.values(keys);
}

/**
 * Checks, seals and writes one event in its stored form; sealed bytes are made once, so a retry
 * of an unknown append sends the same ones.
 */
export function encode<E extends DomainEvent>(
  { codec, sealer, keyring }: { codec: Codec<E>; sealer: Sealing; keyring: Keyring },
  id: EventId,
  event: E,
  metadata: Omit<Metadata, 'schemaVersion'>,
): NewEvent {
  const ring: Keyring = { ...keyring, ...keysNamedBy(event), log: sealer.logKey };
  const { data, version } = codec.toStored(event, (text, role, pointer) =>
    sealer.seal(text, keyFor(ring, role, event.type), id, pointer),
  );
  return {
    id,
    type: event.type,
    data: canonicalText(data),
    metadata: canonicalText(
      metadataSchema.parse(normalised({ ...metadata, schemaVersion: version })),
    ),
  };
}

/** Where a stream names no key of its own for a role, another one takes its place. */
const INSTEAD: Partial<Record<KeyRole, KeyRole>> = { words: 'case', name: 'person' };

function keyFor(ring: Keyring, role: KeyRole, type: string): KeyId {
  const instead = INSTEAD[role];
  const key = ring[role] ?? (instead && ring[instead]);
  if (key === undefined) throw new TypeError(`${type}: no ${role} key named in its stream`);
  return key;
}
