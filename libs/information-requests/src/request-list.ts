import { Field, InputType } from '@nestjs/graphql';
import type { Reading } from '#access';
import {
  COUNT_LIMIT,
  badInput,
  connectionOf,
  connectionTypes,
  keysetOf,
  pageOf,
} from '#graphql/api';
import type { Connection, PageArgs } from '#graphql/api';
import { OrderDirectionEnum, OrderFieldEnum } from './request.enums.ts';
import { conditionOf } from './request-filter.ts';
import type { InformationRequestFilter } from './request-filter.ts';
import type { AnswerSight } from './live-answers.ts';
import type { RequestRow } from './request.queries.ts';
import { InformationRequest } from './request.types.ts';

@InputType({
  description: 'Default: RECEIVED_AT, DESC. ASSIGNMENT_DUE_AT needs exactly one of officeCodes.',
})
export class InformationRequestOrder {
  @Field(() => OrderFieldEnum, { description: 'By what.' })
  field!: keyof typeof OrderFieldEnum;

  @Field(() => OrderDirectionEnum, { description: 'Which way.' })
  direction!: keyof typeof OrderDirectionEnum;
}

export const { Connection: InformationRequestConnection } = connectionTypes(
  InformationRequest,
  'InformationRequest',
);

/** The sort key of each order, and what it needs to be joined. */
const ORDERS: Readonly<Record<keyof typeof OrderFieldEnum, { key: string; join: string }>> = {
  RECEIVED_AT: { key: 'r.received_at', join: '' },
  DUE_AT: { key: 'r.due_at', join: '' },
  NUMBER: { key: 'r.number', join: '' },
  ASSIGNMENT_DUE_AT: {
    key: 'o.due',
    join: `LEFT JOIN (SELECT request, min(due_at) AS due FROM assignments WHERE office = ?
      GROUP BY request) o ON o.request = r.id`,
  },
};

type ListedRow = RequestRow & { sort_key: string | null };

type Wanted = { filter: InformationRequestFilter; order?: InformationRequestOrder };
const NEWEST = { field: 'RECEIVED_AT', direction: 'DESC' } as const;

/** A page of the requests that the viewer sees and the filter describes; without personal data. */
export function listRequests(
  reading: Reading,
  args: PageArgs,
  { filter, order = NEWEST }: Wanted,
  answers: AnswerSight,
): Connection<InformationRequest> {
  const { key, join } = ORDERS[order.field];
  const offices = filter.officeCodes ?? [];
  if (order.field === 'ASSIGNMENT_DUE_AT' && offices.length !== 1) {
    throw badInput('ASSIGNMENT_DUE_AT needs exactly one of officeCodes');
  }
  const joined = join === '' ? [] : offices;
  const page = pageOf(args);
  const keyset = keysetOf(page, { key, id: 'r.id', descending: order.direction === 'DESC' });
  const byDueDate = order.field === 'DUE_AT' || order.field === 'ASSIGNMENT_DUE_AT';
  const condition = conditionOf(filter, { reading, answers, byDueDate });
  const where = [condition.sql, ...keyset.where].join(' AND ');
  const rows = reading.db
    .prepare(
      `SELECT r.*, ${key} AS sort_key FROM requests r ${join} WHERE ${where}
        ORDER BY ${keyset.orderBy} LIMIT ?`,
    )
    .all(...joined, ...condition.params, ...keyset.params, page.limit + 1) as ListedRow[];
  const listed = reading.ofList();
  return connectionOf(rows, page, {
    cursor: ({ sort_key, id }) => ({ key: sort_key, id }),
    node: (row) => new InformationRequest(row, listed),
    total: () => {
      const sql = `SELECT count(*) AS n FROM
        (SELECT 1 FROM requests r WHERE ${condition.sql} LIMIT ${COUNT_LIMIT + 1})`;
      return (reading.db.prepare(sql).get(...condition.params) as { n: number }).n;
    },
  });
}
