import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { placesIn } from '../apps/api/src/config.ts';
import { makeDemoCity } from './demo-city.ts';
import { quantile } from './interleaved.ts';
import { QUERY } from './list.ts';
import { Load } from './peers/load.ts';
import { startServer, tokenOf } from './server.ts';
import type { Server } from './server.ts';

const RUN_MS = 500;
/** So long nothing new in the log: the nets have done what time brought. */
const STILL_MS = 5_000;

/** What coordinators ask for all day, and the past. */
const QUERIES: Readonly<Record<string, string>> = {
  'list of 25': QUERY,
  'list with its count': `{ informationRequests(first: 25) { totalCount nodes { id subject } } }`,
  'list of what an office has': `{ informationRequests(
    first: 25, filter: { open: true, officeCodes: ["DINKES"] },
    orderBy: { field: DUE_AT, direction: ASC }
  ) { nodes { id number subject overdue } } }`,
  'list of overdue ones': `{ informationRequests(
    first: 25, filter: { overdue: true }, orderBy: { field: DUE_AT, direction: ASC }
  ) { nodes { id number subject } } }`,
  'search of a rare word': `{ informationRequests(first: 25, filter: { search: "321" }) {
    nodes { id subject } } }`,
  'search of a word in all': `{ informationRequests(first: 25, filter: { search: "lingkungan" }) {
    nodes { id subject } } }`,
  'one request, history': `{ informationRequest(number: "10101/MED/2026") {
    id subject assignments { id state } history(first: 50) { nodes { type } } } }`,
  'one request, as of': `{ informationRequest(
    number: "10101/MED/2026", asOf: "2026-11-20T00:00:00Z"
  ) { id subject assignments { id state } } }`,
  board: board(''),
  'board, as of': board('(asOf: "2026-11-20T00:00:00Z")'),
};

export type Figures = {
  requests: number;
  events: number;
  keys: number;
  /** Bytes. */
  log: number;
  vault: number;
  model: number;
  /** Milliseconds, with everything to be built. */
  firstStart: number;
};

export type City = {
  figures: Figures;
  /** Each answers the microseconds that one of it took. */
  sides: readonly { what: string; run(): Promise<number> }[];
  stop(): Promise<void>;
};

/** A demo city with so many events, as the program serves it. */
export async function cityOf(dataDir: string, events: number): Promise<City> {
  await makeDemoCity(dataDir, events);
  const start = starting(dataDir);
  const begun = performance.now();
  let server = await start();
  const firstStart = performance.now() - begun;
  await settled(dataDir);
  const token = await tokenOf(server.url, 'coordinator.diskominfo');
  const again = async (): Promise<number> => {
    await server.stop();
    const started = performance.now();
    server = await start();
    return 1_000 * (performance.now() - started);
  };
  for (const query of Object.values(QUERIES)) await check({ url: server.url, token, query });
  const asked = Object.entries(QUERIES).map(([what, query]) => ({
    what: `${what}, p50`,
    run: () => median({ url: server.url, token, query }),
  }));
  return {
    figures: { ...figuresOf(dataDir), firstStart },
    sides: [...asked, { what: 'start with a ready model', run: again }],
    stop: () => server.stop(),
  };
}

function starting(dataDir: string): () => Promise<Server> {
  const env = { SIMPUL_DATA_DIR: dataDir, PORT: '0', SIMPUL_RATE_LIMIT: 'off' };
  return () => startServer({ program: 'dist/apps/api/src/main.js', folder: dataDir, env });
}

type Asked = { url: URL; token: string; query: string };

/** Of what one caller waits who asks again and again. */
async function median({ url, token, query }: Asked): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const load = new Load({ url, headers, body: JSON.stringify({ query }) }, 1);
  try {
    const took = await load.run(RUN_MS);
    return (
      1_000 *
      quantile(
        took.toSorted((a, b) => a - b),
        0.5,
      )
    );
  } finally {
    await load.close();
  }
}

/** What answers an error or nothing measures nothing. */
async function check({ url, token, query }: Asked): Promise<void> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const answer = await response.text();
  const isWhole = /^\{"data":\{"\w+":\{/.test(answer) && !answer.includes('"nodes":[]');
  if (!isWhole) throw new Error(`${query} answers ${answer.slice(0, 500)}`);
}

async function settled(dataDir: string): Promise<void> {
  const log = new Database(join(placesIn(dataDir).log, 'events.sqlite'), { readonly: true });
  const head = (): unknown => log.prepare('SELECT max(position) FROM events').pluck().get();
  for (let before; before !== head();) {
    before = head();
    await pause(STILL_MS);
  }
  log.close();
}

function figuresOf(dataDir: string): Omit<Figures, 'firstStart'> {
  const places = placesIn(dataDir);
  const model = join(dataDir, 'read-model');
  const log = new Database(join(places.log, 'events.sqlite'), { readonly: true });
  const vault = new Database(places.vault, { readonly: true });
  const count = (db: Database.Database, what: string): number =>
    db.prepare(`SELECT count(*) FROM ${what}`).pluck().get() as number;
  try {
    const requests = `events WHERE revision = 0 AND stream LIKE 'informationRequest-%'`;
    return {
      requests: count(log, requests),
      events: count(log, 'events'),
      keys: count(vault, 'keys'),
      log: bytesOf(log),
      vault: bytesOf(vault),
      model: readdirSync(model).reduce((sum, name) => sum + statSync(join(model, name)).size, 0),
    };
  } finally {
    log.close();
    vault.close();
  }
}

/** With what its journal holds. */
function bytesOf(db: Database.Database): number {
  const [pages, size] = ['page_count', 'page_size'].map((it) => db.pragma(it, { simple: true }));
  return Number(pages) * Number(size);
}

function board(args: string): string {
  return `{ coordinationBoard${args} {
    requests { open overdue unassigned byState { state count } byTrack { track count } }
    offices { office { code } openAssignments overdue dueSoon medianWorkingDays onTimeShare } } }`;
}
