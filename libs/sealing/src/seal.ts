import {
  createCipheriv,
  createDecipheriv,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { KeyId, Sealed } from '#kernel';

/** One field of one event: its key follows from both, so that it can be opened alone. */
export type Place = { eventId: string; pointer: string };

type FieldKey = { key: Buffer; commitment: Buffer };

/** HKDF-SHA256 over event id and JSON pointer; the second half commits to the key. */
function fieldKey(key: Buffer, { eventId, pointer }: Place): FieldKey {
  const info = `simpul/1 ${eventId} ${pointer}`;
  const bytes = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), info, 64));
  return { key: bytes.subarray(0, 32), commitment: bytes.subarray(32) };
}

/** Of an object that is stored outside the log: as of a field, at a place no event has. */
export function keyOfObject(key: Buffer, objectId: string): Buffer {
  return fieldKey(key, { eventId: objectId, pointer: '/object' }).key;
}

const TAG = 16;
/** A shorter tag is refused. */
const OPTIONS = { authTagLength: TAG } as const;

export function sealText(text: string, keyId: KeyId, key: Buffer, place: Place): Sealed {
  const field = fieldKey(key, place);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', field.key, nonce, OPTIONS);
  const ciphertext = Buffer.concat([
    cipher.update(text, 'utf8'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return {
    keyId,
    nonce: nonce.toString('base64url'),
    ciphertext: ciphertext.toString('base64url'),
    commitment: field.commitment.toString('base64url'),
  };
}

/** @throws Error when key or place are not those it was sealed with, or it was altered. */
export function openText(sealed: Sealed, key: Buffer, place: Place): string {
  const field = fieldKey(key, place);
  const committed = Buffer.from(sealed.commitment, 'base64url');
  if (committed.length !== 32 || !timingSafeEqual(committed, field.commitment)) {
    throw new Error('the key is not the one that sealed this text');
  }
  return decrypt(field.key, sealed.nonce, Buffer.from(sealed.ciphertext, 'base64url')).toString();
}

/** Wraps a key or secret for storage; `name` is bound to it. */
export function wrap(secret: Buffer, master: Buffer, name: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', master, nonce, OPTIONS).setAAD(Buffer.from(name));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error with the wrong master key or name. */
export function unwrap(wrapped: Buffer, master: Buffer, name: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', master, wrapped.subarray(0, 12), OPTIONS);
  decipher.setAAD(Buffer.from(name)).setAuthTag(wrapped.subarray(-TAG));
  return Buffer.concat([decipher.update(wrapped.subarray(12, -TAG)), decipher.final()]);
}

function decrypt(key: Buffer, nonce: string, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), OPTIONS);
  decipher.setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
}
