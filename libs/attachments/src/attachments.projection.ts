import { defineProjection } from '#kernel';
import type { Sql } from '#kernel';
import { keepText } from '#read-model';
import type { AttachmentEvent } from './domain/attachment.ts';

/** Uploads; the name stays sealed. To which case one belongs is told by events of the case. */
export const attachmentsProjection = defineProjection<AttachmentEvent>({
  name: 'attachments',
  version: 1,
  tables: [
    `CREATE TABLE attachments (
      id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, media_type TEXT NOT NULL, bytes INTEGER NOT NULL,
      name TEXT NOT NULL, persons TEXT NOT NULL, redacted_version_of TEXT, key_id TEXT NOT NULL,
      uploaded_by TEXT, uploaded_at TEXT NOT NULL, copy_of TEXT
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE attachment_cases (
      attachment TEXT NOT NULL, case_id TEXT NOT NULL, PRIMARY KEY (attachment, case_id)
    ) STRICT, WITHOUT ROWID`,
  ],
  on: {
    AttachmentUploaded: ({ id, entityId, data, actor, occurredAt }, sql) =>
      sql.run(
        'INSERT INTO attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        entityId,
        data.sha256,
        data.mediaType,
        data.bytes,
        keepText(id, '/name', data.name),
        JSON.stringify(data.persons ?? []),
        data.redactedVersionOf ?? null,
        data.keys.case,
        actor.personId ?? null,
        occurredAt,
        data.copyOf ?? null,
      ),
    // Which case shows it is told by the events that name it.
    AttachmentPlaced: () => undefined,
  },
});

/** For projections of cases, while they handle an event that names attachments. */
export function placeAttachments(sql: Sql, ids: readonly string[], caseId: string): void {
  for (const id of ids) {
    sql.run('INSERT OR IGNORE INTO attachment_cases VALUES (?, ?)', id, caseId);
  }
}
