// Uploads: what its owner signed is taken, and on disk before anybody is told so; everything else is refused, and why.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ArweaveSigner, createData, HexSolanaSigner } from "arbundles";
import { beforeAll, describe, expect, it } from "vitest";
import { parseBundle, parseItem, serializeItem } from "../../../src/archive/index.js";
import { utf8 } from "../../../src/encoding/index.js";
import { fakeOwner } from "../../fake/archive-owner.js";
import { base58 } from "../../fake/base58.js";
import { startGateway, type TestGateway } from "../../fake/gateway.js";
import { newRsaKey } from "../../fixture/rsa-key.js";
import { itemOf, json, post, upload } from "./ask.js";

type JwkOfArbundles = ConstructorParameters<typeof ArweaveSigner>[0];

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});

/** Made before any connection is open: on a busy computer it takes longer than an idle one is kept. */
const rsa = newRsaKey();

describe("an upload", () => {
  it("gets a receipt as Turbo's are, and 202 when it comes again, also under another path", async () => {
    const { id, bytes, item } = await itemOf(1, "first");
    const answer = await post(`${gateway.url}/v1/tx`, bytes);
    expect(answer.status).toBe(200);
    const receipt = await json(answer);
    expect(receipt).toEqual({
      id,
      owner: expect.stringMatching(/^[\w-]{43}$/),
      winc: "0",
      dataCaches: [gateway.url.slice(7)],
      fastFinalityIndexes: [gateway.url.slice(7)],
      deadlineHeight: 200,
      timestamp: expect.any(Number),
      version: "0.2.0",
    });
    expect((await post(`${gateway.url}/v1/tx/solana`, bytes)).status).toBe(202);
    const data = new Uint8Array(await (await fetch(`${gateway.url}/raw/${id}`)).arrayBuffer());
    expect(data).toEqual(new Uint8Array(item.data));
  });

  it("is in the folder when it is answered, in a file that is a bundle", async () => {
    const { id, bytes } = await itemOf(1, "on disk");
    await upload(gateway.url, { bytes });
    const folder = join(gateway.folder, "pending");
    const kept = readdirSync(folder).flatMap((name) =>
      parseBundle(readFileSync(join(folder, name))),
    );
    expect(kept.map((entry) => entry.id)).toContain(id);
  });

  it("is taken once when it comes eight times at once", async () => {
    const { bytes } = await itemOf(1, "eightfold");
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post(`${gateway.url}/v1/tx`, bytes)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 202, 202, 202, 202, 202, 202, 202]);
  });

  it("may be signed by RSA or, as Solana's wallets do, over the hex of the hash", async () => {
    const { owner } = await fakeOwner(1);
    const arweave = new ArweaveSigner(rsa.export({ format: "jwk" }) as JwkOfArbundles);
    const hex = new HexSolanaSigner(base58(Buffer.concat([Buffer.alloc(32, 1), owner])));
    for (const [type, signer] of [
      [1, arweave],
      [4, hex],
    ] as const) {
      const item = createData("from elsewhere", signer, {
        tags: [{ name: "A", value: "b" }],
      });
      await item.sign(signer);
      const answer = await post(`${gateway.url}/v1/tx`, new Uint8Array(item.getRaw()));
      expect(answer.status, `type ${type}`).toBe(200);
      expect((await json(answer)).id).toBe(item.id);
    }
  });
});

describe("an upload is refused with 400 and a reason", () => {
  const changed = async (at: number, byte?: number) => {
    const bytes = (await itemOf(2, "to be spoiled")).bytes.slice();
    bytes[at < 0 ? bytes.length + at : at]! ^= byte ?? 1;
    return bytes;
  };
  it.each<[string, () => Promise<Uint8Array>, RegExp]>([
    ["a byte of the data changed", () => changed(-1), /signature-invalid/],
    ["a byte of a tag changed", () => changed(110), /./],
    ["a byte of the signature changed", () => changed(5), /signature-invalid/],
    ["another owner", () => changed(70), /signature-invalid/],
    ["an Ethereum signature, which is not verified here", ethereum, /unsupported/],
    ["a signature type that nobody knows", () => changed(0, 2 ^ 99), /type 99/],
    ["tags that go on beyond the end", () => changed(116, 0x80), /./],
    ["half an item", async () => (await itemOf(2, "half")).bytes.slice(0, 90), /./],
    ["nothing", async () => new Uint8Array(0), /./],
    ["text", async () => utf8("<html>hello</html>"), /./],
  ])("%s", async (_, make, why) => {
    const answer = await post(`${gateway.url}/v1/tx`, await make());
    expect(answer.status).toBe(400);
    expect((await json(answer)).error).toMatch(why);
  });

  async function ethereum(): Promise<Uint8Array> {
    const { bytes } = await itemOf(2, "of another kind");
    const item = parseItem(bytes);
    return serializeItem({
      ...item,
      signatureType: 3,
      signature: new Uint8Array(65).fill(1),
      owner: new Uint8Array(65).fill(4),
    });
  }

  it("and leaves nothing behind", async () => {
    const before = readdirSync(join(gateway.folder, "pending")).length;
    await post(`${gateway.url}/v1/tx`, await changed(5));
    expect(readdirSync(join(gateway.folder, "pending"))).toHaveLength(before);
  });
});

describe("an owner's bytes", () => {
  it("run out with 402 FREE_TIER_EXHAUSTED, for this owner only, also after a restart", async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((n) => itemOf(5, `n${n}`)));
    const freeBytes = one!.bytes.length * 2;
    const first = await startGateway({ freeBytes });
    await upload(first.url, one!, two!);
    const refused = await post(`${first.url}/v1/tx`, three!.bytes);
    expect(refused.status).toBe(402);
    expect(await json(refused)).toMatchObject({
      code: "FREE_TIER_EXHAUSTED",
      error: expect.any(String),
    });
    expect((await post(`${first.url}/v1/tx`, one!.bytes)).status).toBe(202);
    await upload(first.url, await itemOf(6, "of somebody else"));
    const owner = (await json(post(`${first.url}/v1/tx`, one!.bytes))).owner;
    const account = () => fetch(`${first.url}/v1/account/free?address=${owner}`);
    expect(await json(account())).toEqual({ bytesUsed: freeBytes, bytesRemaining: 0 });
    await first.mine();
    await first.stop();
    const again = await startGateway({ folder: first.folder, freeBytes });
    expect((await post(`${again.url}/v1/tx`, three!.bytes)).status).toBe(402);
    await again.stop();
  });

  it("don't run out where there is no limit", async () => {
    const { bytes } = await itemOf(5, "x");
    await upload(gateway.url, { bytes });
    const { owner } = await json(post(`${gateway.url}/v1/tx`, bytes));
    const answer = await json(fetch(`${gateway.url}/v1/account/free?address=${owner}`));
    expect(answer).toEqual({ bytesUsed: bytes.length, bytesRemaining: null });
  });

  it("have a price where there is a limit, and cost nothing where there is none", async () => {
    const limited = await startGateway({ freeBytes: 1 });
    const price = (url: string) => json(fetch(`${url}/v1/price/bytes/16000`));
    expect((await price(limited.url)).winc).toBe("16000000");
    expect((await price(gateway.url)).winc).toBe("0");
  });
});
