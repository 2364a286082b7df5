import { join } from 'node:path';
import { makeDemoCity } from './demo-city.ts';
import { inFolder } from './folders.ts';
import { interleaved, quantile } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import { Load } from './peers/load.ts';
import type { Line } from './report.ts';
import { startServer, tokenOf } from './server.ts';

const EVENTS = 15_000;
const RUN_MS = 1_000;
/** Sees no case of the demo but those it has a part in. */
const STRANGER = 'officer.kec-tawang';
const ABSENT = '00000000-0000-4000-8000-000000000000';
const ONE = `query One($id: ID!) { informationRequest(id: $id) {
  id subject requester { name } assignments { id } history(first: 10) { totalCount } } }`;

/** Whether the time of an answer tells a case that is hidden from one that does not exist. */
export function unseen(quick: boolean): Promise<Line[]> {
  return inFolder(async (folder) => {
    const dataDir = join(folder, 'data');
    await makeDemoCity(dataDir, EVENTS);
    const env = { SIMPUL_DATA_DIR: dataDir, PORT: '0', SIMPUL_RATE_LIMIT: 'off' };
    const server = await startServer({ program: 'dist/apps/api/src/main.js', folder, env });
    try {
      const token = await tokenOf(server.url, STRANGER);
      const hidden = await hiddenFrom(token, server.url);
      const sides = await Promise.all([
        asking('hidden', { url: server.url, token, id: hidden }),
        asking('absent', { url: server.url, token, id: ABSENT }),
      ]);
      const compared = await interleaved(sides[0], sides[1], quick ? 5 : 31);
      for (const side of sides) await side.close();
      return [{ what: 'hidden by absent, p50', unit: 'us', compared }];
    } finally {
      await server.stop();
    }
  });
}

/** The newest request of the city, which the coordinator sees and the stranger does not. */
async function hiddenFrom(token: string, url: URL): Promise<string> {
  const query = '{ informationRequests(first: 1) { nodes { id } } }';
  const all = await tokenOf(url, 'coordinator.diskominfo');
  const found = /"id":"([\w-]+)"/.exec(await ask(url, all, { query }))?.[1];
  if (found === undefined) throw new Error('the demo has no request');
  const seen = await ask(url, token, { query: ONE, variables: { id: found } });
  if (!seen.includes('{"informationRequest":null}')) throw new Error(`it is seen: ${seen}`);
  return found;
}

async function ask(url: URL, token: string, body: object): Promise<string> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.text();
}

type Asked = { url: URL; token: string; id: string };

/** Answers the median of what one caller waited, in microseconds. */
async function asking(
  name: string,
  { url, token, id }: Asked,
): Promise<Side & { close(): Promise<void> }> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ query: ONE, variables: { id } });
  const load = new Load({ url, headers, body }, 1);
  const run = async (): Promise<number> => {
    const took = await load.run(RUN_MS);
    const sorted = took.toSorted((a, b) => a - b);
    return 1_000 * quantile(sorted, 0.5);
  };
  return { name, run, close: () => load.close() };
}
