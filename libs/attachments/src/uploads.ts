import { Injectable } from '@nestjs/common';
import type { AttachmentId, PersonId } from '#kernel';
import { Commands, Readings, isHandled } from '#access';
import type { Asking, Call, Handled, Permits, Reading } from '#access';
import { AppendUnknown, derivedId } from '#event-store';
import { Vault } from '#sealing';
import { attachmentKind } from './attachment-kind.ts';
import { CaseSight, PersonReach, visibleAttachment } from './attachment.visibility.ts';
import type { UploadCommand } from './domain/attachment.ts';
import { Examination } from './examination.ts';
import { badUpload, refusedAs } from './refusals.ts';
import { SealedObjects } from './sealed-objects.ts';
import type { TakeFile, UploadFields } from './upload-form.ts';

/** What the sender is told, to compare with their own file. */
export type Upload = {
  id: AttachmentId;
  sha256: string;
  bytes: number;
  mediaType: string;
  name: string;
};

/** Whoever acts in a post; those who look after the system or audit it hand nothing in. */
const mayUpload: Permits = ({ role }) => role !== 'AUDITOR' && role !== 'ADMIN';

/** Uploads: the object first, durably, then the event that names it. */
@Injectable()
export class Uploads {
  readonly #commands: Commands;
  readonly #readings: Readings;
  readonly #vault: Vault;
  readonly #objects: SealedObjects;
  readonly #sight: CaseSight;
  readonly #people: PersonReach;

  // eslint-disable-next-line max-params -- injected
  constructor(
    commands: Commands,
    readings: Readings,
    vault: Vault,
    objects: SealedObjects,
    sight: CaseSight,
    people: PersonReach,
  ) {
    this.#commands = commands;
    this.#readings = readings;
    this.#vault = vault;
    this.#objects = objects;
    this.#sight = sight;
    this.#people = people;
  }

  /**
   * @param read hands the file on while it comes, and answers what came with it.
   * @throws HttpException or GraphQLError with why not; no object is left then.
   */
  async upload(asking: Asking, read: (take: TakeFile) => Promise<UploadFields>): Promise<Upload> {
    const call: Call = { mutation: 'uploadAttachment', asking, input: {}, entity: '' };
    const authorised = await this.#commands.authorise(call, mayUpload);
    if (isHandled(authorised)) throw refusedAs(authorised);
    const { envelope } = authorised;
    const id = derivedId<AttachmentId>(envelope.commandId, 'attachment');
    let command: UploadCommand;
    let handled: Handled;
    try {
      command = await this.#receive(id, read, this.#readings.of(asking));
      handled = await this.#commands.record(call, attachmentKind, { id, command, envelope });
      if (handled.userErrors.length > 0) throw refusedAs(handled);
    } catch (error) {
      // Where it may be recorded, an object too many does less harm than one too few.
      if (!(error instanceof AppendUnknown)) await this.#objects.remove(id);
      throw error;
    }
    await this.#commands.isVisible(handled.position);
    const { sha256, bytes, mediaType, name } = command;
    return { id, sha256, bytes, mediaType, name };
  }

  async #receive(
    id: AttachmentId,
    read: (take: TakeFile) => Promise<UploadFields>,
    reading: Reading,
  ): Promise<UploadCommand> {
    const keyId = await this.#vault.takeKey();
    const examination = new Examination();
    let name = '';
    const fields = await read(async (file, given) => {
      name = given;
      await this.#objects.put(id, keyId, examination.passing(file));
    });
    const { bytes } = examination;
    if (bytes === 0) throw badUpload('the file is empty');
    const sha256 = examination.sha256();
    const stored = await this.#objects.open({ id, key_id: keyId, sha256, bytes });
    if (typeof stored === 'string') throw new Error(`object ${id} is ${stored}`);
    const mediaType = await examination.mediaTypeOf(stored, name);
    const about = this.#about(fields, reading);
    const keys = { case: keyId };
    return { type: 'UploadAttachment', sha256, mediaType, bytes, name, ...about, keys };
  }

  #about(
    { persons, redactedVersionOf: original }: UploadFields,
    reading: Reading,
  ): Pick<UploadCommand, 'persons' | 'redactedVersionOf'> {
    const ids = [...new Set(persons)] as PersonId[];
    const known = ids.every((id) => this.#people.reaches(id, reading));
    if (!known) throw badUpload('persons: not known');
    const row = original === undefined ? undefined : this.#visible(original, reading);
    return {
      ...(ids.length === 0 ? {} : { persons: ids }),
      ...(row === undefined ? {} : { redactedVersionOf: row.id }),
    };
  }

  #visible(id: string, reading: Reading): { id: AttachmentId } {
    const row = visibleAttachment(id, reading, this.#sight);
    if (row === undefined) throw badUpload('redactedVersionOf: not found');
    return row;
  }
}
