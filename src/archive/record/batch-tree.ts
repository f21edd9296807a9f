// The Merkle tree of a batch (RFC 6962 §2.1): leaf H(0x00 || digest), node H(0x01 || left || right), split at the largest
// power of two below the number of leaves. Leaves are the distinct digests in the order of their bytes, so that a set
// of files has one root. Pairing from the left and passing the odd one up makes the same tree as splitting from above.
import { concat } from "../../encoding/index.js";
import { ColophonError } from "../../errors.js";
import { type Batch, MAX_BATCH } from "./batch.js";
import { type BatchPath, LEAF, NODE } from "./batch-path.js";

/** SHA-256 of `bytes`, at once: awaiting each of 200,000 hashes would take most of the time. */
type SyncSha256 = (bytes: Uint8Array) => Uint8Array;

export interface BatchTree extends Batch {
  /** The way from a digest to the root; undefined for a digest that is not in the tree. */
  path(digest: Uint8Array): BatchPath | undefined;
}

/**
 * Builds the tree over digests of 32 bytes, in any order; one that comes twice is one leaf.
 * @throws ColophonError RECORD_INVALID when there are none, more than MAX_BATCH, or one of another length
 */
export function batchTree(digests: Iterable<Uint8Array>, sha256: SyncSha256): BatchTree {
  const leaves = distinct(digests);
  if (leaves.length === 0 || leaves.length > MAX_BATCH)
    throw new ColophonError(
      "RECORD_INVALID",
      `a batch is about 1 to ${MAX_BATCH} files, not ${leaves.length}`,
    );
  const levels = [leaves.map((digest) => sha256(concat(LEAF, digest)))];
  let below = levels[0] ?? [];
  while (below.length > 1) {
    below = paired(below, sha256);
    levels.push(below);
  }
  return {
    root: below[0] ?? new Uint8Array(0),
    count: leaves.length,
    path: (digest) => {
      const index = indexIn(leaves, digest);
      return index === undefined
        ? undefined
        : { index, count: leaves.length, hashes: siblings(levels, index) };
    },
  };
}

function distinct(digests: Iterable<Uint8Array>): Uint8Array[] {
  const sorted = [...digests].sort(compare);
  if (sorted.some((digest) => digest.length !== 32))
    throw new ColophonError("RECORD_INVALID", "a digest in a batch is not 32 bytes");
  return sorted.filter((digest, i) => {
    const before = sorted[i - 1];
    return before === undefined || compare(before, digest) !== 0;
  });
}

function paired(below: readonly Uint8Array[], sha256: SyncSha256): Uint8Array[] {
  const level: Uint8Array[] = [];
  for (let i = 0; i < below.length; i += 2) {
    const [left, right] = below.slice(i, i + 2);
    if (left) level.push(right ? sha256(concat(NODE, left, right)) : left);
  }
  return level;
}

function siblings(levels: readonly (readonly Uint8Array[])[], index: number): Uint8Array[] {
  return levels.flatMap((level, height) => level[(index >> height) ^ 1] ?? []);
}

/** Binary search. */
function indexIn(leaves: readonly Uint8Array[], digest: Uint8Array): number | undefined {
  let [low, high] = [0, leaves.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(leaves[middle] ?? digest, digest);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return undefined;
}

/** In the order of their bytes, as Array.sort wants it. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = (a[i] ?? 0) - (b[i] ?? 0);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
