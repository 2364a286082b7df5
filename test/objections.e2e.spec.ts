import { ClockCity, also } from './clock-city.ts';
import type { TestCity } from './city.ts';

const [coordinator, superior] = ['koordinator', 'atasan'];
const ABSENT = '00000000-0000-4000-8000-000000000000';
let at: ClockCity;
let city: TestCity;
beforeAll(async () => {
  at = await ClockCity.opened([also(superior, 'PPID_SUPERIOR'), also('pimpinan', 'LEADERSHIP')]);
  ({ city } = at);
}, 60_000);
afterAll(() => city.close());

const LIMIT = 'id state dueOn startedAt stoppedAt rule { id }';
const OBJECTION = `id version number state grounds statement groundFoundOn lodgedAt lodgedLate
  requester { id name } request { id state deadline { rule { id } state } }
  deadline { ${LIMIT} } deadlines { ${LIMIT} } decision decisionText decidedAt
  decidedBy { role } correspondence { kind way note costPaidIdr by { role } }
  dispute { number filedOn stage outcome deadline { ${LIMIT} } } viewerMay`;
const selection = `objection { ${OBJECTION} }`;

const act = async (who: string, mutation: string, input: object): Promise<any> =>
  (await at.act(who, mutation, input, selection)).objection;

async function refusals(who: string, mutation: string, input: object): Promise<string[]> {
  const shown = mutation === 'recordCorrespondence' ? 'objection { id }' : selection;
  const payload = await city.mutate(who, mutation, input, shown);
  expect(payload.objection).toBeNull();
  return payload.userErrors.map(({ code, path }: any) => `${code} ${path?.join('.') ?? ''}`.trim());
}

async function shown(id: string, who = coordinator): Promise<any> {
  const query = `query($id: ID!) { node(id: $id) { ... on Objection { ${OBJECTION}
    history(first: 50) { nodes { type summary occurredAt actor { system role } } } } } }`;
  const { data, errors } = await city.ask(who, query, { id });
  expect(errors).toBeUndefined();
  return data?.['node'];
}

const typesOf = ({ history }: any): string[] => history.nodes.map(({ type }: any) => type);
const limitOf = (objection: any, rule: string): any =>
  objection.deadlines.findLast((one: any) => one.rule.id === rule);

/** A request that lapsed: nobody completed it. */
async function lapsed(time: string, until: string): Promise<string> {
  const requestId = await at.received(time);
  const request = 'informationRequest { id }';
  const missing = { requestId, missing: ['KTP'] };
  await at.act(coordinator, 'markInformationRequestIncomplete', missing, request);
  at.moveTo(until);
  await at.act(coordinator, 'lapseInformationRequest', { requestId, reason: 'Lewat.' }, request);
  return requestId;
}

const about = (requestId: string, groundFoundOn: string): object => ({
  requestId,
  grounds: ['C_NOT_ANSWERED'],
  statement: 'Permohonan saya tidak dijawab.',
  groundFoundOn,
});

async function registered(requestId: string, groundFoundOn: string): Promise<string> {
  const { id } = await act(coordinator, 'lodgeObjection', about(requestId, groundFoundOn));
  await act(coordinator, 'registerObjection', { objectionId: id });
  return id;
}

describe('an objection', () => {
  let requestId: string;
  let objectionId: string;

  beforeAll(async () => {
    requestId = await lapsed('2025-08-20 09:00', '2025-09-01 09:00');
  });

  it('is lodged on the day of the refusal, for whoever made the request', async () => {
    const input = { ...about(requestId, '2025-09-01'), idempotencyKey: 'a' };
    const lodged = await act(coordinator, 'lodgeObjection', input);
    expect(lodged).toMatchObject({
      state: 'LODGED',
      number: null,
      lodgedLate: false,
      grounds: ['C_NOT_ANSWERED'],
      statement: 'Permohonan saya tidak dijawab.',
      requester: { name: 'Kanaya Uji' },
      request: { id: requestId, state: 'LAPSED' },
      deadline: { rule: { id: 'KIP-36-2' }, state: 'RUNNING', dueOn: '2025-10-14' },
      viewerMay: ['registerObjection', 'recordDispute', 'recordCorrespondence'],
    });
    expect(limitOf(lodged, 'KIP-36-1').state).toBe('MET');
    objectionId = lodged.id;
    expect((await act(coordinator, 'lodgeObjection', input)).id).toBe(objectionId);
  });

  it('has a number of its own register, from one', async () => {
    const done = await act(coordinator, 'registerObjection', { objectionId });
    expect(done).toMatchObject({ state: 'REGISTERED', number: '0001/KEB/2025', version: 2 });
    const again = await act(coordinator, 'registerObjection', { objectionId });
    expect(again.version).toBe(2);
    const other = await registered(requestId, '2025-09-01');
    expect((await shown(other)).number).toBe('0002/KEB/2025');
  });

  it('that is upheld lets its request go on, under a limit of its own', async () => {
    at.moveTo('2025-09-03 10:00');
    const decision = { objectionId, decision: 'UPHELD_IN_PART', text: 'Jawab sebagian.' };
    const decided = await act(superior, 'decideObjection', decision);
    expect(decided).toMatchObject({
      state: 'DECIDED',
      decision: 'UPHELD_IN_PART',
      decisionText: 'Jawab sebagian.',
      decidedBy: { role: 'PPID_SUPERIOR' },
      deadline: { state: 'MET' },
    });
    expect(decided.request).toMatchObject({
      state: 'IN_COORDINATION',
      deadline: { rule: { id: 'REDO' } },
    });
    const query = `query($id: ID!) { informationRequest(id: $id) { objections { number }
      history(last: 1) { nodes { type summary actor { role } } } } }`;
    const { data } = await city.ask(coordinator, query, { id: requestId });
    expect(data?.['informationRequest']).toEqual({
      objections: [{ number: '0001/KEB/2025' }, { number: '0002/KEB/2025' }],
      history: {
        nodes: [
          {
            type: 'InformationRequestReopened',
            summary: 'Permohonan dibuka kembali: keberatan dikabulkan.',
            actor: { role: 'PPID_SUPERIOR' },
          },
        ],
      },
    });
  });

  it('is told, and from then the requester has 14 working days', async () => {
    const letter = {
      entityId: objectionId,
      kind: 'OBJECTION_REPLY',
      way: 'POST',
      note: 'Tercatat.',
    };
    const occurredAt = '2025-09-03T04:00:00Z';
    at.moveTo('2025-09-04 10:00');
    const payload = await at.act(
      coordinator,
      'recordCorrespondence',
      { ...letter, occurredAt },
      `informationRequest { id } ${selection}`,
    );
    expect(payload.informationRequest).toBeNull();
    expect(payload.objection.correspondence).toEqual([
      {
        kind: 'OBJECTION_REPLY',
        way: 'POST',
        note: 'Tercatat.',
        costPaidIdr: null,
        by: { role: 'COORDINATOR' },
      },
    ]);
    expect(limitOf(payload.objection, 'KIP-37')).toMatchObject({ dueOn: '2025-09-24' });
  });

  it('is followed before the commission, by day and stage, to its end', async () => {
    at.moveTo('2025-10-20 10:00');
    const stage = (name: string, on: string, more: object = {}): Promise<any> =>
      act(coordinator, 'recordDispute', { objectionId, stage: name, on, ...more });
    const filed = await stage('FILED', '2025-09-24', { number: '12/KI/2025' });
    expect(filed).toMatchObject({
      state: 'DISPUTED',
      dispute: { stage: 'FILED', filedOn: '2025-09-24', number: '12/KI/2025' },
    });
    expect(filed.dispute.deadline).toMatchObject({ rule: { id: 'KIP-37' }, state: 'MET' });
    const ruled = await stage('DECIDED', '2025-10-01');
    expect(ruled.dispute.deadline).toMatchObject({ rule: { id: 'KIP-48' }, dueOn: '2025-10-21' });
    at.moveTo('2025-11-03 10:00');
    await at.sweep();
    expect((await shown(objectionId)).dispute.deadline.state).toBe('RUNNING');
    const settle = { objectionId, outcome: 'Informasi dibuka.', on: '2025-11-03' };
    const settled = await act(coordinator, 'settleDispute', settle);
    expect(settled).toMatchObject({ state: 'SETTLED', dispute: { outcome: 'Informasi dibuka.' } });
    const { viewerMay, ...objection } = await shown(objectionId);
    expect(viewerMay).toEqual(['recordCorrespondence']);
    expect(typesOf(objection)).toEqual([
      ...['ObjectionLodged', 'ObjectionRegistered', 'ObjectionDecided'],
      'ObjectionCorrespondenceRecorded',
      ...['DisputeRecorded', 'DisputeRecorded', 'DisputeSettled'],
    ]);
  });
});

describe('an objection that comes late', () => {
  it('is recorded all the same, for the superior to say whether it is admitted', async () => {
    const requestId = await at.received('2025-11-03 10:30');
    const lodged = await act(coordinator, 'lodgeObjection', about(requestId, '2025-08-04'));
    expect(lodged.lodgedLate).toBe(true);
    const objectionId = lodged.id;
    await act(coordinator, 'registerObjection', { objectionId });
    const decision = { objectionId, decision: 'NOT_ADMITTED', text: 'Terlambat.' };
    expect(await act(superior, 'decideObjection', decision)).toMatchObject({ state: 'DECIDED' });
  });

  it('about nothing that was asked may come from anybody, with ground b', async () => {
    const input = {
      requester: { kind: 'CITIZEN', name: 'Warga Peduli' },
      grounds: ['B_PERIODIC_NOT_PROVIDED'],
      statement: 'Laporan berkala tidak ada.',
      groundFoundOn: '2025-11-03',
    };
    const lodged = await act(coordinator, 'lodgeObjection', input);
    expect(lodged).toMatchObject({ request: null, requester: { name: 'Warga Peduli' } });
    const query = 'query($id: ID!) { node(id: $id) { ... on Person { name } } }';
    const id = lodged.requester.id;
    expect((await city.ask(superior, query, { id })).data?.['node']).toEqual({
      name: 'Warga Peduli',
    });
    expect((await city.ask('auditor', query, { id })).data?.['node']).toEqual({ name: '•••' });
    expect((await city.ask('lead', query, { id })).data?.['node']).toBeNull();
  });
});

describe('an objection that is left unanswered', () => {
  it('opens the way to the commission at that instant, and may be decided later', async () => {
    const requestId = await lapsed('2025-11-04 09:00', '2025-11-12 09:00');
    const objectionId = await registered(requestId, '2025-11-12');
    at.moveTo('2026-02-02 09:00');
    await at.sweep();
    await at.sweep();
    const silent = await shown(objectionId);
    expect(typesOf(silent).slice(2)).toEqual(['DeadlineMissed', 'ObjectionLeftUnanswered']);
    expect(silent.history.nodes[3].actor).toEqual({ system: 'timer', role: null });
    const { dueOn, startedAt, state } = limitOf(silent, 'KIP-37');
    expect(state).toBe('RUNNING');
    expect(silent.deadline.state).toBe('MISSED');
    expect(new Date(startedAt).getTime()).toBe(
      new Date(`${silent.deadline.dueOn}T17:00:00Z`).getTime(),
    );
    expect(dueOn > silent.deadline.dueOn).toBe(true);
    await act(coordinator, 'recordDispute', { objectionId, stage: 'FILED', on: '2026-01-20' });
    const decision = { objectionId, decision: 'UPHELD', text: 'Benar.' };
    const decided = await act(superior, 'decideObjection', decision);
    expect(decided).toMatchObject({ state: 'DISPUTED', decision: 'UPHELD' });
    expect((await shown(objectionId)).request.state).toBe('IN_COORDINATION');
  });
});

describe('reopening by hand', () => {
  it('names an objection to that request that was upheld', async () => {
    const requestId = await lapsed('2026-02-03 09:00', '2026-02-12 09:00');
    const other = await lapsed('2026-02-12 10:00', '2026-02-24 09:00');
    const objectionId = await registered(other, '2026-02-24');
    const reopen = async (id: string, input: object): Promise<string[]> => {
      const all = { requestId: id, cause: 'OBJECTION_UPHELD', reason: 'Keberatan.', ...input };
      const { userErrors } = await city.mutate(coordinator, 'reopenInformationRequest', all);
      return userErrors.map(({ code, path }: any) => `${code} ${path?.join('.') ?? ''}`.trim());
    };
    const absent = ['NOT_FOUND input.objectionId'];
    expect(await reopen(requestId, {})).toEqual(absent);
    expect(await reopen(requestId, { objectionId: ABSENT })).toEqual(absent);
    expect(await reopen(other, { objectionId })).toEqual(absent);
    const decision = { objectionId, decision: 'UPHELD', text: 'Benar.' };
    await act(superior, 'decideObjection', decision);
    expect(await reopen(requestId, { objectionId })).toEqual(absent);
    expect(await reopen(other, { objectionId })).toEqual(['INVALID_STATE']);
    const wrong = { objectionId, cause: 'COMMISSION_ORDER' };
    expect(await reopen(requestId, wrong)).toEqual(['INVALID_INPUT input.objectionId']);
  });
});

describe('who may see and do what', () => {
  let requestId: string;
  let objectionId: string;

  beforeAll(async () => {
    requestId = await lapsed('2026-03-02 09:00', '2026-03-10 09:00');
    objectionId = await registered(requestId, '2026-03-10');
  });

  it('is the same for lists, nodes and requests', async () => {
    const query = `query($id: ID!) { node(id: $id) { id } objections(first: 100) { totalCount
      nodes { id statement requester { name } } } informationRequest(id: "${requestId}") {
      requester { name } objections { id statement requester { name } } } }`;
    const seenBy = async (who: string) => (await city.ask(who, query, { id: objectionId })).data!;
    for (const who of [coordinator, 'ppid', superior, 'auditor']) {
      const { node, objections, informationRequest } = await seenBy(who);
      expect(node).toEqual({ id: objectionId });
      const masked = { statement: '•••', requester: { name: '•••' } };
      expect(objections.nodes[0]).toEqual({ id: objectionId, ...masked });
      expect(objections.totalCount).toBe(7);
      const [own] = informationRequest.objections;
      expect(own.statement === '•••').toBe(who === 'auditor');
      expect(own.requester.name === '•••').toBe(who === 'auditor');
      expect(informationRequest.requester.name === '•••').toBe(who === 'auditor');
    }
    for (const who of ['lead', 'admin', 'pimpinan']) {
      const { node, objections, informationRequest } = await seenBy(who);
      expect([node, objections.nodes, informationRequest]).toEqual([null, [], null]);
    }
  });

  it('shows the superior the requests that objections concern, and no others', async () => {
    const other = await at.received('2026-03-11 09:00');
    const query = '{ informationRequests(first: 100) { nodes { id } } }';
    const { data } = await city.ask(superior, query);
    const ids = data?.['informationRequests'].nodes.map(({ id }: any) => id);
    expect(ids).toContain(requestId);
    expect(ids).not.toContain(other);
    const past = `query($id: ID!) { informationRequest(id: $id, asOf: "2026-03-10T10:00:00Z") {
      state objections { number state viewerMay } } }`;
    const then = await city.ask(superior, past, { id: requestId });
    expect(then.data?.['informationRequest']).toEqual({
      state: 'LAPSED',
      objections: [{ number: '0002/KEB/2026', state: 'REGISTERED', viewerMay: [] }],
    });
  });

  it('lists by state', async () => {
    const query = 'query($s: [ObjectionState!]) { objections(states: $s) { nodes { state } } }';
    const { data } = await city.ask(coordinator, query, { s: ['SETTLED', 'DISPUTED'] });
    const states = data?.['objections'].nodes.map(({ state }: any) => state);
    expect(states).toEqual(['DISPUTED', 'SETTLED']);
  });

  it('tells the acts that one could do', async () => {
    expect((await shown(objectionId, superior)).viewerMay).toEqual(['decideObjection']);
    expect((await shown(objectionId, 'auditor')).viewerMay).toEqual([]);
    expect((await shown(objectionId, 'ppid')).viewerMay).toEqual([]);
  });

  it('refuses with a code of its own, and records nothing', async () => {
    await at.sweep();
    const before = await city.happened();
    const lodging = about(requestId, '2026-03-10');
    const of = { objectionId };
    const decide = { ...of, decision: 'UPHELD', text: 'Ya.' };
    const file = { ...of, stage: 'FILED', on: '2026-03-11' };
    const letter = { kind: 'OTHER', way: 'POST', occurredAt: '2026-03-11T01:00:00Z' };
    const reply = { ...letter, entityId: objectionId, kind: 'OBJECTION_REPLY' };
    const past = { occurredAt: '2026-03-01T00:00:00Z' };
    const unknown = { ...letter, entityId: ABSENT };
    const early = { ...letter, entityId: objectionId, ...past };
    const lodge = (more: object, refusal: string): Row => {
      return [coordinator, 'lodgeObjection', { ...lodging, ...more }, refusal];
    };
    type Row = [who: string, mutation: string, input: object, refusal: string];
    const all: Row[] = [
      ['lead', 'lodgeObjection', lodging, 'NOT_PERMITTED'],
      [superior, 'lodgeObjection', lodging, 'NOT_PERMITTED'],
      lodge({ requestId: ABSENT }, 'NOT_FOUND input.requestId'),
      lodge({ grounds: [] }, 'INVALID_INPUT input.grounds'),
      lodge({ requestId: null }, 'INVALID_INPUT input.requestId'),
      lodge(past, 'INVALID_INPUT input.occurredAt'),
      lodge({ groundFoundOn: '2026-03-12' }, 'INVALID_INPUT input.groundFoundOn'),
      lodge({ statement: ' ' }, 'INVALID_INPUT input.statement'),
      lodge({ requester: { personId: ABSENT } }, 'NOT_FOUND input.requester.personId'),
      lodge({ requester: { kind: 'STAFF' } }, 'INVALID_INPUT input.requester.kind'),
      ['lead', 'registerObjection', of, 'NOT_FOUND input.objectionId'],
      [coordinator, 'registerObjection', { objectionId: ABSENT }, 'NOT_FOUND input.objectionId'],
      [superior, 'registerObjection', of, 'NOT_PERMITTED'],
      [coordinator, 'decideObjection', decide, 'NOT_PERMITTED'],
      ['ppid', 'decideObjection', decide, 'NOT_PERMITTED'],
      [superior, 'decideObjection', { ...decide, text: ' ' }, 'INVALID_INPUT input.text'],
      [superior, 'decideObjection', { ...decide, ...past }, 'INVALID_INPUT input.occurredAt'],
      [superior, 'decideObjection', { ...decide, expectedVersion: 1 }, 'CONFLICT'],
      [coordinator, 'recordDispute', { ...file, on: '2026-03-12' }, 'INVALID_INPUT input.on'],
      [coordinator, 'recordDispute', { ...file, on: '2026-03-09' }, 'INVALID_INPUT input.on'],
      [superior, 'recordDispute', file, 'NOT_PERMITTED'],
      [coordinator, 'settleDispute', { ...of, outcome: 'x', on: '2026-03-11' }, 'INVALID_STATE'],
      [coordinator, 'recordCorrespondence', reply, 'INVALID_STATE'],
      [superior, 'recordCorrespondence', reply, 'NOT_PERMITTED'],
      [coordinator, 'recordCorrespondence', unknown, 'NOT_FOUND input.entityId'],
      [coordinator, 'recordCorrespondence', early, 'INVALID_INPUT input.occurredAt'],
    ];
    for (const [who, mutation, input, refusal] of all) {
      expect([mutation, input, await refusals(who, mutation, input)]).toEqual([
        mutation,
        input,
        [refusal],
      ]);
    }
    expect(await city.happened()).toEqual(before);
  });
});
