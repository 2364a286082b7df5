import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { placeOfObject } from '#attachments';
import type { Instant } from '#kernel';
import { VaultIndex } from '#sealing';
import { placesIn } from '../../../api/src/config.ts';
import { BackupRefused } from './backup-refused.ts';
import { copyDatabase, copyFile, flushFolders, refuseUnlessEmpty } from './copying.ts';
import { contentsOf } from './log-contents.ts';
import type { LogContents } from './log-contents.ts';
import { lostObjects, pathOfObject } from './lost-objects.ts';
import { writeManifest } from './manifest.ts';
import type { BackedUp, Part } from './manifest.ts';

export type BackupOf = {
  dataDir: string;
  to: string;
  parts: readonly Part[];
  now: () => Instant;
  say(message: string): void;
};

/**
 * Copies a city beside its running API, in this order: log, files, vault. A key is durable in the
 * vault, and an object in its folder, before an event names it; both only ever go by an erasure,
 * which destroys the key first. So a vault that was copied after the log holds every key that this
 * log names, but for those that were destroyed meanwhile, and it says which; an object that was
 * copied before the key went is one that nobody can open, and one that was gone already has no
 * key in a vault that is copied later. The other way round the log could name keys that the vault
 * does not have, and an object could be missing whose key is there. An erasure after the copy of
 * the vault stands in the list outside the data folder, which a restore carries out again.
 * @returns whether everything is there that the log names.
 * @throws BackupRefused before or while it copies: then there is no manifest.
 */
export async function backUp({ dataDir, to, parts, now, say }: BackupOf): Promise<boolean> {
  if (`${to}${sep}`.startsWith(`${dataDir}${sep}`)) {
    throw new BackupRefused(`${to} lies in the data folder, and would be lost with it`);
  }
  await refuseUnlessEmpty(to);
  const places = placesIn(dataDir);
  for (const file of [join(places.log, 'events.sqlite'), places.vault]) {
    if (!existsSync(file)) throw new BackupRefused(`there is no city in ${dataDir}: no ${file}`);
  }
  const log = parts.includes('log') ? await copyLog(places, join(to, 'log'), now()) : undefined;
  if (log !== undefined) {
    const { events, last } = log.contents;
    say(`log: ${events} events, ${log.files.length - 1} files, to position ${last.position}`);
  }
  if (!parts.includes('vault')) return true;
  const vault = await copyVault(places, join(to, 'vault'), now());
  try {
    say(`vault: ${vault.size} keys`);
    return log === undefined || isCovered(log, vault, say);
  } finally {
    vault.close();
  }
}

type Places = ReturnType<typeof placesIn>;
type CopiedLog = { contents: LogContents; files: BackedUp[] };

async function copyLog(places: Places, to: string, at: Instant): Promise<CopiedLog> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const files = [await databaseAt(join(places.log, 'events.sqlite'), to)];
  const contents = await contentsOf(to);
  for (const id of contents.attachments.keys()) {
    const path = pathOfObject(id);
    const copied = await copyFile(join(places.attachments, placeOfObject(id)), join(to, path));
    if (copied !== undefined) files.push({ path, ...copied });
  }
  const { identity, events, last } = contents;
  const { logId, city } = identity;
  const { position, id: eventId } = last;
  const told = { logId, city, at, events, position, eventId, files };
  await writeManifest<'log'>(to, { format: 1, part: 'log', ...told });
  await flushFolders(to);
  return { contents, files };
}

async function copyVault(places: Places, to: string, at: Instant): Promise<VaultIndex> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const files = [await databaseAt(places.vault, to), await databaseAt(places.accounts, to)];
  const demoKey = basename(places.demoKey);
  const demo = await copyFile(places.demoKey, join(to, demoKey));
  if (demo !== undefined) files.push({ path: demoKey, ...demo });
  const vault = new VaultIndex(join(to, basename(places.vault)));
  const { logId, size: keys } = vault;
  if (logId === undefined) throw new BackupRefused('the vault was never tied to a log');
  await writeManifest<'vault'>(to, { format: 1, part: 'vault', logId, at, keys, files });
  await flushFolders(to);
  return vault;
}

async function databaseAt(file: string, folder: string): Promise<BackedUp> {
  const path = basename(file);
  return { path, ...(await copyDatabase(file, join(folder, path))) };
}

/** What is lost already in the city itself is told now, not when it is restored. */
function isCovered(
  { contents, files }: CopiedLog,
  vault: VaultIndex,
  say: (message: string) => void,
): boolean {
  const { identity, keys } = contents;
  if (vault.logId !== identity.logId) {
    throw new BackupRefused(`the vault belongs to log ${vault.logId}, not to ${identity.logId}`);
  }
  const lost = [...keys].filter((key) => vault.stateOf(key) === 'UNKNOWN').length;
  const objects = lostObjects(contents, files, (keyId) => vault.stateOf(keyId) === 'HELD');
  if (lost > 0) say(`the vault lacks ${lost} keys that the log names`);
  for (const line of objects) say(line);
  return lost + objects.length === 0;
}
