// The way from one file's digest to the root of its batch, checked with nothing else at hand (RFC 9162 §2.1.3.2).
import { concat, equal, sha256 } from "../../encoding/index.js";
import { type Batch, MAX_BATCH } from "./batch.js";

/** What stands before a leaf's digest and before a node's two halves, so that neither is taken for the other. */
export const LEAF = Uint8Array.of(0);
export const NODE = Uint8Array.of(1);

export interface BatchPath {
  /** Place of the leaf among the sorted digests, from 0. */
  readonly index: number;
  /** Leaves of the tree. */
  readonly count: number;
  /** The sibling at each step, from the leaf upwards; 32 bytes each. */
  readonly hashes: readonly Uint8Array[];
}

/**
 * Whether `path` leads from `digest` (32 bytes) to the batch's root. The number of hashes must be exactly what index
 * and count ask for, and the count the batch's own.
 */
export async function checkBatchPath(
  digest: Uint8Array,
  path: BatchPath,
  batch: Batch,
): Promise<boolean> {
  const { index, count, hashes } = path;
  if (count !== batch.count || !isCount(count) || !isIndex(index, count)) return false;
  if (digest.length !== 32 || hashes.some((hash) => hash.length !== 32)) return false;
  let at = index;
  let last = count - 1;
  let reached = await sha256(concat(LEAF, digest));
  for (const sibling of hashes) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      reached = await sha256(concat(NODE, sibling, reached));
      while (at % 2 === 0 && at !== 0) [at, last] = [at >> 1, last >> 1]; // passed up without a sibling
    } else reached = await sha256(concat(NODE, reached, sibling));
    [at, last] = [at >> 1, last >> 1];
  }
  return last === 0 && equal(reached, batch.root);
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= MAX_BATCH;
}

function isIndex(index: number, count: number): boolean {
  return Number.isInteger(index) && index >= 0 && index < count;
}
