import { existsSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { openStore } from '#event-store';
import { masterKeyIn, rotateMasterKey } from '#sealing';
import { identityOf } from '../../api/src/city.ts';
import { ConfigRefused, configFrom, logOf, masterKeyOf, placesIn } from '../../api/src/config.ts';
import type { Config } from '../../api/src/config.ts';

type Options = { newKeyFile?: string };

/** `operator -- rotate-master-key`: holds the lock of the data folder while it works. */
export async function rotateFromOptions(
  options: Options,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<void> {
  const config = configFrom(env);
  if (config.bucket !== undefined) {
    throw new ConfigRefused(
      'keys that nodes share are not wrapped anew: copy them back to a disk first',
    );
  }
  const to = newKey(options.newKeyFile ?? env['SIMPUL_NEW_MASTER_KEY_FILE'] ?? '', config);
  const places = placesIn(config.dataDir);
  if (config.server === undefined && !existsSync(join(places.log, 'events.sqlite'))) {
    throw new ConfigRefused(`there is no log in ${config.dataDir}`);
  }
  const store = openStore(logOf(config));
  try {
    const { logId, demo } = await identityOf(store, config);
    const from = masterKeyOf(config, demo);
    const tell = (done: number): void => {
      if (done > 0) say(`${done} wrapped anew`);
    };
    const { keys, secrets } = await rotateMasterKey(places.vault, { logId, from, to, tell });
    say(
      keys === 0
        ? 'the vault has the new master key already; what the old one opened was cleared away'
        : `wrapped anew: ${keys} keys and ${secrets} secrets; the old master key opens none`,
    );
    say('set SIMPUL_MASTER_KEY_FILE to the new key; older backups of the vault need the old one');
  } finally {
    await store.close();
  }
}

function newKey(file: string, { dataDir, production }: Config): Buffer {
  if (file === '') {
    throw new ConfigRefused('not set: SIMPUL_NEW_MASTER_KEY_FILE (or --new-key-file)');
  }
  if (production && resolve(file).startsWith(dataDir + sep)) {
    throw new ConfigRefused(`${file} lies in the data folder, as the key of a demo does`);
  }
  return masterKeyIn(file, 'the new master key');
}
