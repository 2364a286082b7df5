import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type Found = { what: string; word: string; file: string };

/** Every planted word in every file below the folder, in any case. */
export function scan(folder: string, words: ReadonlyMap<string, string>): Found[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .flatMap(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return foundIn(readFileSync(file).toString('latin1'), words).map((found) => ({
        ...found,
        file: file.slice(folder.length + 1),
      }));
    });
}

export function foundIn(text: string, words: ReadonlyMap<string, string>): Omit<Found, 'file'>[] {
  const lowered = text.toLowerCase();
  return [...words]
    .filter(([word]) => lowered.includes(word.toLowerCase()))
    .map(([word, what]) => ({ word, what }));
}

export const filesOf = (found: readonly Found[]): string[] => [
  ...new Set(found.map(({ file }) => file.split('/')[0] ?? '')),
];
