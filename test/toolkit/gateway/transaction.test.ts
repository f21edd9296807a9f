// Transactions of others: with their data, or head first and the data in chunks, as Arweave's own client sends them.
import { beforeAll, describe, expect, it } from "vitest";
import { serializeBundle } from "../../../src/archive/index.js";
import { toBase64Url } from "../../../src/encoding/index.js";
import { type Jwk, signedTransaction, walletAddress } from "../../../toolkit/adapter/arweave.js";
import { startGateway, type TestGateway, testWallet } from "../../fake/gateway.js";
import { itemOf, json, page, post } from "./ask.js";

let gateway: TestGateway;
let wallet: Jwk;
beforeAll(async () => {
  wallet = await testWallet();
  gateway = await startGateway();
});

const BUNDLE = [
  { name: "Bundle-Format", value: "binary" },
  { name: "Bundle-Version", value: "2.0.0" },
];

async function signed(
  data: Uint8Array,
  tags = [{ name: "App", value: "test" }],
  url = gateway.url,
) {
  const anchor = await (await fetch(`${url}/tx_anchor`)).text();
  const reward = await (await fetch(`${url}/price/${data.length}/${"A".repeat(43)}`)).text();
  return signedTransaction({ data, tags, anchor, reward }, wallet);
}
type Signed = Awaited<ReturnType<typeof signed>>;

const submit = (head: object, url = gateway.url) => post(`${url}/tx`, JSON.stringify(head));
const withData = ({ head, data }: Signed) => ({ ...head, data: toBase64Url(data) });
const chunkOf = ({ head, data, chunks }: Signed, at: number) => {
  const { start, end, dataPath } = chunks[at]!;
  return {
    data_root: head.data_root,
    data_size: head.data_size,
    data_path: toBase64Url(dataPath),
    offset: String(start),
    chunk: toBase64Url(data.subarray(start, end)),
  };
};
const sendChunk = (chunk: object, url = gateway.url) => post(`${url}/chunk`, JSON.stringify(chunk));
const rawOf = async (id: string, url = gateway.url) =>
  new Uint8Array(await (await fetch(`${url}/raw/${id}`)).arrayBuffer());
const filled = (size: number, by: number) =>
  new Uint8Array(size).map((_, i) => (i * by + (i >> 10)) & 255);

describe("a wallet", () => {
  it("has play money, and says so nowhere as if it were more", async () => {
    const answer = await fetch(`${gateway.url}/wallet/${await walletAddress(wallet)}/balance`);
    expect(BigInt(await answer.text())).toBeGreaterThan(10n ** 14n);
    expect((await json(fetch(`${gateway.url}/info`))).description).toMatch(
      /nothing here is on Arweave/,
    );
  });
});

describe("a transaction with its data", () => {
  it("is pending, then in a block, where it is read back", async () => {
    const made = await signed(filled(1000, 3));
    const { id } = made;
    expect((await submit(withData(made))).status).toBe(200);
    expect((await submit(withData(made))).status).toBe(208);
    for (const path of [`/tx/${id}`, `/tx/${id}/status`]) {
      const pending = await fetch(gateway.url + path);
      expect([pending.status, await pending.text()]).toEqual([202, "Pending"]);
    }
    expect((await page(gateway.url, `ids: ["${id}"]`)).ids).toEqual([]);
    await gateway.mine();
    await gateway.mine();
    const { data: _, ...head } = made.head;
    expect(await json(fetch(`${gateway.url}/tx/${id}`))).toEqual({ ...head, data: "" });
    const status = await json(fetch(`${gateway.url}/tx/${id}/status`));
    expect(status).toEqual({
      block_height: expect.any(Number),
      block_indep_hash: expect.stringMatching(/^[\w-]{64}$/),
      number_of_confirmations: 1,
    });
    expect(await rawOf(id)).toEqual(made.data);
    expect((await page(gateway.url, `ids: ["${id}"]`)).ids).toEqual([id]);
  });

  it.each<[string, (made: Signed) => object, RegExp]>([
    ["a changed tag", (made) => ({ ...withData(made), tags: [] }), /signature/],
    ["a changed reward", (made) => ({ ...withData(made), reward: "99999999999" }), /signature/],
    ["another id", (made) => ({ ...withData(made), id: "A".repeat(43) }), /signature/],
    [
      "other data",
      (made) => ({ ...withData(made), data: toBase64Url(filled(1000, 5)) }),
      /not those that were signed/,
    ],
    ["fewer data", (made) => ({ ...withData(made), data: "AAAA" }), /not those that were signed/],
    ["data that are no base64url", (made) => ({ ...withData(made), data: "a b" }), /base64url/],
    ["format 1", (made) => ({ ...withData(made), format: 1 }), /format 2/],
    ["a field that is missing", ({ head: { owner: _, ...rest } }) => rest, /owner/],
    ["a number that is none", (made) => ({ ...withData(made), data_size: "1e3" }), /data_size/],
    [
      "more data than a chain of one computer holds",
      (made) => ({ ...made.head, data_size: "99999999999" }),
      /bytes of data/,
    ],
    ["no fields at all", () => ({}), /./],
  ])("is refused with 400: %s", async (_, change, why) => {
    const answer = await submit(change(await signed(filled(1000, 3))));
    expect(answer.status).toBe(400);
    expect((await json(answer)).error).toMatch(why);
  });

  it("is refused when it pays too little, or its anchor is of another chain", async () => {
    const anchor = await (await fetch(`${gateway.url}/tx_anchor`)).text();
    const base = { data: filled(9, 1), tags: [] };
    const poor = await signedTransaction({ ...base, anchor, reward: "1" }, wallet);
    expect((await json(submit(withData(poor)))).error).toMatch(/price/);
    const foreign = await signedTransaction(
      { ...base, anchor: "B".repeat(64), reward: "9999999999" },
      wallet,
    );
    expect((await json(submit(withData(foreign)))).error).toMatch(/anchor/);
  });
});

describe("a transaction whose head comes first", () => {
  it("waits for its chunks in any order, also over a restart, and is mined when they are there", async () => {
    let live = await startGateway();
    const made = await signed(filled(600_000, 11), undefined, live.url);
    expect(made.chunks).toHaveLength(3);
    expect((await submit(made.head, live.url)).status).toBe(200);
    expect((await sendChunk(chunkOf(made, 2), live.url)).status).toBe(200);
    await live.mine();
    expect((await fetch(`${live.url}/tx/${made.id}/status`)).status).toBe(202);
    await live.stop();
    live = await startGateway({ folder: live.folder });
    expect((await submit(made.head, live.url)).status).toBe(208);
    expect((await sendChunk(chunkOf(made, 0), live.url)).status).toBe(200);
    expect((await sendChunk(chunkOf(made, 0), live.url)).status).toBe(200);
    expect((await sendChunk(chunkOf(made, 1), live.url)).status).toBe(200);
    await live.mine();
    expect((await fetch(`${live.url}/tx/${made.id}/status`)).status).toBe(200);
    expect(Buffer.from(made.data).equals(await rawOf(made.id, live.url))).toBe(true);
    await live.stop();
  });

  it.each<[string, (made: Signed) => object, string]>([
    [
      "of another place",
      (made) => ({ ...chunkOf(made, 0), data_path: chunkOf(made, 1).data_path }),
      "invalid_proof",
    ],
    [
      "with a flipped bit",
      (made) => ({ ...chunkOf(made, 1), chunk: toBase64Url(filled(100, 7)) }),
      "invalid_proof",
    ],
    [
      "at an offset beyond the data",
      (made) => ({ ...chunkOf(made, 0), offset: "99999999" }),
      "invalid_proof",
    ],
    [
      "of a transaction that nobody announced",
      (made) => ({ ...chunkOf(made, 0), data_root: "A".repeat(43) }),
      "data_root_not_found",
    ],
    [
      "that is too big",
      (made) => ({ ...chunkOf(made, 0), chunk: toBase64Url(new Uint8Array(262_145)) }),
      "chunk_too_big",
    ],
    ["without a path", ({ head }) => ({ data_root: head.data_root }), "invalid_json"],
  ])("refuses a chunk %s", async (_, change, word) => {
    const made = await signed(filled(300_000, 13));
    expect((await submit(made.head)).status).toBe(200);
    const answer = await sendChunk(change(made));
    expect([answer.status, await json(answer)]).toEqual([400, { error: word }]);
  });
});

describe("a transaction that carries a bundle", () => {
  it("is taken apart when it is mined; what was not signed by its owner is left out", async () => {
    const live = await startGateway();
    const [one, two, three] = await Promise.all(
      ["one", "two", "three"].map((name) => itemOf(7, name)),
    );
    const spoiled = { id: two!.id, bytes: two!.bytes.slice() };
    spoiled.bytes[spoiled.bytes.length - 1]! ^= 1;
    const renamed = { id: "A".repeat(43), bytes: (await itemOf(7, "four")).bytes };
    const bundle = serializeBundle([one!, spoiled, renamed, three!]);
    const made = await signed(bundle, BUNDLE, live.url);
    await submit(withData(made), live.url);
    expect((await page(live.url, `ids: ["${one!.id}"]`)).ids).toEqual([]);
    await live.mine();
    const wanted = [one!.id, three!.id];
    const carried = `bundledIn: ["${made.id}"] sort: HEIGHT_ASC`;
    expect((await page(live.url, carried)).ids).toEqual(wanted);
    expect(await rawOf(three!.id, live.url)).toEqual(new Uint8Array(three!.item.data));
    const status = await json(fetch(`${live.url}/v1/tx/${three!.id}/status`));
    const at = status.startOffsetInRootBundle;
    expect(bundle.subarray(at, at + status.rawContentLength)).toEqual(three!.bytes);
    await live.stop();
    const again = await startGateway({ folder: live.folder });
    expect((await page(again.url, carried)).ids).toEqual(wanted);
    await again.stop();
  });

  it("that is none after all is an ordinary transaction", async () => {
    const made = await signed(filled(500, 17), BUNDLE);
    expect((await submit(withData(made))).status).toBe(200);
    await gateway.mine();
    expect(await rawOf(made.id)).toEqual(made.data);
  });

  it("with an item that was uploaded here already changes nothing about it", async () => {
    const live = await startGateway();
    const item = await itemOf(7, "both ways");
    await post(`${live.url}/v1/tx`, item.bytes);
    await submit(withData(await signed(serializeBundle([item]), BUNDLE, live.url)), live.url);
    await live.mine();
    expect((await page(live.url, `ids: ["${item.id}"]`)).ids).toEqual([item.id]);
    expect(await rawOf(item.id, live.url)).toEqual(new Uint8Array(item.item.data));
    const before = await json(fetch(`${live.url}/v1/tx/${item.id}/status`));
    await live.stop();
    const again = await startGateway({ folder: live.folder });
    expect(await json(fetch(`${again.url}/v1/tx/${item.id}/status`))).toEqual(before);
    await again.stop();
  });
});
