import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { CommandId } from '#kernel';

/** Namespace of everything Simpul derives. Part of the stored format: never change it. */
const NAMESPACE = '6f1d3a52-0b7e-5c7a-9a43-2f6c1c1b7e55';

/**
 * The id of a command: of the same person, mutation, entity and idempotency key always the same;
 * without a key a new one. `entity` is empty for a mutation that creates one.
 */
export function commandId(of: {
  person: string;
  mutation: string;
  entity: string;
  idempotencyKey: string | undefined;
}): CommandId {
  if (of.idempotencyKey === undefined) return uuidv7() as CommandId;
  return derivedId<CommandId>(of.person, of.mutation, of.entity, of.idempotencyKey);
}

/** An id that follows from others: UUIDv5, so that whoever derives it again gets the same one. */
export function derivedId<Id extends string>(...parts: readonly string[]): Id {
  return uuidv5(JSON.stringify(parts), NAMESPACE) as Id;
}

/** A new id, ordered by time. */
export const freshId = <Id extends string>(): Id => uuidv7() as Id;
