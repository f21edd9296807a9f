// What GraphQL questions are answered with: pages of the catalogue and of the chain, and nodes that read their heads from
// disk only when somebody asks for what is in them.
import { fromBase64Url, toBase64Url, utf8, utf8Text } from "../../src/encoding/index.js";
import type { Block } from "./block-file.js";
import type { Entry, Selection } from "./catalogue.js";
import { type Details, details, payloadSize } from "./entry.js";
import { type BlocksArgs, graphqlError, type IndexRoot, type TransactionsArgs } from "./graphql.js";
import type { LocalChain } from "./local-chain.js";

const PAGE = 10;
const MAX_PAGE = 100;
/** Values of all the filters of one question together. */
const MAX_VALUES = 2000;

export function indexRoot(chain: LocalChain): IndexRoot {
  return {
    transaction({ id }) {
      const entry = chain.catalogue.get(id);
      return entry ? node(chain, entry) : null;
    },
    transactions(args) {
      const { entries, more } = chain.catalogue.select(selection(chain, args));
      const edges = entries.map((entry) => ({
        cursor: cursorOf(entry.id),
        node: node(chain, entry),
      }));
      return { pageInfo: { hasNextPage: more }, edges };
    },
    block({ id, height }) {
      const { weave, current } = chain;
      if (typeof id === "string") return blockNode(weave.blockById(id));
      return blockNode(typeof height === "number" ? weave.block(height) : current);
    },
    blocks: (args) => blockPage(chain, args),
  };
}

/** Empty lists filter nothing, as at ar.io's gateways. */
function selection(chain: LocalChain, args: TransactionsArgs): Selection {
  const { ids, owners, recipients, bundledIn, tags, block } = args;
  const lists = { ids, owners, recipients, bundledIn };
  const given = Object.entries(lists).filter(([, list]) => list && list.length > 0);
  const filters = (tags ?? []).filter(({ values }) => values.length > 0);
  const values = [...given.map(([, list]) => list ?? []), ...filters.map((tag) => tag.values)];
  if (values.reduce((sum, list) => sum + list.length, 0) > MAX_VALUES)
    throw graphqlError(`more than ${MAX_VALUES} values to filter by`);
  return {
    ...Object.fromEntries(given),
    ...(filters.length > 0 && {
      tags: filters.map(({ name, values, op }) => ({ name, values, not: op === "NEQ" })),
    }),
    ...(typeof block?.min === "number" && { min: block.min }),
    ...(typeof block?.max === "number" && { max: block.max }),
    ...(args.after && { after: afterEntry(chain, args.after) }),
    oldestFirst: args.sort === "HEIGHT_ASC",
    limit: pageSize(args.first),
  };
}

function pageSize(wanted: number | null | undefined): number {
  const first = wanted ?? PAGE;
  if (!(first >= 1)) throw graphqlError("first has to be 1 or more");
  return Math.min(first, MAX_PAGE);
}

/** A cursor names its entry. */
function cursorOf(name: string): string {
  return toBase64Url(utf8(`1:${name}`));
}

function nameIn(cursor: string): string {
  try {
    const text = utf8Text(fromBase64Url(cursor));
    if (text?.startsWith("1:")) return text.slice(2);
  } catch {}
  throw graphqlError("this is not a cursor of this gateway");
}

function afterEntry(chain: LocalChain, cursor: string): Entry {
  const entry = chain.catalogue.get(nameIn(cursor));
  if (!entry) throw graphqlError("this is not a cursor of this gateway");
  return entry;
}

function node(chain: LocalChain, entry: Entry): Record<string, unknown> {
  let read: Promise<Details> | undefined;
  const head = () => {
    read ??= details(entry, chain.weave);
    return read;
  };
  const { id, recipient, mediaType, height, bundledIn } = entry;
  return {
    id,
    recipient,
    anchor: async () => (await head()).anchor,
    signature: async () => (await head()).signature,
    tags: async () => (await head()).tags,
    owner: { address: entry.owner, key: async () => (await head()).ownerKey },
    data: { size: String(payloadSize(entry)), type: mediaType ?? null },
    block: height === undefined ? null : blockNode(chain.weave.block(height)),
    bundledIn: bundledIn === undefined ? null : { id: bundledIn },
  };
}

function blockNode(block: Block | undefined): Record<string, unknown> | null {
  if (!block) return null;
  const { id, timestamp, height, previous } = block;
  return { id, timestamp, height, previous };
}

function blockPage({ weave, current }: LocalChain, args: BlocksArgs): unknown {
  const step = args.sort === "HEIGHT_ASC" ? 1 : -1;
  const min = Math.max(0, args.height?.min ?? 0);
  const max = Math.min(current.height, args.height?.max ?? current.height);
  const ids = args.ids && args.ids.length > 0 ? new Set(args.ids) : undefined;
  const after = args.after ? Number(nameIn(args.after)) : undefined;
  if (after !== undefined && !Number.isSafeInteger(after))
    throw graphqlError("this is not a cursor of this gateway");
  let at = step > 0 ? min : max;
  if (after !== undefined) at = step > 0 ? Math.max(min, after + 1) : Math.min(max, after - 1);
  const limit = pageSize(args.first);
  const edges: { cursor: string; node: unknown }[] = [];
  let more = false;
  for (; at >= min && at <= max; at += step) {
    const block = weave.block(at);
    if (!block || (ids && !ids.has(block.id))) continue;
    more = edges.length === limit;
    if (more) break;
    edges.push({ cursor: cursorOf(String(block.height)), node: blockNode(block) });
  }
  return { pageInfo: { hasNextPage: more }, edges };
}
