import type { OfficeCode } from '#kernel';
import type { Reading } from '#access';
import { COUNT_LIMIT, connectionOf, keysetOf, pageOf } from '#graphql/api';
import type { Connection, PageArgs } from '#graphql/api';
import type { OutboundItemFilter } from './outbound.filter.ts';
import { OutboundItem } from './outbound.types.ts';
import type { ItemRow, VersionRow } from './outbound.queries.ts';
import { queueOf, seesMaking, visibleItems } from './outbound.visibility.ts';
import type { Condition } from './outbound.visibility.ts';
import { OutboundVersion, ShownContent } from './version.types.ts';

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
const isIn = (column: string, values: readonly string[] | null | undefined): Condition[] =>
  values == null ? [] : [{ sql: `${column} IN (${marks(values)})`, params: [...values] }];
const compared = (column: string, sign: string, value: string | null | undefined): Condition[] =>
  value == null ? [] : [{ sql: `${column} ${sign} ?`, params: [value] }];

type Row = ItemRow & { sort_key: string };

/** A page of the items that the viewer sees, newest first; of the queue, longest waiting first. */
export function listItems(
  reading: Reading,
  args: PageArgs,
  wanted: OutboundItemFilter | 'queue',
): Connection<OutboundItem> {
  const { db, viewer } = reading;
  const queue = wanted === 'queue';
  const conditions = [
    visibleItems(viewer),
    ...(queue ? [queueOf(reading)] : conditionsOf(wanted, reading)),
  ];
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  const params = conditions.flatMap((one) => one.params);
  const page = pageOf(args);
  const key = queue ? 'o.pending_since' : 'o.drafted_at';
  const keyset = keysetOf(page, { key, id: 'o.id', descending: !queue });
  const rows = db
    .prepare(
      `SELECT o.*, ${key} AS sort_key FROM outbound_items o
        WHERE ${[where, ...keyset.where].join(' AND ')} ORDER BY ${keyset.orderBy} LIMIT ?`,
    )
    .all(...params, ...keyset.params, page.limit + 1) as Row[];
  const listed = reading.ofList();
  return connectionOf(rows, page, {
    cursor: ({ sort_key, id }) => ({ key: sort_key, id }),
    node: (row) => new OutboundItem(row, listed),
    total: () => {
      const sql = `SELECT count(*) AS n FROM
        (SELECT 1 FROM outbound_items o WHERE ${where} LIMIT ${COUNT_LIMIT + 1})`;
      return (db.prepare(sql).get(...params) as { n: number }).n;
    },
  });
}

function conditionsOf(filter: OutboundItemFilter, { today }: Reading): Condition[] {
  const { reviewDebt, awaitingOfficeCodes, search } = filter;
  return [
    ...isIn('o.kind', filter.kinds),
    ...isIn('o.state', filter.states),
    ...isIn('o.office', filter.officeCodes),
    ...(reviewDebt == null ? [] : [{ sql: 'o.review_debt = ?', params: [reviewDebt ? 1 : 0] }]),
    ...(awaitingOfficeCodes == null ? [] : [awaiting(awaitingOfficeCodes as OfficeCode[], today)]),
    ...compared('o.released_at', '>=', filter.releasedFrom),
    ...compared('o.released_at', '<', filter.releasedUntil),
    ...searched(search),
  ];
}

/** Of the office that the step names, or where its role is held today. */
function awaiting(offices: readonly OfficeCode[], today: string): Condition {
  const own = `(${marks(offices)})`;
  const held = `SELECT 1 FROM appointments p WHERE p.role = o.pending_role AND p.office IN ${own}
    AND p.from_day <= ? AND (p.until_day IS NULL OR p.until_day >= ?)`;
  return {
    sql: `o.pending_role IS NOT NULL AND (o.pending_office IN ${own}
      OR (o.pending_office IS NULL AND EXISTS (${held})))`,
    params: [...offices, ...offices, today, today],
  };
}

/** Quoted words with a prefix star: nothing of the query language of FTS5 gets through. */
function searched(search: string | null | undefined): Condition[] {
  if (search == null) return [];
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return [{ sql: '0', params: [] }];
  const sql = 'o.drafted IN (SELECT rowid FROM outbound_fts WHERE outbound_fts MATCH ?)';
  return [{ sql, params: [words.map((word) => `"${word}"*`).join(' ')] }];
}

/** Every version of an item, the oldest first; its audience knows the current one alone. */
export function listVersions(item: OutboundItem, args: PageArgs): Connection<OutboundVersion> {
  const { db } = item.reading;
  const page = pageOf(args);
  const keyset = keysetOf(page, { key: 'content_version', id: 'item', descending: false });
  const current = 'content_version = ?';
  const all = seesMaking(item.id, item.reading);
  const where = ['item = ?', ...(all ? [] : [current]), ...keyset.where].join(' AND ');
  const params = [item.id, ...(all ? [] : [item.contentVersion]), ...keyset.params];
  const rows = db
    .prepare(`SELECT * FROM outbound_versions WHERE ${where} ORDER BY ${keyset.orderBy} LIMIT ?`)
    .all(...params, page.limit + 1) as VersionRow[];
  return connectionOf(rows, page, {
    cursor: ({ content_version, item: id }) => ({ key: content_version, id }),
    node: (row) => new OutboundVersion(new ShownContent(row, item, item.reading), item.reading),
    total: () => (all ? item.contentVersion : 1),
  });
}
