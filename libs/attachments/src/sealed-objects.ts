import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { KeyId } from '#kernel';
import { ObjectAltered, Vault, openObject, sealObject } from '#sealing';
import type { AttachmentRow } from './attachments.queries.ts';
import { ObjectStore } from './object-store.ts';

/** Whole; or the key was destroyed; or there is no object; or it is not what was uploaded. */
export type ObjectState = 'WHOLE' | 'ERASED' | 'MISSING' | 'ALTERED';

type Bytes = AsyncIterable<Buffer>;
/** Which object, and what its event says of it. */
type Described = Pick<AttachmentRow, 'id' | 'key_id' | 'sha256' | 'bytes'>;

/** The files behind attachments: sealed where they lie, in clear only while they pass. */
@Injectable()
export class SealedObjects {
  readonly #store: ObjectStore;
  readonly #vault: Vault;

  constructor(store: ObjectStore, vault: Vault) {
    this.#store = store;
    this.#vault = vault;
  }

  /** Durable when it resolves; an error of `bytes` is passed on and leaves nothing. */
  async put(id: string, keyId: KeyId, bytes: Bytes): Promise<void> {
    const key = this.#vault.objectKey(keyId, id);
    if (key === undefined) throw new Error(`key ${keyId} is not in the vault`);
    await this.#store.put(id, Readable.from(sealObject(bytes, key), { objectMode: false }));
  }

  /** @throws ObjectAltered while it is read; at its end when it is not what was uploaded. */
  async open(row: Described): Promise<Bytes | 'ERASED' | 'MISSING'> {
    const key = this.#vault.objectKey(row.key_id, row.id);
    if (key === undefined) return 'ERASED';
    const stored = await this.#store.get(row.id);
    return stored === undefined ? 'MISSING' : asUploaded(openObject(stored, key), row);
  }

  /** Reads all of it, in constant memory: every chunk's tag, then size and hash of the whole. */
  async stateOf(row: Described): Promise<ObjectState> {
    const opened = await this.open(row);
    if (typeof opened === 'string') return opened;
    try {
      let read = 0;
      for await (const { length } of opened) read += length;
      return read === row.bytes ? 'WHOLE' : 'ALTERED';
    } catch (error) {
      if (error instanceof ObjectAltered) return 'ALTERED';
      throw error;
    }
  }

  remove(id: string): Promise<void> {
    return this.#store.remove(id);
  }
}

async function* asUploaded(opened: Bytes, row: Described): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of opened) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  if (bytes !== row.bytes || hash.digest('hex') !== row.sha256) throw new ObjectAltered();
}
