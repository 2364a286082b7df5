import type { KeyId } from './ids.ts';

/**
 * What the log holds in place of a text: AES-256-GCM ciphertext with its tag, and the
 * commitment to the key that opens it, all base64url. A stored format.
 */
export type Sealed = {
  keyId: KeyId;
  nonce: string;
  ciphertext: string;
  commitment: string;
};

/**
 * A text field of an event: plain on its way into the log, sealed when read from it.
 * No rule may hang on it and no state may keep it.
 */
export type Text = string | Sealed;

// Spaces, control and format characters, noncharacters, fillers and the empty Braille cell.
const UNSEEN =
  /^[\s\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800]*$/u;

/** Nothing that a person could read. */
export const isBlank = (text: string): boolean => UNSEEN.test(text);

/** Nothing is sealed with a key that an erasure destroyed. */
export class KeyDestroyed extends Error {
  override readonly name = 'KeyDestroyed';
}
