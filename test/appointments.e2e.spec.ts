import type { Day } from '#kernel';
import { addDays, cityDay } from '#calendar';
import { TestCity } from './city.ts';
import type { Answer } from './city.ts';
import { appoint, employ, register } from './employ.ts';

const admin = 'admin.diskominfo';
const coordinator = 'coordinator.diskominfo';
const receipt = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data parkir',
  details: 'Berapa petak?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
};

let city: TestCity;
let today: Day;
let yesterday: Day;
let tomorrow: Day;

beforeAll(async () => {
  city = await TestCity.seeded();
  today = cityDay(city.city.parts.transact.now());
  [yesterday, tomorrow] = [addDays(today, -1), addDays(today, 1)];
}, 120_000);
afterAll(() => city.close());

const codesOf = ({ errors = [] }: Answer): string[] => errors.map((one) => one.extensions.code);

const heldBy = async (who: string): Promise<string[]> => {
  const { data } = await city.ask(who, '{ viewer { appointments { id } } }');
  return data?.['viewer'].appointments.map(({ id }: any) => id);
};

const ACTOR = `query($id: ID!) { auditTrail(filter: { entityId: $id }, first: 1) { nodes { actor {
  post role capacity mandateNumber office { code } actingFor { id post } } } } }`;

/** Receives a request, in the post that is named; who the event says did it, or why not. */
async function receive(who: string, actingAs?: string, more: object = {}): Promise<any> {
  const query = `mutation($input: ReceiveInformationRequestInput!) {
    receiveInformationRequest(input: $input) {
      userErrors { code path } informationRequest { id } } }`;
  const headers: Record<string, string> = actingAs === undefined ? {} : { 'x-acting-as': actingAs };
  const input = { ...receipt, receivingOfficeCode: 'DISKOMINFO', ...more };
  const answered = await city.ask(who, query, { input }, headers);
  if (answered.errors !== undefined) return codesOf(answered);
  const { informationRequest, ...refused } = answered.data!['receiveInformationRequest'];
  if (informationRequest === null) return pathsOf(refused);
  const { data } = await city.ask('auditor.inspektorat', ACTOR, { id: informationRequest.id });
  return data?.['auditTrail'].nodes[0].actor;
}

const post = { officeCode: 'DISKOMINFO', role: 'COORDINATOR' };

const end = (appointmentId: string, until: Day): Promise<any> => {
  const input = { appointmentId, until, reason: 'Mutasi.' };
  return city.mutate(admin, 'endAppointment', input, 'appointment { until }');
};

const pathsOf = ({ userErrors }: any): string[] =>
  userErrors.map(({ code, path }: any) => `${code} ${path?.join('.') ?? ''}`.trim());

describe('an appointment', () => {
  it('that ended yesterday gives nothing today, one that ends today does', async () => {
    const { appointment } = await employ(city, 'mantan', post);
    expect(await heldBy('mantan')).toEqual([appointment]);
    expect(pathsOf(await end(appointment, today))).toEqual([]);
    expect(await receive('mantan')).toMatchObject({ role: 'COORDINATOR' });
    expect(pathsOf(await end(appointment, yesterday))).toEqual([]);
    expect(await heldBy('mantan')).toEqual([]);
    expect(await receive('mantan')).toEqual(['NOT_PERMITTED']);
    expect(await receive('mantan', appointment)).toEqual(['BAD_USER_INPUT']);
    const { data } = await city.ask('mantan', '{ coordinationBoard { asOf } }');
    expect(data).toEqual({ coordinationBoard: null });
  });

  it('that begins tomorrow gives nothing today, one that begins today does', async () => {
    const { appointment, person } = await employ(city, 'calon', { ...post, from: tomorrow });
    expect(await heldBy('calon')).toEqual([]);
    expect(await receive('calon')).toEqual(['NOT_PERMITTED']);
    expect(await receive('calon', appointment)).toEqual(['BAD_USER_INPUT']);
    expect(pathsOf(await appoint(city, person, { ...post, from: today }))).toEqual([]);
    expect(await receive('calon')).toMatchObject({ role: 'COORDINATOR' });
  });

  it('nobody has who was only registered: they sign in, and that is all', async () => {
    await register(city, 'tanpa.jabatan');
    expect(await heldBy('tanpa.jabatan')).toEqual([]);
    expect(await receive('tanpa.jabatan')).toEqual(['NOT_PERMITTED']);
    const list = await city.ask('tanpa.jabatan', '{ informationRequests { totalCount } }');
    expect(list.data).toEqual({ informationRequests: { totalCount: 0 } });
  });

  it('is one of two that permit the act: x-acting-as says which, the event names it', async () => {
    const { person, appointment: first } = await employ(city, 'rangkap', post);
    const other = { officeCode: 'DISKOMINFO', role: 'OFFICE_LEAD', post: 'Sekretaris' };
    const made = await appoint(city, person, { ...other, capacity: 'PLT' });
    const second = made.appointment.id;
    expect(await receive('rangkap')).toEqual(['INVALID_INPUT input.x-acting-as']);
    expect(await receive('rangkap', first)).toMatchObject({
      role: 'COORDINATOR',
      capacity: 'DEFINITIVE',
    });
    expect(await receive('rangkap', second)).toMatchObject({
      post: 'Sekretaris',
      role: 'OFFICE_LEAD',
      capacity: 'PLT',
    });
    const [foreign] = await heldBy(coordinator);
    expect(await receive('rangkap', foreign)).toEqual(['BAD_USER_INPUT']);
    expect(pathsOf(await end(second, yesterday))).toEqual([]);
    expect(await receive('rangkap')).toMatchObject({ role: 'COORDINATOR' });
    expect(await receive('rangkap', second)).toEqual(['BAD_USER_INPUT']);
  });

  it('of two decides alone where it alone permits; named, the other is refused', async () => {
    const { person, appointment } = await employ(city, 'dua.kantor', {
      officeCode: 'DINKES',
      role: 'AUDITOR',
    });
    await appoint(city, person, { ...post });
    expect(await receive('dua.kantor')).toMatchObject({ role: 'COORDINATOR' });
    expect(await receive('dua.kantor', appointment)).toEqual(['NOT_PERMITTED']);
    const query = `{ auditTrail(filter: { types: ["CommandRefused"] }, last: 1) {
      nodes { actor { role office { code } } } } }`;
    const { data } = await city.ask('auditor.inspektorat', query);
    expect(data?.['auditTrail'].nodes).toEqual([
      { actor: { role: 'AUDITOR', office: { code: 'DINKES' } } },
    ]);
  });
});

describe('who stands in for somebody', () => {
  const standIn = { ...post, capacity: 'PLH', post: 'Plh. Petugas' };

  it('acts with their powers, and every event says for whom and by which mandate', async () => {
    const { appointment } = await employ(city, 'kepala', { ...post, post: 'Kepala Bidang' });
    const acting = await employ(city, 'pengganti', {
      ...standIn,
      until: tomorrow,
      actingForAppointmentId: appointment,
    });
    expect(await receive('pengganti')).toEqual({
      post: 'Plh. Petugas',
      role: 'COORDINATOR',
      capacity: 'PLH',
      mandateNumber: '800/9',
      office: { code: 'DISKOMINFO' },
      actingFor: { id: appointment, post: 'Kepala Bidang' },
    });
    // The holder keeps their own powers, in their own name.
    expect(await receive('kepala')).toMatchObject({ capacity: 'DEFINITIVE', actingFor: null });
    expect(pathsOf(await end(appointment, yesterday))).toEqual([]);
    expect(await heldBy('pengganti')).toEqual([]);
    expect(await receive('pengganti')).toEqual(['NOT_PERMITTED']);
    expect(await receive('pengganti', acting.appointment)).toEqual(['BAD_USER_INPUT']);
  });

  it('holds no other role or office, and no longer than they do', async () => {
    const held = { ...post, from: '2026-02-01', until: '2026-12-31' };
    const { person: holder, appointment: id } = await employ(city, 'pejabat', held);
    const person = await register(city, 'pelaksana');
    const tried = async (more: object, who = person): Promise<string[]> => {
      const days = { from: '2026-03-01', until: '2026-03-31' };
      const delegated = { ...standIn, ...days, actingForAppointmentId: id, ...more };
      return pathsOf(await appoint(city, who, delegated));
    };
    const wrong = ['INVALID_INPUT input.actingForAppointmentId'];
    expect(await tried({ role: 'APPROVER' })).toEqual(wrong);
    expect(await tried({ officeCode: 'DINKES' })).toEqual(wrong);
    expect(await tried({}, holder)).toEqual(wrong);
    expect(await tried({ from: '2026-01-31' })).toEqual(['INVALID_INPUT input.from']);
    expect(await tried({ until: '2027-01-01' })).toEqual(['INVALID_INPUT input.until']);
    expect(await tried({ until: null })).toEqual(['INVALID_INPUT input.until']);
    const absent = { actingForAppointmentId: '00000000-0000-4000-8000-000000000000' };
    expect(await tried(absent)).toEqual(['NOT_FOUND input.actingForAppointmentId']);
    expect(await tried({ until: '2026-12-31' })).toEqual([]);
    const [delegated] = await heldBy('pelaksana');
    const next = await register(city, 'berikutnya');
    expect(await tried({ actingForAppointmentId: delegated }, next)).toEqual(wrong);
  });
});

describe('a service that brings requests in', () => {
  it('receives them, and is refused everything else', async () => {
    await employ(city, 'loket.daring', { officeCode: 'DISKOMINFO', role: 'INTAKE_SERVICE' });
    expect(await receive('loket.daring')).toMatchObject({ role: 'INTAKE_SERVICE' });
    expect(
      await receive('loket.daring', undefined, { receivingOfficeCode: 'DINKES' }),
    ).toMatchObject({ role: 'INTAKE_SERVICE' });
    const made = await city.mutate('loket.daring', 'receiveInformationRequest', {
      ...receipt,
      receivingOfficeCode: 'DISKOMINFO',
    });
    const requestId = made.informationRequest.id;
    const reason = 'x';
    const personId = '00000000-0000-4000-8000-000000000000';
    const others: [string, object][] = [
      ['registerInformationRequest', { requestId }],
      ['markInformationRequestIncomplete', { requestId, missing: ['KTP'] }],
      ['voidInformationRequest', { requestId, reason: 'DUPLICATE' }],
      ['assignOffice', { requestId, officeCode: 'DINKES', lead: true }],
      ['withdrawInformationRequest', { requestId, reason }],
      ['closeInformationRequest', { requestId }],
      [
        'lodgeObjection',
        { requestId, grounds: ['C_NOT_ANSWERED'], groundFoundOn: '2026-11-02', statement: 'x' },
      ],
      ['draftOutboundItem', { kind: 'PRESS_RELEASE', title: 'x', body: 'x' }],
      ['registerStaff', { name: 'x', username: 'xx' }],
      ['resetPassword', { personId }],
      ['openOffice', { code: 'X', name: 'x', kind: 'OTHER', from: '2026-01-02' }],
      ['setPolicy', { key: 'LAPSE_DAYS', value: '3', basis: 'x', reason }],
    ];
    const codes: string[] = [];
    for (const [mutation, input] of others) {
      const payload = await city.mutate('loket.daring', mutation, input, '').catch(String);
      codes.push(`${mutation} ${payload.userErrors?.[0].code ?? payload}`);
    }
    expect(codes).toEqual(others.map(([mutation]) => `${mutation} NOT_PERMITTED`));
  });
});
