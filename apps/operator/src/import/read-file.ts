import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { ImportRefused } from './import-refused.ts';

/** A longer one is taken for a quotation mark that is never closed. */
const LONGEST_RECORD = 1_000_000;
const BREAK = /\r\n|\n|\r/g;

export type Line = { fields: string[]; line: number };

/**
 * Hands on every record with the number of the line in the file that it begins on.
 * @returns the file's SHA-256.
 * @throws ImportRefused when the file is unreadable or its quotation marks are.
 */
export async function readFile(
  path: string,
  delimiter: string,
  take: (line: Line) => void,
): Promise<string> {
  const hash = createHash('sha256');
  let next = 1;
  try {
    await pipeline(
      createReadStream(path),
      async function* hashing(chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      parse({
        ...{ bom: true, delimiter, raw: true, max_record_size: LONGEST_RECORD },
        ...{ skip_empty_lines: true, relax_column_count: true, relax_quotes: true },
        record_delimiter: ['\r\n', '\n', '\r'],
      }),
      async (records: AsyncIterable<{ record: string[]; raw: string }>) => {
        for await (const { record, raw } of records) {
          // `raw` begins with the empty lines before the record.
          const content = raw.replace(/^[\r\n]+/, '');
          next += breaksIn(raw) - breaksIn(content);
          take({ fields: record, line: next });
          next += breaksIn(content);
        }
      },
    );
  } catch (error) {
    throw refused(error, path, next);
  }
  return hash.digest('hex');
}

const breaksIn = (text: string): number => text.match(BREAK)?.length ?? 0;

function refused(error: unknown, path: string, line: number): unknown {
  if (error instanceof CsvError) {
    return new ImportRefused(
      `line ${line}: a quotation mark is opened and never closed; nothing was recorded, ` +
        'because the lines after it cannot be told apart',
      1,
    );
  }
  const { syscall, message } = error as NodeJS.ErrnoException;
  return syscall === undefined ? error : new ImportRefused(`cannot read ${path}: ${message}`);
}
