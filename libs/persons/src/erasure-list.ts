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

/** @throws Error for a list that is absent, or a line that is none: a key could be forgotten */
export function readErasureList(file: string): ListedErasure[] {
  return linesOf(readFileSync(file, 'utf8')).map((text, i) => {
    try {
      return line.parse(JSON.parse(text)) as ListedErasure;
    } catch {
      throw new Error(`${file}: line ${i + 1} is not an erasure`);
    }
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
      const text = readFileSync(list, 'utf8');
      const whole = linesOf(text);
      // A line that a crash cut off was never acted on.
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

const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

function flush(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
