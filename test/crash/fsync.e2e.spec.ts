import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SystemClock } from '#event-store';
import type { Day, OfficeCode } from '#kernel';
import type { Config } from '../../apps/api/src/config.ts';
import { openNewCity } from '../../apps/operator/src/open-city.ts';
import { startKillable } from './killable-api.ts';
import { canTrace, lifeOf, systemCallsIn, traceInto } from './system-calls.ts';
import type { SystemCall } from './system-calls.ts';

const LOG = '/log/events.sqlite-wal';
const DISKOMINFO = 'DISKOMINFO' as OfficeCode;
const ONE_BY_ONE = 10;
const AT_ONCE = 64;

const folder = mkdtempSync(join(tmpdir(), 'simpul-fsync-'));
const config: Config = {
  dataDir: join(folder, 'data'),
  port: 0,
  host: '127.0.0.1',
  masterKey: undefined,
  production: false,
};
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function openSmallCity(): Promise<void> {
  const date = '2026-01-02' as Day;
  const mandate = { number: '800/1', date };
  const post = { role: 'COORDINATOR', post: 'Petugas PPID', capacity: 'DEFINITIVE' } as const;
  await openNewCity(config, {
    city: 'Kota Uji',
    demo: true,
    clock: new SystemClock(),
    from: date,
    offices: [{ code: DISKOMINFO, name: 'Dinas Kominfo', kind: 'DEPARTMENT' }],
    staff: [
      {
        ...post,
        username: 'koordinator',
        name: 'Koordinator',
        office: DISKOMINFO,
        mandate,
        password: 'kata sandi uji',
      },
    ],
    registers: [],
  });
}

async function ask(url: string, token: string, query: string): Promise<any> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: any }).data;
}

async function receive(url: string, token: string): Promise<string> {
  const input = `{ track: STATUTORY, channel: LETTER, subject: "Data pasar", details: "Berapa?",
    requester: { kind: CITIZEN, name: "Kanaya Uji" } }`;
  const query = `mutation { receiveInformationRequest(input: ${input}) {
    informationRequest { id } } }`;
  const { receiveInformationRequest } = await ask(url, token, query);
  return receiveInformationRequest.informationRequest.id;
}

/** Requests that were received under the tracer, and what the system was called for. */
async function traced(): Promise<{ ids: string[]; calls: SystemCall[] }> {
  const file = join(folder, 'trace');
  await openSmallCity();
  const { url, kill } = await startKillable(config.dataDir, { tracer: traceInto(file) });
  const ids: string[] = [];
  try {
    const input = `{ username: "koordinator", password: "kata sandi uji" }`;
    const { signIn } = await ask(url, '', `mutation { signIn(input: ${input}) { accessToken } }`);
    for (let i = 0; i < ONE_BY_ONE; i += 1) ids.push(await receive(url, signIn.accessToken));
    const many = Array.from({ length: AT_ONCE }, () => receive(url, signIn.accessToken));
    ids.push(...(await Promise.all(many)));
  } finally {
    await kill();
  }
  // The tracer writes its last lines after the death of what it traced.
  while (!/\+\+\+ (killed|exited)[^\n]*\n$/.test(readFileSync(file, 'utf8'))) await pause(20);
  return { ids, calls: systemCallsIn(readFileSync(file, 'utf8')) };
}

if (canTrace()) {
  describe('a traced API', () => {
    let ids: string[];
    let calls: SystemCall[];
    beforeAll(async () => {
      ({ ids, calls } = await traced());
    }, 60_000);

    it('has every event on the disk before it answers', () => {
      expect(new Set(ids).size).toBe(ONE_BY_ONE + AT_ONCE);
      for (const id of ids) {
        const { written, synced, answered } = lifeOf(id, calls, LOG);
        expect(written.returned).toBeLessThan(synced?.began ?? -1);
        expect(synced?.returned).toBeLessThan(answered.began);
      }
    });
  });
} else {
  it('strace is not at hand: the order of write, sync and answer was not traced', () => {
    process.stderr.write('strace is not at hand: the fsync before each answer was not traced\n');
    expect(canTrace()).toBe(false);
  });
}
