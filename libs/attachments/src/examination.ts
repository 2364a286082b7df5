import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { fileTypeFromTokenizer } from 'file-type';
import type { FileTypeResult } from 'file-type';
import { fromStream } from 'strtok3';
import { ATTACHMENT_LIMITS } from './codec.ts';
import { refusal } from './refusals.ts';

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';

/** What a file may be, by its content. */
const ALLOWED: Readonly<Record<string, string>> = {
  'application/pdf': 'PDF',
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/webp': 'WebP',
  [`${OOXML}.wordprocessingml.document`]: 'DOCX',
  [`${OOXML}.spreadsheetml.sheet`]: 'XLSX',
  [`${OOXML}.presentationml.presentation`]: 'PPTX',
  [`${ODF}.text`]: 'ODT',
  [`${ODF}.spreadsheet`]: 'ODS',
  [`${ODF}.presentation`]: 'ODP',
};

// Tab, line feed and carriage return are text; the other control characters are not.
// eslint-disable-next-line no-control-regex -- this is the rule that keeps them out
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

type Bytes = AsyncIterable<Buffer>;

/** What is found out about a file while it passes. */
export class Examination {
  bytes = 0;
  readonly #hash = createHash('sha256');
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #text = true;

  /** @throws HttpException when there is more of it than a file may have. */
  async *passing(file: Bytes): AsyncGenerator<Buffer> {
    for await (const chunk of file) {
      this.bytes += chunk.length;
      if (this.bytes > ATTACHMENT_LIMITS.bytes) throw tooLarge();
      this.#hash.update(chunk);
      this.#read(chunk);
      yield chunk;
    }
    this.#read(undefined);
  }

  /** Once the whole file has passed. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  /**
   * By content alone; whether a text is a table, nothing but its name can say.
   * @throws HttpException when it is none of those allowed.
   */
  async mediaTypeOf(file: Bytes, name: string): Promise<string> {
    const found = await typeOf(file, this.bytes);
    if (found !== undefined && found.mime in ALLOWED) return found.mime;
    // A text may begin like something else: "BMKG melaporkan" like a bitmap.
    if (this.#text) return /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
    const allowed = [...Object.values(ALLOWED), 'plain text and CSV in UTF-8'].join(', ');
    throw refusal(415, 'BAD_USER_INPUT', `the content of the file is none of: ${allowed}`);
  }

  #read(chunk: Buffer | undefined): void {
    if (!this.#text) return;
    try {
      this.#text = !CONTROL.test(this.#decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch {
      this.#text = false;
    }
  }
}

async function typeOf(file: Bytes, size: number): Promise<FileTypeResult | undefined> {
  const stream = Readable.from(file, { objectMode: false });
  try {
    return await fileTypeFromTokenizer(await fromStream(stream, { fileInfo: { size } }));
  } finally {
    // Mostly it has read the beginning only.
    stream.destroy();
  }
}

export function tooLarge(): Error {
  const limit = ATTACHMENT_LIMITS.bytes / 1024 / 1024;
  return refusal(413, 'BAD_USER_INPUT', `a file has at most ${limit} MB`);
}
