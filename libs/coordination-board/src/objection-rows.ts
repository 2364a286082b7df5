import type { Projected, Sql } from '#kernel';
import type { ObjectionEvent } from '#objections';

/** Objections that wait for their decision. */
export const objectionTables: readonly string[] = [
  'CREATE TABLE board_objections (id TEXT PRIMARY KEY, track TEXT) STRICT, WITHOUT ROWID',
];

type EventOf<T extends ObjectionEvent['type']> = Projected<Extract<ObjectionEvent, { type: T }>>;

const decided = ({ entityId }: EventOf<'ObjectionDecided' | 'DisputeSettled'>, sql: Sql): void =>
  sql.run('DELETE FROM board_objections WHERE id = ?', entityId);

export const objectionHandlers = {
  ObjectionLodged: ({ entityId, data: { request } }: EventOf<'ObjectionLodged'>, sql: Sql) =>
    sql.run(
      'INSERT INTO board_objections VALUES (?, (SELECT track FROM board_requests WHERE id = ?))',
      entityId,
      request ?? null,
    ),
  ObjectionDecided: decided,
  DisputeSettled: decided,
};
