import { rmSync } from 'node:fs';
import { placesIn } from '../apps/api/src/config.ts';
import { TestCity } from './city.ts';

let city: TestCity;
beforeAll(async () => {
  city = await TestCity.seeded();
}, 120_000);
afterAll(() => city.close());

const coordinator = 'coordinator.diskominfo';

const statutory = {
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data pasar rakyat',
  details: 'Berapa pedagang di setiap pasar?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji', email: 'kanaya@example.id' },
};

async function received(more: object = {}): Promise<string> {
  const input = { ...statutory, ...more };
  const { informationRequest } = await city.mutate(coordinator, 'receiveInformationRequest', input);
  return informationRequest.id;
}

async function registered(): Promise<string> {
  const requestId = await received();
  await city.mutate(coordinator, 'registerInformationRequest', { requestId });
  return requestId;
}

const assign = (requestId: string, officeCode: string, lead = false): Promise<any> =>
  city.mutate(coordinator, 'assignOffice', { requestId, officeCode, lead });

const codes = (payload: any): string[] => payload.userErrors.map((e: any) => e.code);

describe('a request through the whole house', () => {
  it('is received, registered, assigned, declined, contributed, returned, settled', async () => {
    const requestId = await registered();
    await assign(requestId, 'DINKES', true);
    const { informationRequest } = await assign(requestId, 'DLH');
    const [dinkes, dlh] = informationRequest.assignments.map((one: any) => one.id);
    const reason = 'Bukan kewenangan kami.';
    await city.mutate('lead.dlh', 'declineAssignment', { requestId, assignmentId: dlh, reason });
    const text = 'Jumlah pedagang per pasar.';
    const contribution = { requestId, assignmentId: dinkes, text, informationHeld: true };
    await city.mutate('lead.dinkes', 'submitContribution', contribution);
    const back = { requestId, assignmentId: dinkes, reason: 'Mohon per pasar.' };
    await city.mutate(coordinator, 'returnContribution', back);
    await city.mutate('lead.dinkes', 'submitContribution', contribution);
    const last = await city.mutate(coordinator, 'acceptContribution', {
      requestId,
      assignmentId: dinkes,
    });
    expect(last.userErrors).toEqual([]);
    expect(last.informationRequest.state).toBe('IN_COORDINATION');
    const states = last.informationRequest.assignments.map((one: any) => one.state);
    expect(states).toEqual(['SETTLED', 'DECLINED']);
  });

  it('numbers without gaps while many register at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => received()));
    const done = await Promise.all(
      ids.map((requestId) => city.mutate(coordinator, 'registerInformationRequest', { requestId })),
    );
    const numbers = done
      .map((one) => Number(one.informationRequest.number.slice(0, 4)))
      .sort((a, b) => a - b);
    const first = numbers[0]!;
    expect(numbers).toEqual(numbers.map((_, i) => first + i));
  });

  it('answers a media question on the spot in one go', async () => {
    const payload = await city.mutate('lead.dinkes', 'receiveInformationRequest', {
      track: 'MEDIA',
      channel: 'PRESS_EVENT',
      subject: 'Imunisasi',
      details: 'Kapan imunisasi dimulai?',
      requester: { kind: 'JOURNALIST', name: 'Wartawan Uji' },
      answeredAtOnce: { outcome: 'DOORSTOP', gist: 'Mulai bulan depan.' },
    });
    expect(payload.userErrors).toEqual([]);
    expect(payload.informationRequest).toMatchObject({ state: 'ANSWERED' });
    expect(payload.informationRequest.number).toMatch(/MED/);
  });

  it('converts a media request: a second number, the statutory limit', async () => {
    const requestId = await received({
      track: 'MEDIA',
      requester: { kind: 'JOURNALIST', name: 'Wartawan Uji' },
    });
    await city.mutate(coordinator, 'registerInformationRequest', { requestId });
    const reason = 'Diminta berdasarkan undang-undang.';
    const selection =
      'informationRequest { track number formerNumbers deadline { rule { id } } ' +
      'deadlines { rule { id } state } }';
    const payload = await city.mutate(
      coordinator,
      'convertToStatutory',
      { requestId, reason },
      selection,
    );
    expect(payload.userErrors).toEqual([]);
    const { track, number, formerNumbers, deadline, deadlines } = payload.informationRequest;
    expect({ track, rule: deadline.rule.id }).toEqual({ track: 'STATUTORY', rule: 'KIP-22-7' });
    expect(number).toMatch(/PIP/);
    expect(formerNumbers).toHaveLength(1);
    expect(deadlines).toContainEqual({ rule: { id: 'MEDIA-ANSWER' }, state: 'CANCELLED' });
  });

  it('corrects an entry with old and new value in its history', async () => {
    const requestId = await registered();
    await city.mutate(coordinator, 'correctInformationRequestEntry', {
      requestId,
      field: 'SUBJECT',
      value: 'Data pasar tradisional',
      reason: 'Salah ketik.',
    });
    const query = `query($id: ID!) { informationRequest(id: $id) { subject
      history(last: 1) { nodes { summary changes { field from to } } } } }`;
    const { data } = await city.ask(coordinator, query, { id: requestId });
    expect(data?.['informationRequest'].subject).toBe('Data pasar tradisional');
    expect(data?.['informationRequest'].history.nodes[0].changes).toEqual([
      { field: 'SUBJECT', from: 'Data pasar rakyat', to: 'Data pasar tradisional' },
    ]);
  });

  it('moves the limit when the day of receipt is corrected, in the same append', async () => {
    const requestId = await registered();
    const value = new Date(Date.now() - 5 * 86_400_000).toISOString();
    const selection = 'informationRequest { receivedAt deadline { startedAt } version }';
    const payload = await city.mutate(
      coordinator,
      'correctInformationRequestEntry',
      { requestId, field: 'OCCURRED_AT', value, reason: 'Stempel pos.' },
      selection,
    );
    expect(payload.userErrors).toEqual([]);
    expect(payload.informationRequest.receivedAt).toBe(value);
    expect(payload.informationRequest.deadline.startedAt).toBe(value);
  });
});

describe('refusals', () => {
  it('have their own code and record nothing', async () => {
    const requestId = await registered();
    const { informationRequest } = await assign(requestId, 'DINKES', true);
    const assignmentId = informationRequest.assignments[0].id;
    const send = (who: string, mutation: string, input: object): Promise<any> =>
      city.mutate(who, mutation, { requestId, ...input });
    const all: [string, Promise<any>][] = [
      ['OFFICE_ALREADY_ASSIGNED', assign(requestId, 'DINKES')],
      ['INVALID_STATE', assign(requestId, 'DLH', true)],
      ['NOT_FOUND', assign(requestId, 'TIDAK-ADA')],
      [
        'INVALID_STATE',
        send(coordinator, 'transferInformationRequest', { publicBody: 'Provinsi', reason: 'x' }),
      ],
      ['INVALID_STATE', send(coordinator, 'closeInformationRequest', {})],
      ['REASON_REQUIRED', send('lead.dinkes', 'declineAssignment', { assignmentId, reason: ' ' })],
      [
        'NOT_PERMITTED',
        send('officer.dinkes', 'submitContribution', {
          assignmentId,
          text: 'x',
          informationHeld: true,
        }),
      ],
      ['NOT_FOUND', send('lead.dlh', 'acceptAssignment', { assignmentId })],
      ['NOT_FOUND', send(coordinator, 'setLeadOffice', { assignmentId: requestId })],
      [
        'INVALID_INPUT',
        send('lead.dinkes', 'acceptAssignment', {
          assignmentId,
          occurredAt: '2030-01-01T00:00:00Z',
        }),
      ],
      [
        'INVALID_INPUT',
        send('lead.dinkes', 'acceptAssignment', {
          assignmentId,
          occurredAt: '2020-01-01T00:00:00Z',
        }),
      ],
      ['CONFLICT', send('lead.dinkes', 'acceptAssignment', { assignmentId, expectedVersion: 1 })],
    ];
    for (const [code, sent] of all) expect(codes(await sent)).toEqual([code]);
    const query = 'query($id: ID!) { informationRequest(id: $id) { version } }';
    const { data } = await city.ask(coordinator, query, { id: requestId });
    expect(data?.['informationRequest'].version).toBe(3);
  });

  it('say where a wrong shape stands, in the language asked for', async () => {
    const query = `mutation($input: ReceiveInformationRequestInput!) {
      receiveInformationRequest(input: $input) { userErrors { code path message } } }`;
    const input = {
      ...statutory,
      subject: 'x'.repeat(301),
      details: 'lone \ud800 surrogate',
      requester: { name: 'a\u0000b', email: 'not an address' },
    };
    const { data } = await city.ask(coordinator, query, { input }, { 'accept-language': 'en' });
    const { userErrors } = data!['receiveInformationRequest'];
    expect(userErrors.map((e: any) => e.path.join('.')).sort()).toEqual([
      'input.details',
      'input.requester.email',
      'input.requester.name',
      'input.subject',
    ]);
    expect(userErrors.every((e: any) => e.code === 'INVALID_INPUT')).toBe(true);
    expect(userErrors[0].message).toMatch(/cannot be accepted/);
  });
});

describe('a repeat', () => {
  it('records nothing again, and shows the request as it is now', async () => {
    const input = { ...statutory, idempotencyKey: 'surat-17' };
    const first = await city.mutate(coordinator, 'receiveInformationRequest', input);
    const { id } = first.informationRequest;
    await city.mutate(coordinator, 'registerInformationRequest', { requestId: id });
    const again = await city.mutate(coordinator, 'receiveInformationRequest', input);
    expect(again.informationRequest).toMatchObject({ id, state: 'REGISTERED' });
    const other = { ...input, subject: 'Lain' };
    expect(codes(await city.mutate(coordinator, 'receiveInformationRequest', other))).toEqual([
      'IDEMPOTENCY_KEY_REUSED',
    ]);
    const elsewhere = await city.mutate(
      'coordinator2.diskominfo',
      'receiveInformationRequest',
      input,
    );
    expect(elsewhere.informationRequest.id).not.toBe(id);
  });

  it('is looked at before the expected version', async () => {
    const requestId = await received();
    const input = { requestId, expectedVersion: 1, idempotencyKey: 'daftar' };
    await city.mutate(coordinator, 'registerInformationRequest', input);
    const again = await city.mutate(coordinator, 'registerInformationRequest', input);
    expect(again.userErrors).toEqual([]);
    expect(again.informationRequest.version).toBe(2);
  });
});

describe('a search', () => {
  const found = async (search: string): Promise<string[]> => {
    const query = `query($search: String!) {
      informationRequests(filter: { search: $search }) { nodes { id } } }`;
    const { data } = await city.ask(coordinator, query, { search });
    return data?.['informationRequests'].nodes.map(({ id }: any) => id);
  };

  it('finds by number, former number, subject and number of another system', async () => {
    const journalist = { track: 'MEDIA', requester: { kind: 'JOURNALIST', name: 'Wartawan Uji' } };
    const references = [{ system: 'SP4N-LAPOR!', number: 'LPR-770123' }];
    const requestId = await received({ ...journalist, subject: 'Relokasi Gunungsari', references });
    const numbered = await city.mutate(coordinator, 'registerInformationRequest', { requestId });
    const reason = 'Diminta berdasarkan undang-undang.';
    const converted = await city.mutate(coordinator, 'convertToStatutory', { requestId, reason });
    const correct = (field: string, more: object): Promise<any> =>
      city.mutate(coordinator, 'correctInformationRequestEntry', {
        requestId,
        field,
        reason: 'Salah ketik.',
        ...more,
      });
    await correct('SUBJECT', { value: 'Relokasi Kebonjati' });
    await correct('REFERENCE', { reference: { system: 'SP4N-LAPOR!', number: 'LPR-990456' } });
    const numbers = [numbered, converted].map((payload) => payload.informationRequest.number);
    const check = async (): Promise<void> => {
      for (const words of [...numbers, 'kebonj', 'RELOKASI kebonjati', 'LPR-990456']) {
        expect([words, await found(words)]).toEqual([words, [requestId]]);
      }
      for (const words of ['gunungsari', 'LPR-770123']) expect(await found(words)).toEqual([]);
    };
    await check();
    await city.stop();
    rmSync(placesIn(city.config.dataDir).readModel, { recursive: true });
    await city.start();
    await check();
  });
});
