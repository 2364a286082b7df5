import type { ObjectionId } from '#kernel';
import { scenariosFor } from '#kernel/testing';
import {
  ANSWER,
  answered,
  at,
  commands,
  received,
  registered,
  uuid,
  withdrawn,
} from '../testing/samples.ts';
import { informationRequest } from './information-request.ts';

const { given } = scenariosFor(informationRequest);

describe('reopening', () => {
  const answer = { ...answered({ told: true }) };

  it('goes on in coordination, under a limit of its own', () => {
    const reopened = given(received(), registered(), answer).when(commands.reopen());
    expect(reopened.events()).toMatchObject([
      { type: 'InformationRequestReopened', data: { cause: 'COMMISSION_ORDER' } },
    ]);
    const state = reopened.state()!;
    expect(state).toMatchObject({ state: 'IN_COORDINATION', told: false });
    expect(state).not.toHaveProperty('answeredAt');
    expect(state.clocks).toMatchObject([{ rule: 'REDO', startOn: '2026-03-12' }]);
  });

  it('follows an answer, a closing or a lapse, and nothing else', () => {
    given(received()).when(commands.reopen()).thenRejected('INVALID_STATE');
    given(received(), registered(), withdrawn)
      .when(commands.reopen())
      .thenRejected('INVALID_STATE');
    const closed = { type: 'InformationRequestClosed', data: {}, occurredAt: at(11) } as const;
    expect(
      given(received(), registered(), answer, closed).when(commands.reopen()).events(),
    ).toHaveLength(1);
    const lapsed = { type: 'InformationRequestLapsed', data: { reason: 'x' } } as const;
    expect(given(received(), lapsed).when(commands.reopen()).events()).toHaveLength(1);
  });

  it('leaves the time of the earlier answer to be corrected, and nothing more', () => {
    const reopened = given(received(), registered(), answer).when(commands.reopen());
    const [event] = reopened.events();
    const corrected = given(received(), registered(), answer, {
      ...event,
      occurredAt: at(12),
    } as never).when(commands.correct({ field: 'OCCURRED_AT', to: at(11), ofEvent: ANSWER }));
    expect(corrected.state()).not.toHaveProperty('answeredAt');
    expect(corrected.state()!.moments[ANSWER]).toMatchObject({ what: 'EARLIER', at: at(11) });
  });

  it('needs a reason', () => {
    given(received(), registered(), answer)
      .when(commands.reopen({ reason: ' ' }))
      .thenRejected('REASON_REQUIRED');
  });

  it('names the objection that was upheld, and no other cause does', () => {
    const objection = uuid<ObjectionId>(40);
    const upheld = commands.reopen({ cause: 'OBJECTION_UPHELD', objection });
    expect(given(received(), registered(), answer).when(upheld).events()).toMatchObject([
      { type: 'InformationRequestReopened', data: { cause: 'OBJECTION_UPHELD', objection } },
    ]);
    given(received(), registered(), answer)
      .when(commands.reopen({ objection }))
      .thenField('INVALID_INPUT', 'objectionId');
  });
});
