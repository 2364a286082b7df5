import { randomBytes } from 'node:crypto';
import { EventStoreDbEventStore } from '#event-store';
import type { EventStore } from '#event-store';
import type { Config } from '../../apps/api/src/config.ts';
import { ProtocolServer } from '../eventstoredb/server.ts';
import { S3Server } from '../object-store/server.ts';

/** What the nodes of one city share: the server of its log, and its bucket. */
export class Shared {
  readonly log: ProtocolServer;
  readonly s3: S3Server;
  readonly #masterKey = randomBytes(32);

  private constructor(log: ProtocolServer, s3: S3Server) {
    this.log = log;
    this.s3 = s3;
  }

  static async started(): Promise<Shared> {
    return new Shared(await ProtocolServer.started(), await S3Server.started());
  }

  get settings() {
    const server = { url: this.log.url, prefix: 'tasikmalaya_' };
    const settings = { server, bucket: this.s3.place, masterKey: this.#masterKey };
    return settings satisfies Partial<Config>;
  }

  /** The same for a process of its own. */
  get env(): Record<string, string> {
    const { endpoint, bucket, accessKeyId, secretAccessKey } = this.s3.place;
    return {
      SIMPUL_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: this.log.url,
      SIMPUL_EVENT_STORE_PREFIX: 'tasikmalaya_',
      SIMPUL_OBJECT_STORE: 's3',
      SIMPUL_S3_ENDPOINT: endpoint,
      SIMPUL_S3_BUCKET: bucket,
      SIMPUL_S3_ACCESS_KEY_ID: accessKeyId,
      SIMPUL_S3_SECRET_ACCESS_KEY: secretAccessKey,
      SIMPUL_MASTER_KEY: this.#masterKey.toString('hex'),
    };
  }

  /** The log, by nobody's node. */
  async read<T>(reading: (store: EventStore) => Promise<T>): Promise<T> {
    const store = new EventStoreDbEventStore(this.settings.server);
    try {
      return await reading(store);
    } finally {
      await store.close();
    }
  }

  async close(): Promise<void> {
    await this.log.close();
    await this.s3.close();
  }
}
