// The index as ar.io's gateways offer it: the part of their GraphQL schema that look-ups use, and nothing else. graphql-js
// does the work; what it may be asked to do is bounded before it begins.
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  parse,
  type SelectionSetNode,
  validate,
} from "graphql";

/** What the schema's two entry points and their like are answered with. */
export interface IndexRoot {
  transaction(args: { readonly id: string }): unknown;
  transactions(args: TransactionsArgs): unknown;
  block(args: { readonly id?: string | null; readonly height?: number | null }): unknown;
  blocks(args: BlocksArgs): unknown;
}

interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly sort?: "HEIGHT_ASC" | "HEIGHT_DESC" | null;
}

interface Range {
  readonly min?: number | null;
  readonly max?: number | null;
}

export interface TransactionsArgs extends PageArgs {
  readonly ids?: readonly string[] | null;
  readonly owners?: readonly string[] | null;
  readonly recipients?: readonly string[] | null;
  readonly bundledIn?: readonly string[] | null;
  readonly tags?:
    | readonly {
        readonly name: string;
        readonly values: readonly string[];
        readonly op: "EQ" | "NEQ";
      }[]
    | null;
  readonly block?: Range | null;
}

export interface BlocksArgs extends PageArgs {
  readonly ids?: readonly string[] | null;
  readonly height?: Range | null;
}

const SCHEMA = buildSchema(`
enum SortOrder { HEIGHT_ASC HEIGHT_DESC }
enum TagOperator { EQ NEQ }
input TagFilter { name: String! values: [String!]! op: TagOperator = EQ }
input BlockFilter { min: Int max: Int }
type Query {
  transaction(id: ID!): Transaction
  transactions(
    ids: [ID!] owners: [String!] recipients: [String!] tags: [TagFilter!] bundledIn: [ID!]
    block: BlockFilter first: Int = 10 after: String sort: SortOrder = HEIGHT_DESC
  ): TransactionConnection!
  block(id: String height: Int): Block
  blocks(
    ids: [ID!] height: BlockFilter first: Int = 10 after: String sort: SortOrder = HEIGHT_DESC
  ): BlockConnection!
}
type TransactionConnection { pageInfo: PageInfo! edges: [TransactionEdge!]! }
type TransactionEdge { cursor: String! node: Transaction! }
type BlockConnection { pageInfo: PageInfo! edges: [BlockEdge!]! }
type BlockEdge { cursor: String! node: Block! }
type PageInfo { hasNextPage: Boolean! }
type Transaction {
  id: ID! anchor: String! signature: String! recipient: String! owner: Owner! data: MetaData!
  tags: [Tag!]! block: Block bundledIn: Bundle
}
type Owner { address: String! key: String! }
type MetaData { size: String! type: String }
type Tag { name: String! value: String! }
type Block { id: ID! timestamp: Int! height: Int! previous: ID! }
type Bundle { id: ID! }
`);

const MAX_TOKENS = 3000;
/** Deep enough for the schema's own questions about itself, as tools ask them. */
const MAX_DEPTH = 16;
const MAX_FIELDS = 400;
const MAX_ALIASES = 16;
/** Each of these may be a walk through all there is. */
const MAX_ROOT_FIELDS = 8;

export interface GraphqlAnswer {
  /** 400 when the question itself is at fault. */
  readonly status: 200 | 400;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly { readonly message: string }[];
  };
}

/** @returns an answer for any question at all, bad ones included */
export async function answerGraphql(
  question: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
  root: IndexRoot,
): Promise<GraphqlAnswer> {
  let document: DocumentNode;
  try {
    document = parse(question.query, { maxTokens: MAX_TOKENS, noLocation: true });
    boundSize(document);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return refusal([error]);
  }
  const faults = validate(SCHEMA, document, undefined, { maxErrors: 10 });
  if (faults.length > 0) return refusal(faults);
  const { data, errors } = await execute({
    schema: SCHEMA,
    document,
    rootValue: root,
    ...(question.variables && { variableValues: question.variables }),
  });
  if (data === undefined) return refusal(errors ?? []); // variables of the wrong type, no operation
  return { status: 200, body: { data, ...(errors && { errors: errors.map(plainError) }) } };
}

/** An error that the asker is to read. */
export function graphqlError(message: string): Error {
  return new GraphQLError(message);
}

function refusal(errors: readonly GraphQLError[]): GraphqlAnswer {
  return { status: 400, body: { errors: errors.slice(0, 10).map(plainError) } };
}

/** What went wrong inside stays inside. */
function plainError({ message, originalError }: GraphQLError): { message: string } {
  const ours = originalError === undefined || originalError instanceof GraphQLError;
  return { message: ours ? message.slice(0, 300) : "this could not be answered" };
}

interface Size {
  /** Levels of fields. */
  readonly depth: number;
  readonly fields: number;
  /** Fields of the first level. */
  readonly roots: number;
  /** Without a name of its own a field that is asked for twice is answered once. */
  readonly aliases: number;
}

/** Before validation, which takes its time over large questions. Fragments count wherever they are used. */
function boundSize({ definitions }: DocumentNode): void {
  const fragments = new Map<string, SelectionSetNode>();
  for (const one of definitions)
    if (one.kind === "FragmentDefinition") fragments.set(one.name.value, one.selectionSet);
  const known = new Map<SelectionSetNode, Size>();
  const sizeOf = (set: SelectionSetNode | undefined, level: number): Size => {
    const ready = set && known.get(set);
    if (ready) return ready;
    if (level > 2 * MAX_DEPTH) throw tooMuch("deep"); // also: fragments that go round in circles
    const sizes = (set?.selections ?? []).map((selection) => {
      if (selection.kind === "FragmentSpread")
        return sizeOf(fragments.get(selection.name.value), level + 1);
      const inner = sizeOf(selection.selectionSet, level + 1);
      if (selection.kind === "InlineFragment") return inner;
      const aliases = inner.aliases + (selection.alias ? 1 : 0);
      return { depth: inner.depth + 1, fields: inner.fields + 1, roots: 1, aliases };
    });
    const sum = (field: keyof Size) => sizes.reduce((total, size) => total + size[field], 0);
    const depth = sizes.reduce((most, size) => Math.max(most, size.depth), 0);
    const size = { depth, fields: sum("fields"), roots: sum("roots"), aliases: sum("aliases") };
    if (set) known.set(set, size);
    return size;
  };
  for (const one of definitions) {
    if (one.kind !== "OperationDefinition") continue;
    const { depth, fields, roots, aliases } = sizeOf(one.selectionSet, 0);
    if (depth > MAX_DEPTH) throw tooMuch("deep");
    if (fields > MAX_FIELDS || roots > MAX_ROOT_FIELDS || aliases > MAX_ALIASES)
      throw tooMuch("large");
  }
}

function tooMuch(how: string): GraphQLError {
  return new GraphQLError(`the query is too ${how}`);
}
