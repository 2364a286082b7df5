import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BucketObjectStore, DiskObjectStore } from '#attachments';
import type { ObjectStore } from '#attachments';
import { Bucket } from '#object-store';
import { S3Server } from './server.ts';

const id = '0190a8f0-0000-7000-8000-00000000abcd';
const bytes = (text: string): Readable => Readable.from([Buffer.from(text)]);

type Place = { store: ObjectStore; close(): Promise<void> };

async function onDisk(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'simpul-files-'));
  const close = async (): Promise<void> => rmSync(folder, { recursive: true });
  return { store: new DiskObjectStore(folder), close };
}

async function inBucket(): Promise<Place> {
  const server = await S3Server.started();
  const bucket = await Bucket.open(server.place);
  await bucket.put('keys/of-a-neighbour', Buffer.from('x'));
  const close = (): Promise<void> => {
    bucket.close();
    return server.close();
  };
  return { store: new BucketObjectStore(bucket), close };
}

describe.each([
  ['a disk', onDisk],
  ['a bucket', inBucket],
])('files in %s', (_, open) => {
  let place: Place;
  beforeEach(async () => {
    place = await open();
  });
  afterEach(() => place.close());

  const content = async (of = id): Promise<string | undefined> => {
    const stored = await place.store.get(of);
    return stored && Buffer.concat((await stored.toArray()) as Buffer[]).toString();
  };
  const ids = (): Promise<string[]> => Readable.from(place.store.ids()).toArray();

  it('are kept by their ids until they are removed, whoever else lies there', async () => {
    expect(await content()).toBeUndefined();
    const other = id.replace('abcd', 'ef01');
    await place.store.put(id, bytes('isi'));
    await place.store.put(other, bytes(''));
    expect([await content(), await content(other)]).toEqual(['isi', '']);
    expect((await ids()).sort()).toEqual([id, other].sort());
    await place.store.remove(id);
    await place.store.remove(id);
    expect(await content()).toBeUndefined();
    expect(await ids()).toEqual([other]);
  });

  it('are replaced as a whole, and not by what breaks off', async () => {
    await place.store.put(id, bytes('lama'));
    const failing = Readable.from(
      (async function* () {
        yield Buffer.from('ba');
        throw new Error('cut off');
      })(),
    );
    await expect(place.store.put(id, failing)).rejects.toThrow('cut off');
    expect(await content()).toBe('lama');
    await place.store.put(id, bytes('baru'));
    expect(await content()).toBe('baru');
  });

  it('have the id of an attachment, which leads nowhere else', async () => {
    for (const wrong of ['', '..', `../${id}`, id.toUpperCase(), `${id}/x`, `${id}\n`]) {
      await expect(place.store.put(wrong, bytes('x'))).rejects.toThrow(RangeError);
      await expect(place.store.get(wrong)).rejects.toThrow(RangeError);
      await expect(place.store.remove(wrong)).rejects.toThrow(RangeError);
    }
    expect(await ids()).toEqual([]);
  });
});
