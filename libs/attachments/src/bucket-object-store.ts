import type { Readable } from 'node:stream';
import type { Bucket } from '#object-store';
import { ObjectStore, refuseOtherIds } from './object-store.ts';

// A stored name.
const ATTACHMENTS = 'attachments/';

/** Objects in a bucket that several nodes share. */
export class BucketObjectStore extends ObjectStore {
  readonly #bucket: Bucket;

  constructor(bucket: Bucket) {
    super();
    this.#bucket = bucket;
  }

  async put(id: string, bytes: Readable): Promise<void> {
    refuseOtherIds(id);
    await this.#bucket.putStream(ATTACHMENTS + id, bytes);
  }

  async get(id: string): Promise<Readable | undefined> {
    refuseOtherIds(id);
    return this.#bucket.getStream(ATTACHMENTS + id);
  }

  async remove(id: string): Promise<void> {
    refuseOtherIds(id);
    await this.#bucket.remove(ATTACHMENTS + id);
  }

  ids(): AsyncGenerator<string> {
    return this.#bucket.namesBelow(ATTACHMENTS);
  }
}
