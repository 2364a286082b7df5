import { ClockCity, also } from './clock-city.ts';

const coordinator = 'koordinator';
let at: ClockCity;
beforeAll(async () => {
  at = await ClockCity.opened([also('atasan', 'PPID_SUPERIOR')]);
}, 60_000);
afterAll(() => at.city.close());

const OBJECTION = 'objection { id deadline { dueAt } }';

async function limits(objectionId: string): Promise<any> {
  const query = `query($id: ID!) { node(id: $id) { ... on Objection { lodgedLate
    deadlines { rule { id } state } } } }`;
  const { data, errors } = await at.city.ask(coordinator, query, { id: objectionId });
  expect(errors).toBeUndefined();
  const { lodgedLate, deadlines } = data!['node'];
  const stateOf = (rule: string): string =>
    deadlines.find((one: any) => one.rule.id === rule)?.state;
  return { lodgedLate, found: stateOf('KIP-36-1'), reply: stateOf('KIP-36-2') };
}

async function lodged(time: string, foundOn: string) {
  const requestId = await at.received(`${foundOn} 09:00`);
  at.moveTo(time);
  const input = {
    requestId,
    grounds: ['C_NOT_ANSWERED'],
    statement: 'x',
    groundFoundOn: foundOn,
  };
  const { objection } = await at.act(coordinator, 'lodgeObjection', input, OBJECTION);
  return objection as { id: string; deadline: { dueAt: string } };
}

/** The reply comes so many minutes before its limit ends. */
async function decided(objection: Awaited<ReturnType<typeof lodged>>, before: number) {
  const { id: objectionId, deadline } = objection;
  const inCity = new Date(Date.parse(deadline.dueAt) + (7 * 60 - before) * 60_000);
  at.moveTo(inCity.toISOString().slice(0, 16).replace('T', ' '));
  await at.act(coordinator, 'registerObjection', { objectionId }, OBJECTION);
  const decision = { objectionId, decision: 'REJECTED', text: 'Tidak.' };
  await at.act('atasan', 'decideObjection', decision, OBJECTION);
  return objectionId;
}

describe('a limit in days ends with its last day, at 24:00', () => {
  it('what comes a minute before is in time, by its flag and by its limit', async () => {
    const id = await decided(await lodged('2025-09-16 23:59', '2025-08-04'), 1);
    expect(await limits(id)).toEqual({ lodgedLate: false, found: 'MET', reply: 'MET' });
  });

  it('what comes at that very moment is late, by its flag and by its limit', async () => {
    const id = await decided(await lodged('2025-12-16 00:00', '2025-11-03'), 0);
    expect(await limits(id)).toEqual({ lodgedLate: true, found: 'MISSED', reply: 'MISSED' });
  });
});
