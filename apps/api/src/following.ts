import type { Accounts } from '#access';
import type { AccessEvent } from '#access-log';
import { decode, entityIdOf, keyIdsIn } from '#event-store';
import type { StoredEvent, Transact } from '#event-store';
import type { PersonId } from '#kernel';
import type { ErasureEvent } from '#persons';
import type { Vault } from '#sealing';
import { views } from './views.ts';

type Kept = { vault: Vault; accounts: Accounts; transact: Transact };

const ERASED: ErasureEvent['type'] = 'ErasureCompleted';
/** After these an account is another one in the place that nodes share. */
const CHANGED: readonly AccessEvent['type'][] = ['SessionsEnded', 'SignInBound'];

/**
 * What a node makes sure of before it shows what others did: that it has the keys of it, has none
 * of what they erased, and takes no token that they ended.
 */
export const following =
  ({ vault, accounts, transact }: Kept) =>
  async (events: readonly StoredEvent[]): Promise<void> => {
    const last = events.at(-1);
    if (last !== undefined) transact.seen(decode(views.codec, last).metadata.recordedAt);
    await vault.ready(events.flatMap(keyIdsIn), transact.now());
    if (events.some(({ type }) => type === ERASED)) await vault.dropDestroyed();
    const changed = events.filter(({ type }) => CHANGED.some((each) => each === type));
    for (const person of new Set(changed.map(personOf))) await accounts.refresh(person);
  };

/** A stream for each person and month. */
const personOf = ({ stream }: StoredEvent): PersonId => entityIdOf(stream).slice(0, 36) as PersonId;
