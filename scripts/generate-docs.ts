/**
 * Writes what the code says of itself to docs/generated; with `--check` only compares. Run from
 * source: `node --conditions=simpul-source`, so nothing it imports may have decorators.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { views } from '../apps/api/src/views.ts';
import { eventsDocument } from './events-document.ts';

const documents: Record<string, () => string> = {
  'docs/generated/events.md': () => eventsDocument(views.codec),
};

const current = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const onlyCheck = process.argv.includes('--check');
const stale = Object.entries(documents)
  .map(([path, write]) => ({ path, text: write() }))
  .filter(({ path, text }) => current(path) !== text);

for (const { path, text } of stale) {
  if (onlyCheck) {
    console.log(`${path} is not what the code says: run npm run docs`);
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
process.exitCode = onlyCheck && stale.length > 0 ? 1 : 0;
