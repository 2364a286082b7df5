import type { AnsweredPart } from './events.ts';
import { scenariosFor } from '#kernel/testing';
import {
  DINKES,
  ITEM,
  OTHER_ITEM,
  answered,
  assigned,
  commands,
  drafted,
  received,
  registered,
  withdrawn,
} from '../testing/samples.ts';
import { informationRequest } from './information-request.ts';

const { given } = scenariosFor(informationRequest);
const dropped = (backTo: 'REGISTERED' | 'IN_COORDINATION') =>
  ({ type: 'AnswerDraftDropped', data: { item: ITEM, backTo } }) as const;
const inReview = [received(), registered(), drafted()];

describe('an answer', () => {
  it('is drafted once no office has the ball, one at a time', () => {
    given(received(), registered())
      .when(commands.draftAnswer())
      .then({ type: 'AnswerDrafted', data: { item: ITEM } });
    given(received(), registered(), assigned(1, DINKES))
      .when(commands.draftAnswer())
      .thenRejected('ASSIGNMENTS_OPEN');
    given(...inReview)
      .when(commands.draftAnswer())
      .thenNothing();
    given(...inReview)
      .when(commands.draftAnswer({ item: OTHER_ITEM }))
      .thenRejected('INVALID_STATE');
    given(received()).when(commands.draftAnswer()).thenRejected('INVALID_STATE');
    given(received('INTER_OFFICE'), registered('INTER_OFFICE'))
      .when(commands.draftAnswer())
      .thenRejected('INVALID_STATE');
    given(received(), registered())
      .when(commands.draftAnswer({ outcome: 'STATEMENT' }))
      .thenField('INVALID_INPUT', 'outcome');
  });

  it('is recorded by its release, once, and tells nobody yet', () => {
    const parts = [{ decision: 'GRANTED' }];
    const data = { outcome: 'GRANTED', told: false, item: ITEM, parts } as const;
    given(...inReview)
      .when(commands.recordAnswer({ parts }))
      .then({ type: 'InformationRequestAnswered', data });
    const state = given(...inReview)
      .when(commands.recordAnswer())
      .state();
    expect(state).toMatchObject({ state: 'ANSWERED', answer: ITEM, told: false });
    expect(state?.clocks.map(({ rule }) => rule)).toEqual(['KIP-22-7']);
    expect(state).not.toHaveProperty('draft');
    given(...inReview, answered({ item: ITEM }))
      .when(commands.recordAnswer())
      .thenNothing();
    given(...inReview)
      .when(commands.recordAnswer({ item: OTHER_ITEM }))
      .thenRejected('INVALID_STATE');
  });

  it('waits for an office that got a part meanwhile, but an emergency does not', () => {
    const open = [...inReview, assigned(1, DINKES)];
    given(...open)
      .when(commands.recordAnswer())
      .thenRejected('ASSIGNMENTS_OPEN');
    given(...open)
      .when(commands.recordAnswer({ waits: false }))
      .events();
  });

  it('to the press ends their limit with the answer itself', () => {
    const media = [received('MEDIA'), registered('MEDIA'), drafted()];
    const state = given(...media)
      .when(commands.recordAnswer({ outcome: 'STATEMENT' }))
      .state();
    expect(state?.clocks).toEqual([]);
  });

  it('given up returns the request to where it was', () => {
    given(...inReview)
      .when(commands.dropDraft())
      .then(dropped('REGISTERED'));
    given(...inReview, assigned(1, DINKES))
      .when(commands.dropDraft())
      .then(dropped('IN_COORDINATION'));
    given(...inReview)
      .when(commands.dropDraft({ item: OTHER_ITEM }))
      .thenNothing();
    const coordinated = [received(), registered(), { ...assigned(1, DINKES) }];
    given(...coordinated)
      .when(commands.dropDraft())
      .thenNothing();
  });

  it('is given up by an end that no text of ours brought', () => {
    const { data } = withdrawn;
    given(...inReview)
      .when(commands.withdraw(data as { reason: string }))
      .then(dropped('REGISTERED'), { type: 'InformationRequestWithdrawn', data });
    const media = [received('MEDIA'), registered('MEDIA'), drafted()];
    const events = given(...media)
      .when(commands.outcome())
      .events();
    expect(events.map(({ type }) => type)).toEqual([
      'AnswerDraftDropped',
      'InformationRequestAnswered',
    ]);
  });

  it('of a part leaves room for the next', () => {
    const interim = given(...inReview).when(commands.recordInterim());
    interim.then({ type: 'InterimAnswerReleased', data: { item: ITEM, backTo: 'REGISTERED' } });
    expect(interim.state()).toMatchObject({ state: 'REGISTERED', interim: [ITEM] });
    const after = [...inReview, ...interim.events()];
    given(...after)
      .when(commands.recordInterim())
      .thenNothing();
    given(...after)
      .when(commands.draftAnswer({ item: OTHER_ITEM }))
      .events();
    const corrected = given(...after).when(commands.replaceAnswer());
    corrected.then({ type: 'AnswerReplaced', data: { item: OTHER_ITEM, replaces: ITEM } });
    expect(corrected.state()).toMatchObject({ state: 'REGISTERED', interim: [OTHER_ITEM] });
    given(...after, ...corrected.events())
      .when(commands.recordInterim())
      .thenNothing();
  });

  it('is replaced by a released one with its outcome, and the request stays as it is', () => {
    const done = [...inReview, answered({ item: ITEM })];
    const parts: AnsweredPart[] = [{ decision: 'REFUSED_OTHER' }];
    const said = { outcome: 'REFUSED_OTHER' as const, parts };
    const replaced = given(...done).when(commands.replaceAnswer(said));
    replaced.then({ type: 'AnswerReplaced', data: { item: OTHER_ITEM, replaces: ITEM, ...said } });
    expect(replaced.state()).toMatchObject({ state: 'ANSWERED', answer: OTHER_ITEM });
    given(...done)
      .when(commands.replaceAnswer({ outcome: 'STATEMENT' }))
      .thenField('INVALID_INPUT', 'outcome');
  });

  it('that went on with another answer is not concerned by a correction', () => {
    const done = [...inReview, answered({ item: ITEM })];
    given(...done)
      .when(commands.replaceAnswer({ replaces: OTHER_ITEM, item: ITEM }))
      .thenNothing();
    given(...inReview)
      .when(commands.replaceAnswer())
      .thenNothing();
  });

  it('has an outcome of its track, whatever the text says by now', () => {
    given(...inReview)
      .when(commands.recordAnswer({ outcome: 'STATEMENT' }))
      .thenField('INVALID_INPUT', 'outcome');
    given(...inReview)
      .when(commands.draftAnswer({ outcome: 'STATEMENT' }))
      .thenField('INVALID_INPUT', 'outcome');
  });

  it('that was given answers nothing a second time, also after a reopening', () => {
    const done = [...inReview, answered({ item: ITEM })];
    const reopened = given(...done).when(commands.reopen());
    given(...done, ...reopened.events())
      .when(commands.recordAnswer())
      .thenNothing();
  });
});
