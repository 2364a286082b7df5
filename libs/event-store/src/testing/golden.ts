import { readFileSync, readdirSync } from 'node:fs';
import { canonicalText } from '../canonical.ts';

/** As much of a codec as the stored format hangs on, whatever its events. */
type StoredFormat = {
  readonly types: readonly string[];
  definition(type: string): { version: number };
  fromStored(type: string, version: number, data: unknown): { type: string; data: object };
};

const NAME = /^([A-Za-z]+)\.v([0-9]+)(?:\.[a-z-]+)?\.json$/;

/**
 * The stored data of every version of every event type ever released, `<type>.v<version>.json`,
 * with variants `<type>.v<version>.<variant>.json`. A released one is never edited.
 */
export function goldenSpecs(
  folder: URL,
  codecs: readonly StoredFormat[],
  /** Types whose golden files stand with the library that defines them. */
  elsewhere: readonly string[] = [],
): void {
  const files = readdirSync(folder).map((name) => {
    const [, type = '', version = '0'] = NAME.exec(name) ?? [];
    return { name, type, version: Number(version) };
  });
  const codecOf = (type: string): StoredFormat | undefined =>
    codecs.find(({ types }) => types.includes(type));

  it('has a golden file for every version of every event type', () => {
    const wanted = codecs.flatMap((codec) =>
      codec.types.flatMap((type) =>
        Array.from(
          { length: codec.definition(type).version },
          (_, index) => `${type}.v${index + 1}.json`,
        ),
      ),
    );
    const names = files.map(({ name }) => name);
    const missing = wanted.filter((name) => !names.includes(name));
    expect(missing.filter((name) => !elsewhere.includes(name.split('.')[0]!))).toEqual([]);
  });

  it('has no golden file of what it does not know', () => {
    const unknown = files.filter(({ type }) => codecOf(type) === undefined);
    expect(unknown.map(({ name }) => name)).toEqual([]);
  });

  for (const { name, type, version } of files) {
    it(`still reads ${name}`, () => {
      const data: unknown = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
      const codec = codecOf(type);
      const event = codec?.fromStored(type, version, data);
      expect(event?.type).toBe(type);
      if (version !== codec?.definition(type).version) return;
      expect(canonicalText(event?.data)).toBe(canonicalText(data));
    });
  }
}
