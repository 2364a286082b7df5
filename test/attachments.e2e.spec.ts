import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { verifyObjects } from '../apps/operator/src/check-attachments.ts';
import { TestCity } from './city.ts';

const officer = 'officer.dinkes';
const ABSENT = '00000000-0000-4000-8000-000000000000';
const MB = 1024 * 1024;

let city: TestCity;
beforeAll(async () => {
  city = await TestCity.seeded();
}, 60_000);
afterAll(() => city.close());

const pdf = (size: number): Buffer =>
  Buffer.concat([Buffer.from('%PDF-1.7\n%âãÏÓ\nMohon rincian anggaran\n'), randomBytes(size)]);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

type Part = [name: string, value: string | Buffer, filename?: string];

function formOf(parts: Part[]): FormData {
  const form = new FormData();
  for (const [name, value, filename] of parts) {
    if (typeof value === 'string') form.append(name, value);
    else if (filename !== undefined) form.append(name, new Blob([new Uint8Array(value)]), filename);
  }
  return form;
}

const bearer = async (who: string | undefined): Promise<Record<string, string>> =>
  who === undefined ? {} : { authorization: `Bearer ${await city.tokenOf(who)}` };

async function send(who: string | undefined, ...parts: Part[]): Promise<[number, any]> {
  const headers = await bearer(who);
  const body = formOf(parts);
  const response = await fetch(`${city.url}/attachments`, { method: 'POST', headers, body });
  return [response.status, await response.json()];
}

async function uploaded(who: string, bytes: Buffer, name: string, ...more: Part[]): Promise<any> {
  const [status, answer] = await send(who, ['file', bytes, name], ...more);
  expect([status, answer.errors]).toEqual([201, undefined]);
  return answer;
}

async function get(who: string | undefined, id: string): Promise<Response> {
  return fetch(`${city.url}/attachments/${id}`, { headers: await bearer(who) });
}

const folder = (): string => join(city.config.dataDir, 'attachments');
/** Every file under the folder of objects, whole or half. */
const files = (): string[] =>
  readdirSync(folder(), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder(), name))
    .filter((path) => statSync(path).isFile());
const objectOf = (id: string): string => files().find((path) => path.endsWith(id))!;
const events = (): unknown =>
  city.city.parts.model.db.prepare('SELECT count(*) FROM attachments').pluck().get();

/** Refused with this status and words, and nothing is left of it. */
async function refusedUpload(status: number, words: RegExp, ...parts: Part[]): Promise<void> {
  const before = [files(), events()];
  const [answered, { errors }] = await send(officer, ...parts);
  expect([answered, errors[0].extensions.code]).toEqual([status, 'BAD_USER_INPUT']);
  expect(errors[0].message).toMatch(words);
  expect([files(), events()]).toEqual(before);
}

describe('an upload', () => {
  it('comes back as it was, under its name', async () => {
    const bytes = pdf(3 * MB + 17);
    const name = "Rincian (anggaran) é 'akhir'; 2026.pdf";
    const answer = await uploaded(officer, bytes, name);
    const about = { sha256: sha256(bytes), bytes: bytes.length, mediaType: 'application/pdf' };
    expect(answer).toEqual({ id: answer.id, ...about, name });
    const response = await get(officer, answer.id);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
      'content-security-policy': 'sandbox',
    });
    const disposition = response.headers.get('content-disposition')!;
    expect(disposition).toMatch(/^attachment; filename="Rincian [ -~]+"; filename\*=UTF-8''/);
    const [, encoded = ''] = /filename\*=UTF-8''([^;]+)$/.exec(disposition) ?? [];
    expect(decodeURIComponent(encoded)).toBe(name);
    expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(about.sha256);
  });

  it('lies on the disk without its text and its name', async () => {
    const bytes = Buffer.from('Nama pemohon: Kanaya Uji\n'.repeat(10_000));
    const { id, mediaType } = await uploaded(officer, bytes, 'rahasia-kanaya.txt');
    expect(mediaType).toBe('text/plain');
    const stored = readFileSync(objectOf(id));
    expect(stored.length).toBeGreaterThan(bytes.length);
    expect(stored.includes('Kanaya')).toBe(false);
    for (const path of readdirSync(city.config.dataDir, { recursive: true, encoding: 'utf8' })) {
      expect(path).not.toMatch(/kanaya/);
      const full = join(city.config.dataDir, path);
      if (statSync(full).isFile()) expect(readFileSync(full).includes('kanaya.txt')).toBe(false);
    }
    expect(city.logged.join('')).not.toMatch(/kanaya/i);
  });

  it('is known by its content, whatever the sender says', async () => {
    for (const [bytes, name, mediaType] of [
      [Buffer.from('kode;nama\n1;Dinas Kesehatan\n'), 'daftar.csv', 'text/csv'],
      [Buffer.from('BMKG melaporkan hujan.'), 'hujan.pdf', 'text/plain'],
      [pdf(10), 'gambar.png', 'application/pdf'],
    ] as const) {
      expect((await uploaded(officer, bytes, name)).mediaType).toBe(mediaType);
    }
  });

  it('is refused by type, saying what is allowed', async () => {
    const allowed = /PDF, PNG, JPEG, WebP, DOCX, .*plain text and CSV in UTF-8/;
    for (const bytes of [
      Buffer.concat([Buffer.from('MZ'), randomBytes(500)]),
      Buffer.concat([Buffer.from('ID3'), randomBytes(500)]),
      Buffer.from('teks dengan \u0000 di dalamnya'),
      Buffer.from('teks latin-1: caf\xe9', 'latin1'),
      Buffer.concat([Buffer.alloc(100_000, 'a'), Buffer.from([0xc3])]),
    ]) {
      await refusedUpload(415, allowed, ['file', bytes, 'surat.pdf']);
    }
  });

  it('is refused by size, saying the limit', async () => {
    const edge = pdf(0);
    const full = Buffer.concat([edge, Buffer.alloc(25 * MB - edge.length)]);
    const { id } = await uploaded(officer, full, 'penuh.pdf');
    rmSync(objectOf(id));
    const over = Buffer.concat([full, Buffer.alloc(1)]);
    await refusedUpload(413, /at most 25 MB/, ['file', over, 'lebih.pdf']);
    await refusedUpload(413, /at most 25 MB/, ['file', Buffer.alloc(26 * MB), 'lebih.pdf']);
  });

  it('is refused where the form is not one file with its fields', async () => {
    const file: Part = ['file', pdf(5), 'a.pdf'];
    await refusedUpload(400, /a part with a file/, ['redactedVersionOf', ABSENT]);
    await refusedUpload(400, /one file/, file, ['file', pdf(5), 'b.pdf']);
    await refusedUpload(400, /not a field/, file, ['judul', 'x']);
    await refusedUpload(400, /persons: not known/, file, ['persons', ABSENT]);
    await refusedUpload(400, /redactedVersionOf: not found/, file, ['redactedVersionOf', ABSENT]);
    await refusedUpload(400, /empty/, ['file', Buffer.alloc(0), 'a.pdf']);
    await refusedUpload(400, /a name of at most/, ['file', pdf(5), `${'n'.repeat(200)}.pdf`]);
    const many = Array.from({ length: 22 }, (): Part => ['persons', ABSENT]);
    await refusedUpload(400, /at most 21 fields/, file, ...many);
    const headers = { ...(await bearer(officer)), 'content-type': 'application/json' };
    const json = { method: 'POST', headers, body: '{"file":"x"}' };
    expect((await fetch(`${city.url}/attachments`, json)).status).toBe(415);
  });

  it('is for those who act in a post', async () => {
    const file: Part = ['file', pdf(5), 'a.pdf'];
    const before = files();
    for (const [who, status, code] of [
      [undefined, 401, 'UNAUTHENTICATED'],
      ['auditor.inspektorat', 403, 'NOT_PERMITTED'],
      ['admin.diskominfo', 403, 'NOT_PERMITTED'],
    ] as const) {
      const [answered, { errors }] = await send(who, file);
      expect([answered, errors[0].extensions.code]).toEqual([status, code]);
    }
    expect(files()).toEqual(before);
    await uploaded('legal.setda', pdf(5), 'a.pdf');
  });

  it('that is broken off leaves nothing', async () => {
    const before = [files(), events()];
    const headers = {
      ...(await bearer(officer)),
      'content-type': 'multipart/form-data; boundary=b',
    };
    const options = { method: 'POST', headers: { ...headers, 'content-length': 10 * MB } };
    const sending = httpRequest(`${city.url}/attachments`, options);
    sending.on('error', () => undefined);
    const head = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
    sending.write(head + 'x'.repeat(MB));
    const arriving = (): number => files().length - (before[0] as string[]).length;
    while (arriving() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    sending.destroy();
    while (arriving() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([files(), events()]).toEqual(before);
    // What a killed process had not finished goes at the next start.
    writeFileSync(join(folder(), 'arriving', 'half'), 'x');
    await city.stop();
    await city.start();
    expect([files(), events()]).toEqual(before);
  });
});

describe('a download', () => {
  it('is not found by others, as one that is absent', async () => {
    const { id } = await uploaded(officer, pdf(100), 'a.pdf');
    const absent = await (await get(officer, ABSENT)).text();
    for (const who of ['lead.dinkes', 'coordinator.diskominfo', 'auditor.inspektorat']) {
      const response = await get(who, id);
      expect([response.status, await response.text()]).toEqual([404, absent]);
    }
    expect((await get(undefined, id)).status).toBe(401);
    expect((await get(officer, '..%2f..%2fvault')).status).toBe(404);
    expect((await get(officer, '%zz')).status).toBe(400);
  });

  it('names what it is a redacted version of', async () => {
    const original = await uploaded(officer, pdf(100), 'asli.pdf');
    const person = city.city.parts.model.db
      .prepare('SELECT id FROM persons WHERE staff = 1')
      .pluck()
      .get();
    const redacted = await uploaded(
      officer,
      pdf(50),
      'hitam.pdf',
      ['redactedVersionOf', original.id],
      ['persons', String(person)],
      ['persons', String(person)],
    );
    const query = `query($id: ID!) { node(id: $id) { ... on Attachment {
      id sha256 name mediaType bytes url persons { id } redactedVersionOf { name } } } }`;
    const { data } = await city.ask(officer, query, { id: redacted.id });
    expect(data?.['node']).toEqual({
      ...redacted,
      url: `/attachments/${redacted.id}`,
      persons: [{ id: person }],
      redactedVersionOf: { name: 'asli.pdf' },
    });
    expect((await city.ask('lead.putr', query, { id: redacted.id })).data).toEqual({ node: null });
  });
});

describe('an object that was damaged', () => {
  it('is noticed before a byte of it is shown, and by the check', async () => {
    const before = await verifyObjects(city.city, () => undefined);
    const { id: altered } = await uploaded(officer, pdf(300_000), 'a.pdf');
    const { id: missing } = await uploaded(officer, pdf(300), 'b.pdf');
    const stored = readFileSync(objectOf(altered));
    stored[stored.length - 1]! ^= 1;
    writeFileSync(objectOf(altered), stored);
    rmSync(objectOf(missing));
    await city.city.parts.keeping.objects.put(ABSENT, Readable.from([Buffer.from('x')]));
    for (const id of [altered, missing]) {
      const response = await get(officer, id);
      expect(response.status).toBe(500);
      const { errors } = (await response.json()) as any;
      expect(errors[0].extensions.code).toBe('ATTACHMENT_DAMAGED');
      expect(city.logged.at(-1)).toContain(`ALARM the object of attachment ${id} is damaged`);
    }
    const lines: string[] = [];
    const after = await verifyObjects(city.city, (line) => lines.push(line));
    expect(after).toEqual({
      ...before,
      ALTERED: before.ALTERED + 1,
      MISSING: before.MISSING + 1,
      unnamed: [ABSENT],
    });
    expect(lines).toEqual(expect.arrayContaining([`ALTERED ${altered}`, `MISSING ${missing}`]));
  });
});
