import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ROOT } from './folders.ts';
import { liveRequests } from './many-requests.ts';

const OPERATOR = fileURLToPath(new URL('dist/apps/operator/src/main.js', ROOT));

/** The demo city as `npm start` opens it, with so many events that a log of years has. */
export async function makeDemoCity(dataDir: string, events: number): Promise<void> {
  const env = { ...process.env, SIMPUL_DATA_DIR: dataDir };
  const seeded = spawnSync(process.execPath, [OPERATOR, 'seed'], { env, stdio: 'ignore' });
  if (seeded.status !== 0) throw new Error('the demo city could not be opened');
  await liveRequests(dataDir, events);
}
