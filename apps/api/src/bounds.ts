import {
  GraphQLError,
  Kind,
  Lexer,
  Source,
  TokenKind,
  getOperationAST,
  parse,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { badInput } from '#graphql/api';

/** What a request may hold; README.md tells them. Longer lists than `list` are declared nowhere. */
export const BOUNDS = {
  documentBytes: 100_000,
  tokens: 5_000,
  brackets: 100,
  depth: 15,
  selections: 1_000,
  rootFields: 30,
  aliases: 100,
  directives: 50,
  list: 500,
  values: 10_000,
  nesting: 12,
} as const;

/** Names that reach into objects of the language where they are used as keys. */
const REACHING = new Set(['__proto__', 'constructor', 'prototype']);

/** What there is to know of a document before it is held against the schema. */
export type Measured = {
  document: DocumentNode;
  operation: OperationDefinitionNode | undefined;
  /** Names of the fields of the root, through fragments, as often as they are asked. */
  rootFields: readonly string[];
};

/** @throws GraphQLError BAD_USER_INPUT for what is malformed, TOO_COMPLEX for what is too much. */
export function measure(source: string, operationName: string | undefined): Measured {
  if (Buffer.byteLength(source) > BOUNDS.documentBytes) {
    throw badInput(`a document has at most ${BOUNDS.documentBytes} bytes`);
  }
  const document = parsed(source);
  countNodes(document);
  const shapes = new Shapes(document);
  let selections = 0;
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const shape = shapes.of(definition.selectionSet);
    atMost('depth', shape.depth);
    atMost('rootFields', shape.rootFields.length);
    selections += shape.selections;
  }
  atMost('selections', selections);
  const operation = getOperationAST(document, operationName) ?? undefined;
  const { rootFields } = operation === undefined ? NOTHING : shapes.of(operation.selectionSet);
  return { document, operation, rootFields };
}

function parsed(source: string): DocumentNode {
  try {
    boundTokens(source);
    return parse(source);
  } catch (error) {
    if (error instanceof GraphQLError) error.extensions['code'] ??= 'BAD_USER_INPUT';
    throw error;
  }
}

/** Before the parser, which calls itself for every bracket. */
function boundTokens(source: string): void {
  const lexer = new Lexer(new Source(source));
  let [tokens, brackets] = [0, 0];
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    tokens += 1;
    if (tokens > BOUNDS.tokens) throw badInput(`a document has at most ${BOUNDS.tokens} tokens`);
    if (OPENING.has(kind)) brackets += 1;
    if (CLOSING.has(kind)) brackets -= 1;
    if (brackets > BOUNDS.brackets) throw tooComplex(`at most ${BOUNDS.brackets} open brackets`);
  }
}

const OPENING = new Set<TokenKind>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING = new Set<TokenKind>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

type Counted = 'depth' | 'selections' | 'rootFields' | 'aliases' | 'directives';
const WHAT: Readonly<Record<Counted, string>> = {
  depth: 'levels of fields',
  selections: 'fields, fragments counted as often as they are spread',
  rootFields: 'operations, which are the fields of the root',
  aliases: 'aliases',
  directives: 'directives',
};

function atMost(what: Counted, found: number): void {
  if (found > BOUNDS[what]) throw tooComplex(`at most ${BOUNDS[what]} ${WHAT[what]}`);
}

export const tooComplex = (message: string, more: { cost?: number } = {}): GraphQLError =>
  new GraphQLError(message, {
    extensions: { code: 'TOO_COMPLEX', ...more, http: { status: 400 } },
  });

/** Counts that need no look at fragments. */
function countNodes(document: DocumentNode): void {
  let [aliases, directives, nesting, sets] = [0, 0, 0, 0];
  const deeper = { enter: () => boundNesting((nesting += 1)), leave: () => void (nesting -= 1) };
  visit(document, {
    Name: ({ value }) => refuseReaching(value),
    Field: ({ alias }) => atMost('aliases', alias === undefined ? aliases : (aliases += 1)),
    Directive: () => atMost('directives', (directives += 1)),
    SelectionSet: {
      // A field may stand in a fragment of its own at every level, and no deeper.
      enter: () => atMost('depth', Math.ceil((sets += 1) / 2)),
      leave: () => void (sets -= 1),
    },
    ListType: deeper,
    ObjectValue: deeper,
    ListValue: {
      enter: ({ values }) => {
        boundList(values.length);
        deeper.enter();
      },
      leave: deeper.leave,
    },
  });
}

function refuseReaching(name: string): void {
  if (REACHING.has(name)) throw badInput(`${name} is no name here`);
}

function boundList(length: number): void {
  if (length > BOUNDS.list) throw badInput(`a list has at most ${BOUNDS.list} elements`);
}

function boundNesting(nesting: number): void {
  if (nesting > BOUNDS.nesting) throw badInput(`input is at most ${BOUNDS.nesting} levels deep`);
}

type Shape = { depth: number; selections: number; rootFields: readonly string[] };
const NOTHING: Shape = { depth: 0, selections: 0, rootFields: [] };

/**
 * Sizes with every fragment spread out, though none is: each is measured once. A circle of
 * fragments counts as nothing here and is refused by the validation.
 */
class Shapes {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Shape>();

  constructor({ definitions }: DocumentNode) {
    const all = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(all.map((fragment) => [fragment.name.value, fragment]));
  }

  of({ selections }: SelectionSetNode): Shape {
    const parts = selections.map((selection) => this.#one(selection));
    return {
      depth: Math.max(...parts.map(({ depth }) => depth)),
      selections: parts.reduce((sum, part) => sum + 1 + part.selections, 0),
      // One more than allowed tells as much as all of them.
      rootFields: parts.flatMap(({ rootFields }) => rootFields).slice(0, BOUNDS.rootFields + 1),
    };
  }

  #one(selection: SelectionNode): Shape {
    switch (selection.kind) {
      case Kind.FIELD: {
        const { name, selectionSet } = selection;
        const { depth, selections } = selectionSet === undefined ? NOTHING : this.of(selectionSet);
        // How deep the schema may be asked about itself is a rule of the validation.
        const meta = name.value.startsWith('__');
        return { depth: meta ? 0 : depth + 1, selections, rootFields: [name.value] };
      }
      case Kind.INLINE_FRAGMENT:
        return this.of(selection.selectionSet);
      case Kind.FRAGMENT_SPREAD:
        return this.#fragment(selection.name.value);
    }
  }

  #fragment(name: string): Shape {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, NOTHING);
    const fragment = this.#fragments.get(name);
    const shape = fragment === undefined ? NOTHING : this.of(fragment.selectionSet);
    this.#known.set(name, shape);
    return shape;
  }
}

/** @throws GraphQLError BAD_USER_INPUT for a value that no input of the schema could take. */
export function boundValue(whole: unknown): void {
  let values = 0;
  const within = (value: unknown, nesting: number): void => {
    values += 1;
    if (values > BOUNDS.values) throw badInput(`at most ${BOUNDS.values} values`);
    if (typeof value !== 'object' || value === null) return;
    boundNesting(nesting);
    if (Array.isArray(value)) {
      boundList(value.length);
      for (const item of value) within(item, nesting + 1);
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      refuseReaching(key);
      within(item, nesting + 1);
    }
  };
  within(whole, 0);
}
