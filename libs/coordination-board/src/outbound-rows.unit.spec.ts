import { Story, started } from './testing/story.ts';

const content = {
  title: 't',
  body: 'b',
  language: 'id',
  attachments: [],
  audience: [],
  citations: [],
};
const version = { contentVersion: 1, contentHash: 'hash' };

/** A text of an office along its route, in a city whose approver sits in Diskominfo. */
function submitted(steps: object[], more: object = {}): Story {
  const story = new Story();
  const post = { person: 'p', office: 'DISKOMINFO', role: 'APPROVER', from: '2020-01-01' };
  story.happens('2026-01-01 08:00', 'post', { type: 'AppointmentMade', data: post } as never);
  const data = {
    kind: 'STATEMENT',
    author: 'a',
    ...version,
    ...content,
    sensitive: false,
    ...more,
  };
  story.happens(
    '2026-03-02 09:00',
    'item',
    { type: 'OutboundItemDrafted', data } as never,
    'DINKES',
  );
  const route = { ...version, steps, notes: [], routeSince: '' };
  story.happens('2026-03-02 10:00', 'item', {
    type: 'OutboundItemSubmitted',
    data: route,
  } as never);
  const clock = started('INT-REVIEW', '2026-03-02 10:00');
  const opened = { type: 'ApprovalStepOpened', data: { step: 0, clock } };
  story.happens('2026-03-02 10:00', 'item', opened as never);
  return story;
}

const waiting = (story: Story, time: string): Record<string, number> =>
  Object.fromEntries(
    story.board(time).offices.map(({ office, awaitingApproval }) => [office, awaitingApproval]),
  );

describe('a text on its way', () => {
  it('waits for the office that its step names', () => {
    const story = submitted([{ role: 'OFFICE_LEAD', office: 'DINKES' }]);
    expect(waiting(story, '2026-03-02 11:00')).toEqual({ DINKES: 1, DISKOMINFO: 0 });
    const given = { type: 'ApprovalGiven', data: { ...version, step: 0, by: 'lead' } };
    story.happens('2026-03-02 12:00', 'item', given as never);
    expect(waiting(story, '2026-03-02 13:00')).toEqual({ DINKES: 0, DISKOMINFO: 0 });
  });

  it('waits for where the role of its step is held that day', () => {
    const story = submitted([{ role: 'APPROVER' }]);
    expect(waiting(story, '2026-03-02 11:00')).toEqual({ DINKES: 0, DISKOMINFO: 1 });
    const ended = { type: 'AppointmentEnded', data: { until: '2026-03-03' } };
    story.happens('2026-03-02 12:00', 'post', ended as never);
    expect(waiting(story, '2026-03-03 11:00')).toEqual({ DINKES: 0, DISKOMINFO: 1 });
    expect(waiting(story, '2026-03-04 11:00')).toEqual({ DINKES: 0, DISKOMINFO: 0 });
  });

  it('owes a review for a skipped step or an emergency, until somebody looked', () => {
    const story = submitted([{ role: 'APPROVER' }]);
    const debts = (): number[] => {
      const board = story.board('2026-03-03 09:00');
      return [board.requests.reviewDebts, ...board.offices.map(({ reviewDebts }) => reviewDebts)];
    };
    expect(debts()).toEqual([0, 0, 0]);
    const out = { ...version, by: 'c', ground: 'OTHER', reason: 'r' };
    const emergency = { type: 'OutboundItemReleasedInEmergency', data: out };
    story.happens('2026-03-02 12:00', 'item', emergency as never);
    expect(debts()).toEqual([1, 1, 0]);
    const reviewed = { type: 'ReleaseReviewed', data: { ...version, by: 'd', finding: 'f' } };
    story.happens('2026-03-02 13:00', 'item', reviewed as never);
    expect(debts()).toEqual([0, 0, 0]);
  });

  it('of another track than asked for is left out', () => {
    const answer = { requests: ['r'], track: 'MEDIA', interim: false, outcome: 'X', parts: [] };
    const story = submitted([{ role: 'OFFICE_LEAD', office: 'DINKES' }], { answer });
    expect(story.office('2026-03-02 11:00').awaitingApproval).toBe(1);
    expect(story.office('2026-03-02 11:00', 'STATUTORY').awaitingApproval).toBe(0);
  });
});
