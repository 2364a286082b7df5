import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = new URL('../', import.meta.url);

/** On the disk that the project lies on: a temporary folder of the system may be memory alone. */
const PLACE = join(import.meta.dirname, '../node_modules/.cache/bench');

/** Runs with a fresh folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(PLACE, { recursive: true });
  const folder = mkdtempSync(join(PLACE, 'run-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
