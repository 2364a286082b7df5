import { defineProjection } from '#kernel';
import type { Projected, Sql } from '#kernel';
import { startClocks, stopClocks } from '#limits';
import { keepText } from '#read-model';
import type { ConsequenceTestEvent } from './domain/consequence-test-events.ts';

type Event = Projected<ConsequenceTestEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<ConsequenceTestEvent, { type: T }>>;

/** Consequence tests; every text stays sealed, and that a date has passed is for readers to see. */
export const consequenceTestsProjection = defineProjection<ConsequenceTestEvent>({
  name: 'consequence_tests',
  version: 1,
  tables: [
    `CREATE TABLE consequence_tests (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, request TEXT,
      renews TEXT, exemption TEXT NOT NULL, information TEXT NOT NULL, other_law TEXT,
      harm_if_opened TEXT NOT NULL, harm_if_closed TEXT NOT NULL,
      other_participants TEXT NOT NULL, -- JSON of sealed texts
      opened_at TEXT NOT NULL, opinion TEXT, opinion_by TEXT, assent_by TEXT,
      decision_reason TEXT, decided_by TEXT, decided_at TEXT, without_opinion INTEGER NOT NULL,
      decree_number TEXT, decree_place TEXT, ends_on TEXT, ends_when TEXT, review_on TEXT,
      ending_basis TEXT, ending_reason TEXT, renewed_by TEXT
    ) STRICT, WITHOUT ROWID`,
    'CREATE INDEX tests_by_request ON consequence_tests (request) WHERE request IS NOT NULL',
  ],
  onceBuilt: ['CREATE INDEX tests_by_opening ON consequence_tests (opened_at, id)'],
  on: {
    ConsequenceTestOpened: opened,
    ConsequenceTestOpinionGiven: (event, sql) => {
      const { id, entityId, actor, data } = event;
      sql.run(
        `UPDATE consequence_tests SET state = 'OPINED', opinion = ?, opinion_by = ? WHERE id = ?`,
        keepText(id, '/opinion', data.opinion),
        JSON.stringify(actor),
        entityId,
      );
      noteVersion(event, sql);
    },
    ConsequenceTestAssented: (event, sql) => {
      const by = JSON.stringify(event.actor);
      sql.run('UPDATE consequence_tests SET assent_by = ? WHERE id = ?', by, event.entityId);
      noteVersion(event, sql);
    },
    ConsequenceTestDecided: decided,
    ConsequenceTestEnded: (event, sql) => {
      const { id, entityId, occurredAt, data } = event;
      sql.run(
        `UPDATE consequence_tests SET state = 'ENDED', ending_basis = ?, ending_reason = ?
          WHERE id = ?`,
        keepText(id, '/basis', data.basis),
        keepText(id, '/reason', data.reason),
        entityId,
      );
      stopClocks(sql, entityId, { at: occurredAt });
      noteVersion(event, sql);
    },
    ConsequenceTestRenewed: (event, sql) => {
      const { entityId, occurredAt, data } = event;
      sql.run(
        `UPDATE consequence_tests SET renewed_by = ?, state = iif(?, 'ENDED', state)
          WHERE id = ?`,
        data.by,
        data.open === true ? 1 : 0,
        entityId,
      );
      stopClocks(sql, entityId, { at: occurredAt });
      noteVersion(event, sql);
    },
    DeadlinePaused: noteVersion,
    DeadlineResumed: noteVersion,
    DeadlineComputed: noteVersion,
    DeadlineRecomputed: noteVersion,
    DeadlineMissed: noteVersion,
  },
});

function opened(event: EventOf<'ConsequenceTestOpened'>, sql: Sql): void {
  const { id, entityId, occurredAt, data } = event;
  const participants = (data.otherParticipants ?? []).map((text, i) =>
    keepText(id, `/otherParticipants/${i}`, text),
  );
  sql.run(
    `INSERT INTO consequence_tests (id, version, state, request, renews, exemption, information,
      other_law, harm_if_opened, harm_if_closed, other_participants, opened_at, without_opinion)
      VALUES (?, 1, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
    entityId,
    data.request ?? null,
    data.renews ?? null,
    data.exemption,
    keepText(id, '/information', data.information),
    keepText(id, '/otherLaw', data.otherLaw),
    keepText(id, '/harmIfOpened', data.harmIfOpened),
    keepText(id, '/harmIfClosed', data.harmIfClosed),
    JSON.stringify(participants),
    occurredAt,
  );
}

function decided(event: EventOf<'ConsequenceTestDecided'>, sql: Sql): void {
  const { id, entityId, occurredAt, actor, data } = event;
  sql.run(
    `UPDATE consequence_tests SET state = ?, decision_reason = ?, decided_by = ?, decided_at = ?,
      without_opinion = ?, decree_number = ?, decree_place = ?, ends_on = ?, ends_when = ?,
      review_on = ? WHERE id = ?`,
    data.exempt ? 'DECIDED_EXEMPT' : 'DECIDED_OPEN',
    keepText(id, '/reason', data.reason),
    JSON.stringify(actor),
    occurredAt,
    data.withoutOpinion === true ? 1 : 0,
    keepText(id, '/decreeNumber', data.decreeNumber),
    keepText(id, '/decreePlace', data.decreePlace),
    data.endsOn ?? null,
    keepText(id, '/endsWhen', data.endsWhen),
    data.reviewOn ?? null,
    entityId,
  );
  startClocks(event, sql, data.clocks);
  noteVersion(event, sql);
}

function noteVersion({ entityId, revision }: Event, sql: Sql): void {
  sql.run('UPDATE consequence_tests SET version = ? WHERE id = ?', revision + 1, entityId);
}
