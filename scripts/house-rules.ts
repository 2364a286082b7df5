/**
 * House rules that no other tool keeps; the linter and the dependency rules keep the rest.
 * Prints every breach and exits 1 when there is one.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { composeFaults } from './compose-file.ts';

type File = { path: string; text: string };
type Rule = (file: File) => string[];

const VAGUE_FOLDER = /(?:^|\/)(common|core|helpers?|shared|utils?)\//;
const TEST = /\.(?:spec|test)\.[a-z]+$/;
const TEST_SUPPORT = /\.(?:spec|contract)\.ts$|\/testing\//;
const LEVELLED = /\.(?:unit|prop|golden|contract|int|e2e|arch)\.spec\.ts$/;
const CODE = /\.(?:ts|js|cjs|mjs)$/;
const COLUMNS = 100;
// Written with a class of one letter, so that this file keeps its own rules.
const UNFINISHED = /\b(?:TO[D]O|FIX[M]E)\b/;
const MACHINE_PATH = /(?:^|[\s'"`(=:])\/(?:home|root|work)\//;
/** An event as a decider's types write it. */
const EVENT = /\btype: '([A-Z]\w+)';(?:\s*\/\*\*[\s\S]*?\*\/)?\s*data:/g;
const EVENT_DOC = 'docs/generated/events.md';

/** A spec that a document says shows something. */
const NAMED_SPEC = /[\w./-]+\.spec\.ts/g;

const lines = (text: string, broken: (line: string) => boolean, why: string): string[] =>
  text.split('\n').flatMap((line, index) => (broken(line) ? [`${index + 1}: ${why}`] : []));

const rules: Rule[] = [
  ({ path }) =>
    VAGUE_FOLDER.test(path) ? ['the folder says nothing of the business; name what is in it'] : [],
  ({ path }) =>
    TEST.test(path) && !LEVELLED.test(path)
      ? ['a spec is named by its level: *.unit|prop|golden|contract|int|e2e|arch.spec.ts']
      : [],
  ({ text }) => (text === '' || text.endsWith('\n') ? [] : ['no newline at the end']),
  ({ path, text }) =>
    CODE.test(path)
      ? lines(text, (line) => line.length > COLUMNS, `longer than ${COLUMNS} columns`)
      : [],
  ({ text }) => lines(text, (line) => UNFINISHED.test(line), 'left for later'),
  ({ text }) => lines(text, (line) => MACHINE_PATH.test(line), 'a path of one machine'),
  ({ path, text }) =>
    path.endsWith('package-lock.json')
      ? lines(text, (line) => line.includes('"resolved"'), 'names a registry')
      : [],
  ({ path, text }) => (path === 'docker-compose.yml' ? composeFaults(text) : []),
  ({ path, text }) =>
    path.endsWith('.md')
      ? [...text.matchAll(NAMED_SPEC)]
          .filter(([spec]) => spec.includes('/') && !existsSync(spec))
          .map(([spec]) => `names ${spec}, which is not there`)
      : [],
];

function sourceFiles(): File[] {
  const listed = execFileSync('git', ['ls-files', '-coz', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const paths = listed.split('\0').filter((path) => path !== '' && existsSync(path));
  return paths.flatMap((path) => {
    const text = readFileSync(path, 'utf8');
    return text.includes('\0') ? [] : [{ path, text }];
  });
}

function undocumentedEvents(files: File[]): string[] {
  const documented = files.find(({ path }) => path === EVENT_DOC)?.text ?? '';
  return files
    .filter(({ path }) => /^libs\/.*\.ts$/.test(path) && !TEST_SUPPORT.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(EVENT)].map(([, type]) => ({ path, type: String(type) })),
    )
    .filter(({ type }) => !documented.includes(`\n## ${type}\n`))
    .map(({ path, type }) => `${path}: ${type} is missing in ${EVENT_DOC}`);
}

const files = sourceFiles();
const breaches = [
  ...files.flatMap((file) => rules.flatMap((rule) => rule(file)).map((b) => `${file.path}:${b}`)),
  ...undocumentedEvents(files),
];
for (const breach of breaches) console.log(breach);
process.exitCode = breaches.length === 0 ? 0 : 1;
