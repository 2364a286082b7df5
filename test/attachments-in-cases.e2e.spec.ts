import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Askings, Readings } from '#access';
import type { Reading } from '#access';
import { placeAttachments } from '#attachments';
import { Attachments, attachmentsOfIds } from '#attachments/api';
import type { Attachment, CaseSight, Sight } from '#attachments/api';
import { freshId } from '#event-store';
import type { Envelope } from '#event-store';
import type { CommandId, PersonActor } from '#kernel';
import { caseSight } from '../apps/api/src/case-sight.ts';
import { placesIn } from '../apps/api/src/config.ts';
import { verifyObjects } from '../apps/operator/src/check-attachments.ts';
import { TestCity } from './city.ts';

const officer = 'officer.dinkes';
const coordinator = 'coordinator.diskominfo';
const auditor = 'auditor.inspektorat';
const stranger = 'officer.putr';
const ABSENT = '00000000-0000-4000-8000-000000000000';

let city: TestCity;
let request: string;
let other: string;
let requester: string;
beforeAll(async () => {
  city = await TestCity.seeded();
  request = await received();
  other = await received();
  const query = 'query($id: ID!) { informationRequest(id: $id) { requester { id } } }';
  const { data } = await city.ask(officer, query, { id: request });
  requester = data?.['informationRequest'].requester.id;
}, 60_000);
afterAll(() => city.close());

async function received(): Promise<string> {
  const input = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: 'Data puskesmas',
    details: 'Mohon data puskesmas.',
    requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
  };
  const made = await city.mutate(officer, 'receiveInformationRequest', input);
  return made.informationRequest.id;
}

async function uploaded(text: string, ...persons: string[]): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([text]), 'surat.txt');
  for (const person of persons) form.append('persons', person);
  const headers = { authorization: `Bearer ${await city.tokenOf(officer)}` };
  const options = { method: 'POST', headers, body: form };
  const response = await fetch(`${city.url}/attachments`, options);
  return ((await response.json()) as { id: string }).id;
}

async function statusFor(who: string, id: string): Promise<number> {
  const headers = { authorization: `Bearer ${await city.tokenOf(who)}` };
  const response = await fetch(`${city.url}/attachments/${id}`, { headers });
  await response.arrayBuffer();
  return response.status;
}

async function readingOf(who: string): Promise<Reading> {
  const headers = { authorization: `Bearer ${await city.tokenOf(who)}` };
  return city.app.get(Readings).of(await city.app.get(Askings).of(headers));
}

/** As the projection of a case does while it handles an event. */
function place(id: string, caseId: string): void {
  const { db } = city.city.parts.model;
  const run = (sql: string, ...values: unknown[]): void => void db.prepare(sql).run(...values);
  placeAttachments({ run, get: () => undefined }, [id], caseId);
}

function envelopeOf(reading: Reading): Envelope {
  const commandId = freshId<CommandId>();
  const actor = reading.viewer.actor(() => true) as PersonActor;
  return { commandId, correlationId: commandId, actor };
}

const caughtUp = async (): Promise<void> => {
  const { store, model } = city.city.parts;
  const head = await store.head();
  if (head !== undefined) await model.waitFor(head, 5_000);
};

async function prepared(ids: string[], caseId: string, who = officer, again?: Envelope) {
  const reading = await readingOf(who);
  const envelope = again ?? envelopeOf(reading);
  const result = city.app.get(Attachments).prepare(ids, caseId, reading, envelope);
  if (result === 'NOT_FOUND') return result;
  await result.envelope.before?.();
  await caughtUp();
  return result.ids;
}

const objects = (): string => join(city.config.dataDir, 'attachments');
const pathOf = (id: string): string => join(objects(), id.slice(-2), id.slice(-4, -2), id);
const count = (): number => readdirSync(objects(), { recursive: true }).length;

describe('an attachment of a case', () => {
  it('is seen like the case, with personal data by those who see that of the case', async () => {
    const plain = await uploaded('Tanpa data pribadi.');
    const personal = await uploaded('Dengan data pribadi.', requester);
    for (const who of [coordinator, auditor, stranger]) {
      expect([await statusFor(who, plain), await statusFor(who, personal)]).toEqual([404, 404]);
    }
    for (const id of [plain, personal]) place(id, request);
    const sees: [string, number, number][] = [
      [officer, 200, 200],
      ['lead.dinkes', 200, 200],
      [coordinator, 200, 200],
      [auditor, 200, 404],
      [stranger, 404, 404],
      ['admin.diskominfo', 404, 404],
    ];
    for (const [who, ...statuses] of sees) {
      expect([await statusFor(who, plain), await statusFor(who, personal)]).toEqual(statuses);
      const reading = await readingOf(who);
      const seen = attachmentsOfIds([personal, ABSENT, plain], reading, caseSight);
      const ids = [personal, plain].filter((_, i) => statuses[1 - i] === 200);
      expect(seen.map(({ id }) => id)).toEqual(ids);
      const listed = attachmentsOfIds([personal, plain], reading.ofList(), caseSight);
      expect(listed.map(({ id }) => id)).toEqual(ids.filter((id) => id === plain));
    }
  });

  it('names persons without showing who they are', async () => {
    const id = await uploaded('Dengan data pribadi.', requester);
    place(id, request);
    const everything: CaseSight = { of: (): Sight => 'ALL' };
    const reading = await readingOf(coordinator);
    const [shown] = attachmentsOfIds([id], reading, everything) as [Attachment];
    expect(shown.persons.map((person) => [person.id, person.name])).toEqual([[requester, null]]);
  });
});

describe('naming an attachment in a case', () => {
  it('takes it as it is where it belongs to none, or to that one', async () => {
    const id = await uploaded('Surat.');
    expect(await prepared([id, id], request)).toEqual([id]);
    place(id, request);
    expect(await prepared([id], request)).toEqual([id]);
    expect(await prepared([id], request, coordinator)).toEqual([id]);
    expect(await prepared([], request)).toEqual([]);
  });

  it('makes a copy with its own key and object where it belongs to another', async () => {
    const id = await uploaded('Surat dari perkara lain.', requester);
    place(id, request);
    const reading = await readingOf(coordinator);
    const envelope = envelopeOf(reading);
    const [copy = ''] = await prepared([id], other, coordinator, envelope);
    expect(copy).not.toBe(id);
    place(copy, other);
    const [first, second] = attachmentsOfIds([id, copy], reading, caseSight);
    for (const field of ['sha256', 'name', 'mediaType', 'bytes'] as const) {
      expect(second?.[field]).toBe(first?.[field]);
    }
    expect(second?.persons).toHaveLength(1);
    expect(readFileSync(pathOf(copy)).equals(readFileSync(pathOf(id)))).toBe(false);
    expect([await statusFor(coordinator, copy), await statusFor(stranger, copy)]).toEqual([
      200, 404,
    ]);
    const before = count();
    expect(await prepared([id], other, coordinator, envelope)).toEqual([copy]);
    expect(await prepared([copy], other, coordinator)).toEqual([copy]);
    expect(count()).toBe(before);
    const trail = 'query($id: ID!) { auditTrail(filter: { entityId: $id }) { nodes { summary } } }';
    const { data } = await city.ask(auditor, trail, { id: copy }, { 'accept-language': 'en' });
    expect(data?.['auditTrail'].nodes).toEqual([
      { summary: 'A copy of a file was made for this case.' },
      { summary: 'The attachment became part of this case.' },
    ]);
  });

  it('makes one copy of a command that comes twice at once', async () => {
    const id = await uploaded('Surat.');
    place(id, request);
    const envelope = envelopeOf(await readingOf(officer));
    const twice = [1, 2].map(() => prepared([id], other, officer, envelope));
    const [one, same] = await Promise.all(twice);
    expect(one).toEqual(same);
    expect(await statusFor(officer, String(one?.[0]))).toBe(404);
    place(String(one?.[0]), other);
    expect(await statusFor(officer, String(one?.[0]))).toBe(200);
  });

  it('finds only what the viewer uploaded or may read', async () => {
    const id = await uploaded('Surat.');
    expect(await prepared([id], request, coordinator)).toBe('NOT_FOUND');
    expect(await prepared([id, ABSENT], request)).toBe('NOT_FOUND');
    place(id, request);
    expect(await prepared([id], other, stranger)).toBe('NOT_FOUND');
    const before = count();
    expect(await prepared([id, ABSENT], other)).toBe('NOT_FOUND');
    expect(count()).toBe(before);
    const many = Array.from({ length: 21 }, (_, i) => `${i}`);
    await expect(prepared(many, request)).rejects.toThrow(RangeError);
  });

  it('leaves no copy of what was refused', async () => {
    const id = await uploaded('Surat dari perkara ini.', requester);
    place(id, request);
    const text = { kind: 'STATEMENT', title: 'Judul', body: 'Isi.' };
    const shown = 'outboundItem { id attachments { id } }';
    const draft = await city.mutate(coordinator, 'draftOutboundItem', text, shown);
    const before = [count(), await city.city.parts.store.head()];
    const outboundItemId = draft.outboundItem.id;
    const edit = { outboundItemId, attachmentIds: [id] };
    const revise = (more: object): Promise<any> =>
      city.mutate(coordinator, 'reviseOutboundItem', { ...edit, ...more }, shown);
    expect((await revise({ expectedVersion: 99 })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect((await revise({ title: ' ' })).userErrors).toMatchObject([{ code: 'INVALID_INPUT' }]);
    expect([count(), await city.city.parts.store.head()]).toEqual(before);
    const { outboundItem } = await revise({});
    expect(outboundItem.attachments).toHaveLength(1);
    expect(outboundItem.attachments[0].id).not.toBe(id);
  });

  it('gives one upload to one case, however many name it at once', async () => {
    const id = await uploaded('Surat.');
    const text = { kind: 'STATEMENT', originOfficeCode: 'DINKES', title: 'Judul', body: 'Isi.' };
    const shown = 'outboundItem { attachments { id } }';
    const draft = (): Promise<any> =>
      city.mutate(officer, 'draftOutboundItem', { ...text, attachmentIds: [id] }, shown);
    const answers = await Promise.all([draft(), draft(), draft()]);
    const ids = answers.flatMap(({ outboundItem }) =>
      (outboundItem?.attachments ?? []).map((one: { id: string }) => one.id),
    );
    expect(ids.filter((one) => one === id)).toHaveLength(1);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { userErrors } of answers) {
      for (const { code } of userErrors) expect(code).toBe('CONFLICT');
    }
  });

  it('copies nothing that was damaged', async () => {
    const id = await uploaded('Surat.');
    place(id, request);
    writeFileSync(pathOf(id), readFileSync(pathOf(id)).subarray(0, -1));
    const before = count();
    await expect(prepared([id], other)).rejects.toThrow();
    expect(count()).toBe(before);
    expect(city.logged.at(-1)).toContain(`ALARM the object of attachment ${id} is damaged`);
    rmSync(pathOf(id));
    await expect(prepared([id], other)).rejects.toThrow();
  });
});

describe('an attachment whose key was destroyed', () => {
  it('has no name and no content any more', async () => {
    const id = await uploaded('Surat.');
    const { db } = city.city.parts.model;
    const key = db.prepare('SELECT key_id FROM attachments WHERE id = ?').pluck().get(id);
    await city.stop();
    const vault = new Database(placesIn(city.config.dataDir).vault);
    vault.prepare('DELETE FROM keys WHERE id = ?').run(key);
    vault.close();
    await city.start();
    expect(await statusFor(officer, id)).toBe(410);
    const query = 'query($id: ID!) { node(id: $id) { ... on Attachment { id name } } }';
    const { data } = await city.ask(officer, query, { id });
    expect(data).toEqual({ node: { id, name: null } });
    expect(await prepared([id], request)).toBe('NOT_FOUND');
    expect((await verifyObjects(city.city, () => undefined)).ERASED).toBe(1);
  });
});
