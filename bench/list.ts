import { join } from 'node:path';
import { makeDemoCity } from './demo-city.ts';
import { inFolder } from './folders.ts';
import { interleaved, quantile, spreadOf } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import { Load } from './peers/load.ts';
import type { Line } from './report.ts';
import { startServer, tokenOf } from './server.ts';
import type { Server } from './server.ts';

const EVENTS = 30_000;
const CONNECTIONS = 16;
const RUN_MS = 2_000;

/** 25 requests with 10 fields each. */
export const QUERY = `query List { informationRequests(first: 25) {
  nodes { id version number track state subject channel receivedAt registeredAt overdue }
  pageInfo { hasNextPage endCursor }
} }`;

export function list(quick: boolean): Promise<Line[]> {
  return inFolder(async (folder) => {
    const dataDir = join(folder, 'data');
    await makeDemoCity(dataDir, EVENTS);
    const servers: Server[] = [];
    try {
      const env = { SIMPUL_DATA_DIR: dataDir, PORT: '0', SIMPUL_RATE_LIMIT: 'off' };
      const ours = await startServer({ program: 'dist/apps/api/src/main.js', folder, env });
      servers.push(ours);
      const peer = { program: 'bench/peers/dist/plain-nest.js', folder, env: {} };
      const theirs = await startServer(peer);
      servers.push(theirs);
      return [
        await compare(
          { ours, theirs },
          await tokenOf(ours.url, 'coordinator.diskominfo'),
          quick ? 3 : 11,
        ),
      ];
    } finally {
      for (const server of servers) await server.stop();
    }
  });
}

type Both = { ours: Server; theirs: Server };

async function compare({ ours, theirs }: Both, token: string, rounds: number): Promise<Line> {
  const authorization = { authorization: `Bearer ${token}` };
  const sides = {
    ours: await asking('Simpul', ours.url, authorization),
    theirs: await asking('plain Nest', theirs.url, {}),
  };
  try {
    const compared = await interleaved(sides.ours, sides.theirs, rounds);
    const notes = [sides.ours, sides.theirs].map((side) => `${side.name} ${side.latency()}`);
    return { what: 'list of 25 x 10', unit: 'requests/s', compared, notes };
  } finally {
    await sides.ours.close();
    await sides.theirs.close();
  }
}

type Asking = Side & { latency(): string; close(): Promise<void> };

async function asking(name: string, url: URL, more: Record<string, string>): Promise<Asking> {
  const headers = { 'content-type': 'application/json', ...more };
  const load = new Load({ url, headers, body: JSON.stringify({ query: QUERY }) }, CONNECTIONS);
  checkAnswer(name, await load.ask());
  const latencies: { p50: number; p99: number }[] = [];
  const run = async (): Promise<number> => {
    const started = performance.now();
    const took = await load.run(RUN_MS);
    const seconds = (performance.now() - started) / 1000;
    const sorted = took.sort((a, b) => a - b);
    latencies.push({ p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) });
    return took.length / seconds;
  };
  const latency = (): string => {
    const [p50, p99] = (['p50', 'p99'] as const).map((key) => {
      return spreadOf(latencies.map((one) => one[key])).median.toFixed(1);
    });
    return `p50 ${p50} ms, p99 ${p99} ms over ${CONNECTIONS} connections`;
  };
  return { name, run, latency, close: () => load.close() };
}

type List = { data?: { informationRequests: { nodes: Record<string, unknown>[] } } };

/** A server that answers something else is no peer. */
function checkAnswer(name: string, answer: string): void {
  const nodes = (JSON.parse(answer) as List).data?.informationRequests.nodes ?? [];
  const whole = nodes.every((node) => Object.keys(node).length === 10 && node['subject'] !== null);
  if (nodes.length !== 25 || !whole) throw new Error(`${name} answers ${answer.slice(0, 500)}`);
}
