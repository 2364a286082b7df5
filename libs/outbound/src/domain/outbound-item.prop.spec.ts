import fc from 'fast-check';
import { fold, isRejection } from '#kernel';
import type { EventId, Happened, PersonId } from '#kernel';
import type { OutboundCommand } from './commands.ts';
import type { OutboundEvent, RoutedStep } from './events.ts';
import { outboundItem } from './outbound-item.ts';
import type { ItemOrNone, OutboundItem, OutboundState } from './state.ts';
import {
  AT,
  CAST,
  CONTENT,
  OTHER_REQUEST,
  REQUEST,
  ROUTES,
  answering,
  commandsIn,
  draft,
  holdersIn,
} from '../testing/cast.ts';
import type { Post } from '../testing/cast.ts';

const SEQUENCES = 12_000;
const LATER = '2026-03-05T02:00:00.000Z';

/** One thing that somebody does; the numbers say who and what, whatever the state. */
type Move = { what: number; who: number; luck: number };
type Told = { event: OutboundEvent; posts: readonly Post[] };
type Story = { told: Told[]; transitions: string[]; refusals: string[]; state: ItemOrNone };

const move: fc.Arbitrary<Move> = fc.record({
  what: fc.nat(99),
  who: fc.nat(CAST.length - 1),
  luck: fc.nat(99),
});
const game = fc.record({
  answer: fc.constantFrom('none', 'STATUTORY', 'MEDIA'),
  sensitive: fc.boolean(),
  author: fc.nat(CAST.length - 1),
  absent: fc.array(fc.nat(CAST.length - 1), { maxLength: 2 }),
  moves: fc.array(move, { minLength: 6, maxLength: 40 }),
});
type Game = typeof game extends fc.Arbitrary<infer T> ? T : never;

/** Mostly whoever's turn it is, with the text as it stands; otherwise anybody, with any text. */
function commandOf(move: Move, item: OutboundItem, posts: readonly Post[]): OutboundCommand {
  const { what, luck } = move;
  const ways = waysOf(move, item, posts);
  const all = Object.keys(ways) as (keyof typeof ways)[];
  const likely = LIKELY[item.state] ?? all;
  const chosen = luck % 4 === 0 ? all[what % all.length] : likely[what % likely.length];
  return ways[chosen!]();
}

/** Who takes the step whose turn it is, by luck; `any` where nobody can. */
function rightOne(luck: number, { steps }: OutboundItem, posts: readonly Post[], any: PersonId) {
  const pending = steps.find(({ decision }) => decision === 'PENDING');
  if (pending === undefined || luck >= 75) return any;
  const holders = holdersIn(posts)(pending.role, pending.office);
  return holders[luck % Math.max(holders.length, 1)] ?? any;
}

function waysOf({ who, luck }: Move, item: OutboundItem, posts: readonly Post[]) {
  const { kind, contentHash, contentVersion, track = '', requests } = item;
  const any = CAST[who]!.person;
  const right = rightOne(luck, item, posts, any);
  const hash = luck % 17 === 0 ? 'stale' : contentHash;
  const base = luck % 19 === 0 ? contentVersion - 1 : contentVersion;
  const c = commandsIn(posts, luck % 23 === 0 ? 'ENDED' : 'VALID', base);
  const steps = kind === 'ANSWER' ? ROUTES.ANSWER : ROUTES.STATEMENT;
  const next = `hash ${contentVersion + 1}`;
  const answer = { answer: answering({ track, requests: [...requests] }) };
  const content = kind === 'ANSWER' ? { ...CONTENT, ...answer } : CONTENT;
  const open = luck % 11 === 0;
  return {
    submit: () => c.submit(any, steps),
    approve: () => c.approve(right, hash, open),
    revise: () => c.revise(any, next, content),
    sendBack: () => c.sendBack(right, hash),
    refuse: () => c.refuse(right, hash),
    sensitive: () => c.sensitive(any, luck % 2 === 0),
    judge: () => c.judge(),
    schedule: () => c.schedule(any, luck % 9 === 0 ? AT : LATER, hash),
    cancel: () => c.cancel(any, hash),
    fire: () => c.fire(luck % 5 === 0 ? AT : LATER, open),
    refuseScheduled: () => c.refuseScheduled(),
    release: () => c.release(any, hash, open),
    emergency: () => c.emergency(any, hash),
    review: () => c.review(any, hash),
    drop: () => c.drop(any),
    leave: () => c.leave(luck % 2 === 0 ? REQUEST : OTHER_REQUEST, next),
    replace: () => c.replace(luck % 2 === 0 ? 'CORRECTED' : 'SUPERSEDED', `other ${who}`),
    withdraw: () => c.withdraw(any),
  } satisfies Record<string, () => OutboundCommand>;
}

/** What people mostly do then; a quarter of the time they do anything. */
const LIKELY: Partial<Record<OutboundState, readonly Way[]>> = {
  DRAFT: ['submit', 'submit', 'submit', 'submit', 'submit', 'revise'],
  IN_APPROVAL: [...Array.from({ length: 14 }, () => 'approve' as const), 'sendBack', 'judge'],
  RETURNED: ['revise', 'revise', 'drop', 'emergency'],
  APPROVED: ['release', 'schedule', 'schedule', 'schedule', 'sensitive', 'revise', 'emergency'],
  SCHEDULED: ['fire', 'fire', 'sensitive', 'cancel', 'revise', 'drop', 'emergency'],
  RELEASED: ['replace', 'withdraw', 'review', 'replace'],
};
type Way = keyof ReturnType<typeof waysOf>;

function play({ answer, sensitive, author, absent, moves }: Game): Story {
  const story: Story = { told: [], transitions: [], refusals: [], state: null };
  const content =
    answer === 'none'
      ? CONTENT
      : { ...CONTENT, answer: answering({ track: answer, requests: [REQUEST, OTHER_REQUEST] }) };
  const first = draft({
    by: CAST[author]!.person,
    kind: answer === 'none' ? 'STATEMENT' : 'ANSWER',
    content,
    sensitive,
  });
  tell(story, first, CAST);
  for (const [turn, one] of moves.entries()) {
    // Some leave their posts as time goes on.
    const gone = absent.filter((_, i) => turn > 4 * (i + 1));
    const posts = CAST.filter((_, i) => !gone.includes(i));
    tell(story, commandOf(one, story.state!, posts), posts);
  }
  return story;
}

function tell(story: Story, command: OutboundCommand, posts: readonly Post[]): void {
  const decision = outboundItem.decide(command, story.state);
  if (isRejection(decision)) story.refusals.push(decision.rejected);
  for (const event of isRejection(decision) ? decision.events : decision) {
    const before = story.state?.state ?? 'NONE';
    const happened = { ...event, id: 'e' as EventId, occurredAt: AT };
    story.told.push({ event, posts });
    story.state = fold({ ...outboundItem, initialState: story.state }, [
      happened as Happened<OutboundEvent>,
    ]);
    const after = story.state?.state ?? 'NONE';
    if (before !== after) story.transitions.push(`${before} -> ${after}`);
  }
}

const EDITS = ['OutboundItemDrafted', 'OutboundItemRevised', 'OutboundItemLeftByRequest'];

/** Holders of a step who have not taken another and are not needed as the only approver. */
function freeFor({ role, office }: RoutedStep, posts: readonly Post[], used: unknown[]) {
  const approvers = holdersIn(posts)('APPROVER');
  const needed = approvers.length === 1 ? approvers : [];
  return holdersIn(posts)(role, office).filter((id) => ![...used, ...needed].includes(id));
}

/** What the log alone must show of every item, whatever the rules are written like. */
function check(told: readonly Told[]): void {
  checkTexts(told.map(({ event }) => event));
  checkRoutes(told);
}

/** Versions follow each other until it is out; what names a text names the current one. */
function checkTexts(events: readonly OutboundEvent[]): void {
  let version = { contentVersion: 0, contentHash: '' };
  let left = false;
  for (const { type, data } of events) {
    if ('contentHash' in data && EDITS.includes(type)) {
      expect(left).toBe(false);
      expect(data.contentVersion).toBe(version.contentVersion + 1);
      version = { contentVersion: data.contentVersion, contentHash: data.contentHash };
    }
    if ('contentHash' in data && 'contentVersion' in data) expect(data).toMatchObject(version);
    if (type === 'OutboundItemReleased') expect(left).toBe(false);
    left ||= /^OutboundItemReleased/.test(type);
  }
}

/** Each step is taken in its order by a holder, never the author, nobody twice. */
function checkRoutes(told: readonly Told[]): void {
  let author = '';
  let steps: (RoutedStep & { by?: string; out?: boolean })[] = [];
  for (const { event, posts } of told) {
    const { type, data } = event;
    if (EDITS.includes(type)) steps = [];
    if ('author' in data) author = data.author;
    if (type === 'OutboundItemSubmitted') steps = data.steps.map((step) => ({ ...step }));
    if (type === 'OutboundItemSensitivitySet' && steps.length > 0) {
      steps = steps.filter(({ sensitive, by }) => sensitive !== true || by !== undefined);
      const has = steps.at(-1)?.role === 'LEADERSHIP';
      if (data.sensitive && !has) steps.push({ role: 'LEADERSHIP', sensitive: true });
    }
    if (type === 'ApprovalGiven') {
      const { role, office } = steps[data.step]!;
      expect(data.by).not.toBe(author);
      expect(steps.map(({ by }) => by)).not.toContain(data.by);
      expect(holdersIn(posts)(role, office)).toContain(data.by);
      expect(steps.slice(0, data.step).every(({ by, out }) => by !== undefined || out)).toBe(true);
      steps[data.step]!.by = data.by;
    }
    if (type === 'ApprovalStepSkipped') {
      const { role } = steps[data.step]!;
      expect(['APPROVER', 'LEADERSHIP']).not.toContain(role);
      const free = freeFor(steps[data.step]!, posts, [author, ...steps.map(({ by }) => by)]);
      expect(free).toEqual([]);
      steps[data.step]!.out = true;
    }
    if (type === 'OutboundItemReleased') {
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.every(({ by, out }) => by !== undefined || out === true)).toBe(true);
    }
  }
}

/** Every way of §6 from one state into another. */
const TRANSITIONS = [
  'NONE -> DRAFT',
  'DRAFT -> IN_APPROVAL',
  'IN_APPROVAL -> APPROVED',
  'IN_APPROVAL -> RETURNED',
  'IN_APPROVAL -> REJECTED',
  'IN_APPROVAL -> DRAFT',
  'RETURNED -> DRAFT',
  'APPROVED -> DRAFT',
  'SCHEDULED -> DRAFT',
  'APPROVED -> IN_APPROVAL',
  'SCHEDULED -> IN_APPROVAL',
  'APPROVED -> SCHEDULED',
  'SCHEDULED -> APPROVED',
  'APPROVED -> RELEASED',
  'SCHEDULED -> RELEASED',
  ...['DRAFT', 'IN_APPROVAL', 'RETURNED', 'APPROVED', 'SCHEDULED'].flatMap((from) => [
    `${from} -> EMERGENCY_RELEASED`,
    `${from} -> DROPPED`,
  ]),
  ...['RELEASED', 'EMERGENCY_RELEASED'].flatMap((from) =>
    ['CORRECTED', 'SUPERSEDED', 'WITHDRAWN'].map((to) => `${from} -> ${to}`),
  ),
];

describe('an item that anybody does anything with', () => {
  it('leaves the house only as it was approved, by others than its author, each once', () => {
    const counts = new Map<string, number>();
    let sequences = 0;
    let released = 0;
    const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
    fc.assert(
      fc.property(game, (one) => {
        const { told, transitions, refusals } = play(one);
        check(told);
        sequences += 1;
        if (transitions.some((to) => to.endsWith('-> RELEASED'))) released += 1;
        transitions.forEach(count);
        refusals.forEach((code) => count(`refused ${code}`));
      }),
      { numRuns: SEQUENCES, seed: 20_260_302 },
    );
    const figures = [...counts].sort(([, a], [, b]) => b - a).map(([what, n]) => `${n} ${what}`);
    const told = `${sequences} sequences, ${released} released`;
    process.stdout.write(`${told}\n${figures.join('\n')}\n`);
    expect(sequences).toBeGreaterThanOrEqual(10_000);
    expect(released).toBeGreaterThanOrEqual(1_000);
    const rare = TRANSITIONS.filter((transition) => (counts.get(transition) ?? 0) < 100);
    expect(rare).toEqual([]);
    const known = [...counts.keys()].filter((what) => what.includes('->'));
    expect(known.filter((what) => !TRANSITIONS.includes(what))).toEqual([]);
  }, 120_000);
});
