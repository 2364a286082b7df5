import type { Accounts } from '#access';
import type { AccessEvent } from '#access-log';
import { decode, entityIdOf, keyIdsIn, streamName } from '#event-store';
import type { EventStore, StoredEvent, Transact } from '#event-store';
import type { KeyId, PersonId } from '#kernel';
import { doneErasures, erasureCodec } from '#persons';
import type { ErasureEvent } from '#persons';
import type { ReadModel } from '#read-model';
import type { Vault } from '#sealing';
import { views } from './views.ts';

type Kept = { store: EventStore; vault: Vault; accounts: Accounts; transact: Transact };

type Erased = Pick<Kept, 'store' | 'vault'> & {
  model: ReadModel;
  say(message: string): void;
};

const ERASED: ErasureEvent['type'] = 'ErasureCompleted';
/** After these an account is another one in the place that nodes share. */
const ENDED: AccessEvent['type'] = 'SessionsEnded';
const BOUND: AccessEvent['type'] = 'SignInBound';

/**
 * What a node makes sure of before it shows what others did: that it has the keys of it, has none
 * of what they erased, and takes no token that they ended.
 */
export const following =
  ({ store, vault, accounts, transact }: Kept) =>
  async (events: readonly StoredEvent[]): Promise<void> => {
    const last = events.at(-1);
    if (last !== undefined) transact.seen(decode(views.codec, last).metadata.recordedAt);
    // First what needs the log alone: it holds also while the bucket is away.
    for (const { type, stream } of events) {
      if (type === ERASED) vault.drop(await keysErasedBy(stream, store), transact.now());
      if (type === ENDED) accounts.sessionsEnded(personOf(stream));
    }
    await vault.ready(events.flatMap(keyIdsIn), transact.now());
    const changed = events.filter(({ type }) => type === ENDED || type === BOUND);
    for (const person of new Set(changed.map(({ stream }) => personOf(stream)))) {
      await accounts.refresh(person);
    }
  };

/**
 * Destroys what the log says is destroyed: where nodes share keys, somebody may have put back an
 * older state of the place, and no list of erasures stands in the way there.
 */
export async function eraseAgain({ store, vault, model, say }: Erased): Promise<void> {
  for (const { id, at } of doneErasures(model.db)) {
    const back = await keysErasedBy(streamName('erasure', id), store);
    if (!back.some((key) => vault.has(key))) continue;
    say(`ALARM keys of the erasure ${id} were there again, and are destroyed once more`);
    await vault.destroy(back, at);
  }
}

/** What the confirmation of an erasure named. */
async function keysErasedBy(stream: string, store: EventStore): Promise<KeyId[]> {
  const keys: KeyId[] = [];
  for await (const stored of store.readStream(stream)) {
    const { event } = decode(erasureCodec, stored);
    if (event.type === 'ErasureConfirmed') keys.push(...event.data.destroys);
  }
  return keys;
}

/** A stream for each person and month. */
const personOf = (stream: string): PersonId => entityIdOf(stream).slice(0, 36) as PersonId;
