import { placeOfObject } from '#attachments';
import type { KeyId } from '#kernel';
import { sealedSize } from '#sealing';
import type { LogContents } from './log-contents.ts';
import type { BackedUp } from './manifest.ts';

/** Where an object lies, in a backup of a log and in its manifest. */
export const pathOfObject = (id: string): string => `attachments/${placeOfObject(id)}`;

/**
 * Those that a backup does not have as they were uploaded, although their key is held; each said
 * in a line. By its length alone: what was altered within it, `check-attachments` finds.
 */
export function lostObjects(
  { attachments }: LogContents,
  files: readonly BackedUp[],
  isHeld: (keyId: KeyId) => boolean,
): string[] {
  const lengths = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const lost: string[] = [];
  for (const [id, { keyId, bytes }] of attachments) {
    const [length, whole] = [lengths.get(pathOfObject(id)), sealedSize(bytes)];
    if (length === whole || !isHeld(keyId)) continue;
    const state =
      length === undefined ? 'missing' : `ALTERED: it has ${length} bytes instead of ${whole}`;
    lost.push(`the object of attachment ${id} is ${state}`);
  }
  return lost;
}
