import type Database from 'better-sqlite3';
import type { AttachmentId, Instant, KeyId, PersonId } from '#kernel';

type Db = Database.Database;

export type AttachmentRow = {
  id: AttachmentId;
  sha256: string;
  media_type: string;
  bytes: number;
  /** Kept sealed. */
  name: string;
  /** JSON. */
  persons: string;
  redacted_version_of: AttachmentId | null;
  key_id: KeyId;
  uploaded_by: PersonId | null;
  uploaded_at: Instant;
  copy_of: AttachmentId | null;
};

export const findAttachment = (db: Db, id: string): AttachmentRow | undefined =>
  db.prepare('SELECT * FROM attachments WHERE id = ?').get(id) as AttachmentRow | undefined;

export const personsIn = ({ persons }: AttachmentRow): PersonId[] =>
  JSON.parse(persons) as PersonId[];

/** None while no event of a case names it. */
export const casesOfAttachment = (db: Db, id: string): string[] =>
  db
    .prepare('SELECT case_id FROM attachment_cases WHERE attachment = ?')
    .pluck()
    .all(id) as string[];

/** Every attachment, a page at a time, so that a check needs no memory. */
export function* everyAttachment(db: Db, page = 500): Generator<AttachmentRow> {
  const next = db.prepare('SELECT * FROM attachments WHERE id > ? ORDER BY id LIMIT ?');
  for (let after = ''; ;) {
    const rows = next.all(after, page) as AttachmentRow[];
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

/** Of the attachments that a case has. */
export const attachmentIdsOfCase = (db: Database.Database, caseId: string): string[] =>
  db
    .prepare('SELECT attachment FROM attachment_cases WHERE case_id = ?')
    .pluck()
    .all(caseId) as string[];
