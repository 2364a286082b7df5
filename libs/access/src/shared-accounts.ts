import pMap from 'p-map';
import { z } from 'zod';
import type { PersonId } from '#kernel';
import type { Bucket } from '#object-store';
import { Accounts } from './accounts.ts';
import type { Row } from './accounts.ts';

// Stored names and form.
const ACCOUNTS = 'accounts/';
const USERNAMES = 'usernames/';
const AT_ONCE = 32;

const keptAccount = z.strictObject({
  username: z.string(),
  hash: z.string(),
  mustChange: z.boolean(),
  identity: z.strictObject({ issuer: z.string(), subject: z.string() }).nullable(),
  sessions: z.strictObject({
    generation: z.int(),
    kept: z.string().nullable(),
    not_before: z.int(),
  }),
});
type KeptAccount = z.infer<typeof keptAccount>;

/**
 * The accounts of several nodes: one object each in a bucket, and in the memory of every node,
 * which fetches one anew when the log tells that it changed. Failed sign-ins are counted by each
 * node for itself.
 */
export class SharedAccounts extends Accounts {
  readonly #bucket: Bucket;

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
    if (kept !== undefined) this.#put(personId, keptAccount.parse(JSON.parse(kept.toString())));
  }

  /** The name is taken first: of two nodes that give it to two persons, one is refused. */
  override async create(username: string, personId: PersonId, password?: string): Promise<string> {
    const name = USERNAMES + username;
    const owner = await this.#bucket.putIfAbsent(name, Buffer.from(personId));
    if (owner.toString() !== personId) throw new Error('the user name is taken');
    return super.create(username, personId, password);
  }

  /** On what is there now, which another node may have changed. */
  protected override async changed(personId: PersonId, change: () => unknown): Promise<void> {
    await this.refresh(personId);
    change();
    const kept = Buffer.from(JSON.stringify(this.#of(personId)));
    await this.#bucket.put(ACCOUNTS + personId, kept);
  }

  protected override async byName(username: string): Promise<Row | undefined> {
    const known = await super.byName(username);
    if (known !== undefined) return known;
    const owner = await this.#bucket.get(USERNAMES + username);
    if (owner === undefined) return undefined;
    await this.refresh(owner.toString() as PersonId);
    return super.byName(username);
  }

  #of(personId: PersonId): KeptAccount {
    const row = this.db
      .prepare<[string], Row>('SELECT * FROM accounts WHERE person_id = ?')
      .get(personId);
    if (row === undefined) throw new Error('there is no such account');
    const { generation, kept, not_before } = this.sessions.of(personId);
    return {
      username: row.username,
      hash: row.hash,
      mustChange: row.must_change === 1,
      identity: this.identities.of(personId) ?? null,
      sessions: { generation, kept, not_before },
    };
  }

  #put(personId: PersonId, { username, hash, mustChange, identity, sessions }: KeptAccount): void {
    this.db.transaction(() => {
      this.db
        .prepare('INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)')
        .run(username, personId, hash, mustChange ? 1 : 0);
      this.sessions.put(personId, sessions);
      this.identities.forget(personId);
      if (identity !== null) this.identities.bind(identity, personId);
    })();
  }
}
