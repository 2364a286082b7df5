import type { Day, Instant } from '#kernel';
import { WEEKENDS_ONLY, importedClock, startClock } from '#calendar';
import { coordinationBoard, defaultPeriod, nextBoardChange } from './board.ts';
import type { Board } from './board.ts';
import { Story, city, started } from './testing/story.ts';

const countOf = (counts: readonly { count: number; state?: string }[], of: string): number =>
  counts.find(({ state }) => state === of)?.count ?? 0;

describe('the board', () => {
  it('shows every active office, also with nothing, and an ended one while it has work', () => {
    const story = new Story();
    story.opened('NEW', '2026-03-05');
    story.opened('OLD');
    story.opened('GONE');
    story.received('2026-03-02 09:00', 'a');
    story.registered('2026-03-02 09:10', 'a');
    story.assigned('2026-03-02 09:20', 'a', 'OLD');
    const data = { until: '2026-03-03', successors: ['NEW'], reason: 'merged' };
    for (const code of ['OLD', 'GONE']) {
      story.happens('2026-03-02 09:30', code, { type: 'OfficeEnded', data });
    }
    const shown = (time: string): string[] => story.board(time).offices.map(({ office }) => office);
    expect(shown('2026-03-03 23:59')).toEqual(['DINKES', 'DISKOMINFO', 'GONE', 'OLD']);
    expect(shown('2026-03-04 00:00')).toEqual(['DINKES', 'DISKOMINFO', 'OLD']);
    expect(shown('2026-03-05 00:00')).toEqual(['DINKES', 'DISKOMINFO', 'NEW', 'OLD']);
    story.submitted('2026-03-05 10:00', 'a', 'OLD');
    expect(shown('2026-03-05 11:00')).toEqual(['DINKES', 'DISKOMINFO', 'NEW']);
    const only = { officeCodes: ['NEW' as never], now: city('2026-03-05 11:00') };
    const { offices } = coordinationBoard(story.db, { ...only, ...defaultPeriod(only.now) });
    expect(offices).toEqual([
      expect.objectContaining({ office: 'NEW', openAssignments: 0, silentWorkingDays: null }),
    ]);
  });

  it('follows a request from its receipt to its end', () => {
    const story = new Story();
    story.received('2026-03-02 09:00', 'a');
    const { open, unregistered, unassigned } = story.city('2026-03-02 10:00');
    expect({ open, unregistered, unassigned }).toEqual({ open: 1, unregistered: 1, unassigned: 1 });
    story.registered('2026-03-02 11:00', 'a');
    story.assigned('2026-03-02 12:00', 'a');
    expect(story.city('2026-03-02 13:00')).toMatchObject({ unregistered: 0, unassigned: 0 });
    story.submitted('2026-03-04 09:00', 'a');
    expect(story.city('2026-03-04 10:00')).toMatchObject({ open: 1, unassigned: 1 });
    story.returned('2026-03-05 09:00', 'a');
    expect(story.office('2026-03-05 10:00')).toMatchObject({ openAssignments: 1, returned: 1 });
    story.submitted('2026-03-06 09:00', 'a');
    story.answered('2026-03-06 10:00', 'a', 'GRANTED', false);
    const city = story.city('2026-03-06 11:00');
    expect(city).toMatchObject({ open: 0, answeredInPeriod: 1 });
    expect(countOf(city.byState, 'ANSWERED')).toBe(1);
    expect(city.byOutcome).toEqual([{ outcome: 'GRANTED', count: 1 }]);
    expect(story.city('2026-04-05 11:00')).toMatchObject({ answeredInPeriod: 0, byOutcome: [] });
  });

  it('calls a limit overdue from its instant on, and due soon for two working days', () => {
    const story = new Story();
    story.received('2026-03-02 09:00', 'a');
    story.registered('2026-03-02 09:00', 'a');
    story.assigned('2026-03-02 09:00', 'a');
    const due = (time: string): [number, number] => {
      const { dueSoon, overdue } = story.office(time);
      return [dueSoon, overdue];
    };
    expect(due('2026-03-04 23:59')).toEqual([0, 0]);
    expect(due('2026-03-05 00:00')).toEqual([1, 0]);
    expect(due('2026-03-09 23:59')).toEqual([1, 0]);
    expect(due('2026-03-10 00:00')).toEqual([0, 1]);
    expect(story.city('2026-03-10 00:00')).toMatchObject({ assignmentsOverdue: 1, overdue: 0 });
    expect(story.city('2026-03-17 00:00')).toMatchObject({ overdue: 1, statutoryOverdue: 1 });
    expect(story.board('2026-03-05 12:00').dueSoonUntil).toBe(city('2026-03-10 00:00'));
  });

  it('keeps an answered request overdue until it was told', () => {
    const story = new Story();
    story.received('2026-03-02 09:00', 'a');
    story.registered('2026-03-02 09:00', 'a');
    story.answered('2026-03-10 09:00', 'a', 'GRANTED', false);
    expect(story.city('2026-03-17 09:00').overdue).toBe(1);
    const data = { kind: 'ANSWER_NOTICE', way: 'EMAIL' };
    story.happens('2026-03-17 10:00', 'a', { type: 'CorrespondenceRecorded', data });
    expect(story.city('2026-03-17 11:00').overdue).toBe(0);
  });

  it('names the next instant at which a count changes by itself', () => {
    const story = new Story();
    story.happens('2026-03-02 09:00', 'a', {
      type: 'InformationRequestReceived',
      data: {
        track: 'MEDIA',
        clocks: [
          startClock(
            'MEDIA-ANSWER',
            city('2026-03-02 09:00'),
            WEEKENDS_ONLY,
            city('2026-03-02 14:30'),
          ),
        ],
      },
    });
    const next = (time: string): Instant => nextBoardChange(story.db, city(time));
    expect(next('2026-03-02 10:00')).toBe(city('2026-03-02 14:30'));
    expect(story.city('2026-03-02 14:29')).toMatchObject({ overdue: 0 });
    expect(story.city('2026-03-02 14:30')).toMatchObject({ overdue: 1, statutoryOverdue: 0 });
    expect(next('2026-03-02 14:30')).toBe(city('2026-03-03 00:00'));
  });

  it('measures first submissions, from five on', () => {
    const story = new Story();
    // Monday to Friday of a week, and one that comes after its limit.
    const days = ['02', '03', '04', '05', '12'];
    for (const [i, day] of days.entries()) {
      story.received('2026-03-02 09:00', `r${i}`);
      story.registered('2026-03-02 09:00', `r${i}`);
      story.assigned('2026-03-02 09:00', `r${i}`);
      if (i === 4) {
        expect(story.office('2026-03-12 09:00')).toMatchObject({
          contributedInPeriod: 4,
          onTimeShare: null,
          medianWorkingDays: null,
          p90WorkingDays: null,
        });
      }
      story.submitted(`2026-03-${day} 10:00`, `r${i}`);
    }
    story.returned('2026-03-12 11:00', 'r0');
    story.submitted('2026-03-12 12:00', 'r0');
    const measured = {
      contributedInPeriod: 5,
      onTimeShare: 0.8,
      medianWorkingDays: 2,
      p90WorkingDays: 8,
    };
    expect(story.office('2026-03-12 13:00')).toMatchObject(measured);
    expect(story.office('2026-03-12 13:00', 'MEDIA')).toMatchObject({ contributedInPeriod: 0 });
    expect(story.office('2026-04-03 13:00')).toMatchObject({ contributedInPeriod: 2 });
  });

  it('takes a converted request with its assignments to the other track', () => {
    const story = new Story();
    story.received('2026-03-02 09:00', 'a', 'MEDIA');
    story.registered('2026-03-02 09:00', 'a');
    story.assigned('2026-03-02 09:00', 'a');
    expect(story.city('2026-03-05 09:00', 'MEDIA')).toMatchObject({ open: 1, overdue: 1 });
    const data = { number: '2', clocks: [started('KIP-22-7', '2026-03-02 09:00')] };
    story.happens('2026-03-05 10:00', 'a', { type: 'InformationRequestConverted', data });
    expect(story.city('2026-03-05 11:00', 'MEDIA')).toMatchObject({ open: 0, overdue: 0 });
    expect(story.office('2026-03-05 11:00', 'MEDIA').openAssignments).toBe(0);
    expect(story.city('2026-03-05 11:00', 'STATUTORY')).toMatchObject({ open: 1, overdue: 0 });
    expect(story.office('2026-03-05 11:00', 'STATUTORY').openAssignments).toBe(1);
  });

  it('counts an answer on the day that a correction gives it', () => {
    const story = new Story();
    story.received('2026-03-02 09:00', 'a', 'INTER_OFFICE');
    story.registered('2026-03-02 09:00', 'a');
    story.answered('2026-03-06 09:00', 'a', 'PROVIDED', true);
    const on = (day: string): number => {
      const period = { from: day as Day, until: day as Day };
      return coordinationBoard(story.db, { now: city('2026-03-09 09:00'), ...period }).requests
        .answeredInPeriod;
    };
    expect([on('2026-03-05'), on('2026-03-06')]).toEqual([0, 1]);
    const code = { from: city('2026-03-06 09:00'), to: city('2026-03-05 09:00') };
    const data = { field: 'OCCURRED_AT', ofEvent: 'event-5', code, reason: 'a slip' };
    story.happens('2026-03-09 08:00', 'a', { type: 'InformationRequestEntryCorrected', data });
    expect([on('2026-03-05'), on('2026-03-06')]).toEqual([1, 0]);
  });

  it('measures an answer by the limit as it was put right', () => {
    const story = new Story();
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      story.received('2026-03-02 09:00', id);
      story.registered('2026-03-02 09:00', id);
      story.answered('2026-03-16 09:00', id, 'GRANTED', false);
    }
    expect(story.city('2026-03-16 10:00')).toMatchObject({ onTimeShare: 1, overdue: 0 });
    const clock = started('KIP-22-7', '2026-02-27 09:00');
    const data = { rule: 'KIP-22-7', clock, dueFrom: '2026-03-16', dueTo: clock.dueOn };
    story.happens('2026-03-16 11:00', 'a', { type: 'DeadlineRecomputed', data });
    expect(story.city('2026-03-16 12:00')).toMatchObject({ onTimeShare: 0.8, overdue: 1 });
  });

  it('says how long an office has been silent although it has open work', () => {
    const story = new Story();
    story.received('2026-03-02 09:00', 'a');
    story.registered('2026-03-02 09:00', 'a');
    story.assigned('2026-03-05 09:00', 'a');
    const since = { lastActivityAt: null, oldestOpenSince: city('2026-03-05 09:00') };
    expect(story.office('2026-03-10 09:00')).toMatchObject({ ...since, silentWorkingDays: 3 });
    const accepted = { type: 'AssignmentAccepted', data: { assignmentId: 'a-DINKES' } } as const;
    story.happens('2026-03-09 09:00', 'a', accepted, 'DINKES');
    const active = { lastActivityAt: city('2026-03-09 09:00') };
    expect(story.office('2026-03-10 09:00')).toMatchObject({ ...active, silentWorkingDays: 1 });
    story.submitted('2026-03-10 10:00', 'a');
    expect(story.office('2026-03-12 09:00').silentWorkingDays).toBeNull();
  });

  it('takes imported rows as history: hand-overs without limits, none before the receipt', () => {
    const story = new Story();
    const row = (office: string, assignmentId: string) => ({
      type: 'HistoricActivityRecorded' as const,
      data: { activity: 'T02 Check', handover: { office, assignmentId } },
    });
    story.happens('2025-11-03 09:00', 'old', row('DINKES', 'one'), null);
    expect(story.office('2026-03-02 09:00').lastActivityAt).toBeNull();
    const clocks = [importedClock(city('2025-11-03 09:00'), city('2025-12-29 13:41'))];
    const data = { track: 'STATUTORY', clocks, historic: true };
    story.happens('2025-11-03 09:00', 'old', { type: 'InformationRequestReceived', data }, null);
    story.happens('2025-11-04 09:00', 'old', row('DINKES', 'two'), null);
    expect(story.city('2026-03-02 09:00')).toMatchObject({ unassigned: 0, statutoryOverdue: 1 });
    expect(story.office('2026-03-02 09:00')).toMatchObject({
      openAssignments: 1,
      overdue: 0,
      lastActivityAt: city('2025-11-04 09:00'),
    });
    story.happens('2025-11-05 09:00', 'old', row('DISKOMINFO', 'three'), null);
    story.happens('2025-11-06 09:00', 'old', { type: 'InformationRequestClosed', data: {} }, null);
    const byState = ({ offices }: Board): number[] =>
      offices.map(
        (one) => countOf(one.byState, 'REASSIGNED') + 10 * countOf(one.byState, 'SETTLED'),
      );
    expect(byState(story.board('2026-03-02 09:00'))).toEqual([1, 10]);
  });

  it('reads counters and indexes, never every request or assignment', () => {
    const { db } = new Story();
    const asked: string[] = [];
    const prepare = db.prepare.bind(db);
    const listening = Object.assign(db, {
      prepare: (sql: string) => {
        asked.push(sql);
        return prepare(sql);
      },
    });
    const now = city('2026-03-02 09:00');
    coordinationBoard(listening, { now, ...defaultPeriod(now) });
    nextBoardChange(listening, now);
    const nothing = {
      now,
      today: '',
      from: '',
      until: '',
      dueSoonUntil: '',
      tracks: '[]',
      midnight: '',
    };
    const plans = asked.flatMap(
      (sql) => prepare(`EXPLAIN QUERY PLAN ${sql}`).all(nothing) as { detail: string }[],
    );
    const ofBase = plans
      .map(({ detail }) => detail)
      .filter((it) => /requests\b|assignments\b/.test(it));
    expect(ofBase).toHaveLength(3);
    for (const detail of ofBase) expect(detail).toMatch(/^SEARCH .* USING (COVERING )?INDEX/);
  });
});
