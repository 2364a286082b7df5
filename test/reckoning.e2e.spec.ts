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

/** Limits of the offices' parts. */
async function partsOf(id: string): Promise<any[]> {
  const query = `query($id: ID!) { informationRequest(id: $id) {
    assignments { deadline { dueOn rule { length } } } } }`;
  const { data } = await city.ask(coordinator, query, { id });
  return data?.['informationRequest'].assignments;
}

describe('deadlinePreview', () => {
  const preview = async (args: string): Promise<any> => {
    const query = `{ deadlinePreview(${args}) { dueOn dueAt ledger { date kind note }
      calendars userErrors { code path } } }`;
    const { data, errors } = await city.ask(coordinator, query);
    expect(errors).toBeUndefined();
    return data?.['deadlinePreview'];
  };
  const from = 'startedAt: "2026-03-10T02:00:00Z"';

  it('answers what if, without recording anything', async () => {
    await at.sweep();
    const before = await city.happened();
    expect((await preview(`ruleId: "KIP-22-7", ${from}`)).dueOn).toBe('2026-03-31');
    const counted = await preview(`ruleId: "KIP-22-7", ${from}, skipCollectiveLeave: false`);
    expect(counted.dueOn).toBe('2026-03-25');
    const leave = { date: '2026-03-18', kind: 'COUNTED', note: 'Cuti bersama Hari Suci Nyepi' };
    expect(counted.ledger).toContainEqual(leave);
    const longer = await preview(`ruleId: "KIP-22-7", ${from}, extendBy: 7`);
    expect(longer.dueOn).toBe('2026-04-10');
    expect((await preview(`ruleId: "MEDIA-ACK", ${from}`)).dueAt).toBe('2026-03-10T04:00:00.000Z');
    expect(await city.happened()).toEqual(before);
  });

  it('refuses what no rule counts', async () => {
    for (const [args, code, field] of [
      [`ruleId: "NOPE", ${from}`, 'NOT_FOUND', 'ruleId'],
      [`ruleId: "HJ-ASK", ${from}`, 'INVALID_INPUT', 'ruleId'],
      [`ruleId: "INTER-OFFICE", ${from}, extendBy: 2`, 'INVALID_INPUT', 'extendBy'],
    ] as const) {
      expect((await preview(args)).userErrors).toEqual([{ code, path: [field] }]);
    }
  });
});

describe('rules and policies', () => {
  const decision = { basis: 'Perwali 12/2026', reason: 'Beban kerja.' };

  it('are changed by the admin, for limits that start from then on', async () => {
    const id = await at.received('2026-06-02 09:00');
    await at.act(coordinator, 'registerInformationRequest', { requestId: id });
    const assign = { requestId: id, lead: false };
    await at.act(coordinator, 'assignOffice', { ...assign, officeCode: 'DINKES' });
    const input = { ruleId: 'INT-CONTRIBUTION', length: 8, ...decision };
    const { rule } = await at.act('admin', 'setClockRule', input, 'rule { id length pausable }');
    expect(rule).toEqual({ id: 'INT-CONTRIBUTION', length: 8, pausable: true });
    await at.act(coordinator, 'assignOffice', { ...assign, officeCode: 'DISKOMINFO' });
    const assignments = await partsOf(id);
    expect(assignments.map(({ deadline }: any) => [deadline.rule.length, deadline.dueOn])).toEqual([
      [5, '2026-06-09'],
      [8, '2026-06-12'],
    ]);
  });

  it('say on what they rest', async () => {
    const set = { key: 'OFFICE_HOURS', value: 'Mon-Thu 08:00-12:00, Fri 08:00-11:00', ...decision };
    const select = 'policy { key value basis }';
    const { policy } = await at.act('admin', 'setPolicy', set, select);
    expect(policy).toEqual({ key: set.key, value: set.value, basis: set.basis });
    const query = `{ policies { key value basis since } clockRules { id legalBasis }
      deadlinePreview(ruleId: "PPID-REGISTER", startedAt: "2026-06-02T06:00:00Z") { dueOn } }`;
    const { data } = await city.ask(coordinator, query);
    expect(data?.['policies']).toHaveLength(6);
    expect(data?.['policies'][0].since).toBe('2025-08-01T01:00:00.000Z');
    expect(data?.['clockRules']).toHaveLength(18);
    expect(data?.['deadlinePreview'].dueOn).toBe('2026-06-04');
  });

  it('are refused from anyone else, and when they make no sense', async () => {
    const rule = { ruleId: 'KIP-22-7', length: 5, ...decision };
    const send = async (who: string, mutation: string, input: object): Promise<string[]> => {
      const select = mutation === 'setPolicy' ? 'policy { key }' : 'rule { id }';
      const { userErrors } = await city.mutate(who, mutation, input, select);
      return userErrors.map(({ code, path }: any) => [code, ...(path ?? [])].join(' '));
    };
    expect(await send(coordinator, 'setClockRule', rule)).toEqual(['NOT_PERMITTED']);
    expect(await send('admin', 'setClockRule', { ...rule, ruleId: 'X' })).toEqual([
      'NOT_FOUND input ruleId',
    ]);
    const lapse = { key: 'LAPSE_DAYS', value: 'soon', ...decision };
    expect(await send('admin', 'setPolicy', lapse)).toEqual(['INVALID_INPUT input value']);
    expect(await send(coordinator, 'setPolicy', lapse)).toEqual(['NOT_PERMITTED']);
  });
});
