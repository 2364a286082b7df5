import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { isBlank } from '#kernel';
import { ATTACHMENT_LIMITS } from './codec.ts';
import { tooLarge } from './examination.ts';
import { badUpload, refusal } from './refusals.ts';

/** What a form says of its file. */
export type UploadFields = { persons: string[]; redactedVersionOf: string | undefined };

/** Takes the file while it comes. */
export type TakeFile = (file: Readable, name: string) => Promise<void>;

/** Boundaries and the other fields of a form. */
const AROUND_THE_FILE = 64 * 1024;

/**
 * Reads one form with one file, which may stand before its fields or after them.
 * @throws HttpException with what is wrong; then `take` is over, and the rest goes unread.
 */
export async function readUploadForm(
  request: IncomingMessage,
  take: TakeFile,
): Promise<UploadFields> {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > ATTACHMENT_LIMITS.bytes + AROUND_THE_FILE) throw tooLarge();
  const parser = parserOf(request);
  const fields: UploadFields = { persons: [], redactedVersionOf: undefined };
  let taken: Promise<void> | undefined;
  const read = new Promise<void>((resolve, reject) => {
    parser.on('file', (_part, file, { filename }) => {
      // Its end is told by `take`; without a listener an error would end the process.
      file.on('error', () => undefined);
      taken = taking(take, file, filename);
      taken.catch(reject);
    });
    parser.on('field', (name, value) => {
      if (!keep(fields, name, value)) reject(badUpload('not a field of an upload'));
    });
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
      parser.on(limit, () => reject(badUpload('one file, and at most 21 fields')));
    }
    parser.on('error', () => reject(badUpload('not a whole multipart form')));
    parser.on('close', resolve);
    request.on('close', () => {
      if (!request.complete) reject(badUpload('the upload was cut off'));
    });
    request.pipe(parser);
  });
  try {
    await read;
    await taken;
  } catch (error) {
    request.unpipe(parser).resume();
    parser.destroy();
    await taken?.catch(() => undefined);
    throw error;
  }
  if (taken === undefined) throw badUpload('a part with a file is expected');
  return fields;
}

/** What it throws is a rejection: nothing may be thrown into the parser. */
async function taking(take: TakeFile, file: Readable, name: string | undefined): Promise<void> {
  await take(file, nameIn(name));
}

function parserOf({ headers }: IncomingMessage): busboy.Busboy {
  if (!/^multipart\/form-data\s*;/i.test(headers['content-type'] ?? '')) {
    throw refusal(415, 'BAD_USER_INPUT', 'multipart/form-data is expected');
  }
  const fields = ATTACHMENT_LIMITS.persons + 1;
  const limits = { files: 1, fields, parts: fields + 2, fieldNameSize: 40, fieldSize: 100 };
  try {
    return busboy({ headers, defParamCharset: 'utf8', limits });
  } catch {
    throw badUpload('not a multipart form');
  }
}

function keep(fields: UploadFields, name: string, value: string): boolean {
  if (name === 'persons') fields.persons.push(value);
  else if (name === 'redactedVersionOf') fields.redactedVersionOf = value;
  else return false;
  return true;
}

/** @throws HttpException for a name that a clerk could not have given. */
function nameIn(filename: string | undefined): string {
  const name = (filename ?? '').normalize('NFC');
  const foreign = !name.isWellFormed() || /[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(name);
  if (foreign || isBlank(name) || [...name].length > ATTACHMENT_LIMITS.name) {
    throw badUpload(`a file has a name of at most ${ATTACHMENT_LIMITS.name} characters`);
  }
  return name;
}
