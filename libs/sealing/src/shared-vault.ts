import { randomBytes } from 'node:crypto';
import pMap from 'p-map';
import { z } from 'zod';
import type { Instant, KeyId } from '#kernel';
import { ObjectStoreAway } from '#object-store';
import type { Bucket } from '#object-store';
import { unwrap, wrap } from './seal.ts';
import { Vault, checkOf, monthOf, oldestSecret, refuseOther, refuseWrong } from './vault.ts';
import { VaultRefused } from './vault-refused.ts';
import type { Kept } from './vault-rows.ts';

// Stored names: one object for each key, so that removing it is all that an erasure needs.
const KEYS = 'keys/';
const SECRETS = 'secrets/';
const DESTROYED = 'destroyed/';
const CHECK = 'vault/check';
const LOG = 'vault/log';

/** Keys made ahead: so many commands go on while the object store is away. */
const AHEAD = 64;
const AT_ONCE = 32;

const keptSecret = z.strictObject({ wrapped: z.base64(), madeAt: z.iso.datetime() });

const storedSecret = ({ wrapped, madeAt }: { wrapped: Buffer; madeAt: string }): Buffer =>
  Buffer.from(JSON.stringify({ wrapped: wrapped.toString('base64'), madeAt }));

/**
 * The vault of several nodes: its keys lie in a bucket, and what a node has met of them also in
 * its memory, never on its disk. A key is in the bucket before it is used, and gone from there
 * before its erasure is certified; other nodes then drop it.
 */
export class SharedVault extends Vault {
  readonly #bucket: Bucket;
  #making: Promise<void> | undefined;
  #renewing: Promise<void> | undefined;
  #removedOn: string | undefined;

  private constructor(bucket: Bucket, master: Buffer) {
    super(':memory:', master);
    this.#bucket = bucket;
  }

  /**
   * Fetches every key that is there.
   * @throws VaultRefused, ObjectStoreAway
   */
  static async open(bucket: Bucket, master: Buffer): Promise<SharedVault> {
    refuseWrong(master, await bucket.putIfAbsent(CHECK, checkOf(master)));
    const vault = new SharedVault(bucket, master);
    try {
      await vault.#load();
      await vault.#makeAhead();
      return vault;
    } catch (error) {
      vault.close();
      throw error;
    }
  }

  override async boundTo(): Promise<string | undefined> {
    return (await this.#bucket.get(LOG))?.toString();
  }

  override async bindTo(logId: string): Promise<void> {
    const bound = await this.#bucket.putIfAbsent(LOG, Buffer.from(logId));
    refuseOther(bound.toString(), logId);
  }

  override async takeKey(): Promise<KeyId> {
    while (this.rows.isOpen) {
      const making = this.spare.length < AHEAD / 2 ? this.#makeAhead() : undefined;
      // Whoever finds none waits for it; for others it is ahead of need.
      making?.catch(() => undefined);
      const key = this.spare.pop();
      if (key !== undefined) return key;
      await making;
    }
    throw new ObjectStoreAway('the vault is closed');
  }

  override async ready(names: readonly string[], now: Instant): Promise<void> {
    await pMap(names, (name) => this.#fetch(name), { concurrency: AT_ONCE });
    this.#renewing ??= this.#renewInputSecret(new Date(now))
      // Without one a repeat is known by its id alone, until the bucket is back.
      .catch((error: unknown) => process.emitWarning(`no secret for inputs: ${String(error)}`))
      .finally(() => {
        this.#renewing = undefined;
      });
    await this.#renewing;
  }

  /** What was made ahead in vain. */
  async removeSpare(): Promise<void> {
    await this.#making?.catch(() => undefined);
    await pMap(this.spare.splice(0), (id) => this.#bucket.remove(KEYS + id), {
      concurrency: AT_ONCE,
    });
  }

  override async health(): Promise<void> {
    await this.#bucket.health();
  }

  override async take(kept: Kept): Promise<void> {
    const { kind, name } = kept;
    if (kind === 'destroyed') {
      await this.#destroy(KEYS, name, kept.at);
      await this.#bucket.remove(SECRETS + name);
    } else if (this.rows.destroyedAt(name) === undefined) {
      if (kind === 'key') await this.#bucket.put(KEYS + name, kept.wrapped);
      else await this.#bucket.putIfAbsent(SECRETS + name, storedSecret(kept));
      await this.#fetch(name);
    }
  }

  override async keepSecret(name: string, secret: Buffer, now: Date): Promise<Buffer> {
    const stored = storedSecret({
      wrapped: wrap(secret, this.master, name),
      madeAt: now.toISOString(),
    });
    this.#hold(name, await this.#bucket.putIfAbsent(SECRETS + name, stored));
    return this.secret(name) ?? secret;
  }

  override async destroy(keyIds: readonly KeyId[], now: Instant): Promise<Instant> {
    // Versions that were switched on since would keep what is removed now.
    await this.#bucket.health();
    const isThere = async (keyId: KeyId): Promise<boolean> =>
      (await this.#bucket.get(KEYS + keyId)) !== undefined;
    // Secrets first: as long as a key is left, whoever does it again begins with them.
    if ((await pMap(keyIds, isThere, { concurrency: AT_ONCE })).includes(true)) {
      for await (const name of this.#bucket.namesBelow(`${SECRETS}input-`)) {
        await this.#destroy(SECRETS, `input-${name}`, now);
      }
    }
    const destroy = (keyId: KeyId): Promise<Instant> => this.#destroy(KEYS, keyId, now);
    const ends = await pMap(keyIds, destroy, { concurrency: AT_ONCE });
    return ends.sort().at(-1) ?? now;
  }

  /** Made by `ready`, under a name that no other node makes. */
  protected override inputSecret(now: Date): string | undefined {
    return this.rows.inputSecrets(`${monthOf(now)}-`)[0];
  }

  /** First the note that it ended, then the end: a key that is absent is never a lost one. */
  async #destroy(below: string, name: string, now: Instant): Promise<Instant> {
    const noted = await this.#bucket.putIfAbsent(DESTROYED + name, Buffer.from(now));
    await this.#bucket.remove(below + name);
    const at = noted.toString() as Instant;
    this.rows.forget(name, at);
    this.uncache([name]);
    return at;
  }

  async #load(): Promise<void> {
    const atOnce = { concurrency: AT_ONCE };
    await pMap(this.#bucket.namesBelow(DESTROYED), (name) => this.#isDestroyed(name), atOnce);
    await pMap(this.#bucket.namesBelow(KEYS), (name) => this.#fetch(name), atOnce);
    for await (const name of this.#bucket.namesBelow(SECRETS)) await this.#fetch(name);
  }

  /**
   * One that is in neither place, or damaged, was lost there: its texts are not shown. The log goes
   * on without them, and the operator is told.
   */
  async #fetch(name: string): Promise<void> {
    const isSecret = name.startsWith('input-') || !/^[0-9a-f-]{36}$/.test(name);
    const known = isSecret ? this.rows.wrappedSecret(name) : this.rows.wrappedKey(name);
    if (known !== undefined || this.rows.destroyedAt(name) !== undefined) return;
    const kept = await this.#bucket.get((isSecret ? SECRETS : KEYS) + name);
    if (kept === undefined) {
      // A secret that is gone is nothing to be told.
      if ((await this.#isDestroyed(name)) || isSecret) return;
      process.emitWarning(`ALARM the bucket has lost ${KEYS}${name}: nothing that it sealed opens`);
    } else if (isSecret) this.#hold(name, kept);
    else this.#holdKey(name, kept);
  }

  async #isDestroyed(name: string): Promise<boolean> {
    const at = await this.#bucket.get(DESTROYED + name);
    if (at === undefined) return false;
    this.rows.forget(name, at.toString());
    this.uncache([name]);
    return true;
  }

  #holdKey(id: string, wrapped: Buffer): void {
    try {
      unwrap(wrapped, this.master, id);
      this.rows.addKeys([{ id, wrapped }]);
    } catch {
      process.emitWarning(`ALARM the bucket keeps a damaged key: ${KEYS}${id}`);
    }
  }

  #hold(name: string, kept: Buffer): void {
    const { wrapped, madeAt } = secretIn(name, kept);
    this.rows.addSecret(name, wrapped, madeAt);
  }

  /** One making at a time. */
  #makeAhead(): Promise<void> {
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(): Promise<void> {
    const fresh = Array.from({ length: AHEAD }, () => this.freshKey());
    const make = async (key: (typeof fresh)[number]): Promise<void> => {
      await this.#bucket.put(KEYS + key.id, key.wrapped);
      if (!this.rows.isOpen) return;
      this.rows.addKeys([key]);
      this.spare.push(key.id);
    };
    await pMap(fresh, make, { concurrency: AT_ONCE });
  }

  async #renewInputSecret(now: Date): Promise<void> {
    await this.#removeOldSecrets(now);
    if (this.inputSecret(now) !== undefined) return;
    const name = `${monthOf(now)}-${randomBytes(6).toString('hex')}`;
    await this.keepSecret(name, randomBytes(32), now);
  }

  /** Once a day, and until it is done: those of every node, also of one that is no more. */
  async #removeOldSecrets(now: Date): Promise<void> {
    const today = now.toISOString().slice(0, 10);
    if (this.#removedOn === today) return;
    for await (const rest of this.#bucket.namesBelow(`${SECRETS}input-`)) {
      const name = `input-${rest}`;
      const kept = await this.#bucket.get(SECRETS + name);
      if (kept === undefined || secretIn(name, kept).madeAt >= oldestSecret(now)) continue;
      await this.#bucket.remove(SECRETS + name);
    }
    this.#removedOn = today;
  }
}

/** @throws VaultRefused */
function secretIn(name: string, kept: Buffer): { wrapped: Buffer; madeAt: string } {
  try {
    const { wrapped, madeAt } = keptSecret.parse(JSON.parse(kept.toString()));
    return { wrapped: Buffer.from(wrapped, 'base64'), madeAt };
  } catch {
    throw new VaultRefused(`what the bucket keeps as ${SECRETS}${name} is damaged`);
  }
}
