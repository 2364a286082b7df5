import { Story, city, started } from './testing/story.ts';

describe('the board', () => {
  it('leaves pauses out of how long an office took, also one that goes on', () => {
    const story = new Story();
    const part = (id: string) => ({ rule: 'INT-CONTRIBUTION', assignmentId: `${id}-DINKES` });
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      story.received('2026-03-02 09:00', id);
      story.registered('2026-03-02 09:00', id);
      story.assigned('2026-03-02 09:00', id);
      const pause = { ...part(id), from: '2026-03-03', reason: 'x' };
      story.happens('2026-03-03 09:00', id, { type: 'DeadlinePaused', data: pause });
    }
    expect(story.office('2026-03-20 09:00')).toMatchObject({ overdue: 0, openAssignments: 5 });
    for (const id of ['a', 'b', 'c']) {
      const clock = { ...started('INT-CONTRIBUTION', '2026-03-02 09:00'), dueOn: '2026-03-13' };
      const days = { from: '2026-03-03', to: '2026-03-09' };
      const data = { ...part(id), pause: days, clock };
      story.happens('2026-03-09 09:00', id, { type: 'DeadlineResumed', data });
    }
    for (const id of ['a', 'b', 'c', 'd', 'e']) story.submitted('2026-03-10 10:00', id);
    // Six working days, of which four stood still; five where the pause went on.
    const measured = { contributedInPeriod: 5, medianWorkingDays: 2, p90WorkingDays: 2 };
    expect(story.office('2026-03-20 09:00')).toMatchObject(measured);
  });

  it('counts the day of the assignment in no pause', () => {
    const story = new Story();
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      story.received('2026-03-02 09:00', id);
      story.registered('2026-03-02 09:00', id);
      story.assigned('2026-03-02 09:00', id);
      const part = { rule: 'INT-CONTRIBUTION', assignmentId: `${id}-DINKES` };
      const pause = { ...part, from: '2026-03-02', reason: 'x' };
      story.happens('2026-03-02 10:00', id, { type: 'DeadlinePaused', data: pause });
      const clock = started('INT-CONTRIBUTION', '2026-03-02 09:00');
      const days = { from: '2026-03-02', to: '2026-03-04' };
      const data = { ...part, pause: days, clock };
      story.happens('2026-03-04 09:00', id, { type: 'DeadlineResumed', data });
      story.submitted('2026-03-05 10:00', id);
    }
    expect(story.office('2026-03-20 09:00').medianWorkingDays).toBe(2);
  });

  it('takes an answer that came during a pause for one in time', () => {
    const story = new Story();
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      story.received('2026-03-02 09:00', id, 'INTER_OFFICE');
      story.registered('2026-03-02 09:00', id);
      const data = { rule: 'INTER-OFFICE', from: '2026-03-04', reason: 'x' };
      story.happens('2026-03-04 09:00', id, { type: 'DeadlinePaused', data });
      story.answered('2026-03-20 09:00', id, 'PROVIDED', true);
    }
    expect(story.city('2026-03-20 10:00').onTimeShare).toBe(1);
  });

  it('takes for late what came with the end of the last day', () => {
    const shares = (minute: string): unknown[] => {
      const story = new Story();
      for (const id of ['a', 'b', 'c', 'd', 'e']) {
        story.received('2026-03-02 09:00', id);
        story.registered('2026-03-02 09:00', id);
        story.assigned('2026-03-02 09:00', id);
        story.submitted(minute === '24:00' ? '2026-03-10 00:00' : '2026-03-09 23:59', id);
        const at = minute === '24:00' ? '2026-03-17 00:00' : '2026-03-16 23:59';
        story.answered(at, id, 'GRANTED', false);
      }
      const now = '2026-03-20 09:00';
      return [story.office(now).onTimeShare, story.city(now).onTimeShare];
    };
    expect(shares('23:59')).toEqual([1, 1]);
    expect(shares('24:00')).toEqual([0, 0]);
  });

  it('measures by the calendar, where one was declared', () => {
    const story = new Story();
    const days = [{ date: '2026-03-03', kind: 'LOCAL_HOLIDAY', name: 'Libur' }];
    const data = { year: 2026, version: '2026/1', source: 'SKB', days };
    story.happens('2026-01-02 09:00', '2026', { type: 'WorkingCalendarDeclared', data });
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      story.received('2026-03-02 09:00', id);
      story.registered('2026-03-02 09:00', id);
      story.assigned('2026-03-02 09:00', id);
      story.submitted('2026-03-05 10:00', id);
    }
    expect(story.office('2026-03-20 09:00').medianWorkingDays).toBe(2);
    const amended = { ...data, version: '2026/2', add: [], remove: ['2026-03-03'], moves: 0 };
    story.happens('2026-03-06 09:00', '2026', { type: 'WorkingCalendarAmended', data: amended });
    for (const id of ['f', 'g', 'h', 'i', 'j', 'k']) {
      story.received('2026-03-02 09:00', id);
      story.assigned('2026-03-02 09:00', id);
      story.submitted('2026-03-05 10:00', id);
    }
    expect(story.office('2026-03-20 09:00').medianWorkingDays).toBe(3);
    expect(story.board('2026-03-20 09:00').dueSoonUntil).toBe(city('2026-03-25 00:00'));
  });
});
