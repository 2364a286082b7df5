import { EventStoreDbEventStore } from '#event-store';
import { ProtocolServer } from '../test/eventstoredb/server.ts';
import { loadOf } from './append-load.ts';
import { interleaved } from './interleaved.ts';
import type { Side } from './interleaved.ts';
import type { Line } from './report.ts';

const OTHERS = 20_000;
/** Events of one append. */
const TOGETHER = 200;

/**
 * What it costs a city to look for its newest event on a server where other cities wrote since, and
 * where nobody did. The server is the one of the tests, in this process: of a real one it says
 * nothing but that every event of the others is sent and looked at.
 */
export async function amongOthers(quick: boolean): Promise<Line[]> {
  const others = quick ? OTHERS / 5 : OTHERS;
  const [busy, quiet] = [await ProtocolServer.started(), await ProtocolServer.started()];
  const stores = [busy, quiet].map(({ url }) => new EventStoreDbEventStore({ url, prefix: 'a_' }));
  const other = new EventStoreDbEventStore({ url: busy.url, prefix: 'b_' });
  try {
    for (const store of stores) await append(store, 1);
    await append(other, others);
    const [among, alone] = stores.map(looking);
    if (among === undefined || alone === undefined) throw new Error('two stores are compared');
    const compared = await interleaved(among, alone, quick ? 2 : 5);
    const each = (compared.ours.median - compared.theirs.median) / others;
    const notes = [`${others} events of others, ${each.toFixed(0)} us for each`];
    return [{ what: 'newest event on a shared server', unit: 'us', compared, notes }];
  } finally {
    for (const store of [...stores, other]) await store.close();
    for (const server of [busy, quiet]) await server.close();
  }
}

async function append(store: EventStoreDbEventStore, events: number): Promise<void> {
  for (const { stream, events: all } of loadOf(Math.ceil(events / TOGETHER), TOGETHER)) {
    const { outcome } = await store.append(stream, 'no-stream', all.slice(0, events));
    if (outcome !== 'appended') throw new Error(outcome);
  }
}

function looking(store: EventStoreDbEventStore): Side {
  const run = async (): Promise<number> => {
    const started = performance.now();
    if ((await store.head()) === undefined) throw new Error('it has one');
    return 1_000 * (performance.now() - started);
  };
  return { name: 'head', run };
}
