import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { reject } from '#kernel';
import type { Decider, KeyId, Sealed, Text } from '#kernel';
import { defineCodec } from '../codec.ts';
import type { EventStore, NewEvent } from '../event-store.ts';
import type { Sealer } from '../sealer.ts';
import type { StreamKind } from '../transact.ts';

// A toy: a tally that goes up to ten, and remembers who tried to go further.
export type TallyEvent =
  | { type: 'Tallied'; data: { by: number; note: Text } }
  | { type: 'TallyOverrunRefused'; data: { by: number } };
export type TallyCommand = { type: 'Tally'; by: number; times?: number };
export type TallyRejection = 'NOT_POSITIVE' | 'OVER_TEN';

const tallyDecider: Decider<TallyCommand, TallyEvent, number, TallyRejection> = {
  initialState: 0,
  decide({ by, times = 1 }, total) {
    if (by < 0) return reject('NOT_POSITIVE');
    if (by === 0) return [];
    if (total + by * times > 10) {
      return reject('OVER_TEN', { type: 'TallyOverrunRefused', data: { by } });
    }
    return Array.from({ length: times }, () => ({
      type: 'Tallied' as const,
      data: { by, note: 'dicatat' },
    }));
  },
  evolve: (total, event) => (event.type === 'Tallied' ? total + event.data.by : total),
};

export const tally: StreamKind<TallyCommand, TallyEvent, number, TallyRejection> = {
  category: 'tally',
  decider: tallyDecider,
  codec: defineCodec<TallyEvent>({
    Tallied: {
      version: 1,
      tells: 'Counted.',
      schema: (texts) => z.strictObject({ by: z.int(), note: texts.sealed('log', 20) }),
    },
    TallyOverrunRefused: {
      version: 1,
      tells: 'Refused.',
      schema: () => z.strictObject({ by: z.int() }),
    },
  }),
};

/** Seals to random bytes, so that whoever seals twice is found out. */
export const randomSealer: Sealer = {
  ready: () => Promise.resolve(),
  logKey: '00000000-0000-4000-8000-000000000009' as KeyId,
  seal: (_, keyId): Sealed => ({
    keyId,
    nonce: randomBytes(12).toString('base64url'),
    ciphertext: randomBytes(24).toString('base64url'),
    commitment: randomBytes(32).toString('base64url'),
  }),
};

/** The real store with something done around its appends. */
export function around(
  store: EventStore,
  append: (
    send: () => ReturnType<EventStore['append']>,
    events: readonly NewEvent[],
  ) => ReturnType<EventStore['append']>,
): EventStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'append') {
        return (...args: Parameters<EventStore['append']>) =>
          append(() => target.append(...args), args[2]);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
