import { Injectable, Logger } from '@nestjs/common';
import type { HttpException } from '@nestjs/common';
import type { AttachmentId } from '#kernel';
import type { Reading } from '#access';
import { Transact, alsoBefore, derivedId, stepOf } from '#event-store';
import type { Envelope } from '#event-store';
import { openKept } from '#read-model';
import { ObjectAltered, Vault } from '#sealing';
import { attachmentKind } from './attachment-kind.ts';
import {
  CaseSight,
  isOwnUpload,
  seesAttachment,
  visibleAttachment,
} from './attachment.visibility.ts';
import { casesOfAttachment, findAttachment, personsIn } from './attachments.queries.ts';
import type { AttachmentRow } from './attachments.queries.ts';
import { ATTACHMENT_LIMITS } from './codec.ts';
import type { AttachmentCommand } from './domain/attachment.ts';
import { refusal } from './refusals.ts';
import { SealedObjects } from './sealed-objects.ts';

/** An attachment with a name that still opens: what is handed out, or made a copy of. */
export type FoundFile = { row: AttachmentRow; name: string };

type File = { id: AttachmentId; sha256: string; original: FoundFile };

/** Attachments as a command names them, and the envelope that it must be sent with. */
export type Prepared = {
  ids: AttachmentId[];
  hashes: ReadonlyMap<AttachmentId, string>;
  envelope: Envelope;
};

/** What other slices and the download need of attachments. */
@Injectable()
export class Attachments {
  readonly #transact: Transact;
  readonly #vault: Vault;
  readonly #objects: SealedObjects;
  readonly #sight: CaseSight;
  readonly #log = new Logger('attachments');
  /** The same command sent twice at once makes one copy. */
  readonly #copying = new Map<AttachmentId, Promise<AttachmentId>>();

  constructor(transact: Transact, vault: Vault, objects: SealedObjects, sight: CaseSight) {
    this.#transact = transact;
    this.#vault = vault;
    this.#objects = objects;
    this.#sight = sight;
  }

  /**
   * For a handler, before its command names attachments of a case: those that the viewer uploaded
   * or may read, as they are where they belong to no other case, else as copies of their own. They
   * become the case's in `envelope.before`, when the command was accepted: what is refused leaves
   * no copy. Of the same envelope always the same ids.
   * @throws RangeError for more than 20
   */
  prepare(
    ids: readonly string[],
    caseId: string,
    reading: Reading,
    envelope: Envelope,
  ): Prepared | 'NOT_FOUND' {
    const wanted = [...new Set(ids)];
    if (wanted.length > ATTACHMENT_LIMITS.ofCommand) throw new RangeError('too many attachments');
    const originals = wanted.map((id) => this.#nameable(id, reading));
    const found = originals.filter((one) => one !== undefined);
    if (found.length < originals.length) return 'NOT_FOUND';
    const files = found.map((original) => {
      const { id: own, sha256 } = original.row;
      const cases = casesOfAttachment(reading.db, own);
      const stays = cases.length === 0 || cases.includes(caseId);
      const id = stays ? own : derivedId<AttachmentId>(envelope.commandId, 'attachment', own);
      return { id, sha256, original };
    });
    const placed = alsoBefore(envelope, async () => {
      for (const file of files) if (!(await this.#place(file, caseId, envelope))) return false;
      return true;
    });
    const hashes = new Map(files.map(({ id, sha256 }) => [id, sha256]));
    return { ids: files.map(({ id }) => id), hashes, envelope: placed };
  }

  /**
   * The attachment, checked to its end before the first byte is handed out. What it shows of
   * somebody is noted.
   * @throws HttpException: unseen, absent, erased, damaged
   */
  async find(id: string, reading: Reading): Promise<FoundFile> {
    const row = visibleAttachment(id, reading, this.#sight);
    if (row === undefined) throw refusal(404, 'NOT_FOUND', 'no such attachment');
    const state = await this.#objects.stateOf(row);
    const name = openKept(reading.texts, row.name);
    if (state === 'ERASED' || name === null) {
      throw refusal(410, 'ATTACHMENT_ERASED', 'the attachment was erased');
    }
    if (state !== 'WHOLE') throw this.#damaged(row);
    if (personsIn(row).length > 0) {
      reading.opened.note(row.id, ...casesOfAttachment(reading.db, row.id));
    }
    return { row, name };
  }

  /** @throws HttpException */
  async bytesOf({ row }: FoundFile): Promise<AsyncIterable<Buffer>> {
    const bytes = await this.#objects.open(row);
    if (typeof bytes === 'string') throw this.#damaged(row);
    return bytes;
  }

  /** Somebody must look: the log holds the id and nothing else. */
  alarm(id: AttachmentId): void {
    this.#log.error(`ALARM the object of attachment ${id} is damaged`);
  }

  #damaged({ id }: AttachmentRow): HttpException {
    this.alarm(id);
    return refusal(500, 'ATTACHMENT_DAMAGED', 'the stored object is gone or was altered');
  }

  #nameable(id: string, reading: Reading): FoundFile | undefined {
    const row = findAttachment(reading.db, id);
    if (row === undefined) return undefined;
    if (!isOwnUpload(row, reading) && !seesAttachment(row, reading, this.#sight)) return undefined;
    const name = openKept(reading.texts, row.name);
    return name === null ? undefined : { row, name };
  }

  /** False when it belongs to another case by now. */
  async #place({ id, original }: File, caseId: string, envelope: Envelope): Promise<boolean> {
    if (id !== original.row.id) await this.#copy(id, original, envelope);
    const command = { type: 'PlaceAttachment', case: caseId } as const;
    const step = stepOf(envelope, `place ${id}`);
    return 'state' in (await this.#transact.run(attachmentKind, id, command, step));
  }

  #copy(id: AttachmentId, original: FoundFile, envelope: Envelope): Promise<AttachmentId> {
    const running = this.#copying.get(id);
    if (running !== undefined) return running;
    const copy = this.#makeCopy(id, original, envelope).finally(() => this.#copying.delete(id));
    this.#copying.set(id, copy);
    return copy;
  }

  /** The object first; a crash before the event is mended by the same command sent again. */
  async #makeCopy(
    id: AttachmentId,
    { row, name }: FoundFile,
    envelope: Envelope,
  ): Promise<AttachmentId> {
    const { version } = await this.#transact.load(attachmentKind, id);
    if (version > 0) return id;
    const key = await this.#vault.takeKey();
    try {
      const bytes = await this.#objects.open(row);
      if (typeof bytes === 'string') throw new ObjectAltered();
      await this.#objects.put(id, key, bytes);
    } catch (error) {
      if (error instanceof ObjectAltered) this.alarm(row.id);
      throw error;
    }
    const persons = personsIn(row);
    const redacted = row.redacted_version_of;
    const command: AttachmentCommand = {
      type: 'UploadAttachment',
      sha256: row.sha256,
      mediaType: row.media_type,
      bytes: row.bytes,
      name,
      ...(persons.length === 0 ? {} : { persons }),
      ...(redacted === null ? {} : { redactedVersionOf: redacted }),
      copyOf: row.id,
      keys: { case: key },
    };
    const step = stepOf(envelope, `attachment ${row.id}`);
    const done = await this.#transact.run(attachmentKind, id, command, step);
    if (done.outcome !== 'recorded') throw new Error(`the copy ${id} was not recorded`);
    return id;
  }
}
