import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { KeyDestroyed } from '#kernel';
import type { EventId, Instant, KeyId, Sealed } from '#kernel';
import { keyOfObject, openText, sealText, unwrap, wrap } from './seal.ts';
import { VaultRefused } from './vault-refused.ts';
import { VaultRows } from './vault-rows.ts';
import type { Kept, VaultSource } from './vault-rows.ts';

/** Keys made ahead in one durable write. */
const BATCH = 64;
const CACHED_KEYS = 20_000;
const SECRET_DAYS = 35;
const DAY_MS = 86_400_000;

/**
 * The keys of persons and cases, apart from the log and deletable, wrapped by the master key.
 * Who loses this file loses every text of the log.
 */
export class Vault {
  protected readonly rows: VaultRows;
  protected readonly master: Buffer;
  /** Made ahead. */
  protected readonly spare: KeyId[] = [];
  readonly #cache = new Map<string, Buffer>();
  #refilling = false;
  #destroyedOn: string | undefined;

  /** @throws VaultRefused when the master key is not this vault's, or the file is unusable. */
  constructor(source: VaultSource, master: Buffer, options: { readOnly?: boolean } = {}) {
    this.master = master;
    let rows: VaultRows | undefined;
    try {
      rows = new VaultRows(source, options.readOnly === true);
      this.rows = rows;
      this.#checkMaster();
    } catch (error) {
      rows?.close();
      const name = typeof source === 'string' ? source : 'in memory';
      throw error instanceof VaultRefused
        ? error
        : new VaultRefused(`cannot use the vault ${name}: ${String(error)}`);
    }
  }

  /** The log it belongs to; undefined while it is new. */
  async boundTo(): Promise<string | undefined> {
    return this.rows.meta('log')?.toString();
  }

  /** Ties a new vault to its log. @throws VaultRefused when it belongs to another one. */
  async bindTo(logId: string): Promise<void> {
    const bound = await this.boundTo();
    if (bound === undefined && !this.rows.readOnly) this.rows.setMeta('log', Buffer.from(logId));
    else refuseOther(bound, logId);
  }

  /** Fetches named keys and input secrets that another node may have made. */
  async ready(_names: readonly string[], _now: Instant): Promise<void> {
    return Promise.resolve();
  }

  /** What another node destroyed, and every input secret: nothing of it opens here any more. */
  drop(keyIds: readonly KeyId[], at: Instant): void {
    this.rows.destroy(keyIds, at);
    this.uncache(keyIds);
  }

  /** @throws StoreUnavailable when no key could be made or fetched now. */
  async health(): Promise<void> {
    return Promise.resolve();
  }

  /** For a worker that opens texts beside this process. */
  source(): VaultSource {
    return this.rows.source();
  }

  /** Everything that it holds and has destroyed, for another vault under the same master key. */
  contents(): Iterable<Kept> {
    return this.rows.contents();
  }

  /** Of another vault; what was destroyed in either stays so. */
  async take(kept: Kept): Promise<void> {
    const { kind, name } = kept;
    if (kind === 'destroyed') this.rows.forget(name, kept.at);
    else if (kind === 'key') this.rows.addKeys([{ id: name, wrapped: kept.wrapped }]);
    else this.rows.addSecret(name, kept.wrapped, kept.madeAt);
  }

  /** A new key, durable before it is handed out. */
  async takeKey(): Promise<KeyId> {
    if (this.spare.length === 0) this.#refill();
    if (this.spare.length < BATCH / 4 && !this.#refilling) {
      this.#refilling = true;
      setImmediate(() => {
        this.#refilling = false;
        this.#refillAhead();
      });
    }
    const key = this.spare.pop();
    if (key === undefined) throw new Error('the vault made no keys');
    return key;
  }

  has(keyId: KeyId): boolean {
    return this.#key(keyId) !== undefined;
  }

  /** @throws KeyDestroyed after an erasure; Error when the key was never in the vault. */
  seal(text: string, keyId: KeyId, eventId: EventId, pointer: string): Sealed {
    const key = this.#key(keyId);
    if (key === undefined) {
      if (this.destroyedAt(keyId) !== undefined) throw new KeyDestroyed(`key ${keyId}`);
      throw new Error(`key ${keyId} is not in the vault`);
    }
    return sealText(text, keyId, key, { eventId, pointer });
  }

  /** Null when the key was destroyed. @throws Error when the text was altered or moved. */
  open(sealed: Sealed, eventId: string, pointer: string): string | null {
    const key = this.#key(sealed.keyId);
    return key === undefined ? null : openText(sealed, key, { eventId, pointer });
  }

  /** The key of one stored object, from the key that its event names; undefined once destroyed. */
  objectKey(keyId: KeyId, objectId: string): Buffer | undefined {
    const key = this.#key(keyId);
    return key && keyOfObject(key, objectId);
  }

  /**
   * HMAC-SHA-256 of a command's input under a monthly secret; undefined when that secret is gone.
   * Old secrets are destroyed after 35 days: then nobody can test a guess against the log.
   */
  hashInput(
    input: string,
    now: Date,
    named?: string,
  ): { secret: string; hash: string } | undefined {
    this.removeOldSecrets(now);
    const name = named ?? this.inputSecret(now);
    const secret = name === undefined ? undefined : this.secret(name);
    if (name === undefined || secret === undefined) return undefined;
    return { secret: name, hash: createHmac('sha256', secret).update(input).digest('hex') };
  }

  /** A secret kept wrapped beside the keys. */
  secret(name: string): Buffer | undefined {
    return this.#cached(name, this.rows.wrappedSecret.bind(this.rows));
  }

  /** What is kept under that name: this, or what was there before. */
  async keepSecret(name: string, secret: Buffer, now: Date): Promise<Buffer> {
    this.rows.addSecret(name, wrap(secret, this.master, name), now.toISOString());
    return this.secret(name) ?? secret;
  }

  /**
   * For ever, with every input secret, so that nobody can test a guess against the log. A key that
   * is gone already keeps the instant of its end. Of the last of them to go, that instant.
   * @throws Error when something of them is still kept; done again it mends that
   */
  async destroy(keyIds: readonly KeyId[], now: Instant): Promise<Instant> {
    this.drop(keyIds, now);
    this.rows.truncateJournal();
    const ends = keyIds.flatMap((keyId) => this.destroyedAt(keyId) ?? []);
    return ends.sort().at(-1) ?? now;
  }

  /** Undefined for a key that an erasure never took. */
  destroyedAt(keyId: KeyId): Instant | undefined {
    return this.rows.destroyedAt(keyId);
  }

  close(): void {
    this.rows.close();
    this.#cache.clear();
  }

  /** Name of the secret that hashes input now; this makes one where there is none. */
  protected inputSecret(now: Date): string | undefined {
    const month = monthOf(now);
    const [known] = this.rows.inputSecrets(month);
    if (known !== undefined) return known;
    // A name is never used twice: the log would take the new secret for the old one.
    const used = this.rows.destroyedAt(month) !== undefined;
    const name = used ? `${month}-${randomBytes(6).toString('hex')}` : month;
    this.rows.addSecret(name, wrap(randomBytes(32), this.master, name), now.toISOString());
    return name;
  }

  /** Once a day. */
  protected removeOldSecrets(now: Date): void {
    const today = now.toISOString().slice(0, 10);
    if (this.#destroyedOn === today) return;
    this.#destroyedOn = today;
    const names = this.rows.removeInputSecretsBefore(oldestSecret(now));
    this.uncache(names);
  }

  /** Keys and secrets; with them every input secret, which goes whenever a key does. */
  protected uncache(names: readonly string[]): void {
    for (const name of names) this.#cache.delete(name);
    for (const name of this.#cache.keys()) if (name.startsWith('input-')) this.#cache.delete(name);
  }

  #key(keyId: KeyId): Buffer | undefined {
    return this.#cached(keyId, this.rows.wrappedKey.bind(this.rows));
  }

  #cached(name: string, wrappedOf: (name: string) => Buffer | undefined): Buffer | undefined {
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached;
    const wrapped = wrappedOf(name);
    return wrapped && this.#remember(name, unwrap(wrapped, this.master, name));
  }

  /** Ahead of need: when it fails, the command that needs a key fails instead. */
  #refillAhead(): void {
    try {
      if (this.rows.isOpen) this.#refill();
    } catch (error) {
      process.emitWarning(`the vault could not make keys ahead: ${String(error)}`);
    }
  }

  #refill(): void {
    const fresh = Array.from({ length: BATCH }, () => this.freshKey());
    this.rows.addKeys(fresh);
    this.spare.push(...fresh.map(({ id }) => id));
  }

  protected freshKey(): { id: KeyId; wrapped: Buffer } {
    const id = randomUUID() as KeyId;
    return { id, wrapped: wrap(randomBytes(32), this.master, id) };
  }

  #remember(name: string, secret: Buffer): Buffer {
    this.#cache.set(name, secret);
    const oldest = this.#cache.keys().next().value;
    if (this.#cache.size > CACHED_KEYS && oldest !== undefined) this.#cache.delete(oldest);
    return secret;
  }

  #checkMaster(): void {
    const check = this.rows.meta('check');
    if (check !== undefined) refuseWrong(this.master, check);
    else if (this.rows.readOnly) throw new VaultRefused('the vault is empty');
    else this.rows.setMeta('check', checkOf(this.master));
  }
}

/** What was made before is to be forgotten. */
export const oldestSecret = (now: Date): string =>
  new Date(now.getTime() - SECRET_DAYS * DAY_MS).toISOString();

export const monthOf = (now: Date): string => `input-${now.toISOString().slice(0, 7)}`;

/** Kept in clear: it opens with the right master key alone. */
export const checkOf = (master: Buffer): Buffer => wrap(Buffer.from('simpul'), master, 'check');

/** @throws VaultRefused */
export function refuseWrong(master: Buffer, check: Buffer): void {
  try {
    unwrap(check, master, 'check');
  } catch {
    throw new VaultRefused('the master key is not the one that made this vault');
  }
}

/** @throws VaultRefused */
export function refuseOther(bound: string | undefined, logId: string): void {
  if (bound === logId) return;
  throw new VaultRefused(`the vault belongs to log ${bound ?? 'none'}, not to ${logId}`);
}
