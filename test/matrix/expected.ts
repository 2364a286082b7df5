import { inspect } from 'node:util';
import { classOf } from './fields.ts';
import { sees, sightOf } from './sights.ts';
import type { Sight } from './sights.ts';
import { named } from './viewers.ts';

const MASK = '•••';

/** Where a value stands: in which thing, in a list or not, among mere ids or not. */
export type Place = { who: string; thing: string; listed: boolean; nameless?: boolean };

type Shown = { readonly __typename: string; readonly [field: string]: unknown };
/** As far as it was asked for: whoever asks for the count asks for the nodes, or sees all. */
type Page = Shown & {
  totalCount?: number;
  nodes?: unknown[];
  edges?: Shown[];
  pageInfo?: Shown;
};
const ALONE = { __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: false };

const UNSEEN = Symbol('unseen');
/** Some text that is compared with nothing; that it tells no word is looked at apart. */
const TEXT = Symbol('text');
const WHO_AND_WORDS = `DETAILS PURPOSE NAME IDENTITY_NUMBER EMAIL PHONE ADDRESS ORGANISATION
  OCCUPATION`.split(/\s+/);

const isShown = (value: unknown): value is Shown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Not there, in the form that the schema gives it. */
function nothingLike(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === 'boolean') return false;
  if (typeof value === 'number') return 0;
  if (!isShown(value) || !value.__typename.endsWith('Connection')) return null;
  return pageOf(value, { totalCount: 0, nodes: [], edges: [], pageInfo: ALONE });
}

/** With those values, as far as they were asked for. */
const pageOf = (page: Page, values: Partial<Page>): unknown => ({
  ...page,
  ...Object.fromEntries(Object.entries(values).filter(([field]) => field in page)),
});

/** What the tables make of what there is: the answer that one viewer should have. */
export class Expected {
  readonly #labels: ReadonlyMap<unknown, string>;

  constructor(ids: ReadonlyMap<string, string>) {
    this.#labels = new Map([...ids].map(([label, id]) => [id, label]));
  }

  /** Null where the viewer sees nothing of it. */
  of(truth: unknown, place: Place): unknown {
    const shown = this.#value(truth, place);
    return shown === UNSEEN ? null : shown;
  }

  #value(truth: unknown, place: Place): unknown {
    if (Array.isArray(truth)) {
      return truth.map((one) => this.#value(one, place)).filter((one) => one !== UNSEEN);
    }
    return isShown(truth) ? this.#object(truth, place) : truth;
  }

  #object(truth: Shown, outside: Place): unknown {
    const place = this.#placeOf(truth, outside);
    if (place === undefined) return UNSEEN;
    if (truth.__typename.endsWith('Connection')) return this.#page(truth, place);
    const entries = Object.entries(truth).map(([field, value]) => {
      const shown = field === '__typename' ? value : this.#field(truth, field, place);
      return [field, shown === UNSEEN ? null : shown] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Undefined: the viewer does not see it. Persons are seen as the case shows them. */
  #placeOf(truth: Shown, outside: Place): Place | undefined {
    if (truth.__typename === 'Person') {
      return truth['staff'] === true ? { ...outside, thing: 'staff', listed: false } : outside;
    }
    const label = this.#labels.get(truth['id']);
    if (label === undefined || label === outside.thing) return outside;
    if (!sees(outside.who, label, outside.listed)) return undefined;
    return { who: outside.who, thing: label, listed: outside.listed };
  }

  #page(truth: Page, place: Place): unknown {
    const { totalCount, nodes, edges } = truth;
    const seen = nodes?.map((one) => this.#value(one, place)).filter((one) => one !== UNSEEN);
    const unseen = (nodes?.length ?? 0) - (seen?.length ?? 0);
    return {
      ...truth,
      ...(totalCount === undefined ? {} : { totalCount: totalCount - unseen }),
      ...(nodes === undefined ? {} : { nodes: seen }),
      ...(edges === undefined ? {} : { edges: this.#edges(edges, place) }),
    };
  }

  #edges(edges: readonly Shown[], place: Place): unknown[] {
    return edges
      .map((edge) => ({ ...edge, node: this.#value(edge['node'], place) }))
      .filter(({ node }) => node !== UNSEEN);
  }

  #field(truth: Shown, field: string, place: Place): unknown {
    const value = truth[field];
    const under = classOf(truth.__typename, field);
    switch (under) {
      case 'NAMELESS':
        return this.#value(value, { ...place, nameless: true });
      case 'STAFF_NAME':
        return truth['staff'] === true ? value : masked(value, personal(place));
      case 'PERSONAL':
        return masked(value, personal(place));
      case 'IDENTITY':
        return personal(place) === 'CLEAR' ? value : null;
      case 'BEHIND':
        return personal(place) === 'NONE' ? null : this.#value(value, place);
      case 'CHANGE':
        return WHO_AND_WORDS.includes(String(truth['field']))
          ? masked(value, personal(place))
          : value;
      case 'LETTER': {
        const clear = !place.listed && sightOf(place.who, place.thing, under) === 'CLEAR';
        return clear || value === null ? value : TEXT;
      }
      case 'VERSIONS': {
        const all = sightOf(place.who, place.thing, 'MAKING') !== 'NONE';
        return this.#value(all ? value : lastOf(value as Page), place);
      }
      case 'ADMIN':
        return named('ADMIN').has(place.who) ? this.#value(value, place) : nothingLike(value);
      case 'COURSE':
      case 'INSIDE':
      case 'PREPARED':
      case 'MAKING':
      case 'ANSWER':
        return sightOf(place.who, place.thing, under) === 'NONE'
          ? nothingLike(value)
          : this.#value(value, place);
      default:
        return this.#value(value, place);
    }
  }
}

function personal({ who, thing, listed, nameless }: Place): Sight {
  if (nameless === true) return 'NONE';
  const sight = sightOf(who, thing, 'PERSONAL');
  return listed && sight === 'CLEAR' ? 'MASKED' : sight;
}

function masked(value: unknown, sight: Sight): unknown {
  if (value === null || sight === 'NONE') return null;
  return sight === 'MASKED' ? MASK : value;
}

const lastOf = (page: Page): unknown =>
  pageOf(page, {
    totalCount: 1,
    pageInfo: ALONE,
    nodes: page.nodes?.slice(-1) ?? [],
    edges: page.edges?.slice(-1) ?? [],
  });

/** Fields that no two viewers have alike. */
const OWN: readonly string[] = ['OWN', 'MOMENT', 'REPLY'];

/** Where an answer is not as expected, and how many values were compared. */
export class Comparison {
  readonly differences: string[] = [];
  cells = 0;

  compare(what: string, expected: unknown, actual: unknown): void {
    if (Array.isArray(expected) && Array.isArray(actual)) {
      this.#leaf(`${what}.length`, expected.length, actual.length);
      expected.forEach((one, index) => {
        if (index < actual.length) this.compare(`${what}[${index}]`, one, actual[index]);
      });
    } else if (isShown(expected) && isShown(actual)) {
      for (const field of Object.keys({ ...expected, ...actual })) {
        if (isOwn(expected.__typename, field)) continue;
        this.compare(`${what}.${field}`, expected[field], actual[field]);
      }
    } else {
      this.#leaf(what, expected, actual);
    }
  }

  #leaf(what: string, expected: unknown, actual: unknown): void {
    this.cells += 1;
    const fits = expected === TEXT ? typeof actual === 'string' : Object.is(expected, actual);
    if (fits) return;
    const [wanted, got] = [expected, actual].map((one) => inspect(one, { depth: 1 }).slice(0, 80));
    this.differences.push(`${what}: ${wanted ?? ''} expected, not ${got ?? ''}`);
  }
}

const isOwn = (type: string | undefined, field: string): boolean =>
  type !== undefined && field !== '__typename' && OWN.includes(classOf(type, field));
