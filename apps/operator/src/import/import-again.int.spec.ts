import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AssignmentId, CommandId, RequestId } from '#kernel';
import { StoreUnavailable, Transact, entityIdOf, freshId } from '#event-store';
import type { EventStore } from '#event-store';
import { informationRequest, requestCodec } from '#information-requests';
import type { InformationRequestEvent, RequestCommand } from '#information-requests';
import type { ImportReport } from './import-register.ts';
import { TemporaryCity, cases, happenedBy, officesOf } from './testing/temporary-city.ts';
import type { Logged } from './testing/temporary-city.ts';

const example = (name: string): string =>
  fileURLToPath(new URL(`../../../../examples/import/${name}`, import.meta.url));
const example1 = readFileSync(example('small-register.csv'), 'utf8');
const mappingFile = example('small-register.mapping.json');

const HEADER = 'nomor,kegiatan,waktu,kantor,petugas,masuk,tenggat,selesai,pemohon';
const mapping = {
  source: 'Buku izin',
  columns: {
    ...{ case: 'nomor', activity: 'kegiatan', time: 'waktu', office: 'kantor' },
    ...{ person: 'petugas', caseStart: 'masuk', caseDue: 'tenggat', caseEnd: 'selesai' },
    requester: 'pemohon',
  },
  ...{ track: 'STATUTORY', subject: 'Izin {nomor}', defaultChannel: 'LETTER' },
  ...{ openOffices: true, receivingOffice: 'LOKET' },
  activities: {
    Surat: { event: 'CorrespondenceRecorded', kind: 'OTHER', way: 'POST' },
    Selesai: { event: 'InformationRequestClosed' },
  },
};

type Told = { activity: string; at: string; office?: string; end?: string; person?: string };
const told = ({ activity, at, office = 'Loket', end = '', person = 'Rina' }: Told): string =>
  `A-1,${activity},2025-11-${at},${office},${person},2025-11-03,2025-11-17,${end},Budi`;

let city: TemporaryCity;

beforeEach(async () => {
  city = await new TemporaryCity().open();
});
afterEach(() => city.close());

async function importRows(...rows: string[]): Promise<ImportReport & { said: string[] }> {
  const file = city.file('register.csv', [HEADER, ...rows, ''].join('\n'));
  const { report, said } = await city.import(file, mapping);
  return { ...report, said: said.filter((sentence) => sentence.includes('left as it was')) };
}

const theCase = async (): Promise<Logged[]> => cases(await city.events())[0]!;

const happened = ({ event: { type, data }, metadata }: Logged): string => {
  const { activity = '', handover } = data as { activity?: string; handover?: object };
  return [metadata.source?.line, type, activity, handover && 'moves'].filter(Boolean).join(' ');
};

describe('a register that is imported again', () => {
  it('records nothing when it is the same', async () => {
    const csv = example('small-register.csv');
    await city.import(csv, mappingFile);
    const before = await city.events();
    city.now = '2026-04-01T00:00:00.000Z' as typeof city.now;
    const { report } = await city.import(csv, mappingFile);
    expect(report.recorded).toEqual({ offices: 0, persons: 0, requests: 0, events: 0 });
    expect(await city.events()).toEqual(before);
  });

  it('knows its rows with other persons, offsets, unmapped columns, in another order', async () => {
    const [header, ...rows] = example1.trimEnd().replace('\nsatu', ' satu').split('\n');
    await city.import(example('small-register.csv'), mappingFile);
    const before = await city.events();
    const moved = rows
      .filter(Boolean)
      .reverse()
      .map((row) => row.replace('Joko Misal', 'Lain').concat('!'));
    const text = [header, ...moved]
      .join('\n')
      .replaceAll('2025-11-06T03:20:00Z', '2025-11-06 10:20');
    const { report } = await city.import(city.file('again.csv', text), mappingFile);
    expect(report).toMatchObject({ recorded: { events: 0 }, changes: 0 });
    expect(await city.events()).toEqual(before);
  });

  it('brings only what is new, and goes on with the office that has it', async () => {
    const first = told({ activity: 'Telaah', at: '03 09:00' });
    await importRows(first);
    const more = [
      ...[first, first, told({ activity: 'Telaah', at: '04 09:00' })],
      told({ activity: 'Telaah', at: '05 09:00', office: 'Bidang' }),
    ];
    expect((await importRows(...more)).recorded).toMatchObject({ offices: 1, events: 3 });
    const events = await theCase();
    expect(events.map(happened)).toEqual([
      ...['2 InformationRequestReceived', '2 HistoricActivityRecorded Telaah moves'],
      ...['3 HistoricActivityRecorded Telaah moves', '4 HistoricActivityRecorded Telaah moves'],
      '5 HistoricActivityRecorded Telaah moves',
    ]);
    const { assignments } = happenedBy(events)!;
    expect(Object.values(assignments)).toMatchObject([
      { office: 'LOKET', state: 'REASSIGNED' },
      { office: 'BIDANG', state: 'ASSIGNED' },
    ]);
    const end = '2025-11-05 10:00';
    const closed = [...more, told({ activity: 'Arsip', at: '06 09:00', end })];
    expect((await importRows(...closed)).recorded.events).toBe(2);
    expect((await theCase()).slice(5).map(happened)).toEqual([
      ...['2 InformationRequestClosed', '6 HistoricActivityRecorded Arsip'],
    ]);
  });

  it('keeps the present when a row of the past comes late', async () => {
    const late = told({ activity: 'Telaah', at: '04 09:00', office: 'Arsip' });
    const [before, after] = [
      told({ activity: 'Telaah', at: '03 09:00' }),
      told({ activity: 'Telaah', at: '05 09:00', office: 'Bidang' }),
    ];
    await importRows(before, after);
    await importRows(before, late, after);
    await importRows(late.replace('Telaah', 'Ukur'));
    await importRows(before, late.replace('04 09:00', '05 09:00'), after);
    const events = await theCase();
    expect(events.slice(3).map(happened)).toEqual([
      '3 HistoricActivityRecorded Telaah',
      '2 HistoricActivityRecorded Ukur',
      '3 HistoricActivityRecorded Telaah',
    ]);
    expect(officesOf(happenedBy(events)!)).toEqual(['BIDANG']);
  });

  it('gives an office that gets it back a new assignment', async () => {
    const one = told({ activity: 'Telaah', at: '03 09:00' });
    const none = told({ activity: 'Menunggu', at: '04 09:00', office: '' });
    const again = told({ activity: 'Telaah', at: '05 09:00' });
    await importRows(one, none);
    expect(officesOf(happenedBy(await theCase())!)).toEqual([]);
    await importRows(one, none, again);
    expect(Object.values(happenedBy(await theCase())!.assignments)).toMatchObject([
      { office: 'LOKET', state: 'SETTLED' },
      { office: 'LOKET', state: 'ASSIGNED' },
    ]);
    await importRows(...[one, none, again].map((row) => row.replace('A-1', 'A-2')));
    const [, second] = cases(await city.events());
    expect(officesOf(happenedBy(second!)!)).toEqual(['LOKET']);
  });

  it('has one closing: the first row that closes it, or what its column says', async () => {
    const rows = [
      told({ activity: 'Selesai', at: '04 09:00' }),
      told({ activity: 'Telaah', at: '04 09:00' }),
      told({ activity: 'Selesai', at: '06 09:00' }),
    ];
    await importRows(...rows);
    const events = (await theCase()).map(happened);
    expect(events.slice(1)).toEqual([
      ...['2 InformationRequestClosed Selesai', '3 HistoricActivityRecorded Telaah'],
      '4 HistoricActivityRecorded Selesai',
    ]);
    const ended = rows.map((row) => row.replace(',2025-11-17,', ',2025-11-17,2025-11-07'));
    const { recorded, said } = await importRows(...ended);
    expect(recorded.events).toBe(0);
    expect(said).toEqual([expect.stringContaining('line 2: another end')]);
  });

  it('reports another start or due and leaves them as they were', async () => {
    const row = told({ activity: 'Telaah', at: '03 09:00' });
    await importRows(row);
    const { recorded, changes, said } = await importRows(
      row.replace(',2025-11-03,', ',2025-11-02,').replace('2025-11-17', '2025-11-19'),
    );
    expect({ events: recorded.events, changes }).toEqual({ events: 0, changes: 2 });
    expect(said.map((sentence) => sentence.slice(0, 22))).toEqual([
      ...['line 2: another start ', 'line 2: another due th'],
    ]);
    expect(said.join()).not.toContain('A-1');
    expect((await theCase())[0]!.event.occurredAt).toBe('2025-11-02T17:00:00.000Z');
  });
});

describe('a case that somebody went on with', () => {
  it('takes normal commands, and later rows of the file are history', async () => {
    const row = told({ activity: 'Telaah', at: '03 09:00' });
    await importRows(row);
    const [receipt] = await theCase();
    const id = entityIdOf(receipt!.stream) as RequestId;
    const [assignmentId] = Object.keys(happenedBy(await theCase())!.assignments);
    const done = await send(id, {
      ...{ type: 'AcceptAssignment', assignmentId: assignmentId as AssignmentId },
      ...{ at: city.now, now: city.now },
    });
    expect(done).toBe('recorded');
    const before = happenedBy(await theCase());
    const end = '2025-11-06 09:00';
    const rows = [
      ...[row, told({ activity: 'Telaah', at: '04 09:00', office: 'Bidang', end })],
      told({ activity: 'Surat', at: '05 09:00', office: '', end }),
    ];
    expect((await importRows(...rows)).recorded.events).toBe(3);
    const events = await theCase();
    expect(events.slice(3).map(happened)).toEqual([
      ...['3 HistoricActivityRecorded Telaah', '4 HistoricActivityRecorded Surat'],
      '2 HistoricActivityRecorded selesai',
    ]);
    expect(happenedBy(events)).toEqual(before);
    expect((await importRows(...rows)).recorded.events).toBe(0);
  });

  async function send(id: RequestId, command: RequestCommand): Promise<string> {
    const { store, vault, logKey } = city;
    const seal = vault.seal.bind(vault);
    const sealer = { logKey, seal, ready: () => Promise.resolve() };
    const transact = new Transact(store, sealer, { now: () => city.now });
    const kind = {
      ...{ category: 'informationRequest', decider: informationRequest, codec: requestCodec },
    };
    const { outcome } = await transact.run(kind, id, command, {
      ...{ commandId: freshId<CommandId>(), correlationId: id },
      actor: { system: 'operator', name: 'spec' },
    });
    return outcome;
  }
});

describe('an import that dies', () => {
  it('is completed by the next one, wherever it died', async () => {
    const rows = Array.from({ length: 1_203 }, (_, n) => {
      const at = `${n < 1_200 ? '04' : '06'} 09:${String(n % 60).padStart(2, '0')}`;
      const office = ['Loket', '', 'Bidang'][Math.floor(n / 7) % 3]!;
      return told({ activity: `Langkah ${n % 11}`, at, office, end: '2025-11-05' });
    });
    const file = city.file('long.csv', [HEADER, ...rows, ''].join('\n'));
    const deaths: number[] = [];
    for (let appends = 0; deaths.length === appends; appends += 1) {
      await city
        .import(file, mapping, { store: dyingAfter(1, city.store) })
        .catch((error: unknown) => {
          if (!(error instanceof StoreUnavailable)) throw error;
          deaths.push(appends);
        });
    }
    // Two offices, the requester, and three pages of the case; the last run had nothing to do.
    expect(deaths).toEqual([0, 1, 2, 3, 4]);
    const events = await theCase();
    expect(events).toHaveLength(1 + 1_203 + 1);
    expect(new Set(events.slice(1).map(({ metadata }) => metadata.source?.line)).size).toBe(1_203);
    expect(await elsewhere(file)).toEqual(events.map(happenedWhole));
    const times = (await city.events()).map(({ metadata }) => metadata.recordedAt);
    expect(times).toEqual(times.toSorted());
  });

  /** The store as it stands, until the process is gone. */
  function dyingAfter(appends: number, store: EventStore): EventStore {
    let left = appends;
    const append: EventStore['append'] = (...of) => {
      left -= 1;
      return left < 0 ? Promise.reject(new StoreUnavailable('gone')) : store.append(...of);
    };
    return {
      append,
      readStream: store.readStream.bind(store),
      readAll: store.readAll.bind(store),
    } as unknown as EventStore;
  }

  async function elsewhere(file: string): Promise<unknown[]> {
    const other = await new TemporaryCity().open();
    await other.import(file, mapping);
    const events = cases(await other.events())[0]!.map(happenedWhole);
    await other.close();
    return events;
  }

  const happenedWhole = ({ event }: Logged): unknown => {
    const { data, id, occurredAt, type } = event;
    const { activity, office, handover } = data as Historic;
    return { id, occurredAt, type, activity, office, handover };
  };
  type Historic = Extract<InformationRequestEvent, { type: 'HistoricActivityRecorded' }>['data'];
});
