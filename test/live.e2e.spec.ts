import { createClient } from 'graphql-sse';
import { TestCity } from './city.ts';
import { appoint, employ } from './employ.ts';
import { OutboundCity, approver } from './outbound-city.ts';

const coordinator = 'coordinator.diskominfo';
const admin = 'admin.diskominfo';
const ABSENT = '00000000-0000-4000-8000-000000000000';

let city: TestCity;
/** Live streams that the server holds open, and the clients of this spec. */
let listening = 0;
const clients: { dispose(): void }[] = [];

beforeAll(async () => {
  city = await TestCity.seeded();
  const { model } = city.city.parts;
  const onAdvance = model.onAdvance.bind(model);
  model.onAdvance = (listener) => {
    const stop = onAdvance(listener) as () => boolean;
    listening += 1;
    return () => {
      if (stop()) listening -= 1;
    };
  };
}, 120_000);
afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose();
  await until(() => listening === 0);
});
afterAll(() => city.close());

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** A subscription over a connection of its own. */
async function subscribe(who: string, query: string, variables: Record<string, unknown> = {}) {
  const client = createClient({
    url: `${city.url}/graphql/stream`,
    singleConnection: false,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${await city.tokenOf(who)}` },
  });
  clients.push(client);
  const messages = client.iterate<Record<string, any>>({ query, variables });
  const next = async (): Promise<any> => {
    const { done, value } = await messages.next();
    if (done === true) return 'complete';
    if (value.errors !== undefined) throw new Error(JSON.stringify(value.errors));
    return Object.values(value.data ?? {})[0];
  };
  return { next, leave: () => client.dispose() };
}

const receipt = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data parkir',
  details: 'Berapa petak parkir?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
};

async function received(): Promise<string> {
  const made = await city.mutate(coordinator, 'receiveInformationRequest', receipt);
  return made.informationRequest.id;
}

async function act(who: string, mutation: string, input: object): Promise<any> {
  const payload = await city.mutate(who, mutation, input);
  expect(payload.userErrors).toEqual([]);
  return payload.informationRequest;
}

const endOf = (appointmentId: string): Promise<any> => {
  const input = { appointmentId, until: '2026-11-01', reason: 'Pensiun.' };
  return city.mutate(admin, 'endAppointment', input, 'appointment { id }');
};

const ROW = 'office { code } openAssignments returned contributedInPeriod lastActivityAt';
const BOARD = `subscription($filter: CoordinationBoardFilter) {
  coordinationBoardChanged(filter: $filter) {
    asOf position requests { open unassigned } offices { ${ROW} } } }`;
const codes = (board: any): string[] => board.offices.map(({ office }: any) => office.code);

describe('coordinationBoardChanged', () => {
  it('sends every row, then those that changed', async () => {
    const query = `{ coordinationBoard { requests { open unassigned } offices { ${ROW} } } }`;
    const { data } = await city.ask('lead.dinsos', query);
    const stream = await subscribe('lead.dinsos', BOARD);
    const first = await stream.next();
    expect({ requests: first.requests, offices: first.offices }).toEqual(
      data?.['coordinationBoard'],
    );
    const requestId = await received();
    const second = await stream.next();
    expect(second.requests.open).toBe((first.requests.open as number) + 1);
    expect(codes(second)).toEqual(['DISKOMINFO']);
    await act(coordinator, 'registerInformationRequest', { requestId });
    expect(codes(await stream.next())).toEqual(['DISKOMINFO']);
    await act(coordinator, 'assignOffice', { requestId, officeCode: 'DLH', lead: true });
    const last = await stream.next();
    expect(codes(last)).toEqual(['DISKOMINFO', 'DLH']);
    const rowOf = (board: any): any => board.offices.find((row: any) => row.office.code === 'DLH');
    expect(rowOf(last).openAssignments).toBe((rowOf(first).openAssignments as number) + 1);
  });

  it('narrows the rows to the offices asked for, not the counts', async () => {
    const stream = await subscribe('lead.dinsos', BOARD, { filter: { officeCodes: ['DLH'] } });
    const first = await stream.next();
    expect(codes(first)).toEqual(['DLH']);
    await received();
    const second = await stream.next();
    expect(codes(second)).toEqual([]);
    expect(second.requests.open).toBe((first.requests.open as number) + 1);
  });

  it('ends with the last appointment, and never begins without one', async () => {
    const held = { officeCode: 'DINSOS', role: 'OFFICE_OFFICER' };
    const { appointment: post } = await employ(city, 'papan.sementara', held);
    const stream = await subscribe('papan.sementara', BOARD);
    expect(codes(await stream.next()).length).toBeGreaterThan(10);
    await endOf(post);
    expect(await stream.next()).toBe('complete');
    await until(() => listening === 0);
    const again = await subscribe('papan.sementara', BOARD);
    expect(await again.next()).toBe('complete');
  });

  it('refuses a filter that makes no sense', async () => {
    const filter = { from: '2026-10-02', until: '2026-10-01' };
    const stream = await subscribe('lead.dinsos', BOARD, { filter });
    await expect(stream.next()).rejects.toThrow(/BAD_USER_INPUT/);
  });
});

const CASE = `subscription($id: ID!) { informationRequestChanged(id: $id) {
  version state number details assignments { state } } }`;

describe('informationRequestChanged', () => {
  it('sends the request at once and at every change', async () => {
    const requestId = await received();
    const stream = await subscribe(coordinator, CASE, { id: requestId });
    expect(await stream.next()).toMatchObject({ version: 1, state: 'RECEIVED', number: null });
    await act(coordinator, 'registerInformationRequest', { requestId });
    expect(await stream.next()).toMatchObject({ version: 2, state: 'REGISTERED' });
    await received();
    await act(coordinator, 'assignOffice', { requestId, officeCode: 'DLH', lead: true });
    expect(await stream.next()).toMatchObject({ version: 3, assignments: [{ state: 'ASSIGNED' }] });
    await act(coordinator, 'withdrawInformationRequest', { requestId, reason: 'Selesai.' });
    expect(await stream.next()).toMatchObject({ state: 'WITHDRAWN' });
  });

  it('shows less from the message on in which less may be seen', async () => {
    const requestId = await received();
    await act(coordinator, 'registerInformationRequest', { requestId });
    const assign = { requestId, officeCode: 'DLH', lead: true };
    const { assignments } = await act(coordinator, 'assignOffice', assign);
    const stream = await subscribe('lead.dlh', CASE, { id: requestId });
    expect((await stream.next()).details).toBe('Berapa petak parkir?');
    const decline = { requestId, assignmentId: assignments[0].id, reason: 'Bukan kami.' };
    await act('lead.dlh', 'declineAssignment', decline);
    expect(await stream.next()).toMatchObject({
      details: null,
      assignments: [{ state: 'DECLINED' }],
    });
  });

  it('completes when the viewer may no longer see it', async () => {
    const held = { officeCode: 'DLH', role: 'OFFICE_OFFICER' };
    const { appointment: post } = await employ(city, 'dlh.sementara', held);
    const requestId = await received();
    await act(coordinator, 'registerInformationRequest', { requestId });
    await act(coordinator, 'assignOffice', { requestId, officeCode: 'DLH', lead: true });
    const stream = await subscribe('dlh.sementara', CASE, { id: requestId });
    expect(await stream.next()).toMatchObject({ version: 3 });
    await endOf(post);
    expect(await stream.next()).toBe('complete');
  });

  it('completes at once for what is unseen as for what is not there', async () => {
    const requestId = await received();
    for (const id of [requestId, ABSENT, 'x']) {
      const stream = await subscribe('lead.dinsos', CASE, { id });
      expect(await stream.next()).toBe('complete');
    }
  });
});

const QUEUE = `subscription { approvalQueueChanged {
  itemId inQueue item { state contentVersion sensitive } } }`;

describe('approvalQueueChanged', () => {
  let at: OutboundCity;
  beforeAll(() => (at = new OutboundCity(city)));

  it('sends every item that waits, then what comes, changes and leaves', async () => {
    const [first, second] = [await at.draft(), await at.draft()];
    await at.approved(first, coordinator);
    await employ(city, 'penyetuju.antre', { officeCode: 'DISKOMINFO', role: 'APPROVER' });
    const stream = await subscribe('penyetuju.antre', QUEUE);
    // The answer of the demo's story has waited longer.
    const waiting = [await stream.next(), await stream.next()];
    expect(waiting[0].itemId).not.toBe(first.id);
    expect(waiting[1]).toMatchObject({ itemId: first.id, inQueue: true });
    await at.approved(second, coordinator);
    expect(await stream.next()).toMatchObject({ itemId: second.id, inQueue: true });
    const sensitive = { outboundItemId: first.id, sensitive: true, reason: 'Peka.' };
    await at.act(coordinator, 'setSensitive', sensitive);
    expect(await stream.next()).toEqual({
      itemId: first.id,
      inQueue: true,
      item: { state: 'IN_APPROVAL', contentVersion: 1, sensitive: true },
    });
    const text = { outboundItemId: first.id, contentHash: first.contentHash };
    await at.act(approver, 'approveOutboundItem', text);
    const left = { itemId: first.id, inQueue: false, item: { state: 'IN_APPROVAL' } };
    expect(await stream.next()).toMatchObject(left);
    const back = { outboundItemId: second.id, contentHash: second.contentHash, reason: 'Keliru.' };
    await at.act(approver, 'returnOutboundItem', back);
    expect(await stream.next()).toMatchObject({ itemId: second.id, inQueue: false });
  });

  it('shows no item to whom it is not for, and ends with the last appointment', async () => {
    const held = { officeCode: 'DLH', role: 'OFFICE_LEAD' };
    const { appointment: post } = await employ(city, 'dlh.antre', held);
    const stream = await subscribe('dlh.antre', QUEUE);
    const item = await at.draft();
    await at.approved(item, coordinator);
    await endOf(post);
    expect(await stream.next()).toBe('complete');
  });
});

describe('a stream', () => {
  it('stops at the server when its reader leaves', async () => {
    const requestId = await received();
    const streams = await Promise.all([
      subscribe(coordinator, CASE, { id: requestId }),
      subscribe('lead.dinsos', BOARD),
      subscribe('lead.dlh', BOARD),
    ]);
    for (const stream of streams) await stream.next();
    expect(listening).toBe(3);
    streams[0].leave();
    await until(() => listening === 2);
    streams[1].leave();
    streams[2].leave();
    await until(() => listening === 0);
    expect(await received()).toBeTruthy();
  });
});

describe('x-min-position', () => {
  const ask = (position: string): Promise<any> =>
    city.ask(coordinator, '{ viewer { name } }', {}, { 'x-min-position': position });

  it('is answered when the node has reached it', async () => {
    const made = await city.mutate(coordinator, 'receiveInformationRequest', receipt);
    expect((await ask(made.position)).data.viewer.name).toBeTruthy();
  });

  it('waits for what is about to be recorded', async () => {
    const made = await city.mutate(coordinator, 'receiveInformationRequest', receipt);
    const waiting = ask(String(Number(made.position) + 1));
    await received();
    expect((await waiting).data.viewer.name).toBeTruthy();
  });

  it('that is not reached in time is refused, as is what is no position', async () => {
    const far = await ask('999999999');
    expect(far.errors[0].extensions.code).toBe('SERVICE_UNAVAILABLE');
    for (const position of ['soon', '-1', '1.5', '1e3']) {
      const { errors } = await ask(position);
      expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

describe('x-acting-as', () => {
  it('says in which of several posts somebody acts', async () => {
    const username = 'rangkap.jabatan';
    const role = 'COORDINATOR';
    const first = await employ(city, username, { officeCode: 'DISKOMINFO', role });
    const second = await appoint(city, first.person, { officeCode: 'SETDA', role });
    const posts = [first.appointment, String(second.appointment.id)];
    const requestId = await received();
    const register = `mutation($input: RegisterInformationRequestInput!) {
      registerInformationRequest(input: $input) { userErrors { code path }
        informationRequest { history(last: 1) { nodes { actor { post office { code } } } } } } }`;
    const send = (headers: Record<string, string>): Promise<any> =>
      city.ask(username, register, { input: { requestId } }, headers);
    const guessed = await send({});
    expect(guessed.data.registerInformationRequest).toEqual({
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'x-acting-as'] }],
      informationRequest: null,
    });
    const foreign = await send({ 'x-acting-as': ABSENT });
    expect(foreign.errors[0].extensions.code).toBe('BAD_USER_INPUT');
    const named = await send({ 'x-acting-as': posts[1] ?? '' });
    const { userErrors, informationRequest } = named.data.registerInformationRequest;
    expect(userErrors).toEqual([]);
    expect(informationRequest.history.nodes).toEqual([
      { actor: { post: 'Pelaksana', office: { code: 'SETDA' } } },
    ]);
    const query = '{ viewer { appointments { id } actingAs { id } } }';
    const { data } = await city.ask(username, query, {}, { 'x-acting-as': posts[0] ?? '' });
    expect(data?.['viewer'].appointments).toHaveLength(2);
    expect(data?.['viewer'].actingAs).toEqual({ id: posts[0] });
  });
});
