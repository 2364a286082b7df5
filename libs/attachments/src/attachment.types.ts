import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Reading } from '#access';
import { Node, Sha256Scalar } from '#graphql/api';
import { Person, personOf } from '#persons/api';
import { openKept } from '#read-model';
import { visibleAttachment } from './attachment.visibility.ts';
import type { CaseSight } from './attachment.visibility.ts';
import { personsIn } from './attachments.queries.ts';
import type { AttachmentRow } from './attachments.queries.ts';

@ObjectType({
  implements: () => [Node],
  description: 'One uploaded file; it belongs to one case, another case has a copy.',
})
export class Attachment implements Node {
  readonly #row: AttachmentRow;
  readonly #reading: Reading;
  readonly #sight: CaseSight;

  constructor(row: AttachmentRow, reading: Reading, sight: CaseSight) {
    this.#row = row;
    this.#reading = reading;
    this.#sight = sight;
  }

  @Field(() => ID, { description: 'Global and opaque.' })
  get id(): string {
    return this.#row.id;
  }

  @Field(() => Sha256Scalar, { description: 'Of the file as it was uploaded.' })
  get sha256(): string {
    return this.#row.sha256;
  }

  @Field(() => String, { nullable: true, description: 'File name; null after erasure.' })
  get name(): string | null {
    const name = openKept(this.#reading.texts, this.#row.name);
    // The name of a file that carries somebody's data may say whose.
    if (name !== null && personsIn(this.#row).length > 0) this.#reading.opened.note(this.id);
    return name;
  }

  @Field({ description: 'By its content, whatever the sender said.' })
  get mediaType(): string {
    return this.#row.media_type;
  }

  @Field(() => Int, { description: 'Size of the file.' })
  get bytes(): number {
    return this.#row.bytes;
  }

  /** Who they are is shown by a case that shows it: anybody may be named by an upload. */
  @Field(() => [Person], {
    description: 'Whose personal data it carries; who they are is shown by node(id:) alone.',
  })
  get persons(): Person[] {
    return personsIn(this.#row)
      .map((id) => personOf(id, this.#reading, 'NONE'))
      .filter((person) => person !== null);
  }

  @Field(() => Attachment, {
    nullable: true,
    description: 'Of what it is the redacted version; null where the viewer may not see that.',
  })
  get redactedVersionOf(): Attachment | null {
    const original = this.#row.redacted_version_of;
    return original === null ? null : attachmentOf(original, this.#reading, this.#sight);
  }

  @Field({ description: 'Where the file is downloaded, with the same token.' })
  get url(): string {
    return `/attachments/${this.#row.id}`;
  }
}

/** The attachment when the viewer sees it. */
export function attachmentOf(id: string, reading: Reading, sight: CaseSight): Attachment | null {
  const row = visibleAttachment(id, reading, sight);
  return row === undefined ? null : new Attachment(row, reading, sight);
}

/** In the order of the ids, without those that the viewer does not see. */
export function attachmentsOfIds(
  ids: readonly string[],
  reading: Reading,
  sight: CaseSight,
): Attachment[] {
  return ids
    .map((id) => attachmentOf(id, reading, sight))
    .filter((attachment) => attachment !== null);
}
