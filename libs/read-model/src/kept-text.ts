import type { Sealed, Text, TextOpener } from '#kernel';

/** A sealed text as a row keeps it: with the event and the place that its key depends on. */
type Kept = { eventId: string; pointer: string; sealed: Sealed };

/** For a column of text that stays sealed; null for a text that is absent. */
export function keepText(
  eventId: string,
  pointer: string,
  text: Text | null | undefined,
): string | null {
  if (text === null || text === undefined) return null;
  if (typeof text === 'string') throw new TypeError(`${pointer}: a text in clear from the log`);
  return JSON.stringify({ eventId, pointer, sealed: text } satisfies Kept);
}

/** Null when there is none, or its key was destroyed. */
export function openKept(texts: TextOpener, kept: string | null): string | null {
  if (kept === null) return null;
  const { eventId, pointer, sealed } = JSON.parse(kept) as Kept;
  return texts.open(sealed, eventId, pointer);
}

/** How much a viewer is shown of who somebody is and of their own words. */
export type PersonalSight = 'CLEAR' | 'MASKED' | 'NONE';

/** Stands for a text that is there and not shown; nothing is opened for it. */
export const MASK = '•••';

/** Null also when its key was destroyed: then nothing is there. */
export function maskKept(texts: TextOpener, kept: string | null): string | null {
  if (kept === null) return null;
  return texts.has((JSON.parse(kept) as Kept).sealed.keyId) ? MASK : null;
}

/** Opens a text of the event at hand, for the few columns that stand in clear. */
export function openText(
  texts: TextOpener,
  eventId: string,
  pointer: string,
  text: Text,
): string | null {
  return typeof text === 'string' ? text : texts.open(text, eventId, pointer);
}
