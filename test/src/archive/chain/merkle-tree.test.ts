// Our Merkle trees against arweave-js, which the network accepts transactions from.
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { chunkData, transactionTree } from "../../../../src/archive/index.js";
import { toHex } from "../../../../src/encoding/index.js";

interface ArweaveTree {
  generateTransactionChunks(data: Uint8Array): Promise<{
    data_root: Uint8Array;
    chunks: { minByteRange: number; maxByteRange: number }[];
    proofs: { proof: Uint8Array }[];
  }>;
  buildLayers(nodes: object[]): Promise<{ id: Uint8Array }>;
  intToBuffer(note: number): Uint8Array;
  validatePath(
    id: Uint8Array,
    dest: number,
    leftBound: number,
    rightBound: number,
    path: Uint8Array,
  ): Promise<false | { leftBound: number; rightBound: number; offset: number }>;
}
const arweave = createRequire(import.meta.url)("arweave/node/lib/merkle") as ArweaveTree;
const KIB = 1024;

/** Bytes that differ from chunk to chunk. */
function bytes(length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = (i * 31 + (i >> 8) * 7 + (i >> 16)) & 255;
  return out;
}

describe("the tree of a transaction's chunks", () => {
  it.each([
    1,
    31,
    1000,
    32 * KIB,
    262143,
    262144,
    262145,
    256 * KIB + 32 * KIB - 1,
    256 * KIB + 32 * KIB,
    256 * KIB + 32 * KIB + 1,
    300000,
    524287,
    524288,
    524289,
    512 * KIB + 32 * KIB - 1,
    786432,
    786433,
    3000000,
    12 * 256 * KIB,
  ])("of %d bytes is the tree of arweave-js", async (length) => {
    const data = bytes(length);
    const theirs = await arweave.generateTransactionChunks(data);
    const ours = await chunkData(data);
    expect(toHex(ours.dataRoot)).toBe(toHex(theirs.data_root));
    expect(ours.chunks.map(({ start, end }) => [start, end])).toEqual(
      theirs.chunks.map(({ minByteRange, maxByteRange }) => [minByteRange, maxByteRange]),
    );
    expect(ours.chunks.map(({ dataPath }) => toHex(dataPath))).toEqual(
      theirs.proofs.map(({ proof }) => toHex(proof)),
    );
  });

  it("of no data has no chunks and no root, as a transaction without data has none", async () => {
    expect(await chunkData(new Uint8Array(0))).toEqual({ dataRoot: new Uint8Array(0), chunks: [] });
  });
});

describe("the tree of a block's transactions", () => {
  const leaf = (seed: number, size: number) => ({
    dataRoot: new Uint8Array(32).fill(seed),
    size,
  });

  it("gives each transaction a space of whole chunks, filled up with a leaf without data", async () => {
    const { entries, size } = await transactionTree([leaf(1, 1), leaf(2, 262144), leaf(3, 262145)]);
    expect(entries.map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [262144, 524288],
      [524288, 786433],
    ]);
    expect(size).toBe(4 * 262144);
  });

  it("has the root that arweave-js builds over the same leaves, and its paths lead there", async () => {
    const leaves = [leaf(1, 1000), leaf(2, 524288), leaf(3, 300000), leaf(4, 5)];
    const { txRoot, entries, size } = await transactionTree(leaves);
    const padded = [
      { data: leaves[0]!.dataRoot, end: 1000 },
      { data: new Uint8Array(0), end: 262144 },
      { data: leaves[1]!.dataRoot, end: 786432 },
      { data: leaves[2]!.dataRoot, end: 786432 + 300000 },
      { data: new Uint8Array(0), end: 786432 + 524288 },
      { data: leaves[3]!.dataRoot, end: 1310720 + 5 },
      { data: new Uint8Array(0), end: size },
    ];
    const sha = async (part: Uint8Array) =>
      Buffer.from(await crypto.subtle.digest("SHA-256", part as Uint8Array<ArrayBuffer>));
    const nodes = await Promise.all(
      padded.map(async ({ data, end }) => ({
        type: "leaf",
        id: new Uint8Array(
          await sha(Buffer.concat([await sha(data), await sha(arweave.intToBuffer(end))])),
        ),
        maxByteRange: end,
      })),
    );
    expect(toHex(txRoot)).toBe(toHex((await arweave.buildLayers(nodes)).id));
    for (const { start, end, txPath } of entries)
      for (const at of [start, end - 1])
        expect(await arweave.validatePath(txRoot, at, 0, size, txPath)).toMatchObject({
          leftBound: start,
          rightBound: end,
        });
  });

  it("of a block without transactions has no root", async () => {
    expect(await transactionTree([])).toEqual({ txRoot: new Uint8Array(0), size: 0, entries: [] });
  });
});
