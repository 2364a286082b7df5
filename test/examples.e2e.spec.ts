import { readFileSync, readdirSync } from 'node:fs';
import { cityDay } from '#calendar';
import type { Instant } from '#kernel';
import { TestCity } from './city.ts';

const FOLDER = new URL('../examples/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));

type Step = {
  name: string;
  as: string;
  variables: string;
  expect: unknown;
  keep: string[];
  query: string;
};

/** Every operation of the file with what its comment says. */
function stepsOf(text: string): Step[] {
  const blocks = text.split(/\n(?=# As: )/).slice(1);
  const queries = new Map<string, string>();
  return blocks.map((block) => {
    const said = (name: string): string | undefined =>
      new RegExp(`^# ${name}: (.*)$`, 'm').exec(block)?.[1];
    const written = block.replace(/^#.*$/gm, '').trim();
    const name = said('Again') ?? /^(?:query|mutation) (\w+)/.exec(written)![1]!;
    const query = queries.get(name) ?? written;
    queries.set(name, query);
    return {
      name,
      as: said('As')!,
      variables: said('Variables') ?? '{}',
      expect: JSON.parse(said('Expect')!),
      keep: [...block.matchAll(/^# Keep: (.*)$/gm)].map(([, path]) => path!),
      query,
    };
  });
}

const at = (value: any, path: string): unknown =>
  path.split('.').reduce((inner, key) => inner[key], value);

describe.each(files)('examples/%s', (file) => {
  const steps = stepsOf(readFileSync(new URL(file, FOLDER), 'utf8'));
  const kept = new Map<string, string>();
  let city: TestCity;
  beforeAll(async () => {
    city = await TestCity.seeded();
  }, 120_000);
  afterAll(() => city.close());

  it.each(steps)('$name answers as it says', async ({ as, variables, expect: wanted, ...step }) => {
    const now = new Date();
    kept.set('now', now.toISOString()).set('today', cityDay(now.toISOString() as Instant));
    const filled = variables.replace(/\{\{(\w+)\}\}/g, (_, name: string) => kept.get(name)!);
    const { data, errors } = await city.ask(as, step.query, JSON.parse(filled) as object);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject(wanted as object);
    for (const line of step.keep) {
      const [name, path] = line.split(' = ');
      kept.set(name!, String(at(data, path!)));
    }
  });
});
