import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DiskObjectStore } from './object-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simpul-objects-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const id = '0190a8f0-0000-7000-8000-00000000abcd';
const bytes = (text: string): Readable => Readable.from([Buffer.from(text)]);

async function content(store: DiskObjectStore, of = id): Promise<string | undefined> {
  const stored = await store.get(of);
  if (stored === undefined) return undefined;
  return Buffer.concat((await stored.toArray()) as Buffer[]).toString();
}

const files = (): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe('objects on the disk', () => {
  it('are kept over a restart, until they are removed', async () => {
    const store = new DiskObjectStore(folder);
    expect(await content(store)).toBeUndefined();
    await store.put(id, bytes('isi'));
    expect(existsSync(join(folder, 'cd', 'ab', id))).toBe(true);
    const again = new DiskObjectStore(folder);
    expect(await content(again)).toBe('isi');
    writeFileSync(join(folder, 'arriving', id.replace('a', 'b')), 'x');
    expect(await Readable.from(again.ids()).toArray()).toEqual([id]);
    rmSync(join(folder, 'arriving', id.replace('a', 'b')));
    await again.remove(id);
    await again.remove(id);
    expect(await content(again)).toBeUndefined();
    expect(files()).toEqual([]);
  });

  it('that had not arrived when the process died are removed', () => {
    writeFileSync(join(folder, 'x'), '');
    new DiskObjectStore(folder);
    writeFileSync(join(folder, 'arriving', 'half'), 'x');
    new DiskObjectStore(folder);
    expect(files()).toEqual(['x']);
  });
});
