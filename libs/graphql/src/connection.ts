import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { GraphQLError } from 'graphql';

@ObjectType({ description: 'Where a page of a connection stands in the whole list.' })
class PageInfo {
  @Field({ description: 'More follow after this page.' })
  hasNextPage!: boolean;

  @Field({ description: 'Some come before this page.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Of the first edge; null when empty.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Of the last edge; null when empty.' })
  endCursor!: string | null;
}

/** `first`/`last` 1 to 100, default first 25. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'The first so many, 1 to 100; default 25.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'After this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'The last so many, 1 to 100.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Before this cursor.' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  before?: string | null;
}

type Edge<N> = { cursor: string; node: N };
export type Connection<N> = {
  edges: Edge<N>[];
  nodes: N[];
  pageInfo: PageInfo;
  /** Computed when it is read: only where the field is selected. */
  readonly totalCount: number | null;
};

/** The edge and connection types of a node type, named after it. */
export function connectionTypes<N>(
  node: Type<N>,
  name: string,
): { Connection: Type<Connection<N>> } {
  @ObjectType(`${name}Edge`, { description: `One ${name} in a list, with its place.` })
  class EdgeType {
    @Field({ description: 'Opaque; for after and before.' })
    cursor!: string;

    @Field(() => node, { description: 'What stands here.' })
    node!: N;
  }

  @ObjectType(`${name}Connection`, { description: `A page of a list of ${name}.` })
  class ConnectionType {
    @Field(() => [EdgeType], { description: 'The page, each with its cursor.' })
    edges!: EdgeType[];

    @Field(() => [node], { description: 'The page without cursors.' })
    nodes!: N[];

    @Field(() => PageInfo, { description: 'Where the page stands.' })
    pageInfo!: PageInfo;

    @Field(() => Int, {
      nullable: true,
      description: 'Of the whole list: exact up to 10,000, null above. Computed only when asked.',
    })
    readonly totalCount!: number | null;
  }
  return { Connection: ConnectionType };
}

/** A place in a list: the sort key and the id that tells equal keys apart. */
export type Cursor = { key: string | number | null; id: string };

/** How many above which a count is not told. */
export const COUNT_LIMIT = 10_000;

/** One page as the query must read it: in reading order, one row more than asked. */
export type Page = { limit: number; backwards: boolean; after?: Cursor; before?: Cursor };

/** @throws GraphQLError BAD_USER_INPUT for arguments that contradict each other. */
export function pageOf({ first, after, last, before }: PageArgs): Page {
  if (first != null && last != null) throw badInput('first and last exclude each other');
  return {
    limit: first ?? last ?? 25,
    backwards: last != null,
    ...(after == null ? {} : { after: readCursor(after) }),
    ...(before == null ? {} : { before: readCursor(before) }),
  };
}

/** @param rows at most `limit + 1`, in the order they were read. */
export function connectionOf<Row, N>(
  rows: readonly Row[],
  page: Page,
  { cursor, node, total }: { cursor(r: Row): Cursor; node(r: Row): N; total(): number },
): Connection<N> {
  const more = rows.length > page.limit;
  const kept = rows.slice(0, page.limit);
  if (page.backwards) kept.reverse();
  const edges = kept.map((row) => ({ cursor: writeCursor(cursor(row)), node: node(row) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: page.backwards ? page.before !== undefined : more,
      hasPreviousPage: page.backwards ? more : page.after !== undefined,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    get totalCount() {
      const count = total();
      return count > COUNT_LIMIT ? null : count;
    },
  };
}

const writeCursor = ({ key, id }: Cursor): string =>
  Buffer.from(JSON.stringify([key, id])).toString('base64url');

function readCursor(text: string): Cursor {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [key, id] = parsed as unknown[];
      const sortable = key === null || typeof key === 'string' || typeof key === 'number';
      if (sortable && typeof id === 'string') return { key, id };
    }
  } catch {
    // Falls through to the one error a bad cursor has.
  }
  throw badInput('not a cursor of this list');
}

/** A wrong argument of a query. */
export function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/**
 * Keyset condition and order for one sort key, nulls last in either direction.
 * `key` and `id` are column expressions, never input.
 */
export function keysetOf(
  page: Page,
  { key, id, descending }: { key: string; id: string; descending: boolean },
): { where: string[]; params: (string | number)[]; orderBy: string } {
  const where: string[] = [];
  const params: (string | number)[] = [];
  const beyond = (cursor: Cursor, forward: boolean): void => {
    const less = descending === forward;
    const sign = less ? '<' : '>';
    if (cursor.key === null) {
      where.push(
        forward
          ? `(${key} IS NULL AND ${id} ${sign} ?)`
          : `(${key} IS NOT NULL OR ${id} ${sign} ?)`,
      );
      params.push(cursor.id);
      return;
    }
    const nulls = forward ? ` OR ${key} IS NULL` : '';
    where.push(`((${key}, ${id}) ${sign} (?, ?)${nulls})`);
    params.push(cursor.key, cursor.id);
  };
  if (page.after !== undefined) beyond(page.after, true);
  if (page.before !== undefined) beyond(page.before, false);
  const reversed = descending !== page.backwards;
  const direction = reversed ? 'DESC' : 'ASC';
  const nulls = page.backwards ? 'NULLS FIRST' : 'NULLS LAST';
  return { where, params, orderBy: `${key} ${direction} ${nulls}, ${id} ${direction}` };
}
