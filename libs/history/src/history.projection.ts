import { defineProjection } from '#kernel';
import type { DomainEvent } from '#kernel';

/** Where every event stands, and by what the audit trail finds it; the event itself is read. */
export const historyProjection = defineProjection<DomainEvent>({
  name: 'history',
  version: 1,
  tables: [
    `CREATE TABLE history (
      sequence INTEGER PRIMARY KEY, position TEXT NOT NULL, event_id TEXT NOT NULL,
      type TEXT NOT NULL, entity_id TEXT NOT NULL, recorded_at TEXT NOT NULL,
      occurred_at TEXT NOT NULL, office TEXT, person TEXT, correlation_id TEXT NOT NULL
    ) STRICT`,
  ],
  onceBuilt: [
    'CREATE INDEX history_by_entity ON history (entity_id)',
    'CREATE INDEX history_by_office ON history (office) WHERE office IS NOT NULL',
    'CREATE INDEX history_by_person ON history (person) WHERE person IS NOT NULL',
    'CREATE INDEX history_by_correlation ON history (correlation_id)',
  ],
  on: {},
  onEvery: (event, sql) => {
    const { actor } = event;
    sql.run(
      'INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      event.sequence,
      event.position,
      event.id,
      event.type,
      event.entityId,
      event.recordedAt,
      event.occurredAt,
      'role' in actor ? actor.office : null,
      actor.personId ?? null,
      event.correlationId,
    );
  },
});
