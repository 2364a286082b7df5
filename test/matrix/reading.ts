import type { Asked } from './asked.ts';
import { documentsOf } from './asked.ts';
import { ASKED_AS, QUERIES } from './roots.ts';
import { getNamedType } from 'graphql';
import { schema } from './selections.ts';
import { LABELS, QUEUES, sees, sightOf } from './sights.ts';
import { TRUTH, TWINS } from './viewers.ts';

export const ABSENT = '00000000-0000-4000-8000-000000000000';
const NODE = '($id: ID!) => node(id: $id)';
const NODES = '($ids: [ID!]!) => nodes(ids: $ids)';

type Told = { story: Asked['story']; truth: Asked['truth'] };

/** The type of everything that has a label. */
export async function typesOf({ story, truth }: Told): Promise<Map<string, string>> {
  const types = new Map<string, string>();
  for (const label of LABELS) {
    if (label === 'upload') types.set(label, 'Attachment');
    else {
      const query = 'query($id: ID!) { node(id: $id) { __typename id } }';
      types.set(label, (await truth(query, { id: story.id(label) })).node.__typename);
    }
  }
  return types;
}

type Types = ReadonlyMap<string, string>;
const isPerson = (label: string): boolean => /\/(?:person|guardian)$/.test(label);
/** Persons take their place from where they are asked for, everything else has its own. */
const placeOf = (who: string, label: string, listed = false) => ({
  who,
  thing: isPerson(label) ? label : '',
  listed,
});

/** `node(id:)` is there for what is seen, and for nothing else. */
export async function reachById(asked: Asked, who: string): Promise<void> {
  for (let at = 0; at < LABELS.length; at += 25) {
    const some = LABELS.slice(at, at + 25);
    const fields = some.map((label, n) => `n${n}: node(id: "${asked.story.id(label)}") { id }`);
    const data = await asked.answer(who, `{ ${fields.join(' ')} }`);
    some.forEach((label, n) => {
      const id = sees(who, label) ? asked.story.id(label) : undefined;
      asked.comparison.compare(`${who} node ${label}`, id, data[`n${n}`]?.id);
    });
  }
  const limits = await limitsOf(asked);
  for (let at = 0; at < limits.length; at += 25) {
    const some = limits.slice(at, at + 25);
    const fields = some.map(({ id }, n) => `n${n}: node(id: "${id}") { id }`);
    const data = await asked.answer(who, `{ ${fields.join(' ')} }`);
    some.forEach(({ id, owner, under }, n) => {
      const there = sightOf(who, owner, under) === 'NONE' ? undefined : id;
      asked.comparison.compare(`${who} limit ${id} of ${owner}`, there, data[`n${n}`]?.id);
    });
  }
}

type Limit = { id: string; owner: string; under: 'CASE' | 'COURSE' | 'MAKING' };
const knownLimits = new WeakMap<Asked, Promise<Limit[]>>();

/** Every limit of a case, and under which rule of that it stands. */
function limitsOf(asked: Asked): Promise<Limit[]> {
  const known = knownLimits.get(asked);
  if (known !== undefined) return known;
  const found = (async () => {
    const all: Limit[] = [];
    for (const label of LABELS.filter((one) => !one.includes('/'))) {
      const query = `query($id: ID!) { node(id: $id) {
        ... on InformationRequest { deadlines { id } assignments { deadline { id } } }
        ... on OutboundItem { steps { deadline { id } } }
        ... on Objection { deadlines { id } }
        ... on ConsequenceTest { deadline { id } } } }`;
      const { node } = await asked.truth(query, { id: asked.story.id(label) });
      const ids = JSON.stringify(node ?? {}).matchAll(/"id":"([^"]+)"/g);
      const rules: Readonly<Partial<Record<string, Limit['under']>>> = {
        R: 'COURSE',
        I: 'MAKING',
        A: 'MAKING',
      };
      for (const [, id = ''] of ids) {
        all.push({ id, owner: label, under: rules[label.charAt(0)] ?? 'CASE' });
      }
    }
    return all;
  })();
  knownLimits.set(asked, found);
  return found;
}

/** Every field of what is seen, and of what it leads to. */
export async function readThings(asked: Asked, types: Types, who: string): Promise<void> {
  for (const [label, type] of types) {
    if (!sees(who, label) || label === 'upload') continue;
    for (const query of documentsOf(type, NODE, TWINS.has(who) ? 0 : 1)) {
      const variables = { id: asked.story.id(label) };
      await asked.compare({ query, variables, place: placeOf(who, label), what: label });
    }
  }
}

/** The same in a list, where who somebody is is masked. */
export async function readNodes(asked: Asked, types: Types, who: string): Promise<void> {
  for (const type of new Set(types.values())) {
    const all = [...types].filter(([, one]) => one === type).map(([label]) => label);
    const labels = all.filter((label) => label !== 'upload');
    const ids = labels.map((label) => asked.story.id(label));
    const least = ['query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }'];
    const any = !TWINS.has(who) && labels.some((label) => sees(who, label, true));
    for (const query of any ? documentsOf(type, NODES, 0) : least) {
      const truth = await asked.truth(query, { ids });
      const actual = await asked.answer(who, query, { ids });
      labels.forEach((label, n) => {
        const place = placeOf(who, label, true);
        const there = sees(who, label, true) ? truth.nodes[n] : null;
        asked.hold(`nodes ${label}`, there, actual.nodes[n], place);
      });
    }
  }
}

/** Every root that is not of one case: lists with their counts, and what everybody knows. */
export async function readRoots(asked: Asked, who: string, now: string): Promise<void> {
  for (const [name, root] of Object.entries(ASKED_AS)) {
    const field = schema.getQueryType()?.getFields()[name];
    if (field === undefined) throw new Error(`${name} is no query`);
    const typename = getNamedType(field.type).name;
    const listed = QUERIES[name] === 'BY_SIGHT';
    const thing = name === 'auditTrail' ? 'log' : 'staff';
    const answered = QUERIES[name];
    for (const query of documentsOf(typename, root.replace('NOW', now), listed ? 0 : 1)) {
      const place = { who, thing, listed };
      const seen = !(answered instanceof Set) || answered.has(who);
      if (seen || name === 'previewCalendarAmendment') {
        await asked.compare({ query, place, what: name });
      } else {
        asked.hold(name, null, (await asked.answer(who, query))[name], place);
      }
    }
  }
}

/** The queue is of one's own. */
export async function readQueue(asked: Asked, who: string): Promise<void> {
  const query = '{ approvalQueue(first: 50) { totalCount nodes { id title body } } }';
  const { approvalQueue } = await asked.answer(who, query);
  const ids = (QUEUES[who] ?? '').split(' ').filter(Boolean);
  const wanted = ids.map((label) => asked.story.id(label));
  const found = approvalQueue.nodes.map(({ id }: { id: string }) => id);
  asked.comparison.compare(`${who} queue`, wanted, found);
  asked.comparison.compare(`${who} queue count`, wanted.length, approvalQueue.totalCount);
}

const foundFor = (word: string): string =>
  `${word}: informationRequests(first: 20, filter: { search: "${word}" }) {
      __typename totalCount nodes { __typename id } }
    ${word}s: outboundItems(first: 20, filter: { search: "${word}" }) {
      __typename totalCount nodes { __typename id } }`;

/** The words that find something for whoever sees everything; all others are kept sealed. */
export async function wordsThatFind(asked: Asked): Promise<string[]> {
  const words = [...asked.story.words.keys()].filter((word) => /^zq[b-p]{4}$/.test(word));
  const finding: string[] = [];
  for (let at = 0; at < words.length; at += 15) {
    const some = words.slice(at, at + 15);
    const { data } = await asked.story.city.ask(TRUTH, `{ ${some.map(foundFor).join(' ')} }`);
    finding.push(
      ...some.filter((word) =>
        [data?.[word], data?.[`${word}s`]].some((one) => one.totalCount > 0),
      ),
    );
  }
  return finding;
}

/** Words find the cases that are seen, and count no others. */
export async function search(asked: Asked, words: readonly string[], who: string): Promise<void> {
  for (let at = 0; at < words.length; at += 15) {
    const query = `{ ${words
      .slice(at, at + 15)
      .map(foundFor)
      .join(' ')} }`;
    const truth = await asked.truth(query);
    const { data } = await asked.story.city.ask(who, query);
    for (const [alias, found] of Object.entries(truth)) {
      const place = { who, thing: '', listed: true };
      asked.hold(`search ${alias}`, found, data?.[alias], place);
    }
  }
}

/** A cursor that was handed to whoever sees everything opens nothing more. */
export async function page(asked: Asked, who: string): Promise<void> {
  for (const root of ['informationRequests', 'outboundItems', 'objections', 'consequenceTests']) {
    const all = `{ ${root}(first: 50) { edges { cursor node { id } } } }`;
    const edges = (await asked.truth(all))[root].edges as { cursor: string; node: Id }[];
    const own = (await asked.answer(who, all))[root].edges as { node: Id }[];
    const query = `query($after: String!) { ${root}(first: 50, after: $after) { nodes { id } } }`;
    for (const [index, { cursor }] of edges.entries()) {
      if (index % 3 !== 0) continue;
      const later = edges.slice(index + 1).map(({ node }) => node.id);
      const wanted = own.map(({ node }) => node.id).filter((id) => later.includes(id));
      const { nodes } = (await asked.answer(who, query, { after: cursor }))[root];
      const got = nodes.map(({ id }: Id) => id);
      asked.comparison.compare(`${who} ${root} after ${index}`, wanted, got);
    }
  }
}

type Id = { id: string };
const PASTS: Readonly<Record<string, string>> = {
  R: 'informationRequest',
  I: 'outboundItem',
  A: 'outboundItem',
};

/** A past is read by the rules of today. */
export async function readPasts(asked: Asked, who: string, asOf: string): Promise<void> {
  for (const label of ['R1', 'R2', 'R6', 'I3', 'I4', 'A2']) {
    const root = PASTS[label.charAt(0)] ?? '';
    const type = root === 'outboundItem' ? 'OutboundItem' : 'InformationRequest';
    const at = `${root}(id: $id, asOf: "${asOf}")`;
    const whole = documentsOf(type, `($id: ID!) => ${at}`, 0);
    const least = [`query($id: ID!) { ${at} { __typename id } }`];
    for (const query of sees(who, label) && !TWINS.has(who) ? whole : least) {
      const variables = { id: asked.story.id(label) };
      const place = { who, thing: '', listed: false };
      await asked.compare({ query, variables, place, what: `${label} as of` });
    }
  }
}

/** A file is handed out to who sees it; for everybody else it is as one that is not there. */
export async function download(asked: Asked, types: Types, who: string): Promise<void> {
  const { city } = asked.story;
  const headers = { authorization: `Bearer ${await city.tokenOf(who)}` };
  const get = async (id: string): Promise<string> => {
    const response = await fetch(`${city.url}/attachments/${id}`, { headers });
    return `${response.status} ${await response.text()}`;
  };
  const absent = await get(ABSENT);
  const files = [...types].filter(([, type]) => type === 'Attachment').map(([label]) => label);
  for (const label of files) {
    const got = await get(asked.story.id(label));
    asked.heard(who, `file ${label}`, got);
    const seen = sees(who, label);
    asked.comparison.compare(`${who} file ${label}`, seen, got !== absent);
    if (seen) asked.comparison.compare(`${who} file ${label} is whole`, true, /^200 zq/.test(got));
  }
}

/** The words that nobody was ever shown: in no field of anything, and in no file. */
export async function wordsMissing({ story, truth }: Told, types: Types): Promise<string[]> {
  let all = '';
  for (const [label, type] of types) {
    const variables = { id: story.id(label) };
    if (label !== 'upload') {
      for (const query of documentsOf(type, NODE, 1)) {
        all += JSON.stringify(await truth(query, variables));
      }
    }
    if (type === 'Attachment') {
      const who = label === 'upload' ? 'lead.dispora' : TRUTH;
      const query = 'query($id: ID!) { node(id: $id) { ... on Attachment { name } } }';
      all += JSON.stringify((await story.city.ask(who, query, variables)).data);
      const headers = { authorization: `Bearer ${await story.city.tokenOf(who)}` };
      all += await (
        await fetch(`${story.city.url}/attachments/${variables.id}`, { headers })
      ).text();
    }
  }
  return [...story.words.keys()].filter((word) => !all.includes(word));
}

/** The least that a root can be asked for. */
export function leastOf(name: string, id: string): string {
  const given: Readonly<Record<string, string>> = {
    informationRequest: `informationRequest(id: "${id}")`,
    outboundItem: `outboundItem(id: "${id}")`,
    node: `node(id: "${id}")`,
    nodes: `nodes(ids: ["${id}"])`,
    ...ASKED_AS,
  };
  return `${(given[name] ?? name).replace('NOW', '2999-01-01T00:00:00Z')} { __typename }`;
}
