import { z } from 'zod';
import type { DomainEvent, KeyId, Sealed, Text } from '#kernel';
import { UnknownEvent, defineCodec } from './codec.ts';
import type { SealText } from './codec.ts';
import { encode } from './encode.ts';
import { combineCodecs } from './recorded.ts';
import { idOf } from './text-marks.ts';
import { freshId } from './command-id.ts';

type NoteEvent =
  | { type: 'NoteWritten'; data: { about: string; text: Text; tags?: Text[]; old?: Text | null } }
  | { type: 'NoteDropped'; data: { lines: number } };

const ID = '00000000-0000-4000-8000-000000000001';
const lines = z.strictObject({ lines: z.int() });
const older = {
  1: {
    schema: z.strictObject({ pages: z.int() }),
    upcast: ({ pages }: { pages: number }) => ({ sheets: pages }),
  },
  2: {
    schema: z.strictObject({ sheets: z.int() }),
    upcast: ({ sheets }: { sheets: number }) => ({ lines: sheets * 40 }),
  },
};

const codec = defineCodec<NoteEvent>({
  NoteWritten: {
    version: 1,
    tells: 'A note was written.',
    schema: (texts) =>
      z.strictObject({
        about: idOf(),
        text: texts.sealed('case', 20),
        tags: z.array(texts.sealed('words', 20)).exactOptional(),
        old: texts.sealed('case', 20).nullable().exactOptional(),
      }),
  },
  NoteDropped: { version: 3, tells: 'A note was dropped.', schema: () => lines, older },
});

const sealed = (ciphertext: string): Sealed => ({
  keyId: ID as KeyId,
  nonce: 'n'.repeat(16),
  ciphertext,
  commitment: 'k'.repeat(43),
});
const note = (data: Partial<Extract<NoteEvent, { type: 'NoteWritten' }>['data']>): NoteEvent => ({
  type: 'NoteWritten',
  data: { about: ID, text: 'rahasia', ...data },
});

describe('a codec on the way into the log', () => {
  it('hands every marked text to the seal, with its key and its place', () => {
    const calls: unknown[] = [];
    const seal: SealText = (text, role, pointer) => {
      calls.push([text, role, pointer]);
      return sealed(`c${calls.length}`);
    };
    const { data, version } = codec.toStored(note({ tags: ['satu', 'dua'], old: null }), seal);
    expect(calls).toEqual([
      ['rahasia', 'case', '/text'],
      ['satu', 'words', '/tags/0'],
      ['dua', 'words', '/tags/1'],
    ]);
    expect(version).toBe(1);
    expect(data).toEqual({
      about: ID,
      text: sealed('c1'),
      tags: [sealed('c2'), sealed('c3')],
      old: null,
    });
  });

  it('never writes a marked text in clear', () => {
    const lazySeals: SealText[] = [(text) => text, () => 'rahasia', () => ({}) as Sealed];
    for (const seal of lazySeals) expect(() => codec.toStored(note({}), seal)).toThrow();
  });

  it('leaves the event itself as it was', () => {
    const event = note({ tags: ['satu'] });
    codec.toStored(event, () => sealed('c'));
    expect(event).toEqual(note({ tags: ['satu'] }));
  });

  it('seals texts in NFC', () => {
    const texts: string[] = [];
    codec.toStored(note({ text: 'e\u0301' }), (text) => {
      texts.push(text);
      return sealed('c');
    });
    expect(texts).toEqual(['é']);
  });

  it('refuses what is not of the schema', () => {
    const wrong = [
      note({ text: 'x'.repeat(21) }),
      note({ about: 'nobody' }),
      note({ text: sealed('c') }),
      { type: 'NoteWritten', data: { about: ID } },
      { type: 'NoteWritten', data: { about: ID, text: 'a', more: 1 } },
    ] as NoteEvent[];
    for (const event of wrong) expect(() => codec.toStored(event, () => sealed('c'))).toThrow();
    const unknown = { type: 'NoteBurnt', data: {} } as unknown as NoteEvent;
    expect(() => codec.toStored(unknown, () => sealed('c'))).toThrow(UnknownEvent);
  });
});

describe('a codec on the way out of the log', () => {
  const data = { about: ID, text: sealed('c') };

  it('gives the event with its texts sealed', () => {
    expect(codec.fromStored('NoteWritten', 1, data)).toEqual({ type: 'NoteWritten', data });
  });

  it('takes an older version step by step to the current one', () => {
    const dropped = { type: 'NoteDropped', data: { lines: 80 } };
    expect(codec.fromStored('NoteDropped', 1, { pages: 2 })).toEqual(dropped);
    expect(codec.fromStored('NoteDropped', 2, { sheets: 2 })).toEqual(dropped);
    expect(codec.fromStored('NoteDropped', 3, { lines: 80 })).toEqual(dropped);
  });

  it('refuses types and versions that this program does not know', () => {
    for (const type of ['NoteBurnt', '__proto__', 'constructor', '']) {
      expect(() => codec.fromStored(type, 1, data)).toThrow(UnknownEvent);
    }
    for (const version of [0, -1, 4]) {
      expect(() => codec.fromStored('NoteDropped', version, { lines: 1 })).toThrow(UnknownEvent);
    }
    expect(() => codec.fromStored('NoteWritten', 2, data)).toThrow('NoteWritten of version 2');
  });

  it('refuses stored data that is not of the schema of its version', () => {
    const wrong: [string, number, unknown][] = [
      ['NoteWritten', 1, { about: ID, text: 'in clear' }],
      ['NoteWritten', 1, { about: ID }],
      ['NoteWritten', 1, { ...data, more: 1 }],
      ['NoteWritten', 1, null],
      ['NoteDropped', 1, { lines: 1 }],
      ['NoteDropped', 2, { pages: 1 }],
      ['NoteDropped', 3, { sheets: 1 }],
    ];
    for (const [type, version, value] of wrong) {
      expect(() => codec.fromStored(type, version, value)).toThrow(z.ZodError);
    }
  });
});

describe('defining a codec', () => {
  it('with a text field without a mark fails at once', () => {
    const define = (): unknown =>
      defineCodec<{ type: 'Said'; data: { words: string } }>({
        Said: { version: 1, tells: '', schema: () => z.strictObject({ words: z.string() }) },
      });
    expect(define).toThrow(TypeError);
    expect(define).toThrow('/words');
  });

  it('lists its types with what they tell', () => {
    expect(codec.types).toEqual(['NoteWritten', 'NoteDropped']);
    expect(codec.definition('NoteDropped')).toMatchObject({ version: 3, paths: [] });
    expect(codec.definition('NoteWritten').tells).toBe('A note was written.');
    expect(() => codec.definition('NoteBurnt')).toThrow(UnknownEvent);
  });
});

describe('several codecs as one', () => {
  type Other = { type: 'Other'; data: { count: number } };
  const definitions = {
    Other: { version: 1, tells: '', schema: () => z.strictObject({ count: z.int() }) },
  };
  const other = defineCodec<Other>(definitions);
  const combine = (...codecs: unknown[]): ReturnType<typeof combineCodecs> =>
    combineCodecs(codecs as Parameters<typeof combineCodecs>[0]);

  it('know the types of each, and no type twice', () => {
    const all = combine(codec, other);
    expect(all.types).toEqual(['NoteWritten', 'NoteDropped', 'Other']);
    expect(all.fromStored('Other', 1, { count: 1 })).toEqual({ type: 'Other', data: { count: 1 } });
    expect(() => all.fromStored('NoteBurnt', 1, {})).toThrow('unknown event NoteBurnt');
  });

  it('know one event of two kinds of stream, and refuse two events of one name', () => {
    const shared = defineCodec<Other>(definitions);
    expect(combine(codec, other, shared).types).toEqual(['NoteWritten', 'NoteDropped', 'Other']);
    const { Other } = definitions;
    const foreign = defineCodec<Other>({ Other: { ...Other, version: 2 } });
    expect(() => combine(other, foreign)).toThrow('two codecs know Other');
  });
});

describe('the key of a text', () => {
  const metadata = {
    $correlationId: 'c',
    commandId: freshId<never>(),
    occurredAt: '2026-03-02T02:00:00.000Z' as never,
    recordedAt: '2026-03-02T02:00:00.000Z' as never,
    actor: { system: 'operator', name: 'spec' } as const,
  };
  const key = (n: number): KeyId => `00000000-0000-4000-8000-00000000000${n}` as KeyId;
  const keysUsed = (keyring: object, event: DomainEvent): KeyId[] => {
    const used: KeyId[] = [];
    const sealer = {
      logKey: key(9),
      seal: (_: string, keyId: KeyId) => (used.push(keyId), { ...sealed('c'), keyId }),
    };
    encode({ codec, sealer, keyring }, freshId<never>(), event as NoteEvent, metadata);
    return used;
  };

  it('is the one its stream names for that role; words fall to the case', () => {
    const event = note({ tags: ['satu'] });
    expect(keysUsed({ case: key(1), words: key(2) }, event)).toEqual([key(1), key(2)]);
    expect(keysUsed({ case: key(1) }, event)).toEqual([key(1), key(1)]);
    expect(() => keysUsed({ words: key(2) }, event)).toThrow('no case key');
    expect(() => keysUsed({}, event)).toThrow(TypeError);
  });
});
