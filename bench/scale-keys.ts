import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once as happens } from 'node:events';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import { Bucket } from '#object-store';
import type { BucketPlace } from '#object-store';
import { SharedVault, Vault } from '#sealing';
import { interleaved, once } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import type { Line } from './report.ts';

const IN_MEMORY = { small: 10_000, large: 100_000 } as const;
const IN_BUCKET = 2_000;
/** Of the calls that a node has under way while it fetches. */
const AT_ONCE = 32;

/** What the keys of a shared vault take: memory for each, and calls to the bucket. */
export async function keepersOfKeys(quick: boolean): Promise<Line[]> {
  const [large, small] = [await inMemory(IN_MEMORY.large), await inMemory(IN_MEMORY.small)];
  const compared = once(large.pages, small.pages);
  const notes = [
    `${IN_MEMORY.large} keys beside ${IN_MEMORY.small}`,
    `the process grew by ${Math.round(large.process)} bytes for each of ${IN_MEMORY.large}`,
  ];
  return [
    { what: 'key in memory', unit: 'bytes', compared, notes },
    ...(await inBucket(quick ? IN_BUCKET / 4 : IN_BUCKET, quick ? 1 : 3)),
  ];
}

/** Bytes for each of so many keys: what its pages are, and what the process grew by. */
async function inMemory(keys: number): Promise<{ pages: number; process: number }> {
  const before = process.memoryUsage.rss();
  const vault = new Vault(':memory:', randomBytes(32));
  try {
    for (let i = 0; i < keys; i += 1) await vault.takeKey();
    const grown = process.memoryUsage.rss() - before;
    return { pages: vault.source().length / keys, process: grown / keys };
  } finally {
    vault.close();
  }
}

/** From the server of the tests in a process of its own: no measure of a real one. */
async function inBucket(keys: number, rounds: number): Promise<Line[]> {
  const server = fork(fileURLToPath(new URL('scale-bucket.ts', import.meta.url)));
  try {
    const [place] = (await happens(server, 'message')) as [BucketPlace];
    const bucket = await Bucket.open(place);
    const master = randomBytes(32);
    const names = Array.from({ length: keys }, (_, i) => `many/${i}`);
    await pMap(names, (name) => bucket.put(name, randomBytes(60)), { concurrency: AT_ONCE });
    const at = (concurrency: number): Side => fetching(bucket, names, concurrency);
    const compared = await interleaved(at(AT_ONCE), at(1), rounds);
    const cpu = await cpuOf(() => at(AT_ONCE).run());
    const notes = [
      `${keys} keys, ${AT_ONCE} at once beside one after another`,
      `${Math.round(cpu / keys)} us of the node's own processor for each key`,
      await startOf(bucket, master, server),
    ];
    bucket.close();
    return [{ what: 'keys from a bucket', unit: 'keys/s', compared, notes }];
  } finally {
    server.disconnect();
    await happens(server, 'exit');
  }
}

function fetching(bucket: Bucket, names: readonly string[], concurrency: number): Side {
  const run = async (): Promise<number> => {
    const started = performance.now();
    await pMap(names, (name) => bucket.get(name), { concurrency });
    return (names.length * 1_000) / (performance.now() - started);
  };
  return { name: `${concurrency} at once`, run };
}

/** Microseconds of this process. */
async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** How many calls a node's start takes for the keys that others made. */
async function startOf(bucket: Bucket, master: Buffer, server: ChildProcess): Promise<string> {
  const first = await SharedVault.open(bucket, master);
  for (let i = 0; i < 1_000; i += 1) await first.takeKey();
  const before = await asked(server);
  const second = await SharedVault.open(bucket, master);
  const calls = (await asked(server)) - before;
  const names = bucket.namesBelow('keys/');
  let keys = 0;
  while ((await names.next()).done !== true) keys += 1;
  await second.removeSpare();
  for (const vault of [first, second]) vault.close();
  return `a start takes ${calls} calls, after which ${keys} keys are there`;
}

async function asked(server: ChildProcess): Promise<number> {
  const answered = happens(server, 'message');
  server.send('asked');
  const [count] = (await answered) as [number];
  return count;
}
