// The way back: from a root that is believed, along a path that a stranger gave, to the leaf that covers an offset.
// A path is its branches from the top (left id, right id, note) and its leaf (data, note). Stricter than Arweave's nodes
// in one thing: a leaf has to end exactly where the branches above it say, so that a proven length is one to rely on.
import { equal } from "../../encoding/index.js";
import { decodeNote, nodeId } from "./merkle-node.js";
import { BRANCH, LEAF, MAX_PATH, NODE_FIELD } from "./merkle-size.js";

/** A leaf and what it covers; `end` is exclusive. */
export interface ProvenLeaf {
  /** 32 bytes: SHA-256 of a chunk, or a data_root. */
  readonly leaf: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * The leaf that covers `offset`, 0 <= offset < size; undefined when the path doesn't lead there from this root. A rebased
 * path (32 zero bytes before a branch) doesn't: what it proves about offsets is another thing.
 * @param size what the root is said to cover; a leaf at its end has to end there
 */
export async function walkPath(
  root: Uint8Array,
  size: number,
  offset: number,
  path: Uint8Array,
): Promise<ProvenLeaf | undefined> {
  if (path.length > MAX_PATH || path.length % BRANCH !== LEAF) return undefined;
  if (!isCount(size) || !isCount(offset) || offset >= size) return undefined;
  let [id, start, end] = [root, 0, size];
  let at = 0;
  for (; at + LEAF < path.length; at += BRANCH) {
    const [left, right, note] = [field(path, at), field(path, at + 32), field(path, at + 64)];
    const border = decodeNote(note);
    if (left.every((byte) => byte === 0) || border === undefined) return undefined;
    if (border < start || border > end) return undefined;
    if (!equal(await nodeId(left, right, note), id)) return undefined;
    if (offset < border) [id, end] = [left, border];
    else [id, start] = [right, border];
  }
  const [leaf, note] = [field(path, at), field(path, at + 32)];
  if (decodeNote(note) !== end || !equal(await nodeId(leaf, note), id)) return undefined;
  return { leaf, start, end };
}

/** Where the leaf at the end of a path says that it ends; not proven. Undefined when it says nothing of sense. */
export function pathEnd(path: Uint8Array): number | undefined {
  return path.length < LEAF ? undefined : decodeNote(path.subarray(-NODE_FIELD));
}

function field(path: Uint8Array, at: number): Uint8Array {
  return path.subarray(at, at + NODE_FIELD);
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
