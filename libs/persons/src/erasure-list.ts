import {
  closeSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { ErasureId, Instant, KeyId } from '#kernel';

const line = z.strictObject({
  logId: z.string().min(1),
  erasureId: z.uuid(),
  keyIds: z.array(z.uuid()),
  at: z.string().min(1),
});

/** One erasure as the list outside the data folder keeps it, for whoever restores a backup. */
export type ListedErasure = {
  logId: string;
  erasureId: ErasureId;
  keyIds: KeyId[];
  at: Instant;
};

/**
 * The last line counts without its newline too, which copying or an editor can lose.
 * @throws Error for a list that is absent, or a line that is none: a key could be forgotten
 */
export function readErasureList(file: string): ListedErasure[] {
  const { whole, rest } = linesOf(readFileSync(file, 'utf8'));
  return [...whole, ...(rest === '' ? [] : [rest])].map((text, i) => {
    const listed = parsed(text);
    if (listed === undefined) throw new Error(`${file}: line ${i + 1} is not an erasure`);
    return listed;
  });
}

/**
 * Written before a key is destroyed: what is not in this list comes back with an older backup.
 * JSON lines, each durable when `note` returns.
 */
export class ErasureList {
  readonly #file: string;
  readonly #logId: string;

  constructor(file: string, logId: string) {
    this.#file = file;
    this.#logId = logId;
  }

  /** Makes the file where there is none. @throws Error when it cannot be written */
  prepare(): void {
    closeSync(this.#open());
  }

  /** Once for each erasure. @throws Error when the file cannot be written */
  note({ erasureId, keyIds, at }: Omit<ListedErasure, 'logId'>): void {
    const list = this.#open();
    try {
      const { whole, rest } = linesOf(readFileSync(list, 'utf8'));
      if (parsed(rest) !== undefined) {
        whole.push(rest);
        writeSync(list, '\n');
      }
      // What else is left of a line a crash cut off, and it was never acted on.
      ftruncateSync(list, Buffer.byteLength(whole.map((each) => `${each}\n`).join('')));
      if (!whole.some((each) => each.includes(erasureId))) {
        writeSync(list, `${JSON.stringify({ logId: this.#logId, erasureId, keyIds, at })}\n`);
      }
      fsyncSync(list);
    } finally {
      closeSync(list);
    }
    flush(dirname(this.#file));
  }

  #open(): number {
    mkdirSync(dirname(this.#file), { recursive: true });
    return openSync(this.#file, 'a+');
  }
}

function linesOf(text: string): { whole: string[]; rest: string } {
  const whole = text.split('\n');
  return { rest: whole.pop() ?? '', whole };
}

function parsed(text: string): ListedErasure | undefined {
  try {
    return line.parse(JSON.parse(text)) as ListedErasure;
  } catch {
    return undefined;
  }
}

function flush(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
