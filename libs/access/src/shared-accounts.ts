import pMap from 'p-map';
import type { PersonId } from '#kernel';
import { ObjectStoreAway } from '#object-store';
import type { Bucket } from '#object-store';
import { Accounts, UsernameTaken, keptAccount } from './accounts.ts';
import type { KeptAccount, Row } from './accounts.ts';

// Stored names and form.
const ACCOUNTS = 'accounts/';
const USERNAMES = 'usernames/';
const AT_ONCE = 32;

const ATTEMPTS = 8;
/** Also without a word from the log an account is fetched anew, in milliseconds. */
const FRESH_MS = 60_000;

/**
 * The accounts of several nodes: one object each in a bucket, and in the memory of every node,
 * which fetches one anew when the log tells that it changed, and where it is used after a minute.
 * Failed sign-ins are counted by each node for itself.
 */
export class SharedAccounts extends Accounts {
  readonly #bucket: Bucket;
  readonly #fetchedAt = new Map<PersonId, number>();
  /** Their sessions ended elsewhere, and what is here is not what that left. */
  readonly #outdated = new Set<PersonId>();

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
    this.#apply(personId, accountIn(await this.#bucket.get(ACCOUNTS + personId), personId));
  }

  override async refreshOld(personId: PersonId): Promise<void> {
    const age = performance.now() - (this.#fetchedAt.get(personId) ?? -FRESH_MS);
    if (age < FRESH_MS && !this.#outdated.has(personId)) return;
    // While the bucket is away what is known counts, but for what is known to have ended.
    await this.refresh(personId).catch((error: unknown) => {
      process.emitWarning(`an account could not be fetched: ${String(error)}`);
    });
  }

  override sessionsEnded(personId: PersonId): void {
    this.#outdated.add(personId);
  }

  override holds(personId: PersonId, token: { generation: number; id: string }): boolean {
    return !this.#outdated.has(personId) && super.holds(personId, token);
  }

  override holdsSince(personId: PersonId, issuedAt: number): boolean {
    return !this.#outdated.has(personId) && super.holdsSince(personId, issuedAt);
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

  /** On what is there now; again where another change came first. Here once it is there. */
  protected override async changed(personId: PersonId, change: () => unknown): Promise<void> {
    const name = ACCOUNTS + personId;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const found = await this.#bucket.find(name);
      const next = this.#tried(personId, accountIn(found?.bytes, personId), change);
      const bytes = Buffer.from(JSON.stringify(next));
      if (!(await this.#bucket.replace(name, bytes, found))) continue;
      this.#apply(personId, next);
      return;
    }
    throw new ObjectStoreAway('others kept changing the account');
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
    if (owner.toString() !== personId) throw new UsernameTaken();
  }

  /** What a change would make of an account; nothing of it stays. */
  #tried(personId: PersonId, before: KeptAccount | undefined, change: () => unknown): KeptAccount {
    this.db.exec('SAVEPOINT tried');
    try {
      this.#put(personId, before);
      change();
      return this.contents(personId);
    } finally {
      this.db.exec('ROLLBACK TO tried; RELEASE tried');
    }
  }

  #apply(personId: PersonId, account: KeptAccount | undefined): void {
    this.#put(personId, account);
    this.#fetchedAt.set(personId, performance.now());
    this.#outdated.delete(personId);
  }

  #put(personId: PersonId, account: KeptAccount | undefined): void {
    if (account === undefined) this.drop(personId);
    else this.put(personId, account);
  }
}

/** A damaged one is none: whoever it belongs to cannot sign in, and nobody else is kept out. */
function accountIn(bytes: Buffer | undefined, personId: PersonId): KeptAccount | undefined {
  if (bytes === undefined) return undefined;
  try {
    return keptAccount.parse(JSON.parse(bytes.toString()));
  } catch {
    process.emitWarning(`the object store keeps a damaged account: ${ACCOUNTS}${personId}`);
    return undefined;
  }
}
