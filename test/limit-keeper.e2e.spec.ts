import { reckoningOf } from '#offices';
import { Transact, freshId } from '#event-store';
import { ReadModel } from '#read-model';
import type { CommandId, Instant } from '#kernel';
import { requestKind } from '#information-requests/api';
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

async function shown(id: string): Promise<any> {
  const query = `query($id: ID!) { informationRequest(id: $id) {
    deadline { state dueOn calendars } deadlines { rule { id } state stoppedAt }
    history(first: 50) { nodes { eventId type summary } } } }`;
  const { data, errors } = await city.ask(coordinator, query, { id });
  expect(errors).toBeUndefined();
  return data?.['informationRequest'];
}

const off = (date: string): object => ({ date, kind: 'LOCAL_HOLIDAY', name: 'Libur daerah' });

/** Amends as the preview says; how many limits it said. */
async function amend(year: number, add: object[]): Promise<number> {
  const query = `query($year: Int!, $add: [CalendarDayInput!]) {
    previewCalendarAmendment(year: $year, add: $add) { moves } }`;
  const { data } = await city.ask('admin', query, { year, add });
  const expectedMoves = data?.['previewCalendarAmendment'].moves;
  const input = { year, source: 'Keputusan', add, expectedMoves };
  await at.act('admin', 'amendCalendar', input, 'calendar { version }');
  return expectedMoves;
}

describe('a limit', () => {
  it('that a slow node extended by an older calendar is moved again', async () => {
    const id = await at.received('2025-08-05 09:00');
    at.moveTo('2025-08-07 10:00');
    const model = city.app.get(ReadModel);
    const reckoning = reckoningOf(model.db);
    await amend(2025, [off('2025-08-18')]);
    await at.sweep();
    expect((await shown(id)).deadline).toMatchObject({ dueOn: '2025-08-20' });
    const now = '2025-08-07T03:00:00.000Z' as Instant;
    const command = {
      type: 'ExtendDeadline',
      workingDays: 1,
      ground: 'OTHER',
      reason: 'Data di dua OPD.',
      at: now,
      now,
      reckoning,
    } as const;
    const done = await city.app.get(Transact).run(requestKind, id, command, {
      commandId: freshId<CommandId>(),
      correlationId: id,
      actor: { system: 'operator', name: 'slow node' },
    });
    if (!('position' in done) || done.position === undefined) throw new Error(done.outcome);
    await model.waitFor(done.position, 2_000);
    await at.sweep();
    const { deadline } = await shown(id);
    expect(deadline).toMatchObject({ dueOn: '2025-08-21', calendars: ['2025/2'] });
  });

  it('that was met in time is met, also when that was entered after the timer', async () => {
    const media = { track: 'MEDIA', requester: { kind: 'JOURNALIST', name: 'Wartawan Uji' } };
    const requestId = await at.received('2025-09-01 09:00', media);
    await at.act(coordinator, 'registerInformationRequest', { requestId });
    at.moveTo('2025-09-05 09:00');
    await at.sweep();
    expect((await shown(requestId)).deadline.state).toBe('MISSED');
    const outcome = { requestId, outcome: 'INTERVIEW', occurredAt: '2025-09-02T02:00:00Z' };
    await at.act(coordinator, 'recordOutcome', outcome);
    const met = await shown(requestId);
    const answer = { rule: { id: 'MEDIA-ANSWER' }, state: 'MET' };
    expect(met.deadlines).toContainEqual({ ...answer, stoppedAt: '2025-09-02T02:00:00.000Z' });
    const event = met.history.nodes.find(({ type }: any) => type === 'InformationRequestAnswered');
    const correction = {
      requestId,
      field: 'OCCURRED_AT',
      eventId: event.eventId,
      reason: 'Salah.',
    };
    const value = '2025-09-02T03:00:00.000Z';
    await at.act(coordinator, 'correctInformationRequestEntry', { ...correction, value });
    expect((await shown(requestId)).deadlines).toContainEqual({ ...answer, stoppedAt: value });
  });
});

describe('the keeper', () => {
  it('goes on with the others when one limit cannot be recorded', async () => {
    const id = await at.received('2025-10-01 09:00');
    const { db } = city.app.get(ReadModel);
    const clock = JSON.stringify({ rule: 'KIP-22-7', calendars: [], dueAt: '2025-01-01' });
    db.prepare(
      `INSERT INTO clocks (stream, entity, rule, sequence, touched, clock, due_at)
        VALUES ('informationRequest-none', 'none', 'KIP-22-7', 0, 0, ?, '2025-01-01')`,
    ).run(clock);
    at.moveTo('2025-11-03 09:00');
    await expect(at.sweep()).rejects.toThrow(/KIP-22-7 of informationRequest-none/);
    db.exec("DELETE FROM clocks WHERE entity = 'none'");
    const { history } = await shown(id);
    const missed = history.nodes.filter(({ type }: any) => type === 'DeadlineMissed');
    expect(missed).toHaveLength(2);
  });

  it('names the amendment that moved a limit, not one that changed nothing for it', async () => {
    const id = await at.received('2025-12-22 09:00');
    const { dueOn } = (await shown(id)).deadline;
    expect(dueOn).toMatch('2026-01');
    expect(await amend(2025, [off('2025-12-27')])).toBe(0);
    await at.sweep();
    expect(await amend(2026, [off('2026-01-02')])).toBe(1);
    await at.sweep();
    const types = '["WorkingCalendarAmended", "DeadlineRecomputed"]';
    const query = `{ auditTrail(filter: { types: ${types} }, last: 2) {
      nodes { type eventId causationId } } }`;
    const { data } = await city.ask('auditor', query);
    const [amended, moved] = data!['auditTrail'].nodes;
    expect(amended).toMatchObject({ type: 'WorkingCalendarAmended' });
    expect(moved).toMatchObject({ type: 'DeadlineRecomputed', causationId: amended.eventId });
  });

  it('is told to count a limit that loses its date', async () => {
    const id = await at.received('2026-12-14 09:00');
    expect((await shown(id)).deadline.dueOn).toBe('2026-12-30');
    await at.sweep();
    const days = ['28', '29', '30', '31'].map((day) => off(`2026-12-${day}`));
    expect(await amend(2026, days)).toBe(1);
    await at.sweep();
    expect((await shown(id)).deadline.state).toBe('UNDETERMINED');
  });
});

describe('a case as of what had happened then', () => {
  it('is explained by the calendars that its limits name', async () => {
    at.moveTo('2026-12-15 09:00');
    const receipt = {
      track: 'STATUTORY',
      channel: 'LETTER',
      subject: 'Surat lama',
      details: 'Berapa?',
      requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
      occurredAt: '2025-05-26T02:00:00Z',
    };
    const { informationRequest } = await at.act(coordinator, 'receiveInformationRequest', receipt);
    const query = `query($id: ID!) { informationRequest(id: $id, asOf: "2025-05-27T00:00:00Z",
      basis: HAPPENED_BY) { deadline { ledger { date kind } } } }`;
    const { data } = await city.ask(coordinator, query, { id: informationRequest.id });
    const { ledger } = data!['informationRequest'].deadline;
    expect(ledger).toContainEqual({ date: '2025-05-29', kind: 'NATIONAL_HOLIDAY' });
  });
});
