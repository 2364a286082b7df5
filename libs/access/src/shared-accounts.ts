import pMap from 'p-map';
import type { PersonId } from '#kernel';
import type { Bucket } from '#object-store';
import { Accounts, keptAccount } from './accounts.ts';
import type { KeptAccount, Row } from './accounts.ts';

// Stored names and form.
const ACCOUNTS = 'accounts/';
const USERNAMES = 'usernames/';
const AT_ONCE = 32;

/**
 * The accounts of several nodes: one object each in a bucket, and in the memory of every node,
 * which fetches one anew when the log tells that it changed. Failed sign-ins are counted by each
 * node for itself.
 */
export class SharedAccounts extends Accounts {
  readonly #bucket: Bucket;
  /** Changes made here come one after another: each begins with what the bucket holds. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(bucket: Bucket) {
    super(':memory:');
    this.#bucket = bucket;
  }

  /** @throws ObjectStoreAway */
  static async open(bucket: Bucket): Promise<SharedAccounts> {
    const accounts = new SharedAccounts(bucket);
    try {
      await pMap(bucket.namesBelow(ACCOUNTS), (name) => accounts.refresh(name as PersonId), {
        concurrency: AT_ONCE,
      });
      return accounts;
    } catch (error) {
      accounts.close();
      throw error;
    }
  }

  override async refresh(personId: PersonId): Promise<void> {
    const kept = await this.#bucket.get(ACCOUNTS + personId);
    if (kept !== undefined) this.put(personId, keptAccount.parse(JSON.parse(kept.toString())));
  }

  /** The name is taken first: of two nodes that give it to two persons, one is refused. */
  override async create(username: string, personId: PersonId, password?: string): Promise<string> {
    await this.#takeName(username, personId);
    return super.create(username, personId, password);
  }

  override async take(personId: PersonId, account: KeptAccount): Promise<void> {
    await this.#takeName(account.username, personId);
    await super.take(personId, account);
  }

  /** On what is there now, which another node may have changed. */
  protected override async changed(personId: PersonId, change: () => unknown): Promise<void> {
    const inTurn = async (): Promise<void> => {
      await this.refresh(personId);
      change();
      const kept = Buffer.from(JSON.stringify(this.contents(personId)));
      await this.#bucket.put(ACCOUNTS + personId, kept);
    };
    const mine = this.#last.then(inTurn, inTurn);
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  protected override async byName(username: string): Promise<Row | undefined> {
    const known = await super.byName(username);
    if (known !== undefined) return known;
    const owner = await this.#bucket.get(USERNAMES + username);
    if (owner === undefined) return undefined;
    await this.refresh(owner.toString() as PersonId);
    return super.byName(username);
  }

  async #takeName(username: string, personId: PersonId): Promise<void> {
    const owner = await this.#bucket.putIfAbsent(USERNAMES + username, Buffer.from(personId));
    if (owner.toString() !== personId) throw new Error('the user name is taken');
  }
}
