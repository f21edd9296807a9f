// A proof that is made once and checked later, without a network, by somebody who believes nobody.
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkInclusion,
  confirmBlock,
  createItem,
  decodeInclusion,
  encodeInclusion,
  type InclusionProof,
  proveInclusion,
} from "../../../../src/archive/index.js";
import { parseJson, toBase64Url } from "../../../../src/encoding/index.js";
import { fakeOwner } from "../../../fake/archive-owner.js";
import { FakeChain, type Spoil } from "../../../fake/chain.js";

const ada = await fakeOwner(1);
const [small, long] = await Promise.all(
  [400, 600_000].map((size) =>
    createItem({ ...ada, tags: [], data: new Uint8Array(size).map((_, i) => (i + size) & 255) }),
  ),
);
if (!small || !long) throw new Error("no items");

let chain: FakeChain;
let ofSmall: InclusionProof;
let ofLong: InclusionProof;
beforeAll(async () => {
  chain = await FakeChain.start();
  await chain.mine(new Uint8Array(400_000).fill(3), [small, long]);
  await chain.mine();
  const { gateway } = chain.gateway("https://a.example");
  ofSmall = (await proveInclusion(small, [gateway])).proof;
  ofLong = (await proveInclusion(long, [gateway])).proof;
});

/** All the ways in which a value differs from this one in one number, one bit of bytes, or one letter. */
function* variants(value: unknown): Generator<unknown> {
  if (typeof value === "number") yield* [value - 1, value + 1, value + 262144];
  else if (typeof value === "string")
    yield value.replace(/^./, (letter) => (letter === "A" ? "B" : "A"));
  else if (value instanceof Uint8Array) {
    if (value.length > 0) yield value.subarray(1);
    for (const at of [0, value.length >> 1, value.length - 1])
      if (at in value) yield value.map((byte, i) => (i === at ? byte ^ 1 : byte));
  } else if (Array.isArray(value)) {
    yield value.slice(1);
    yield value.slice(0, -1);
    yield [...(value as unknown[]), (value as unknown[]).at(-1)];
    for (const [i, part] of value.entries())
      for (const other of variants(part)) yield (value as unknown[]).with(i, other);
  } else
    for (const [name, part] of Object.entries(value as object))
      for (const other of variants(part)) yield { ...(value as object), [name]: other };
}

describe("a proof of inclusion", () => {
  it("holds for its item, offline", async () => {
    expect(await checkInclusion(ofSmall, small)).toBeUndefined();
    expect(await checkInclusion(ofLong, long)).toBeUndefined();
    expect(ofLong.chunks).toHaveLength(3);
  });

  it("holds for no other item, and for no other bytes", async () => {
    expect(await checkInclusion(ofSmall, long)).toMatch(/another item/);
    const bytes = small.bytes.slice();
    bytes[bytes.length - 1]! ^= 1;
    expect(await checkInclusion(ofSmall, { id: small.id, bytes })).toMatch(/hash/);
    expect(await checkInclusion(ofSmall, { id: small.id, bytes: long.bytes })).toMatch(/bytes/);
    const cut = small.bytes.slice(0, -1);
    expect(await checkInclusion(ofSmall, { id: small.id, bytes: cut })).toMatch(/size/);
    expect(await checkInclusion(ofSmall, { id: small.id, bytes: cut.slice(500) })).toMatch(/bytes/);
  });

  it("fails with anything in it changed, but for what no hash leads to", async () => {
    const unbound = ["transaction", "block", "previousWeaveSize"]; // for confirmBlock, and for the maker of the proof
    for (const [proof, item] of [
      [ofSmall, small],
      [ofLong, long],
    ] as const)
      for (const name of Object.keys(proof) as (keyof InclusionProof)[])
        if (!unbound.includes(name))
          for (const other of variants(proof[name])) {
            const forged = { ...proof, [name]: other } as InclusionProof;
            expect(await checkInclusion(forged, item), name).toBeTypeOf("string");
          }
    for (const txRoot of variants(ofSmall.block.txRoot)) {
      const block = { ...ofSmall.block, txRoot: txRoot as Uint8Array };
      expect(await checkInclusion({ ...ofSmall, block }, small)).toMatch(/tx_path/);
    }
  });

  it("fails with the path of another transaction of its block", async () => {
    const { txPath } = chain.transactions[0]!;
    expect(await checkInclusion({ ...ofSmall, txPath }, small)).toMatch(/another transaction/);
  });

  it.each([
    ["no chunks", { chunks: [] }],
    ["no tx_path", { txPath: new Uint8Array(0) }],
    ["a weave that shrinks", { previousWeaveSize: 2 ** 52 }],
    ["numbers that are none", { offset: Number.NaN }],
  ])("fails with %s", async (_, change) => {
    expect(await checkInclusion({ ...ofSmall, ...change }, small)).toBeTypeOf("string");
  });
});

describe("a proof as JSON", () => {
  const asJson = (proof: InclusionProof): Record<string, unknown> =>
    parseJson(JSON.stringify(encodeInclusion(proof))) as Record<string, unknown>;

  it("reads back as it was", () => {
    for (const proof of [ofSmall, ofLong]) expect(decodeInclusion(asJson(proof))).toEqual(proof);
  });

  it("without any one field is refused, with the field named", () => {
    const json = asJson(ofLong);
    const chunks = json["chunks"] as Record<string, unknown>[];
    const without = (object: object, name: string) => ({ ...object, [name]: undefined });
    const refused = (value: unknown, field: string) =>
      expect(() => decodeInclusion(value), field).toThrow(
        expect.objectContaining({
          code: "RECEIPT_INVALID",
          message: expect.stringContaining(`${field} `),
        }),
      );
    for (const name of Object.keys(json)) refused(without(json, name), `proof.${name}`);
    for (const name of Object.keys(json["block"] as object))
      refused({ ...json, block: without(json["block"] as object, name) }, `proof.block.${name}`);
    for (const name of Object.keys(chunks[1]!))
      refused(
        { ...json, chunks: chunks.with(1, without(chunks[1]!, name)) },
        `proof.chunks[1].${name}`,
      );
  });

  it.each<[string, object]>([
    ["item", { item: "x" }],
    ["dataSize", { dataSize: -1 }],
    ["dataSize", { dataSize: "400" }],
    ["offset", { offset: 0.5 }],
    ["size", { size: 2 ** 53 }],
    ["size", { size: [7] }],
    ["previousWeaveSize", { previousWeaveSize: null }],
    ["dataRoot", { dataRoot: toBase64Url(new Uint8Array(31)) }],
    ["txPath", { txPath: "A".repeat(10_000) }],
    ["txPath", { txPath: "not base64url" }],
    ["chunks", { chunks: [] }],
    ["chunks", { chunks: {} }],
    ["chunks", { chunks: new Array(1026).fill({}) }],
    ["chunks[0]", { chunks: ["a"] }],
    ["block", { block: [] }],
    ["", { more: 1 }],
  ])("whose field %s makes no sense is refused", (name, change) => {
    expect(() => decodeInclusion({ ...asJson(ofSmall), ...change })).toThrow(
      expect.objectContaining({
        code: "RECEIPT_INVALID",
        message: expect.stringContaining(name ? `proof.${name} ` : "proof "),
      }),
    );
  });

  it("that is none is refused", () => {
    for (const value of [undefined, null, "proof", 7, [], {}])
      expect(() => decodeInclusion(value)).toThrow(
        expect.objectContaining({ code: "RECEIPT_INVALID" }),
      );
    expect(() => decodeInclusion(parseJson('{"__proto__":{"item":"x"},"item":"x"}'))).toThrow(
      expect.objectContaining({ code: "RECEIPT_INVALID" }),
    );
  });
});

describe("the block of a proof", () => {
  const open = (url: string, spoil?: Spoil) => chain.gateway(url, spoil).gateway;
  const other: Spoil = (answer, path) =>
    path === "/block/height/1"
      ? { ...answer, json: { ...(answer.json as object), timestamp: 7 } }
      : answer;

  it("is confirmed by gateways that name it still", async () => {
    expect(await confirmBlock(ofSmall, [open("https://a.example")])).toMatchObject({
      level: "in block",
      block: { height: 1, confirmations: 1, gateways: ["https://a.example"] },
    });
    const two = [open("https://a.example"), open("https://b.example")];
    expect(await confirmBlock(ofSmall, two)).toMatchObject({ level: "agreed" });
    const silent = open("https://c.example", () => ({ status: 500 }));
    expect(await confirmBlock(ofSmall, [silent, ...two])).toMatchObject({ level: "agreed" });
  });

  it("is unproven when gateways name another, differ, or say nothing", async () => {
    const refused = (...gateways: Parameters<typeof confirmBlock>[1]) =>
      expect(confirmBlock(ofSmall, gateways)).rejects.toMatchObject({ code: "RECORD_UNPROVEN" });
    await refused(open("https://a.example", other));
    await refused(open("https://a.example", other), open("https://b.example", other));
    await refused(open("https://a.example"), open("https://b.example", other));
    await refused(open("https://a.example", () => ({ status: 500 })));
    await refused();
    const { gateway } = chain.gateway("https://a.example");
    const forged = { ...ofSmall, previousWeaveSize: 1 };
    await expect(confirmBlock(forged, [gateway])).rejects.toMatchObject({
      message: expect.stringMatching(/another block than the proof's/),
    });
  });
});
