import { Readable } from 'node:stream';
import { HttpException } from '@nestjs/common';
import { Examination } from './examination.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The type that is found when the file comes in pieces, or the status of the refusal. */
async function typeOf(file: Buffer | string, name = 'surat', size = 1_000): Promise<unknown> {
  const bytes = Buffer.from(file);
  const examination = new Examination();
  await Readable.from(examination.passing(pieces(bytes, size))).toArray();
  expect(examination.bytes).toBe(bytes.length);
  try {
    return await examination.mediaTypeOf(pieces(bytes, size), name);
  } catch (error) {
    return (error as HttpException).getStatus();
  }
}

/** A zip whose entries are stored as they are. */
function zipOf(entries: [name: string, content: string | Buffer][]): Buffer {
  let offset = 0;
  const parts = entries.map(([name, content]) => {
    const body = Buffer.from(content);
    const entry = Buffer.alloc(26);
    entry.writeUInt16LE(20, 0);
    entry.writeUInt32LE(body.length, 14);
    entry.writeUInt32LE(body.length, 18);
    entry.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), entry, Buffer.from(name), body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    offset += local.length;
    const head = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), entry, tail, Buffer.from(name)]);
    return { local, head };
  });
  const heads = Buffer.concat(parts.map(({ head }) => head));
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(heads.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts.map(({ local }) => local), heads, end]);
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const ODF = 'application/vnd.oasis.opendocument';
const big: [string, Buffer] = ['media/image1.bin', Buffer.alloc(200_000, 7)];
const office = (folder: string, type: string, last = false): Buffer => {
  const part = `<Override PartName="/${folder}/main.xml" ContentType="${type}.main+xml"/>`;
  const types = `<Types>${part}</Types>`;
  const content: [string, string] = ['[Content_Types].xml', types];
  const rest: [string, string | Buffer][] = [
    ['_rels/.rels', '<r/>'],
    big,
    [`${folder}/main.xml`, ''],
  ];
  return zipOf(last ? [...rest, content] : [content, ...rest]);
};
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJg' +
    'gg==',
  'base64',
);
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb004300', 'hex');
const webp = Buffer.concat([Buffer.from('RIFF\x24\0\0\0WEBPVP8 '), Buffer.alloc(40)]);

describe('the type of a file', () => {
  it('is found in its content', async () => {
    expect(await typeOf('%PDF-1.7\n')).toBe('application/pdf');
    expect(await typeOf(png)).toBe('image/png');
    expect(await typeOf(jpeg)).toBe('image/jpeg');
    expect(await typeOf(webp)).toBe('image/webp');
    for (const type of ['text', 'spreadsheet', 'presentation']) {
      const mimetype = `${ODF}.${type}`;
      const file = zipOf([['mimetype', mimetype], big, ['content.xml', '<c/>']]);
      expect(await typeOf(file)).toBe(mimetype);
    }
    for (const [folder, type] of [
      ['word', 'wordprocessingml.document'],
      ['xl', 'spreadsheetml.sheet'],
      ['ppt', 'presentationml.presentation'],
    ] as const) {
      expect(await typeOf(office(folder, `${OOXML}.${type}`))).toBe(`${OOXML}.${type}`);
      expect(await typeOf(office(folder, `${OOXML}.${type}`, true))).toBe(`${OOXML}.${type}`);
    }
  });

  it('is text where it is nothing else and valid UTF-8', async () => {
    const text = 'Mohon rincian anggaran — ᮞᮥᮔ᮪ᮓ 🙂\r\n\tterlampir.\n';
    for (const size of [1, 3, 1_000]) expect(await typeOf(text, 'a.txt', size)).toBe('text/plain');
    expect(await typeOf(`\ufeff${text}`, 'a.csv')).toBe('text/csv');
    expect(await typeOf('BMKG melaporkan hujan lebat.')).toBe('text/plain');
    expect(await typeOf('<svg xmlns="http://www.w3.org/2000/svg"></svg>')).toBe('text/plain');
  });

  it('is refused where it is none of those allowed', async () => {
    for (const file of [
      Buffer.from('caf\xe9', 'latin1'),
      Buffer.from([0xc3]),
      Buffer.from([0xed, 0xa0, 0x80]),
      'a\u0000b',
      'a\u001bb',
      'a\u0085b',
      'GIF89a\u0001\u0000\u0001\u0000\u0000',
      Buffer.concat([Buffer.from('ID3\x03'), Buffer.alloc(200)]),
      Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), Buffer.alloc(100)]),
      office('word', 'application/vnd.ms-word.document.macroEnabled'),
      zipOf([['surat.txt', 'isi']]),
    ]) {
      expect(await typeOf(file)).toBe(415);
    }
  });
});

describe('a file', () => {
  it('has its SHA-256, and no more than 25 MB', async () => {
    const examination = new Examination();
    await Readable.from(examination.passing(pieces(Buffer.from('abc'), 2))).toArray();
    expect(examination.sha256()).toMatch(/^ba7816bf8f01cfea414140de5dae2223b00361a3/);
    const mb = 1024 * 1024;
    const over = new Examination().passing(pieces(Buffer.alloc(25 * mb + 1), mb));
    let passed = 0;
    const reading = async (): Promise<void> => {
      for await (const piece of over) passed += piece.length;
    };
    await expect(reading()).rejects.toThrow(HttpException);
    expect(passed).toBe(25 * mb);
  });
});
