import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import type { EventData, JSONType, ResolvedEvent } from '@eventstore/db-client';
import type { EventId, Position } from '#kernel';
import { StoreUnavailable } from '../event-store.ts';
import type { NewEvent, StoredEvent } from '../event-store.ts';

/** What a server says where it does not know a position. */
const NOWHERE = 2n ** 64n - 1n;

/**
 * As the server keeps it, and shows it to people: JSON, where that comes back as the same text.
 * Canonical text does; anything else goes as bytes.
 * @throws TypeError for metadata that would come back as another text.
 */
export function written({ id, type, data, metadata }: NewEvent): EventData {
  if (!comesBack(metadata)) throw new TypeError('metadata that is no canonical text');
  const head = { id, type, metadata: Uint8Array.from(Buffer.from(metadata)) };
  return comesBack(data)
    ? jsonEvent({ ...head, data: JSON.parse(data) as JSONType })
    : binaryEvent({ ...head, data: Uint8Array.from(Buffer.from(data)) });
}

const comesBack = (text: string): boolean => JSON.stringify(JSON.parse(text)) === text;

/** Undefined for an event of somebody else. @throws StoreUnavailable for what we never wrote. */
export function readFrom({ event }: ResolvedEvent, prefix: string): StoredEvent | undefined {
  if (event?.streamId.startsWith(prefix) !== true) return undefined;
  const { id, streamId, revision, type, position } = event;
  if (position === undefined || position.commit === NOWHERE) {
    throw new StoreUnavailable(`the server tells no position of ${streamId}: it is too old`);
  }
  const data = textOf(event.data);
  if (event.isJson && typeof event.data === 'string') {
    throw new StoreUnavailable(`${streamId}@${revision} holds no JSON`);
  }
  return {
    id: id as EventId,
    stream: streamId.slice(prefix.length),
    revision: Number(revision),
    type,
    data,
    metadata: textOf(event.metadata ?? {}),
    position: positionOf(position),
  };
}

const textOf = (value: unknown): string =>
  value instanceof Uint8Array ? Buffer.from(value).toString() : JSON.stringify(value);

type ServerPosition = { commit: bigint; prepare: bigint };

export const positionOf = ({ commit, prepare }: ServerPosition): Position =>
  `${commit}/${prepare}` as Position;

/** @throws RangeError for what is no position of a server. */
export function placeOf(position: Position): ServerPosition {
  const [, commit, prepare] = /^(\d{1,20})\/(\d{1,20})$/.exec(position) ?? [];
  if (commit === undefined || prepare === undefined) throw new RangeError('not a position');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
}

export function compared(a: Position, b: Position): number {
  const [one, other] = [placeOf(a), placeOf(b)];
  const difference = one.commit - other.commit || one.prepare - other.prepare;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
