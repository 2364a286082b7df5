import { scenariosFor } from '#kernel/testing';
import type { PersonId, RequestId } from '#kernel';
import type { Answering } from './events.ts';
import { outboundItem } from './outbound-item.ts';
import type { OutboundCommand } from './commands.ts';
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
  post,
} from '../testing/cast.ts';

const { given } = scenariosFor(outboundItem);
const c = commandsIn(CAST);
const version = { contentVersion: 1, contentHash: 'hash 1' };
const isType = (type: string) => (event: { type: string }) => event.type === type;

/** The events of a story in which nothing is refused. */
function after(...commands: OutboundCommand[]) {
  const events: ReturnType<ReturnType<ReturnType<typeof given>['when']>['events']>[number][] = [];
  for (const command of commands)
    events.push(
      ...given(...events)
        .when(command)
        .events(),
    );
  return events;
}
const when = (command: OutboundCommand, ...before: OutboundCommand[]) =>
  given(...after(...before)).when(command);

const approved = [
  draft({ by: 'lead' as PersonId }),
  c.submit('lead'),
  c.approve('coordinator'),
  c.approve('approver'),
];
const answer = (more: Partial<Answering<string>> = {}) =>
  draft({ kind: 'ANSWER', content: { ...CONTENT, answer: answering(more) } });

describe('a draft', () => {
  it('has a title and a text, and an answer says what it answers', () => {
    const { type: _, at, now, by, key, content, standingOf, ...said } = draft();
    const data = { ...said, ...content, author: by, contentVersion: 1, keys: { case: key } };
    expect([at, now, standingOf('')]).toEqual([AT, AT, 'VALID']);
    given().when(draft()).then({ type: 'OutboundItemDrafted', data });
    const blank = (part: object) => draft({ content: { ...CONTENT, ...part } });
    given()
      .when(blank({ title: ' ' }))
      .thenField('INVALID_INPUT', 'title');
    given()
      .when(blank({ body: ' ' }))
      .thenField('INVALID_INPUT', 'body');
    given()
      .when(draft({ kind: 'ANSWER' }))
      .thenField('INVALID_INPUT', 'answers');
    given()
      .when(blank({ answer: answering() }))
      .thenField('INVALID_INPUT', 'answers');
    given()
      .when(answer({ requests: [] }))
      .thenField('INVALID_INPUT', 'answers');
    given()
      .when(answer({ requests: [REQUEST, REQUEST] }))
      .thenField('INVALID_INPUT', 'answers');
    when(draft(), draft()).thenRejected('INVALID_STATE');
  });

  it('of a statutory answer names its parts as its outcome says them', () => {
    const part = { part: 'Rincian' };
    const refused = (more: Partial<Answering<string>>, field: string) =>
      given().when(answer(more)).thenField('INVALID_INPUT', field);
    refused({ parts: [] }, 'parts');
    refused({ parts: [{ part: ' ', decision: 'GRANTED' }] }, 'parts');
    refused({ parts: [{ ...part, decision: 'NOT_HELD' }] }, 'outcome');
    refused({ outcome: 'NOT_HELD' }, 'outcome');
    const whole = { ...part, decision: 'GRANTED' } as const;
    const none = { ...part, decision: 'NOT_HELD' } as const;
    refused({ outcome: 'GRANTED_IN_PART' }, 'outcome');
    refused({ outcome: 'GRANTED_IN_PART', parts: [none] }, 'outcome');
    refused({ outcome: 'NOT_HELD', parts: [whole, none] }, 'outcome');
    refused({ outcome: 'ALREADY_PUBLIC', parts: [whole, none] }, 'outcome');
    refused({ parts: [{ ...whole, consequenceTest: 'test' as never }] }, 'parts');
    refused({ parts: [{ ...whole, legalBasis: 'UU' }] }, 'parts');
    refused({ parts: [{ ...whole, followsBy: '2026-03-09' as never }] }, 'parts');
    const late = { ...part, decision: 'TO_FOLLOW', followsBy: '2026-03-02' as never } as const;
    refused({ interim: true, parts: [late] }, 'parts');
    refused(
      { parts: [{ ...part, decision: 'TO_FOLLOW', followsBy: '2026-03-09' as never }] },
      'parts',
    );
    refused({ interim: true }, 'parts');
    refused({ interim: true, parts: [{ ...part, decision: 'TO_FOLLOW' }] }, 'parts');
    const follows = [{ ...part, decision: 'TO_FOLLOW', followsBy: '2026-03-09' } as never];
    given()
      .when(answer({ interim: true, parts: follows }))
      .events();
    given()
      .when(answer({ track: 'MEDIA', outcome: 'STATEMENT', parts: [] }))
      .events();
  });

  it('refuses only on a legal basis, and blackens only after a consequence test', () => {
    const test = '00000000-0000-4000-8000-0000000000e1' as never;
    const other = { part: 'Nama pelapor', decision: 'REFUSED_OTHER' } as const;
    const refusal = answer({ outcome: 'REFUSED_OTHER', parts: [other] });
    given().when(refusal).thenRejected('LEGAL_BASIS_REQUIRED');
    const exempt = { part: 'Nama pelapor', decision: 'REFUSED_EXEMPT' } as const;
    const without = answer({ outcome: 'REFUSED_EXEMPT', parts: [exempt] });
    given().when(without).thenRejected('CONSEQUENCE_TEST_REQUIRED');
    const parts = [{ ...exempt, consequenceTest: test }];
    const tested = answer({ outcome: 'REFUSED_EXEMPT', parts });
    given().when(tested).events();
    const standing = (what: 'ENDED' | 'NOT_EXEMPT' | undefined) => ({
      ...tested,
      standingOf: () => what,
    });
    given().when(standing('ENDED')).thenRejected('CONSEQUENCE_TEST_ENDED');
    given().when(standing('NOT_EXEMPT')).thenRejected('CONSEQUENCE_TEST_REQUIRED');
    given().when(standing(undefined)).thenRejected('CONSEQUENCE_TEST_REQUIRED');
    const black = answer({ notice: { blackedOut: 'Nama pelapor' } });
    given().when(black).thenRejected('CONSEQUENCE_TEST_REQUIRED');
    const ended = commandsIn(CAST, 'ENDED');
    when(ended.submit('lead', ROUTES.ANSWER), tested).thenRejected('CONSEQUENCE_TEST_ENDED');
  });

  it('is revised until it is released, and every edit voids what was approved', () => {
    const { steps, state, contentVersion } = when(c.revise('lead', 'hash 2'), ...approved).state()!;
    expect({ steps, state, contentVersion }).toEqual({
      steps: [],
      state: 'DRAFT',
      contentVersion: 2,
    });
    when(c.release('approver', 'hash 2'), ...approved, c.revise('lead', 'hash 2')).thenRejected(
      'NOT_APPROVED',
      {
        type: 'ReleaseRefusedUnapproved',
        data: { contentVersion: 2, contentHash: 'hash 2' },
      },
    );
    when(c.revise('lead', 'hash 2'), ...approved, c.release('approver')).thenRejected(
      'INVALID_STATE',
    );
    when(c.revise('lead', 'hash 2'), draft(), c.drop('lead')).thenRejected('INVALID_STATE');
  });

  it('is left by a request that ends, and dropped with the last one', () => {
    const both = answer({ requests: [REQUEST, OTHER_REQUEST] });
    const left = when(
      c.leave(OTHER_REQUEST, 'hash 2'),
      both,
      c.submit('coordinator', ROUTES.ANSWER),
    );
    expect(left.state()).toMatchObject({ state: 'DRAFT', requests: [REQUEST], steps: [] });
    const alone = when(c.leave(REQUEST, 'hash 3'), both, c.leave(OTHER_REQUEST, 'hash 2'));
    alone.then({ type: 'OutboundItemDropped', data: {} });
    when(c.leave('x' as RequestId, 'hash 2'), both).thenNothing();
    when(c.drop('lead', ' '), draft()).thenRejected('REASON_REQUIRED');
  });
});

describe('a step', () => {
  it('is approved by who holds it, in turn, and then the next one is open', () => {
    const { steps, clock } = given(...after(...approved.slice(0, 3))).state()!;
    expect(steps.map(({ decision }) => decision)).toEqual(['APPROVED', 'PENDING']);
    expect(clock).toMatchObject({ rule: 'INT-REVIEW', dueOn: '2026-03-04' });
    expect(given(...after(...approved)).state()).toMatchObject({ state: 'APPROVED' });
    when(c.approve('approver'), ...approved.slice(0, 2)).thenRejected('NOT_YOUR_STEP');
    when(c.approve('coordinator'), ...approved.slice(0, 3)).thenNothing();
    when(c.approve('coordinator 2'), ...approved.slice(0, 3)).thenRejected('NOT_YOUR_STEP');
    when(c.approve('coordinator', 'hash 0'), ...approved.slice(0, 2)).thenRejected(
      'CONTENT_CHANGED',
    );
    when(c.approve('coordinator', 'hash 1', true), ...approved.slice(0, 2)).thenRejected(
      'ASSIGNMENTS_OPEN',
    );
    when(c.approve('coordinator'), draft()).thenRejected('INVALID_STATE');
  });

  it('is refused to the author, and the attempt is history', () => {
    when(c.approve('coordinator'), draft(), c.submit('coordinator')).thenRejected('SAME_PERSON', {
      type: 'ApprovalRefusedToAuthor',
      data: { ...version, step: 0, by: 'coordinator' as PersonId },
    });
  });

  it('is taken once by a person, whatever posts they hold', () => {
    const twice = commandsIn([...CAST, post('coordinator', 'APPROVER')]);
    const before = [
      draft({ by: 'lead' as PersonId }),
      twice.submit('lead'),
      twice.approve('coordinator'),
    ];
    when(twice.sendBack('coordinator'), ...before).thenRejected('SAME_PERSON');
  });

  it('sends the text back with a reason, and only a new version comes again', () => {
    const returned = [...approved.slice(0, 2), c.sendBack('coordinator')];
    when(c.sendBack('coordinator', 'hash 1', ' '), ...approved.slice(0, 2)).thenRejected(
      'REASON_REQUIRED',
    );
    expect(given(...after(...returned)).state()?.state).toBe('RETURNED');
    when(c.submit('lead'), ...returned).thenRejected('INVALID_STATE');
    when(c.revise('lead', 'hash 1'), ...returned).thenNothing();
    when(c.approve('coordinator'), ...returned).thenRejected('INVALID_STATE');
    const second = commandsIn(CAST, 'VALID', 2);
    when(second.submit('lead'), ...returned, c.revise('lead', 'hash 2')).events();
    const rejected = [...approved.slice(0, 2), c.refuse('coordinator')];
    when(c.revise('lead', 'hash 2'), ...rejected).thenRejected('INVALID_STATE');
  });

  it('is of the version that was read: a command made from another one is refused', () => {
    const before = [draft({ by: 'lead' as PersonId }), c.revise('lead', 'hash 2')];
    when(c.revise('coordinator', 'hash 3'), ...before).thenRejected('CONTENT_CHANGED');
    when(c.submit('lead'), ...before).thenRejected('CONTENT_CHANGED');
    const two = answer({ requests: [REQUEST, OTHER_REQUEST] });
    const content = { ...CONTENT, answer: answering({ requests: [REQUEST, OTHER_REQUEST] }) };
    const edit = c.revise('coordinator', 'hash 2', content);
    when(c.leave(REQUEST, 'hash 3'), two, edit).thenRejected('CONTENT_CHANGED');
  });

  it('keeps its author when an edit changes nothing', () => {
    const own = [draft({ by: 'approver' as PersonId })];
    when(c.revise('coordinator', 'hash 1'), ...own).thenNothing();
  });

  it('that is rejected owes no review of a step that was skipped', () => {
    const alone = commandsIn([post('coordinator', 'COORDINATOR'), post('approver', 'APPROVER')]);
    const skipped = [draft(), alone.submit('coordinator')];
    const rejected = when(alone.refuse('approver'), ...skipped).state();
    expect(rejected).toMatchObject({ state: 'REJECTED', reviewDebt: false });
  });

  it('has the leadership last where it is sensitive, also when its route has it first', () => {
    const steps = [{ role: 'LEADERSHIP' }, { role: 'APPROVER' }] as const;
    const events = when(c.submit('coordinator', [...steps]), draft({ sensitive: true })).events();
    const [submitted] = events;
    expect(submitted).toMatchObject({
      data: { steps: [...steps, { role: 'LEADERSHIP', sensitive: true }] },
    });
  });

  it('is skipped when nobody is left, says so, and leaves a review debt', () => {
    const alone = commandsIn([post('coordinator', 'COORDINATOR'), post('approver', 'APPROVER')]);
    const events = when(alone.submit('coordinator'), draft()).events();
    expect(events.map(({ type }) => type)).toEqual([
      'OutboundItemSubmitted',
      'ApprovalStepSkipped',
      'ApprovalStepOpened',
    ]);
    const after2 = when(alone.approve('approver'), draft(), alone.submit('coordinator')).state();
    expect(after2).toMatchObject({ state: 'APPROVED', reviewDebt: true });
    const gone = commandsIn([post('approver', 'APPROVER'), post('approver 2', 'APPROVER')]);
    const judged = when(gone.judge(), ...approved.slice(0, 2)).events();
    expect(judged.filter(isType('ApprovalStepSkipped'))).toHaveLength(1);
    when(c.judge(), ...approved.slice(0, 2)).thenNothing();
  });

  it('of the approver and of the leadership waits for an appointment', () => {
    const none = commandsIn([post('coordinator', 'COORDINATOR')]);
    const before = [
      draft({ by: 'lead' as PersonId }),
      none.submit('lead'),
      none.approve('coordinator'),
    ];
    expect(given(...after(...before)).state()).toMatchObject({ state: 'IN_APPROVAL' });
    when(none.judge(), ...before).thenNothing();
  });

  it('before the last word is not taken by the only one who has it', () => {
    const both = [
      post('coordinator', 'COORDINATOR'),
      post('both', 'COORDINATOR'),
      post('both', 'APPROVER'),
    ];
    const few = commandsIn(both);
    const own = draft({ by: 'both' as PersonId });
    when(few.submit('both'), own).thenRejected('SAME_PERSON');
    const before = [draft({ by: 'lead' as PersonId }), few.submit('lead')];
    when(few.approve('both'), ...before).thenRejected('SAME_PERSON');
    when(few.approve('both'), ...before, few.approve('coordinator')).events();
  });
});

describe('a sensitive text', () => {
  it('is decided by the leadership after the others, and voids nothing', () => {
    const back = when(c.sensitive('lead'), ...approved);
    expect(back.state()).toMatchObject({ state: 'IN_APPROVAL', contentVersion: 1 });
    expect(back.state()?.steps.map(({ decision }) => decision)).toEqual([
      'APPROVED',
      'APPROVED',
      'PENDING',
    ]);
    const set = [...approved, c.sensitive('lead')];
    expect(when(c.approve('leadership'), ...set).state()?.state).toBe('APPROVED');
    expect(when(c.sensitive('approver', false), ...set).state()?.state).toBe('APPROVED');
    when(c.sensitive('lead'), ...set).thenNothing();
    when(c.sensitive('lead', true, ' '), draft()).thenRejected('REASON_REQUIRED');
    const early = [draft({ sensitive: true }), c.submit('coordinator')];
    expect(
      given(...after(...early))
        .state()
        ?.steps.at(-1)?.role,
    ).toBe('LEADERSHIP');
    expect(when(c.sensitive('approver', false), ...early).state()?.steps).toHaveLength(2);
  });
});
