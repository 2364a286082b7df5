import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { ObjectAltered, openObject, sealObject, sealedSize } from './object.ts';

const key = randomBytes(32);
const CHUNK = 64 * 1024;
const STORED = CHUNK + 16;
const HEADER = 8;

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

const seal = (plain: Buffer, size = 10_000): Promise<Buffer> =>
  all(sealObject(pieces(plain, size), key));
const open = (stored: Buffer, size = 10_000, by = key): Promise<Buffer> =>
  all(openObject(pieces(stored, size), by));

const refused = async (stored: Buffer, by = key): Promise<void> => {
  await expect(open(stored, 10_000, by)).rejects.toThrow(ObjectAltered);
};

/** Around the edges of chunks, where a slip would be. */
const sizes = [0, 1, 2].flatMap((n) => [-17, -16, -1, 0, 1, 16].map((by) => n * CHUNK + by));

describe('a sealed object', () => {
  it('opens to what it was, whatever its size and however it comes in', async () => {
    for (const size of sizes.filter((each) => each >= 0)) {
      const plain = randomBytes(size);
      const stored = await seal(plain);
      expect(stored).toHaveLength(HEADER + size + 16 * Math.max(1, Math.ceil(size / CHUNK)));
      expect(sealedSize(size)).toBe(stored.length);
      expect((await open(stored)).equals(plain)).toBe(true);
    }
    const size = fc.integer({ min: 1, max: 200_000 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 150_000 }), size, size, async (n, into, from) => {
        const plain = randomBytes(n);
        return (await open(await seal(plain, into), from)).equals(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('of nothing but its header, or of nothing, is altered', async () => {
    const stored = await seal(Buffer.alloc(0));
    for (let cut = 0; cut < stored.length; cut += 1) await refused(stored.subarray(0, cut));
  });

  it('is noticed when any byte was changed', async () => {
    for (const plain of [Buffer.from('abc'), randomBytes(CHUNK + 5)]) {
      const stored = await seal(plain);
      const places = fc.integer({ min: 0, max: stored.length - 1 });
      await fc.assert(
        fc.asyncProperty(places, fc.integer({ min: 1, max: 255 }), async (at, change) => {
          const altered = Buffer.from(stored);
          altered[at]! ^= change;
          await refused(altered);
        }),
        { numRuns: 60, examples: Array.from({ length: HEADER }, (_, at) => [at, 1]) },
      );
    }
  });

  it('is noticed when it was cut off or made longer, at the edge of a chunk too', async () => {
    const stored = await seal(randomBytes(3 * CHUNK));
    for (const cut of [1, 16, STORED, STORED + 1, 2 * STORED]) {
      await refused(stored.subarray(0, -cut));
    }
    await refused(Buffer.concat([stored, Buffer.alloc(1)]));
    await refused(Buffer.concat([stored, stored.subarray(-STORED)]));
  });

  it('is noticed when chunks were swapped, left out or taken from another', async () => {
    const [one, other] = [await seal(randomBytes(3 * CHUNK)), await seal(randomBytes(3 * CHUNK))];
    const header = one.subarray(0, HEADER);
    const chunk = (of: Buffer, n: number): Buffer =>
      of.subarray(HEADER + n * STORED, HEADER + (n + 1) * STORED);
    const made = (...chunks: Buffer[]): Buffer => Buffer.concat([header, ...chunks]);
    const [first, second, last] = [chunk(one, 0), chunk(one, 1), chunk(one, 2)];
    expect(made(first, second, last).equals(one)).toBe(true);
    await refused(made(second, first, last));
    await refused(made(first, last));
    await refused(made(first, second, second));
    await refused(made(first, chunk(other, 1), last));
  });

  it('opens with its own key only, and is never the same twice', async () => {
    const plain = Buffer.from('Rincian anggaran');
    const stored = await seal(plain);
    await refused(stored, randomBytes(32));
    expect((await seal(plain)).equals(stored)).toBe(false);
    expect(stored.includes('anggaran')).toBe(false);
  });
});
