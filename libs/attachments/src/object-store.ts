import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { mkdir, open, opendir, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Where sealed objects lie, by the id of their attachment. */
export abstract class ObjectStore {
  /** Durable when it resolves; whatever goes wrong before leaves nothing. */
  abstract put(id: string, bytes: Readable): Promise<void>;
  abstract get(id: string): Promise<Readable | undefined>;
  abstract remove(id: string): Promise<void>;
  /** Of everything that lies there, in no order. */
  abstract ids(): AsyncIterable<string>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Objects as files of one folder, which one process writes. */
export class DiskObjectStore extends ObjectStore {
  readonly #folder: string;
  readonly #arriving: string;

  /** What an earlier process had not finished is removed. */
  constructor(folder: string) {
    super();
    this.#folder = folder;
    this.#arriving = join(folder, 'arriving');
    rmSync(this.#arriving, { recursive: true, force: true });
    mkdirSync(this.#arriving, { recursive: true });
  }

  async put(id: string, bytes: Readable): Promise<void> {
    const file = this.#fileOf(id);
    const arriving = join(this.#arriving, randomUUID());
    try {
      // Flushed before the name is given: a name stands for a whole object.
      await pipeline(bytes, createWriteStream(arriving, { flags: 'wx', flush: true }));
      await mkdir(dirname(file), { recursive: true });
      await rename(arriving, file);
    } catch (error) {
      await rm(arriving, { force: true });
      throw error;
    }
    for (const folder of [dirname(file), dirname(dirname(file)), this.#folder]) await flush(folder);
  }

  async get(id: string): Promise<Readable | undefined> {
    let file: FileHandle;
    try {
      file = await open(this.#fileOf(id));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
    return file.createReadStream();
  }

  async remove(id: string): Promise<void> {
    const file = this.#fileOf(id);
    await rm(file, { force: true });
    await flush(dirname(file)).catch((error: unknown) => {
      if (!isAbsent(error)) throw error;
    });
  }

  async *ids(): AsyncGenerator<string> {
    for await (const entry of await opendir(this.#folder, { recursive: true })) {
      if (entry.isFile() && UUID.test(entry.name) && entry.parentPath !== this.#arriving) {
        yield entry.name;
      }
    }
  }

  #fileOf(id: string): string {
    refuseOtherIds(id);
    return join(this.#folder, placeOfObject(id));
  }
}

/** @throws RangeError for what could lead elsewhere. */
export function refuseOtherIds(id: string): void {
  if (!UUID.test(id)) throw new RangeError('not the id of an object');
}

/** Below the folder; a stored format. By its last digits: the first of ids made together agree. */
export const placeOfObject = (id: string): string => join(id.slice(-2), id.slice(-4, -2), id);

const isAbsent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/** The names in a folder are durable only when the folder is. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
