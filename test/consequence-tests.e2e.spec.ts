import type { Day } from '#kernel';
import { exemptionOf, standingOf } from '#objections';
import { ClockCity, also } from './clock-city.ts';
import type { TestCity } from './city.ts';

const [coordinator, approver, superior, reviewer] = ['koordinator', 'ppid', 'atasan', 'lead'];
const ABSENT = '00000000-0000-4000-8000-000000000000';
let at: ClockCity;
let city: TestCity;
beforeAll(async () => {
  at = await ClockCity.opened([also(superior, 'PPID_SUPERIOR'), also('pimpinan', 'LEADERSHIP')]);
  ({ city } = at);
  at.moveTo('2026-01-05 09:00');
}, 60_000);
afterAll(() => city.close());

const TEST = `id version state information exemption otherLaw harmIfOpened harmIfClosed opinion
  opinionBy { role } otherParticipants decisionReason decidedBy { role } decidedAt decreeNumber
  decreePlace assentOfSuperior { role } endsOn endsWhen reviewOn valid withoutOpinion endingBasis
  endingReason requests { id } renews { id } viewerMay
  deadline { state dueOn waitsForCalendarOf stoppedAt ledger { date kind } rule { id } }`;
const selection = `consequenceTest { ${TEST} }`;

const act = async (who: string, mutation: string, input: object): Promise<any> =>
  (await at.act(who, mutation, input, selection)).consequenceTest;

async function refusals(who: string, mutation: string, input: object): Promise<string[]> {
  const payload = await city.mutate(who, mutation, input, selection);
  expect(payload.consequenceTest).toBeNull();
  return payload.userErrors.map(({ code, path }: any) => `${code} ${path?.join('.') ?? ''}`.trim());
}

async function shown(id: string, who = coordinator): Promise<any> {
  const query = `query($id: ID!) { node(id: $id) { ... on ConsequenceTest { ${TEST}
    history(first: 50) { nodes { type summary } } } } }`;
  const { data, errors } = await city.ask(who, query, { id });
  expect(errors).toBeUndefined();
  return data?.['node'];
}

const opening = {
  information: 'Rincian lokasi instalasi.',
  exemption: 'C',
  harmIfOpened: 'Membahayakan pertahanan.',
  harmIfClosed: 'Tidak ada.',
};
const open = async (more: object = {}): Promise<string> =>
  (await act(coordinator, 'openConsequenceTest', { ...opening, ...more })).id;
const decision = { exempt: true, endsOn: '2026-12-31', reason: 'Kerugian lebih besar.' };
const decide = (consequenceTestId: string, more: object = {}): Promise<any> =>
  act(approver, 'decideConsequenceTest', { consequenceTestId, ...decision, ...more });
const opine = (consequenceTestId: string): Promise<any> =>
  act(reviewer, 'giveOpinion', { consequenceTestId, opinion: 'Sesuai Pasal 17 huruf c.' });
const standing = (id: string, today: string): unknown =>
  standingOf(city.city.parts.model.db, id, today as Day);

describe('where nobody is legal reviewer', () => {
  it('a test is decided without the opinion, and says so', async () => {
    const id = await open({ otherParticipants: ['Kodim', 'Polres'], otherLaw: 'UU 3/2002' });
    expect(await shown(id)).toMatchObject({
      ...opening,
      state: 'OPEN',
      otherLaw: 'UU 3/2002',
      otherParticipants: ['Kodim', 'Polres'],
      valid: false,
      requests: [],
      deadline: null,
    });
    expect((await shown(id, approver)).viewerMay).toEqual(['decideConsequenceTest']);
    expect(standing(id, '2026-01-05')).toBe('NOT_EXEMPT');
    const decree = { decreeNumber: '188/1', decreePlace: 'Tasikmalaya' };
    const decided = await decide(id, decree);
    expect(decided).toMatchObject({
      state: 'DECIDED_EXEMPT',
      ...decree,
      decisionReason: 'Kerugian lebih besar.',
      decidedBy: { role: 'APPROVER' },
      withoutOpinion: true,
      valid: true,
    });
    const { deadline } = decided;
    expect(deadline).toMatchObject({ rule: { id: 'EXEMPT-REVIEW' }, state: 'RUNNING' });
    expect(deadline.ledger).toEqual([
      { date: '2026-01-05', kind: 'START' },
      { date: deadline.dueOn, kind: 'DUE' },
    ]);
    const { history } = await shown(id);
    expect(history.nodes[1].summary).toBe(
      'Informasi dikecualikan sampai 2026-12-31, tanpa pendapat Bagian Hukum.',
    );
  });
});

describe('where somebody is legal reviewer', () => {
  beforeAll(async () => {
    const { data } = await city.ask(reviewer, '{ viewer { personId } }');
    const mandate = { mandateNumber: '800/2', mandateDate: '2026-01-05', from: '2026-01-05' };
    const post = { officeCode: 'DISKOMINFO', role: 'LEGAL_REVIEWER', post: 'Kabag Hukum' };
    const personId = data?.['viewer'].personId;
    const appoint = { personId, capacity: 'DEFINITIVE', ...post, ...mandate };
    await at.act('admin', 'appoint', appoint, 'appointment { id }');
  });

  it('their opinion comes before the decision', async () => {
    const id = await open();
    const input = { consequenceTestId: id, ...decision };
    expect(await refusals(approver, 'decideConsequenceTest', input)).toEqual(['INVALID_STATE']);
    expect((await shown(id, approver)).viewerMay).toEqual([]);
    expect(await opine(id)).toMatchObject({
      state: 'OPINED',
      opinion: 'Sesuai Pasal 17 huruf c.',
      opinionBy: { role: 'LEGAL_REVIEWER' },
    });
    expect(await decide(id)).toMatchObject({ state: 'DECIDED_EXEMPT', withoutOpinion: false });
    expect(exemptionOf(city.city.parts.model.db, id)).toBe('C');
  });

  it('information may turn out to be open', async () => {
    const id = await open();
    await opine(id);
    const opened = await decide(id, { exempt: false, endsOn: null });
    expect(opened).toMatchObject({ state: 'DECIDED_OPEN', valid: false, deadline: null });
    expect(standing(id, '2026-01-05')).toBe('NOT_EXEMPT');
  });

  it('letters g to j may wait for an event, with a day to look again', async () => {
    const id = await open({ exemption: 'H' });
    await opine(id);
    const event = { endsOn: null, endsWhen: 'Yang bersangkutan setuju.', reviewOn: '2031-01-06' };
    const decided = await decide(id, event);
    expect(decided).toMatchObject({ ...event, valid: true, deadline: { dueOn: '2031-01-06' } });
    expect(standing(id, '2040-01-01')).toBe('VALID');
  });

  it('a review waits for the calendar of the year it needs, and is computed with it', async () => {
    const id = await open();
    await opine(id);
    const { deadline } = await decide(id, { endsOn: '2027-01-15' });
    expect(deadline).toMatchObject({ state: 'UNDETERMINED', waitsForCalendarOf: 2027 });
    const declare = { year: 2027, source: 'SKB 2027', days: [] };
    await at.act('admin', 'declareCalendar', declare, 'calendar { version }');
    await at.sweep();
    const computed = await shown(id);
    expect(computed.deadline.state).toBe('RUNNING');
    expect(computed.deadline.dueOn < '2026-12-31').toBe(true);
    expect(computed.history.nodes.at(-1).type).toBe('DeadlineComputed');
  });
});

describe('an exemption', () => {
  it('is ended early with its basis, and cannot be used then', async () => {
    const id = await open();
    await opine(id);
    await decide(id);
    const end = { consequenceTestId: id, basis: 'Putusan 7/2026', reason: 'Dibuka pusat.' };
    const ended = await act(approver, 'endConsequenceTest', end);
    expect(ended).toMatchObject({
      state: 'ENDED',
      valid: false,
      endingBasis: 'Putusan 7/2026',
      endingReason: 'Dibuka pusat.',
      deadline: { state: 'MET' },
    });
    expect(standing(id, '2026-01-05')).toBe('ENDED');
    expect(await refusals(approver, 'endConsequenceTest', end)).toEqual(['INVALID_STATE']);
  });

  it('that is renewed need not be looked at again', async () => {
    const old = await open();
    await opine(old);
    await decide(old);
    const next = await open({ renews: old });
    expect((await shown(next)).renews).toEqual({ id: old });
    await opine(next);
    await decide(next, { endsOn: '2028-12-29' });
    const { valid, deadline, history } = await shown(old);
    expect(valid).toBe(true);
    expect(deadline.state).toBe('MET');
    expect(history.nodes.at(-1).type).toBe('ConsequenceTestRenewed');
  });

  it('ends, with its review, when the test that renews it finds the information open', async () => {
    const old = await open();
    await opine(old);
    await decide(old);
    const next = await open({ renews: old });
    await opine(next);
    await decide(next, { exempt: false, endsOn: null });
    const over = await shown(old, approver);
    expect(over).toMatchObject({ state: 'ENDED', valid: false, deadline: { state: 'MET' } });
    expect(over.viewerMay).toEqual([]);
    expect(over.history.nodes.at(-1)).toEqual({
      type: 'ConsequenceTestRenewed',
      summary: 'Uji lain menyatakan informasi ini terbuka; pengecualian berakhir.',
    });
    expect(standing(old, '2026-01-05')).toBe('ENDED');
  });

  it('ends with its last day, and its review is missed when nobody looked', async () => {
    const id = await open();
    await opine(id);
    await decide(id, { endsOn: '2026-02-27' });
    at.moveTo('2026-02-27 23:00');
    expect((await shown(id)).state).toBe('DECIDED_EXEMPT');
    at.moveTo('2026-02-28 00:30');
    await at.sweep();
    const over = await shown(id, approver);
    expect(over).toMatchObject({ state: 'ENDED', valid: false, deadline: { state: 'MISSED' } });
    expect(over.viewerMay).toEqual([]);
    expect(standing(id, '2026-02-27')).toBe('VALID');
    expect(standing(id, '2026-02-28')).toBe('ENDED');
    expect(standing(ABSENT, '2026-02-28')).toBeUndefined();
    const list = `query($s: [ConsequenceTestState!], $v: Boolean) {
      consequenceTests(states: $s, valid: $v, first: 100) { totalCount nodes { id valid } } }`;
    const ask = async (variables: object): Promise<any[]> =>
      (await city.ask(coordinator, list, variables)).data?.['consequenceTests'].nodes;
    const ids = (nodes: any[]): string[] => nodes.map((node) => node.id);
    expect(ids(await ask({ s: ['ENDED'] }))).toContain(id);
    expect(ids(await ask({ v: true }))).not.toContain(id);
    expect((await ask({ v: true })).every(({ valid }) => valid)).toBe(true);
    expect(ids(await ask({ v: false }))).toContain(id);
    expect(await ask({ s: ['ENDED'], v: true })).toEqual([]);
  });
});

describe('where the city asks for the assent of the superior', () => {
  it('the decision waits for it', async () => {
    const policy = { key: 'SUPERIOR_ASSENT', value: 'true', basis: 'Perwal', reason: 'Uji.' };
    await at.act('admin', 'setPolicy', policy, 'policy { value }');
    const id = await open();
    await opine(id);
    const input = { consequenceTestId: id, ...decision };
    expect(await refusals(approver, 'decideConsequenceTest', input)).toEqual(['INVALID_STATE']);
    const assent = { consequenceTestId: id };
    expect((await shown(id, superior)).viewerMay).toEqual(['assentToConsequenceTest']);
    const assented = await act(superior, 'assentToConsequenceTest', assent);
    expect(assented.assentOfSuperior).toEqual({ role: 'PPID_SUPERIOR' });
    const again = await act(superior, 'assentToConsequenceTest', assent);
    expect(again.version).toBe(assented.version);
    expect(await decide(id)).toMatchObject({ state: 'DECIDED_EXEMPT' });
    await at.act('admin', 'setPolicy', { ...policy, value: 'false' }, 'policy { value }');
  });
});

describe('who may see and do what', () => {
  it('is told by the post: legal reviewers see the requests of tests, not who asks', async () => {
    const [asked, other] = [
      await at.received('2026-03-02 09:00'),
      await at.received('2026-03-02 10:00'),
    ];
    const id = await open({ requestId: asked });
    const query = `query($id: ID!, $r: ID!) { node(id: $id) { id }
      consequenceTests(requestId: $r) { nodes { id } }
      informationRequest(id: $r) { subject requester { name } } }`;
    const seenBy = async (who: string, r: string) => (await city.ask(who, query, { id, r })).data!;
    for (const who of [coordinator, approver, 'auditor', reviewer]) {
      const seen = await seenBy(who, asked);
      expect([seen['node'], seen['consequenceTests'].nodes]).toEqual([{ id }, [{ id }]]);
      expect(seen['informationRequest'].subject).toBe('Perkara 2026-03-02 09:00');
      const { name } = seen['informationRequest'].requester;
      if (who === 'auditor') expect(name).toBe('•••');
      else if (who === reviewer) expect(name).toBeNull();
      else expect(name).toBe('Kanaya Uji');
    }
    expect((await shown(id, reviewer)).requests).toEqual([{ id: asked }]);
    expect((await seenBy(reviewer, other))['informationRequest']).toBeNull();
    const ofSuperior = await seenBy(superior, asked);
    expect(ofSuperior).toMatchObject({ node: { id }, informationRequest: null });
    expect((await shown(id, superior)).requests).toEqual([]);
    for (const who of ['admin', 'pimpinan']) {
      const seen = await seenBy(who, asked);
      expect([seen['node'], seen['consequenceTests'].nodes]).toEqual([null, []]);
    }
  });

  it('refuses with a code of its own, and records nothing', async () => {
    const id = await open();
    const undecided = await open();
    await opine(id);
    await at.sweep();
    const before = await city.happened();
    const of = { consequenceTestId: id };
    const decide = { ...of, ...decision };
    const opinion = { ...of, opinion: 'Ya.' };
    type Row = [who: string, mutation: string, input: object, refusal: string];
    const opens = (more: object, refusal: string): Row => {
      return [coordinator, 'openConsequenceTest', { ...opening, ...more }, refusal];
    };
    const decides = (more: object, refusal: string): Row => {
      return [approver, 'decideConsequenceTest', { ...decide, ...more }, refusal];
    };
    const all: Row[] = [
      [reviewer, 'openConsequenceTest', opening, 'NOT_PERMITTED'],
      opens({ requestId: ABSENT }, 'NOT_FOUND input.requestId'),
      opens({ renews: ABSENT }, 'NOT_FOUND input.renews'),
      opens({ renews: undecided }, 'INVALID_INPUT input.renews'),
      opens({ information: ' ' }, 'INVALID_INPUT input.information'),
      opens({ otherParticipants: [' '] }, 'INVALID_INPUT input.otherParticipants'),
      ['admin', 'giveOpinion', opinion, 'NOT_FOUND input.consequenceTestId'],
      [coordinator, 'giveOpinion', opinion, 'NOT_PERMITTED'],
      [reviewer, 'giveOpinion', opinion, 'INVALID_STATE'],
      [approver, 'assentToConsequenceTest', of, 'NOT_PERMITTED'],
      [coordinator, 'decideConsequenceTest', decide, 'NOT_PERMITTED'],
      decides({ consequenceTestId: ABSENT }, 'NOT_FOUND input.consequenceTestId'),
      decides({ reason: ' ' }, 'REASON_REQUIRED'),
      decides({ endsOn: null }, 'INVALID_INPUT input.endsOn'),
      decides({ endsOn: '2026-03-02' }, 'INVALID_INPUT input.endsOn'),
      decides({ endsOn: null, endsWhen: 'x' }, 'INVALID_INPUT input.endsWhen'),
      decides({ reviewOn: '2027-01-01' }, 'INVALID_INPUT input.reviewOn'),
      decides({ exempt: false }, 'INVALID_INPUT input.endsOn'),
      decides({ occurredAt: '2026-01-01T00:00:00Z' }, 'INVALID_INPUT input.occurredAt'),
      decides({ expectedVersion: 1 }, 'CONFLICT'),
      [coordinator, 'endConsequenceTest', { ...of, basis: 'b', reason: 'r' }, 'NOT_PERMITTED'],
      [approver, 'endConsequenceTest', { ...of, basis: 'b', reason: 'r' }, 'INVALID_STATE'],
    ];
    for (const [who, mutation, input, refusal] of all) {
      const got = await refusals(who, mutation, input);
      expect([mutation, input, got]).toEqual([mutation, input, [refusal]]);
    }
    expect(await city.happened()).toEqual(before);
  });

  it('takes no arguments that make no sense', async () => {
    for (const query of [
      '{ objections(first: 101) { totalCount } }',
      '{ objections(states: [NOPE]) { totalCount } }',
      '{ objections(after: "x") { totalCount } }',
      '{ consequenceTests(last: 0) { totalCount } }',
      '{ consequenceTests(requestId: "x") { totalCount } }',
      '{ consequenceTests(valid: 1) { totalCount } }',
    ]) {
      const { errors } = await city.ask(coordinator, query);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    }
  });
});
