// The sizes of what Arweave's Merkle trees and their paths are made of, apart from what walks them: readers of receipts
// need the bounds alone.

/** Bytes of a hash and of a note. */
export const NODE_FIELD = 32;
/** Bytes of a branch in a path: left id, right id, note. */
export const BRANCH = 3 * NODE_FIELD;
/** Bytes of the leaf that a path ends in: data, note. */
export const LEAF = 2 * NODE_FIELD;
/** Chunks of 256 KiB fill the offsets below 2^53 with 35 levels. */
const MAX_DEPTH = 64;

/** Most bytes of a path. */
export const MAX_PATH = MAX_DEPTH * BRANCH + LEAF;
