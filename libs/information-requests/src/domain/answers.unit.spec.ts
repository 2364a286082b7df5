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
      .when(commands.recordAnswer({ emergency: true }))
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
    given(...after)
      .when(commands.replaceAnswer())
      .thenNothing();
  });

  it('is replaced by a released one, and the request stays as it is', () => {
    const done = [...inReview, answered({ item: ITEM })];
    given(...done)
      .when(commands.replaceAnswer())
      .then({ type: 'AnswerReplaced', data: { item: OTHER_ITEM, replaces: ITEM } });
    const state = given(...done)
      .when(commands.replaceAnswer())
      .state();
    expect(state).toMatchObject({ state: 'ANSWERED', answer: OTHER_ITEM });
    given(...done)
      .when(commands.replaceAnswer({ replaces: OTHER_ITEM, item: ITEM }))
      .thenNothing();
    given(...done)
      .when(commands.replaceAnswer({ replaces: OTHER_ITEM, item: 'third' as never }))
      .thenRejected('INVALID_STATE');
    given(...inReview)
      .when(commands.replaceAnswer())
      .thenRejected('INVALID_STATE');
  });
});
