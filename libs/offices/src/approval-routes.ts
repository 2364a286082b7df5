import type Database from 'better-sqlite3';
import { z } from 'zod';
import { OUTBOUND_KINDS, ROLES, defineProjection } from '#kernel';
import type { Instant, OutboundKind } from '#kernel';
import { defineCodec } from '#event-store';
import type { LogEvent } from '#event-store';
import { DEFAULT_ROUTES, MOST_STEPS, ROUTE_OFFICES } from './domain/approval-route.ts';
import type { ApprovalRouteEvent, RouteStep } from './domain/approval-route.ts';
import { REFERENCE } from './reckoning.codecs.ts';

export const approvalRouteCodec = defineCodec<ApprovalRouteEvent>({
  ApprovalRouteSet: {
    version: 1,
    tells: 'The city changed the steps that a kind of text passes, by a decision.',
    schema: (texts) =>
      z.strictObject({
        kind: z.enum(OUTBOUND_KINDS),
        steps: z
          .array(z.strictObject({ role: z.enum(ROLES), office: z.enum(ROUTE_OFFICES) }))
          .max(MOST_STEPS),
        basis: texts.reference(REFERENCE),
        reason: texts.sealed('log', 2_000),
      }),
  },
});

/** The route of every kind of text, as it stands. */
export const approvalRoutesProjection = defineProjection<LogEvent | ApprovalRouteEvent>({
  name: 'approval_routes',
  version: 1,
  tables: [
    `CREATE TABLE approval_routes (kind TEXT PRIMARY KEY, steps TEXT NOT NULL, since TEXT NOT NULL)
      STRICT`,
  ],
  on: {
    /** What holds until the city decides otherwise. */
    LogOpened: ({ occurredAt }, sql) => {
      for (const [kind, steps] of Object.entries(DEFAULT_ROUTES)) {
        const row = [kind, JSON.stringify(steps), occurredAt];
        sql.run('INSERT INTO approval_routes VALUES (?, ?, ?)', ...row);
      }
    },
    ApprovalRouteSet: ({ data: { kind, steps }, occurredAt }, sql) =>
      sql.run(
        'UPDATE approval_routes SET steps = ?, since = ? WHERE kind = ?',
        JSON.stringify(steps),
        occurredAt,
        kind,
      ),
  },
});

export type RouteRow = { kind: OutboundKind; steps: RouteStep[]; since: Instant };

/** Every route as it stands. */
export const approvalRoutes = (db: Database.Database): RouteRow[] =>
  db
    .prepare<[], { kind: OutboundKind; steps: string; since: Instant }>(
      'SELECT kind, steps, since FROM approval_routes ORDER BY rowid',
    )
    .all()
    .map((row) => ({ ...row, steps: JSON.parse(row.steps) as RouteStep[] }));

/** @throws Error for a log that was never opened. */
export function approvalRouteOf(db: Database.Database, kind: OutboundKind): RouteRow {
  const found = approvalRoutes(db).find((route) => route.kind === kind);
  if (found === undefined) throw new Error(`no approval route of ${kind}`);
  return found;
}
