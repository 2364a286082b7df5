import { defineProjection } from '#kernel';
import { outboundRows } from './outbound-rows.ts';
import type { OutboundEvent } from './domain/events.ts';

/**
 * What leaves the house: items with their versions and steps. The title stands in clear, for lists
 * and search; every other text stays sealed.
 */
export const outboundProjection = defineProjection<OutboundEvent>({
  name: 'outbound',
  version: 1,
  tables: [
    `CREATE TABLE outbound_items (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, kind TEXT NOT NULL,
      folded TEXT NOT NULL, -- JSON of the decider's state
      state TEXT NOT NULL, title TEXT, origin_office TEXT,
      office TEXT, -- of its origin, or of who drafted it
      sensitive INTEGER NOT NULL,
      review_debt INTEGER NOT NULL, pending_role TEXT, pending_office TEXT, pending_since TEXT,
      author TEXT, route_since TEXT, notes TEXT NOT NULL DEFAULT '[]',
      release_at TEXT, released_at TEXT, emergency_ground TEXT, emergency_reason TEXT,
      replaces TEXT, replaces_as TEXT, replaced_by TEXT, drafted_at TEXT NOT NULL,
      drafted INTEGER NOT NULL -- sequence of the draft, and rowid in outbound_fts
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE outbound_versions (
      item TEXT NOT NULL, content_version INTEGER NOT NULL, content_hash TEXT NOT NULL,
      title TEXT NOT NULL, body TEXT NOT NULL, language TEXT NOT NULL, attachments TEXT NOT NULL,
      audience TEXT NOT NULL, citations TEXT NOT NULL, answer TEXT, author TEXT NOT NULL,
      at TEXT NOT NULL, PRIMARY KEY (item, content_version)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE outbound_steps (
      item TEXT NOT NULL, content_version INTEGER NOT NULL, step INTEGER NOT NULL,
      role TEXT NOT NULL, office TEXT, decision TEXT NOT NULL, by TEXT, at TEXT, reason TEXT,
      clock INTEGER, PRIMARY KEY (item, content_version, step)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE outbound_answers (
      item TEXT NOT NULL, request TEXT NOT NULL, PRIMARY KEY (item, request)
    ) STRICT, WITHOUT ROWID`,
    `CREATE VIRTUAL TABLE outbound_fts USING fts5 (
      title, content = 'outbound_items', content_rowid = 'drafted',
      tokenize = 'unicode61 remove_diacritics 2'
    )`,
  ],
  onceBuilt: [
    "INSERT INTO outbound_fts (outbound_fts, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO outbound_fts (outbound_fts) VALUES ('rebuild')",
    `CREATE TRIGGER outbound_fts_come AFTER INSERT ON outbound_items BEGIN
      INSERT INTO outbound_fts (rowid, title) VALUES (NEW.drafted, NEW.title);
    END`,
    `CREATE TRIGGER outbound_fts_change AFTER UPDATE OF title ON outbound_items BEGIN
      INSERT INTO outbound_fts (outbound_fts, rowid, title)
        VALUES ('delete', OLD.drafted, OLD.title);
      INSERT INTO outbound_fts (rowid, title) VALUES (NEW.drafted, NEW.title);
    END`,
    'CREATE UNIQUE INDEX outbound_by_fts ON outbound_items (drafted)',
    'CREATE INDEX outbound_by_draft ON outbound_items (drafted_at, id)',
    `CREATE INDEX outbound_by_turn ON outbound_items (pending_role, pending_since, id)
      WHERE pending_role IS NOT NULL`,
    "CREATE INDEX outbound_scheduled ON outbound_items (release_at) WHERE state = 'SCHEDULED'",
    'CREATE INDEX outbound_by_request ON outbound_answers (request, item)',
    'CREATE INDEX outbound_by_step ON outbound_steps (office, role, item)',
  ],
  on: outboundRows,
});
