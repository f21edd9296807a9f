// The hash of a block covers each of its fields, so none can change behind its back.
import { describe, expect, it } from "vitest";
import { utf8 } from "../../../src/encoding/index.js";
import {
  blockJson,
  decodeBlock,
  encodeBlock,
  sealBlock,
} from "../../../toolkit/gateway/block-file.js";

const A = "A".repeat(43);
const block = await sealBlock({
  height: 7,
  previous: "B".repeat(64),
  timestamp: 1_700_000_000,
  txRoot: A,
  transactions: [{ id: A, dataRoot: A, size: 5 }],
  weaveSize: 524_288,
  blockSize: 262_144,
  nonce: "",
});
const kept = JSON.parse(encodeBlock(block)) as Record<string, unknown>;
const decoded = (fields: object) => decodeBlock(utf8(JSON.stringify({ ...kept, ...fields })));

describe("a block", () => {
  it("is read back as it was written", async () => {
    expect(await decodeBlock(utf8(encodeBlock(block)))).toEqual(block);
    expect(blockJson(block)).toMatchObject({
      indep_hash: expect.stringMatching(/^[\w-]{64}$/),
      txs: [A],
    });
  });

  it.each<[string, unknown]>([
    ["height", 8],
    ["previous_block", "C".repeat(64)],
    ["timestamp", 1_700_000_001],
    ["tx_root", `${"A".repeat(42)}E`],
    ["txs", [`${"A".repeat(42)}E`]],
    ["txs", []],
    ["weave_size", "524289"],
    ["block_size", "262145"],
    ["nonce", "AAAA"],
    ["indep_hash", "D".repeat(64)],
  ])("is another, or none, with another %s", async (field, value) => {
    expect(await decoded({ [field]: value })).toBeUndefined();
  });

  it.each<[string, object]>([
    ["a number where text belongs", { previous_block: 5 }],
    ["text where a number belongs", { height: "7" }],
    ["a negative height", { height: -1 }],
    ["leaves that are missing", { leaves: [] }],
    ["no leaves", { leaves: null }],
  ])("is none with %s", async (_, fields) => {
    expect(await decoded(fields)).toBeUndefined();
  });
});
