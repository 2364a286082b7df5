import type { StoredEvent } from '#event-store';
import { TestCity } from './city.ts';
import { ClockAhead } from './clock-ahead.ts';
import { openedTexts } from './opened-texts.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';
import { plantTest } from './planted-objections.ts';
import { plantPerson } from './planted-person.ts';
import type { PlantedPerson } from './planted-person.ts';

const superior = 'superior.setda';
const ERASURE = 'erasure { id state }';
const clock = new ClockAhead();
let city: TestCity;
let at: OutboundCity;
let planted: PlantedPerson;
let testId: string;
/** Answers two requests of two persons. */
let both: { item: string; requests: string[] };
let count = 0;
/** What was written, by what it was written as. */
const written = new Map<string, string>();

function plant(what: string): string {
  count += 1;
  const text = `${what} nomor ${count}`;
  written.set(text, what);
  return text;
}

beforeAll(async () => {
  city = await TestCity.seeded(clock);
  at = new OutboundCity(city);
  planted = await plantPerson(city, plant);
  await plantTest(city, plant);
  testId = await lastTest();
  both = await answeredTogether();
  await city.stop();
  clock.days = 200;
  await city.start(clock);
  city.forgetTokens();
}, 120_000);
afterAll(() => city.close());

async function lastTest(): Promise<string> {
  const category = 'consequenceTest-';
  const tests = (await whole()).filter(({ stream }) => stream.startsWith(category));
  return tests.at(-1)?.stream.slice(category.length) ?? '';
}

const whole = (): Promise<readonly StoredEvent[]> =>
  city.city.parts.store.readAll({ limit: 100_000 });

async function answeredTogether(): Promise<{ item: string; requests: string[] }> {
  const requests = [await at.request(), await at.request()];
  const answer = await at.answer(requests[0] ?? '', { alsoAnswers: requests.slice(1) });
  await at.approved(answer, coordinator2, approver);
  const out = { outboundItemId: answer.id, contentHash: answer.contentHash };
  await at.act(coordinator, 'releaseOutboundItem', out);
  const shown = 'informationRequest { id }';
  for (const entityId of requests) {
    const occurredAt = new Date().toISOString();
    const told = { entityId, kind: 'ANSWER_NOTICE', way: 'EMAIL', occurredAt };
    await at.act(coordinator, 'recordCorrespondence', told, shown);
    await at.act(coordinator, 'closeInformationRequest', { requestId: entityId }, shown);
  }
  return { item: answer.id, requests };
}

async function erased(targetId: string): Promise<void> {
  const order = { targetId, ground: 'Putusan', askedBy: 'COURT', reason: 'Putusan.' };
  const ordered = await city.mutate(approver, 'orderErasure', order, ERASURE);
  expect(ordered.userErrors).toEqual([]);
  const input = { erasureId: ordered.erasure.id };
  const done = await city.mutate(superior, 'confirmErasure', input, ERASURE);
  expect(done.userErrors).toEqual([]);
  expect(done.erasure.state).toBe('DONE');
}

/** As what the texts were written that the log still tells. */
async function told(): Promise<Set<string>> {
  const { vault } = city.city.parts.keeping;
  const texts = (await whole()).flatMap((event) => openedTexts(event, vault));
  return new Set(texts.flatMap((text) => written.get(text.replace(/\.txt$/, '')) ?? []));
}

/** What an erasure took of that. */
async function takenBy(targetId: string): Promise<string[]> {
  const before = await told();
  await erased(targetId);
  const after = await told();
  return [...before].filter((what) => !after.has(what)).sort();
}

const OF_ITEM = ['body', 'part', 'passage', 'payment', 'public body', 'reason of a part', 'title'];

describe('an erasure', () => {
  it('of a contribution takes its text', async () => {
    const { contributionId, requestId } = planted;
    const selection = 'assignments { contributions { id text } }';
    const texts = async (): Promise<any[]> =>
      (await at.shown(requestId, selection)).assignments.flatMap(
        ({ contributions }: any) => contributions,
      );
    expect((await texts()).filter(({ text }) => text === null)).toEqual([]);
    await erased(contributionId);
    const gone = (await texts()).filter(({ text }) => text === null);
    expect(gone).toEqual([{ id: contributionId, text: null }]);
  });

  it('of an attachment takes its file and its name', async () => {
    const [first = '', second = ''] = planted.attachments;
    await erased(second);
    expect(await city.download(coordinator, second)).toBe(410);
    expect(await city.download(coordinator, first)).toBe(200);
    expect(await told()).toContain('name of a file');
    expect(await takenBy(first)).toEqual(['name of a file']);
  });

  it('of a text that left the house takes it, and leaves nothing to correct', async () => {
    const { itemId } = planted;
    expect(await takenBy(itemId)).toEqual(OF_ITEM);
    expect(await at.item(coordinator, itemId, 'title body state')).toEqual({
      title: null,
      body: null,
      state: 'RELEASED',
    });
    const correction = { outboundItemId: itemId, title: 'Baru', body: 'Baru', reason: 'Salah.' };
    expect(await at.refused(coordinator, 'correctRelease', correction)).toEqual(['INVALID_STATE']);
    const revision = { outboundItemId: itemId, title: 'Baru' };
    expect(await at.refused(coordinator, 'reviseOutboundItem', revision)).toEqual([
      'INVALID_STATE',
    ]);
  });

  it('of an objection takes its statement, its letters and its dispute', async () => {
    expect(await takenBy(planted.objectionId)).toEqual([
      'note of a dispute',
      'note of a reply',
      'number of a dispute',
      'outcome of a dispute',
      'statement',
      'text of a decision',
    ]);
  });

  it('of a consequence test takes the weighing', async () => {
    expect(await takenBy(testId)).toEqual([
      'basis of an end',
      'end of an exemption',
      'harm if closed',
      'harm if opened',
      'information',
      'number of a decree',
      'opinion',
      'other law',
      'participant',
      'place of a decree',
      'reason of a test',
      'reason of an end',
    ]);
  });

  it('of a request takes all the rest of it, and not who asked', async () => {
    const taken = await takenBy(planted.requestId);
    expect(taken).toEqual(
      expect.arrayContaining(['details', 'purpose', 'subject', 'contribution', 'closing note']),
    );
    const left = ['address', 'identity number', 'name', 'occupation', 'organisation'];
    expect([...(await told())].sort()).toEqual([...left, 'reason of a correction']);
    const requester = await at.shown(planted.requestId, 'requester { erased name }');
    expect(requester).toMatchObject({ requester: { erased: false } });
  });

  it('of a request leaves an answer that is of another one too', async () => {
    const [first = '', second = ''] = both.requests;
    await erased(first);
    expect(await at.shown(first, 'subject')).toEqual({ subject: null });
    expect(await at.shown(second, 'subject')).toEqual({ subject: 'Anggaran jalan' });
    expect((await at.item(coordinator, both.item, 'title')).title).toBe('Jawaban');
    await erased(second);
    expect((await at.item(coordinator, both.item, 'title')).title).toBe('Jawaban');
    await erased(both.item);
    expect((await at.item(coordinator, both.item, 'title')).title).toBeNull();
  });
});
