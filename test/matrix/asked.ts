import type { Answer } from '../city.ts';
import { Comparison, Expected } from './expected.ts';
import type { Place } from './expected.ts';
import { documentsWith, pathsOf, typeOf } from './selections.ts';
import { sightOf } from './sights.ts';
import type { Story } from './story.ts';
import { TRUTH } from './viewers.ts';

/** Every word of a story, in whatever text. */
const WORD = /zq[b-p]{4}|zq[\w@.]+example|\+62812777\d+|3278\d{12}/g;

type Question = { query: string; variables?: object; place: Place; what: string };

/** Asks as somebody, and holds what comes against the tables and against what there is. */
export class Asked {
  readonly story: Story;
  /** Of everything that was asked. */
  readonly comparison = new Comparison();
  /** `Type.field` of which there was a value to compare. */
  readonly met = new Set<string>();
  readonly #expected: Expected;
  readonly #truths = new Map<string, Promise<any>>();

  constructor(story: Story) {
    this.story = story;
    this.#expected = new Expected(story.ids);
  }

  /** What whoever sees everything is answered. */
  readonly truth = (query: string, variables: object = {}): Promise<any> => {
    const key = `${query}${JSON.stringify(variables)}`;
    const known = this.#truths.get(key);
    if (known !== undefined) return known;
    const asked = this.#answer(TRUTH, query, variables).then((data) => {
      this.#meet(data);
      return data;
    });
    this.#truths.set(key, asked);
    return asked;
  };

  #meet(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const { __typename: type } = value as { __typename?: string };
    for (const [field, one] of Object.entries(value)) {
      const empty = one === null || (Array.isArray(one) && one.length === 0);
      if (type !== undefined && !empty) this.met.add(`${type}.${field}`);
      this.#meet(one);
    }
  }

  /** What somebody is answered; of no word in it may they be kept from. */
  async answer(who: string, query: string, variables: object = {}): Promise<any> {
    const data = await this.#answer(who, query, variables);
    this.heard(who, query, JSON.stringify(data));
    return data;
  }

  /** Compares one root of an answer with what the tables make of it. */
  async compare({ query, variables = {}, place, what }: Question): Promise<void> {
    const truth = this.#expected.of(rootOf(await this.truth(query, variables)), place);
    const actual = rootOf(await this.answer(place.who, query, variables));
    this.comparison.compare(`${place.who} ${what}`, truth, actual);
  }

  /** The same for a value that came by another way. */
  hold(what: string, truth: unknown, actual: unknown, place: Place): void {
    this.heard(place.who, what, JSON.stringify(actual));
    const expected = this.#expected.of(truth, place);
    this.comparison.compare(`${place.who} ${what}`, expected, actual);
  }

  async #answer(who: string, query: string, variables: object): Promise<any> {
    const { data, errors }: Answer = await this.story.city.ask(who, query, variables);
    if (errors !== undefined) throw new Error(`${who} ${query}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** The words of the story in a text, each of which the hearer must be allowed. */
  heard(who: string, where: string, text: string): void {
    for (const [word] of text.matchAll(WORD)) {
      const planted = this.story.words.get(word);
      if (planted === undefined) throw new Error(`${word} was never said`);
      const { thing, under } = planted;
      this.comparison.cells += 1;
      if (sightOf(who, thing, under) === 'CLEAR') continue;
      const of = `${under} of ${thing}`;
      this.comparison.differences.push(`${who} heard ${word}, ${of}, in ${where.slice(0, 200)}`);
    }
  }

  /** The differences so far, which are forgotten. */
  differences(): string[] {
    return this.comparison.differences.splice(0);
  }
}

const rootOf = (data: Record<string, unknown>): unknown => Object.values(data)[0];

const documents = new Map<string, string[]>();

/**
 * The documents that ask everything of a type under one root, and of what it leads to.
 * @param root with its arguments; `around` declares the variables.
 */
export function documentsOf(typename: string, root: string, things: number): string[] {
  const key = `${typename} ${root} ${things}`;
  const known = documents.get(key);
  if (known !== undefined) return known;
  const type = typeOf(typename);
  const head = 'id' in type.getFields() ? '__typename id' : '__typename';
  const [declared = '', field = root] = root.includes(' => ') ? root.split(' => ') : ['', root];
  const made = documentsWith(
    pathsOf(type, { things, page: 40, within: [] }),
    (some) => `query${declared} { ${field} { ... on ${typename} { ${head} ${some} } } }`,
  );
  documents.set(key, made);
  return made;
}
