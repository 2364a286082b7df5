import type { CommandId } from '#kernel';
import { AnswerNet } from '#outbound/api';
import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

const REQUEST = 'informationRequest { id answers { id state } }';
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

type Wanted = Parameters<AnswerNet['dispatch']>[0];

/** What the net does when it comes to an event, however old it is by then. */
const net = (wanted: Wanted, commandId: string): Promise<string | undefined> =>
  city.app.get(AnswerNet).dispatch(wanted, {
    commandId: `00000000-0000-5000-8000-0000000000${commandId}` as CommandId,
    correlationId: 'net',
    actor: { system: 'reaction', name: 'finish-answers' },
  });

const tried = async (who: string, mutation: string, input: object, shown?: string): Promise<any> =>
  city.mutate(who, mutation, input, shown ?? 'outboundItem { id state contentVersion }');

async function two(): Promise<{ id: string; contentHash: string; first: string; other: string }> {
  const [first, other] = [await at.request(), await at.request()];
  const answer = await at.answer(first, { alsoAnswers: [other] });
  return { ...answer, first, other };
}

const shownOf = (id: string): Promise<any> =>
  at.item(coordinator, id, 'state contentVersion contentHash answers { id } body');

describe('the net under answers', () => {
  it('leaves alone an item that is to answer the request after all', async () => {
    const { id: outboundItemId, first, other } = await two();
    await at.act(coordinator, 'reviseOutboundItem', { outboundItemId, answers: [first] });
    const again = { outboundItemId, answers: [first, other] };
    const { contentHash } = await at.act(coordinator, 'reviseOutboundItem', again);
    await at.approved({ id: outboundItemId, contentHash }, coordinator2, approver);
    const left = { type: 'TELL_LEFT', item: outboundItemId, request: other } as never;
    expect(await net(left, 'a1')).toBeUndefined();
    const out = { type: 'TELL_LEFT_OUT', item: outboundItemId, requests: [other] } as never;
    expect(await net(out, 'a2')).toBeUndefined();
    expect(await shownOf(outboundItemId)).toMatchObject({
      state: 'APPROVED',
      answers: [{ id: first }, { id: other }],
    });
    expect((await at.shown(other)).state).toBe('IN_REVIEW');
  });

  it('tells a request that a revision left out, when the call did not', async () => {
    const { id: outboundItemId, first, other } = await two();
    const { AnsweredRequests } = await import('#outbound/api');
    const requests = city.app.get(AnsweredRequests);
    await at.act(coordinator, 'reviseOutboundItem', { outboundItemId, answers: [first] });
    expect(await requests.draftOf(other as never)).toBeUndefined();
    const out = { type: 'TELL_LEFT_OUT', item: outboundItemId, requests: [other, first] } as never;
    expect(await net(out, 'b1')).toBeUndefined();
    expect((await at.shown(first)).state).toBe('IN_REVIEW');
    expect((await at.shown(other)).state).toBe('REGISTERED');
  });

  it('says so when what is out could not be told', async () => {
    const requestId = await at.request();
    const answer = await at.answer(requestId);
    await at.approved(answer, coordinator2, approver);
    const text = { outboundItemId: answer.id, contentHash: answer.contentHash };
    const withdraw = { requestId, reason: 'Tidak perlu.' };
    const [released, ended] = await Promise.all([
      tried(coordinator, 'releaseOutboundItem', text),
      tried(coordinator2, 'withdrawInformationRequest', withdraw, REQUEST),
    ]);
    const { state } = await at.item(coordinator, answer.id, 'state');
    const shown = await at.shown(requestId);
    const told = await net({ type: 'TELL_RELEASED', item: answer.id } as never, 'c1');
    if (state === 'RELEASED' && shown.state === 'WITHDRAWN') expect(told).toBe('INVALID_STATE');
    else expect(told).toBeUndefined();
    expect([released, ended].some(({ userErrors }) => userErrors.length === 0)).toBe(true);
  });
});

describe('a release', () => {
  it('answers the request although an office got a part in the same moment', async () => {
    for (const officeCode of ['DLH', 'PUTR', 'DINSOS', 'DISHUB', 'DINKES', 'DISDIK']) {
      const requestId = await at.request();
      const answer = await at.answer(requestId);
      await at.approved(answer, coordinator2, approver);
      const text = { outboundItemId: answer.id, contentHash: answer.contentHash };
      const assign = { requestId, officeCode, lead: false };
      await Promise.all([
        tried(coordinator, 'releaseOutboundItem', text),
        tried(coordinator2, 'assignOffice', assign, REQUEST),
      ]);
      const { state } = await at.item(coordinator, answer.id, 'state');
      const shown = await at.shown(requestId);
      expect([state, shown.state]).toEqual(
        state === 'RELEASED' ? ['RELEASED', 'ANSWERED'] : ['APPROVED', 'IN_REVIEW'],
      );
    }
  });

  it('of a correction goes out although one of the requests has gone on', async () => {
    const { id, contentHash, first, other } = await two();
    await at.approved({ id, contentHash }, coordinator2, approver);
    await at.act(coordinator, 'releaseOutboundItem', { outboundItemId: id, contentHash });
    const lodged = await city.mutate(
      coordinator,
      'lodgeObjection',
      {
        requestId: other,
        grounds: ['D_NOT_AS_REQUESTED'],
        statement: 'Bukan yang diminta.',
        groundFoundOn: '2026-11-24',
      },
      'objection { id }',
    );
    const objectionId = lodged.objection.id;
    await city.mutate(coordinator, 'registerObjection', { objectionId }, 'objection { id }');
    const upheld = { objectionId, decision: 'UPHELD', text: 'Dikabulkan.' };
    await city.mutate('superior.setda', 'decideObjection', upheld, 'objection { id }');
    const correction = { title: 'Ralat', body: 'Rincian benar.', reason: 'Keliru.' };
    const next = await at.act(coordinator, 'correctRelease', { outboundItemId: id, ...correction });
    const outcome = { outcome: 'REFUSED_OTHER' };
    const parts = [{ part: 'Rincian', decision: 'REFUSED_OTHER', legalBasis: 'UU 14/2008' }];
    const edit = { outboundItemId: next.id, ...outcome, parts };
    const edited = await at.act(coordinator, 'reviseOutboundItem', edit);
    await at.approved(edited, coordinator2, approver);
    const text = { outboundItemId: next.id, contentHash: edited.contentHash };
    await at.act(coordinator, 'releaseOutboundItem', text);
    expect(await at.shown(first, 'state outcome answer { id outcome }')).toEqual({
      state: 'ANSWERED',
      ...outcome,
      answer: { id: next.id, ...outcome },
    });
    expect((await at.shown(other)).state).toBe('IN_COORDINATION');
  });
});

describe('edits at once', () => {
  it('are one and a refusal, and the hash is always of the text', async () => {
    const { id: outboundItemId } = await two();
    const edits = await Promise.all([
      tried(coordinator, 'reviseOutboundItem', { outboundItemId, title: 'Judul baru' }),
      tried(coordinator2, 'reviseOutboundItem', { outboundItemId, body: 'Isi baru.' }),
    ]);
    const codes = edits.flatMap(({ userErrors }) => userErrors.map(({ code }: any) => code));
    const { contentVersion } = await shownOf(outboundItemId);
    expect([codes, contentVersion]).toEqual(
      codes.length === 0 ? [[], 3] : [['CONTENT_CHANGED'], 2],
    );
  });

  it('and a request that ends leave a hash that can be computed again', async () => {
    for (let i = 0; i < 6; i += 1) {
      const { id: outboundItemId, first, other } = await two();
      await Promise.all([
        tried(coordinator, 'reviseOutboundItem', { outboundItemId, body: `Isi ${i}.` }),
        tried(
          coordinator2,
          'withdrawInformationRequest',
          { requestId: other, reason: 'Tidak perlu.' },
          REQUEST,
        ),
      ]);
      await net({ type: 'TELL_LEFT', item: outboundItemId, request: other } as never, `d${i}`);
      const { answers, contentHash } = await shownOf(outboundItemId);
      expect(answers).toEqual([{ id: first }]);
      // An edit that changes nothing is none only where the hash is of the text.
      const same = await at.act(coordinator, 'reviseOutboundItem', { outboundItemId });
      expect(same.contentHash).toBe(contentHash);
      const { contentVersion } = await shownOf(outboundItemId);
      expect(same.contentVersion).toBe(contentVersion);
    }
  });

  it('and a submission never leave out the step of a lead office', async () => {
    const { id: outboundItemId, first, other } = await two();
    const answers = [first];
    await at.act(coordinator, 'reviseOutboundItem', { outboundItemId, answers });
    const assign = { requestId: other, officeCode: 'PUTR', lead: true };
    const assigned = 'informationRequest { assignments { id } }';
    const { assignments } = await at.act(coordinator, 'assignOffice', assign, assigned);
    const part = { requestId: other, assignmentId: assignments[0].id };
    const text = { ...part, text: 'Data.', informationHeld: true };
    await at.act('lead.putr', 'submitContribution', text, assigned);
    await at.act(coordinator, 'acceptContribution', part, assigned);
    await Promise.all([
      tried(coordinator, 'reviseOutboundItem', { outboundItemId, answers: [first, other] }),
      tried(coordinator2, 'submitForApproval', { outboundItemId }),
    ]);
    const item = await at.item(coordinator, outboundItemId, 'state answers { id } steps { role }');
    const roles = item.steps.map(({ role }: any) => role);
    if (item.state === 'IN_APPROVAL' && item.answers.length === 2) {
      expect(roles).toContain('OFFICE_LEAD');
    }
  });

  it('sent again do nothing to requests that came since', async () => {
    const { id: outboundItemId, first, other } = await two();
    const once = { outboundItemId, answers: [first], idempotencyKey: 'sekali' };
    await at.act(coordinator, 'reviseOutboundItem', once);
    await at.act(coordinator, 'reviseOutboundItem', { outboundItemId, answers: [first, other] });
    await at.act(coordinator, 'reviseOutboundItem', once);
    expect((await at.shown(other)).state).toBe('IN_REVIEW');
  });
});

describe('answers drafted at once', () => {
  it('are one; the other is given up and its call is refused, now and when repeated', async () => {
    const requestId = await at.request();
    const input = {
      requestId,
      title: 'Jawaban',
      body: 'Rincian.',
      outcome: 'GRANTED',
      parts: [{ part: 'Rincian', decision: 'GRANTED' }],
    };
    const send = (who: string): Promise<any> =>
      tried(who, 'draftAnswer', { ...input, idempotencyKey: who }, REQUEST);
    const sent = await Promise.all([send(coordinator), send(coordinator2)]);
    const refusedOf = (all: any[]): string[] =>
      all.flatMap(({ userErrors }) => userErrors.map(({ code }: any) => code));
    expect(refusedOf(sent)).toEqual(['INVALID_STATE']);
    const live = (await at.shown(requestId, 'answers { id state }')).answers.filter(
      ({ state }: any) => state === 'DRAFT',
    );
    expect(live).toHaveLength(1);
    const drop = { outboundItemId: live[0].id, reason: 'Tidak jadi.' };
    await at.act(coordinator, 'dropOutboundItem', drop);
    await send(coordinator);
    await send(coordinator2);
    expect((await at.shown(requestId)).state).toBe('REGISTERED');
  });
});

describe('a withdrawn answer', () => {
  it('reopens its request, is not sent any more, and one that stands does neither', async () => {
    const requestId = await at.request();
    const answer = await at.answer(requestId);
    await at.approved(answer, coordinator2, approver);
    const text = { outboundItemId: answer.id, contentHash: answer.contentHash };
    await at.act(coordinator, 'releaseOutboundItem', text);
    const reopen = { requestId, cause: 'ANSWER_WITHDRAWN', reason: 'Ditarik.' };
    expect(await at.refused(coordinator, 'reopenInformationRequest', reopen, REQUEST)).toEqual([
      'INVALID_STATE',
    ]);
    await at.act(approver, 'withdrawRelease', { outboundItemId: answer.id, reason: 'Keliru.' });
    const notice = {
      entityId: requestId,
      kind: 'ANSWER_NOTICE',
      way: 'EMAIL',
      occurredAt: new Date().toISOString(),
    };
    expect(await at.refused(coordinator, 'recordCorrespondence', notice, 'position')).toEqual([
      'INVALID_STATE',
    ]);
    await at.act(coordinator, 'reopenInformationRequest', reopen, REQUEST);
    expect((await at.shown(requestId)).state).toBe('IN_COORDINATION');
  });
});
