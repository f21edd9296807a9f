// That a data item is part of a block: item -> chunk -> data_root -> tx_root. What is left to believe is the head of one
// block, about which gateways can be compared. A proof needs no network to be checked, and the item's own bytes are not in
// it: they have to be in hand.
import { concat, equal, sha256 } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { itemId, parseItem } from "../item/data-item.js";
import type { BlockHead } from "../network/gateway.js";
import { pathEnd, walkPath } from "./merkle-path.js";
import { CHUNK_SIZE } from "./merkle-tree.js";

/** A chunk that holds the item or a part of it, without that part. */
export interface ProofChunk {
  /** First byte, from the start of the transaction's data; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  readonly dataPath: Uint8Array;
  /** Bytes of the chunk in front of the item's, and behind them. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** What leads from the bytes of an item to the root of a block, complete: nothing has to be asked to follow it. */
export interface InclusionProof {
  /** Id of the item, 43 characters. */
  readonly item: string;
  /** Id of the transaction, as its own signature tied it to `dataRoot` when the proof was made: no hash leads to it. */
  readonly transaction: string;
  readonly dataRoot: Uint8Array;
  /** Bytes of the transaction's data. */
  readonly dataSize: number;
  /** First byte of the item, from the start of the transaction's data. */
  readonly offset: number;
  /** Bytes of the item. */
  readonly size: number;
  /** In order, one behind the other. */
  readonly chunks: readonly ProofChunk[];
  readonly txPath: Uint8Array;
  readonly block: BlockHead;
  /** Bytes in the weave up to where the block starts. */
  readonly previousWeaveSize: number;
}

/**
 * Follows every hash from the item to the tx_root of the proof's block. Whether the chain has that block is not asked here;
 * see confirmBlock.
 * @param item its signature has been verified by the caller
 * @returns what fails, or undefined when everything holds
 */
export async function checkInclusion(
  proof: InclusionProof,
  item: { readonly id: string; readonly bytes: Uint8Array },
): Promise<string | undefined> {
  if (proof.item !== item.id) return "the proof is about another item";
  if ((await idOf(item.bytes)) !== item.id) return "these are not the bytes of the item";
  if (proof.size !== item.bytes.length) return "the proof is about an item of another size";
  return (await faultOfChunks(proof, item.bytes)) ?? faultOfTransaction(proof);
}

async function idOf(bytes: Uint8Array): Promise<string | undefined> {
  try {
    return await itemId(parseItem(bytes));
  } catch (cause) {
    if (cause instanceof ColophonError) return undefined;
    throw cause;
  }
}

async function faultOfChunks(proof: InclusionProof, item: Uint8Array): Promise<string | undefined> {
  const { dataRoot, dataSize, offset } = proof;
  const end = offset + item.length;
  let at = offset;
  for (const chunk of proof.chunks) {
    if (at >= end) return "the proof has chunks behind the item";
    const until = Math.min(end, chunk.end);
    const follows = at === offset ? chunk.start <= at : chunk.start === at;
    if (!follows || chunk.end <= at) return "the chunks of the proof do not follow one another";
    if (chunk.end - chunk.start > CHUNK_SIZE) return "a chunk of the proof is too large for one";
    if (chunk.before.length !== at - chunk.start || chunk.after.length !== chunk.end - until)
      return "the bytes around the item do not fill its chunk";
    const bytes = concat(chunk.before, item.subarray(at - offset, until - offset), chunk.after);
    const found = await walkPath(dataRoot, dataSize, chunk.start, chunk.dataPath);
    if (found?.start !== chunk.start || found.end !== chunk.end)
      return "a data_path does not lead from the data_root to its chunk";
    if (!equal(found.leaf, await sha256(bytes)))
      return "a chunk has not the hash that its path ends in";
    at = until;
  }
  return at === end ? undefined : "the chunks of the proof do not hold the whole item";
}

/** Which transaction of the block it is follows from where its path says that it ends. */
async function faultOfTransaction(proof: InclusionProof): Promise<string | undefined> {
  const { block, previousWeaveSize, txPath, dataRoot, dataSize } = proof;
  const last = (pathEnd(txPath) ?? 0) - 1;
  const found = await walkPath(block.txRoot, block.weaveSize - previousWeaveSize, last, txPath);
  if (!found) return "the tx_path does not lead from the tx_root of the block";
  const same = equal(found.leaf, dataRoot) && found.end - found.start === dataSize;
  return same ? undefined : "the tx_path leads to another transaction";
}
