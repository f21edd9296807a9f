// The hash tree over the fragments of a movie (C2PA 2.4 §18.7): a manifest holds one row of it, and each fragment the
// path from its own hash up to that row. A node without a neighbour rises as it is.
import { concat, equal } from "../encoding/index.js";

/** Hash of two nodes in a row. */
export type Combine = (pair: Uint8Array) => Promise<Uint8Array>;

/** All rows, from the leaves to the root. */
export async function merkleRows(
  leaves: readonly Uint8Array[],
  combine: Combine,
): Promise<readonly (readonly Uint8Array[])[]> {
  const rows = [leaves];
  for (let below = leaves; below.length > 1; ) {
    const row: Uint8Array[] = [];
    for (let i = 0; i < below.length; i += 2) {
      const [left, right] = [below[i]!, below[i + 1]];
      row.push(right ? await combine(concat(left, right)) : left);
    }
    rows.push(row);
    below = row;
  }
  return rows;
}

/** The neighbours on the way from leaf `location` up `height` rows, lowest first. */
export function merkleProof(
  rows: readonly (readonly Uint8Array[])[],
  location: number,
  height: number,
): Uint8Array[] {
  const proof: Uint8Array[] = [];
  for (let row = 0, at = location; row < height; row++, at = Math.floor(at / 2)) {
    const neighbour = rows[row]?.[at % 2 === 0 ? at + 1 : at - 1];
    if (neighbour) proof.push(neighbour);
  }
  return proof;
}

/** A leaf and where it is said to be. */
export interface MerkleLeaf {
  readonly hash: Uint8Array;
  readonly location: number;
  /** Leaves of the whole tree. */
  readonly count: number;
  readonly proof: readonly Uint8Array[];
  /** The row that the manifest holds. */
  readonly row: readonly Uint8Array[];
}

/** Whether the leaf's path ends in its node of the row. */
export async function isInMerkleTree(leaf: MerkleLeaf, combine: Combine): Promise<boolean> {
  const { location, count, proof, row } = leaf;
  if (location >= count || row.length === 0) return false;
  let node = leaf.hash;
  let at = location;
  let used = 0;
  let width = count;
  for (; width > row.length; width = Math.ceil(width / 2), at = Math.floor(at / 2)) {
    const right = at % 2 === 1;
    if (!right && at + 1 >= width) continue;
    const neighbour = proof[used++];
    if (!neighbour) return false;
    node = await combine(right ? concat(neighbour, node) : concat(node, neighbour));
  }
  const expected = row[at];
  return width === row.length && expected !== undefined && equal(expected, node);
}
