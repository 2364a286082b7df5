import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

const REQUEST = 'informationRequest { id state }';
const byId = 'informationRequest { assignments { id office { code } } }';

async function assigned(requestId: string, officeCode: string, isLead = false): Promise<object> {
  const input = { requestId, officeCode, lead: isLead };
  const { assignments } = await at.act(coordinator, 'assignOffice', input, byId);
  return { requestId, assignmentId: assignments.at(-1).id };
}

async function released(answer: any, ...people: string[]): Promise<any> {
  const { id: outboundItemId, contentHash } = await at.approved(answer, ...people);
  return at.act(coordinator, 'releaseOutboundItem', { outboundItemId, contentHash });
}

describe('an answer', () => {
  it('goes its route, answers the request as it goes out, and is told by its notice', async () => {
    const requestId = await at.request();
    const part = await assigned(requestId, 'PUTR', true);
    const draft = { requestId, title: 'x', body: 'y', outcome: 'GRANTED' };
    const parts = [{ part: 'Rincian', decision: 'GRANTED' }];
    expect(await at.refused(coordinator, 'draftAnswer', { ...draft, parts }, REQUEST)).toEqual([
      'ASSIGNMENTS_OPEN',
    ]);
    const text = { text: 'Rincian per ruas jalan.', informationHeld: true };
    const { assignments } = await at.act(
      'lead.putr',
      'submitContribution',
      { ...part, ...text },
      'informationRequest { assignments { contributions { id } } }',
    );
    const contributionId = assignments[0].contributions[0].id;
    const citations = [{ contributionId, passage: 'per ruas jalan' }];
    const notice = { documented: true, form: 'COPY_DIGITAL', costIdr: 5000, howToPay: 'tunai' };
    const answer = await at.answer(requestId, { citations, notice });
    const { steps } = await at.item(coordinator, answer.id, 'steps { role }');
    expect(steps).toEqual([]);
    // The coordinator wrote it, so the second one approves it.
    const { state } = await released(answer, 'lead.putr', coordinator2, approver);
    expect(state).toBe('RELEASED');
    const shown = await at.shown(
      requestId,
      `state outcome toldAt answerParts { decision }
        answers { id citations { passage contribution { id } } }`,
    );
    expect(shown).toMatchObject({
      state: 'ANSWERED',
      outcome: 'GRANTED',
      toldAt: null,
      answerParts: [{ decision: 'GRANTED' }],
      answers: [{ id: answer.id, citations: [{ contribution: { id: contributionId } }] }],
    });
    const { rendered } = await at.item(coordinator, answer.id, 'rendered');
    for (const words of [
      'PEMBERITAHUAN TERTULIS',
      'Kepada Yth. Kirana Uji',
      'Jl. Uji No. 2',
      '/PIP/2026',
      '1. Rincian anggaran: diberikan',
      'Cakupan: seluruhnya',
      'Bentuk: salinan digital',
      'Biaya: Rp5.000, tunai',
    ]) {
      expect(rendered).toContain(words);
    }
    const masked = await at.item('auditor.inspektorat', answer.id, 'rendered');
    expect(masked.rendered).not.toContain('Kirana');
    const close = { requestId };
    expect(await at.refused(coordinator, 'closeInformationRequest', close, REQUEST)).toEqual([
      'NOT_TOLD',
    ]);
    const occurredAt = new Date().toISOString();
    const told = { entityId: requestId, kind: 'ANSWER_NOTICE', way: 'EMAIL', occurredAt };
    await at.act(coordinator, 'recordCorrespondence', told, REQUEST);
    expect((await at.shown(requestId)).toldAt).toBe(occurredAt);
  });

  it('without a lead office has no first step, and says so', async () => {
    const answer = await at.answer(await at.request());
    await at.act(coordinator, 'submitForApproval', { outboundItemId: answer.id });
    const { steps, routeNote } = await at.item(coordinator, answer.id, 'steps { role } routeNote');
    expect(steps.map(({ role }: any) => role)).toEqual(['COORDINATOR', 'APPROVER']);
    expect(routeNote).toMatch(/Tanpa perangkat daerah yang memimpin/);
  });

  it('keeps the route it was submitted with when the rule changes, and says so', async () => {
    const answer = await at.answer(await at.request());
    await at.act(coordinator, 'submitForApproval', { outboundItemId: answer.id });
    const steps = [{ role: 'APPROVER', office: 'ANY' }];
    const rule = { kind: 'ANSWER', steps, basis: 'Perwal 9/2026', reason: 'Dipersingkat.' };
    const set = await city.mutate('admin.diskominfo', 'setApprovalRoute', rule, 'route { since }');
    expect(set.userErrors).toEqual([]);
    const now = await at.item(coordinator, answer.id, 'steps { role } routeNote');
    expect(now.steps).toHaveLength(2);
    expect(now.routeNote).toMatch(/Aturan jalur berubah/);
    const back = [
      { role: 'OFFICE_LEAD', office: 'LEAD_OFFICE' },
      { role: 'COORDINATOR', office: 'ANY' },
      ...steps,
    ];
    await city.mutate(
      'admin.diskominfo',
      'setApprovalRoute',
      { ...rule, steps: back },
      'route { kind }',
    );
  });

  it('waits for an office that got a part meanwhile', async () => {
    const requestId = await at.request();
    const answer = await at.answer(requestId);
    const { id: outboundItemId, contentHash } = answer;
    await at.act(coordinator, 'submitForApproval', { outboundItemId });
    const part = await assigned(requestId, 'DLH');
    const text = { outboundItemId, contentHash };
    expect(await at.refused(coordinator2, 'approveOutboundItem', text)).toEqual([
      'ASSIGNMENTS_OPEN',
    ]);
    const take = { ...part, reason: 'Dijawab Diskominfo.' };
    await at.act(coordinator, 'takeOverAssignment', take, REQUEST);
    await at.act(coordinator2, 'approveOutboundItem', text);
  });

  it('is one at a time, and given up returns the request to where it was', async () => {
    const requestId = await at.request();
    const answer = await at.answer(requestId);
    const input = {
      requestId,
      title: 'x',
      body: 'y',
      outcome: 'GRANTED',
      parts: [{ part: 'x', decision: 'GRANTED' }],
    };
    expect(await at.refused(coordinator, 'draftAnswer', input, REQUEST)).toEqual(['INVALID_STATE']);
    const drop = { outboundItemId: answer.id, reason: 'Salah naskah.' };
    expect((await at.act(coordinator, 'dropOutboundItem', drop)).state).toBe('DROPPED');
    expect((await at.shown(requestId)).state).toBe('REGISTERED');
    await at.answer(requestId);
  });

  it('leaves out a request that ends, and is dropped with the last one', async () => {
    const [first, second] = [await at.request(), await at.request()];
    const answer = await at.answer(first, { alsoAnswers: [second] });
    expect((await at.shown(second)).state).toBe('IN_REVIEW');
    const withdraw = { requestId: second, reason: 'Tidak perlu lagi.' };
    await at.act(coordinator, 'withdrawInformationRequest', withdraw, REQUEST);
    const left = await at.item(
      coordinator,
      answer.id,
      'state contentVersion contentHash answers { id }',
    );
    expect(left).toMatchObject({ state: 'DRAFT', contentVersion: 2, answers: [{ id: first }] });
    expect(left.contentHash).not.toBe(answer.contentHash);
    const last = { requestId: first, reason: 'Tidak perlu lagi.' };
    await at.act(coordinator, 'withdrawInformationRequest', last, REQUEST);
    expect((await at.item(coordinator, answer.id, 'state')).state).toBe('DROPPED');
  });

  it('of a part leaves room for the rest', async () => {
    const requestId = await at.request();
    const follows = { part: 'Tahun 2024', decision: 'TO_FOLLOW', followsBy: '2026-12-31' };
    const parts = [{ part: 'Tahun 2025', decision: 'GRANTED' }, follows];
    const answer = await at.answer(requestId, { interim: true, outcome: 'GRANTED_IN_PART', parts });
    await released(answer, coordinator2, approver);
    expect(await at.shown(requestId)).toEqual({ state: 'REGISTERED', outcome: null, toldAt: null });
    await released(await at.answer(requestId), coordinator2, approver);
    const { answers, state } = await at.shown(requestId, 'state answers { interim }');
    expect({ answers, state }).toEqual({
      state: 'ANSWERED',
      answers: [{ interim: true }, { interim: false }],
    });
  });

  it('is corrected by a text on the full route; the request keeps its state and time', async () => {
    const requestId = await at.request();
    const answer = await at.answer(requestId);
    await released(answer, coordinator2, approver);
    const before = await at.shown(requestId, 'state answeredAt');
    const correction = {
      outboundItemId: answer.id,
      title: 'Ralat',
      body: 'Rincian benar.',
      reason: 'Keliru.',
    };
    const next = await at.act(coordinator, 'correctRelease', correction);
    expect(await at.shown(requestId, 'state answeredAt')).toEqual(before);
    await released(next, coordinator2, approver);
    expect(await at.shown(requestId, 'state answeredAt answer { id }')).toEqual({
      ...before,
      answer: { id: next.id },
    });
    const { history } = await at.shown(requestId, 'history(first: 100) { nodes { type } }');
    expect(history.nodes.at(-1).type).toBe('AnswerReplaced');
  });

  it('to the press in an emergency does not wait, and is owed a review', async () => {
    const requestId = await at.request('MEDIA');
    const answer = await at.answer(requestId, { outcome: 'STATEMENT', parts: null });
    await assigned(requestId, 'DLH');
    const { id: outboundItemId, contentHash } = answer;
    const reason = 'Kabar bohong menyebar.';
    const input = { outboundItemId, contentHash, ground: 'FALSE_NEWS_SPREADING', reason };
    expect((await at.act(coordinator, 'emergencyRelease', input)).reviewDebt).toBe(true);
    expect(await at.shown(requestId, 'state overdue deadline { state }')).toMatchObject({
      state: 'ANSWERED',
      deadline: { state: 'MET' },
    });
    const statutory = await at.answer(await at.request());
    const never = { ...input, outboundItemId: statutory.id, contentHash: statutory.contentHash };
    expect(await at.refused(coordinator, 'emergencyRelease', never)).toEqual(['INVALID_STATE']);
  });

  it('names what it answers, as what, and on which ground', async () => {
    const requestId = await at.request();
    const input = { requestId, title: 'x', body: 'y', outcome: 'GRANTED' };
    const tried = async (more: object): Promise<string[]> =>
      at.refused(coordinator, 'draftAnswer', { ...input, ...more }, REQUEST);
    const part = (decision: string, more: object = {}) => [{ part: 'x', decision, ...more }];
    expect(await tried({})).toEqual(['INVALID_INPUT parts']);
    expect(await tried({ parts: part('NOT_HELD') })).toEqual(['INVALID_INPUT outcome']);
    const other = { outcome: 'REFUSED_OTHER', parts: part('REFUSED_OTHER') };
    expect(await tried(other)).toEqual(['LEGAL_BASIS_REQUIRED']);
    const exempt = { outcome: 'REFUSED_EXEMPT', parts: part('REFUSED_EXEMPT') };
    expect(await tried(exempt)).toEqual(['CONSEQUENCE_TEST_REQUIRED']);
    const black = { parts: part('GRANTED'), notice: { blackedOut: 'nama' } };
    expect(await tried(black)).toEqual(['CONSEQUENCE_TEST_REQUIRED']);
    const granted = { parts: part('GRANTED') };
    expect(await tried({ ...granted, outcome: 'STATEMENT' })).toEqual(['INVALID_INPUT outcome']);
    const media = await at.request('MEDIA');
    expect(await tried({ ...granted, alsoAnswers: [media] })).toEqual([
      'INVALID_INPUT alsoAnswers',
    ]);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expect(await tried({ ...granted, alsoAnswers: [unknown] })).toEqual(['NOT_FOUND alsoAnswers']);
    expect(await tried({ ...granted, expectedVersion: 99 })).toEqual(['CONFLICT']);
    const citations = [{ contributionId: unknown, passage: 'x' }];
    expect(await tried({ ...granted, citations })).toEqual(['NOT_FOUND citations']);
    expect(await tried({ ...granted, attachmentIds: [unknown] })).toEqual([
      'NOT_FOUND attachmentIds',
    ]);
    expect(
      await at.refused('lead.dinkes', 'draftAnswer', { ...input, ...granted }, REQUEST),
    ).toEqual(['NOT_FOUND requestId']);
    expect((await at.shown(requestId)).state).toBe('REGISTERED');
  });

  it('is drafted once, however often the same command is sent', async () => {
    const requestId = await at.request();
    const input = {
      requestId,
      title: 'x',
      body: 'y',
      outcome: 'GRANTED',
      parts: [{ part: 'x', decision: 'GRANTED' }],
    };
    const selection = 'informationRequest { answers { id } }';
    const send = (): Promise<any> =>
      at.act(coordinator, 'draftAnswer', { ...input, idempotencyKey: 'satu' }, selection);
    const { answers } = await send();
    expect(answers).toHaveLength(1);
    expect((await send()).answers).toEqual(answers);
    await released(
      { id: answers[0].id, ...(await at.item(coordinator, answers[0].id, 'contentHash')) },
      coordinator2,
      approver,
    );
    expect((await send()).answers).toEqual(answers);
  });
});
