import { readFileSync, rmSync } from 'node:fs';
import { placesIn } from '../apps/api/src/config.ts';
import { TestCity } from './city.ts';
import { plantObjection, plantTest } from './planted-objections.ts';
import { plantOutbound } from './planted-outbound.ts';
import { filesOf, foundIn, scan } from './scan.ts';

const coordinator = 'coordinator.diskominfo';
const admin = 'admin.diskominfo';

let city: TestCity;
/** Words that stand nowhere but where this spec planted them; by what they were planted as. */
const planted = new Map<string, string>();
const subjects = new Map<string, string>();
let written = '';
const restore: (() => void)[] = [];

/** Two words that no other text has, in letters of both cases. */
function plant(what: string, among = planted): string {
  const letters = [...String(1_000 + planted.size + subjects.size)].map(
    (digit) => 'abcdefghij'[+digit],
  );
  const words = [`Zqvex${letters.join('')}`, `kwuj${letters.join('')}Oryx`];
  for (const word of words) among.set(word, what);
  return words.join(' ');
}

/** Digits or an address, as one word. */
function plantCode(what: string, code: string): string {
  planted.set(code, what);
  return code;
}

beforeAll(async () => {
  city = await TestCity.seeded();
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream);
    stream.write = (text: string | Uint8Array): boolean => {
      written += text.toString();
      return write(text);
    };
    restore.push(() => (stream.write = write));
  }
  await plantEverywhere();
}, 120_000);
afterAll(async () => {
  for (const undo of restore) undo();
  await city.close();
});

async function act(who: string, mutation: string, input: object): Promise<any> {
  const payload = await city.mutate(who, mutation, input);
  expect(payload.userErrors).toEqual([]);
  return payload.informationRequest;
}

async function received(more: object = {}): Promise<string> {
  const receipt = {
    track: 'STATUTORY',
    channel: 'LETTER',
    subject: plant('subject', subjects),
    details: plant('details'),
    purpose: plant('purpose'),
    references: [{ system: plant('system', subjects), number: plant('number', subjects) }],
    requester: { name: plant('name of a requester') },
    ...more,
  };
  return (await act(coordinator, 'receiveInformationRequest', receipt)).id;
}

const person = (): object => ({
  kind: 'CITIZEN',
  name: plant('name'),
  email: plantCode('email', 'zqvsurel@kwujpos.example'),
  phone: plantCode('phone', '+62813990077123'),
  address: plant('address'),
  identityKind: 'NIK',
  identityNumber: plantCode('identity number', '3278990077660001'),
  organisation: plant('organisation'),
  occupation: plant('occupation'),
  representedBy: { kind: 'CITIZEN', name: plant('name of a representative') },
});

async function registered(more: object = {}): Promise<string> {
  const requestId = await received(more);
  await act(coordinator, 'registerInformationRequest', { requestId });
  return requestId;
}

async function assigned(requestId: string, officeCode: string): Promise<object> {
  const instructions = plant('instructions');
  const input = { requestId, officeCode, lead: false, instructions };
  const { assignments } = await act(coordinator, 'assignOffice', input);
  return { requestId, assignmentId: assignments.at(-1).id };
}

/** Every field of every command that takes somebody's words. */
async function plantEverywhere(): Promise<void> {
  const first = await received({ requester: person() });
  const missing = { requestId: first, missing: [plant('missing')] };
  await act(coordinator, 'markInformationRequestIncomplete', missing);
  const complete = { requestId: first, note: plant('note of the completion') };
  await act(coordinator, 'completeInformationRequest', complete);
  await act(coordinator, 'registerInformationRequest', { requestId: first });
  for (const field of ['DETAILS', 'PURPOSE', 'SUBJECT']) {
    const value = plant(`corrected ${field}`, field === 'SUBJECT' ? subjects : planted);
    const input = { requestId: first, field, value, reason: plant('reason of a correction') };
    await act(coordinator, 'correctInformationRequestEntry', input);
  }
  await contribute(first);
  const occurredAt = new Date().toISOString();
  const note = { entityId: first, kind: 'ACKNOWLEDGEMENT', way: 'EMAIL', occurredAt };
  await act(coordinator, 'recordCorrespondence', { ...note, note: plant('correspondence') });
  await act(coordinator, 'withdrawInformationRequest', {
    requestId: first,
    reason: plant('reason of the withdrawal'),
  });
  await endOthers();
  await keepLimits();
  await plantObjection(city, plant, person());
  await plantTest(city, plant);
  await plantOutbound(city, plant, (what) => plant(what, subjects));
  await correctPersons(first);
  await keepStaff();
  await refuse(first);
}

async function contribute(requestId: string): Promise<void> {
  const [putr, dlh, dinkes, dinsos] = await Promise.all([
    ...['PUTR', 'DLH', 'DINKES', 'DINSOS'].map((code) => assigned(requestId, code)),
  ]);
  const text = (what: string): object => ({ text: plant(what), informationHeld: true });
  await act('officer.putr', 'prepareContribution', { ...putr, ...text('prepared') });
  await act('lead.putr', 'submitContribution', { ...putr, ...text('contribution') });
  await act(coordinator, 'returnContribution', { ...putr, reason: plant('return') });
  await act('lead.dlh', 'declineAssignment', { ...dlh, reason: plant('decline') });
  await act(coordinator, 'takeOverAssignment', { ...dinkes, reason: plant('take-over') });
  const reassign = { ...dinsos, officeCode: 'PERWASKIM', reason: plant('reassignment') };
  await act(coordinator, 'reassignOffice', reassign);
}

/** The other ways in which a request ends. */
async function endOthers(): Promise<void> {
  const journalist = { track: 'MEDIA', requester: { kind: 'JOURNALIST', name: plant('name') } };
  const answeredAtOnce = { outcome: 'INTERVIEW', gist: plant('gist at once') };
  const spoken = await received({ ...journalist, answeredAtOnce });
  await act(coordinator, 'closeInformationRequest', { requestId: spoken, note: plant('closing') });
  const asked = await registered({ track: 'MEDIA', requester: { name: plant('name') } });
  const outcome = { requestId: asked, outcome: 'INTERVIEW', gist: plant('gist') };
  await act(coordinator, 'recordOutcome', outcome);
  const converted = await registered({ track: 'MEDIA', requester: { name: plant('name') } });
  const reason = plant('reason of the conversion');
  await act(coordinator, 'convertToStatutory', { requestId: converted, reason });
  const media = await registered({ track: 'MEDIA', requester: { name: plant('name') } });
  const transfer = { publicBody: plant('public body'), reason: plant('transfer') };
  await act(coordinator, 'transferInformationRequest', { requestId: media, ...transfer });
  const spam = await received();
  const voided = { requestId: spam, reason: 'TEST', note: plant('note of the voiding') };
  await act(coordinator, 'voidInformationRequest', voided);
}

/** Extension, pause, reopening, and what the city decided about limits. */
async function keepLimits(): Promise<void> {
  const requestId = await registered();
  const extension = { requestId, workingDays: 2, ground: 'OTHER', reason: plant('extension') };
  await act('approver.diskominfo', 'extendDeadline', extension);
  const assign = { requestId, officeCode: 'DISHUB', lead: true };
  const selection = 'informationRequest { assignments { deadline { id } } }';
  const payload = await city.mutate(coordinator, 'assignOffice', assign, selection);
  const deadlineId = payload.informationRequest.assignments[0].deadline.id;
  const limit = async (who: string, mutation: string, input: object, shown: string) => {
    const { userErrors } = await city.mutate(who, mutation, input, shown);
    expect(userErrors).toEqual([]);
  };
  const pause = { deadlineId, reason: plant('pause') };
  await limit(coordinator, 'pauseDeadline', pause, 'deadline { id }');
  const resume = { deadlineId, note: plant('resumption') };
  await limit(coordinator, 'resumeDeadline', resume, 'deadline { id }');
  const answeredAtOnce = { outcome: 'INTERVIEW', gist: plant('gist at once') };
  const spoken = { track: 'MEDIA', requester: { name: plant('name') }, answeredAtOnce };
  const reopen = { requestId: await received(spoken), cause: 'ANSWER_WITHDRAWN' };
  await act(coordinator, 'reopenInformationRequest', { ...reopen, reason: plant('reopening') });
  const decision = { basis: 'Perwali 1/2026', reason: plant('decision') };
  const rule = { ruleId: 'INT-REVIEW', length: 3, ...decision };
  await limit(admin, 'setClockRule', rule, 'rule { id }');
  const policy = {
    key: 'LAPSE_DAYS',
    value: '4',
    basis: 'Perwali 1/2026',
    reason: plant('policy'),
  };
  await limit(admin, 'setPolicy', policy, 'policy { key }');
}

async function correctPersons(requestId: string): Promise<void> {
  const query = 'query($id: ID!) { informationRequest(id: $id) { requester { id } } }';
  const { data } = await city.ask(coordinator, query, { id: requestId });
  const personId = data?.['informationRequest'].requester.id;
  for (const [field, value] of [
    ['NAME', plant('corrected name')],
    ['ADDRESS', plant('corrected address')],
    ['EMAIL', plantCode('corrected email', 'zqvubah@kwujganti.example')],
  ]) {
    const input = { personId, field, value, reason: plant('reason of a correction') };
    const { userErrors } = await city.mutate(coordinator, 'correctPerson', input, 'person { id }');
    expect(userErrors).toEqual([]);
  }
}

async function keepStaff(): Promise<void> {
  const staff = { name: plant('name of staff'), username: 'pegawai.uji' };
  const selection = 'person { id } firstPassword';
  const { person: made, firstPassword } = await city.mutate(
    admin,
    'registerStaff',
    staff,
    selection,
  );
  plantCode('first password', firstPassword);
  const newPassword = plantCode('password', 'zqvsandi-kwujrahasia');
  const token = await city.tokenOf('pegawai.uji', firstPassword);
  plantCode('token', token);
  const change = { currentPassword: firstPassword, newPassword };
  const query = 'mutation($input: ChangePasswordInput!) { changePassword(input: $input) { done } }';
  const { data } = await city.ask('pegawai.uji', query, { input: change });
  expect(data?.['changePassword'].done).toBe(true);
  const post = {
    personId: made.id,
    officeCode: 'DLH',
    role: 'OFFICE_OFFICER',
    post: 'Pelaksana',
    capacity: 'DEFINITIVE',
    mandateNumber: '800/9',
    mandateDate: '2026-01-02',
    from: '2026-01-02',
  };
  const { appointment } = await city.mutate(admin, 'appoint', post, 'appointment { id }');
  const end = {
    appointmentId: appointment.id,
    until: '2026-11-01',
    reason: plant('end of a post'),
  };
  await city.mutate(admin, 'endAppointment', end, 'appointment { id }');
  const merge = { officeCode: 'KEC-TAWANG', until: '2026-11-01', successorCodes: ['DLH'] };
  await city.mutate(admin, 'endOffice', { ...merge, reason: plant('merger') }, 'office { code }');
}

/** What is refused is not kept either, and no error tells it to the log. */
async function refuse(requestId: string): Promise<void> {
  const send = (mutation: string, input: object): Promise<any> =>
    city.mutate(coordinator, mutation, input).catch(() => undefined);
  await send('withdrawInformationRequest', { requestId, reason: plant('refused reason') });
  await send('assignOffice', { requestId, officeCode: plant('office'), lead: false });
  await send('acceptAssignment', { requestId, assignmentId: plant('id') });
  await send('transferInformationRequest', { requestId, reason: 5, publicBody: plant('shape') });
  await city.ask(coordinator, `{ node(id: "${plant('node')}") { id } }`);
  await city.ask(coordinator, `{ informationRequests(filter: {search: "${plant('search')}"}`);
  const search = 'query($s: String!) { informationRequests(filter: {search: $s}) { totalCount } }';
  await city.ask(coordinator, search, { s: plant('words of a search') });
  await city.ask(coordinator, search, { s: [plant('words of a wrong type')] });
  const signIn = `mutation { signIn(input: {username: "${plant('user')}",
    password: "${plant('wrong password')}"}) { accessToken } }`;
  await city.ask(undefined, signIn);
  await city.ask(undefined, '{ viewer { name } }', {}, { authorization: plant('header') });
  const name = (what: string): string => plant(what).replace(' ', '_');
  await city.ask(coordinator, `query ${name('operation')} { ${name('alias')}: viewer { name } }`);
  await city.ask(coordinator, `{ ${name('field')} viewer { name @${name('directive')} } }`);
  await city.ask(coordinator, '{ viewer { name } }', { [name('variable')]: plant('its value') });
  await city.ask(coordinator, '{ viewer { name } }', {}, { 'x-purpose': plant('purpose') });
  await stream(`{ node(id: "${plant('node in a stream')}") { id } }`);
  await stream(`{ ${name('field in a stream')} }`);
  await fetch(`${city.url}/graphql`, { method: 'POST', body: plant('broken body') });
  await fetch(`${city.url}/${encodeURIComponent(plant('path'))}`);
}

async function stream(query: string): Promise<void> {
  const response = await fetch(`${city.url}/graphql/stream`, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${await city.tokenOf(coordinator)}`,
    },
    body: JSON.stringify({ query }),
  });
  await response.text();
}

/** Names and sentences of the demo's story, as who may see all of it sees them. */
async function wordsOfTheStory(): Promise<Map<string, string>> {
  const all = '{ informationRequests(first: 100) { nodes { id } } }';
  const { data } = await city.ask(coordinator, all);
  const one = `query($id: ID!) { informationRequest(id: $id) { details purpose gist closingNote
    requester { name }
    assignments { instructions reason contributions { text returnedReason } } } }`;
  const words = new Map<string, string>();
  const collect = (answer: object | null): void =>
    void JSON.stringify(answer, (key, value: unknown) => {
      if (typeof value === 'string' && value.length > 8) words.set(value, key);
      return value;
    });
  for (const { id } of data?.['informationRequests'].nodes ?? []) {
    collect((await city.ask(coordinator, one, { id })).data);
  }
  const texts = '{ outboundItems(first: 100) { nodes { body steps { reason } } } }';
  collect((await city.ask(coordinator, texts)).data);
  const { data: staff } = await city.ask(admin, '{ persons(first: 100) { nodes { name } } }');
  for (const { name } of staff?.['persons'].nodes ?? []) words.set(name, 'name');
  return words;
}

describe('a name, an address, a number or a sentence', () => {
  it('stands in no file of a running city, its subject only in the read model', async () => {
    expect(planted.size).toBeGreaterThan(150);
    expect(scan(city.config.dataDir, planted)).toEqual([]);
    const allowed = scan(city.config.dataDir, subjects);
    expect(filesOf(allowed)).toEqual(['read-model']);
    expect(new Set(allowed.map(({ word }) => word)).size).toBeGreaterThan(20);
  });

  it('of the story stands in no file either', async () => {
    const words = await wordsOfTheStory();
    expect(words.size).toBeGreaterThan(100);
    expect(scan(city.config.dataDir, words)).toEqual([]);
  });

  it('is in no line of the log and in nothing that was written to the console', () => {
    expect(city.logged.length).toBeGreaterThan(50);
    const said = new Map([...planted, ...subjects]);
    expect(foundIn(city.logged.join('\n'), said)).toEqual([]);
    expect(foundIn(written, said)).toEqual([]);
  });

  it('that is a secret is in no line of the log either, nor the address of who asked', async () => {
    const { vault } = city.city.parts.keeping;
    const { d } = JSON.parse(String(vault.secret('token-signing-key')));
    const secrets = new Map([
      ['simpul-demo', 'password'],
      [readFileSync(placesIn(city.config.dataDir).demoKey, 'utf8').trim(), 'master key'],
      [String(d), 'signing key'],
      ...['bearer', 'authorization', 'cookie', '127.0.0.1', '::1'].map(
        (word) => [word, word] as const,
      ),
    ]);
    for (const who of [coordinator, admin, 'lead.dlh', 'lead.putr', 'approver.diskominfo']) {
      for (const part of (await city.tokenOf(who)).split('.').slice(1)) secrets.set(part, 'token');
      secrets.set(who, 'user name');
      const { data } = await city.ask(who, '{ viewer { personId } }');
      secrets.set(data?.['viewer'].personId, 'person');
    }
    expect(secrets.size).toBeGreaterThan(20);
    expect(foundIn(city.logged.join('\n'), secrets)).toEqual([]);
    expect(foundIn(written, secrets)).toEqual([]);
  });

  it('stands in no file after a look at the past, a stop, and a rebuild', async () => {
    const asOf = new Date().toISOString();
    const query = `query($asOf: DateTime!) { coordinationBoard(asOf: $asOf) { asOf }
      informationRequests { nodes { id } } }`;
    expect((await city.ask(coordinator, query, { asOf })).errors).toBeUndefined();
    expect(scan(city.config.dataDir, planted)).toEqual([]);
    await city.stop();
    expect(scan(city.config.dataDir, planted)).toEqual([]);
    rmSync(placesIn(city.config.dataDir).readModel, { recursive: true });
    expect(scan(city.config.dataDir, subjects)).toEqual([]);
    await city.start();
    expect(scan(city.folder, planted)).toEqual([]);
    expect(filesOf(scan(city.config.dataDir, subjects))).toEqual(['read-model']);
  });

  it('can be read by who may see it', async () => {
    const shown = new Set((await wordsOfTheStory()).keys());
    const words = [...planted].filter(([, what]) =>
      /^(corrected DETAILS|contribution|gist)$/.test(what),
    );
    expect(words.length).toBeGreaterThan(5);
    const all = [...shown].join('\n');
    for (const [word] of words) expect(all).toContain(word);
  });
});
