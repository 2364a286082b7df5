import { Accounts, SharedAccounts } from '#access';
import { BucketObjectStore, DiskObjectStore } from '#attachments';
import type { ObjectStore } from '#attachments';
import { Bucket } from '#object-store';
import { SharedVault, Vault } from '#sealing';
import { placesIn } from './config.ts';
import type { Config } from './config.ts';

/** What is kept beside the log: keys, accounts and files. */
export type Keeping = {
  vault: Vault;
  accounts: Accounts;
  objects: ObjectStore;
  /** Where several nodes share all of it. */
  bucket: Bucket | undefined;
  close(): Promise<void>;
};

/**
 * On the disk of this machine, or in a bucket.
 * @throws VaultRefused, ObjectStoreAway
 */
export async function openKeeping(config: Config, masterKey: Buffer): Promise<Keeping> {
  if (config.bucket !== undefined) return inBucket(await Bucket.open(config.bucket), masterKey);
  const places = placesIn(config.dataDir);
  const vault = new Vault(places.vault, masterKey);
  const accounts = new Accounts(places.accounts);
  const objects = new DiskObjectStore(places.attachments);
  const close = (): Promise<void> => {
    accounts.close();
    vault.close();
    return Promise.resolve();
  };
  return { vault, accounts, objects, bucket: undefined, close };
}

async function inBucket(bucket: Bucket, masterKey: Buffer): Promise<Keeping> {
  let vault: SharedVault | undefined;
  let accounts: Accounts | undefined;
  const close = async (): Promise<void> => {
    accounts?.close();
    // While the bucket is away they stay, unused.
    await vault?.removeSpare().catch(() => undefined);
    vault?.close();
    bucket.close();
  };
  try {
    vault = await SharedVault.open(bucket, masterKey);
    accounts = await SharedAccounts.open(bucket);
    return { vault, accounts, objects: new BucketObjectStore(bucket), bucket, close };
  } catch (error) {
    await close();
    throw error;
  }
}
