import { resolve } from 'node:path';
import { SystemClock } from '#event-store';
import { configFrom } from '../../api/src/config.ts';
import { backUp } from './backup/back-up.ts';
import { BackupRefused } from './backup/backup-refused.ts';
import type { Part } from './backup/manifest.ts';

const PARTS: readonly Part[] = ['log', 'vault'];

type Options = { to: string; only?: string; allowPartial?: boolean };

/** `operator -- backup`; false when it is not the whole city, unless that was asked for. */
export async function backUpFromOptions(
  { to, only, allowPartial = false }: Options,
  env: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<boolean> {
  const { dataDir, server } = configFrom(env);
  if (server !== undefined) {
    throw new BackupRefused('the log is on a server, which has backups of its own');
  }
  const parts = PARTS.filter((part) => only === undefined || part === only);
  if (parts.length === 0) throw new BackupRefused(`--only ${only}: log or vault`);
  const clock = new SystemClock();
  const covered = await backUp({ dataDir, to: resolve(to), parts, now: () => clock.now(), say });
  const left = PARTS.find((part) => !parts.includes(part));
  if (left !== undefined) {
    say(`INCOMPLETE: the ${left} is not in it, and neither is worth anything without the other`);
    return allowPartial;
  }
  say(covered ? 'the backup is complete' : 'INCOMPLETE: see above what the city itself has lost');
  return covered;
}
