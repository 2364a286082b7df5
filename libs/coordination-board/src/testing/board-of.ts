import Database from 'better-sqlite3';
import type { Actor, Instant, OfficeCode, Projected, Sql, TextOpener } from '#kernel';
import type { InformationRequestEvent } from '#information-requests';
import type { OfficeEvent, WorkingCalendarEvent } from '#offices';
import { boardProjection } from '../board.projection.ts';

type BoardEvent = InformationRequestEvent | OfficeEvent | WorkingCalendarEvent;
export type Entered = BoardEvent & {
  id: string;
  entity: string;
  occurredAt: string;
  actor: Actor;
};

/** A read model of the board alone, in memory: kept from the first event on, or built of all. */
export function boardOf(
  events: readonly Entered[],
  how: 'kept' | 'built' = 'kept',
): Database.Database {
  const db = new Database(':memory:');
  for (const table of boardProjection.tables) db.exec(table);
  if (how === 'kept') count(db);
  const apply = applierOn(db);
  for (const event of events) apply(event);
  if (how === 'built') count(db);
  return db;
}

function count(db: Database.Database): void {
  for (const statement of boardProjection.onceBuilt ?? []) db.exec(statement);
}

type Handler = (event: Projected, sql: Sql, texts: TextOpener) => void;

const noTexts: TextOpener = { open: () => null, has: () => false };

/** Applies events one after the other, as the runner of the read model does. */
export function applierOn(db: Database.Database): (event: Entered) => void {
  const sql = sqlOn(db);
  let sequence = 0;
  return ({ entity, ...event }) => {
    const handle = boardProjection.on[event.type] as Handler | undefined;
    const projected = {
      ...event,
      entityId: entity,
      stream: `of-${entity}`,
      revision: 0,
      recordedAt: event.occurredAt as Instant,
      commandId: 'command',
      correlationId: 'correlation',
      causationId: undefined,
      imported: 'system' in event.actor,
      position: String(sequence),
      sequence,
    } as unknown as Projected;
    sequence += 1;
    handle?.(projected, sql, noTexts);
  };
}

function sqlOn(db: Database.Database): Sql {
  const prepared = new Map<string, Database.Statement>();
  const statement = (text: string): Database.Statement => {
    let known = prepared.get(text);
    if (known === undefined) prepared.set(text, (known = db.prepare(text)));
    return known;
  };
  return {
    run: (text, ...values) => void statement(text).run(...values),
    get: <Row>(text: string, ...values: readonly unknown[]) =>
      statement(text).get(...values) as Row | undefined,
  };
}

/** Somebody who acts for the office. */
export const actorOf = (office: string): Actor => ({
  personId: '01900000-0000-7000-8000-000000000001' as never,
  appointmentId: '01900000-0000-7000-8000-000000000002' as never,
  office: office as OfficeCode,
  role: 'OFFICE_OFFICER',
  post: 'Petugas',
  capacity: 'DEFINITIVE',
  mandateNumber: '1/SK/2026',
});

export const importer: Actor = { system: 'import', name: 'register' };
