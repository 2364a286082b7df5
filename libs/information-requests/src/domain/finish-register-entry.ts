import type { Reaction, RequestId } from '#kernel';
import type { RegisterEvent } from './register.ts';

/** An entry whose request may not know its number yet. `register`: its stream, e.g. PIP-2026. */
export type FinishEntry = { register: string; number: number; label: string; entity: RequestId };

/** Longer than a live call may take, so that the net never overtakes it. */
const GRACE_MS = 15_000;

/** The net under the registers: an entry whose request was not told, because of a crash, is. */
export const finishRegisterEntry: Reaction<RegisterEvent, FinishEntry> = {
  name: 'finish-register-entry',
  graceMs: GRACE_MS,
  on: {
    RegisterEntryMade: ({ entityId, data: { number, label, entity } }) => [
      { register: entityId, number, label, entity: entity as RequestId },
    ],
  },
};
