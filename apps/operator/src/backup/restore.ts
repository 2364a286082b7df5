import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { placeOfObject } from '#attachments';
import type { KeyId } from '#kernel';
import { ErasureList } from '#persons';
import { Vault } from '#sealing';
import { ConfigRefused, erasureListOf, masterKeyOf, placesIn } from '../../../api/src/config.ts';
import type { Config } from '../../../api/src/config.ts';
import { BackupRefused } from './backup-refused.ts';
import { copyFile, flush, flushFolders, refuseUnlessEmpty } from './copying.ts';
import { contentsOf } from './log-contents.ts';
import type { LogContents } from './log-contents.ts';
import { lostObjects } from './lost-objects.ts';
import { readManifest } from './manifest.ts';
import type { BackedUp } from './manifest.ts';

export type Erasures = LogContents['erasures'];

export type RestoreOf = {
  config: Config;
  fromLog: string;
  fromVault: string;
  /** Those of the list outside the data folder that concern this log. */
  listed(logId: string): Erasures;
  /** Restores what there is although objects are lost. */
  allowPartial: boolean;
  say(message: string): void;
};

/**
 * Builds the city in a folder beside the data folder, and gives it its name when all of it holds:
 * whatever is refused, and whenever the process dies, there is no data folder.
 * @throws BackupRefused, ConfigRefused, VaultRefused with the reason.
 */
export async function restore(request: RestoreOf): Promise<void> {
  const { config, say } = request;
  const { dataDir } = config;
  await refuseUnlessEmpty(dataDir);
  await mkdir(dirname(dataDir), { recursive: true });
  const built = await mkdtemp(`${dataDir}.restoring-`);
  try {
    const contents = await build(request, built);
    await flushFolders(built);
    await giveName(built, dataDir);
    const { identity, events, last } = contents;
    say(`restored log ${identity.logId}: ${events} events, to position ${last.position}`);
  } catch (error) {
    await rm(built, { recursive: true, force: true });
    throw error;
  }
}

async function build(request: RestoreOf, built: string): Promise<LogContents> {
  const { fromLog, fromVault, listed } = request;
  const [log, vaultOf] = [readManifest(fromLog, 'log'), readManifest(fromVault, 'vault')];
  if (log.logId !== vaultOf.logId) {
    throw new BackupRefused(`the vault belongs to log ${vaultOf.logId}, not to ${log.logId}`);
  }
  const erasures = listed(log.logId);
  const places = placesIn(built);
  await copyAll(fromLog, log.files, (path) =>
    path === 'events.sqlite' ? join(places.log, path) : join(built, path),
  );
  await copyAll(fromVault, vaultOf.files, (path) => join(dirname(places.vault), path));
  const contents = await contentsOf(places.log);
  const { identity, events, last } = contents;
  if (identity.logId !== log.logId || events !== log.events || last.id !== log.eventId) {
    throw new BackupRefused(`${fromLog} holds another log than its manifest says`);
  }
  const all = { ...contents, erasures: [...erasures, ...contents.erasures] };
  await settle(request, all, log.files, built);
  return contents;
}

/**
 * The vault opens, has lost again what was erased, and holds every other key of the log. Erased is
 * also what the log itself confirmed, for the vault may be older. All of it is noted where the next
 * restore looks: the list that was given may lie elsewhere.
 */
async function settle(
  request: RestoreOf,
  contents: LogContents,
  files: readonly BackedUp[],
  built: string,
): Promise<void> {
  const { config, fromLog, say } = request;
  const { identity, keys, attachments, erasures } = contents;
  if (config.production && identity.demo) {
    throw new ConfigRefused(`the log in ${fromLog} was opened as a demo`);
  }
  const places = placesIn(built);
  const master = masterKeyOf({ ...config, dataDir: built }, identity.demo);
  const vault = new Vault(places.vault, master);
  try {
    await vault.bindTo(identity.logId);
    const keyIds = new Set(erasures.flatMap((each) => each.keyIds));
    const gone = [...keyIds].filter((keyId) => holds(vault, keyId)).length;
    for (const each of erasures) await vault.destroy(each.keyIds, each.at);
    refuseMissing(vault, keys);
    tellLost(
      request,
      lostObjects(contents, files, (keyId) => holds(vault, keyId)),
    );
    const removed = await removeErased(vault, attachments, places.attachments);
    const list = new ErasureList(erasureListOf(config), identity.logId);
    for (const erasure of erasures) list.note(erasure);
    const ids = new Set(erasures.map(({ erasureId }) => erasureId));
    say(`erasures carried out: ${ids.size}, with ${gone} keys and ${removed} files`);
  } finally {
    vault.close();
  }
}

/** Byte for byte what the manifest says, or refused. */
async function copyAll(
  from: string,
  files: readonly BackedUp[],
  to: (path: string) => string,
): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const copied = await copyFile(join(from, path), to(path));
    if (copied === undefined) throw new BackupRefused(`${join(from, path)} is missing`);
    if (copied.bytes !== bytes || copied.sha256 !== sha256) {
      throw new BackupRefused(`${join(from, path)} is not what was backed up`);
    }
  }
}

function refuseMissing(vault: Vault, keys: ReadonlySet<KeyId>): void {
  const lost = [...keys].filter((id) => !holds(vault, id) && vault.destroyedAt(id) === undefined);
  if (lost.length === 0) return;
  throw new BackupRefused(
    `the vault lacks ${lost.length} of the ${keys.size} keys that the log names, e.g. ${lost[0]}`,
  );
}

/** The city goes on without them, if it must: each is answered as a damaged file. */
function tellLost({ fromLog, allowPartial, say }: RestoreOf, lost: readonly string[]): void {
  for (const line of lost) say(line);
  if (lost.length === 0) return;
  const told = `${fromLog} lacks ${lost.length} files that the log names`;
  if (!allowPartial) throw new BackupRefused(`${told}; --allow-partial restores the rest`);
  say(`INCOMPLETE: ${told}`);
}

function holds(vault: Vault, keyId: KeyId): boolean {
  try {
    return vault.has(keyId);
  } catch {
    throw new BackupRefused(`the vault is damaged: its key ${keyId} does not open`);
  }
}

/** Objects that nobody can open any more. */
async function removeErased(
  vault: Vault,
  attachments: LogContents['attachments'],
  folder: string,
): Promise<number> {
  let removed = 0;
  for (const [id, { keyId }] of attachments) {
    const object = join(folder, placeOfObject(id));
    if (vault.destroyedAt(keyId) === undefined || !existsSync(object)) continue;
    await rm(object);
    removed += 1;
  }
  return removed;
}

/** An empty folder gives way. */
async function giveName(built: string, dataDir: string): Promise<void> {
  try {
    await rename(built, dataDir);
  } catch (error) {
    // E.g. a volume of its own: restore beside it and move what is in the folder.
    throw new BackupRefused(`${dataDir} cannot be given to what was built: ${String(error)}`);
  }
  await flush(dirname(dataDir));
}
