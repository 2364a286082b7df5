import { randomBytes } from 'node:crypto';
import type { KeyId, Sealed } from '#kernel';
import { openText, sealText, unwrap, wrap } from './seal.ts';

const keyId = '00000000-0000-4000-8000-000000000001' as KeyId;
const key = randomBytes(32);
const place = { eventId: '00000000-0000-4000-8000-000000000002', pointer: '/details' };
const seal = (text = 'Mohon rincian anggaran.'): Sealed => sealText(text, keyId, key, place);

const altered = (base64url: string, index: number): string => {
  const bytes = Buffer.from(base64url, 'base64url');
  bytes[index < 0 ? bytes.length + index : index]! ^= 1;
  return bytes.toString('base64url');
};

describe('a sealed text', () => {
  it('opens to what it was, whatever its characters and length', () => {
    for (const text of ['', 'a', 'ᮞᮥᮔ᮪ᮓ 🙂 \u0000\n', 'x'.repeat(100_000)]) {
      expect(openText(seal(text), key, place)).toBe(text);
    }
  });

  it('shows nothing of itself, and is never the same twice', () => {
    const [one, other] = [seal(), seal()];
    expect(one.keyId).toBe(keyId);
    expect(one.nonce).not.toBe(other.nonce);
    expect(one.ciphertext).not.toBe(other.ciphertext);
    expect(Buffer.from(one.ciphertext, 'base64url').includes('anggaran')).toBe(false);
  });

  it('is of the stored form', () => {
    const { nonce, commitment, ciphertext } = seal('abc');
    expect([nonce, commitment, ciphertext].join('')).toMatch(/^[A-Za-z0-9_-]+$/);
    expect([nonce.length, commitment.length]).toEqual([16, 43]);
    expect(Buffer.from(ciphertext, 'base64url')).toHaveLength(3 + 16);
  });

  it('opens in its own place only', () => {
    const elsewhere = [
      { ...place, pointer: '/purpose' },
      { ...place, pointer: '/details/0' },
      { ...place, eventId: '00000000-0000-4000-8000-000000000003' },
    ];
    for (const other of elsewhere) {
      expect(() => openText(seal(), key, other)).toThrow('the key is not the one');
    }
  });

  it('opens with its own key only', () => {
    expect(() => openText(seal(), randomBytes(32), place)).toThrow('the key is not the one');
  });

  it('opens no more once anything of it was altered', () => {
    const sealed = seal();
    const changes: Partial<Sealed>[] = [
      { ciphertext: altered(sealed.ciphertext, 0) },
      { ciphertext: altered(sealed.ciphertext, -1) },
      { ciphertext: sealed.ciphertext.slice(0, -4) },
      { ciphertext: '' },
      { ciphertext: seal('another text').ciphertext },
      { nonce: altered(sealed.nonce, 0) },
      { nonce: '' },
      { commitment: altered(sealed.commitment, 0) },
      { commitment: '' },
    ];
    for (const change of changes) {
      expect(() => openText({ ...sealed, ...change }, key, place)).toThrow();
    }
    expect(openText(sealed, key, place)).toBe('Mohon rincian anggaran.');
  });
});

describe('a wrapped key', () => {
  const master = randomBytes(32);

  it('is unwrapped by the master key that wrapped it, under its name', () => {
    const secret = randomBytes(32);
    const wrapped = wrap(secret, master, 'name');
    expect(unwrap(wrapped, master, 'name')).toEqual(secret);
    expect(wrapped.includes(secret)).toBe(false);
    expect(() => unwrap(wrapped, randomBytes(32), 'name')).toThrow();
    expect(() => unwrap(wrapped, master, 'another')).toThrow();
    expect(() => unwrap(wrapped.subarray(0, -1), master, 'name')).toThrow();
  });
});
