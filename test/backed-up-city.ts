import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { backUpFromOptions } from '../apps/operator/src/backup-command.ts';
import { restoreFromOptions } from '../apps/operator/src/restore-command.ts';
import type { RestoreOptions } from '../apps/operator/src/restore-command.ts';
import { ErasureCity } from './erasure-city.ts';
import type { TestCity } from './city.ts';

/** One word of each: in subject, details, name and file. */
export const CANARIES = new Map([
  ['KenariPerkara', 'subject'],
  ['KenariRincian', 'details'],
  ['KenariNama', 'name'],
  ['KenariBerkas', 'file'],
]);

type Told = { done: unknown; said: string[] };

/** A city with a case whose words are canaries, and folders for its backups. */
export class BackedUpCity {
  readonly of: ErasureCity;
  readonly city: TestCity;
  /** Of the requester, and of the file. */
  readonly person: string;
  readonly attachment: string;
  #restored = 0;

  private constructor(of: ErasureCity, person: string, attachment: string) {
    this.of = of;
    this.city = of.city;
    this.person = person;
    this.attachment = attachment;
  }

  static async opened(): Promise<BackedUpCity> {
    const of = await ErasureCity.opened();
    const requester = { kind: 'CITIZEN', name: 'KenariNama Uji' };
    const words = { subject: 'KenariPerkara', details: 'KenariRincian', requester };
    const { person } = await of.ended('2025-08-20 09:00', words);
    const attachment = await of.city.upload('lead', 'KenariBerkas');
    of.at.moveTo('2031-10-01 09:00');
    return new BackedUpCity(of, person, attachment);
  }

  at(...path: string[]): string {
    return join(this.city.folder, ...path);
  }

  env(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { SIMPUL_DATA_DIR: this.city.config.dataDir, ...more };
  }

  async backUp(name: string, options: object = {}, env = this.env()): Promise<Told> {
    const said: string[] = [];
    const to = this.at(name);
    const done = await backUpFromOptions({ to, ...options }, env, (line) => said.push(line));
    return { done, said };
  }

  /** A copy of a backup, to be spoilt. */
  copyOf(name: string): string {
    const copy = `${name}-${(this.#restored += 1)}`;
    cpSync(this.at(name), this.at(copy), { recursive: true });
    return copy;
  }

  /** Into a folder of its own, unless the environment names one. */
  async restore(
    [log, vault]: readonly [string, string],
    options: Partial<RestoreOptions>,
    env: NodeJS.ProcessEnv = {},
  ): Promise<Told & { dataDir: string }> {
    const dataDir = this.at(`restored-${(this.#restored += 1)}`, 'data');
    const said: string[] = [];
    const from = { fromLog: this.at(log, 'log'), fromVault: this.at(vault, 'vault') };
    const all = { SIMPUL_DATA_DIR: dataDir, ...env };
    await restoreFromOptions({ ...from, ...options }, all, (line) => said.push(line));
    return { done: true, said, dataDir };
  }

  /** The restore that was tried last left nothing. */
  left(): string[] {
    const folder = this.at(`restored-${this.#restored}`);
    return readdirSync(dirname(folder)).includes(basename(folder)) ? readdirSync(folder) : [];
  }

  close(): Promise<void> {
    return this.city.close();
  }
}

/** Changes a database of a backup, and its manifest as if it had been backed up so. */
export function editBackup(file: string, change: (db: Database.Database) => void): void {
  const db = new Database(file);
  change(db);
  db.close();
  const bytes = readFileSync(file);
  editManifest(dirname(file), (manifest) => {
    const of = manifest.files.find(({ path }: { path: string }) => path === basename(file));
    of.bytes = bytes.length;
    of.sha256 = createHash('sha256').update(bytes).digest('hex');
  });
}

export function editManifest(folder: string, change: (manifest: any) => void): void {
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  change(manifest);
  rmSync(file);
  writeFileSync(file, JSON.stringify(manifest));
}

/** The first object of a backup's log. */
export function objectIn(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const found = entries.find((entry) => entry.isFile() && entry.parentPath.includes('attachments'));
  return join(found!.parentPath, found!.name);
}
