import type { EventStore } from '../event-store.ts';
import {
  appendedOf,
  freshStream,
  idsOf,
  newEvent,
  newEvents,
  readAllOf,
  useStore,
} from './contract-world.ts';
import type { Open } from './contract-world.ts';

type Store = () => EventStore;

export function appendContract(open: Open): void {
  const { store } = useStore(open);
  describe('appending', () => {
    expectedRevisions(store);
    atomicity(store);
  });
  describe('appending the same events again', () => {
    repeats(store);
    partialRepeats(store);
  });
  describe('texts', () => texts(store));
}

function expectedRevisions(store: Store): void {
  it('takes no-stream once, then exact revisions', async () => {
    const stream = freshStream();
    const first = await store().append(stream, 'no-stream', [newEvent()]);
    const second = await store().append(stream, 0, newEvents(2));
    const third = await store().append(stream, 2, [newEvent()]);
    const revisions = [first, second, third].map((answer) => appendedOf(answer).revision);
    expect(revisions).toEqual([0, 2, 3]);
  });

  it('answers any other revision with a conflict and the actual one', async () => {
    const stream = freshStream();
    const missing = await store().append(stream, 0, [newEvent()]);
    expect(missing).toEqual({ outcome: 'conflict', actual: 'no-stream' });
    appendedOf(await store().append(stream, 'no-stream', newEvents(3)));
    for (const expected of ['no-stream', 0, 1, 3] as const) {
      const answer = await store().append(stream, expected, [newEvent()]);
      expect(answer).toEqual({ outcome: 'conflict', actual: 2 });
    }
    expect(await readAllOf(store(), stream)).toHaveLength(3);
  });

  it('lets exactly one of concurrent writers have each revision', async () => {
    const stream = freshStream();
    for (let revision = 0; revision < 5; revision += 1) {
      const expected = revision === 0 ? 'no-stream' : revision - 1;
      const answers = await Promise.all(
        Array.from({ length: 16 }, () => store().append(stream, expected, [newEvent()])),
      );
      const won = answers.filter(({ outcome }) => outcome === 'appended');
      const lost = answers.filter(({ outcome }) => outcome === 'conflict');
      expect(won).toMatchObject([{ revision }]);
      expect(lost).toEqual(lost.map(() => ({ outcome: 'conflict', actual: revision })));
    }
    expect((await readAllOf(store(), stream)).map(({ revision }) => revision)).toEqual([
      0, 1, 2, 3, 4,
    ]);
  });
}

function atomicity(store: Store): void {
  it('stores all events of one append in order, or none', async () => {
    const stream = freshStream();
    const events = newEvents(20);
    const { revision, position } = appendedOf(await store().append(stream, 'no-stream', events));
    const found = await readAllOf(store(), stream);
    expect(idsOf(found)).toEqual(idsOf(events));
    expect(found.at(-1)).toMatchObject({ revision, position });
    const refused = newEvents(3);
    await store().append(stream, 5, refused);
    expect(idsOf(await readAllOf(store(), stream))).toEqual(idsOf(events));
  });
}

function repeats(store: Store): void {
  it('answers as the first time, and stores nothing', async () => {
    const stream = freshStream();
    const events = newEvents(3);
    const first = await store().append(stream, 'no-stream', events);
    expect(await store().append(stream, 'no-stream', events)).toEqual(first);
    const later = newEvents(2);
    const second = await store().append(stream, 2, later);
    expect(await store().append(stream, 'no-stream', events)).toEqual(first);
    expect(await store().append(stream, 2, later)).toEqual(second);
    expect(await readAllOf(store(), stream)).toHaveLength(5);
  });

  it('also when both are on their way at the same time', async () => {
    const stream = freshStream();
    const events = newEvents(2);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => store().append(stream, 'no-stream', events)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(idsOf(await readAllOf(store(), stream))).toEqual(idsOf(events));
  });
}

function partialRepeats(store: Store): void {
  it('is a conflict when only part of them is there, or at another place', async () => {
    const stream = freshStream();
    const [first, second, other] = [newEvent(), newEvent(), newEvent()];
    appendedOf(await store().append(stream, 'no-stream', [first, second]));
    for (const events of [[first, other], [first, second, other], [second, first], [other]]) {
      const answer = await store().append(stream, 'no-stream', events);
      expect(answer).toEqual({ outcome: 'conflict', actual: 1 });
    }
    expect(idsOf(await readAllOf(store(), stream))).toEqual(idsOf([first, second]));
  });
}

function texts(store: Store): void {
  const kept = async (data: string, metadata: string): Promise<void> => {
    const stream = freshStream();
    const event = newEvent({ data, metadata });
    appendedOf(await store().append(stream, 'no-stream', [event]));
    expect(await readAllOf(store(), stream)).toMatchObject([{ ...event, stream, revision: 0 }]);
  };

  it('come back exactly as they were written, keys in their order', async () => {
    await kept('{"z":1,"a":{"2":0,"10":null},"é":[1.5,-0,1e21]}', '{"$correlationId":"b","a":1}');
  });

  it('may hold every character', async () => {
    const text = 'Tasikmalaya ᮞᮥᮔ᮪ᮓ ꦗꦮ 🙂👩‍👩‍👧 \u0000\u001f\u2028\u2029\ufeff\uffff "\\';
    await kept(JSON.stringify({ text }), JSON.stringify({ text }));
  });

  it('may be a megabyte long', async () => {
    const wrapped = JSON.stringify({ text: '' }).length;
    await kept(JSON.stringify({ text: 'x'.repeat(1_000_000 - wrapped) }), '{}');
  });
}
