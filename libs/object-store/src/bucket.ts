import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { StoreUnavailable } from '#event-store';

/** A bucket of an S3-compatible server; plain data. */
export type BucketPlace = {
  endpoint: string;
  region: string;
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
};

/** An object, and by what the server knows that it is still the same. */
type Found = { bytes: Buffer; tag: string };

/** The bucket cannot be reached, refuses, or does not hold what it said it took. */
export class ObjectStoreAway extends StoreUnavailable {
  override readonly name = 'ObjectStoreAway';
}

const CALL_DEADLINE_MS = 5_000;
const CONNECT_MS = 2_000;
/** Of a file on its way: longer without a byte is no answer. */
const SILENCE_MS = 10_000;
const CONNECTIONS = 64;
const PAGE = 500;

/**
 * Objects by name, which every node of a city shares. It must keep no versions: what is removed is
 * gone. Nothing it answers is believed where it can be asked again.
 */
export class Bucket {
  readonly #client: S3Client;
  readonly #bucket: string;

  private constructor({ endpoint, region, bucket, ...credentials }: BucketPlace) {
    this.#bucket = bucket;
    this.#client = new S3Client({
      endpoint,
      region,
      credentials,
      forcePathStyle: true,
      // Not every server knows the newer checksums; what is stored is sealed and tells by itself.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: new NodeHttpHandler({
        connectionTimeout: CONNECT_MS,
        socketTimeout: SILENCE_MS,
        httpAgent: { keepAlive: true, maxSockets: CONNECTIONS },
        httpsAgent: { keepAlive: true, maxSockets: CONNECTIONS },
      }),
    });
  }

  /** @throws ObjectStoreAway with the reason why it cannot be used */
  static async open(place: BucketPlace): Promise<Bucket> {
    const bucket = new Bucket(place);
    try {
      await bucket.health();
      await bucket.#try();
      return bucket;
    } catch (error) {
      bucket.close();
      throw error;
    }
  }

  /** @throws ObjectStoreAway where it does not answer, or keeps versions by now */
  async health(): Promise<void> {
    await this.#asked('', (abortSignal) =>
      this.#client.send(new HeadBucketCommand({ Bucket: this.#bucket }), { abortSignal }),
    );
    await this.#refuseVersions();
  }

  /** Stored and read back when it resolves. */
  async put(name: string, bytes: Buffer): Promise<void> {
    await this.#asked(name, (abortSignal) =>
      this.#client.send(new PutObjectCommand({ ...this.#named(name), Body: bytes }), {
        abortSignal,
      }),
    );
    const stored = await this.get(name);
    if (stored?.equals(bytes) !== true) throw notHeld(name);
  }

  /** What is there afterwards: these bytes, or what another node put there before. */
  async putIfAbsent(name: string, bytes: Buffer): Promise<Buffer> {
    const before = await this.get(name);
    if (before !== undefined) return before;
    await this.replace(name, bytes, undefined);
    const stored = await this.get(name);
    if (stored === undefined) throw notHeld(name);
    return stored;
  }

  /**
   * Where it is still what was found (undefined: nothing).
   * @returns false when another node came first
   */
  async replace(name: string, bytes: Buffer, found: Found | undefined): Promise<boolean> {
    const unchanged = found === undefined ? { IfNoneMatch: '*' } : { IfMatch: found.tag };
    const put = new PutObjectCommand({ ...this.#named(name), Body: bytes, ...unchanged });
    const isReplaced = await this.#asked(name, (abortSignal) =>
      this.#client.send(put, { abortSignal }).then(
        () => true,
        (error: unknown) => {
          // 409: another one is under way.
          if ([409, 412].includes(statusOf(error) ?? 0)) return false;
          throw error;
        },
      ),
    );
    if (!isReplaced || found?.bytes.equals(bytes) === true) return isReplaced;
    // By now it may be another node's; what it was before it may not be.
    if ((await this.find(name))?.tag === found?.tag) throw notHeld(name);
    return true;
  }

  async get(name: string): Promise<Buffer | undefined> {
    return (await this.find(name))?.bytes;
  }

  async find(name: string): Promise<Found | undefined> {
    return this.#asked(name, async (abortSignal) => {
      const found = await this.#find(name, abortSignal);
      if (found?.Body === undefined) return undefined;
      const bytes = Buffer.from(await found.Body.transformToByteArray());
      return { bytes, tag: found.ETag ?? '' };
    });
  }

  /**
   * Of any size, in parts that a server takes, which then says how long the whole is. An error of
   * the bytes leaves no object; an answer that is lost may leave one, which nobody names.
   */
  async putStream(name: string, bytes: Readable): Promise<void> {
    let sent = 0;
    const counted = async function* (): AsyncGenerator<Buffer> {
      for await (const piece of bytes) {
        sent += (piece as Buffer).length;
        yield piece as Buffer;
      }
    };
    const body = Readable.from(counted(), { objectMode: false });
    const params = { ...this.#named(name), Body: body };
    const upload = new Upload({ client: this.#client, params, queueSize: 1 });
    // An error of the bytes is theirs; the client would only say that it was aborted.
    const failed = new Promise<never>((_, reject) => body.once('error', reject));
    try {
      await Promise.race([upload.done(), failed]);
    } catch (error) {
      await upload.abort().catch(() => undefined);
      throw error === body.errored ? error : away(name, error);
    }
    if ((await this.#lengthOf(name)) !== sent) throw notHeld(name);
  }

  async getStream(name: string): Promise<Readable | undefined> {
    const found = await this.#asked(name, (abortSignal) => this.#find(name, abortSignal));
    const bytes = found?.Body;
    if (bytes === undefined) return undefined;
    if (!(bytes instanceof Readable)) throw new TypeError('not a stream of Node');
    return Readable.from(whole(name, bytes), { objectMode: false });
  }

  /** Gone when it resolves. */
  async remove(name: string): Promise<void> {
    const { VersionId, DeleteMarker } = await this.#asked(name, (abortSignal) =>
      this.#client.send(new DeleteObjectCommand(this.#named(name)), { abortSignal }),
    );
    if (VersionId !== undefined || DeleteMarker === true) throw this.#keepsVersions('a version');
    if ((await this.get(name)) !== undefined) {
      throw new ObjectStoreAway(`the object store still holds ${name}, which it said it removed`);
    }
  }

  /** Of every object below, which is cut off: `keys/` of `keys/a` tells `a`. */
  async *namesBelow(prefix: string): AsyncGenerator<string> {
    let StartAfter: string | undefined;
    do {
      const which = { Bucket: this.#bucket, Prefix: prefix, MaxKeys: PAGE, StartAfter };
      const list = new ListObjectsV2Command(which);
      const { Contents = [], IsTruncated } = await this.#asked(prefix, (abortSignal) =>
        this.#client.send(list, { abortSignal }),
      );
      for (const { Key } of Contents) if (Key !== undefined) yield Key.slice(prefix.length);
      StartAfter = IsTruncated === true ? Contents.at(-1)?.Key : undefined;
    } while (StartAfter !== undefined);
  }

  close(): void {
    this.#client.destroy();
  }

  #named(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: name };
  }

  async #find(name: string, abortSignal: AbortSignal) {
    try {
      const get = new GetObjectCommand(this.#named(name));
      return await this.#client.send(get, { abortSignal });
    } catch (error) {
      if (error instanceof S3ServiceException && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async #lengthOf(name: string): Promise<number | undefined> {
    const head = new HeadObjectCommand(this.#named(name));
    const { ContentLength } = await this.#asked(name, (abortSignal) =>
      this.#client.send(head, { abortSignal }),
    );
    return ContentLength;
  }

  /** The deadline is that of the answer; what streams after it may take longer. */
  async #asked<T>(name: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
    }, CALL_DEADLINE_MS);
    try {
      return await ask(late.signal);
    } catch (error) {
      const why = late.signal.aborted ? { name: `no answer in ${CALL_DEADLINE_MS} ms` } : error;
      throw away(name === '' ? this.#bucket : name, why);
    } finally {
      clearTimeout(timer);
    }
  }

  /** A server that knows no versions keeps none. */
  async #refuseVersions(): Promise<void> {
    const ask = new GetBucketVersioningCommand({ Bucket: this.#bucket });
    const { Status } = await this.#asked('', (abortSignal) =>
      this.#client.send(ask, { abortSignal }).catch((error: unknown) => {
        if (statusOf(error) === 501) return { Status: undefined };
        throw error;
      }),
    );
    if (Status !== undefined) throw this.#keepsVersions(Status);
  }

  #keepsVersions(told: string): ObjectStoreAway {
    return new ObjectStoreAway(
      `the bucket ${this.#bucket} keeps versions (${told}): what is erased would stay there`,
    );
  }

  /** One object, there and gone again, of which only the first of two is taken. */
  async #try(): Promise<void> {
    const name = `tried/${randomUUID()}`;
    await this.put(name, randomBytes(32));
    const twice = await this.replace(name, randomBytes(32), undefined);
    const other = await this.replace(name, randomBytes(32), { bytes: Buffer.of(), tag: '"0"' });
    await this.remove(name);
    if (!twice && !other) return;
    throw new ObjectStoreAway(
      `the object store does not say which of two nodes came first (If-None-Match, If-Match)`,
    );
  }
}

async function* whole(name: string, bytes: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of bytes) yield piece as Buffer;
  } catch (error) {
    throw away(name, error);
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const notHeld = (name: string): ObjectStoreAway =>
  new ObjectStoreAway(`the object store does not hold what it took as ${name}`);

/** Why, without what was sent: a message of the client may repeat an address or a key. */
function away(name: string, error: unknown): ObjectStoreAway {
  if (error instanceof ObjectStoreAway) return error;
  const { name: kind, code } = error as { name?: string; code?: string };
  const told = [kind, code, statusOf(error)].filter((each) => each !== undefined).join(', ');
  return new ObjectStoreAway(`the object store did not answer for ${name}: ${told}`);
}
