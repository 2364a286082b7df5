import type { Reading } from '#access';
import { COUNT_LIMIT, connectionOf, keysetOf, pageOf } from '#graphql/api';
import type { Connection, PageArgs } from '#graphql/api';
import { requestOf } from '#information-requests/api';
import { STATE_SQL, seesTests } from './consequence-test.queries.ts';
import type { ConsequenceTestRow } from './consequence-test.queries.ts';
import { ConsequenceTest } from './consequence-test.types.ts';
import type { ConsequenceTestState } from './domain/consequence-test.ts';
import type { ObjectionState } from './domain/objection-state.ts';
import { visibleObjections } from './objection.queries.ts';
import type { ObjectionRow } from './objection.queries.ts';
import { Objection } from './objection.types.ts';

type Condition = { sql: string; params: (string | number)[] };

const isIn = (expression: string, values: readonly string[]): Condition => ({
  sql: `${expression} IN (${values.map(() => '?').join(', ')})`,
  params: [...values],
});

/** The newest first, under the read rule. */
export function listObjections(
  reading: Reading,
  args: PageArgs,
  states?: readonly ObjectionState[],
): Connection<Objection> {
  const seen = { sql: visibleObjections(reading.viewer), params: [] };
  const all = [seen, ...(states === undefined ? [] : [isIn('t.state', states)])];
  const of = { table: 'objections', key: 'lodged_at', all } as const;
  const listed = reading.ofList();
  return page<ObjectionRow, Objection>(reading, args, of, (row) => new Objection(row, listed));
}

type TestFilter = { states?: ConsequenceTestState[]; valid?: boolean; requestId?: string };

/** The newest first, under the read rule; a request that the viewer does not see has none. */
export function listTests(
  reading: Reading,
  args: PageArgs,
  { states, valid, requestId }: TestFilter,
): Connection<ConsequenceTest> {
  const { viewer, today } = reading;
  const all: Condition[] = [{ sql: seesTests(viewer) ? '1' : '0', params: [] }];
  if (states !== undefined) {
    const { sql, params } = isIn(STATE_SQL, states);
    all.push({ sql, params: [today, ...params] });
  }
  if (valid !== undefined) {
    const sql = `(${STATE_SQL} = 'DECIDED_EXEMPT') = ?`;
    all.push({ sql, params: [today, valid ? 1 : 0] });
  }
  if (requestId !== undefined) {
    const seen = requestOf(requestId, reading) === null ? '0 AND ' : '';
    const used = 'SELECT 1 FROM answered_parts p WHERE p.consequence_test = t.id AND p.request = ?';
    const sql = `${seen}(t.request = ? OR EXISTS (${used}))`;
    all.push({ sql, params: [requestId, requestId] });
  }
  const of = { table: 'consequence_tests', key: 'opened_at', all } as const;
  const listed = reading.ofList();
  return page<ConsequenceTestRow, ConsequenceTest>(
    reading,
    args,
    of,
    (row) => new ConsequenceTest(row, listed),
  );
}

type Listing = {
  table: 'objections' | 'consequence_tests';
  key: 'lodged_at' | 'opened_at';
  all: readonly Condition[];
};

type Sorted = { id: string; sort_key: string };

function page<Row, Shown>(
  { db }: Reading,
  args: PageArgs,
  { table, key, all }: Listing,
  show: (row: Row) => Shown,
): Connection<Shown> {
  const of = pageOf(args);
  const keyset = keysetOf(of, { key: `t.${key}`, id: 't.id', descending: true });
  const condition = all.map(({ sql }) => sql).join(' AND ');
  const params = all.flatMap((one) => one.params);
  const where = [condition, ...keyset.where].join(' AND ');
  const rows = db
    .prepare(
      `SELECT t.*, t.${key} AS sort_key FROM ${table} t WHERE ${where}
        ORDER BY ${keyset.orderBy} LIMIT ?`,
    )
    .all(...params, ...keyset.params, of.limit + 1) as (Row & Sorted)[];
  return connectionOf(rows, of, {
    cursor: ({ sort_key, id }: Row & Sorted) => ({ key: sort_key, id }),
    node: show,
    total: () => {
      const sql = `SELECT count(*) AS n FROM
        (SELECT 1 FROM ${table} t WHERE ${condition} LIMIT ${COUNT_LIMIT + 1})`;
      return (db.prepare(sql).get(...params) as { n: number }).n;
    },
  });
}
