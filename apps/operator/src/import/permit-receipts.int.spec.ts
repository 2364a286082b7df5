import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TemporaryCity, cases, happenedBy, isOpen, officesOf } from './testing/temporary-city.ts';
import type { Logged } from './testing/temporary-city.ts';

const fromRoot = (path: string): string =>
  fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const NAME = 'permit-receipts-2010-2012.csv';
const file = process.env['SIMPUL_PERMIT_RECEIPTS'] ?? fromRoot(`../shared/data/register/${NAME}`);
const mapping = fromRoot('examples/import/permit-receipts.mapping.json');

type Open = { open: number; byOffice: Record<string, number> };

describe('the permit receipts of 2010 to 2012', () => {
  if (!existsSync(file)) {
    it(`are left out: ${NAME} is not here, nothing is claimed about it`, () => {
      process.stderr.write(`LEFT OUT: ${file} is not there; the specs of that file did not run\n`);
    });
    return;
  }
  const city = new TemporaryCity();
  let events: Logged[] = [];

  beforeAll(async () => {
    await city.open();
    await city.import(file, mapping);
    events = await city.events();
  });
  afterAll(() => city.close());

  it('make 1,434 requests, and every row is exactly one event', () => {
    expect(cases(events)).toHaveLength(1_434);
    const rows = events.filter(
      ({ event: { type } }) =>
        type === 'HistoricActivityRecorded' || type === 'CorrespondenceRecorded',
    );
    const lines = rows.map(({ metadata }) => metadata.source?.line);
    expect(lines.sort((a = 0, b = 0) => a - b)).toEqual(registerOf(file).map(({ line }) => line));
    expect(lines).toHaveLength(8_577);
    const others = cases(events).flat().length - rows.length;
    expect(others).toBe(1_434 + new Set(registerOf(file).flatMap(endedCase)).size);
  });

  it('show who had what on 30 June 2011', () => {
    expect(openInLog(events, '2011-06-30T00:00:00.000Z')).toEqual({
      open: 231,
      byOffice: { 'GROUP-1': 82, 'GROUP-2': 38, 'GROUP-4': 4, nobody: 107 },
    });
  });

  it('show who had what at any other instant, as the file itself says', () => {
    const rows = registerOf(file);
    const months = Array.from({ length: 17 }, (_, n) => Date.UTC(2010, 9 + n, 1));
    const moments = rows.filter((_, n) => n % 431 === 0).flatMap(({ at, end }) => [at, end ?? at]);
    for (const instant of [...months, ...moments, ...moments.map((at) => at - 1)]) {
      const iso = new Date(instant).toISOString();
      expect({ iso, ...openInLog(events, iso) }).toEqual({ iso, ...openInFile(rows, instant) });
    }
  });

  it('record nothing when they are imported again', async () => {
    const { report } = await city.import(file, mapping);
    expect(report).toMatchObject({ recorded: { events: 0, offices: 0 }, changes: 0 });
    expect(await city.events()).toHaveLength(events.length);
  });
});

function openInLog(events: readonly Logged[], instant: string): Open {
  const open = cases(events)
    .map((one) => happenedBy(one, instant))
    .filter(isOpen);
  return counted(open.flatMap((request) => officesOf(request)[0] ?? 'nobody'));
}

function counted(offices: string[]): Open {
  const groups = Object.entries(Object.groupBy(offices, (office) => office));
  const byOffice = Object.fromEntries(groups.map(([office, of]) => [office, of?.length ?? 0]));
  return { open: offices.length, byOffice };
}

type Line = { line: number; id: string; at: number; start: number; end?: number; office: string };

/** Read anew, without anything of the import: the file has no quotation marks. */
function registerOf(path: string): Line[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const names = header.split(',');
  return lines.map((text, index) => {
    const cells = text.split(',');
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    const time = (name: string): number => Date.parse(cell(name).replace(' ', 'T'));
    return {
      line: index + 2,
      id: cell('case:concept:name'),
      at: time('time:timestamp'),
      start: time('case:startdate'),
      ...(cell('case:enddate') === '' ? {} : { end: time('case:enddate') }),
      office: cell('org:group'),
    };
  });
}

const endedCase = ({ id, end }: Line): string[] => (end === undefined ? [] : [id]);

/** Open: begun and not ended; with the office of the last row until then. */
function openInFile(rows: readonly Line[], instant: number): Open {
  const offices = [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((of) => {
    const [{ start, end }] = of as [Line];
    if (start > instant || (end !== undefined && end <= instant)) return [];
    const past = of.filter(({ at }) => at <= instant).sort((a, b) => a.at - b.at);
    const office = past.at(-1)?.office ?? 'EMPTY';
    return [office === 'EMPTY' ? 'nobody' : office.toUpperCase().replace(' ', '-')];
  });
  return counted(offices);
}
