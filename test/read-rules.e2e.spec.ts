import { TestCity } from './city.ts';
import { employ } from './employ.ts';

const coordinator = 'coordinator.diskominfo';
const ABSENT = '00000000-0000-4000-8000-000000000000';

let city: TestCity;
/** The request of the story below, and what hangs on it. */
let request: { id: string; number: string };
let delivered: string;
let asked: string;
const assignment: Record<string, string> = {};

/** What the first field of the answer holds. */
async function shown(who: string, query: string, variables: object = {}): Promise<any> {
  const { data } = await city.ask(who, query, variables);
  return Object.values(data ?? {})[0];
}

async function act(who: string, mutation: string, input: object): Promise<any> {
  const payload = await city.mutate(who, mutation, { requestId: request.id, ...input });
  expect(payload.userErrors).toEqual([]);
  return payload.informationRequest;
}

async function assign(officeCode: string, lead = false): Promise<void> {
  const input = { officeCode, lead, instructions: `petunjuk ${officeCode}` };
  const { assignments } = await act(coordinator, 'assignOffice', input);
  assignment[officeCode] = assignments.at(-1).id;
}

const requester = {
  kind: 'CITIZEN',
  name: 'Kanaya Uji',
  email: 'kanaya@example.id',
  representedBy: { kind: 'CITIZEN', name: 'Wali Uji' },
};
const receipt = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Kartografi drainase',
  details: 'kata pemohon lama',
  purpose: 'tujuan pemohon',
  requester,
};

/** Received at DISDIK; led by PUTR; with every way in which an office can be out of it again. */
async function playStory(): Promise<void> {
  const made = await city.mutate('officer.disdik', 'receiveInformationRequest', receipt);
  request = { id: made.informationRequest.id, number: '' };
  request.number = (await act(coordinator, 'registerInformationRequest', {})).number;
  const corrected = { field: 'DETAILS', value: 'kata pemohon baru', reason: 'Salah salin.' };
  await act(coordinator, 'correctInformationRequestEntry', corrected);
  await assign('PUTR', true);
  for (const code of ['BPKAD', 'DLH', 'DINKES', 'KEC-TAWANG']) await assign(code);
  const text = (code: string): object => ({
    assignmentId: assignment[code],
    text: `bahan ${code}`,
    informationHeld: true,
  });
  await act('lead.putr', 'submitContribution', text('PUTR'));
  const returned = { assignmentId: assignment['PUTR'], reason: 'alasan PUTR' };
  await act(coordinator, 'returnContribution', returned);
  await act('officer.bpkad', 'prepareContribution', text('BPKAD'));
  const dlh = { assignmentId: assignment['DLH'], reason: 'alasan DLH' };
  await act('lead.dlh', 'declineAssignment', dlh);
  const dinkes = { assignmentId: assignment['DINKES'], reason: 'alasan DINKES' };
  await act(coordinator, 'takeOverAssignment', dinkes);
  const tawang = { assignmentId: assignment['KEC-TAWANG'], reason: 'alasan KEC-TAWANG' };
  await act(coordinator, 'reassignOffice', { ...tawang, officeCode: 'PERWASKIM' });
}

beforeAll(async () => {
  city = await TestCity.seeded();
  await playStory();
  await employ(city, 'loket.online', { officeCode: 'DISKOMINFO', role: 'INTAKE_SERVICE' });
  const former = { officeCode: 'DISKOMINFO', role: 'COORDINATOR' };
  const { appointment: post } = await employ(city, 'mantan.koordinator', former);
  const end = { appointmentId: post, until: '2026-11-01', reason: 'Pensiun.' };
  await city.mutate('admin.diskominfo', 'endAppointment', end, 'appointment { id }');
  const sent = await city.mutate('loket.online', 'receiveInformationRequest', receipt);
  delivered = sent.informationRequest.id;
  const question = {
    track: 'INTER_OFFICE',
    channel: 'INTERNAL',
    subject: 'Data kepegawaian',
    details: 'pertanyaan antarkantor',
    requestingOfficeCode: 'BAPPELITBANGDA',
  };
  const made = await city.mutate(coordinator, 'receiveInformationRequest', question);
  asked = made.informationRequest.id;
}, 120_000);
afterAll(() => city.close());

const WHOLE = `id subject details purpose requester { name email representedBy { name } }
  assignments { office { code } state instructions reason prepared { text }
    contributions { text returnedReason } deadline { dueOn } }
  history(first: 30) { totalCount nodes { changes { field from to } } }`;
const BY_ID = `query($id: ID!) { informationRequest(id: $id) { ${WHOLE} } }`;
const everyone = ['PUTR', 'BPKAD', 'DLH', 'DINKES', 'KEC-TAWANG', 'PERWASKIM'];

/** Who sees it, whether with the person and their words, and the inside of whose assignments. */
type Sight = 'CLEAR' | 'MASKED' | 'NONE';
const SEES: [who: string, sight: Sight, inside: string[]][] = [
  [coordinator, 'CLEAR', everyone],
  ['approver.diskominfo', 'CLEAR', everyone],
  ['auditor.inspektorat', 'MASKED', everyone],
  ['officer.disdik', 'CLEAR', []],
  ['lead.disdik', 'CLEAR', []],
  ['lead.putr', 'CLEAR', everyone],
  ['officer.putr', 'CLEAR', everyone],
  ['officer.bpkad', 'CLEAR', ['BPKAD']],
  ['lead.perwaskim', 'CLEAR', ['PERWASKIM']],
  ['lead.dlh', 'NONE', ['DLH']],
  ['officer.dinkes', 'NONE', ['DINKES']],
  ['officer.kec-tawang', 'NONE', ['KEC-TAWANG']],
];
const SEES_NOT = `officer.dinsos lead.bappelitbangda admin.diskominfo superior.setda legal.setda
  leadership.setda loket.online mantan.koordinator`.split(/\s+/);

const OPEN = {
  details: 'kata pemohon baru',
  purpose: 'tujuan pemohon',
  requester: { name: requester.name, email: requester.email, representedBy: { name: 'Wali Uji' } },
};
const nobody = { name: null, email: null, representedBy: null };
const MASK = '•••';
const someone = { name: MASK, email: MASK, representedBy: { name: MASK } };
const PERSONAL: Readonly<Record<Sight, object>> = {
  CLEAR: OPEN,
  MASKED: { details: MASK, purpose: MASK, requester: someone },
  NONE: { details: null, purpose: null, requester: nobody },
};
const inList = (sight: Sight): object => PERSONAL[sight === 'CLEAR' ? 'MASKED' : sight];

describe.each(SEES)('%s', (who, sight, inside) => {
  it('sees the request and its history, with or without personal data', async () => {
    const { history, ...seen } = await shown(who, BY_ID, request);
    expect(seen).toMatchObject({ subject: receipt.subject, ...PERSONAL[sight] });
    expect(history.totalCount).toBe(history.nodes.length);
    const [from, to] = {
      CLEAR: ['kata pemohon lama', 'kata pemohon baru'],
      MASKED: [MASK, MASK],
      NONE: [null, null],
    }[sight];
    const changes = history.nodes.flatMap((entry: any) => entry.changes);
    expect(changes).toContainEqual({ field: 'DETAILS', from, to });
  });

  it('sees office, state and limit of every part, the inside of some, its own draft', async () => {
    const { assignments } = await shown(who, BY_ID, { id: request.id });
    const codes = assignments.map(({ office }: any) => office.code);
    expect([...codes].sort()).toEqual([...everyone].sort());
    for (const { office, instructions, reason, contributions, deadline } of assignments) {
      const open = inside.includes(office.code);
      const instructed = open && office.code !== 'PERWASKIM';
      expect(instructions).toBe(instructed ? `petunjuk ${office.code}` : null);
      const reasoned = open && !['BPKAD', 'PERWASKIM'].includes(office.code);
      expect(reason).toBe(reasoned ? `alasan ${office.code}` : null);
      const given = { text: 'bahan PUTR', returnedReason: 'alasan PUTR' };
      expect(contributions).toEqual(open && office.code === 'PUTR' ? [given] : []);
      expect(deadline.dueOn).toMatch(/^\d{4}-/);
    }
    const prepared = assignments.flatMap((one: any) => one.prepared ?? []);
    expect(prepared).toEqual(who === 'officer.bpkad' ? [{ text: 'bahan BPKAD' }] : []);
  });

  it('finds it by search and number, and never with personal data in a list', async () => {
    const query = `query($number: String!, $id: ID!) {
      informationRequest(number: $number) { id }
      informationRequests(filter: { search: "kartografi" }) { totalCount nodes { ${WHOLE} } }
      nodes(ids: [$id]) { ... on InformationRequest { ${WHOLE} } } }`;
    const { data } = await city.ask(who, query, request);
    const { informationRequest, informationRequests, nodes } = data ?? {};
    expect(informationRequest.id).toBe(request.id);
    expect(informationRequests.nodes).toHaveLength(informationRequests.totalCount);
    const mine = informationRequests.nodes.filter(({ id }: any) => id === request.id);
    expect(mine).toHaveLength(1);
    for (const listed of [...mine, ...nodes]) {
      expect(listed).toMatchObject(inList(sight));
      expect(JSON.stringify(listed)).not.toMatch(/pemohon|Kanaya|kanaya|Wali/);
    }
  });
});

const NODE = `query($id: ID!) { node(id: $id) { id __typename
  ... on Person { name } ... on Contribution { text } ... on Assignment { instructions }
  ... on InformationRequest { subject } } }`;

/** Every id that hangs on the request. */
async function ids(): Promise<Record<string, string>> {
  const query = `query($id: ID!) { informationRequest(id: $id) { requester { id }
    deadlines { id } assignments { office { code } deadline { id } contributions { id } } } }`;
  const {
    requester: person,
    deadlines,
    assignments,
  } = await shown(coordinator, query, { id: request.id });
  const putr = assignments.find(({ office }: any) => office.code === 'PUTR');
  return {
    request: request.id,
    assignment: assignment['PUTR'] ?? '',
    contribution: putr.contributions[0].id,
    deadline: deadlines[0].id,
    limit: putr.deadline.id,
    person: person.id,
  };
}

/** The answers for something that is there and for something that is not. */
async function bothWays(who: string, query: string, there: object, absent: object): Promise<void> {
  const [seen, none] = [await city.ask(who, query, there), await city.ask(who, query, absent)];
  expect(JSON.stringify(seen)).toBe(JSON.stringify(none));
}

describe.each(SEES_NOT)('for %s', (who) => {
  it('the request is as if it were not there', async () => {
    await bothWays(who, BY_ID, { id: request.id }, { id: ABSENT });
    const byNumber = 'query($number: String!) { informationRequest(number: $number) { id } }';
    await bothWays(who, byNumber, request, { number: '9999/PIP/2026' });
    const past = `query($id: ID!) {
      informationRequest(id: $id, asOf: "2026-11-23T00:00:00Z") { id } }`;
    await bothWays(who, past, { id: request.id }, { id: ABSENT });
    const query = 'query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }';
    for (const id of Object.values(await ids())) {
      await bothWays(who, query, { id }, { id: ABSENT });
      await bothWays(who, query, { id }, { id: `${ABSENT}.KIP-22-7` });
    }
    const list = `query($search: String!) {
      informationRequests(filter: { search: $search }, first: 100) { totalCount nodes { id } } }`;
    const { totalCount, nodes } = await shown(who, list, { search: request.number });
    expect(nodes.map((one: any) => one.id)).not.toContain(request.id);
    expect(totalCount).toBe(nodes.length);
  });

  it('every command on it is refused as for one that is not there', async () => {
    for (const [mutation, input] of [
      ['registerInformationRequest', {}],
      ['assignOffice', { officeCode: 'DINSOS', lead: false }],
      ['acceptAssignment', { assignmentId: assignment['PUTR'] }],
    ] as const) {
      const there = await city.mutate(who, mutation, { requestId: request.id, ...input });
      expect(there.userErrors[0].code).toBe('NOT_FOUND');
      expect(await city.mutate(who, mutation, { requestId: ABSENT, ...input })).toEqual(there);
    }
  });
});

describe('node(id:)', () => {
  const kinds = (who: string): Promise<string[]> =>
    ids().then(async (all) => {
      const seen: string[] = [];
      for (const [kind, id] of Object.entries(all)) {
        const { data } = await city.ask(who, NODE, { id });
        if (data?.['node'] != null) seen.push(kind);
      }
      return seen;
    });

  it('resolves every kind for those who see all of it', async () => {
    const all = ['request', 'assignment', 'contribution', 'deadline', 'limit', 'person'];
    for (const who of [coordinator, 'approver.diskominfo', 'lead.putr']) {
      expect(await kinds(who)).toEqual(all);
    }
  });

  it('follows the rules of the part: no person, no contribution of another office', async () => {
    const rest = ['request', 'assignment', 'deadline', 'limit'];
    const nodes = 'query($id: ID!) { nodes(ids: [$id]) { id ... on Person { name } } }';
    const { person } = await ids();
    expect(await shown(coordinator, nodes, { id: person })).toEqual([{ id: person, name: MASK }]);
    expect(await kinds('lead.dlh')).toEqual(rest);
    expect(await kinds('officer.bpkad')).toEqual([...rest, 'person']);
    const parts = ['request', 'assignment', 'contribution', 'deadline', 'limit'];
    expect(await kinds('auditor.inspektorat')).toEqual([...parts, 'person']);
  });

  it('shows offices, posts and the names of staff to everyone who signed in', async () => {
    const query = '{ viewer { personId actingAs { id } } }';
    const { personId, actingAs } = await shown('lead.putr', query);
    for (const who of SEES_NOT) {
      for (const id of ['PUTR', actingAs.id, personId]) {
        expect((await city.ask(who, NODE, { id })).data?.['node'].id).toBe(id);
      }
    }
  });
});

describe('other readers', () => {
  it('an office sees what it asks', async () => {
    const seen = await shown('officer.bappelitbangda', BY_ID, { id: asked });
    expect(seen.details).toBe('pertanyaan antarkantor');
    expect(await shown('officer.dinsos', BY_ID, { id: asked })).toBeNull();
  });

  it('an intake service sees what it delivered, without words, person and history', async () => {
    const { data } = await city.ask('loket.online', BY_ID, { id: delivered });
    expect(data?.['informationRequest']).toMatchObject({
      ...PERSONAL.MASKED,
      subject: receipt.subject,
      history: { totalCount: 0, nodes: [] },
    });
    const all = '{ informationRequests { totalCount nodes { id viewerMay } } }';
    expect((await city.ask('loket.online', all)).data?.['informationRequests']).toEqual({
      totalCount: 1,
      nodes: [{ id: delivered, viewerMay: [] }],
    });
  });

  it('only an auditor reads the audit trail, without the words of persons', async () => {
    const query = `query($id: ID!) { auditTrail(filter: { entityId: $id }, first: 100) {
      totalCount nodes { type summary changes { field from to } } } }`;
    const others = [...SEES.map(([who]) => who), ...SEES_NOT].filter(
      (who) => who !== 'auditor.inspektorat',
    );
    for (const who of others) {
      expect((await city.ask(who, query, request)).data).toEqual({ auditTrail: null });
    }
    const { data } = await city.ask('auditor.inspektorat', query, request);
    expect(data?.['auditTrail'].totalCount).toBeGreaterThan(10);
    expect(JSON.stringify(data)).not.toMatch(/kata pemohon|Kanaya|(alasan|bahan|petunjuk) [A-Z]/);
  });

  it('an auditor sees who it is while their mandate says so', async () => {
    const post = { officeCode: 'INSPEKTORAT', role: 'AUDITOR' };
    await employ(city, 'audit.kasus', { ...post, unmaskUntil: '2099-12-31' });
    expect(await shown('audit.kasus', BY_ID, request)).toMatchObject(OPEN);
    await employ(city, 'audit.lama', { ...post, unmaskUntil: '2026-01-31' });
    expect(await shown('audit.lama', BY_ID, request)).toMatchObject(PERSONAL.MASKED);
  });

  it('only the admin lists staff, and nobody else is among them', async () => {
    const query = '{ persons(first: 100) { nodes { name staff } } }';
    const { data } = await city.ask('admin.diskominfo', query);
    expect(data?.['persons'].nodes.every(({ staff, name }: any) => staff && name)).toBe(true);
    for (const who of [coordinator, 'auditor.inspektorat', 'lead.putr', 'loket.online']) {
      expect((await city.ask(who, query)).data).toEqual({ persons: null });
    }
  });

  it('a cursor of somebody else opens nothing', async () => {
    const query = `query($after: String, $first: Int!) {
      informationRequests(first: $first, after: $after) { nodes { id } pageInfo { endCursor } } }`;
    const after = (await shown(coordinator, query, { first: 5 })).pageInfo.endCursor;
    for (const who of ['officer.dinsos', 'admin.diskominfo', 'mantan.koordinator']) {
      const { nodes } = await shown(who, query, { first: 100, after });
      expect((await shown(who, query, { first: 100 })).nodes).toEqual(
        expect.arrayContaining(nodes),
      );
    }
  });

  it('a past is read by the rules of today', async () => {
    const { data: now } = await city.ask(coordinator, '{ coordinationBoard { asOf } }');
    const query = `query($id: ID!, $asOf: DateTime!) {
      informationRequest(id: $id, asOf: $asOf) { ${WHOLE} viewerMay } }`;
    const past = { id: request.id, asOf: now?.['coordinationBoard'].asOf };
    for (const [who, sight, inside] of SEES) {
      const { details, assignments, viewerMay } = await shown(who, query, past);
      expect(details).toBe({ CLEAR: 'kata pemohon baru', MASKED: MASK, NONE: null }[sight]);
      expect(viewerMay).toEqual([]);
      const putr = assignments.find(({ office }: any) => office.code === 'PUTR');
      expect(putr.instructions).toBe(inside.includes('PUTR') ? 'petunjuk PUTR' : null);
    }
  });

  it('an ended appointment gives nothing, not even the board', async () => {
    const query = `{ viewer { appointments { id } } coordinationBoard { asOf }
      informationRequests { totalCount nodes { id } } }`;
    expect((await city.ask('mantan.koordinator', query)).data).toEqual({
      viewer: { appointments: [] },
      coordinationBoard: null,
      informationRequests: { totalCount: 0, nodes: [] },
    });
  });

  it('nobody signed in gets no answer at all', async () => {
    const fields = [
      ...['viewer { name }', 'node(id: "DINKES") { id }', 'nodes(ids: ["DINKES"]) { id }'],
      ...[
        'office(code: "DINKES") { name }',
        'offices { nodes { code } }',
        'persons { nodes { id } }',
      ],
      ...['informationRequests { totalCount }', `informationRequest(id: "${ABSENT}") { id }`],
      ...['coordinationBoard { asOf }', 'auditTrail { totalCount }'],
    ];
    for (const field of fields) {
      const { data, errors } = await city.ask(undefined, `{ ${field} }`);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
      expect(Object.values(data ?? {}).every((value) => value === null)).toBe(true);
    }
  });
});
