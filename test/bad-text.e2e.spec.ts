import { TestCity } from './city.ts';
import { OutboundCity, approver, coordinator } from './outbound-city.ts';

let city: TestCity;
let at: OutboundCity;
let before: unknown;
beforeAll(async () => {
  city = await TestCity.seeded();
  at = new OutboundCity(city);
}, 120_000);
afterAll(() => city.close());

const headOf = (): Promise<unknown> => city.city.parts.store.head();
const recordsNothing = (): void => {
  beforeEach(async () => {
    await city.tokenOf(coordinator);
    before = await headOf();
  });
  afterEach(async () => expect(await headOf()).toEqual(before));
};

/** What a mutation is refused for: codes with whole paths. */
async function refusals(who: string, mutation: string, input: object): Promise<string[]> {
  const { userErrors } = await city.mutate(who, mutation, input, 'position');
  return userErrors.map(({ code, path }: any) => `${code} ${path?.join('.') ?? ''}`.trim());
}

const receipt = (more: object = {}): object => ({
  track: 'STATUTORY',
  channel: 'LETTER',
  subject: 'Data pasar',
  details: 'Berapa pedagang?',
  requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
  ...more,
});
const lodging = (requester: object): object => ({
  requester,
  grounds: ['B_PERIODIC_NOT_PROVIDED'],
  statement: 'Tidak diumumkan.',
  groundFoundOn: '2026-01-05',
});

describe('half a character', () => {
  let personId: string;
  beforeAll(async () => {
    const shown = await at.shown(await at.request(), 'requester { id }');
    personId = shown.requester.id;
  });
  recordsNothing();

  it('is no e-mail address, of whomever', async () => {
    const half = { kind: 'CITIZEN', name: 'Kanaya Uji', email: '\ud800' };
    const guarded = { kind: 'CITIZEN', name: 'Anak Uji', representedBy: half };
    const wrong = 'INVALID_INPUT input.requester';
    const receive = 'receiveInformationRequest';
    for (const [mutation, input] of [
      [receive, (requester: object) => receipt({ requester })],
      ['lodgeObjection', lodging],
    ] as const) {
      expect(await refusals(coordinator, mutation, input(half))).toEqual([`${wrong}.email`]);
      expect(await refusals(coordinator, mutation, input(guarded))).toEqual([
        `${wrong}.representedBy.email`,
      ]);
    }
    const correction = { personId, field: 'EMAIL', value: '\ud800', reason: 'Salah salin.' };
    expect(await refusals(coordinator, 'correctPerson', correction)).toEqual([
      'INVALID_INPUT input.value',
    ]);
  });
});

describe('what shows nothing', () => {
  let requestId: string;
  beforeAll(async () => {
    requestId = await at.request();
  });
  recordsNothing();

  it.each(['\u200b', '\u2060\u200d', '\u00ad\n', '\u3164', '\ufeff'])(
    'is no text, and no reason (%j)',
    async (text) => {
      const [receive, input] = ['receiveInformationRequest', 'INVALID_INPUT input'];
      expect(await refusals(coordinator, receive, receipt({ subject: text }))).toEqual([
        `${input}.subject`,
      ]);
      const named = receipt({ requester: { kind: 'CITIZEN', name: text } });
      expect(await refusals(coordinator, receive, named)).toEqual([`${input}.requester.name`]);
      const draft = { kind: 'STATEMENT', title: text, body: text };
      expect(await refusals(coordinator, 'draftOutboundItem', draft)).toEqual([
        `${input}.title`,
        `${input}.body`,
      ]);
      const withdrawal = { requestId, reason: text };
      expect(await refusals(coordinator, 'withdrawInformationRequest', withdrawal)).toEqual([
        'REASON_REQUIRED',
      ]);
    },
  );

  it.each(['a\ufffe', 'a\uffff', '\ufdd0a', 'a\u{1fffe}', 'a\udc00'])(
    'noncharacters and half characters stand in no text (%j)',
    async (text) => {
      const receive = 'receiveInformationRequest';
      expect(await refusals(coordinator, receive, receipt({ subject: text }))).toEqual([
        'INVALID_INPUT input.subject',
      ]);
      const withdrawal = { requestId, reason: text };
      expect(await refusals(coordinator, 'withdrawInformationRequest', withdrawal)).toEqual([
        'INVALID_INPUT input.reason',
      ]);
    },
  );

  it('names no file', async () => {
    for (const name of ['\u200b', 'a\ufffe.txt']) {
      const form = new FormData();
      form.append('file', new Blob(['Surat.']), name);
      const headers = { authorization: `Bearer ${await city.tokenOf(coordinator)}` };
      const options = { method: 'POST', headers, body: form };
      const response = await fetch(`${city.url}/attachments`, options);
      expect([name, response.status]).toEqual([name, 400]);
    }
  });
});

describe('what is named twice, or lies beyond every calendar', () => {
  let requestId: string;
  let other: string;
  let item: any;
  beforeAll(async () => {
    [requestId, other] = [await at.request(), await at.request()];
    item = await at.draft(coordinator, { originOfficeCode: 'DINKES' });
    await at.approved(item, 'coordinator2.diskominfo', approver);
  });
  recordsNothing();

  it('is refused where each may stand once', async () => {
    const audience = { audienceOfficeCodes: ['DINKES', 'DINKES'] };
    const draft = { kind: 'STATEMENT', title: 'x', body: 'y' };
    const wrong = ['INVALID_INPUT input.audienceOfficeCodes'];
    expect(await refusals(coordinator, 'draftOutboundItem', { ...draft, ...audience })).toEqual(
      wrong,
    );
    const revision = { outboundItemId: item.id, ...audience };
    expect(await refusals(coordinator, 'reviseOutboundItem', revision)).toEqual(wrong);
    const opening = { exemption: 'C', information: 'i', harmIfOpened: 'o', harmIfClosed: 'c' };
    const twice = { ...opening, otherParticipants: ['Kodim', 'Kodim'] };
    expect(await refusals(coordinator, 'openConsequenceTest', twice)).toEqual([
      'INVALID_INPUT input.otherParticipants',
    ]);
  });

  it('is refused among the requests that an answer answers too', async () => {
    const parts = [{ part: 'Rincian', decision: 'GRANTED' }];
    const answer = { requestId, title: 'x', body: 'y', outcome: 'GRANTED', parts };
    for (const alsoAnswers of [[other, other], [requestId], [other, requestId]]) {
      expect(await refusals(coordinator, 'draftAnswer', { ...answer, alsoAnswers })).toEqual([
        'INVALID_INPUT input.alsoAnswers',
      ]);
    }
  });

  it('is refused where an instant is still to come', async () => {
    const { id: outboundItemId, contentHash } = item;
    const schedule = { outboundItemId, contentHash };
    const far = ['2999-12-31T17:00:00.000Z', '9999-12-31T23:59:59.000Z'];
    for (const releaseAt of far) {
      const input = { ...schedule, releaseAt };
      expect(await refusals(coordinator, 'scheduleRelease', input)).toEqual([
        'INVALID_INPUT input.releaseAt',
      ]);
      const asked = { track: 'MEDIA', answerNeededBy: releaseAt };
      const journalist = receipt({ ...asked, requester: { kind: 'JOURNALIST', name: 'W' } });
      expect(await refusals(coordinator, 'receiveInformationRequest', journalist)).toEqual([
        'INVALID_INPUT input.answerNeededBy',
      ]);
      const corrected = { requestId, field: 'ANSWER_NEEDED_BY', value: releaseAt, reason: 'r' };
      expect(await refusals(coordinator, 'correctInformationRequestEntry', corrected)).toEqual([
        'INVALID_INPUT input.value',
      ]);
    }
  });
});

describe('arguments of a page below another field', () => {
  let ids: Record<string, string>;
  beforeAll(async () => {
    const test = { exemption: 'C', information: 'i', harmIfOpened: 'o', harmIfClosed: 'c' };
    const opened = 'consequenceTest { id }';
    const { consequenceTest } = await city.mutate(coordinator, 'openConsequenceTest', test, opened);
    const objected = lodging({ kind: 'CITIZEN', name: 'Kanaya Uji' });
    const lodged = 'objection { id }';
    const { objection } = await city.mutate(coordinator, 'lodgeObjection', objected, lodged);
    ids = {
      InformationRequest: await at.request(),
      OutboundItem: (await at.draft()).id,
      ConsequenceTest: consequenceTest.id,
      Objection: objection.id,
    };
  });
  recordsNothing();

  const WRONG = [
    'first: 0',
    'first: 101',
    'first: -1',
    'last: 101',
    `after: "${'x'.repeat(501)}"`,
    'first: 1, last: 1',
    'after: "x"',
  ];

  it.each(WRONG)('(%s) are wrong as on top', async (args) => {
    const fields = [
      ...Object.keys(ids).map((type) => [type, 'history']),
      ['OutboundItem', 'versions'],
    ];
    expect(fields).toHaveLength(5);
    for (const [type = '', field = ''] of fields) {
      const query = `query($id: ID!) { node(id: $id) { ... on ${type} {
        ${field}(${args}) { totalCount } } } }`;
      const { errors } = await city.ask(coordinator, query, { id: ids[type] });
      const told = errors?.map(({ path, extensions }) => [path, extensions]);
      expect(told).toEqual([[['node', field], { code: 'BAD_USER_INPUT' }]]);
    }
    expect(city.logged.filter((line) => line.includes('defect'))).toEqual([]);
  });

  it('are wrong in the answer of a mutation too, which took effect', async () => {
    const query = `mutation($input: DraftOutboundItemInput!) { draftOutboundItem(input: $input) {
      outboundItem { history(first: 0) { totalCount } } position } }`;
    const input = { kind: 'STATEMENT', title: 'x', body: 'y' };
    const { data, errors } = await city.ask(coordinator, query, { input });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
    expect(data?.['draftOutboundItem'].position).toBeTruthy();
    before = await headOf();
  });
});
