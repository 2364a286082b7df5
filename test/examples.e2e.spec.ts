import { readFileSync, readdirSync } from 'node:fs';
import { TestCity } from './city.ts';

const FOLDER = new URL('../examples/', import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.graphql'));

type Step = {
  name: string;
  as: string;
  variables: string;
  expect: unknown;
  keep: string | undefined;
  query: string;
};

/** Every operation of the file with what its comment says. */
function stepsOf(text: string): Step[] {
  const blocks = text.split(/\n(?=# As: )/).slice(1);
  return blocks.map((block) => {
    const said = (name: string): string | undefined =>
      new RegExp(`^# ${name}: (.*)$`, 'm').exec(block)?.[1];
    const query = block.replace(/^#.*$/gm, '').trim();
    return {
      name: /^(?:query|mutation) (\w+)/.exec(query)![1]!,
      as: said('As')!,
      variables: said('Variables') ?? '{}',
      expect: JSON.parse(said('Expect')!),
      keep: said('Keep'),
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
    const filled = variables.replace(/\{\{(\w+)\}\}/g, (_, name: string) => kept.get(name)!);
    const { data, errors } = await city.ask(as, step.query, JSON.parse(filled) as object);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject(wanted as object);
    const [name, path] = step.keep?.split(' = ') ?? [];
    if (name !== undefined && path !== undefined) kept.set(name, String(at(data, path)));
  });
});
