import type { EventId, KeyId, Sealed } from '#kernel';

/** What the log needs of the key vault: seal one field of one event. */
export interface Sealing {
  /** @throws KeyDestroyed after an erasure; Error when the key was never in the vault. */
  seal(text: string, keyId: KeyId, eventId: EventId, pointer: string): Sealed;
  /** The key of texts that belong to no person and no case. */
  readonly logKey: KeyId;
}

/** Where other nodes seal, too. */
export interface Sealer extends Sealing {
  /** Fetches keys and input secrets by their names. @throws StoreUnavailable */
  ready(names: readonly string[]): Promise<void>;
}
