import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant, KeyId, PersonId } from '#kernel';
import { EmbeddedEventStore, Transact, decode } from '#event-store';
import type { Sealer } from '#event-store';
import { AccessLog } from './access-log.ts';
import { accessCodec } from './codec.ts';

const RARA = '00000000-0000-4000-8000-000000000001' as PersonId;

let folder = '';
let store: EmbeddedEventStore;
let now: Instant;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-access-'));
  store = new EmbeddedEventStore(folder);
  now = '2026-03-31T16:00:00.000Z' as Instant;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** Nothing in these events is sealed. */
const sealer: Sealer = {
  logKey: 'k' as KeyId,
  seal: () => {
    throw new Error('a text');
  },
  ready: () => Promise.resolve(),
};
const accessLog = (): AccessLog => new AccessLog(new Transact(store, sealer, { now: () => now }));

async function recorded(stream: string): Promise<object[]> {
  const found: object[] = [];
  for await (const stored of store.readStream(stream)) {
    const { event, metadata } = decode(accessCodec, stored);
    const { data } = event;
    found.push({ data, refusal: metadata.refusal, actor: metadata.actor });
  }
  return found;
}

const actor = { system: 'access', name: 'policy', personId: RARA };
const refusalOf = (data: object): object => ({ data, refusal: 'NOT_PERMITTED', actor });

describe('refusals of one person', () => {
  it('are all kept when they come side by side, also from another node', async () => {
    const nodes = [accessLog(), accessLog()];
    const entities = Array.from({ length: 20 }, (_, index) => `DINAS-${index + 1}`);
    const calls = entities.map((entity) => ({ mutation: 'renameOffice', entity }));
    await Promise.all(
      nodes.flatMap((log) => calls.map((call) => log.refused(RARA, call, undefined))),
    );
    const found = await recorded(`access-${RARA}-2026-03`);
    expect(found).toHaveLength(20);
    expect(found).toEqual(expect.arrayContaining(calls.map(refusalOf)));
  });

  it('name an id or a code, never what somebody wrote', async () => {
    const log = accessLog();
    const [id, code] = ['0195b2c4-0000-7000-8000-00000000000a', 'KIP-22-7'];
    for (const entity of [id, code, '', 'Siti Rahma', '3278012345678901', 'siti', `${id}x`]) {
      await log.refused(RARA, { mutation: 'setPolicy', entity }, undefined);
    }
    expect(await recorded(`access-${RARA}-2026-03`)).toEqual(
      [{ entity: id }, { entity: code }, {}].map((named) =>
        refusalOf({ mutation: 'setPolicy', ...named }),
      ),
    );
  });
});

describe('sign-ins', () => {
  it('begin a stream with each month of the city', async () => {
    const log = accessLog();
    await log.signedIn(RARA, 'PASSWORD');
    now = '2026-03-31T17:00:00.000Z' as Instant;
    await log.signedIn(RARA, 'PROVIDER');
    await accessLog().signedIn(RARA, 'PROVIDER');
    const ways = async (month: string): Promise<unknown[]> =>
      (await recorded(`access-${RARA}-${month}`)).map((event: any) => event.data.way);
    expect([await ways('2026-03'), await ways('2026-04')]).toEqual([['PASSWORD'], ['PROVIDER']]);
  });
});
