import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

const [lead, stranger] = ['lead.dinkes', 'officer.disdik'];
const TEST = 'consequenceTest { id }';
const REQUEST = 'informationRequest { id assignments { id } }';
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

async function exempted(exemption: string): Promise<string> {
  const opening = { exemption, information: 'i', harmIfOpened: 'o', harmIfClosed: 'c' };
  const opened = await city.mutate(coordinator, 'openConsequenceTest', opening, TEST);
  const consequenceTestId = opened.consequenceTest.id;
  const opinion = { consequenceTestId, opinion: 'Sesuai.' };
  await at.act('legal.setda', 'giveOpinion', opinion, TEST);
  const term = { exempt: true, endsOn: '2999-03-01', reason: 'Kerugian lebih besar.' };
  await at.act(approver, 'decideConsequenceTest', { consequenceTestId, ...term }, TEST);
  return consequenceTestId;
}

/** An office has delivered its part, and leads the answer. */
async function contributed(requestId: string, file: string): Promise<void> {
  const input = { requestId, officeCode: 'DINKES', lead: true };
  const { assignments } = await at.act(coordinator, 'assignOffice', input, REQUEST);
  const part = { requestId, assignmentId: assignments.at(-1).id };
  const said = { ...part, text: 'Data.', informationHeld: true, attachmentIds: [file] };
  await at.act(lead, 'submitContribution', said, REQUEST);
  await at.act(coordinator, 'acceptContribution', part, REQUEST);
}

const refusing = (consequenceTestId: string): object => ({
  outcome: 'REFUSED_EXEMPT',
  parts: [{ part: 'Rekam medis', decision: 'REFUSED_EXEMPT', consequenceTestId }],
  notice: { documented: true },
});

describe('the written notice', () => {
  it('is whole for whoever sees the text, its addressees for who sees their requests', async () => {
    const [mine, other] = [await at.request(), await at.request()];
    await contributed(mine, await city.upload(lead, 'Lampiran.'));
    const test = await exempted('H');
    const { id } = await at.answer(other, { alsoAnswers: [mine], ...refusing(test) });
    await at.act(coordinator, 'submitForApproval', { outboundItemId: id });
    const numbers = await Promise.all([other, mine].map((one) => at.shown(one, 'number')));
    const [theirs = '', ours = ''] = numbers.map(({ number }) => number as string);
    const rendered = async (who: string): Promise<string> =>
      (await at.item(who, id, 'rendered')).rendered;
    const whole = await rendered(coordinator);
    const address = 'Kepada Yth. Kirana Uji\nJl. Uji No. 2\nNomor pendaftaran: ';
    expect(whole.split(address)).toHaveLength(3);
    expect(whole).toContain('Pasal 17 huruf h');
    const [head = '', first = '', second = ''] = whole.split(address);
    expect([first.startsWith(theirs), second.startsWith(ours)]).toEqual([true, true]);
    const masked = 'Kepada Yth. •••\nNomor pendaftaran: •••, diterima •••\n';
    expect(await rendered(lead)).toBe(`${head}${masked}${address}${second}`);
    const sensitive = { outboundItemId: id, sensitive: true, reason: 'Menyangkut kota.' };
    await at.act(coordinator, 'setSensitive', sensitive);
    const body = second.slice(second.indexOf('\n'));
    expect(await rendered('leadership.setda')).toBe(`${head}${masked}${masked.trimEnd()}${body}`);
  });
});

describe('the letter that an answer rests on', () => {
  let requestId: string;
  beforeAll(async () => {
    requestId = await at.request('STATUTORY', { receivingOfficeCode: 'DISDIK' });
    await contributed(requestId, await city.upload(lead, 'Lampiran.'));
    const answer = await at.answer(requestId, refusing(await exempted('E')));
    await at.approved(answer, lead, coordinator2, approver);
    const { id: outboundItemId, contentHash } = answer;
    await at.act(coordinator, 'releaseOutboundItem', { outboundItemId, contentHash });
  });

  const found = async (who: string, letters: string): Promise<string[]> => {
    const query = `{ informationRequests(filter: { exemptions: [${letters}] }) {
      totalCount nodes { id } } }`;
    const { data, errors } = await city.ask(who, query);
    expect(errors).toBeUndefined();
    const { totalCount, nodes } = data!['informationRequests'];
    expect(nodes).toHaveLength(totalCount);
    return nodes.map(({ id }: any) => id);
  };

  it('finds its request for who sees the answer or the test, for no other office', async () => {
    const query = 'query($id: ID!) { informationRequest(id: $id) { answer { id } } }';
    const { data } = await city.ask(stranger, query, { id: requestId });
    expect(data).toEqual({ informationRequest: { answer: null } });
    for (const who of [coordinator, approver, 'auditor.inspektorat', 'legal.setda', lead]) {
      expect([who, await found(who, 'E')]).toEqual([who, [requestId]]);
      expect(await found(who, 'D')).toEqual([]);
    }
    expect(await found(stranger, 'E')).toEqual([]);
    expect(await found(stranger, 'A, B, C, D, E, F, G, H, I, J')).toEqual([]);
  });
});

describe('a past', () => {
  it('holds files of contributions, and the tests that a draft rests on', async () => {
    const requestId = await at.request();
    const file = await city.upload(lead, 'Lampiran.');
    await contributed(requestId, file);
    const test = await exempted('A');
    const { id } = await at.answer(requestId, refusing(test));
    const { data: now } = await city.ask(coordinator, '{ coordinationBoard { asOf } }');
    const asOf = now?.['coordinationBoard'].asOf;
    const parts = `parts { consequenceTest { id valid
      history(first: 1) { totalCount nodes { type } } } }`;
    const query = `query($id: ID!, $item: ID!, $asOf: DateTime!) {
      informationRequest(id: $id, asOf: $asOf) {
        assignments { contributions { attachments { id name } } } answers { ${parts} } }
      outboundItem(id: $item, asOf: $asOf) { ${parts} } }`;
    const { data, errors } = await city.ask(coordinator, query, { id: requestId, item: id, asOf });
    expect(errors).toBeUndefined();
    const history = { totalCount: 3, nodes: [{ type: 'ConsequenceTestOpened' }] };
    const answer = { parts: [{ consequenceTest: { id: test, valid: true, history } }] };
    expect(data).toEqual({
      informationRequest: {
        assignments: [{ contributions: [{ attachments: [{ id: file, name: 'surat.txt' }] }] }],
        answers: [answer],
      },
      outboundItem: answer,
    });
  });
});
