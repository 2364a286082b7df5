import { z } from 'zod';
import {
  codeSchema,
  daySchema,
  idOf,
  instantSchema,
  keyIdSchema,
  officeCodeSchema,
  plainTexts,
  sealedPaths,
  sealedSchema,
  storedTexts,
} from './text-marks.ts';

const text = plainTexts.sealed('case', 10);

describe('the sealed places of a schema', () => {
  it('are found in objects, lists, unions and optional fields, with their key', () => {
    const schema = z.strictObject({
      subject: text,
      note: plainTexts.sealed('words', 10).exactOptional(),
      list: z.array(z.strictObject({ system: text, date: daySchema.optional() })),
      change: z.strictObject({ from: text.nullable(), to: text.nullable() }),
      either: z.union([z.strictObject({ a: text }), z.strictObject({ b: z.boolean() })]),
    });
    expect(sealedPaths(schema)).toEqual([
      { path: ['subject'], role: 'case' },
      { path: ['note'], role: 'words' },
      { path: ['list', '*', 'system'], role: 'case' },
      { path: ['change', 'from'], role: 'case' },
      { path: ['change', 'to'], role: 'case' },
      { path: ['either', 'a'], role: 'case' },
    ]);
  });

  it('are not in ids, codes, days, instants, enumerations and numbers', () => {
    const schema = z.strictObject({
      id: idOf(),
      key: keyIdSchema,
      office: officeCodeSchema,
      day: daySchema,
      at: instantSchema,
      number: codeSchema(/^\d+$/),
      name: plainTexts.reference(10),
      kind: z.enum(['A', 'B']),
      version: z.literal('x'),
      count: z.int(),
      held: z.boolean(),
    });
    expect(sealedPaths(schema)).toEqual([]);
    expect(sealedPaths(sealedSchema)).toEqual([]);
  });

  it('leave no text without a mark, whatever wraps it', () => {
    const unmarked = [
      z.string(),
      z.string().max(5),
      z.uuid(),
      z.email(),
      z.array(z.string()),
      z.string().optional(),
      z.union([text, z.string()]),
      z.record(z.string(), z.number()),
      z.unknown(),
      z.any(),
      z.tuple([z.string()]),
      z.date(),
      z.string().transform((value) => value.length),
      z.lazy(() => z.string()),
      z.templateLiteral(['a', z.string()]),
    ];
    for (const field of unmarked) {
      const schema = z.strictObject({ field: z.strictObject({ deep: field }) });
      expect(() => sealedPaths(schema)).toThrow(TypeError);
      expect(() => sealedPaths(schema)).toThrow('/field/deep');
    }
  });
});

describe('the forms of texts', () => {
  it('count characters, not units', () => {
    expect(text.safeParse('🙂'.repeat(10)).success).toBe(true);
    expect(text.safeParse('x'.repeat(11)).success).toBe(false);
    expect(storedTexts.reference(3).safeParse('').success).toBe(false);
    expect(storedTexts.reference(3).safeParse('abcd').success).toBe(false);
  });

  it('in the log are sealed values and nothing else', () => {
    const sealed = {
      keyId: '00000000-0000-4000-8000-000000000001',
      nonce: 'n'.repeat(16),
      ciphertext: 'c'.repeat(30),
      commitment: 'k'.repeat(43),
    };
    const schema = storedTexts.sealed('case', 10);
    expect(schema.safeParse(sealed).success).toBe(true);
    const wrong = [
      'in clear',
      null,
      { ...sealed, nonce: 'n' },
      { ...sealed, ciphertext: 'in clear, with spaces' },
      { ...sealed, commitment: 'k' },
      { ...sealed, keyId: 'k' },
      { ...sealed, plain: 'x' },
    ];
    for (const value of wrong) expect(schema.safeParse(value).success).toBe(false);
  });

  it('of instants, days and offices are those that events store', () => {
    const forms = [
      [instantSchema, '2026-03-02T02:00:00.000Z', ['2026-03-02T02:00:00Z', '2026-03-02', 'x']],
      [daySchema, '2026-03-02', ['2026-02-30', '2026-3-2', '2026-03-02T00:00:00.000Z']],
      [officeCodeSchema, 'KEC-TAWANG', ['kec', '-A', 'A'.repeat(33), 'DINAS KESEHATAN']],
    ] as const;
    for (const [schema, right, wrong] of forms) {
      expect(schema.safeParse(right).success).toBe(true);
      for (const value of wrong) expect(schema.safeParse(value).success).toBe(false);
    }
  });
});
