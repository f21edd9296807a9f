import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeNote, nodeId } from "../../../../src/archive/chain/merkle-node.js";
import { walkPath } from "../../../../src/archive/chain/merkle-path.js";
import { chunkData, transactionTree } from "../../../../src/archive/index.js";
import { concat, fromBase64Url, sha256, toBase64Url } from "../../../../src/encoding/index.js";

const mainNet = JSON.parse(
  readFileSync(new URL("../../../vector/arweave-tx-path.json", import.meta.url), "utf8"),
) as {
  tx: {
    txRoot: string;
    previousWeaveSize: number;
    weaveSize: number;
    offset: number;
    dataRoot: string;
    path: string;
  };
  data: { dataRoot: string; size: number; start: number; end: number; path: string };
};

const data = new Uint8Array(900_000).map((_, i) => (i * 31 + (i >> 12)) & 255);
const { dataRoot, chunks } = await chunkData(data);
const sizes = [1000, 262144, 300_000, 5, 700_001, 262145, 1];
const leaves = sizes.map((size, i) => ({ dataRoot: new Uint8Array(32).fill(i + 1), size }));
const block = await transactionTree(leaves);

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const out = bytes.slice();
  out[bit >> 3]! ^= 1 << (bit & 7);
  return out;
}

describe("a path", () => {
  it("leads from the data_root to the chunk that covers an offset, and says where it starts and ends", async () => {
    for (const { start, end, dataPath } of chunks)
      for (const offset of [start, (start + end) >> 1, end - 1])
        expect(await walkPath(dataRoot, data.length, offset, dataPath)).toEqual({
          leaf: await sha256(data.subarray(start, end)),
          start,
          end,
        });
  });

  it("leads from the tx_root to each transaction of the block", async () => {
    for (const [i, { start, end, txPath }] of block.entries.entries())
      for (const offset of [start, end - 1])
        expect(await walkPath(block.txRoot, block.size, offset, txPath)).toEqual({
          leaf: leaves[i]?.dataRoot,
          start,
          end,
        });
  });

  it("of a root that is one leaf is that leaf", async () => {
    const single = await chunkData(data.subarray(0, 10));
    expect(await walkPath(single.dataRoot, 10, 9, single.chunks[0]!.dataPath)).toMatchObject({
      start: 0,
      end: 10,
    });
  });

  it("does not lead to another offset than those that its leaf covers", async () => {
    const offsets = fc.nat(data.length - 1);
    await fc.assert(
      fc.asyncProperty(offsets, fc.nat(chunks.length - 1), async (offset, i) => {
        const { start, end, dataPath } = chunks[i]!;
        const found = await walkPath(dataRoot, data.length, offset, dataPath);
        expect(found !== undefined).toBe(start <= offset && offset < end);
      }),
      { numRuns: 200 },
    );
  });

  it("of another transaction, or to the space between transactions, is refused", async () => {
    for (const [i, { start }] of block.entries.entries())
      for (const [j, { txPath }] of block.entries.entries())
        if (i !== j)
          expect(await walkPath(block.txRoot, block.size, start, txPath)).toBeUndefined();
    const { end, txPath } = block.entries[0]!;
    expect(await walkPath(block.txRoot, block.size, end, txPath)).toBeUndefined();
  });

  it("with any bit flipped is refused, and so is one from a root with a bit flipped", async () => {
    const { start, txPath } = block.entries[4]!;
    await fc.assert(
      fc.asyncProperty(fc.nat(txPath.length * 8 - 1), fc.nat(255), async (bit, rootBit) => {
        const { txRoot, size } = block;
        expect(await walkPath(txRoot, size, start, flipped(txPath, bit))).toBeUndefined();
        expect(await walkPath(flipped(txRoot, rootBit), size, start, txPath)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
    const { dataPath } = chunks[1]!;
    for (let bit = 0; bit < dataPath.length * 8; bit++)
      expect(
        await walkPath(dataRoot, data.length, chunks[1]!.start, flipped(dataPath, bit)),
        `bit ${bit}`,
      ).toBeUndefined();
  });

  it("of any other length is refused", async () => {
    const { start, txPath } = block.entries[2]!;
    const walk = (path: Uint8Array) => walkPath(block.txRoot, block.size, start, path);
    for (let length = 0; length < txPath.length; length++)
      expect(await walk(txPath.subarray(0, length))).toBeUndefined();
    for (const more of [1, 32, 64, 96])
      expect(await walk(concat(txPath, new Uint8Array(more)))).toBeUndefined();
    for (const more of [32, 96])
      expect(await walk(concat(new Uint8Array(more), txPath))).toBeUndefined();
  });

  it("is refused when the root is said to cover more or less than it does", async () => {
    const last = chunks.at(-1)!;
    for (const size of [data.length - 1, data.length + 1, last.start, 2 * data.length])
      expect(await walkPath(dataRoot, size, last.start, last.dataPath)).toBeUndefined();
    for (const size of [-1, 0, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(await walkPath(dataRoot, size, 0, chunks[0]!.dataPath)).toBeUndefined();
  });

  it("to an offset that is none is refused", async () => {
    for (const offset of [-1, 0.5, data.length, Number.NaN, Number.NEGATIVE_INFINITY, 2 ** 53])
      expect(await walkPath(dataRoot, data.length, offset, chunks[0]!.dataPath)).toBeUndefined();
  });
});

describe("a path that hashes and yet lies", () => {
  const leaf = new Uint8Array(32).fill(9);
  const other = new Uint8Array(32).fill(8);

  it("about where its leaf ends is refused", async () => {
    for (const end of [99, 101]) {
      const path = concat(leaf, encodeNote(end));
      const root = await nodeId(leaf, encodeNote(end));
      expect(await walkPath(root, 100, 0, path)).toBeUndefined();
      expect(await walkPath(root, end, 0, path)).toMatchObject({ start: 0, end });
    }
  });

  it("with a border outside of what is left to divide is refused", async () => {
    const note = encodeNote(200);
    const left = await nodeId(leaf, note);
    const root = await nodeId(left, other, note);
    expect(await walkPath(root, 100, 0, concat(left, other, note, leaf, note))).toBeUndefined();
    expect(await walkPath(root, 300, 0, concat(left, other, note, leaf, note))).toBeDefined();
  });

  it("with a note beyond 2^53 is refused", async () => {
    const note = new Uint8Array(32).fill(255);
    expect(await walkPath(await nodeId(leaf, note), 100, 0, concat(leaf, note))).toBeUndefined();
  });

  it("with a branch of zeros, as rebased paths have, is refused", async () => {
    const zeros = new Uint8Array(32);
    const right = await nodeId(leaf, encodeNote(100));
    const root = await nodeId(zeros, right, encodeNote(50));
    const path = concat(zeros, right, encodeNote(50), leaf, encodeNote(100));
    expect(await walkPath(root, 100, 60, path)).toBeUndefined();
  });

  it("that is deeper than any tree of chunks is refused", async () => {
    const deep = async (depth: number) => {
      let id = await nodeId(leaf, encodeNote(1000));
      let path = concat(leaf, encodeNote(1000));
      for (let i = depth; i > 0; i--) {
        const note = encodeNote(i);
        path = concat(other, id, note, path);
        id = await nodeId(other, id, note);
      }
      return walkPath(id, 1000, 999, path);
    };
    expect(await deep(64)).toEqual({ leaf, start: 64, end: 1000 });
    expect(await deep(65)).toBeUndefined();
  });
});

describe("paths of the Arweave main net", () => {
  const { tx, data: chunk } = mainNet;

  it("lead from the tx_root of block 1,700,011 to a transaction, and say where it ends", async () => {
    const size = tx.weaveSize - tx.previousWeaveSize;
    const root = fromBase64Url(tx.txRoot);
    const path = fromBase64Url(tx.path);
    const found = await walkPath(root, size, tx.offset - tx.previousWeaveSize - 1, path);
    expect(found && toBase64Url(found.leaf)).toBe(tx.dataRoot);
    expect(found && found.end + tx.previousWeaveSize).toBe(tx.offset);
    for (let bit = 0; bit < path.length * 8; bit += 7)
      expect(
        await walkPath(root, size, tx.offset - tx.previousWeaveSize - 1, flipped(path, bit)),
      ).toBeUndefined();
  });

  it("lead from a data_root to the second of 46 chunks", async () => {
    const found = await walkPath(
      fromBase64Url(chunk.dataRoot),
      chunk.size,
      chunk.start,
      fromBase64Url(chunk.path),
    );
    expect(found).toMatchObject({ start: chunk.start, end: chunk.end });
  });
});
