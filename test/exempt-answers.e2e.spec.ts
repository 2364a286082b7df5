import { OutboundKeeper } from '#outbound/api';
import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

const TEST = 'consequenceTest { id valid }';
const OBJECTION = 'objection { id state }';
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

async function said(who: string, mutation: string, input: object, shown: string): Promise<any> {
  const payload = await city.mutate(who, mutation, input, shown);
  expect(payload.userErrors).toEqual([]);
  return payload;
}

async function opened(exemption = 'H'): Promise<string> {
  const opening = {
    exemption,
    information: 'Rekam medis.',
    harmIfOpened: 'Rahasia pribadi.',
    harmIfClosed: 'Tidak ada.',
  };
  const made = await said(coordinator, 'openConsequenceTest', opening, TEST);
  return made.consequenceTest.id;
}

/** A test that was decided exempt. */
async function exempted(exemption = 'H'): Promise<string> {
  const consequenceTestId = await opened(exemption);
  const opinion = { consequenceTestId, opinion: 'Sesuai.' };
  await said('legal.setda', 'giveOpinion', opinion, TEST);
  const term = { exempt: true, endsOn: '2027-03-01', reason: 'Kerugian lebih besar.' };
  await said(approver, 'decideConsequenceTest', { consequenceTestId, ...term }, TEST);
  return consequenceTestId;
}

const ended = (consequenceTestId: string): Promise<any> => {
  const input = { consequenceTestId, basis: 'Perwali 1/2026', reason: 'Dibuka.' };
  return said(approver, 'endConsequenceTest', input, TEST);
};

const refusing = (consequenceTestId: string, decision = 'REFUSED_EXEMPT'): object => ({
  outcome: decision === 'REFUSED_EXEMPT' ? decision : 'GRANTED_IN_PART',
  parts: [{ part: 'Rekam medis', decision, consequenceTestId }],
});

async function answered(requestId: string, consequenceTestId: string): Promise<any> {
  const answer = await at.answer(requestId, refusing(consequenceTestId));
  await at.approved(answer, coordinator2, approver);
  return { outboundItemId: answer.id, contentHash: answer.contentHash };
}

describe('a refusal on an exemption', () => {
  it('rests on a test that was decided exempt and holds, a blackening as well', async () => {
    const requestId = await at.request();
    const input = { requestId, title: 'x', body: 'y' };
    const tried = (test: string, decision?: string): Promise<string[]> =>
      at.refused(coordinator, 'draftAnswer', { ...input, ...refusing(test, decision) }, 'position');
    const undecided = await opened();
    const over = await exempted();
    await ended(over);
    for (const decision of ['REFUSED_EXEMPT', 'GRANTED_REDACTED']) {
      expect(await tried(undecided, decision)).toEqual(['CONSEQUENCE_TEST_REQUIRED']);
      expect(await tried(over, decision)).toEqual(['CONSEQUENCE_TEST_ENDED']);
    }
    expect((await at.shown(requestId)).state).toBe('REGISTERED');
  });

  it('whose test ended before it went out stays in the house', async () => {
    const test = await exempted();
    const [requestId, other] = [await at.request(), await at.request()];
    const text = await answered(requestId, test);
    const scheduled = await answered(other, test);
    const releaseAt = new Date(Date.now() + 400).toISOString();
    await at.act(coordinator, 'scheduleRelease', { ...scheduled, releaseAt });
    await ended(test);
    expect(await at.refused(coordinator, 'releaseOutboundItem', text)).toEqual([
      'CONSEQUENCE_TEST_ENDED',
    ]);
    expect((await at.shown(requestId)).state).toBe('IN_REVIEW');
    await new Promise((resolve) => setTimeout(resolve, Date.parse(releaseAt) - Date.now()));
    await city.app.get(OutboundKeeper).sweep();
    const state = 'state history(last: 1) { nodes { type summary } }';
    const refused = await at.item(coordinator, scheduled.outboundItemId, state);
    expect(refused.state).toBe('APPROVED');
    expect(refused.history.nodes).toMatchObject([{ type: 'ScheduledReleaseRefused' }]);
    expect((await at.shown(other)).state).toBe('IN_REVIEW');
  });

  it('may rest on a test of another request, and is found by its letter', async () => {
    const test = await exempted('B');
    const [first, second] = [await at.request(), await at.request()];
    for (const requestId of [first, second]) {
      await at.act(coordinator, 'releaseOutboundItem', await answered(requestId, test));
    }
    const query = `query($id: ID!) {
      node(id: $id) { ... on ConsequenceTest { requests { id } } }
      found: informationRequests(filter: { exemptions: [B] }) { totalCount nodes { id } }
      none: informationRequests(filter: { exemptions: [C] }) { totalCount } }`;
    const { data } = await city.ask(coordinator, query, { id: test });
    const both = [{ id: first }, { id: second }];
    expect(data?.['node'].requests).toHaveLength(2);
    expect(data?.['node'].requests).toEqual(expect.arrayContaining(both));
    expect(data?.['found']).toEqual({ totalCount: 2, nodes: expect.arrayContaining(both) });
    expect(data?.['none'].totalCount).toBe(0);
  });
});

describe('an objection to an answer', () => {
  it('is not decided by a superior who approved it in another post', async () => {
    const { data } = await city.ask(approver, '{ viewer { personId } }');
    const post = {
      personId: data?.['viewer'].personId,
      officeCode: 'SETDA',
      role: 'PPID_SUPERIOR',
      post: 'Pelaksana harian',
      capacity: 'PLH',
      mandateNumber: '800/9',
      mandateDate: '2026-01-02',
      from: '2026-01-02',
    };
    await said('admin.diskominfo', 'appoint', post, 'appointment { id }');
    const requestId = await at.request();
    await at.act(coordinator, 'releaseOutboundItem', await answered(requestId, await exempted()));
    const lodging = {
      requestId,
      grounds: ['A_EXEMPTION'],
      statement: 'Saya keberatan.',
      groundFoundOn: '2026-11-24',
    };
    const lodged = await said(coordinator, 'lodgeObjection', lodging, OBJECTION);
    const objectionId = lodged.objection.id;
    await said(coordinator, 'registerObjection', { objectionId }, OBJECTION);
    const decision = { objectionId, decision: 'REJECTED', text: 'Sudah tepat.' };
    const own = await city.mutate(approver, 'decideObjection', decision, OBJECTION);
    expect(own.userErrors).toMatchObject([{ code: 'SAME_PERSON' }]);
    const decided = await said('superior.setda', 'decideObjection', decision, OBJECTION);
    expect(decided.objection.state).toBe('DECIDED');
  });
});
