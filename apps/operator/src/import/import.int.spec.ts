import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ImportRefused } from './import-refused.ts';
import { TemporaryCity, cases, happenedBy } from './testing/temporary-city.ts';
import type { Logged } from './testing/temporary-city.ts';

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/import/${name}`, import.meta.url));
const csv = example('small-register.csv');
const mapping = JSON.parse(readFileSync(example('small-register.mapping.json'), 'utf8')) as object;
const register = readFileSync(csv, 'utf8');

let city: TemporaryCity;

beforeEach(async () => {
  city = await new TemporaryCity().open();
  await city.openOffice('DINKES', 'Dinas Kesehatan', '2017-01-01');
});
afterEach(() => city.close());

/** A case of the small register by its number there, which only the vault can open. */
function caseOf(events: readonly Logged[], number: string): Logged[] {
  return cases(events).find(
    ([receipt]) => city.textOf(receipt!, 'references/0/number') === number,
  )!;
}

const told = ({ event: { type, data }, metadata }: Logged): string => {
  const handover = 'handover' in data ? `>${data.handover.office ?? 'nobody'}` : '';
  const office = 'office' in data ? `@${data.office}` : '';
  return `${metadata.source?.line} ${type}${office}${handover}`;
};

describe('a small register', () => {
  it('becomes an event a row, with a receipt and a closing a case, in order', async () => {
    await city.import(csv, mapping);
    const events = await city.events();
    expect(caseOf(events, 'REG-001').map(told)).toEqual([
      '2 InformationRequestReceived',
      '2 HistoricActivityRecorded@LOKET-SATU>LOKET-SATU',
      '4 HistoricActivityRecorded@LOKET-SATU>LOKET-SATU',
      '7 HistoricActivityRecorded@DINKES>DINKES',
      '10 CorrespondenceRecorded>nobody',
      '2 InformationRequestClosed',
      '14 HistoricActivityRecorded@LOKET-SATU',
    ]);
    expect(caseOf(events, 'REG-002').map(told)).toEqual([
      '3 InformationRequestReceived',
      '3 HistoricActivityRecorded@LOKET-SATU>LOKET-SATU',
      '6 HistoricActivityRecorded@BIDANG-IZIN>BIDANG-IZIN',
      '9 HistoricActivityRecorded@BIDANG-IZIN>BIDANG-IZIN',
      '13 InformationRequestClosed@BIDANG-IZIN',
    ]);
    expect(cases(events).flat()).toHaveLength(13 + 4 + 1);
  });

  it('leaves each case in a state that work can go on from', async () => {
    await city.import(csv, mapping);
    const events = await city.events();
    const standing = (number: string): unknown => {
      const { state, assignments } = happenedBy(caseOf(events, number))!;
      const desks = Object.values(assignments).map((one) => `${one.office} ${one.state}`);
      return [state, ...desks];
    };
    expect(standing('REG-001')).toEqual(['CLOSED', 'LOKET-SATU REASSIGNED', 'DINKES SETTLED']);
    const two = ['CLOSED', 'LOKET-SATU REASSIGNED', 'BIDANG-IZIN SETTLED'];
    expect(standing('REG-002')).toEqual(two);
    const three = ['IN_COORDINATION', 'LOKET-SATU REASSIGNED', 'BIDANG-IZIN ASSIGNED'];
    expect(standing('REG-003')).toEqual(three);
    expect(standing('REG-004')).toEqual(['IN_COORDINATION', 'LOKET-SATU SETTLED']);
  });

  it('keeps what the file says of a case on its receipt', async () => {
    await city.import(csv, mapping);
    const events = await city.events();
    const { event, metadata } = caseOf(events, 'REG-001')[0]!;
    expect(event.occurredAt).toBe('2025-11-03T01:00:00.000Z');
    expect(metadata.recordedAt).toBe(city.now);
    expect(metadata.actor).toEqual({ system: 'import', name: 'Register izin contoh' });
    expect(event.data).toMatchObject({
      ...{ historic: true, track: 'STATUTORY', channel: 'IN_PERSON', receivingOffice: 'DPMPTSP' },
      clocks: [{ rule: 'IMPORTED', dueOn: '2025-11-17', dueAt: '2025-11-17T16:59:59.999Z' }],
    });
    const third = caseOf(events, 'REG-003')[0]!.event;
    // Its first row, as it names no start; a time without an offset is the city's.
    expect(third.occurredAt).toBe('2025-11-06T03:20:00.000Z');
    expect(third.data).toMatchObject({ channel: 'LETTER', clocks: [] });
    expect(caseOf(events, 'REG-003')[2]!.event.occurredAt).toBe('2025-11-07T02:30:00.000Z');
  });

  it('seals who asked, who worked on it and every text', async () => {
    await city.import(csv, mapping);
    const events = await city.events();
    const [receipt, row] = caseOf(events, 'REG-001') as [Logged, Logged];
    expect(city.textOf(receipt, 'subject')).toBe('Permohonan REG-001: Data izin klinik');
    expect(city.textOf(row, 'handler')).toBe('Rina Contoh');
    const { requester, keys } = receipt.event.data as { requester: string; keys: object };
    const place = events.findIndex(({ stream }) => stream === `person-${requester}`);
    expect(place).toBeLessThan(events.indexOf(receipt));
    expect(events[place]!.event).toMatchObject({ data: { kind: 'UNKNOWN', staff: false } });
    expect(city.textOf(events[place]!, 'name')).toBe('Budi Karangan');
    expect(Object.keys(keys).sort()).toEqual(['case', 'words']);
    const nobody = caseOf(events, 'REG-003')[0]!.event.data;
    expect(nobody).not.toHaveProperty('requester');
    expect(nobody).not.toHaveProperty('keys.words');
    const clear = JSON.stringify(events).toLowerCase();
    for (const word of ['rina', 'budi', 'karangan', 'khayal', 'reg-001', 'klinik', 'kembar']) {
      expect(clear).not.toContain(word);
    }
  });

  it('opens unknown offices on their first day and takes others as they are', async () => {
    await city.import(csv, mapping);
    const opened = (await city.events())
      .filter(({ metadata, stream }) => metadata.source && stream.startsWith('office-'))
      .map(({ event: { data } }) => data);
    expect(opened).toEqual([
      { code: 'LOKET-SATU', name: 'Loket Satu', kind: 'OTHER', from: '2025-11-03' },
      { code: 'BIDANG-IZIN', name: 'Bidang Izin', kind: 'OTHER', from: '2025-11-05' },
      { code: 'DPMPTSP', name: 'DPMPTSP', kind: 'OTHER', from: '2025-11-03' },
    ]);
  });
});

/** The small register's first columns, with lines of one's own. */
const lines = (...of: string[]): string => [register.split('\n')[0]!, ...of, ''].join('\n');
const row = (number: string, time: string, office = 'Loket Satu', more = 'Loket,-,-,-,-'): string =>
  `${number},Telaah,-,${time},${office},-,${more},Hal,`;

const BAD = lines(
  row('A', '2025-12-01 08:00:00+07:00'),
  row('-', '2025-12-01 08:00:00+07:00'),
  row('A', '2025-02-30 08:00:00+07:00'),
  row('A', '"2025-12-01\n25:00:00+07:00"'),
  row('A', '-'),
  row('A', '2027-01-01 08:00:00+07:00'),
  'A,Telaah,-,2025-12-02 08:00:00+07:00',
  row('B', '2025-12-03 01:00:00+07:00', '---'),
  row('B', '2025-12-03 02:00:00+07:00', 'LOKET satu'),
  // Earlier on the same day, and on an earlier day in the offsets written there.
  row('C', '2025-12-03 02:00Z', 'Loket Satu', 'Loket,2025-12-03 02:00Z,-,2025-12-03 01:00Z,-'),
  row('D', '2025-12-03 02:00Z', 'Loket Satu', 'Loket,-,-,2025-12-02 23:59-05:00,-'),
  row('E', '2025-12-03 02:00Z', 'Loket Satu', 'Loket,soon,later,-,-'),
  row('F', '2025-12-03 02:00Z', `Loket \u0000`),
  `G,,-,2025-12-03 02:00Z,-,${'x'.repeat(201)},-,-,-,-,-,${'y'.repeat(300)},`,
);
const REASONS = [
  'line 3: no case',
  'line 4: "waktu": unreadable time',
  'line 5: "waktu": unreadable time',
  'line 7: no time',
  'line 8: "waktu": in the future',
  'line 9: 4 fields, the header has 13',
  'line 10: "kantor": no code can be made of it',
  'line 11: "kantor": its code is that of another value of the file',
  'line 13: the case ends on an earlier day than it starts',
  'line 14: "masuk": unreadable time; "tenggat": unreadable time',
  'line 15: "kantor": control character',
  'line 16: no activity; "petugas": longer than 200 characters; ' +
    'the subject: longer than 300 characters',
];

describe('bad lines', () => {
  it('stop the import before anything is recorded, each with its number and reason', async () => {
    const said: string[] = [];
    const file = city.file('bad.csv', BAD);
    const before = (await city.events()).length;
    const refused = city.import(file, mapping, {}, said);
    await expect(refused).rejects.toThrow('nothing was recorded; bad lines in the file: 12');
    expect(said.filter((sentence) => sentence.startsWith('line'))).toEqual(REASONS);
    expect(await city.events()).toHaveLength(before);
  });

  it('are left out and reported on demand, and the rest is imported', async () => {
    const reportFile = city.file('skipped.csv', 'of an earlier run');
    const options = { skipBadLines: true, reportFile };
    const { report } = await city.import(city.file('bad.csv', BAD), mapping, options);
    expect(report).toMatchObject({ rows: 2, cases: 2, skippedLines: 12 });
    const events = await city.events();
    expect(cases(events).map((one) => one.map(told))).toEqual([
      ['2 InformationRequestReceived', '2 HistoricActivityRecorded@LOKET-SATU>LOKET-SATU'],
      [
        ...['12 InformationRequestReceived', '12 InformationRequestClosed'],
        '12 HistoricActivityRecorded@LOKET-SATU',
      ],
    ]);
    const written = readFileSync(reportFile, 'utf8').trimEnd().split('\n');
    expect(written).toHaveLength(13);
    expect(written[0]).toBe('line,reason');
    expect(written[2]).toBe('4,"""waktu"": unreadable time"');
  });

  it('are those of an unknown office or channel where the mapping does not provide', async () => {
    const said: string[] = [];
    const { defaultChannel: _, ...strict } = { ...mapping, openOffices: false } as {
      defaultChannel?: string;
    };
    const receivingOffice = 'DINKES';
    await expect(city.import(csv, { ...strict, receivingOffice }, {}, said)).rejects.toBeInstanceOf(
      ImportRefused,
    );
    expect(said).toContain('line 2: "kantor": unknown office');
    expect(said).toContain('line 8: "kanal": no channel has this value');
    await expect(city.import(csv, strict)).rejects.toThrow('receivingOffice');
  });
});

describe('a file or mapping that cannot be used', () => {
  const refusal = async (text: string | Buffer, changed: object = {}): Promise<string> => {
    const file = city.file('odd.csv', text);
    return city.import(file, { ...mapping, ...changed }).then(
      () => 'imported',
      (error: unknown) => (error instanceof ImportRefused ? error.message : String(error)),
    );
  };

  it('is refused with the reason', async () => {
    expect(await refusal('')).toContain('is empty');
    expect(await refusal('nomor,waktu,waktu\n')).toContain('"waktu" is there twice');
    expect(await refusal(lines(row('A', '2025-12-01'), '"B,'))).toContain('line 3: a quotation');
    expect(await refusal(register, { track: 'PRESS' })).toContain('at track');
    expect(await refusal(register, { chanels: {} })).toContain('chanels');
    expect(await refusal(register, { receivingOffice: 'dinkes' })).toContain('at receivingOffice');
    const latin1 = Buffer.from(lines(row('A\u00e9', '2025-12-01')), 'latin1');
    expect(await refusal(latin1)).toContain('bad lines in the file: 1');
    await expect(city.import('none.csv', mapping)).rejects.toThrow('cannot read none.csv');
    await expect(city.import(csv, 'none.json')).rejects.toThrow('cannot read the mapping');
  });

  it('may come from a spreadsheet: byte mark, semicolons, Windows line ends', async () => {
    const text = `\u{FEFF}${lines(row('A', '2025-12-01'))}`
      .replaceAll(',', ';')
      .replaceAll('\n', '\r\n');
    expect(await refusal(text, { delimiter: ';' })).toBe('imported');
    const [receipt] = cases(await city.events())[0]!;
    expect(receipt!.event.occurredAt).toBe('2025-11-30T17:00:00.000Z');
  });
});
