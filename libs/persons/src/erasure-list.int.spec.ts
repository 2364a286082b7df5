import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErasureId, Instant, KeyId } from '#kernel';
import { ErasureList, readErasureList } from '#persons';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = '2026-03-20T00:00:00.000Z' as Instant;
const erased = (n: number) => ({
  erasureId: id(n) as ErasureId,
  keyIds: [id(n + 1), id(n + 2)] as KeyId[],
  at,
});
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-erasures-'));
  file = join(folder, 'beside', 'erasures.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the list of erasures', () => {
  it('keeps each erasure once, in a folder that it makes', () => {
    const list = new ErasureList(file, 'log-1');
    list.note(erased(10));
    list.note(erased(20));
    list.note({ ...erased(10), at: '2026-03-21T00:00:00.000Z' as Instant });
    new ErasureList(file, 'log-1').note(erased(20));
    const kept = [erased(10), erased(20)].map((one) => ({ logId: 'log-1', ...one }));
    expect(readErasureList(file)).toEqual(kept);
  });

  it('drops a line that a crash cut off, and writes on', () => {
    const list = new ErasureList(file, 'log-1');
    list.note(erased(10));
    const whole = readFileSync(file, 'utf8');
    appendFileSync(file, `{"logId":"log-1","erasureId":"${id(20)}"`);
    expect(() => readErasureList(file)).toThrow('line 2 is not an erasure');
    list.note(erased(20));
    expect(readErasureList(file)).toHaveLength(2);
    expect(readFileSync(file, 'utf8').startsWith(whole)).toBe(true);
  });

  it('counts a last line that lost its newline, and writes on behind it', () => {
    const list = new ErasureList(file, 'log-1');
    for (const n of [10, 20]) list.note(erased(n));
    const whole = readFileSync(file, 'utf8');
    for (const n of [20, 30]) {
      writeFileSync(file, whole.trimEnd());
      expect(readErasureList(file)).toMatchObject([erased(10), erased(20)]);
      list.note(erased(n));
      expect(readFileSync(file, 'utf8').startsWith(whole)).toBe(true);
    }
    expect(readErasureList(file)).toMatchObject([10, 20, 30].map(erased));
  });

  it('is not read when it is absent, or holds a line that is no erasure', () => {
    expect(() => readErasureList(file)).toThrow('ENOENT');
    new ErasureList(file, 'log-1').note(erased(10));
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"erasureId":"x"}\n`);
    expect(() => readErasureList(file)).toThrow('line 2 is not an erasure');
  });

  it('that cannot be written says so', () => {
    writeFileSync(join(folder, 'beside'), '');
    expect(() => new ErasureList(file, 'log-1').note(erased(10))).toThrow();
  });
});
