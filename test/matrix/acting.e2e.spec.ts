import { isInputObjectType } from 'graphql';
import { COMMANDS } from './commands.ts';
import { ABSENT } from './reading.ts';
import { schema } from './selections.ts';
import { sees } from './sights.ts';
import { tellStory } from './story-told.ts';
import type { Story } from './story.ts';
import { VIEWERS } from './viewers.ts';

let story: Story;
beforeAll(async () => {
  story = await tellStory();
}, 120_000);
afterAll(() => story.city.close());

/** Refused because of who calls. */
const REFUSALS = ['NOT_PERMITTED', 'NOT_YOUR_STEP', 'SAME_PERSON'];

/** What a mutation answers to somebody: the code of its first error, and all of it. */
async function told(
  who: string,
  mutation: string,
  input: object,
): Promise<[code: string, whole: string]> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation($input: ${type}!) { ${mutation}(input: $input) {
    userErrors { code path message } position } }`;
  const { data, errors } = await story.city.ask(who, query, { input });
  if (errors !== undefined) throw new Error(`${who} ${mutation}: ${JSON.stringify(errors)}`);
  const { userErrors, ...rest } = data?.[mutation] ?? {};
  return [userErrors[0]?.code ?? '', JSON.stringify({ userErrors, rest })];
}

/** Everything in the log but refused attempts, and how far reactions have looked. */
async function events(): Promise<string[]> {
  const all = await story.city.city.parts.store.readAll({ limit: 100_000 });
  return all
    .map(({ stream, type }) => `${stream} ${type}`)
    .filter((one) => !/^(?:access|reaction)-| ApprovalRefusedToAuthor$/.test(one));
}

/** The thing that the input names: of a part and of a limit the request. */
const labelOf = (on: string): string =>
  on.startsWith('R') && !on.endsWith('person') ? (on.split('/')[0] ?? '') : on;

type Call = { mutation: string; who: string; command: (typeof COMMANDS)[string] };

/** What is wrong with the answer that somebody is given. */
async function faultOf({ mutation, who, command }: Call): Promise<string[]> {
  const { by, hidden = false, input } = command;
  const label = labelOf(command.on);
  const may = by.has(who);
  const there = input(label === '' ? ABSENT : story.id(label), story);
  const version = may ? versioned(mutation) : {};
  const [code, whole] = await told(who, mutation, { ...there, ...version });
  const refused = REFUSALS.includes(code);
  if (may) {
    return refused || (code === 'NOT_FOUND' && label !== '') ? [`${who} is kept: ${whole}`] : [];
  }
  if (!hidden && (label === '' || sees(who, label))) {
    return refused ? [] : [`${who} is not refused: ${whole}`];
  }
  const [, other] = await told(who, mutation, input(ABSENT, story));
  return other === whole && code !== '' ? [] : [`${who} is told ${whole}, not ${other}`];
}

describe.each(Object.entries(COMMANDS))('%s', (mutation, command) => {
  it('is for those of the table; for who sees nothing of it, as of what is absent', async () => {
    const before = await events();
    const faults: string[] = [];
    for (const who of VIEWERS) faults.push(...(await faultOf({ mutation, who, command })));
    expect(faults).toEqual([]);
    expect(await events()).toEqual(before);
  });
});

/** Whoever may is kept from it by a version that no case has. */
function versioned(mutation: string): object {
  const type = schema.getType(`${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`);
  const takes = isInputObjectType(type) && 'expectedVersion' in type.getFields();
  return takes ? { expectedVersion: 999_999 } : {};
}
