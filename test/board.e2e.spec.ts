import { TestCity } from './city.ts';

const coordinator = 'coordinator.diskominfo';
const DAY = 86_400_000;

let city: TestCity;

const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function act(who: string, mutation: string, input: object): Promise<any> {
  const payload = await city.mutate(who, mutation, input);
  expect(payload.userErrors).toEqual([]);
  return payload.informationRequest;
}

/** Received some days ago, so that with enough of them its limit has passed. */
async function received(days: number, more: object = {}): Promise<string> {
  const input = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: 'Data irigasi',
    details: 'Berapa panjang saluran?',
    requester: { kind: 'CITIZEN', name: 'Kanaya Uji' },
    occurredAt: ago(days),
    ...more,
  };
  return (await act(coordinator, 'receiveInformationRequest', input)).id;
}

/** At DLH: open, contributed and returned; a media question answered; one overdue; one new. */
async function playStory(): Promise<void> {
  const officeCode = 'DLH';
  for (const steps of [1, 2, 3]) {
    const requestId = await received(40);
    await act(coordinator, 'registerInformationRequest', { requestId });
    const assign = { requestId, officeCode, lead: true };
    const { assignments } = await act(coordinator, 'assignOffice', assign);
    const assignmentId = assignments[0].id;
    const text = { requestId, assignmentId, text: 'Panjang saluran.', informationHeld: true };
    if (steps > 1) await act('lead.dlh', 'submitContribution', text);
    const back = { requestId, assignmentId, reason: 'Per kecamatan.' };
    if (steps > 2) await act(coordinator, 'returnContribution', back);
  }
  await received(0);
  const spoken = { answeredAtOnce: { outcome: 'INTERVIEW', gist: 'Disampaikan.' } };
  const requester = { kind: 'JOURNALIST', name: 'Wartawan Uji' };
  for (const days of [1, 45]) await received(days, { track: 'MEDIA', requester, ...spoken });
}

beforeAll(async () => {
  city = await TestCity.seeded();
  await playStory();
}, 120_000);
afterAll(() => city.close());

const CITY = `open unregistered unassigned overdue statutoryOverdue assignmentsOverdue
  undetermined answeredNotTold byState { state count } byTrack { track count }
  byOutcome { outcome count } answeredInPeriod onTimeShare`;
const ROW = `office { code name active } openAssignments byState { state count } dueSoon overdue
  returned oldestOpenSince contributedInPeriod onTimeShare medianWorkingDays p90WorkingDays
  lastActivityAt silentWorkingDays`;
const BOARD = `query(
    $filter: CoordinationBoardFilter, $asOf: DateTime, $basis: AsOfBasis! = KNOWN_BY
  ) {
  coordinationBoard(filter: $filter, asOf: $asOf, basis: $basis) {
    asOf position from until dueSoonUntil requests { ${CITY} } offices { ${ROW} } } }`;

async function board(filter?: object, asOf?: string, basis?: string): Promise<any> {
  const answer = await city.ask('lead.dinsos', BOARD, { filter, asOf, basis });
  expect(answer.errors).toBeUndefined();
  return answer.data?.['coordinationBoard'];
}

const rowOf = (shown: any, code: string): any =>
  shown.offices.find(({ office }: any) => office.code === code);

/** How many requests each filter finds, for somebody who sees all of them. */
async function counted(filters: object[]): Promise<number[]> {
  const names = filters.map((_, i) => `f${i}`);
  const declared = names.map((name) => `$${name}: InformationRequestFilter`).join(', ');
  const asked = names.map(
    (name) => `${name}: informationRequests(filter: $${name}) { totalCount }`,
  );
  const variables = Object.fromEntries(filters.map((filter, i) => [`f${i}`, filter]));
  const query = `query(${declared}) { ${asked.join(' ')} }`;
  const { data, errors } = await city.ask(coordinator, query, variables);
  expect(errors).toBeUndefined();
  return names.map((name) => data?.[name].totalCount);
}

/** Every count and the list that it is of. */
async function expectLists(pairs: [count: number, filter: object][]): Promise<void> {
  const totals = await counted(pairs.map(([, filter]) => filter));
  const shown = pairs.map(([count, filter]) => [count, filter]);
  expect(shown).toEqual(pairs.map(([, filter], i) => [totals[i], filter]));
}

/** First instant of the first day, and of the day after the last one, in the city. */
function periodOf({ from, until }: { from: string; until: string }, field: string): object {
  const start = (day: string, later: number): string =>
    new Date(Date.parse(`${day}T00:00:00+07:00`) + later * DAY).toISOString();
  return { [`${field}From`]: start(from, 0), [`${field}Until`]: start(until, 1) };
}

const PERIODS: [name: string, filter: object][] = [
  ['of the last 30 days', {}],
  ['of the year', { from: '2026-01-01', until: '2026-12-31' }],
  ['of one day', { from: '2026-11-12', until: '2026-11-12' }],
  ['of media questions', { tracks: ['MEDIA'] }],
  [
    'of two tracks',
    { tracks: ['STATUTORY', 'INTER_OFFICE'], from: '2026-10-01', until: '2026-12-31' },
  ],
];

describe.each(PERIODS)('every count of the board %s', (_, filter) => {
  const tracks = 'tracks' in filter ? { tracks: filter.tracks as string[] } : {};

  it('is a list of requests for the city', async () => {
    const shown = await board(filter);
    const { requests } = shown;
    const answered = { ...tracks, ...periodOf(shown, 'answered') };
    await expectLists([
      [requests.open, { ...tracks, open: true }],
      [requests.unregistered, { ...tracks, unregistered: true }],
      [requests.unassigned, { ...tracks, unassigned: true }],
      [requests.overdue, { ...tracks, overdue: true }],
      [requests.undetermined, { ...tracks, undetermined: true }],
      [requests.answeredNotTold, { ...tracks, answeredNotTold: true }],
      [requests.answeredInPeriod, answered],
    ]);
    await expectLists(
      requests.byState.map(({ state, count }: any) => [count, { ...tracks, states: [state] }]),
    );
    await expectLists(
      requests.byOutcome.map(({ outcome, count }: any) => [
        count,
        { ...answered, outcomes: [outcome] },
      ]),
    );
    const sum = (all: any[]): number =>
      all.reduce((total: number, { count }) => total + (count as number), 0);
    expect(sum(requests.byOutcome)).toBe(requests.answeredInPeriod);
    expect(sum(requests.byTrack)).toBe(requests.open);
    const late = shown.offices.map(({ overdue }: any) => ({ count: overdue }));
    expect(sum(late)).toBe(requests.assignmentsOverdue);
  });

  it('is a list of requests for every office', async () => {
    const { dueSoonUntil, offices, ...shown } = await board(filter);
    expect(offices.length).toBeGreaterThan(20);
    for (const row of offices) {
      const own = { ...tracks, officeCodes: [row.office.code] };
      const open = ['ASSIGNED', 'ACCEPTED', 'RETURNED'];
      await expectLists([
        [row.openAssignments, { ...own, assignmentStates: open }],
        [row.returned, { ...own, assignmentStates: ['RETURNED'] }],
        [row.overdue, { ...own, assignmentOverdue: true }],
        [row.dueSoon, { ...own, assignmentDueBefore: dueSoonUntil }],
        [row.contributedInPeriod, { ...own, ...periodOf(shown, 'contributed') }],
        ...row.byState.map(({ state, count }: any): [number, object] => [
          count,
          { ...own, assignmentStates: [state] },
        ]),
      ]);
    }
  });
});

describe('the board', () => {
  it('counts what this spec made happen', async () => {
    const { requests, offices } = await board();
    expect(requests.statutoryOverdue).toBeGreaterThanOrEqual(3);
    const [statutory] = await counted([{ tracks: ['STATUTORY'], overdue: true }]);
    expect(requests.statutoryOverdue).toBe(statutory);
    const row = rowOf({ offices }, 'DLH');
    expect(row.returned).toBe(1);
    expect(row.contributedInPeriod).toBe(2);
    expect(row.byState).toContainEqual({ state: 'CONTRIBUTED', count: 1 });
    const idle = rowOf({ offices }, 'INSPEKTORAT');
    expect(idle).toMatchObject({ openAssignments: 0, oldestOpenSince: null, onTimeShare: null });
    expect(idle.silentWorkingDays).toBeNull();
    const tracks = requests.byTrack.map(({ track }: any) => ({ open: true, tracks: [track] }));
    expect(requests.byTrack.map(({ count }: any) => count)).toEqual(await counted(tracks));
  });

  it('shows fewer rows and the same city to who asks for some offices', async () => {
    const whole = await board();
    const some = await board({ officeCodes: ['DLH', 'DINKES', 'TIDAK-ADA'] });
    expect(some.requests).toEqual(whole.requests);
    expect(some.offices).toEqual([rowOf(whole, 'DINKES'), rowOf(whole, 'DLH')]);
    expect((await board({ officeCodes: [] })).offices).toEqual([]);
  });

  it('has only counts of the tracks asked for, and every office all the same', async () => {
    const whole = await board();
    const media = await board({ tracks: ['MEDIA'] });
    expect(media.offices).toHaveLength(whole.offices.length);
    expect(media.requests.statutoryOverdue).toBe(0);
    const parts = await Promise.all(
      ['STATUTORY', 'MEDIA', 'INTER_OFFICE'].map((track) => board({ tracks: [track] })),
    );
    for (const count of ['open', 'unregistered', 'unassigned', 'overdue', 'answeredInPeriod']) {
      const sum = parts.reduce((all: number, { requests }) => all + (requests[count] as number), 0);
      expect([count, sum]).toEqual([count, whole.requests[count]]);
    }
  });

  it('refuses the future', async () => {
    for (const basis of ['KNOWN_BY', 'HAPPENED_BY']) {
      const asOf = new Date(Date.now() + DAY).toISOString();
      const { data, errors } = await city.ask('lead.dinsos', BOARD, { asOf, basis });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expect(data).toEqual({ coordinationBoard: null });
    }
  });
});

describe('the board of the past', () => {
  it('is as it was then known, whatever was recorded since', async () => {
    const noted: any[] = [];
    const note = async (): Promise<void> => {
      await breath();
      noted.push(await board());
      await breath();
    };
    await note();
    const requestId = await received(50);
    await note();
    await act(coordinator, 'registerInformationRequest', { requestId });
    const assign = { requestId, officeCode: 'DINKES', lead: true };
    const { assignments } = await act(coordinator, 'assignOffice', assign);
    await note();
    const decline = { requestId, assignmentId: assignments[0].id, reason: 'Bukan kami.' };
    await act('lead.dinkes', 'declineAssignment', decline);
    await act(coordinator, 'withdrawInformationRequest', { requestId, reason: 'Selesai.' });
    const rename = { officeCode: 'DINKES', name: 'Dinas Kesehatan Kota', from: '2026-01-02' };
    await city.mutate('admin.diskominfo', 'renameOffice', rename, 'office { name }');
    await note();
    expect(new Set(noted.map((one) => JSON.stringify(one.requests))).size).toBe(4);
    for (const { position: _, ...then } of noted) {
      const { position: __, ...again } = await board(undefined, then.asOf);
      expect(again).toEqual(then);
    }
    expect(rowOf(noted[2], 'DINKES').office.name).not.toBe('Dinas Kesehatan Kota');
    expect(rowOf(noted[3], 'DINKES').office.name).toBe('Dinas Kesehatan Kota');
  });

  it('knows by then what was recorded, happened by then what came to light later', async () => {
    const [then, before] = [ago(20), ago(22)];
    const counts = async (asOf: string): Promise<number[]> =>
      Promise.all(
        ['KNOWN_BY', 'HAPPENED_BY'].map(async (basis) => {
          const { requests } = await board(undefined, asOf, basis);
          return requests.open as number;
        }),
      );
    const [known, happened] = (await counts(then)) as [number, number];
    const earlier = await counts(before);
    await received(21);
    expect(await counts(then)).toEqual([known, happened + 1]);
    expect(await counts(before)).toEqual(earlier);
  });

  it('is the present one as of now', async () => {
    const now = await board();
    for (const basis of ['KNOWN_BY', 'HAPPENED_BY']) {
      const { requests, offices } = await board(undefined, now.asOf, basis);
      expect(requests).toEqual(now.requests);
      expect(offices).toEqual(now.offices);
    }
  });

  it('is empty before anything happened', async () => {
    const first = await board(undefined, '2026-01-01T00:00:00Z');
    expect(first).toMatchObject({ requests: { open: 0, overdue: 0 }, offices: [] });
  });

  it('is narrowed by the same filters', async () => {
    const filter = { officeCodes: ['DLH'], tracks: ['STATUTORY'] };
    await breath();
    const now = await board(filter);
    await breath();
    const { position: _, ...then } = await board(filter, now.asOf);
    expect({ ...then, position: now.position }).toEqual(now);
  });
});

describe('an office', () => {
  const code = 'UJI';
  const send = (mutation: string, input: object, who = 'admin.diskominfo'): Promise<any> =>
    city.mutate(who, mutation, input, 'office { name active successors { code } }');
  const refused = async (sent: Promise<any>): Promise<string[]> =>
    (await sent).userErrors.map((error: any) => [error.code, ...(error.path ?? [])].join(' '));

  it('has a row from its first day, until it ended and nothing is open there', async () => {
    const open = { code, name: 'Dinas Uji', kind: 'DEPARTMENT', from: '2026-01-02' };
    expect(await refused(send('openOffice', open, coordinator))).toEqual(['NOT_PERMITTED']);
    expect((await send('openOffice', open)).office.active).toBe(true);
    expect(await refused(send('openOffice', open))).toEqual(['INVALID_STATE']);
    const orphan = { ...open, code: 'UJI-2', parentCode: 'NONE' };
    expect(await refused(send('openOffice', orphan))).toEqual(['NOT_FOUND input parentCode']);
    expect(rowOf(await board(), code).openAssignments).toBe(0);
    const requestId = await received(1);
    await act(coordinator, 'registerInformationRequest', { requestId });
    await act(coordinator, 'assignOffice', { requestId, officeCode: code, lead: true });
    const end = { officeCode: code, until: '2026-11-01', successorCodes: ['DLH'], reason: 'x' };
    const nobody = { ...end, successorCodes: ['NONE'] };
    expect(await refused(send('endOffice', nobody))).toEqual(['NOT_FOUND input successorCodes']);
    expect(await refused(send('endOffice', { ...end, reason: ' ' }))).toEqual(['REASON_REQUIRED']);
    const { office } = await send('endOffice', end);
    expect(office).toMatchObject({ active: false, successors: [{ code: 'DLH' }] });
    expect(rowOf(await board(), code).openAssignments).toBe(1);
    await act(coordinator, 'withdrawInformationRequest', { requestId, reason: 'Selesai.' });
    expect(rowOf(await board(), code)).toBeUndefined();
  });

  it('that has ended is given nothing any more', async () => {
    const requestId = await received(1);
    await act(coordinator, 'registerInformationRequest', { requestId });
    const input = { requestId, officeCode: code, lead: false };
    const assigned = await city.mutate(coordinator, 'assignOffice', input);
    expect(assigned.userErrors[0].code).toBe('OFFICE_NOT_ACTIVE');
  });
});
