/**
 * Boots the built program on a demo log in a temporary folder, signs in, asks one query and stops
 * it again: what passes its tests from source may still not start compiled. Run after the build.
 */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const OPERATOR = 'dist/apps/operator/src/main.js';
const API = 'dist/apps/api/src/main.js';
const SEED_MS = 120_000;
const READY_MS = 30_000;
const CALL_MS = 10_000;
const STOP_MS = 10_000;

const SIGN_IN = `mutation {
  signIn(input: { username: "coordinator.diskominfo", password: "simpul-demo" }) {
    accessToken userErrors { code }
  }
}`;
const BOARD = '{ coordinationBoard { requests { open } offices { office { code } } } }';

const signedIn = z.object({
  signIn: z.object({ accessToken: z.string().min(1), userErrors: z.tuple([]) }),
});
const board = z.object({
  coordinationBoard: z.object({
    requests: z.object({ open: z.int().min(1) }),
    offices: z.array(z.object({ office: z.object({ code: z.string() }) })).min(1),
  }),
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Nothing of the caller's own settings reaches the program. */
function environment(dataDir: string, port: number): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([key]) => !key.startsWith('SIMPUL_') && key !== 'NODE_ENV',
  );
  return { ...Object.fromEntries(own), SIMPUL_DATA_DIR: dataDir, PORT: String(port) };
}

function seed(env: NodeJS.ProcessEnv): void {
  const { status, signal, error } = spawnSync(process.execPath, [OPERATOR, 'seed', '--if-empty'], {
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: SEED_MS,
  });
  if (status === 0) return;
  throw new Error(`the seed ended with ${String(error ?? signal ?? status)}`);
}

async function untilReady(api: ChildProcess, address: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline) {
    if (api.exitCode !== null || api.signalCode !== null) throw new Error('the program stopped');
    const signal = AbortSignal.timeout(CALL_MS);
    const answer = await fetch(`${address}/health/ready`, { signal }).catch(() => undefined);
    if (answer?.ok === true) return;
    await pause(100);
  }
  throw new Error(`not ready within ${READY_MS} ms`);
}

type Call = { address: string; query: string; token?: string };

async function ask<T>(shape: z.ZodType<T>, { address, query, token }: Call): Promise<T> {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(CALL_MS),
  });
  const body = await response.text();
  const parsed = z
    .strictObject({ data: shape, extensions: z.object({ cost: z.int() }) })
    .safeParse(JSON.parse(body));
  if (response.ok && parsed.success) return parsed.data.data;
  throw new Error(`unexpected answer ${response.status} to ${query}: ${body.slice(0, 2_000)}`);
}

async function stop(api: ChildProcess): Promise<void> {
  if (api.exitCode !== null || api.signalCode !== null) return;
  const ended = once(api, 'exit');
  api.kill('SIGTERM');
  const inTime = await Promise.race([
    ended.then(() => true),
    pause(STOP_MS, false, { ref: false }),
  ]);
  if (inTime) return;
  api.kill('SIGKILL');
  await ended;
  throw new Error(`did not stop within ${STOP_MS} ms`);
}

async function bootAndAsk(dataDir: string): Promise<void> {
  const port = await freePort();
  const env = environment(dataDir, port);
  seed(env);
  const address = `http://127.0.0.1:${port}`;
  const api = spawn(process.execPath, [API], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    await untilReady(api, address);
    const { signIn } = await ask(signedIn, { address, query: SIGN_IN });
    const call = { address, query: BOARD, token: signIn.accessToken };
    const { offices, requests } = (await ask(board, call)).coordinationBoard;
    console.log(`the board shows ${offices.length} offices and ${requests.open} open requests`);
  } finally {
    await stop(api);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'simpul-boot-'));
try {
  await bootAndAsk(join(folder, 'data'));
  console.log('boot check passed');
} catch (error) {
  console.log(`boot check failed: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
