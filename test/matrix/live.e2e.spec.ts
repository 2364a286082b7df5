import { createClient } from 'graphql-sse';
import { Asked } from './asked.ts';
import { SUBSCRIPTIONS } from './roots.ts';
import { documentsWith, pathsOf, typeOf } from './selections.ts';
import { QUEUES, sees } from './sights.ts';
import { tellStory } from './story-told.ts';
import type { Story } from './story.ts';
import { ENDED_VIEWERS, TO_COME, TRUTH, VIEWERS, WITHOUT_POST } from './viewers.ts';

let story: Story;
let asked: Asked;
const clients = new Set<{ dispose(): void }>();
beforeAll(async () => {
  story = await tellStory();
  asked = new Asked(story);
}, 120_000);
afterAll(async () => {
  for (const client of clients) client.dispose();
  await story.city.close();
});

type Stream = { next(): Promise<any>; leave(): void };

/** A subscription over a connection of its own; `null` once it is over. */
async function subscribe(who: string, query: string, variables = {}): Promise<Stream> {
  const client = createClient({
    url: `${story.city.url}/graphql/stream`,
    singleConnection: false,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${await story.city.tokenOf(who)}` },
  });
  clients.add(client);
  const messages = client.iterate<Record<string, any>>({ query, variables });
  const leave = (): void => {
    client.dispose();
    clients.delete(client);
  };
  const next = async (): Promise<any> => {
    const { done, value } = await messages.next();
    if (done === true) return null;
    if (value.errors !== undefined) throw new Error(JSON.stringify(value.errors));
    return Object.values(value.data ?? {})[0];
  };
  return { next, leave };
}

const WITHOUT = [...ENDED_VIEWERS, TO_COME, WITHOUT_POST];

describe('informationRequestChanged', () => {
  it.each(VIEWERS)('tells %s of what they see, and ends at once for anything else', async (who) => {
    const whole = documentsWith(
      pathsOf(typeOf('InformationRequest'), { things: 0, page: 40, within: [] }),
      (some) => `query($id: ID!) { node(id: $id) { ... on InformationRequest {
        __typename id ${some} } } }`,
    );
    for (const [label, id] of story.ids) {
      if (!/^R\d+$/.test(label)) continue;
      for (const query of sees(who, label) ? whole : whole.slice(0, 1)) {
        const live = query
          .replace('query(', 'subscription(')
          .replace('node(id: $id)', 'informationRequestChanged(id: $id)');
        const stream = await subscribe(who, live, { id });
        const first = await stream.next();
        stream.leave();
        const { node } = await asked.truth(query, { id });
        asked.hold(`live ${label}`, node, first, { who, thing: '', listed: false });
      }
    }
    expect(asked.differences()).toEqual([]);
  });
});

describe('coordinationBoardChanged', () => {
  it.each(VIEWERS)('tells %s of counts while they hold a post', async (who) => {
    const rows = 'requests { open } offices { office { code } openAssignments }';
    const query = `subscription { coordinationBoardChanged { ${rows} } }`;
    const stream = await subscribe(who, query);
    const first = await stream.next();
    stream.leave();
    const { coordinationBoard } = await asked.truth(`{ coordinationBoard { ${rows} } }`);
    const row = SUBSCRIPTIONS['coordinationBoardChanged'];
    const told = row instanceof Set && row.has(who);
    expect(first).toEqual(told ? coordinationBoard : null);
  });
});

describe('approvalQueueChanged', () => {
  const query = 'subscription { approvalQueueChanged { itemId inQueue item { id title } } }';

  it.each(WITHOUT)('ends at once for %s', async (who) => {
    const stream = await subscribe(who, query);
    expect(await stream.next()).toBeNull();
  });

  it('tells everybody of their own queue alone, also of what comes into one', async () => {
    const heard = new Map<string, string[]>();
    const first: Promise<void>[] = [];
    for (const who of VIEWERS.filter((one) => !WITHOUT.includes(one))) {
      const stream = await subscribe(who, query);
      const ids: string[] = [];
      heard.set(who, ids);
      const listen = async (): Promise<void> => {
        const change = await stream.next().catch(() => null);
        if (change === null) return;
        asked.heard(who, 'approvalQueueChanged', JSON.stringify(change));
        ids.push(`${change.itemId} ${change.inQueue}`);
        void listen();
      };
      first.push(listen());
    }
    const submit = { outboundItemId: story.id('I1') };
    await story.did('lead.satpol', 'submitForApproval', submit, 'outboundItem { id }');
    const coordinators = ['coordinator.diskominfo', 'coordinator2.diskominfo'];
    const holds = (who: string): boolean =>
      heard.get(who)?.includes(`${story.id('I1')} true`) === true;
    while (!coordinators.every(holds)) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const [who, ids] of heard) {
      const own = (QUEUES[who] ?? '').split(' ').filter(Boolean);
      const labels = coordinators.includes(who) ? [...own, 'I1'] : own;
      expect([who, ids]).toEqual([who, labels.map((label) => `${story.id(label)} true`)]);
    }
    expect(asked.differences()).toEqual([]);
  });
});

it('nobody who has not signed in is told of anything', async () => {
  for (const field of Object.keys(SUBSCRIPTIONS)) {
    const args = field === 'informationRequestChanged' ? `(id: "${story.id('R1')}")` : '';
    const response = await fetch(`${story.city.url}/graphql/stream`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: `subscription { ${field}${args} { __typename } }` }),
    });
    expect(await response.text()).toContain('UNAUTHENTICATED');
  }
  expect(VIEWERS).not.toContain(TRUTH);
});
