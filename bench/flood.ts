import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeDemoCity } from './demo-city.ts';
import { inFolder } from './folders.ts';
import { interleaved, quantile } from './interleaved.ts';
import type { Line } from './report.ts';
import { startServer, tokenOf } from './server.ts';
import type { Server } from './server.ts';

const EVENTS = 15_000;
const RUN_MS = 5_000;
/** What `SIMPUL_RATE_PERSON` is where nobody sets it, in a second. */
const LIMIT = 10;
const PEOPLE = ['dinkes', 'dlh', 'putr', 'dishub', 'dinsos', 'bpkad', 'disdik', 'perwaskim'];

const LIST = `{ informationRequests(first: 25) {
  nodes { id version number track state subject channel receivedAt registeredAt overdue }
} }`;

/** How long others wait while one person asks ten times as often as they may. */
export function flood(quick: boolean): Promise<Line[]> {
  return inFolder(async (folder) => {
    const dataDir = join(folder, 'data');
    await makeDemoCity(dataDir, EVENTS);
    const env = { SIMPUL_DATA_DIR: dataDir, PORT: '0' };
    const server = await startServer({ program: 'dist/apps/api/src/main.js', folder, env });
    try {
      return [await compare(server, quick ? 3 : 11)];
    } finally {
      await server.stop();
    }
  });
}

async function compare(server: Server, rounds: number): Promise<Line> {
  const others = await Promise.all(PEOPLE.map((code) => Caller.of(server.url, `lead.${code}`)));
  const one = await Caller.of(server.url, 'coordinator.diskominfo');
  const p99OfOthers = async (): Promise<number> => {
    const took = await Promise.all(others.map((other) => other.ask(LIMIT * 0.8)));
    return quantile(
      took.flat().toSorted((a, b) => a - b),
      0.99,
    );
  };
  const flooded = async (): Promise<number> => {
    const [p99] = await Promise.all([p99OfOthers(), one.ask(LIMIT * 10)]);
    return p99;
  };
  const compared = await interleaved(
    { name: 'beside a flood', run: flooded },
    { name: 'without it', run: p99OfOthers },
    rounds,
  );
  const refused = others.reduce((sum, other) => sum + other.refused, 0);
  const notes = [
    `the flood had ${one.answered} answers and ${one.refused} refusals, the others ${refused}`,
  ];
  return { what: 'p99 of others', unit: 'ms', compared, target: { of: 'ratio', most: 2 }, notes };
}

/** One person who asks at a steady pace, whether they are answered or not. */
class Caller {
  readonly #url: URL;
  readonly #headers: Record<string, string>;
  answered = 0;
  refused = 0;

  private constructor(url: URL, token: string) {
    this.#url = url;
    this.#headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  }

  static async of(url: URL, username: string): Promise<Caller> {
    return new Caller(url, await tokenOf(url, username));
  }

  /** The milliseconds that each answer took. */
  async ask(perSecond: number): Promise<number[]> {
    const started = performance.now();
    const asked: Promise<number>[] = [];
    for (let i = 0; i < (perSecond * RUN_MS) / 1_000; i += 1) {
      await pause(Math.max(0, started + (i * 1_000) / perSecond - performance.now()));
      asked.push(this.#once());
    }
    return Promise.all(asked);
  }

  async #once(): Promise<number> {
    const started = performance.now();
    const body = JSON.stringify({ query: LIST });
    const response = await fetch(this.#url, { method: 'POST', headers: this.#headers, body });
    const text = await response.text();
    if (response.status === 429) this.refused += 1;
    else if (text.startsWith('{"data":{"informationRequests"')) this.answered += 1;
    else throw new Error(`an answer that is none: ${text.slice(0, 500)}`);
    return performance.now() - started;
  }
}
