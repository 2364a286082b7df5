import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BackupRefused } from './backup-refused.ts';
import type { Copied } from './copying.ts';

// Stored formats: backups outlive the program that made them. Add, never change.
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PATHS = {
  log: new RegExp(`^(?:events\\.sqlite|attachments/[0-9a-f]{2}/[0-9a-f]{2}/${UUID})$`),
  vault: /^(?:vault\.sqlite|accounts\.sqlite|demo-master\.key)$/,
};

const common = (part: Part) => ({
  format: z.literal(1),
  part: z.literal(part),
  logId: z.uuid(),
  /** When its copying began. */
  at: z.iso.datetime(),
  files: z.array(
    z.strictObject({
      path: z.string().regex(PATHS[part]),
      bytes: z.int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

const manifests = {
  log: z.strictObject({
    ...common('log'),
    city: z.string(),
    events: z.int().min(1),
    position: z.string(),
    eventId: z.uuid(),
  }),
  vault: z.strictObject({ ...common('vault'), keys: z.int().min(1) }),
};

export type Part = 'log' | 'vault';
export type Manifest<P extends Part> = z.infer<(typeof manifests)[P]>;
export type BackedUp = { path: string } & Copied;

const NAME = 'manifest.json';

/** Written last: a folder without it is no backup. */
export async function writeManifest<P extends Part>(
  folder: string,
  manifest: Manifest<P>,
): Promise<void> {
  const file = await open(join(folder, NAME), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws BackupRefused when the folder is not this part of a finished backup. */
export function readManifest<P extends Part>(folder: string, part: P): Manifest<P> {
  const file = join(folder, NAME);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BackupRefused(`${folder} is no finished backup: ${String(error)}`);
  }
  try {
    return manifests[part].parse(JSON.parse(text)) as Manifest<P>;
  } catch (error) {
    throw new BackupRefused(`${file} is not the manifest of a ${part}: ${String(error)}`);
  }
}
