import { TestCity } from './city.ts';
import { employ } from './employ.ts';
import { OutboundCity, approver, coordinator, coordinator2 } from './outbound-city.ts';

const [officer, lead] = ['officer.dinkes', 'lead.dinkes'];
const [leadership, legal, auditor] = ['leadership.setda', 'legal.setda', 'auditor.inspektorat'];
const ABSENT = '00000000-0000-4000-8000-000000000000';
let city: TestCity;
let at: OutboundCity;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

const REQUEST = `informationRequest { id requester { id representedBy { id } }
  assignments { id office { code } } }`;

async function received(who = coordinator): Promise<any> {
  const guardian = { kind: 'CITIZEN', name: 'Wali Uji' };
  const receipt = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: 'Data puskesmas',
    details: 'Mohon data.',
    requester: { kind: 'CITIZEN', name: 'Kanaya Uji', representedBy: guardian },
  };
  const { id, requester } = await at.act(who, 'receiveInformationRequest', receipt, REQUEST);
  return { requestId: id, person: requester.id, guardian: requester.representedBy.id };
}

async function assigned(requestId: string, officeCode: string, isLead: boolean): Promise<string> {
  const input = { requestId, officeCode, lead: isLead };
  const { assignments } = await at.act(coordinator, 'assignOffice', input, REQUEST);
  return assignments.at(-1).id;
}

/** Who may download it, among those. */
async function readers(id: string, ...among: string[]): Promise<string[]> {
  const all: string[] = [];
  for (const who of among) if ((await city.download(who, id)) === 200) all.push(who);
  return all;
}

/** The attachments that somebody is shown of an item. */
async function shown(who: string, id: string): Promise<string[] | null> {
  const query = 'query($id: ID!) { outboundItem(id: $id) { attachments { id } } }';
  const { data } = await city.ask(who, query, { id });
  return data?.['outboundItem']?.attachments.map((one: any) => one.id) ?? null;
}

describe('a file of an answer that names the requester', () => {
  it('is for those who see them in the request, not for all who see the text', async () => {
    const { requestId, person } = await received();
    await at.act(coordinator, 'registerInformationRequest', { requestId }, REQUEST);
    const assignmentId = await assigned(requestId, 'DINKES', true);
    const part = { requestId, assignmentId };
    const said = { ...part, text: 'Data.', informationHeld: true };
    await at.act(lead, 'submitContribution', said, REQUEST);
    await at.act(coordinator, 'acceptContribution', part, REQUEST);
    const plain = await city.upload(coordinator, 'Tanpa data pribadi.');
    const personal = await city.upload(coordinator, 'Tentang pemohon.', person);
    const attachmentIds = [plain, personal];
    const answer = await at.answer(requestId, { attachmentIds, sensitive: true });
    await at.act(coordinator, 'submitForApproval', { outboundItemId: answer.id });
    const all = [coordinator2, approver, lead, officer, leadership, auditor];
    for (const who of all) expect(await shown(who, answer.id)).toContain(plain);
    expect(await readers(plain, ...all, 'officer.putr')).toEqual(all);
    const seeing = [coordinator2, approver, lead, officer];
    expect(await readers(personal, ...all, 'officer.putr')).toEqual(seeing);
    expect(await shown(leadership, answer.id)).toEqual([plain]);
  });

  it('is for a coordinator who audits as well', async () => {
    const { requestId, person } = await received();
    await at.act(coordinator, 'registerInformationRequest', { requestId }, REQUEST);
    const file = await city.upload(coordinator, 'Tentang pemohon.', person);
    await at.answer(requestId, { attachmentIds: [file] });
    await employ(city, 'rangkap', { officeCode: 'INSPEKTORAT', role: 'AUDITOR' });
    expect(await city.download('rangkap', file)).toBe(404);
    const { data } = await city.ask('rangkap', '{ viewer { personId } }');
    const post = {
      personId: data?.['viewer'].personId,
      officeCode: 'DISKOMINFO',
      role: 'COORDINATOR',
      post: 'Pelaksana',
      capacity: 'DEFINITIVE',
      mandateNumber: '800/9',
      mandateDate: '2026-01-02',
      from: '2026-01-02',
    };
    await at.act('admin.diskominfo', 'appoint', post, 'appointment { id }');
    expect(await city.download('rangkap', file)).toBe(200);
  });
});

describe('a file of a text that answers nothing', () => {
  it('that names somebody is for its own office, not for who decides it', async () => {
    const { person } = await received(officer);
    const personal = await city.upload(officer, 'Tentang seseorang.', person);
    const text = { kind: 'RIGHT_OF_REPLY', title: 'Hak jawab', body: 'Tidak benar.' };
    const draft = { ...text, attachmentIds: [personal], sensitive: true };
    const { id: outboundItemId } = await at.act(officer, 'draftOutboundItem', draft);
    await at.act(officer, 'submitForApproval', { outboundItemId });
    for (const who of [legal, leadership, auditor]) {
      expect(await shown(who, outboundItemId)).toEqual([]);
    }
    const all = [officer, lead, coordinator, approver, legal, leadership, auditor];
    expect(await readers(personal, ...all)).toEqual([officer, lead, coordinator, approver]);
  });

  it('is shown to its audience with the version that is to go out, and not before', async () => {
    const [old, current] = [await city.upload(lead, 'Lama.'), await city.upload(lead, 'Baru.')];
    const first = await at.draft(lead, { attachmentIds: [old] });
    const revision = { attachmentIds: [current], audienceOfficeCodes: ['DLH'] };
    const second = await at.act(lead, 'reviseOutboundItem', {
      outboundItemId: first.id,
      ...revision,
    });
    const ready = await at.approved(second, coordinator, approver);
    const all = [lead, coordinator, 'officer.dlh', 'officer.dinsos'];
    expect(await readers(current, ...all)).toEqual([lead, coordinator]);
    const { id: outboundItemId, contentHash } = ready;
    const releaseAt = '2999-12-01T00:00:00Z';
    await at.act(coordinator, 'scheduleRelease', { outboundItemId, contentHash, releaseAt });
    expect(await readers(current, ...all)).toEqual([lead, coordinator, 'officer.dlh']);
    expect(await readers(old, ...all)).toEqual([lead, coordinator]);
  });
});

describe('a file of a contribution that was prepared', () => {
  it('is for that office alone, after earlier contributions too', async () => {
    const { requestId } = await received();
    await at.act(coordinator, 'registerInformationRequest', { requestId }, REQUEST);
    const assignmentId = await assigned(requestId, 'DINKES', false);
    await assigned(requestId, 'PUTR', true);
    const part = { requestId, assignmentId, informationHeld: true };
    const told = await city.upload(lead, 'Disampaikan.');
    const [given, dropped, kept] = [
      { ...part, text: 'Data.', attachmentIds: [told] },
      await city.upload(officer, 'Diganti.'),
      await city.upload(officer, 'Disiapkan.'),
    ];
    await at.act(lead, 'submitContribution', given, REQUEST);
    const back = { requestId, assignmentId, reason: 'Kurang.' };
    await at.act(coordinator, 'returnContribution', back, REQUEST);
    for (const file of [dropped, kept]) {
      const prepared = { ...part, text: 'Rancangan.', attachmentIds: [file] };
      await at.act(officer, 'prepareContribution', prepared, REQUEST);
    }
    const all = [officer, lead, coordinator, approver, 'officer.putr', auditor];
    expect(await readers(told, ...all)).toEqual(all);
    for (const file of [dropped, kept])
      expect(await readers(file, ...all)).toEqual([officer, lead]);
    const again = { ...part, text: 'Lengkap.', attachmentIds: [kept] };
    await at.act(lead, 'submitContribution', again, REQUEST);
    expect(await readers(kept, ...all)).toEqual(all);
    expect(await readers(dropped, ...all)).toEqual([officer, lead]);
  });
});

describe('an upload', () => {
  it('names whom the sender can reach; anybody else is not known, as who is absent', async () => {
    const { person, guardian } = await received('officer.putr');
    const { data } = await city.ask(legal, '{ viewer { personId } }');
    const answer = async (who: string, id: string): Promise<[number, string]> => {
      const response = await city.uploading(who, 'Surat.', id);
      return [response.status, response.status === 201 ? '' : await response.text()];
    };
    const unknown = await answer(officer, ABSENT);
    expect(unknown[0]).toBe(400);
    for (const id of [person, guardian]) {
      expect(await answer(officer, id)).toEqual(unknown);
      expect(await answer(legal, id)).toEqual(unknown);
      expect(await answer('officer.putr', id)).toEqual([201, '']);
      expect(await answer(coordinator, id)).toEqual([201, '']);
    }
    expect(await answer(officer, data?.['viewer'].personId)).toEqual([201, '']);
    const lodging = {
      requester: { kind: 'CITIZEN', name: 'Pengaju Uji' },
      grounds: ['B_PERIODIC_NOT_PROVIDED'],
      statement: 'x',
      groundFoundOn: '2026-01-05',
    };
    const lodged = 'objection { requester { id } }';
    const { objection } = await city.mutate(coordinator, 'lodgeObjection', lodging, lodged);
    const objector = objection.requester.id;
    expect(await answer('superior.setda', objector)).toEqual([201, '']);
    expect(await answer(officer, objector)).toEqual(unknown);
  });

  it('of who holds no post any more is nobody’s', async () => {
    const post = { officeCode: 'DINKES', role: 'OFFICE_OFFICER' };
    const { appointment: appointmentId } = await employ(city, 'petugas.lama', post);
    const file = await city.upload('petugas.lama', 'Surat.');
    expect(await city.download('petugas.lama', file)).toBe(200);
    const end = { appointmentId, until: '2026-11-01', reason: 'Pensiun.' };
    await at.act('admin.diskominfo', 'endAppointment', end, 'appointment { id }');
    expect(await city.download('petugas.lama', file)).toBe(404);
    const query = 'query($id: ID!) { node(id: $id) { id } }';
    expect((await city.ask('petugas.lama', query, { id: file })).data).toEqual({ node: null });
  });
});
