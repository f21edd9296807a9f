// The client of a gateway against a gateway over real HTTP, through the guard that every question takes: what is uploaded is
// listed, fetched, and proven to be in a block.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  checkInclusion,
  confirmBlock,
  type Gateway,
  type Http,
  openGateway,
  proveInclusion,
} from "../../../../src/archive/index.js";
import { guardedFetch } from "../../../../toolkit/adapter/guarded-fetch.js";
import { EmbeddedGateway } from "../../../../toolkit/gateway/embedded-gateway.js";
import { archivedItem, ORIGINAL_KEY } from "../../../fake/archived-item.js";

const asked: string[] = [];
const http: Http = (url, question) => {
  asked.push(new URL(url).pathname);
  return guardedFetch(url, { ...question, allowLoopback: true });
};
const item = await archivedItem(1);
const others = await Promise.all([2, 3, 4].map((n) => archivedItem(n)));

let folder: string;
let embedded: EmbeddedGateway;
let gateways: readonly Gateway[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "colophon-gateway-http-"));
  embedded = await EmbeddedGateway.open({ folder, now: () => new Date() });
  const faces = [await embedded.listen(0), await embedded.listen(0)];
  gateways = faces.map(({ url }) => openGateway(url, http));
});
afterAll(async () => {
  await embedded.close();
  await rm(folder, { recursive: true });
});

async function upload(bytes: Uint8Array): Promise<void> {
  const body = { method: "POST", body: bytes, maxBytes: 10_000, timeoutMs: 5000 } as const;
  expect((await http(`${gateways[0]!.url}/v1/tx`, body)).status).toBe(200);
}

describe("a gateway over HTTP", () => {
  it("lists what was uploaded, gives its payload, and knows no place before there is a block", async () => {
    for (const { bytes } of [others[0]!, item, others[1]!]) await upload(bytes);
    const tags = [{ name: "Colophon-Hash", values: [ORIGINAL_KEY] }];
    const listed = await gateways[0]!.find({ tags, order: "oldest", limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([others[0]!, item, others[1]!].map(({ id }) => id));
    expect(await gateways[0]!.payload(item.id, 10_000)).toEqual(item.item.data);
    expect(await gateways[0]!.payload(others[2]!.id, 10_000)).toBeUndefined();
    await expect(gateways[0]!.payload(item.id, 3)).rejects.toMatchObject({
      code: "GATEWAY_FAILED",
    });
    await expect(proveInclusion(item, gateways)).rejects.toMatchObject({ code: "RECORD_UNPROVEN" });
  });

  it("has items in blocks that are proven with one chunk, and confirmed later", async () => {
    await embedded.mine(2);
    await upload(others[2]!.bytes);
    await embedded.mine();
    for (const wanted of [item, ...others]) {
      asked.length = 0;
      const { proof, level, block } = await proveInclusion(wanted, gateways);
      expect(asked.filter((path) => path.startsWith("/chunk/"))).toHaveLength(1);
      expect(level).toBe("agreed");
      expect(block.gateways).toHaveLength(2);
      expect(await checkInclusion(proof, wanted)).toBeUndefined();
      expect(await confirmBlock(proof, gateways)).toEqual({ block, level });
    }
  });
});
