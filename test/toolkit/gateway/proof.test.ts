// What is in a block can be proven to be: with the walker of src/archive, with arweave-js, and with the prover that
// everybody uses, over two gateways that agree.
import { validatePath } from "arweave/node/lib/merkle.js";
import { beforeAll, describe, expect, it } from "vitest";
import {
  checkInclusion,
  openGateway,
  proveInclusion,
  walkPath,
} from "../../../src/archive/index.js";
import { equal, fromBase64Url, sha256 } from "../../../src/encoding/index.js";
import { httpTo } from "../../../toolkit/adapter/gateways.js";
import { twoFaces } from "../../fake/gateway.js";
import { itemOf, json, upload } from "./ask.js";

let gateway: Awaited<ReturnType<typeof twoFaces>>;
const items: Awaited<ReturnType<typeof itemOf>>[] = [];

beforeAll(async () => {
  gateway = await twoFaces();
  const sizes = [10, 300_000, 900_000, 262_144, 5];
  for (const [i, size] of sizes.entries())
    items.push(
      await itemOf(1, `item ${i}`, {
        data: new Uint8Array(size).map((_, k) => (k * 7 + (k >> 8)) & 255),
      }),
    );
  await upload(gateway.url, items[0]!);
  await gateway.mine();
  await upload(gateway.url, ...items.slice(1, 4));
  await gateway.mine(3);
  await gateway.mine();
  await upload(gateway.url, items[4]!);
  await gateway.mine(1);
});

const get = (path: string) => json(fetch(`${gateway.url}${path}`));

describe("the chain", () => {
  it("is linked from block to block, and grows by whole chunks", async () => {
    const { height, current, network, blocks } = await get("/info");
    expect({ network, blocks }).toEqual({ network: "colophon.local.1", blocks: 5 });
    let previous = "";
    let weave = 0;
    for (let at = 0; at <= height; at++) {
      const block = await get(`/block/height/${at}`);
      expect(block).toMatchObject({ height: at, previous_block: previous });
      expect(await get(`/block/hash/${block.indep_hash}`)).toEqual(block);
      expect(Number(block.weave_size) - weave).toBe(Number(block.block_size));
      expect(Number(block.block_size) % 262_144).toBe(0);
      expect(block.tx_root === "").toBe(block.txs.length === 0);
      previous = block.indep_hash;
      weave = Number(block.weave_size);
    }
    expect(previous).toBe(current);
    expect(await get("/block/current")).toMatchObject({ height: 4, indep_hash: current });
  });

  it("has for every chunk of every transaction two paths that lead to its roots", async () => {
    let chunks = 0;
    for (let height = 1; height <= 4; height++) {
      const block = await get(`/block/height/${height}`);
      const before = Number((await get(`/block/height/${height - 1}`)).weave_size);
      for (const id of block.txs) {
        const { offset, size } = await get(`/tx/${id}/offset`);
        const { data_root, data_size } = await get(`/tx/${id}`);
        expect(data_size).toBe(size);
        const start = Number(offset) - Number(size);
        const whole: Uint8Array[] = [];
        for (let at = 0; at < Number(size); chunks++) {
          const found = await get(`/chunk/${start + at + 1}`);
          const [bytes, dataPath, txPath] = [found.chunk, found.data_path, found.tx_path].map(
            fromBase64Url,
          );
          const root = fromBase64Url(data_root);
          const leaf = await walkPath(root, Number(size), at, dataPath!);
          expect(leaf).toMatchObject({ start: at, end: at + bytes!.length });
          expect(equal(leaf!.leaf, await sha256(bytes!))).toBe(true);
          expect(await validatePath(root, at, 0, Number(size), dataPath!)).toMatchObject({
            chunkSize: bytes!.length,
          });
          const txRoot = fromBase64Url(block.tx_root);
          const top = await walkPath(
            txRoot,
            Number(block.block_size),
            start + at - before,
            txPath!,
          );
          expect(equal(top!.leaf, root)).toBe(true);
          expect(top!.end - top!.start).toBe(Number(size));
          whole.push(bytes!);
          at += bytes!.length;
        }
        const raw = Buffer.from(await (await fetch(`${gateway.url}/raw/${id}`)).arrayBuffer());
        expect(raw.equals(Buffer.concat(whole))).toBe(true);
      }
    }
    expect(chunks).toBeGreaterThan(12);
  });

  it("has no chunk in the padding, before the beginning and behind the end", async () => {
    const { weave_size } = await get("/block/height/1");
    for (const offset of [0, Number(weave_size), 10 ** 12]) {
      const answer = await fetch(`${gateway.url}/chunk/${offset}`);
      expect(answer.status).toBe(404);
      expect(await json(answer)).toEqual({ error: expect.any(String) });
    }
  });
});

describe("an item", () => {
  it("is proven to be in its block by what everybody proves with, over two gateways", async () => {
    const http = httpTo(gateway.url, new AbortController().signal);
    const gateways = gateway.urls.map((url) => openGateway(url, http));
    for (const { id, bytes } of items) {
      const { level, proof } = await proveInclusion({ id, bytes }, gateways);
      expect(level).toBe("agreed");
      expect(await checkInclusion(proof, { id, bytes })).toBeUndefined();
    }
  });
});
