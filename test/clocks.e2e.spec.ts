import { ClockCity } from './clock-city.ts';
import type { TestCity } from './city.ts';

const coordinator = 'koordinator';
let at: ClockCity;
let city: TestCity;
beforeAll(async () => {
  at = await ClockCity.opened();
  ({ city } = at);
}, 60_000);
afterAll(() => city.close());

const DEADLINE = `id state dueOn waitsForCalendarOf calendars rule { id length }
  ledger { date until kind note dueFrom dueTo }`;

async function shown(id: string, who = coordinator): Promise<any> {
  const query = `query($id: ID!) { informationRequest(id: $id) { state number overdue
    deadline { ${DEADLINE} } assignments { id deadline { ${DEADLINE} } }
    history(first: 50) { nodes { type summary occurredAt actor { system }
      changes { field from to } } } } }`;
  const { data, errors } = await city.ask(who, query, { id });
  expect(errors).toBeUndefined();
  return data?.['informationRequest'];
}

const ofType = ({ history }: any, type: string): any[] =>
  history.nodes.filter((node: any) => node.type === type);

const PREVIEW = `query($year: Int!, $add: [CalendarDayInput!], $remove: [Date!]) {
  previewCalendarAmendment(year: $year, add: $add, remove: $remove) { moves
    first { request { subject } deadlineId ruleId dueFrom dueTo } userErrors { code } } }`;

describe('the decree of 7 August 2025', () => {
  const add = [{ date: '2025-08-18', kind: 'COLLECTIVE_LEAVE', name: 'Cuti bersama' }];
  const source = 'Perubahan SKB, 7 Agustus 2025';
  let fifth: string;
  let fourth: string;

  beforeAll(async () => {
    fourth = await at.received('2025-08-04 09:00');
    fifth = await at.received('2025-08-05 09:00');
    at.moveTo('2025-08-07 10:00');
  });

  it('is looked at first: which limits would move, from when to when', async () => {
    expect((await shown(fourth)).deadline.dueOn).toBe('2025-08-18');
    expect((await shown(fifth)).deadline.dueOn).toBe('2025-08-19');
    const { data } = await city.ask('admin', PREVIEW, { year: 2025, add });
    const { moves, first, userErrors } = data!['previewCalendarAmendment'];
    expect({ moves, userErrors }).toEqual({ moves: 2, userErrors: [] });
    expect(first.map(({ ruleId, dueFrom, dueTo }: any) => [ruleId, dueFrom, dueTo])).toEqual([
      ['KIP-22-7', '2025-08-18', '2025-08-19'],
      ['KIP-22-7', '2025-08-19', '2025-08-20'],
    ]);
    const { data: other } = await city.ask(coordinator, PREVIEW, { year: 2025, add });
    expect(other?.['previewCalendarAmendment']).toMatchObject({
      moves: 0,
      userErrors: [{ code: 'NOT_PERMITTED' }],
    });
  });

  it('is refused when another number of limits would move by now', async () => {
    const amend = { year: 2025, source, add, expectedMoves: 3 };
    const { userErrors } = await city.mutate('admin', 'amendCalendar', amend, 'calendar { year }');
    expect(userErrors.map(({ code }: any) => code)).toEqual(['CALENDAR_CHANGED']);
    const query = '{ workingCalendars(year: 2025) { version } }';
    const { data } = await city.ask('admin', query);
    expect(data?.['workingCalendars']).toEqual([{ version: '2025/1' }]);
  });

  it('moves every limit it touches, once, and both dates stay to be seen', async () => {
    const amend = { year: 2025, source, add, expectedMoves: 2 };
    const { calendar } = await at.act(
      'admin',
      'amendCalendar',
      amend,
      'calendar { version source }',
    );
    expect(calendar).toEqual({ version: '2025/2', source });
    await at.sweep();
    await at.sweep();
    for (const [id, dueFrom, dueTo] of [
      [fourth, '2025-08-18', '2025-08-19'],
      [fifth, '2025-08-19', '2025-08-20'],
    ] as const) {
      const request = await shown(id);
      expect(request.deadline).toMatchObject({ dueOn: dueTo, calendars: ['2025/2'] });
      const { ledger } = request.deadline;
      const leave = { date: '2025-08-18', kind: 'COLLECTIVE_LEAVE', note: 'Cuti bersama' };
      expect(ledger).toContainEqual({ ...leave, until: null, dueFrom: null, dueTo: null });
      const moved = { date: '2025-08-07', kind: 'RECOMPUTED', dueFrom, dueTo };
      expect(ledger).toContainEqual({ ...moved, until: null, note: null });
      const [recomputed, ...more] = ofType(request, 'DeadlineRecomputed');
      expect(more).toEqual([]);
      expect(recomputed.changes).toEqual([{ field: 'KIP-22-7', from: dueFrom, to: dueTo }]);
      expect(recomputed.actor).toEqual({ system: 'timer' });
    }
  });

  it('follows the amendment that caused it', async () => {
    const query = `query($types: [String!]) { auditTrail(filter: { types: $types }, first: 10) {
      nodes { eventId causationId type } } }`;
    const types = ['WorkingCalendarAmended', 'DeadlineRecomputed'];
    const { data } = await city.ask('auditor', query, { types });
    const { nodes } = data!['auditTrail'];
    const cause = nodes.find(({ type }: any) => type === 'WorkingCalendarAmended').eventId;
    const moved = nodes.filter(({ type }: any) => type === 'DeadlineRecomputed');
    expect(moved.map(({ causationId }: any) => causationId)).toEqual([cause, cause]);
  });

  it('is as it was then, seen from before it', async () => {
    const query = `query($id: ID!) {
      informationRequest(id: $id, asOf: "2025-08-06T00:00:00Z") { deadline { ${DEADLINE} } } }`;
    const { data } = await city.ask(coordinator, query, { id: fifth });
    const { deadline } = data!['informationRequest'];
    expect(deadline).toMatchObject({ dueOn: '2025-08-19', calendars: ['2025/1'] });
    expect(deadline.ledger.map(({ kind }: any) => kind)).not.toContain('RECOMPUTED');
    const holiday = deadline.ledger.find(({ date }: any) => date === '2025-08-17');
    expect(holiday.kind).toBe('NATIONAL_HOLIDAY');
  });
});

describe('a missed limit', () => {
  it('is an event, once, at the instant it passed, and stays', async () => {
    const id = await at.received('2025-08-25 09:00');
    at.moveTo('2025-09-10 00:01');
    expect((await shown(id)).overdue).toBe(true);
    await at.sweep();
    await at.sweep();
    const late = await shown(id);
    expect(late.deadline.state).toBe('MISSED');
    const missed = ofType(late, 'DeadlineMissed');
    const [answer] = missed.filter(({ summary }) => summary.includes('KIP-22-7'));
    expect(missed).toHaveLength(2);
    expect(answer.occurredAt).toBe('2025-09-09T17:00:00.000Z');
    const add = [{ date: '2025-09-03', kind: 'LOCAL_HOLIDAY', name: 'Hari jadi' }];
    const { data } = await city.ask('admin', PREVIEW, { year: 2025, add });
    expect(data?.['previewCalendarAmendment'].moves).toBe(0);
  });
});

describe('pausing', () => {
  /** The changes of limits that somebody could make now. */
  const offered = async (id: string, who = coordinator): Promise<string[]> => {
    const query = 'query($id: ID!) { informationRequest(id: $id) { viewerMay } }';
    const { data } = await city.ask(who, query, { id });
    const may: string[] = data!['informationRequest'].viewerMay;
    return may.filter((mutation) => mutation.endsWith('Deadline'));
  };

  it('holds an office’s limit still, and moves it by the days it stood', async () => {
    const id = await at.received('2026-03-02 09:00');
    await at.act(coordinator, 'registerInformationRequest', { requestId: id });
    const assign = { requestId: id, officeCode: 'DINKES', lead: true };
    await at.act(coordinator, 'assignOffice', assign);
    const [before] = (await shown(id)).assignments;
    expect(before.deadline.dueOn).toBe('2026-03-09');
    const deadlineId = before.deadline.id;
    at.moveTo('2026-03-04 10:00');
    const select = `deadline { ${DEADLINE} }`;
    const pause = { deadlineId, reason: 'Menunggu data provinsi.' };
    expect(await offered(id)).toEqual(['pauseDeadline']);
    const { deadline } = await at.act(coordinator, 'pauseDeadline', pause, select);
    expect(deadline).toMatchObject({ state: 'PAUSED', dueOn: '2026-03-09' });
    at.moveTo('2026-03-12 10:00');
    expect(await offered(id)).toEqual(['resumeDeadline']);
    await at.sweep();
    expect((await shown(id)).assignments[0].deadline.state).toBe('PAUSED');
    const resumed = await at.act(coordinator, 'resumeDeadline', { deadlineId }, select);
    expect(resumed.deadline).toMatchObject({ state: 'RUNNING', dueOn: '2026-03-17' });
    expect(resumed.deadline.ledger).toContainEqual({
      date: '2026-03-04',
      until: '2026-03-11',
      kind: 'PAUSED',
      note: null,
      dueFrom: null,
      dueTo: null,
    });
    const query = `{ informationRequests(filter: { officeCodes: ["DINKES"],
      assignmentOverdue: true }) { totalCount } }`;
    expect((await city.ask(coordinator, query)).data?.['informationRequests'].totalCount).toBe(0);
  });

  it('is not for a statutory limit, nor for what is not there or not theirs', async () => {
    const id = await at.received('2026-03-16 09:00');
    const { deadline } = await shown(id);
    const send = async (deadlineId: string, who = coordinator): Promise<string[]> => {
      const input = { deadlineId, reason: 'x' };
      const { userErrors } = await city.mutate(who, 'pauseDeadline', input, 'deadline { id }');
      return userErrors.map(({ code }: any) => code);
    };
    expect(await send(deadline.id)).toEqual(['CLOCK_NOT_PAUSABLE']);
    expect(await send(deadline.id, 'ppid')).toEqual(['NOT_PERMITTED']);
    expect(await send(deadline.id, 'lead')).toEqual(['NOT_FOUND']);
    expect(await send(deadline.id.replace(/\d+$/, '999999'))).toEqual(['NOT_FOUND']);
    expect(await send('x')).toEqual(['INVALID_INPUT']);
    expect([await offered(id), await offered(id, 'ppid')]).toEqual([[], ['extendDeadline']]);
    const extension = { requestId: id, workingDays: 1, ground: 'OTHER', reason: 'x' };
    await at.act('ppid', 'extendDeadline', extension);
    expect(await offered(id, 'ppid')).toEqual([]);
  });
});

describe('extending', () => {
  const extension = { workingDays: 7, ground: 'NOT_YET_HELD', reason: 'Data di tiga OPD.' };
  const extend = async (requestId: string, more = {}, who = 'ppid'): Promise<string[]> => {
    const input = { requestId, ...extension, ...more };
    const { userErrors } = await city.mutate(who, 'extendDeadline', input);
    return userErrors.map(({ code }: any) => code);
  };

  it('is for the approver, once, by seven days at most, before it lapses', async () => {
    const id = await at.received('2026-04-06 09:00');
    const late = await at.received('2026-04-07 09:00');
    expect((await shown(id)).deadline.dueOn).toBe('2026-04-20');
    expect(await extend(id, { workingDays: 8 })).toEqual(['EXTENSION_TOO_LONG']);
    expect(await extend(id, {}, coordinator)).toEqual(['NOT_PERMITTED']);
    expect(await extend(id)).toEqual([]);
    expect(await extend(id)).toEqual(['ALREADY_EXTENDED']);
    const { deadline } = await shown(id);
    expect(deadline.dueOn).toBe('2026-04-29');
    expect(deadline.ledger).toContainEqual({
      date: '2026-04-07',
      until: null,
      kind: 'EXTENDED',
      note: null,
      dueFrom: '2026-04-20',
      dueTo: '2026-04-29',
    });
    at.moveTo('2026-04-22 00:00');
    expect(await extend(late)).toEqual(['DEADLINE_PASSED']);
  });
});

describe('reopening', () => {
  it('starts the answer anew, on the board as in the list', async () => {
    const requestId = await at.received('2026-05-04 09:00', {
      track: 'MEDIA',
      requester: { kind: 'JOURNALIST', name: 'Wartawan Uji' },
      answeredAtOnce: { outcome: 'INTERVIEW', gist: 'Disampaikan.' },
    });
    const reopen = { requestId, reason: 'Jawaban keliru.' };
    const upheld = { ...reopen, cause: 'OBJECTION_UPHELD' };
    const refused = await city.mutate(coordinator, 'reopenInformationRequest', upheld);
    expect(refused.userErrors[0]).toMatchObject({ code: 'NOT_FOUND' });
    const withdrawn = { ...reopen, cause: 'ANSWER_WITHDRAWN' };
    await at.act(coordinator, 'reopenInformationRequest', withdrawn);
    const query = `query($id: ID!) { informationRequest(id: $id) { state outcome answeredAt toldAt
        closingNote gist deadline { dueOn rule { id } } deadlines { rule { id } state } }
      coordinationBoard { requests { answeredInPeriod byState { state count } } }
      informationRequests(filter: { outcomes: [INTERVIEW] }) { totalCount } }`;
    const { data } = await city.ask(coordinator, query, { id: requestId });
    expect(data?.['informationRequest']).toMatchObject({
      state: 'IN_COORDINATION',
      outcome: null,
      answeredAt: null,
      gist: null,
      deadline: { dueOn: '2026-05-20', rule: { id: 'REDO' } },
    });
    expect(data?.['coordinationBoard'].requests.answeredInPeriod).toBe(0);
    expect(data?.['informationRequests'].totalCount).toBe(0);
    const again = await city.mutate(coordinator, 'reopenInformationRequest', withdrawn);
    expect(again.userErrors[0]).toMatchObject({ code: 'INVALID_STATE' });
  });
});

describe('a year without a calendar', () => {
  it('leaves a limit without a date and the case moving, until it is declared', async () => {
    const id = await at.received('2026-12-21 09:00');
    await at.act(coordinator, 'registerInformationRequest', { requestId: id });
    const open = await shown(id);
    expect(open).toMatchObject({ state: 'REGISTERED', number: expect.stringMatching('PIP') });
    expect(open.deadline).toMatchObject({
      state: 'UNDETERMINED',
      dueOn: null,
      waitsForCalendarOf: 2027,
      calendars: ['2026/1'],
    });
    const counts = `{ coordinationBoard { requests { undetermined } }
      informationRequests(filter: { undetermined: true }) { totalCount } }`;
    const counted = async (): Promise<number[]> => {
      const { data } = await city.ask(coordinator, counts);
      const { requests } = data!['coordinationBoard'];
      return [requests.undetermined, data!['informationRequests'].totalCount];
    };
    expect(await counted()).toEqual([1, 1]);
    const preview = `query($at: DateTime!) { deadlinePreview(ruleId: "KIP-22-7", startedAt: $at) {
      dueOn userErrors { code } } }`;
    const startedAt = '2026-12-21T02:00:00Z';
    expect(
      (await city.ask(coordinator, preview, { at: startedAt })).data?.['deadlinePreview'],
    ).toEqual({
      dueOn: null,
      userErrors: [{ code: 'CALENDAR_MISSING' }],
    });
    const days = [{ date: '2027-01-01', kind: 'NATIONAL_HOLIDAY', name: 'Tahun Baru 2027' }];
    const declared = { year: 2027, source: 'SKB 2027', days };
    await at.act('admin', 'declareCalendar', declared, 'calendar { version }');
    await at.sweep();
    const computed = await shown(id);
    expect(computed.deadline).toMatchObject({
      state: 'RUNNING',
      dueOn: '2027-01-07',
      waitsForCalendarOf: null,
      calendars: ['2026/1', '2027/1'],
    });
    expect(await counted()).toEqual([0, 0]);
    expect(ofType(computed, 'DeadlineComputed')).toHaveLength(1);
    const again = await city.mutate('admin', 'declareCalendar', declared, 'calendar { year }');
    expect(again.userErrors.map(({ code }: any) => code)).toEqual(['INVALID_STATE']);
    const amend = { year: 2030, source: 'x', add: [], remove: [], expectedMoves: 0 };
    const missing = await city.mutate('admin', 'amendCalendar', amend, 'calendar { year }');
    expect(missing.userErrors.map(({ code }: any) => code)).toEqual(['CALENDAR_MISSING']);
  });
});
