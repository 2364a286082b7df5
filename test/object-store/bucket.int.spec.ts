import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Bucket, ObjectStoreAway } from '#object-store';
import { S3Server } from './server.ts';

const MEGABYTE = 1024 * 1024;
let server: S3Server;
let bucket: Bucket;
beforeEach(async () => {
  server = await S3Server.started();
  bucket = await Bucket.open(server.place);
});
afterEach(async () => {
  bucket.close();
  await server.close();
});

const namesBelow = (prefix: string): Promise<string[]> =>
  Readable.from(bucket.namesBelow(prefix)).toArray();

async function content(name: string): Promise<Buffer | undefined> {
  const stream = await bucket.getStream(name);
  return stream && Buffer.concat((await stream.toArray()) as Buffer[]);
}

describe('a bucket', () => {
  it('keeps objects by name until they are removed, and nothing else', async () => {
    const bytes = randomBytes(60);
    await bucket.put('keys/a', bytes);
    await bucket.put('keys/b', Buffer.from('b'));
    await bucket.put('other/c', Buffer.alloc(0));
    expect(await bucket.get('keys/a')).toEqual(bytes);
    expect(await bucket.get('other/c')).toEqual(Buffer.alloc(0));
    expect(await bucket.get('keys/c')).toBeUndefined();
    expect((await namesBelow('keys/')).sort()).toEqual(['a', 'b']);
    await bucket.remove('keys/a');
    await bucket.remove('keys/a');
    expect(await namesBelow('keys/')).toEqual(['b']);
    expect(await namesBelow('tried/')).toEqual([]);
  });

  it('lists more than a page', async () => {
    const names = Array.from({ length: 603 }, (_, i) => `n${String(i).padStart(5, '0')}`);
    for (let at = 0; at < names.length; at += 64) {
      const some = names.slice(at, at + 64);
      await Promise.all(some.map((name) => bucket.put(`many/${name}`, Buffer.from('x'))));
    }
    expect((await namesBelow('many/')).sort()).toEqual(names);
  });

  it('keeps what came first, of two that put at the same time', async () => {
    const both = await Promise.all(
      ['satu', 'dua'].map((text) => bucket.putIfAbsent('once', Buffer.from(text))),
    );
    const [first, second] = both.map(String);
    expect(first).toBe(second);
    expect(String(await bucket.get('once'))).toBe(first);
    expect(String(await bucket.putIfAbsent('once', Buffer.from('tiga')))).toBe(first);
  });

  it('replaces what is still what was found', async () => {
    expect(await bucket.replace('x', Buffer.from('a'), undefined)).toBe(true);
    const found = (await bucket.find('x'))!;
    expect(await bucket.replace('x', Buffer.from('a'), found)).toBe(true);
    expect(await bucket.replace('x', Buffer.from('b'), found)).toBe(true);
    expect(await bucket.replace('x', Buffer.from('c'), found)).toBe(false);
    expect(await bucket.replace('x', Buffer.from('c'), undefined)).toBe(false);
    expect(String(await bucket.get('x'))).toBe('b');
  });

  it('is found out when it keeps versions later', async () => {
    server.versioning = 'Enabled';
    await expect(bucket.health()).rejects.toThrow('keeps versions (Enabled)');
  });

  it('streams longer than it may take to answer', async () => {
    await bucket.putStream('file', Readable.from([randomBytes(3 * MEGABYTE)]));
    const stream = (await bucket.getStream('file'))!;
    stream.pause();
    await pause(6_000);
    let bytes = 0;
    for await (const piece of stream) bytes += (piece as Buffer).length;
    expect(bytes).toBe(3 * MEGABYTE);
  });

  it('takes streams of any size, whole or not at all', async () => {
    for (const size of [0, 1, 5 * MEGABYTE, 12 * MEGABYTE + 1]) {
      const bytes = randomBytes(size);
      await bucket.putStream('file', Readable.from(size === 0 ? [] : [bytes]));
      expect((await content('file'))?.equals(bytes)).toBe(true);
    }
    const failing = (at: number): Readable =>
      Readable.from(
        (async function* () {
          yield Buffer.alloc(at);
          throw new RangeError('cut off');
        })(),
      );
    for (const at of [10, 7 * MEGABYTE]) {
      await expect(bucket.putStream(`failing-${at}`, failing(at))).rejects.toThrow('cut off');
      expect(await bucket.getStream(`failing-${at}`)).toBeUndefined();
    }
  });
});

describe('a bucket is refused', () => {
  const refused = async (change: object): Promise<string> => {
    const opening = Bucket.open({ ...server.place, ...change });
    await expect(opening).rejects.toThrow(ObjectStoreAway);
    return opening.then(String, String);
  };

  it('where there is none, nobody answers, or the credentials are wrong', async () => {
    expect(await refused({ bucket: 'lain' })).toContain('lain: NotFound, 404');
    expect(await refused({ endpoint: 'http://127.0.0.1:1' })).toContain('answer for kota');
    const told = await refused({ secretAccessKey: 'rahasia-sekali' });
    expect(told).toContain('403');
    expect(told).not.toContain('rahasia');
  });

  it('that keeps versions, for what is erased would stay', async () => {
    for (const status of ['Enabled', 'Suspended'] as const) {
      server.versioning = status;
      expect(await refused({})).toContain(`keeps versions (${status})`);
    }
  });

  it('that does not say which of two came first', async () => {
    server.ignoresConditions = true;
    expect(await refused({})).toContain('which of two nodes came first');
  });

  it('that does not hold what it took, or still holds what it removed', async () => {
    server.misbehave('LIES', 'PUT', /^tried/);
    expect(await refused({})).toContain('does not hold what it took as tried/');
    server.behave();
    server.misbehave('LIES', 'DELETE', /^tried/);
    expect(await refused({})).toContain('still holds tried/');
  });
});

describe('a bucket that misbehaves', () => {
  it('once is asked again', async () => {
    for (const way of ['REFUSES', 'DROPS', 'DONE_UNSAID'] as const) {
      server.misbehave(way, 'PUT', /^x/, 1);
      server.misbehave(way, 'GET', /^x/, 1);
      server.misbehave(way, 'DELETE', /^x/, 1);
      await bucket.put('x', Buffer.from(way));
      expect(String(await bucket.get('x'))).toBe(way);
      await bucket.remove('x');
      server.behave();
    }
  });

  it('for long is away, and no answer is awaited for ever', async () => {
    for (const way of ['REFUSES', 'DROPS'] as const) {
      server.misbehave(way, 'PUT', /^x/);
      await expect(bucket.put('x', Buffer.from('x'))).rejects.toThrow(ObjectStoreAway);
      server.behave();
    }
    server.misbehave('SILENT', 'GET', /^x/);
    await expect(bucket.get('x')).rejects.toThrow(ObjectStoreAway);
    await expect(bucket.getStream('x')).rejects.toThrow('no answer in 5000 ms');
  });

  it('by lying is found out', async () => {
    await bucket.put('x', Buffer.from('lama'));
    server.misbehave('LIES', 'PUT', /^x/);
    server.misbehave('LIES', 'PUT', /^y/);
    server.misbehave('LIES', 'DELETE', /^x/);
    await expect(bucket.put('x', Buffer.from('baru'))).rejects.toThrow('does not hold');
    await expect(bucket.putIfAbsent('y', Buffer.from('y'))).rejects.toThrow('does not hold');
    await expect(bucket.remove('x')).rejects.toThrow('still holds x');
    const longer = Readable.from([randomBytes(40)]);
    await expect(bucket.putStream('x', longer)).rejects.toThrow('does not hold');
    expect(String(await bucket.get('x'))).toBe('lama');
  });
});
