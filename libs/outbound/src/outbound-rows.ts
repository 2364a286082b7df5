import type { Projected, Sql, TextOpener } from '#kernel';
import { placeAttachments } from '#attachments';
import { startClocks, stopClocks } from '#limits';
import { keepText, openText } from '#read-model';
import type { Content, OutboundEvent } from './domain/events.ts';
import { evolve } from './domain/evolve.ts';
import type { ApprovalDecision, ItemOrNone, OutboundItem } from './domain/state.ts';

type Event = Projected<OutboundEvent>;
type EventOf<T extends Event['type']> = Projected<Extract<OutboundEvent, { type: T }>>;
type Handler = (event: Event, sql: Sql, texts: TextOpener) => void;

/** The state is folded as for a decision, so that rows and rules cannot say different things. */
const follow: Handler = (event, sql, texts) => {
  const row = sql.get<{ folded: string }>(
    'SELECT folded FROM outbound_items WHERE id = ?',
    event.entityId,
  );
  if (row === undefined && event.type !== 'OutboundItemDrafted') return;
  const before = row === undefined ? null : (JSON.parse(row.folded) as OutboundItem);
  const item = evolve(before, event);
  if (item === null) return;
  if (event.type === 'OutboundItemDrafted') begin(event, sql);
  keepItem(event, item, sql);
  NOTES[event.type]?.(event as never, sql, texts);
  keepSteps(event, before, item, sql);
};

function begin(
  { entityId, occurredAt, sequence, actor, data }: EventOf<'OutboundItemDrafted'>,
  sql: Sql,
) {
  const { kind, originOffice, replaces } = data;
  const drafter = 'office' in actor ? actor.office : null;
  sql.run(
    `INSERT INTO outbound_items (id, version, kind, folded, state, origin_office, office,
      sensitive, review_debt, replaces, replaces_as, drafted_at, drafted)
      VALUES (?, 0, ?, '', '', ?, ?, 0, 0, ?, ?, ?, ?)`,
    entityId,
    kind,
    originOffice ?? null,
    originOffice ?? drafter,
    replaces?.item ?? null,
    replaces?.as ?? null,
    occurredAt,
    sequence,
  );
}

function keepItem({ entityId, revision, occurredAt }: Event, item: OutboundItem, sql: Sql): void {
  const pending = item.steps.find(({ decision }) => decision === 'PENDING');
  const turn = item.state === 'IN_APPROVAL' ? pending : undefined;
  sql.run(
    `UPDATE outbound_items SET version = ?, folded = ?, state = ?, sensitive = ?, review_debt = ?,
      pending_since = iif(?, coalesce(pending_since, ?), NULL), pending_role = ?,
      pending_office = ?, author = ?, release_at = ?, replaced_by = ? WHERE id = ?`,
    revision + 1,
    JSON.stringify(item),
    item.state,
    item.sensitive ? 1 : 0,
    item.reviewDebt ? 1 : 0,
    turn === undefined ? 0 : 1,
    occurredAt,
    turn?.role ?? null,
    turn?.office ?? null,
    item.author ?? null,
    item.releaseAt ?? null,
    item.replacedBy ?? null,
    entityId,
  );
}

/** Steps of the current version. */
function keepSteps(event: Event, before: ItemOrNone, item: OutboundItem, sql: Sql): void {
  const { entityId } = event;
  const { contentVersion, steps } = item;
  const of = [entityId, contentVersion] as const;
  sql.run(
    'DELETE FROM outbound_steps WHERE item = ? AND content_version = ? AND step >= ?',
    ...of,
    steps.length,
  );
  for (const [index, { role, office, decision }] of steps.entries()) {
    const was = before?.contentVersion === contentVersion ? before.steps[index] : undefined;
    if (was?.decision === decision) continue;
    sql.run(
      `INSERT INTO outbound_steps (item, content_version, step, role, office, decision)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET decision = excluded.decision`,
      ...of,
      index,
      role,
      office ?? null,
      decision,
    );
    noteDecision(event, decision, { step: [...of, index], sql });
  }
  keepStepClock(event, before, item, sql);
}

/** Who took a step, when and why; of one whose turn it is, its clock. */
function noteDecision(
  event: Event,
  decision: ApprovalDecision,
  { step, sql }: { step: [item: string, contentVersion: number, index: number]; sql: Sql },
): void {
  const { actor, occurredAt, sequence } = event;
  const decided = decision !== 'WAITING' && decision !== 'PENDING';
  const taken = decided && !decision.startsWith('SKIPPED');
  sql.run(
    `UPDATE outbound_steps SET by = ?, at = ?, reason = ?, clock = coalesce(?, clock)
      WHERE item = ? AND content_version = ? AND step = ?`,
    taken ? JSON.stringify(actor) : null,
    decided ? occurredAt : null,
    taken ? reasonOf(event) : null,
    decision === 'PENDING' ? sequence : null,
    ...step,
  );
}

/** INT-REVIEW ends with a decision and is called off by anything else that ends the step. */
function keepStepClock(event: Event, before: ItemOrNone, item: OutboundItem, sql: Sql): void {
  const { entityId, occurredAt } = event;
  if (before?.clock !== undefined && before.clock.startedAt !== item.clock?.startedAt) {
    const done = ['ApprovalGiven', 'OutboundItemReturned', 'OutboundItemRejected'];
    stopClocks(sql, entityId, { at: occurredAt, cancelled: !done.includes(event.type) });
  }
  if (event.type === 'ApprovalStepOpened') startClocks(event, sql, [event.data.clock]);
}

function reasonOf({ id, data }: Event): string | null {
  if ('reason' in data) return keepText(id, '/reason', data.reason);
  return 'note' in data ? keepText(id, '/note', data.note) : null;
}

function keepVersion(
  event: EventOf<'OutboundItemDrafted' | 'OutboundItemRevised'>,
  sql: Sql,
  texts: TextOpener,
): void {
  const { id, entityId, occurredAt, actor, data } = event;
  const { contentVersion, contentHash, title, body, language, attachments, audience } = data;
  const citations = data.citations.map(({ contribution, passage }, i) => ({
    contribution,
    passage: keepText(id, `/citations/${i}/passage`, passage),
  }));
  sql.run(
    'INSERT INTO outbound_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    entityId,
    contentVersion,
    contentHash,
    keepText(id, '/title', title),
    keepText(id, '/body', body),
    language,
    JSON.stringify(attachments),
    JSON.stringify(audience),
    JSON.stringify(citations),
    keptAnswer(id, data),
    JSON.stringify(actor),
    occurredAt,
  );
  const clear = openText(texts, id, '/title', title);
  sql.run('UPDATE outbound_items SET title = ? WHERE id = ?', clear, entityId);
  placeAttachments(sql, attachments, entityId);
  sql.run('DELETE FROM outbound_answers WHERE item = ?', entityId);
  for (const request of data.answer?.requests ?? []) {
    sql.run('INSERT INTO outbound_answers VALUES (?, ?)', entityId, request);
  }
}

/** As the rows keep it: JSON with sealed parts. */
function keptAnswer(id: string, { answer }: Content): string | null {
  if (answer === undefined) return null;
  const parts = answer.parts.map(({ part, reason, legalBasis, ...codes }, i) => ({
    ...codes,
    part: keepText(id, `/answer/parts/${i}/part`, part),
    reason: keepText(id, `/answer/parts/${i}/reason`, reason),
    legalBasis: keepText(id, `/answer/parts/${i}/legalBasis`, legalBasis),
  }));
  const { notice } = answer;
  const kept = notice && {
    ...notice,
    heldByPublicBody: keepText(id, '/answer/notice/heldByPublicBody', notice.heldByPublicBody),
    blackedOut: keepText(id, '/answer/notice/blackedOut', notice.blackedOut),
    howToPay: keepText(id, '/answer/notice/howToPay', notice.howToPay),
  };
  return JSON.stringify({ ...answer, parts, ...(kept === undefined ? {} : { notice: kept }) });
}

function leave({ entityId, occurredAt, data }: EventOf<'OutboundItemLeftByRequest'>, sql: Sql) {
  const { request, contentVersion, contentHash } = data;
  sql.run(
    `INSERT INTO outbound_versions SELECT item, ?, ?, title, body, language, attachments, audience,
      citations, json_set(answer, '$.requests', json((SELECT json_group_array(value)
        FROM json_each(answer, '$.requests') WHERE value <> ?))), author, ?
      FROM outbound_versions WHERE item = ? AND content_version = ?`,
    contentVersion,
    contentHash,
    request,
    occurredAt,
    entityId,
    contentVersion - 1,
  );
  sql.run('DELETE FROM outbound_answers WHERE item = ? AND request = ?', entityId, request);
}

type Notes = {
  readonly [T in Event['type']]?: (event: EventOf<T>, sql: Sql, texts: TextOpener) => void;
};

/** What rows tell beside the state. */
const NOTES: Notes = {
  OutboundItemDrafted: keepVersion,
  OutboundItemRevised: keepVersion,
  OutboundItemLeftByRequest: leave,
  OutboundItemSubmitted: ({ entityId, data: { routeSince, notes } }, sql) =>
    sql.run(
      'UPDATE outbound_items SET route_since = ?, notes = ? WHERE id = ?',
      routeSince,
      JSON.stringify(notes),
      entityId,
    ),
  // The next step waits from now on.
  ApprovalStepOpened: ({ entityId, occurredAt }, sql) =>
    sql.run('UPDATE outbound_items SET pending_since = ? WHERE id = ?', occurredAt, entityId),
  OutboundItemReleased: ({ entityId, occurredAt }, sql) =>
    sql.run('UPDATE outbound_items SET released_at = ? WHERE id = ?', occurredAt, entityId),
  OutboundItemReleasedInEmergency: ({ id, entityId, occurredAt, data }, sql) =>
    sql.run(
      `UPDATE outbound_items SET released_at = ?, emergency_ground = ?, emergency_reason = ?
        WHERE id = ?`,
      occurredAt,
      data.ground,
      keepText(id, '/reason', data.reason),
      entityId,
    ),
};

export const outboundRows = {
  OutboundItemDrafted: follow,
  OutboundItemRevised: follow,
  OutboundItemLeftByRequest: follow,
  OutboundItemSubmitted: follow,
  ApprovalStepOpened: follow,
  ApprovalStepSkipped: follow,
  ApprovalGiven: follow,
  ApprovalRefusedToAuthor: follow,
  OutboundItemReturned: follow,
  OutboundItemRejected: follow,
  OutboundItemSensitivitySet: follow,
  ReleaseScheduled: follow,
  ReleaseScheduleCancelled: follow,
  ScheduledReleaseRefused: follow,
  ReleaseRefusedUnapproved: follow,
  OutboundItemReleased: follow,
  OutboundItemReleasedInEmergency: follow,
  ReleaseReviewed: follow,
  OutboundItemDropped: follow,
  OutboundItemCorrected: follow,
  OutboundItemSuperseded: follow,
  OutboundItemWithdrawn: follow,
  DeadlinePaused: follow,
  DeadlineResumed: follow,
  DeadlineComputed: follow,
  DeadlineRecomputed: follow,
  DeadlineMissed: follow,
} satisfies Record<OutboundEvent['type'], Handler>;
