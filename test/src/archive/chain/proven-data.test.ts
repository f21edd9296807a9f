// Data of transactions that were built to deceive: the tree is signed and mined, and yet says what isn't so.
import { describe, expect, it } from "vitest";
import type { BlockAgreement } from "../../../../src/archive/chain/block-agreement.js";
import { GatewayRound } from "../../../../src/archive/chain/gateway-round.js";
import { encodeNote, nodeId } from "../../../../src/archive/chain/merkle-node.js";
import { ProvenData } from "../../../../src/archive/chain/proven-data.js";
import { chunkData, type Gateway, transactionTree } from "../../../../src/archive/index.js";
import { concat, sha256 } from "../../../../src/encoding/index.js";

/** A transaction alone in its block, and one gateway that gives this chunk for every offset. */
async function dataOf(dataRoot: Uint8Array, size: number, bytes: Uint8Array, dataPath: Uint8Array) {
  const tree = await transactionTree([{ dataRoot, size }]);
  const head = { txRoot: tree.txRoot, weaveSize: 1000 + tree.size };
  const agreed = { head, previousWeaveSize: 1000 } as BlockAgreement;
  const asked: number[] = [];
  const chunk = async (offset: number) => {
    asked.push(offset);
    return { bytes, dataPath, txPath: tree.entries[0]!.txPath };
  };
  const round = new GatewayRound([{ url: "https://a.example", chunk } as Gateway]);
  const transaction = { id: "A".repeat(43), dataRoot, size, end: 1000 + size, height: 1 };
  return { data: new ProvenData(transaction, agreed, round), asked };
}

async function honest(bytes: Uint8Array) {
  const { dataRoot, chunks } = await chunkData(bytes);
  return dataOf(dataRoot, bytes.length, bytes, chunks[0]!.dataPath);
}

const unproven = expect.objectContaining({ code: "RECORD_UNPROVEN" });

describe("the data of a transaction", () => {
  it("are asked for by the weave's offsets, which count from 1, and each chunk once", async () => {
    const { data, asked } = await honest(new Uint8Array(500).fill(7));
    expect((await data.read(20, 30)).bytes).toEqual(new Uint8Array(10).fill(7));
    expect((await data.read(0, 500)).chunks).toHaveLength(1);
    expect(asked).toEqual([1021]);
  });

  it("have nothing outside of themselves", async () => {
    const { data, asked } = await honest(new Uint8Array(500));
    for (const offset of [-1, 500, 2 ** 52, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(data.chunkAt(offset)).rejects.toEqual(unproven);
    await expect(data.read(490, 501)).rejects.toEqual(unproven);
    expect(asked).toEqual([1491]);
  });

  it("whose tree claims more bytes than the chunk has are refused", async () => {
    const bytes = new Uint8Array(10);
    const leaf = await sha256(bytes);
    for (const claimed of [9, 11, 100_000]) {
      const note = encodeNote(claimed);
      const lying = await dataOf(await nodeId(leaf, note), claimed, bytes, concat(leaf, note));
      await expect(lying.data.chunkAt(0), `${claimed}`).rejects.toEqual(unproven);
    }
    const note = encodeNote(10);
    const true_ = await dataOf(await nodeId(leaf, note), 10, bytes, concat(leaf, note));
    expect(await true_.data.chunkAt(0)).toMatchObject({ start: 0, end: 10 });
  });

  it.each([
    ["fewer bytes than a count takes", new Uint8Array(31)],
    ["a table longer than the data", new Uint8Array(500).fill(1, 0, 1)],
    ["2^248 items", new Uint8Array(500).fill(1, 31, 32)],
    ["a quarter of a million items in 500 bytes", new Uint8Array(500).fill(4, 2, 3)],
    ["items that do not fill it", new Uint8Array(500)],
  ])("have no table of items with %s", async (_, bytes) => {
    const { data, asked } = await honest(bytes);
    await expect(data.table()).rejects.toMatchObject({
      code: expect.stringMatching(/RECORD_UNPROVEN|ITEM_MALFORMED/),
    });
    expect(asked).toHaveLength(1);
  });
});
