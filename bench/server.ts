import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from './folders.ts';

/** A large log is read first. */
const READY_MS = 300_000;

export type Server = { url: URL; stop(): Promise<void> };

type Program = {
  /** From the root of the project. */
  program: string;
  /** Where what it prints goes. */
  folder: string;
  env: NodeJS.ProcessEnv;
};

/** Starts a program that prints its address when it listens, as `npm start` does. */
export async function startServer({ program, folder, env }: Program): Promise<Server> {
  const output = join(folder, `${program.replaceAll('/', '-')}.log`);
  const file = openSync(output, 'w');
  const entry = fileURLToPath(new URL(program, ROOT));
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', file, 'inherit'],
  });
  closeSync(file);
  const stop = (): Promise<void> => stopped(child);
  try {
    return { url: await addressIn(output, child), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The token of a demo account. */
export async function tokenOf(url: URL, username: string): Promise<string> {
  const query = `mutation {
    signIn(input: { username: "${username}", password: "simpul-demo" }) { accessToken } }`;
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const text = await response.text();
  const token = /"accessToken":"([\w.-]+)"/.exec(text)?.[1];
  if (token === undefined) throw new Error(`${username} cannot sign in: ${text.slice(0, 500)}`);
  return token;
}

async function addressIn(output: string, child: ChildProcess): Promise<URL> {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const address = /^GraphQL +(http\S+)$/m.exec(readFileSync(output, 'utf8'))?.[1];
    if (address !== undefined) return new URL(address);
    await pause(50);
  }
  throw new Error(`no address in ${output}: ${readFileSync(output, 'utf8').slice(-2_000)}`);
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
