import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export type KillableApi = { url: string; kill(): Promise<void> };

const PROGRAM = fileURLToPath(new URL('./api-process.ts', import.meta.url));
/** Its writers are faster than anyone may be. */
const SETTINGS = { PORT: '0', LOG_LEVEL: 'silent', SIMPUL_RATE_LIMIT: 'off' };

type Options = { tracer?: readonly string[]; env?: Readonly<Record<string, string>> };

/** The API over a data folder in a process of its own; a tracer must take its process over. */
export async function startKillable(
  dataDir: string,
  { tracer = [], env = {} }: Options = {},
): Promise<KillableApi> {
  const node = [process.execPath, '--conditions=simpul-source', PROGRAM];
  const [command = '', ...args] = [...tracer, ...node];
  const child = spawn(command, args, {
    env: { ...process.env, ...SETTINGS, ...env, SIMPUL_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  for await (const line of createInterface(child.stdout)) {
    const url = /^GraphQL +(http\S+)\/graphql$/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      kill: async () => {
        child.kill('SIGKILL');
        await exited;
      },
    };
  }
  throw new Error('the API ended before it listened');
}
