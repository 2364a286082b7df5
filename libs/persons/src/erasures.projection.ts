import { defineProjection } from '#kernel';
import type { Projected, Sql } from '#kernel';
import { keepText } from '#read-model';
import type { ErasureEvent } from './domain/erasure.ts';
import type { LegalHoldEvent } from './domain/legal-hold.ts';

type Event = Projected<ErasureEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<ErasureEvent, { type: T }>>;

/**
 * Erasures and legal holds. What an erasure took stands in no row in clear afterwards: it comes
 * after the projections of the cases, whose columns it empties.
 */
export const erasuresProjection = defineProjection<ErasureEvent | LegalHoldEvent>({
  name: 'erasures',
  version: 1,
  tables: [
    `CREATE TABLE erasures (
      id TEXT PRIMARY KEY, version INTEGER NOT NULL, state TEXT NOT NULL, target TEXT NOT NULL,
      with_cases INTEGER NOT NULL, asked_by TEXT NOT NULL, ground TEXT NOT NULL,
      reason TEXT NOT NULL, retention_code TEXT, ordered_at TEXT NOT NULL, ordered_by TEXT NOT NULL,
      confirmed_by TEXT, streams TEXT, key_destroyed_at TEXT, certificate TEXT
    ) STRICT, WITHOUT ROWID`,
    `CREATE TABLE legal_holds (
      target TEXT PRIMARY KEY, until_day TEXT
    ) STRICT, WITHOUT ROWID`,
  ],
  onceBuilt: [
    'CREATE INDEX erasures_by_order ON erasures (ordered_at, id)',
    'CREATE INDEX erasures_by_target ON erasures (target)',
  ],
  wipedBy: ['ErasureCompleted'],
  on: {
    ErasureOrdered: ordered,
    ErasureRefused: (event, sql) => step(event, sql, 'REFUSED'),
    ErasureConfirmed: (event, sql) => {
      step(event, sql, 'ORDERED');
      sql.run(
        'UPDATE erasures SET confirmed_by = ?, streams = ? WHERE id = ?',
        JSON.stringify(event.actor),
        JSON.stringify(event.data.streams),
        event.entityId,
      );
    },
    ErasureCompleted: completed,
    LegalHoldPlaced: ({ entityId, data }, sql) =>
      sql.run('INSERT OR REPLACE INTO legal_holds VALUES (?, ?)', entityId, data.until ?? null),
    LegalHoldLifted: ({ entityId }, sql) =>
      sql.run('DELETE FROM legal_holds WHERE target = ?', entityId),
  },
});

function ordered(event: EventOf<'ErasureOrdered'>, sql: Sql): void {
  const { id, entityId, occurredAt, actor, data } = event;
  sql.run(
    `INSERT INTO erasures (id, version, state, target, with_cases, asked_by, ground, reason,
      retention_code, ordered_at, ordered_by) VALUES (?, 1, 'ORDERED', ?, ?, ?, ?, ?, ?, ?, ?)`,
    entityId,
    data.target.id,
    data.withCases ? 1 : 0,
    data.askedBy,
    keepText(id, '/ground', data.ground),
    keepText(id, '/reason', data.reason),
    keepText(id, '/retentionCode', data.retentionCode),
    occurredAt,
    JSON.stringify(actor),
  );
}

/** Which columns of which case stand in clear; their triggers take them out of the search. */
const CLEARED: Readonly<Record<string, string>> = {
  person: 'UPDATE persons SET erased = 1 WHERE id = ?',
  informationRequest: "UPDATE requests SET subject = NULL, other_numbers = '' WHERE id = ?",
  outboundItem: 'UPDATE outbound_items SET title = NULL WHERE id = ?',
};

function completed(event: EventOf<'ErasureCompleted'>, sql: Sql): void {
  const { id, entityId, data } = event;
  const row = sql.get<{ streams: string }>('SELECT streams FROM erasures WHERE id = ?', entityId);
  for (const stream of JSON.parse(row?.streams ?? '[]') as string[]) {
    const hyphen = stream.indexOf('-');
    const clear = CLEARED[stream.slice(0, hyphen)];
    if (clear !== undefined) sql.run(clear, stream.slice(hyphen + 1));
  }
  step(event, sql, 'DONE');
  sql.run(
    'UPDATE erasures SET key_destroyed_at = ?, certificate = ? WHERE id = ?',
    data.keyDestroyedAt,
    id,
    entityId,
  );
}

function step({ entityId, revision }: Event, sql: Sql, state: string): void {
  sql.run('UPDATE erasures SET state = ?, version = ? WHERE id = ?', state, revision + 1, entityId);
}
