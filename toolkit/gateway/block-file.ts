// Blocks of this gateway's own chain, in the shape that Arweave's nodes give theirs. The independent hash covers every
// field and the hash of the block before, so a block can't change without all after it changing, too. There is no mining
// to speak of: nobody competes, and nobody but this gateway vouches for the times.
import {
  asArray,
  asObject,
  asString,
  digest,
  encodeCbor,
  fromBase64Url,
  parseJson,
  toBase64Url,
  utf8Text,
} from "../../src/encoding/index.js";

/** What this chain calls itself; no node of Arweave's answers to it. */
export const NETWORK = "colophon.local.1";

export interface Block {
  readonly height: number;
  /** Independent hash, base64url of 48 bytes. */
  readonly id: string;
  /** Id of the block before; empty for the first. */
  readonly previous: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** Base64url of 32 bytes, or empty for a block without transactions. */
  readonly txRoot: string;
  /** In the order of the Merkle tree. */
  readonly transactions: readonly BlockTransaction[];
  /** Bytes of the weave up to the end of this block, padding included. */
  readonly weaveSize: number;
  readonly blockSize: number;
  /** Random in the first block, so that no two chains share one. */
  readonly nonce: string;
}

interface BlockTransaction {
  readonly id: string;
  /** Base64url. */
  readonly dataRoot: string;
  readonly size: number;
}

export async function sealBlock(fields: Omit<Block, "id">): Promise<Block> {
  return { ...fields, id: await blockId(fields) };
}

async function blockId(block: Omit<Block, "id">): Promise<string> {
  const { height, previous, timestamp, txRoot, transactions, weaveSize, blockSize, nonce } = block;
  const ids = transactions.map(({ id }) => id);
  const fields = [NETWORK, height, previous, timestamp, txRoot, ids, weaveSize, blockSize, nonce];
  return toBase64Url(await digest("SHA-384", encodeCbor(fields)));
}

/** A block as `GET /block/height/N` answers. */
export function blockJson(block: Block): Record<string, unknown> {
  return {
    network: NETWORK,
    nonce: block.nonce,
    previous_block: block.previous,
    timestamp: block.timestamp,
    height: block.height,
    indep_hash: block.id,
    txs: block.transactions.map(({ id }) => id),
    tx_root: block.txRoot,
    weave_size: String(block.weaveSize),
    block_size: String(block.blockSize),
    reward_addr: "unclaimed",
    tags: [],
  };
}

/** What is kept on disk: the block, and the leaves of its tree, so that each path can be made without the others' data. */
export function encodeBlock(block: Block): string {
  const { transactions } = block;
  const leaves = transactions.map(({ dataRoot, size }) => ({ data_root: dataRoot, size }));
  return `${JSON.stringify({ ...blockJson(block), leaves })}\n`;
}

/** The block in a file; undefined unless its hash is the one that it names. */
export async function decodeBlock(bytes: Uint8Array): Promise<Block | undefined> {
  try {
    const json = asObject(parseJson(utf8Text(bytes) ?? "")) ?? {};
    const ids = asArray(json["txs"]);
    const leaves = asArray(json["leaves"]).map(asObject);
    if (ids.length !== leaves.length) return undefined;
    const block: Block = {
      height: count(json["height"]),
      id: text(json["indep_hash"]),
      previous: text(json["previous_block"]),
      timestamp: count(json["timestamp"]),
      txRoot: text(json["tx_root"]),
      transactions: leaves.map((leaf, i) => ({
        id: text(ids[i]),
        dataRoot: text(leaf?.["data_root"]),
        size: count(leaf?.["size"]),
      })),
      weaveSize: count(Number(text(json["weave_size"]))),
      blockSize: count(Number(text(json["block_size"]))),
      nonce: text(json["nonce"]),
    };
    return (await blockId(block)) === block.id ? block : undefined;
  } catch {
    return undefined;
  }
}

/** Base64url or digits. */
function text(value: unknown): string {
  const found = asString(value);
  if (found === undefined) throw new TypeError("not a text");
  fromBase64Url(/^\d*$/.test(found) ? "" : found);
  return found;
}

function count(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0)
    throw new TypeError("not a count");
  return value;
}
