import { cpSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText } from '#event-store';
import type { StoredEvent } from '#event-store';
import { readErasureList } from '#persons';
import { Vault } from '#sealing';
import { erasureListOf, placesIn } from '../apps/api/src/config.ts';
import { TestCity } from './city.ts';
import { ClockAhead } from './clock-ahead.ts';
import { everyField } from './every-field.ts';
import { openedTexts } from './opened-texts.ts';
import { plantPerson } from './planted-person.ts';
import type { PlantedPerson } from './planted-person.ts';
import { rowsOf } from './read-model-rows.ts';
import { filesOf, foundIn, scan } from './scan.ts';

const approver = 'approver.diskominfo';
const superior = 'superior.setda';
const everyone = ['coordinator.diskominfo', approver, superior, 'lead.putr', 'auditor.inspektorat'];

const clock = new ClockAhead();
let city: TestCity;
let planted: PlantedPerson;
/** As they are written, and as files hold or search them. */
const words = new Map<string, string>();
let count = 0;
let before: readonly StoredEvent[];
let backup: string;
let written = '';
const restore: (() => void)[] = [];

/** Two words that no other text has, one with letters beyond ASCII. */
function plant(what: string): string {
  count += 1;
  const letters = [...String(1_000 + count)].map((digit) => 'abcdefghij'[+digit]).join('');
  const both = [`Zqvex${letters}Oryx`, `Kwuj${letters}Éñø`];
  for (const word of both) {
    words.set(word, what);
    words.set(Buffer.from(word).toString('latin1'), what);
    words.set(Buffer.from(word.toLowerCase()).toString('latin1'), what);
    words.set(word.normalize('NFD').replace(/\p{M}/gu, ''), what);
  }
  return both.join(' ');
}

const whole = (): Promise<readonly StoredEvent[]> =>
  city.city.parts.store.readAll({ limit: 100_000 });
const opened = async (vault: Vault): Promise<string> =>
  (await whole()).flatMap((event) => openedTexts(event, vault)).join('\n');

/** Everything that somebody is shown of it all, and of what was searched and recorded. */
async function views(who: string): Promise<string> {
  const shown: unknown[] = [];
  const history = 'history(first: 100) { nodes { summary changes { field from to } } }';
  for (const [type, id, more] of [
    ['InformationRequest', planted.requestId, history],
    ['OutboundItem', planted.itemId, history],
    ['Objection', planted.objectionId, history],
    ['Person', planted.person, ''],
    ...planted.attachments.map((one) => ['Attachment', one, ''] as const),
  ] as const) {
    const query = `query($id: ID!) { node(id: $id) { ... on ${type} {
      ${everyField(type, 1)} ${more} } } }`;
    const answer = await city.ask(who, query, { id });
    expect(answer.errors).toBeUndefined();
    shown.push(answer.data);
  }
  for (const list of ['informationRequests', 'outboundItems'] as const) {
    const field = { informationRequests: 'subject', outboundItems: 'title' }[list];
    shown.push((await city.ask(who, `{ ${list}(first: 100) { nodes { id ${field} } } }`)).data);
  }
  const query = `query($id: ID!) { auditTrail(filter: { entityId: $id }, first: 100) {
    nodes { summary changes { from to } } } }`;
  shown.push((await city.ask(who, query, { id: planted.requestId })).data);
  return JSON.stringify(shown);
}

beforeAll(async () => {
  city = await TestCity.seeded(clock);
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (text: string | Uint8Array): boolean => {
      written += text.toString();
      return write(text);
    };
    restore.push(() => (stream.write = write));
  }
  planted = await plantPerson(city, plant);
  await city.stop();
  backup = join(city.folder, 'backup');
  cpSync(city.config.dataDir, backup, { recursive: true });
  clock.days = 200;
  await city.start(clock);
  city.forgetTokens();
  before = await whole();
}, 120_000);
afterAll(async () => {
  for (const undo of restore) undo();
  await city.close();
});

async function erase(): Promise<any> {
  const order = {
    targetId: planted.person,
    withCases: true,
    ground: 'Putusan 12/G/2026',
    askedBy: 'COURT',
    reason: 'Atas putusan pengadilan.',
  };
  const ERASURE = 'erasure { id state keyDestroyedAt }';
  const ordered = await city.mutate(approver, 'orderErasure', order, ERASURE);
  expect(ordered.userErrors).toEqual([]);
  const input = { erasureId: ordered.erasure.id };
  const done = await city.mutate(superior, 'confirmErasure', input, ERASURE);
  expect(done.userErrors).toEqual([]);
  return done.erasure;
}

describe('a person and their cases', () => {
  it('lie in a hundred events, in views, in the search and in files before', async () => {
    const { vault } = city.city.parts.keeping;
    const holding = before.filter(
      (event) => foundIn(openedTexts(event, vault).join('\n'), words).length > 0,
    );
    expect(holding.length).toBeGreaterThan(95);
    expect(filesOf(scan(city.config.dataDir, words))).toEqual(['read-model']);
    expect(foundIn(await views('coordinator.diskominfo'), words).length).toBeGreaterThan(100);
    expect(await city.download('coordinator.diskominfo', planted.attachments[0]!)).toBe(200);
  });

  it('are gone from every file, view and line of the log once they are', async () => {
    expect(await erase()).toMatchObject({ state: 'DONE' });
    expect(scan(city.config.dataDir, words)).toEqual([]);
    expect(foundIn(readFileSync(erasureListOf(city.config), 'utf8'), words)).toEqual([]);
    expect(foundIn(await opened(city.city.parts.keeping.vault), words)).toEqual([]);
    for (const who of everyone) expect(foundIn(await views(who), words)).toEqual([]);
    expect(foundIn(city.logged.join('\n'), words)).toEqual([]);
    expect(foundIn(written, words)).toEqual([]);
    const query = `query($id: ID!) { informationRequest(id: $id) {
      subject details requester { erased name } } }`;
    for (const who of everyone.slice(0, 3)) {
      const { data } = await city.ask(who, query, { id: planted.requestId });
      const requester = { erased: true, name: null };
      expect(data?.['informationRequest']).toEqual({ subject: null, details: null, requester });
    }
    for (const id of planted.attachments) {
      expect(await city.download('coordinator.diskominfo', id)).toBe(410);
      const lying = readdirSync(placesIn(city.config.dataDir).attachments, { recursive: true });
      expect(lying.filter((path) => String(path).includes(id))).toEqual([]);
    }
  });

  it('leave the text of every event as it was', async () => {
    const after = await whole();
    const texts = (events: readonly StoredEvent[]): string[] =>
      events.map(({ id, stream, revision, type, data, metadata }) =>
        canonicalText({ id, stream, revision, type, data, metadata }),
      );
    expect(after.length).toBeGreaterThan(before.length);
    expect(texts(after.slice(0, before.length))).toEqual(texts(before));
  });

  it('stay gone when the read model is built anew, whose rows are the same', async () => {
    await city.stop();
    expect(scan(city.config.dataDir, words)).toEqual([]);
    const { readModel } = placesIn(city.config.dataDir);
    const rows = rowsOf(readModel);
    rmSync(readModel, { recursive: true });
    await city.start(clock);
    for (const who of everyone) expect(foundIn(await views(who), words)).toEqual([]);
    await city.stop();
    const { checkpoint: _, history: __, ...again } = rowsOf(readModel);
    const { checkpoint: ___, history: ____, ...first } = rows;
    for (const table of Object.keys(first)) {
      expect({ table, rows: again[table] }).toEqual({ table, rows: first[table] });
    }
    expect(scan(city.config.dataDir, words)).toEqual([]);
    await city.start(clock);
  });

  it('come back with an older vault, and not once the list was held against it', async () => {
    const { identity } = city.city.parts;
    const master = Buffer.from(readFileSync(placesIn(backup).demoKey, 'utf8').trim(), 'hex');
    const vault = new Vault(placesIn(backup).vault, master);
    try {
      await vault.bindTo(identity.logId);
      expect(foundIn(await opened(vault), words).length).toBeGreaterThan(100);
      for (const { keyIds, at } of readErasureList(erasureListOf(city.config))) {
        await vault.destroy(keyIds, at);
      }
      expect(foundIn(await opened(vault), words)).toEqual([]);
    } finally {
      vault.close();
    }
    rmSync(placesIn(backup).readModel, { recursive: true });
    expect(scan(backup, words)).toEqual([]);
  });
});
