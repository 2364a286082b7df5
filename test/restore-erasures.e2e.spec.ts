import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { readErasureList } from '#persons';
import { openCity } from '../apps/api/src/city.ts';
import { configFrom, erasureListOf, placesIn } from '../apps/api/src/config.ts';
import { verifyObjects } from '../apps/operator/src/check-attachments.ts';
import { BackedUpCity, CANARIES, objectIn } from './backed-up-city.ts';
import { scan } from './scan.ts';

let of: BackedUpCity;
/** As the vault had them wrapped before the erasure. */
let wrapped: Buffer[];
const list = (): string => erasureListOf(of.city.config);

beforeAll(async () => {
  of = await BackedUpCity.opened();
  await of.backUp('before');
  const inVault = new Database(join(of.at('before'), 'vault', 'vault.sqlite'), { readonly: true });
  const keyOf = inVault.prepare('SELECT wrapped FROM keys WHERE id = ?').pluck();
  for (const [target, more] of [[of.person, { withCases: true }], [of.attachment]] as const) {
    const { id } = await of.of.order(target, more);
    expect((await of.of.confirm(id)).state).toBe('DONE');
  }
  const keyIds = readErasureList(list()).flatMap((each) => each.keyIds);
  wrapped = keyIds.map((id) => keyOf.get(id) as Buffer);
  inVault.close();
  await of.backUp('after');
}, 60_000);
afterAll(() => of.close());

/** Opens the city, which builds its read model, and looks for the canaries in every byte. */
async function found(dataDir: string): Promise<string[]> {
  const city = await openCity(configFrom({ SIMPUL_DATA_DIR: dataDir }));
  const head = await city.parts.store.head();
  expect(await city.parts.model.waitFor(head!, 30_000)).toBe(true);
  const { MISSING, ALTERED, WHOLE, unnamed } = await verifyObjects(city, () => undefined);
  expect({ MISSING, ALTERED, unnamed }).toEqual({ MISSING: 0, ALTERED: 0, unnamed: [] });
  const { store, keeping } = city.parts;
  const { vault } = keeping;
  const texts: string[] = [];
  for (const { id, data } of await store.readAll({ limit: 100_000 })) {
    for (const [pointer, sealed] of sealedIn(JSON.parse(data))) {
      texts.push(vault.open(sealed, id, pointer) ?? '');
    }
  }
  const words = scan(dataDir, CANARIES).map(({ what }) => what);
  await city.close();
  const opened = [...CANARIES].filter(([word]) => texts.some((text) => text.includes(word)));
  return [
    ...new Set([...words, ...opened.map(([, what]) => what), ...(WHOLE > 0 ? ['file'] : [])]),
  ];
}

function* sealedIn(value: unknown, pointer = ''): Generator<[string, any]> {
  if (value === null || typeof value !== 'object') return;
  if ('ciphertext' in value) yield [pointer, value];
  for (const [name, inner] of Object.entries(value)) yield* sealedIn(inner, `${pointer}/${name}`);
}

function standing(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  const bytes = Buffer.concat(
    files
      .filter((each) => each.isFile())
      .map((each) => readFileSync(join(each.parentPath, each.name))),
  );
  return wrapped.filter((key) => bytes.includes(key)).length;
}

const words = ['details', 'file', 'name', 'subject'];

describe('what was erased after a backup', () => {
  it('is erased again from the list, in every byte, and it is said', async () => {
    const { dataDir, said } = await of.restore(['before', 'before'], { erasures: list() });
    expect(said[0]).toBe(`erasures carried out: 2, with ${wrapped.length} keys and 1 files`);
    expect(existsSync(join(dataDir, objectIn(of.at('before')).split('/log/')[1]!))).toBe(false);
    expect(standing(of.at('before'))).toBe(wrapped.length);
    expect(standing(dataDir)).toBe(0);
    expect(await found(dataDir)).toEqual([]);
    const goesOn = erasureListOf(configFrom({ SIMPUL_DATA_DIR: dataDir }));
    expect(readErasureList(goesOn)).toEqual(readErasureList(list()));
  });

  it('is erased again from a list whose last line lost its newline', async () => {
    const erasures = of.at('trimmed.jsonl');
    writeFileSync(erasures, readFileSync(list(), 'utf8').trimEnd());
    const { said } = await of.restore(['before', 'before'], { erasures });
    expect(said).toContain(`erasures carried out: 2, with ${wrapped.length} keys and 1 files`);
    expect(said.join()).not.toContain('NO ERASURE');
  });

  it('can be read again with a list that names nothing of it, which is said', async () => {
    const erasures = of.at('empty.jsonl');
    writeFileSync(erasures, '');
    const { said } = await of.restore(['before', 'before'], { erasures });
    expect(said[0]).toBe(`${erasures} holds NO ERASURE of this log: see that it is the right one`);
    expect(said[1]).toBe('erasures carried out: 0, with 0 keys and 0 files');
  });

  it('can be read again without the list, which is said', async () => {
    const without = { withoutErasureList: true };
    const { dataDir, said } = await of.restore(['before', 'before'], without);
    expect(said[0]).toContain('WITHOUT a list of erasures');
    expect(said[1]).toBe('erasures carried out: 0, with 0 keys and 0 files');
    expect((await found(dataDir)).sort()).toEqual(words);
    rmSync(dataDir, { recursive: true });
    writeFileSync(erasureListOf(configFrom({ SIMPUL_DATA_DIR: dataDir })), '');
    const again = await of.restore(['before', 'before'], without, { SIMPUL_DATA_DIR: dataDir });
    expect(again.said[1]).toContain('although there is one');
  });

  it('is erased again from the log alone, where the vault is older', async () => {
    const { dataDir, said } = await of.restore(['after', 'before'], { withoutErasureList: true });
    expect(said[1]).toBe(`erasures carried out: 2, with ${wrapped.length} keys and 0 files`);
    expect(await found(dataDir)).toEqual([]);
    expect(standing(dataDir)).toBe(0);
    expect(readErasureList(erasureListOf(configFrom({ SIMPUL_DATA_DIR: dataDir })))).toHaveLength(
      2,
    );
  });

  it('stays erased where the vault is newer', async () => {
    const { dataDir, said } = await of.restore(['before', 'after'], { withoutErasureList: true });
    expect(said[1]).toBe('erasures carried out: 0, with 0 keys and 1 files');
    expect(await found(dataDir)).toEqual([]);
    expect(existsSync(placesIn(dataDir).log)).toBe(true);
  });
});
