import { defineProjection } from '#kernel';
import type { InformationRequestEvent } from './domain/events.ts';
import { answerRows } from './answer-rows.ts';
import { assignmentRows } from './assignment-rows.ts';
import { clockRows } from './clock-rows.ts';
import { requestRows } from './request-rows.ts';

/** What a search looks at. */
const SEARCHED = 'number, former_numbers, subject, other_numbers';
const searchedOf = (row: 'OLD' | 'NEW'): string =>
  SEARCHED.split(', ')
    .map((column) => `${row}.${column}`)
    .join(', ');

/**
 * Requests with their assignments, for lists and single cases. The subject and other systems'
 * numbers stand in clear, for search; every other text stays sealed in `request_texts` and its
 * like, apart from the rows that lists read.
 */
export const requestsProjection = defineProjection<InformationRequestEvent>({
  name: 'information_requests',
  version: 5,
  tables: [
    `CREATE TABLE requests (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, track TEXT NOT NULL, state TEXT NOT NULL,
      number TEXT, former_numbers TEXT NOT NULL DEFAULT '[]', subject TEXT,
      other_numbers TEXT NOT NULL, -- of other systems
      channel TEXT NOT NULL,
      requester TEXT, requesting_office TEXT, receiving_office TEXT NOT NULL, delivered_by TEXT,
      wanted_form TEXT, delivery TEXT, answer_needed_by TEXT, related TEXT NOT NULL DEFAULT '[]',
      received_at TEXT NOT NULL, received_event TEXT NOT NULL, registered_at TEXT,
      registered_event TEXT, answered_at TEXT, answered_event TEXT, told_at TEXT,
      closed_at TEXT, closed_event TEXT, lead TEXT, outcome TEXT, spokesperson TEXT,
      replaced_by TEXT, draft TEXT, -- the text that is to answer it
      historic INTEGER NOT NULL,
      receipt INTEGER NOT NULL, -- sequence of the receipt, and rowid in requests_fts
      due_at TEXT -- of the binding clock while it runs
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE request_texts (
      request TEXT NOT NULL, field TEXT NOT NULL, kept TEXT NOT NULL, PRIMARY KEY (request, field)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE assignments (
      id TEXT PRIMARY KEY, request TEXT NOT NULL, office TEXT NOT NULL, state TEXT NOT NULL,
      assigned_at TEXT NOT NULL, accepted_at TEXT, settled_at TEXT, first_submitted_at TEXT,
      held_by TEXT, successor TEXT, instructions TEXT, reason TEXT, sequence INTEGER NOT NULL,
      due_at TEXT -- of the office's clock while it runs
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX assignments_by_request ON assignments (request, office, state)',
    `CREATE TABLE contributions (
      id TEXT PRIMARY KEY, assignment TEXT NOT NULL, request TEXT NOT NULL, kept TEXT NOT NULL,
      information_held INTEGER NOT NULL, submitted_at TEXT NOT NULL, submitted_by TEXT NOT NULL,
      returned_reason TEXT, attachments TEXT NOT NULL, sequence INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE prepared_contributions (
      assignment TEXT PRIMARY KEY, kept TEXT NOT NULL, information_held INTEGER NOT NULL,
      prepared_at TEXT NOT NULL, prepared_by TEXT NOT NULL, attachments TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE correspondence (
      request TEXT NOT NULL, sequence INTEGER NOT NULL, kind TEXT NOT NULL, way TEXT NOT NULL,
      occurred_at TEXT NOT NULL, note TEXT, cost_paid_idr INTEGER, by TEXT NOT NULL,
      proofs TEXT NOT NULL,
      PRIMARY KEY (request, sequence)
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE answered_parts (
      request TEXT NOT NULL, ord INTEGER NOT NULL, decision TEXT NOT NULL, consequence_test TEXT,
      exemption TEXT, item TEXT, -- the answering text
      PRIMARY KEY (request, ord)
    ) STRICT, WITHOUT ROWID`,
    `CREATE VIRTUAL TABLE requests_fts USING fts5 (
      ${SEARCHED}, content = 'requests', content_rowid = 'receipt',
      tokenize = 'unicode61 remove_diacritics 2'
    )`,
  ],
  onceBuilt: [
    "INSERT INTO requests_fts (requests_fts, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO requests_fts (requests_fts) VALUES ('rebuild')",
    `CREATE TRIGGER requests_fts_come AFTER INSERT ON requests BEGIN
      INSERT INTO requests_fts (rowid, ${SEARCHED}) VALUES (NEW.receipt, ${searchedOf('NEW')});
    END`,
    `CREATE TRIGGER requests_fts_change AFTER UPDATE OF ${SEARCHED} ON requests BEGIN
      INSERT INTO requests_fts (requests_fts, rowid, ${SEARCHED})
        VALUES ('delete', OLD.receipt, ${searchedOf('OLD')});
      INSERT INTO requests_fts (rowid, ${SEARCHED}) VALUES (NEW.receipt, ${searchedOf('NEW')});
    END`,
    'CREATE UNIQUE INDEX requests_by_fts ON requests (receipt)',
    'CREATE INDEX requests_by_requester ON requests (requester) WHERE requester IS NOT NULL',
    'CREATE INDEX requests_by_receipt ON requests (received_at, id)',
    'CREATE INDEX requests_by_due ON requests (due_at, id) WHERE due_at IS NOT NULL',
    'CREATE INDEX requests_by_number ON requests (number, id)',
    `CREATE INDEX answered_parts_by_test ON answered_parts (consequence_test)
      WHERE consequence_test IS NOT NULL`,
    'CREATE INDEX requests_by_state ON requests (state, track)',
    'CREATE INDEX assignments_by_office ON assignments (office, state, request)',
    'CREATE INDEX assignments_by_due ON assignments (office, due_at) WHERE due_at IS NOT NULL',
    'CREATE INDEX contributions_by_assignment ON contributions (assignment, sequence)',
  ],
  on: { ...requestRows, ...answerRows, ...assignmentRows, ...clockRows },
});
