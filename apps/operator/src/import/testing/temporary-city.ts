import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fold } from '#kernel';
import type {
  CommandId,
  Day,
  EventId,
  Happened,
  Instant,
  KeyId,
  OfficeCode,
  Sealed,
} from '#kernel';
import {
  EmbeddedEventStore,
  combineCodecs,
  decode,
  encode,
  freshId,
  logCodec,
  openLog,
} from '#event-store';
import type { Codec, Metadata } from '#event-store';
import { OPEN_STATES, informationRequest, requestCodec } from '#information-requests';
import type { InformationRequest, InformationRequestEvent } from '#information-requests';
import { officeCodec } from '#offices';
import type { OfficeEvent } from '#offices';
import { personCodec } from '#persons';
import { Vault } from '#sealing';
import { importRegister } from '../import-register.ts';
import type { ImportOptions, ImportReport } from '../import-register.ts';

const codec = combineCodecs([
  logCodec,
  officeCodec,
  personCodec,
  requestCodec,
] as readonly unknown[] as readonly Codec<never>[]);

export type Logged = {
  event: Happened<InformationRequestEvent>;
  metadata: Metadata;
  stream: string;
};
type Said = { report: ImportReport; said: string[] };

/** A log with its vault in a folder of its own, empty but for `LogOpened`. */
export class TemporaryCity {
  readonly folder = mkdtempSync(join(tmpdir(), 'simpul-import-'));
  readonly store = new EmbeddedEventStore(this.folder);
  readonly vault = new Vault(join(this.folder, 'vault', 'vault.sqlite'), randomBytes(32));
  logKey = '' as KeyId;
  now = '2026-03-31T00:00:00.000Z' as Instant;

  async open(): Promise<this> {
    this.logKey = await this.vault.takeKey();
    const { logKey, now: at } = this;
    await openLog(this.store, { city: 'Kota Uji', demo: false, logKey, at });
    return this;
  }

  file(name: string, text: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** What it said goes into the list, also when it throws. */
  async import(
    csv: string,
    mapping: unknown,
    options: Partial<ImportOptions> = {},
    said: string[] = [],
  ): Promise<Said> {
    const { store, vault, logKey } = this;
    const now = (): Instant => this.now;
    const say = (sentence: string): unknown => said.push(sentence);
    const report = await importRegister({
      ...{ csv, mapping, store, vault, logKey, now, say },
      ...options,
    });
    return { report, said };
  }

  async openOffice(code: string, name: string, from: string): Promise<void> {
    const data = { code: code as OfficeCode, name, kind: 'DEPARTMENT', from: from as Day } as const;
    const id = freshId<EventId>();
    const sealer = { logKey: this.logKey, seal: this.vault.seal.bind(this.vault) };
    const sealing = { codec: officeCodec, sealer, keyring: {} };
    const opened = encode<OfficeEvent>(
      sealing,
      id,
      { type: 'OfficeOpened', data },
      {
        ...{ $correlationId: id, commandId: freshId<CommandId>() },
        ...{ occurredAt: this.now, recordedAt: this.now },
        actor: { system: 'operator', name: 'open' },
      },
    );
    await this.store.append(`office-${code}`, 'no-stream', [opened]);
  }

  /** A sealed text of an event, opened. */
  textOf({ event }: Logged, path: string): string | null {
    const sealed = path.split('/').reduce<unknown>((value, key) => {
      return (value as Record<string, unknown>)[key];
    }, event.data);
    return this.vault.open(sealed as Sealed, event.id, `/${path}`);
  }

  async events(): Promise<Logged[]> {
    const stored = await this.store.readAll({ limit: 1_000_000 });
    return stored.map((one) => {
      const { event, metadata } = decode(codec, one);
      return { event: event as Logged['event'], metadata, stream: one.stream };
    });
  }

  async close(): Promise<void> {
    await this.store.close();
    this.vault.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The events of every request, in the order of the log. */
export function cases(events: readonly Logged[]): Logged[][] {
  const ofRequests = events.filter(({ stream }) => stream.startsWith('informationRequest-'));
  return [...Map.groupBy(ofRequests, ({ stream }) => stream).values()];
}

/** The request as it had happened by then; null before its receipt. */
export function happenedBy(
  events: readonly Logged[],
  instant = '9999-12-31T00:00:00.000Z',
): InformationRequest | null {
  const past = events.map(({ event }) => event).filter(({ occurredAt }) => occurredAt <= instant);
  return fold(informationRequest, past);
}

export function isOpen(request: InformationRequest | null): request is InformationRequest {
  return request !== null && OPEN_STATES.includes(request.state);
}

export function officesOf(request: InformationRequest): string[] {
  return Object.values(request.assignments)
    .filter(({ state }) => state === 'ASSIGNED')
    .map(({ office }) => office);
}
