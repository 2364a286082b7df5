import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readErasureList } from '#persons';
import { configFrom, erasureListOf } from '../../api/src/config.ts';
import { BackupRefused } from './backup/backup-refused.ts';
import { restore } from './backup/restore.ts';
import type { Erasures } from './backup/restore.ts';

export type RestoreOptions = {
  fromLog: string;
  fromVault: string;
  erasures?: string;
  withoutErasureList?: boolean;
  allowPartial?: boolean;
};

/** `operator -- restore`. @throws BackupRefused unless it is said which erasures hold. */
export async function restoreFromOptions(
  {
    fromLog,
    fromVault,
    erasures,
    withoutErasureList = false,
    allowPartial = false,
  }: RestoreOptions,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<void> {
  const config = configFrom(env);
  if ((erasures !== undefined) === withoutErasureList) {
    throw new BackupRefused('either --erasures <file> or --without-erasure-list is needed');
  }
  const kept = erasureListOf(config);
  const listed = (logId: string): Erasures => {
    if (erasures !== undefined) {
      const own = listedIn(erasures, logId);
      if (own.length === 0)
        say(`${erasures} holds NO ERASURE of this log: see that it is the right one`);
      return own;
    }
    say('WITHOUT a list of erasures: what was erased after the backup can be read again');
    if (existsSync(kept)) say(`although there is one: ${kept}`);
    return [];
  };
  const from = { fromLog: resolve(fromLog), fromVault: resolve(fromVault) };
  await restore({ config, ...from, listed, allowPartial, say });
  say(`the list of erasures goes on in ${kept}`);
}

/** One list may hold those of several logs; one that holds others alone is the wrong one. */
function listedIn(file: string, logId: string): Erasures {
  const all = readErasureList(file);
  const own = all.filter((each) => each.logId === logId);
  if (own.length === 0 && all.length > 0) {
    throw new BackupRefused(`${file} lists erasures of other logs only`);
  }
  return own;
}
