// The nodes that both of Arweave's Merkle trees are made of. A note is an offset: 32 bytes, big-endian.
//   leaf: H( H(data) | H(note) )      branch: H( H(left) | H(right) | H(note) )
import { concat, sha256 } from "../../encoding/index.js";
import { NODE_FIELD } from "./merkle-size.js";

/** Id of a node: of a leaf with its data and note, or of a branch with the ids of its children and its note. */
export async function nodeId(...fields: readonly Uint8Array[]): Promise<Uint8Array> {
  return sha256(concat(...(await Promise.all(fields.map(sha256)))));
}

export function encodeNote(offset: number): Uint8Array {
  const note = new Uint8Array(NODE_FIELD);
  for (let at = NODE_FIELD - 1, left = offset; left > 0; at--, left = Math.floor(left / 256))
    note[at] = left % 256;
  return note;
}

/** The offset in a note; undefined beyond 2^53. */
export function decodeNote(note: Uint8Array): number | undefined {
  const offset = note.reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(offset) ? offset : undefined;
}
