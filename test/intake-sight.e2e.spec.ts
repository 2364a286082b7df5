import { TestCity } from './city.ts';
import { employ } from './employ.ts';
import { OutboundCity, coordinator } from './outbound-city.ts';

const intake = 'loket.online';
let city: TestCity;
let at: OutboundCity;
let delivered: string;
let own: string;
let assignmentId: string;
const REQUEST = 'informationRequest { id number assignments { id } }';

/** Delivered, and gone through the hands of two offices. */
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
  await employ(city, intake, { officeCode: 'DISKOMINFO', role: 'INTAKE_SERVICE' });
  own = await city.upload(intake, 'Surat pemohon.');
  const receipt = {
    track: 'MEDIA',
    channel: 'ONLINE',
    subject: 'Kartografi drainase',
    details: 'kata pemohon',
    requester: { kind: 'JOURNALIST', name: 'Kanaya Uji' },
    attachmentIds: [own],
  };
  const sent = await at.act(intake, 'receiveInformationRequest', receipt, REQUEST);
  delivered = sent.id;
  const requestId = delivered;
  await at.act(coordinator, 'registerInformationRequest', { requestId }, REQUEST);
  for (const [officeCode, lead] of [
    ['DINKES', true],
    ['PUTR', false],
  ] as const) {
    const input = { requestId, officeCode, lead, instructions: 'petunjuk' };
    const { assignments } = await at.act(coordinator, 'assignOffice', input, REQUEST);
    assignmentId = assignments[0].id;
  }
  const letter = { entityId: requestId, kind: 'ACKNOWLEDGEMENT', way: 'EMAIL' };
  const when = { occurredAt: new Date().toISOString() };
  await at.act(coordinator, 'recordCorrespondence', { ...letter, ...when }, REQUEST);
}, 120_000);
afterAll(() => city.close());

const ALL = `id number state subject details requester { name } track channel registeredAt
  leadOffice { code } assignments { id } deadline { id } deadlines { id } overdue outcome
  spokesperson { id } gist answeredAt toldAt closedAt closingNote transferredTo
  replacedBy { id } correspondence { kind } missing answer { id } answers { id }
  objections { id } attachments { id } viewerMay history { totalCount }`;

async function asked(who: string): Promise<any> {
  const query = `query($id: ID!) { informationRequest(id: $id) { ${ALL} } }`;
  const { data, errors } = await city.ask(who, query, { id: delivered });
  expect(errors).toBeUndefined();
  return data?.['informationRequest'];
}

describe('an intake service', () => {
  it('sees of what it delivered what it sent, number and state', async () => {
    const whole = await asked(coordinator);
    expect(whole).toMatchObject({ leadOffice: { code: 'DINKES' }, overdue: false });
    expect([whole.assignments, whole.correspondence]).toMatchObject([[{}, {}], [{}]]);
    expect(await asked(intake)).toEqual({
      id: delivered,
      number: whole.number,
      state: 'IN_COORDINATION',
      subject: 'Kartografi drainase',
      details: '•••',
      requester: { name: '•••' },
      track: 'MEDIA',
      channel: 'ONLINE',
      registeredAt: null,
      leadOffice: null,
      assignments: [],
      deadline: null,
      deadlines: [],
      overdue: false,
      outcome: null,
      spokesperson: null,
      gist: null,
      answeredAt: null,
      toldAt: null,
      closedAt: null,
      closingNote: null,
      transferredTo: null,
      replacedBy: null,
      correspondence: [],
      missing: [],
      answer: null,
      answers: [],
      objections: [],
      attachments: [{ id: own }],
      viewerMay: [],
      history: { totalCount: 0 },
    });
  });

  it('finds neither its parts nor its limits by their ids', async () => {
    const { deadline } = await asked(coordinator);
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const ids = [delivered, assignmentId, deadline.id];
    const seen = await city.ask(coordinator, query, { ids });
    expect(seen.data?.['nodes']).toHaveLength(3);
    const { data } = await city.ask(intake, query, { ids });
    expect(data?.['nodes']).toEqual([{ id: delivered }, null, null]);
  });

  it('downloads what it sent, and no other file of the case', async () => {
    const outcome = await city.upload(coordinator, 'Rekaman.');
    const input = { requestId: delivered, attachmentIds: [outcome] };
    const take = { requestId: delivered, reason: 'Dijawab langsung.' };
    const query = 'query($id: ID!) { informationRequest(id: $id) { assignments { id } } }';
    const { data } = await city.ask(coordinator, query, { id: delivered });
    for (const { id } of data!['informationRequest'].assignments) {
      await at.act(coordinator, 'takeOverAssignment', { ...take, assignmentId: id }, REQUEST);
    }
    await at.act(coordinator, 'recordOutcome', { ...input, outcome: 'INTERVIEW' }, REQUEST);
    expect([await city.download(intake, own), await city.download(intake, outcome)]).toEqual([
      200, 404,
    ]);
    expect(await asked(intake)).toMatchObject({
      state: 'ANSWERED',
      outcome: null,
      answeredAt: null,
      toldAt: null,
      attachments: [{ id: own }],
    });
  });

  const count = async (who: string, args: string): Promise<number> => {
    const query = `{ informationRequests(${args}) { totalCount nodes { id }
      pageInfo { endCursor } } }`;
    const { data, errors } = await city.ask(who, query);
    expect(errors).toBeUndefined();
    const { totalCount, nodes } = data!['informationRequests'];
    expect(nodes).toHaveLength(totalCount);
    return totalCount;
  };
  const drainage = 'search: "kartografi"';

  it.each([
    'officeCodes: ["DINKES"]',
    'assignmentStates: [TAKEN_OVER]',
    'assignmentOverdue: false',
    'outcomes: [INTERVIEW]',
    'overdue: false',
    'undetermined: false',
    'unassigned: false',
    'answeredNotTold: false',
    'answeredFrom: "2026-01-01T00:00:00Z"',
    'answeredUntil: "2999-01-01T00:00:00Z"',
  ])('is told nothing by a filter of what was done with it (%s)', async (filter) => {
    expect(await count(coordinator, `filter: { ${drainage}, ${filter} }`)).toBe(1);
    expect(await count(intake, `filter: { ${drainage}, ${filter} }`)).toBe(0);
  });

  it('nor by an order; by what it sent, number and state it finds it', async () => {
    const by = 'orderBy: { field: DUE_AT, direction: ASC }';
    expect(await count(coordinator, `filter: { ${drainage} }, ${by}`)).toBe(1);
    expect(await count(intake, `filter: { ${drainage} }, ${by}`)).toBe(0);
    const own = 'tracks: [MEDIA], states: [ANSWERED], open: false, unregistered: false';
    const number = 'orderBy: { field: NUMBER, direction: ASC }';
    expect(await count(intake, `filter: { ${drainage}, ${own} }, ${number}`)).toBe(1);
  });
});
