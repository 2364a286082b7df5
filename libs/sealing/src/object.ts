import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

// A stored format, never changed: byte 1 (the format), 7 random bytes, then chunks. A chunk is the
// AES-256-GCM ciphertext of 64 KiB (of the last one: of what is left, nothing only of an empty
// object) with its 16-byte tag. Its nonce is the 7 random bytes, the chunk's number from 0 as four
// bytes, big-endian, and a byte that is 1 for the last chunk and 0 before; so a chunk opens in its
// own place only, and an object that was cut off or made longer has no last chunk.
const FORMAT = 1;
const PREFIX = 7;
const HEADER = 1 + PREFIX;
const CHUNK = 64 * 1024;
const TAG = 16;
const OPTIONS = { authTagLength: TAG } as const;

/** The stored bytes are not what was sealed with this key. */
export class ObjectAltered extends Error {
  override readonly name = 'ObjectAltered';
}

type Bytes = AsyncIterable<Buffer>;

/** How long the stored object is of that many bytes. */
export const sealedSize = (bytes: number): number =>
  HEADER + bytes + TAG * Math.max(1, Math.ceil(bytes / CHUNK));

/** Seals a whole object with a key of its own, in constant memory. */
export async function* sealObject(plain: Bytes, key: Buffer): AsyncGenerator<Buffer> {
  const prefix = randomBytes(PREFIX);
  yield Buffer.concat([Buffer.from([FORMAT]), prefix]);
  for await (const { bytes, place, last } of chunksOf(plain, CHUNK)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(prefix, place, last), OPTIONS);
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

/**
 * Opens it again, in constant memory. Every chunk is checked before it is handed out, the end only
 * at the end: who may not show a part of an altered object reads it twice.
 * @throws ObjectAltered
 */
export async function* openObject(stored: Bytes, key: Buffer): AsyncGenerator<Buffer> {
  let header: Buffer = Buffer.alloc(0);
  async function* body(): AsyncGenerator<Buffer> {
    for await (const piece of stored) {
      const missing = HEADER - header.length;
      if (missing > 0) header = Buffer.concat([header, piece.subarray(0, missing)]);
      if (piece.length > missing) yield missing > 0 ? piece.subarray(missing) : piece;
    }
  }
  for await (const { bytes, place, last } of chunksOf(body(), CHUNK + TAG)) {
    if (header[0] !== FORMAT || bytes.length < TAG) throw new ObjectAltered();
    yield open(bytes, key, nonceOf(header.subarray(1), place, last));
  }
}

function open(chunk: Buffer, key: Buffer, nonce: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, OPTIONS);
  decipher.setAuthTag(chunk.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(chunk.subarray(0, -TAG)), decipher.final()]);
  } catch {
    throw new ObjectAltered();
  }
}

function nonceOf(prefix: Buffer, place: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  prefix.copy(nonce);
  nonce.writeUInt32BE(place, PREFIX);
  nonce.writeUInt8(last ? 1 : 0, 11);
  return nonce;
}

type Chunk = { bytes: Buffer; place: number; last: boolean };

/** Pieces of one size; the last one, which always comes, has what is left. */
async function* chunksOf(source: Bytes, size: number): AsyncGenerator<Chunk> {
  let held: Buffer[] = [];
  let length = 0;
  let place = 0;
  for await (const piece of source) {
    held.push(piece);
    length += piece.length;
    if (length <= size) continue;
    let rest = Buffer.concat(held);
    for (; rest.length > size; rest = rest.subarray(size)) {
      yield { bytes: rest.subarray(0, size), place, last: false };
      place += 1;
    }
    held = [rest];
    length = rest.length;
  }
  yield { bytes: Buffer.concat(held), place, last: true };
}
