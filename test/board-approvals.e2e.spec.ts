import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

const lead = 'lead.dlh';
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

const BOARD = `query($asOf: DateTime) { coordinationBoard(asOf: $asOf) {
  requests { statutoryOverdue reviewDebts openObjections }
  offices { office { code } awaitingApproval reviewDebts } } }`;

async function board(asOf?: string): Promise<any> {
  const { data, errors } = await city.ask('lead.dinsos', BOARD, { asOf });
  expect(errors).toBeUndefined();
  return data?.['coordinationBoard'];
}

const rowOf = ({ offices }: any, code: string): any =>
  offices.find(({ office }: any) => office.code === code);

async function total(list: string, selector: string, value: object): Promise<number> {
  const type = list === 'objections' ? '[ObjectionState!]' : 'OutboundItemFilter';
  const query = `query($value: ${type}) { ${list}(${selector}: $value) { totalCount } }`;
  const { data, errors } = await city.ask(coordinator, query, { value });
  expect(errors).toBeUndefined();
  return data?.[list].totalCount;
}
const items = (filter: object): Promise<number> => total('outboundItems', 'filter', filter);

/** Every count of the board of texts and objections is the length of the list that it is of. */
async function expectLists(): Promise<void> {
  const { requests, offices } = await board();
  expect(requests.reviewDebts).toBe(await items({ reviewDebt: true }));
  expect(requests.openObjections).toBe(
    await total('objections', 'states', ['LODGED', 'REGISTERED']),
  );
  for (const { office, awaitingApproval, reviewDebts } of offices) {
    const listed = {
      office,
      awaitingApproval: await items({ awaitingOfficeCodes: [office.code] }),
      reviewDebts: await items({ officeCodes: [office.code], reviewDebt: true }),
    };
    expect(listed).toEqual({ office, awaitingApproval, reviewDebts });
  }
}

describe('the board', () => {
  it('counts where each text waits, also when a step is passed on', async () => {
    const before = await board();
    const requestId = await at.request();
    const assign = { requestId, officeCode: 'DLH', lead: true };
    const shown = 'informationRequest { assignments { id } }';
    const { assignments } = await at.act(coordinator, 'assignOffice', assign, shown);
    const part = { requestId, assignmentId: assignments[0].id };
    const text = { ...part, text: 'Data.', informationHeld: true };
    await at.act(lead, 'submitContribution', text, shown);
    await at.act(coordinator, 'acceptContribution', part, shown);
    const answer = await at.answer(requestId);
    const { id: outboundItemId, contentHash } = answer;
    await at.act(coordinator, 'submitForApproval', { outboundItemId });
    const waiting = await board();
    const more = (code: string, later: any, earlier: any): number =>
      rowOf(later, code).awaitingApproval - rowOf(earlier, code).awaitingApproval;
    expect([more('DLH', waiting, before), more('DISKOMINFO', waiting, before)]).toEqual([1, 0]);
    await expectLists();
    await at.act(lead, 'approveOutboundItem', { outboundItemId, contentHash });
    const passed = await board();
    expect([more('DLH', passed, before), more('DISKOMINFO', passed, before)]).toEqual([0, 1]);
    await at.act(coordinator2, 'approveOutboundItem', { outboundItemId, contentHash });
    await at.act(approver, 'approveOutboundItem', { outboundItemId, contentHash });
    expect(more('DISKOMINFO', await board(), before)).toBe(0);
    await expectLists();
  });

  it('counts reviews that are owed, by office and in the city, until they are done', async () => {
    const before = await board();
    const item = await at.draft(lead);
    const { id: outboundItemId, contentHash } = item;
    const emergency = { outboundItemId, contentHash, ground: 'DISASTER', reason: 'Banjir.' };
    await at.act(coordinator, 'emergencyRelease', emergency);
    const owed = await board();
    expect(owed.requests.reviewDebts).toBe((before.requests.reviewDebts as number) + 1);
    expect(rowOf(owed, 'DLH').reviewDebts).toBe((rowOf(before, 'DLH').reviewDebts as number) + 1);
    await expectLists();
    const instant = new Date().toISOString();
    const review = { outboundItemId, contentHash, finding: 'Sudah tepat.' };
    await at.act(approver, 'reviewRelease', review);
    expect((await board()).requests.reviewDebts).toBe(before.requests.reviewDebts);
    expect((await board(instant)).requests.reviewDebts).toBe(owed.requests.reviewDebts);
    await expectLists();
  });

  it('counts objections until they are decided', async () => {
    const before = await board();
    const lodged = await city.mutate(
      coordinator,
      'lodgeObjection',
      {
        requester: { kind: 'CITIZEN', name: 'Kirana Uji' },
        grounds: ['B_PERIODIC_NOT_PROVIDED'],
        statement: 'Laporan tidak diumumkan.',
        groundFoundOn: '2026-11-02',
      },
      'objection { id }',
    );
    const objectionId = lodged.objection.id;
    const one = (before.requests.openObjections as number) + 1;
    expect((await board()).requests.openObjections).toBe(one);
    await expectLists();
    const decision = { objectionId, decision: 'REJECTED', text: 'Sudah diumumkan.' };
    const shown = 'objection { state }';
    await city.mutate(coordinator, 'registerObjection', { objectionId }, shown);
    const { userErrors } = await city.mutate('superior.setda', 'decideObjection', decision, shown);
    expect(userErrors).toEqual([]);
    expect((await board()).requests.openObjections).toBe(one - 1);
    await expectLists();
  });
});
