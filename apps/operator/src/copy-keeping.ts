import pMap from 'p-map';
import { openStore } from '#event-store';
import { identityOf } from '../../api/src/city.ts';
import { ConfigRefused, bucketIn, configFrom, logOf, masterKeyOf } from '../../api/src/config.ts';
import type { Config } from '../../api/src/config.ts';
import { openKeeping } from '../../api/src/keeping.ts';
import type { Keeping } from '../../api/src/keeping.ts';

const KEYS_AT_ONCE = 32;

type Say = (message: string) => void;

/**
 * `operator -- copy-keeping`: keys, accounts and files of a city whose log is on a server, to the
 * bucket that its nodes will share, or back. The API must be stopped, on every node.
 */
export async function copyKeepingFromOptions(
  { from, to }: { from: string; to: string },
  env: NodeJS.ProcessEnv,
  say: Say,
): Promise<void> {
  const { bucket: _, ...onDisk } = configFrom(env);
  const placed: Readonly<Record<string, () => Config>> = {
    disk: () => onDisk,
    s3: () => ({ ...onDisk, bucket: bucketIn(env) }),
  };
  const [source, target] = [placed[from], placed[to]];
  if (source === undefined || target === undefined || from === to) {
    throw new ConfigRefused('--from and --to are disk and s3, one of each');
  }
  if (onDisk.server === undefined) {
    throw new ConfigRefused('the log is in the data folder: copy it to a server first (copy-log)');
  }
  // Whoever writes holds the folder: so no API does, here.
  const store = openStore(logOf(onDisk));
  try {
    const { logId, demo } = await identityOf(store, onDisk);
    const masterKey = masterKeyOf(onDisk, demo);
    const read = await openKeeping(source(), masterKey);
    try {
      const written = await openKeeping(target(), masterKey);
      try {
        await copyKeeping(read, written, { logId, say });
      } finally {
        await written.close();
      }
    } finally {
      await read.close();
    }
  } finally {
    await store.close();
  }
}

/** Done again after an interruption it completes what was left. */
async function copyKeeping(
  from: Keeping,
  to: Keeping,
  { logId, say }: { logId: string; say: Say },
): Promise<void> {
  await from.vault.bindTo(logId);
  await to.vault.bindTo(logId);
  let keys = 0;
  const copyKey = async (kept: Parameters<typeof to.vault.take>[0]): Promise<void> => {
    await to.vault.take(kept);
    keys += 1;
    if (keys % 1_000 === 0) say(`${keys} keys`);
  };
  await pMap(from.vault.contents(), copyKey, { concurrency: KEYS_AT_ONCE });
  const everyone = from.accounts.everyone();
  for (const person of everyone) {
    await to.accounts.take(person, from.accounts.contents(person));
  }
  let files = 0;
  for await (const id of from.objects.ids()) {
    const bytes = await from.objects.get(id);
    if (bytes !== undefined) await to.objects.put(id, bytes);
    files += 1;
  }
  say(`copied: ${keys} keys and secrets, ${everyone.length} accounts, ${files} files`);
  say('start one node and run check-attachments; then remove what was copied from its old place');
}
