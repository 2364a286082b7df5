import type { Reaction } from '#kernel';
import { REGISTER_OF } from './register.ts';
import type { RegisterCode, RegisterEvent } from './register.ts';

/** An entry whose case may not know its number yet. `register`: its stream, e.g. PIP-2026. */
export type FinishEntry = { register: string; number: number; label: string; entity: string };

/** Longer than a live call may take, so that the net never overtakes it. */
const GRACE_MS = 15_000;

/** The net under some registers: an entry whose case was not told, because of a crash, is. */
export const finishEntries = (
  name: string,
  registers: readonly RegisterCode[],
): Reaction<RegisterEvent, FinishEntry> => ({
  name,
  graceMs: GRACE_MS,
  on: {
    RegisterEntryMade: ({ entityId, data: { number, label, entity } }) =>
      registers.some((code) => entityId.startsWith(`${code}-`))
        ? [{ register: entityId, number, label, entity }]
        : [],
  },
});

export const finishRegisterEntry = finishEntries(
  'finish-register-entry',
  Object.values(REGISTER_OF),
);
