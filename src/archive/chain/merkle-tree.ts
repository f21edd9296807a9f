// The two Merkle trees between a byte and a block: the chunks of a transaction under its data_root, and the transactions
// of a block under its tx_root. The rules are those of Arweave's nodes and of arweave-js, so the roots are theirs, too.
import { concat, sha256 } from "../../encoding/index.js";
import { encodeNote, nodeId } from "./merkle-node.js";

/** Most bytes of a chunk; also what the space of a transaction in the weave is rounded up to. */
export const CHUNK_SIZE = 256 * 1024;
/** A last chunk smaller than this shares evenly with the one before it. */
const SMALLEST_LAST_CHUNK = 32 * 1024;

interface Leaf {
  readonly data: Uint8Array;
  readonly end: number;
}

/**
 * The chunks of a transaction's data, with their paths to its data_root.
 * @returns `dataRoot`: 32 bytes, or none for no data; `start` and `end` (exclusive) count from the first byte of the data
 */
export async function chunkData(data: Uint8Array): Promise<{
  dataRoot: Uint8Array;
  chunks: readonly { start: number; end: number; dataPath: Uint8Array }[];
}> {
  const ends = chunkEnds(data.length);
  const starts = [0, ...ends];
  const leaves = await Promise.all(
    ends.map(async (end, i) => ({ data: await sha256(data.subarray(starts[i], end)), end })),
  );
  const { root, paths } = await tree(leaves);
  const chunks = paths.map((dataPath, i) => ({ start: starts[i]!, end: ends[i]!, dataPath }));
  return { dataRoot: root, chunks: chunks.filter(({ start, end }) => end > start) };
}

/** Data that fills its chunks exactly has an empty one behind them: it is in the root, but nobody stores it. */
function chunkEnds(length: number): number[] {
  if (length === 0) return [];
  const ends: number[] = [];
  let at = 0;
  while (length - at >= CHUNK_SIZE) {
    const left = length - at;
    const share = left > CHUNK_SIZE && left < CHUNK_SIZE + SMALLEST_LAST_CHUNK;
    at += share ? Math.ceil(left / 2) : CHUNK_SIZE;
    ends.push(at);
  }
  return [...ends, length];
}

/**
 * The transactions of a block, with their paths to its tx_root. As since height 812,970, a leaf without data fills the
 * space up to the next multiple of 256 KiB behind each.
 * @param leaves in the block's order: by format, then by id. A transaction without data has no data_root either
 * @returns `txRoot`: 32 bytes, or none for no transactions; `start` and `end` (exclusive) count from the weave size of the
 *   block before; `size`: by how much the block makes the weave larger
 */
export async function transactionTree(
  leaves: readonly { dataRoot: Uint8Array; size: number }[],
): Promise<{
  txRoot: Uint8Array;
  size: number;
  entries: readonly { start: number; end: number; txPath: Uint8Array }[];
}> {
  const padded: Leaf[] = [];
  const places: { start: number; end: number; leaf: number }[] = [];
  let at = 0;
  for (const { dataRoot, size } of leaves) {
    places.push({ start: at, end: at + size, leaf: padded.length });
    padded.push({ data: dataRoot, end: at + size });
    const space = Math.ceil(size / CHUNK_SIZE) * CHUNK_SIZE;
    at += space;
    if (space > size) padded.push({ data: new Uint8Array(0), end: at });
  }
  const { root, paths } = await tree(padded);
  const entries = places.map(({ start, end, leaf }) => ({ start, end, txPath: paths[leaf]! }));
  return { txRoot: root, size: at, entries };
}

/** Pairs from left to right, row by row; the odd one out moves up as it is. A path runs from the root to its leaf. */
async function tree(
  leaves: readonly Leaf[],
): Promise<{ root: Uint8Array; paths: readonly Uint8Array[] }> {
  const paths = leaves.map(({ data, end }) => [concat(data, encodeNote(end))]);
  let row = await Promise.all(
    leaves.map(async ({ data, end }, i) => ({
      id: await nodeId(data, encodeNote(end)),
      end,
      first: i,
      last: i,
    })),
  );
  while (row.length > 1) {
    const above: typeof row = [];
    for (let i = 0; i < row.length; i += 2) {
      const left = row[i]!;
      const right = row[i + 1];
      if (!right) {
        above.push(left);
        continue;
      }
      const note = encodeNote(left.end);
      const branch = concat(left.id, right.id, note);
      for (let leaf = left.first; leaf <= right.last; leaf++) paths[leaf]!.push(branch);
      const id = await nodeId(left.id, right.id, note);
      above.push({ id, end: right.end, first: left.first, last: right.last });
    }
    row = above;
  }
  return {
    root: row[0]?.id ?? new Uint8Array(0),
    paths: paths.map((parts) => concat(...parts.reverse())),
  };
}
