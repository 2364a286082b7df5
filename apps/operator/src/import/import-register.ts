import { writeFileSync } from 'node:fs';
import { ImportRefused } from './import-refused.ts';
import { readMapping } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { findOffices } from './offices.ts';
import { readFile } from './read-file.ts';
import { recordRegister } from './record-register.ts';
import type { Destination, Recorded } from './record-register.ts';
import { readRow, tableOf } from './row.ts';
import type { Table } from './row.ts';
import { Staging } from './staging.ts';

export type ImportOptions = Destination & {
  /** Path of the register. */
  csv: string;
  /** Path of the mapping, or the mapping itself. */
  mapping: unknown;
  /** Import the good lines; otherwise one bad line stops all. */
  skipBadLines?: boolean;
  /** Where the skipped lines are written, with their reasons. */
  reportFile?: string;
};

export type ImportReport = {
  source: string;
  /** SHA-256 of the file. */
  file: string;
  /** Good lines, and the cases they make. */
  rows: number;
  cases: number;
  skippedLines: number;
  /** What was new. */
  recorded: Recorded;
  /** Starts, dues and ends that differ from what the log holds; told, not recorded. */
  changes: number;
};

const LINES_BETWEEN_WORDS = 100_000;

/**
 * Brings a register from a CSV file into the log: one event a row, a receipt and a closing a case.
 * Running it again completes what was interrupted and records nothing twice.
 * @throws ImportRefused before anything of the file is recorded.
 */
export async function importRegister(options: ImportOptions): Promise<ImportReport> {
  const mapping = readMapping(options.mapping);
  const staging = new Staging();
  try {
    const file = await stage(staging, mapping, options);
    const offices = await findOffices(staging.offices(), mapping, options.store);
    for (const { value, reason } of offices.refused) staging.refuseOffice(value, reason);
    const { bad, rows, cases } = staging.settle();
    options.say(`${rows} good lines of ${cases} cases, ${bad} bad lines`);
    tellBadLines(staging, bad, options);
    const register = { mapping, offices, staging, file, cases };
    const { recorded, changes } = await recordRegister(register, options);
    return { source: mapping.source, file, rows, cases, skippedLines: bad, recorded, changes };
  } finally {
    staging.close();
  }
}

/** Sorts the lines into good and bad ones. @returns the file's SHA-256. */
async function stage(
  staging: Staging,
  mapping: Mapping,
  { csv, now, say }: ImportOptions,
): Promise<string> {
  let table: Table | undefined;
  let count = 0;
  const file = await readFile(csv, mapping.delimiter, ({ fields, line }) => {
    if (table === undefined) {
      table = tableOf(mapping, fields, now());
      return;
    }
    const row = readRow(fields, line, table);
    if (typeof row === 'string') staging.addBad(line, row);
    else staging.add(row);
    count += 1;
    if (count % LINES_BETWEEN_WORDS === 0) say(`${count} lines read`);
  });
  if (table === undefined) throw new ImportRefused(`${csv} is empty`);
  return file;
}

/** @throws ImportRefused unless there are none or they may be skipped. */
function tellBadLines(staging: Staging, count: number, options: ImportOptions): void {
  const { skipBadLines, reportFile, say } = options;
  const skips = skipBadLines === true;
  if (skips && reportFile !== undefined) writeFileSync(reportFile, 'line,reason\n');
  for (const { line, reason } of staging.badLines()) {
    say(`line ${line}: ${reason}`);
    if (skips && reportFile !== undefined) {
      writeFileSync(reportFile, `${line},"${reason.replaceAll('"', '""')}"\n`, { flag: 'a' });
    }
  }
  if (count > 0 && !skips) {
    throw new ImportRefused(`nothing was recorded; bad lines in the file: ${count}`, count);
  }
}
